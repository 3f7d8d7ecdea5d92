"""Surveys of SurveyJS: JSON with pages of elements; panels nest, texts may be by language."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.exchange.foreign.conditions import rule_of
from engine.exchange.foreign.expressions import NotReadError
from engine.exchange.foreign.facts import NOTHING, AskedQuestion, SourcePage, SurveyFacts, Texts
from engine.exchange.foreign.formats.between import LateConditions, TextsBetween
from engine.exchange.foreign.formats.surveyjs_expressions import read_surveyjs, surveyjs_call
from engine.exchange.foreign.formats.surveyjs_questions import Element, ElementReader, name_of
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile, refused
from engine.exchange.foreign.wording import language_tag
from engine.instrument.rules import Rule

DEEPEST: Final = 40
GROUPS: Final = frozenset({"panel", "paneldynamic"})
TYPES: Final = frozenset(
    {"text", "comment", "radiogroup", "dropdown", "checkbox", "boolean", "rating", "matrix", "html", "panel"}
    | {"matrixdropdown", "multipletext", "imagepicker", "tagbox", "ranking"}
)
TIMES: Final = ("maxTimeToFinish", "timeLimit", "maxTimeToFinishPage", "timeLimitPerPage")


def recognizes(opened: OpenedFile) -> bool:
    """Whether it is JSON with pages of elements whose types SurveyJS has."""
    found = opened.json
    if not isinstance(found, dict) or "resourceType" in found or "SurveyElements" in found:
        return False
    types = {str(element.get("type")) for page in _pages(found) for element in _elements_of(page)}
    return bool(types & TYPES)


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of a survey. Raises `Refused` where it has no pages."""
    if not isinstance(opened.json, dict) or not _pages(opened.json):
        cause = "it has neither `pages` nor `elements`"
        raise refused(
            opened.name, "foreign_format", cause, "take the JSON of the survey, not that of answers"
        )
    return _Survey(opened.json, remarks).facts()


def _pages(found: Element) -> list[Element]:
    pages: list[Element] = [page for page in _list(found.get("pages")) if isinstance(page, dict)]
    return pages or ([found] if _elements_of(found) else [])


def _elements_of(page: Element) -> list[Element]:
    found = page.get("elements") or page.get("questions")
    return [one for one in _list(found) if isinstance(one, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@dataclass
class _Page:
    where: str
    title: Texts
    text: Texts
    condition: str
    random: bool
    asked: list[AskedQuestion] = field(default_factory=list)


class _Survey:
    """Reads pages and their elements from above; conditions are read once all names are known."""

    def __init__(self, found: Element, remarks: Remarks) -> None:
        self.found = found
        self.remarks = remarks
        self.reader = ElementReader(remarks, {})
        self.between = TextsBetween(remarks)
        self.asked: dict[str, AskedQuestion] = {}
        self.conditions = LateConditions(remarks, self._read_rule)
        self.formulas: list[tuple[str, str, Texts]] = []
        self.ignored: list[str] = []
        self.pages: list[_Page] = []
        self.purpose: Texts = NOTHING

    def facts(self) -> SurveyFacts:
        self.purpose = self._texts("description")
        for number, page in enumerate(_pages(self.found), start=1):
            self._page(page, number)
        thanks = self._texts("completedHtml") or self.between.at_end()
        self.between.leave()
        self._tell_beside()
        pages = tuple(self._finished())
        if not pages:
            pages = (SourcePage(()),)
        scores = self._scores()
        return SurveyFacts(
            pages=pages,
            title=self._texts("title"),
            language=language_tag(str(self.found.get("locale") or "")),
            purpose=self.purpose,
            thanks=thanks,
            scores=tuple(scores.scores),
            composites=tuple(scores.composites),
            ignored_columns=tuple(self.ignored),
            multi_paged=bool(self.found.get("pages")),
        )

    def _texts(self, key: str) -> Texts:
        return self.reader.texts(self.found.get(key), key, lines=key != "title")

    def _read_rule(self, text: str) -> Rule | None:
        return rule_of(read_surveyjs(text), self.asked, surveyjs_call)

    def _page(self, page: Element, number: int) -> None:
        where = str(page.get("name") or f"page {number}")
        own = page is not self.found
        random = page.get("questionsOrder") == "random" or page.get("questionOrder") == "random"
        title = self.reader.texts(page.get("title"), where, lines=False) if own else NOTHING
        text = self.reader.texts(page.get("description"), where) if own else NOTHING
        if page.get("visible") is False and not page.get("visibleIf"):
            self.remarks.lose("hidden_lost", where, f"the page {where}")
            return
        condition = str(page.get("visibleIf") or "")
        self.pages.append(_Page(where, title, text, condition, random))
        self._inside(page, (), 0)
        if not self.pages[-1].asked:  # a page has questions: its own words go on to what follows
            self.pages.pop()
            self.between.add(text, where, condition)
            self.purpose = self.purpose or ({} if self.asked else self.between.at_start())

    def _inside(self, group: Element, conditions: tuple[str, ...], depth: int) -> None:
        elements = _elements_of(group) or [
            one for one in _list(group.get("templateElements")) if isinstance(one, dict)
        ]
        for element in elements if depth < DEEPEST else ():
            self._element(element, conditions, depth)

    def _element(self, element: Element, conditions: tuple[str, ...], depth: int) -> None:
        kind, name = str(element.get("type") or ""), name_of(element)
        condition = str(element.get("visibleIf") or "")
        conditions = (*conditions, condition) if condition else conditions
        if element.get("visible") is False and not condition:
            self.remarks.lose("hidden_lost", name, f"{kind} {name}", item=name)
            self.ignored.append(name)
        elif kind in GROUPS:
            if kind == "paneldynamic":
                self.remarks.lose("repeat_lost", name, f"the panel {name}")
            for key in ("title", "description"):
                self.between.add(self.reader.texts(element.get(key), name), name, condition)
            self._inside(element, conditions, depth + 1)
        elif kind == "html":
            self.between.add(
                self.reader.texts(element.get("html"), name or "html"), name or "html", condition
            )
        elif kind == "image":
            self.remarks.sum_up("media_lost", name)
        elif kind == "expression":
            self.formulas.append(
                (name, str(element.get("expression") or ""), self.reader.texts(element.get("title"), name))
            )
            self.ignored.append(name)
        else:
            self._questions(element, conditions)

    def _questions(self, element: Element, conditions: tuple[str, ...]) -> None:
        page = self.pages[-1]
        for question, row_condition in self.reader.asked(element):
            if question.id in self.asked or not question.id:
                why = "its name stands twice" if question.id else "it has no name"
                self.remarks.lose("question_lost", page.where, question.id, item=question.id, why=why)
                continue
            question = replace(question, before=self.between.above((*conditions, page.condition)))
            for condition in (*conditions, row_condition):
                self.conditions.add(question.id, condition, question.where)
            self.asked[question.id] = question
            page.asked.append(question)

    def _finished(self) -> Iterator[SourcePage]:
        for page in self.pages:
            rule = self.conditions.rule(page.condition, page.where)
            asked = tuple(replace(one, show_if=self.conditions.of(one.id)) for one in page.asked)
            if asked:
                yield SourcePage(asked, page.title, page.text, rule, page.random, page.where)

    def _scores(self) -> FormulaScores:
        """Scores among calculated values and shown expressions; all else is told."""
        values = [one for one in _list(self.found.get("calculatedValues")) if isinstance(one, dict)]
        named = [(str(one.get("name") or ""), str(one.get("expression") or ""), NOTHING) for one in values]
        found = FormulaScores(self.asked, blank_is_zero=True)
        for name, formula, texts in (*named, *self.formulas):
            try:
                tree = read_surveyjs(formula)
                found.read(name, tree, name, texts)
            except NotReadError as error:
                self.remarks.lose("calculation_lost", name, f"{name} = {formula}", item=name, why=f"{error}")
        return found

    def _tell_beside(self) -> None:
        """What the survey says as a whole and Barograph does not do."""
        for one in _list(self.found.get("triggers")):
            self.remarks.lose(
                "calculation_lost", "triggers", str(one.get("type")) if isinstance(one, dict) else "?"
            )
        for _ in _list(self.found.get("completedHtmlOnCondition")):
            self.remarks.lose("text_lost", "completedHtmlOnCondition", "a text at the end on a condition")
        for key in TIMES:
            if self.found.get(key):
                self.remarks.lose("check_lost", key, f"{self.found[key]} seconds at most")
        if self.found.get("questionsOrder") == "random":
            self.remarks.lose("random_lost", "questionsOrder", "the order of all questions")
