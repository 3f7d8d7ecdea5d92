"""LimeSurvey's survey files (.lss), also of a group or a question alone, and the survey within an archive (.lsa)."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element

from engine.exchange.foreign.conditions import together
from engine.exchange.foreign.expressions import NotReadError, read_expression
from engine.exchange.foreign.facts import NOTHING, AskedQuestion, SourcePage, SurveyFacts, Texts
from engine.exchange.foreign.formats.between import LateConditions, TextsBetween, joined_texts
from engine.exchange.foreign.formats.limesurvey_assessments import Assessments
from engine.exchange.foreign.formats.limesurvey_items import OTHER_BOX, OTHER_CODE, LimeQuestion
from engine.exchange.foreign.formats.limesurvey_kinds import ATTRIBUTES, EQUATION, LOST, ORDERS, TEXT
from engine.exchange.foreign.formats.limesurvey_rules import GRAMMAR, from_table, renamed, rule_from
from engine.exchange.foreign.formats.limesurvey_tables import LimeEntry, LimeTables
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile, refused, xml_of
from engine.exchange.foreign.wording import language_tag, plain_texts
from engine.instrument.rules import Rule

ALWAYS: Final = ("", "1")
NEVER: Final = "0"
UNSET: Final = frozenset({"", "0", "N", "normal", "default", "1"})
COLUMNS: Final = (
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "token",
    "ipaddr",
    "refurl",
)


def recognizes(opened: OpenedFile) -> bool:
    """Whether it is LimeSurvey's XML, or an archive with such a file in it."""
    root = _root(opened)
    return root is not None and root.tag == "document" and root.find("LimeSurveyDocType") is not None


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of a survey. Raises `Refused` where the file is none."""
    root = _root(opened)
    if root is None or root.find("LimeSurveyDocType") is None:
        raise refused(
            opened.name, "foreign_format", "it is no file of LimeSurvey", "export the survey structure (.lss)"
        )
    return _Survey(LimeTables(root), remarks).facts()


def _root(opened: OpenedFile) -> Element | None:
    inner = opened.member(".lss")
    return opened.xml if inner is None else xml_of(opened.name, inner)


class _Survey:
    """Reads the groups in order, and the questions in each."""

    def __init__(self, tables: LimeTables, remarks: Remarks) -> None:
        self.tables, self.remarks = tables, remarks
        self.asked: dict[str, AskedQuestion] = {}
        self.between = TextsBetween(remarks)
        self.rules = LateConditions(remarks, lambda text: rule_from(text, self.names, self.asked))
        self.scores = FormulaScores(self.asked)
        self.page_conditions: dict[str, str] = {}
        self.group_titles: dict[str, Texts] = {}
        self.own_rules: dict[str, Rule] = {}
        rows = () if tables.survey.get("assessments") == "N" else tables.rows("assessments")
        self.assessments = Assessments(rows, remarks)
        self.equations: list[LimeQuestion] = []

    def facts(self) -> SurveyFacts:
        pages = [page for group in self._groups() for page in self._page(group)]
        for question in self.equations:
            self._equation(question)
        thanks = joined_texts([self.between.at_end(), self._texts("surveyls_endtext")])
        self._tell_lost()
        finished = tuple(
            replace(
                page,
                questions=tuple(map(self._finished, page.questions)),
                show_if=self.rules.rule(self.page_conditions.get(page.where, ""), page.where),
            )
            for page in pages
            if page.questions
        )
        language = self.tables.survey.get("language", "") or next(iter(self.tables.languages), "")
        return SurveyFacts(
            pages=finished,
            title=self._texts("surveyls_title", lines=False),
            id="",
            language=_tag(language),
            purpose=joined_texts([self._texts("surveyls_description"), self._texts("surveyls_welcometext")]),
            consent=self._texts("surveyls_policy_notice"),
            thanks=thanks,
            scores=tuple(self.assessments.joined(self.scores.scores, self.group_titles)),
            composites=tuple(self.scores.composites),
            ignored_columns=COLUMNS,
        )

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """What conditions call questions and options: by code, and by the numbers of survey, group and question."""
        found: dict[str, tuple[str, str]] = {}
        for entry in self.tables.questions:
            title, number = entry["title"], f"{entry['sid']}X{entry['gid']}X{entry['qid']}"
            found |= {title: (title, ""), number: (title, "")}
            if entry["other"] == "Y":
                found[f"{title}_other"] = (title, OTHER_BOX if entry["type"] in ("M", "P") else OTHER_CODE)
            for part in self.tables.parts.get(entry["qid"], ()):
                code = part["title"]
                target = (title, code) if entry["type"] in ("M", "P") else (f"{title}_{code}", "")
                found |= {f"{title}_{code}": target, f"{number}{code}": target}
        return found

    def _groups(self) -> tuple[LimeEntry | None, ...]:
        return self.tables.groups or (None,)

    def _texts(self, field: str, lines: bool = True) -> Texts:
        return _tagged(plain_texts(self.tables.survey_texts(field), self.remarks, "the survey", lines=lines))

    def _page(self, group: LimeEntry | None) -> Iterator[SourcePage]:
        title: Texts = NOTHING
        text: Texts = NOTHING
        where = "the file"
        if group is not None:
            where = f"group {group['gid']}"
            title = _tagged(plain_texts(group.texts("group_name"), self.remarks, where, lines=False))
            self.group_titles[group["gid"]] = title
            text = _tagged(plain_texts(group.texts("description"), self.remarks, where))
            if group["randomization_group"]:
                self.remarks.lose(
                    "random_lost", where, f"its place among groups: {group['randomization_group']}"
                )
        condition = group["grelevance"] if group is not None else ""
        if condition == NEVER:
            self.remarks.lose(
                "question_lost", where, "the whole group", why="its relevance is 0: nobody is asked"
            )
            return
        questions: list[AskedQuestion] = []
        for entry in self.tables.questions:
            if group is None or entry["gid"] == group["gid"]:
                questions += self._question(LimeQuestion(self.tables, entry, self.remarks))
        if condition not in ALWAYS:
            self.page_conditions[where] = condition
        yield SourcePage(tuple(questions), title, text, where=where)

    def _question(self, question: LimeQuestion) -> list[AskedQuestion]:
        condition, hidden = self._condition(question), question.attribute("hidden") == "1"
        if question.letter == EQUATION:
            self.equations.append(question)
            return []
        if question.letter == TEXT:
            self.between.add(
                _tagged(question.texts(question.entry, "question")),
                question.where,
                "" if condition in ALWAYS else condition,
            )
            return []
        if condition == NEVER or hidden:
            why = "nobody is asked: it is hidden, or its relevance is 0"
            self.remarks.lose("hidden_lost", question.where, question.id, item=question.id, why=why)
            return []
        found = [one for one in question.items() if self._is_new(one)]
        if question.letter in LOST or not found:
            why = LOST.get(
                question.letter, f"Barograph has no question of LimeSurvey's type {question.letter!r}"
            )
            self.remarks.lose("question_lost", question.where, question.id, item=question.id, why=why)
            return []
        self._tell_attributes(question)
        above = self.between.above([condition])
        found = [_in_tags(one) for one in found]
        found[0] = replace(found[0], before=above)
        for one in found:
            if one.show_if is not None:
                self.own_rules[one.id] = one.show_if
            if condition not in ALWAYS:
                self.rules.add(one.id, condition, question.where)
            self.asked[one.id] = one
            if one.asks in ("scale", "choose_one"):
                self.assessments.add(question.entry["gid"], one.id, question.points)
        return found

    def _is_new(self, one: AskedQuestion) -> bool:
        if one.id in self.asked:
            self.remarks.lose("question_lost", one.where, one.id, item=one.id, why="the code stands twice")
        return one.id not in self.asked

    def _condition(self, question: LimeQuestion) -> str:
        """The relevance, which wins over the older table of conditions."""
        said = question.entry["relevance"]
        if said not in ALWAYS:
            return said
        rows = [row for row in self.tables.rows("conditions") if row.get("qid") == question.entry["qid"]]
        return from_table(rows) if rows else said

    def _finished(self, one: AskedQuestion) -> AskedQuestion:
        own = self.own_rules.get(one.id)
        return replace(one, show_if=together(self.rules.of(one.id), own))

    def _tell_attributes(self, question: LimeQuestion) -> None:
        for name, code in ATTRIBUTES.items():
            value = question.attribute(name)
            if code and value not in ("", "0", "N") and name not in question.held:
                self.remarks.lose(code, question.where, f"{name}: {value}", item=question.id)
        for name in ORDERS:
            if question.attribute(name) not in UNSET:
                self.remarks.lose(
                    "random_lost", question.where, f"{name}: {question.attribute(name)}", item=question.id
                )
        if "H" in question.attribute("date_format").upper():
            self.remarks.lose("check_lost", question.where, "the time beside the day", item=question.id)

    def _equation(self, question: LimeQuestion) -> None:
        told = question.attribute("equation")
        formula = told or next(iter(question.entry.texts("question").values()), "")
        try:
            tree = renamed(read_expression(formula.strip().strip("{}"), GRAMMAR), self.names)
            texts = question.texts(question.entry, "question", lines=False) if told else NOTHING
            self.scores.read(question.id, tree, question.where, _tagged(texts))
        except NotReadError as error:
            what = f"{question.id} = {formula}"
            self.remarks.lose("calculation_lost", question.where, what, item=question.id, why=f"{error}")

    def _tell_lost(self) -> None:
        for row in self.tables.rows("quota"):
            self.remarks.lose(
                "quota_lost", f"quota {row.get('id', '')}", f"{row.get('name', '')}: {row.get('qlimit', '')}"
            )
        titles = {entry["qid"]: entry["title"] for entry in self.tables.questions}
        for row in (*self.tables.rows("defaultvalues"), *self.tables.rows("defaultvalue_l10ns")):
            if row.get("defaultvalue"):
                title = titles.get(row.get("qid", ""), "")
                self.remarks.lose("default_lost", f"question {title}", row["defaultvalue"], item=title)


def _tag(language: str) -> str:
    return language_tag(language)


def _tagged(texts: Texts) -> Texts:
    """Texts by the tags that LimeSurvey's languages have here."""
    return {_tag(language) or language: words for language, words in texts.items()}


def _in_tags(one: AskedQuestion) -> AskedQuestion:
    options = tuple(replace(option, texts=_tagged(option.texts)) for option in one.options)
    return replace(
        one, texts=_tagged(one.texts), stem=_tagged(one.stem), hint=_tagged(one.hint), options=options
    )
