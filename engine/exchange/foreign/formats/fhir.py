"""FHIR's Questionnaire, R4 and R5 with what is left of STU3, in JSON or XML."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from engine.exchange.foreign.conditions import compared, selected, together
from engine.exchange.foreign.expressions import AnswerRef, NotReadError
from engine.exchange.foreign.facts import NOTHING, AskedQuestion, SourcePage, StatedScore, SurveyFacts, Texts
from engine.exchange.foreign.formats.between import LateConditions, TextsBetween
from engine.exchange.foreign.formats.fhir_items import ItemReader
from engine.exchange.foreign.formats.fhir_resource import (
    Resource,
    extended,
    extensions,
    holds,
    one,
    questionnaire_of,
    said,
    several,
    texts_of,
)
from engine.exchange.foreign.formats.fhir_scores import items_in_total, total_tree
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile, refused
from engine.exchange.foreign.wording import language_tag
from engine.instrument.rules import All, Answered, AnyOf, Not, Rule

DEEPEST: Final = 40
GRIDS: Final = frozenset({"grid", "gtable", "table", "htable", "atable"})
CALCULATED: Final = "questionnaire-calculatedExpression"
ANSWERS: Final = ("answerBoolean", "answerDecimal", "answerInteger", "answerString", "answerDate")


def recognizes(opened: OpenedFile) -> bool:
    """Whether it is a Questionnaire of FHIR."""
    return questionnaire_of(opened) is not None


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of a questionnaire. Raises `Refused` where the file has none."""
    resource = questionnaire_of(opened)
    if resource is None:
        cause = "it holds no resource of type Questionnaire"
        raise refused(opened.name, "foreign_format", cause, "take the questionnaire, not its answers")
    return _Questionnaire(resource, remarks).facts()


@dataclass
class _Page:
    title: Texts = field(default_factory=lambda: NOTHING)
    where: str = ""
    condition: str = ""
    asked: list[AskedQuestion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Within:
    """What groups around an item say of it."""

    conditions: tuple[str, ...] = ()
    stem: Texts = field(default_factory=lambda: NOTHING)
    depth: int = 0


class _Questionnaire:
    """Goes through the items from above; conditions are read once all are known."""

    def __init__(self, resource: Resource, remarks: Remarks) -> None:
        self.resource = resource
        self.remarks = remarks
        self.reader = ItemReader(resource, remarks)
        self.between = TextsBetween(remarks)
        self.asked: dict[str, AskedQuestion] = {}
        self.when: dict[str, Resource] = {}  # conditions in words -> the item that has them
        self.conditions = LateConditions(remarks, self._rule_of_words)
        self.totals: list[tuple[Resource, dict[str, str]]] = []
        self.variables: dict[str, str] = {}
        self.pages = [_Page()]

    def facts(self) -> SurveyFacts:
        self._learn(self.resource)
        for item in several(self.resource, "item"):
            self._item(item, _Within())
        thanks = self.between.at_end() if self.asked else NOTHING
        own = self.resource
        scores = self._scores()
        return SurveyFacts(
            pages=tuple(self._finished()) or (SourcePage(()),),
            title=texts_of(own, "title", self.remarks, "title", lines=False)
            or texts_of(own, "name", self.remarks, "name", lines=False),
            id=said(own, "id"),
            version=said(own, "version"),
            language=language_tag(said(own, "language")),
            purpose=texts_of(own, "description", self.remarks, "description"),
            thanks=thanks,
            citation=said(own, "copyright"),
            scores=tuple(scores.scores),
            composites=tuple(scores.composites),
            multi_paged=len(self.pages) > 1,
        )

    def _learn(self, table: Resource) -> None:
        """Formulas that have a name."""
        for found in extensions(table, "StructureDefinition/variable"):
            expression = one(found, "valueExpression")
            self.variables[said(expression, "name")] = said(expression, "expression")

    def _item(self, item: Resource, within: _Within) -> None:
        id, type = said(item, "linkId"), said(item, "type")
        self._learn(item)
        if extended(item, "questionnaire-hidden") == "true":
            self.remarks.lose("hidden_lost", id, said(item, "text") or id, item=id)
            return
        condition = self._condition(item, id)
        inner = replace(
            within,
            conditions=(*within.conditions, condition) if condition else within.conditions,
            depth=within.depth + 1,
        )
        if type == "group":
            self._group(item, inner, within, condition)
        elif type == "display":
            self.between.add(self.reader.text(item), id, condition)
        else:
            self._question(item, inner, within)

    def _group(self, item: Resource, inner: _Within, within: _Within, condition: str) -> None:
        id, text = said(item, "linkId"), self.reader.text(item)
        if holds(item, "repeats"):
            self.remarks.lose("repeat_lost", id, said(item, "text") or id)
        grid = extended(item, "itemControl") in GRIDS
        if grid:
            inner = replace(inner, stem=text)
        elif within.depth == 0:
            self.pages.append(_Page(text, id, condition))
            inner = replace(inner, conditions=())
        else:
            self.between.add(text, id, condition)
        if inner.depth < DEEPEST:
            for child in several(item, "item"):
                self._item(child, inner)
        if within.depth == 0 and not grid:
            self.pages.append(_Page())

    def _question(self, item: Resource, inner: _Within, within: _Within) -> None:
        id = said(item, "linkId")
        children = [child for child in several(item, "item") if said(child, "type") != "display"]
        if extended(item, CALCULATED):
            self.totals.append((item, dict(self.variables)))
        elif id in self.asked or not id:
            why = "its linkId stands twice" if id else "it has no linkId"
            self.remarks.lose("question_lost", id or "item", said(item, "text"), item=id, why=why)
        elif (question := self.reader.asked(item)) is not None:
            before = self.between.above((*inner.conditions, self.pages[-1].condition))
            for condition in inner.conditions:
                self.conditions.add(id, condition, id)
            if within.stem:
                question = replace(question, stem=within.stem)
            if within.stem and question.asks == "choose_one":
                question = replace(question, asks="scale")
            self.asked[id] = replace(question, before=before)
            self.pages[-1].asked.append(self.asked[id])
        for child in children if inner.depth < DEEPEST else ():
            self._item(child, inner)

    def _condition(self, item: Resource, id: str) -> str:
        """An item's conditions in words, under which they are found again."""
        if expression := extended(item, "enableWhenExpression"):
            why = "formulas in FHIRPath are not run; it is shown to everyone"
            self.remarks.lose("rule_lost", id, expression, item=id, why=why)
        steps = several(item, "enableWhen")
        joined = " or " if said(item, "enableBehavior") == "any" else " and "
        words = joined.join(" ".join(filter(None, _step_in_words(step))) for step in steps)
        if words:
            self.when[words] = item
        return words

    def _rule_of_words(self, words: str) -> Rule:
        item = self.when[words]
        rules = tuple(self._step(step) for step in several(item, "enableWhen"))
        if len(rules) == 1:
            return rules[0]
        return AnyOf(rules) if said(item, "enableBehavior") == "any" else All(rules)

    def _step(self, step: Resource) -> Rule:
        id, operator = said(step, "question"), said(step, "operator")
        question = self.asked.get(id)
        if question is None:
            raise NotReadError(f"there is no question {id!r} here")
        has = said(step, "hasAnswer")  # as in STU3
        if operator == "exists" or has:
            found: Rule = Answered(id)
            return found if (has or said(step, "answerBoolean")) == "true" else Not(found)
        coding = one(step, "answerCoding")
        if coding:
            if operator not in ("", "=", "!="):
                raise NotReadError(f"options are compared by {operator}")
            chosen = selected(question, said(coding, "code") or said(coding, "display"))
            return Not(chosen) if operator == "!=" else chosen
        for key in ANSWERS:
            if key in step:
                if key == "answerString" and not question.options:
                    raise NotReadError(f"the answer to {id!r} is compared as text")
                return compared(AnswerRef(id), operator or "=", said(step, key), {id: question})
        raise NotReadError("it compares dates, times or quantities")

    def _finished(self) -> Iterator[SourcePage]:
        for page in self.pages:
            rule = self.conditions.rule(page.condition, page.where)
            asked = tuple(
                replace(question, show_if=together(self.conditions.of(question.id)))
                for question in page.asked
            )
            if asked:
                yield SourcePage(asked, page.title, show_if=rule, where=page.where)

    def _scores(self) -> FormulaScores:
        """Totals that are sums or means of points, or of such; other formulas are told."""
        found = FormulaScores(self.asked, by_points=True)
        for item, variables in self.totals:
            id, formula = said(item, "linkId"), extended(item, CALCULATED)
            try:
                self._score(found, id, formula, variables, self.reader.text(item))
            except NotReadError as error:
                self.remarks.lose("calculation_lost", id, f"{id} = {formula}", item=id, why=f"{error}")
        return found

    def _score(
        self, found: FormulaScores, id: str, formula: str, variables: dict[str, str], texts: Texts
    ) -> None:
        """A plain sum of points, as it is often written, or any formula that does what a score does."""
        try:
            items, least = items_in_total(formula, variables)
        except NotReadError:
            found.read(id, total_tree(formula, variables), id, texts)
            return
        absent = [one for one in items if one not in self.asked]
        if absent:
            raise NotReadError(f"{absent[0]!r} is no question here")
        found.scores.append(StatedScore(id, items, "sum", id, texts, least, partial=least is not None))


def _step_in_words(step: Resource) -> tuple[str, ...]:
    answers = [said(step, key) for key in step if key.startswith("answer") and key not in ("answerCoding",)]
    coding = one(step, "answerCoding")
    said_so = next(filter(None, answers), "") or said(coding, "code") or said(step, "hasAnswer")
    return said(step, "question"), said(step, "operator") or "=", said_so
