"""XLSForm of ODK, KoboToolbox and others: the sheets survey, choices and settings, in a workbook or in one CSV."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from engine.exchange.foreign.conditions import rule_of
from engine.exchange.foreign.expressions import AnswerRef, Call, Node, NotReadError, Operation
from engine.exchange.foreign.facts import (
    NOTHING,
    UNMARKED,
    AskedOption,
    AskedQuestion,
    SourcePage,
    SurveyFacts,
    Texts,
)
from engine.exchange.foreign.formats.between import LateConditions, TextsBetween
from engine.exchange.foreign.formats.sheet_rows import NamedRow
from engine.exchange.foreign.formats.xlsform_limits import with_limits, with_range
from engine.exchange.foreign.formats.xlsform_sheets import (
    SHEETS,
    form_rows,
    form_sheets,
    text_columns,
)
from engine.exchange.foreign.formats.xlsform_types import LOST_TYPES, META, TYPES, XlsType, type_of
from engine.exchange.foreign.formats.xpath import (
    call_rule,
    is_typographic,
    limits_of,
    read_constraint,
    read_xpath,
)
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile, refused
from engine.exchange.foreign.wording import language_tag, plain_texts
from engine.instrument.rules import Rule

DEEPEST: Final = 8  # calculations within calculations
GRIDS: Final = frozenset({"table-list", "label", "list-nolabel", "list", "likert"})
MEDIA: Final = ("image", "audio", "video", "media::image", "media::audio", "media::video", "big-image")


def recognizes(opened: OpenedFile) -> bool:
    """Whether there is a sheet `survey` with columns `type` and `name`, and no formr column in it."""
    sheets = form_sheets(opened)
    survey = sheets.get("survey")
    if not survey:
        return False
    header = {" ".join(cell.lower().split()) for row in survey[:3] for cell in row}
    if not {"type", "name"} <= header:
        return False
    formr = any(re.fullmatch(r"choice\d+|showif|optional|item_order|block_order", name) for name in header)
    return not formr


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of a form. Raises `Refused` where there is no survey sheet."""
    sheets = form_sheets(opened)
    if "survey" not in sheets:
        raise refused(opened.name, "foreign_format", "it has no sheet `survey`", "export the XLSForm again")
    for name in sheets:
        if name not in SHEETS:
            remarks.lose("unused", name, f"the sheet {name!r}")
    return _Form(sheets, remarks).facts()


@dataclass
class _Page:
    """A page while its questions are read."""

    title: Texts = field(default_factory=lambda: NOTHING)
    where: str = ""
    condition: str = ""
    questions: list[AskedQuestion] = field(default_factory=list)


@dataclass
class _Group:
    """A group that is open: what it says of all in it."""

    title: Texts
    where: str
    condition: str
    grid: bool
    repeat: bool
    stem: Texts = field(default_factory=lambda: NOTHING)


class _Form:
    """Reads the rows of a form from above."""

    def __init__(self, sheets: dict[str, tuple[tuple[str, ...], ...]], remarks: Remarks) -> None:
        self.remarks = remarks
        self.settings = next(iter(form_rows("settings", sheets.get("settings", ()))), None)
        survey = list(form_rows("survey", sheets["survey"]))
        self.rows = [
            row for row in survey if row["type"] and row["disabled"].lower() not in ("yes", "true", "true()")
        ]
        self.default = self._setting("default_language")
        self.columns = text_columns(
            name
            for row in (*survey[:1], *list(form_rows("choices", sheets.get("choices", ())))[:1])
            for name in row.cells
        )
        for name, tag in self.columns.languages.items():
            if tag != name.lower():
                self.remarks.state("language_told", "survey", f"{name} is {tag or 'unknown'}")
        self.lists = self._lists(list(form_rows("choices", sheets.get("choices", ()))))
        self.used: set[str] = set()
        self.as_written: set[str] = set()  # rules whose marks are not mended
        self.asked: dict[str, AskedQuestion] = {}
        self.groups: list[_Group] = []
        self.pages: list[_Page] = [_Page()]
        self.between = TextsBetween(remarks)
        self.rules = LateConditions(remarks, self._read_rule)
        self.purpose: Texts = NOTHING
        self.scores = FormulaScores(self.asked)
        self.ignored: list[str] = []
        self.calculations: list[NamedRow] = []
        self.formulas = {row["name"]: row["calculation"] for row in self.rows if row["calculation"]}

    def _unmended(self, row: NamedRow) -> bool:
        """Whether the marks of a row's rule are to be left as they are, so that it can't be read."""
        if self.remarks.undone("rule_mended", row["name"], row.where):
            self.as_written.add(row["relevant"])
        return row["relevant"] in self.as_written

    def facts(self) -> SurveyFacts:
        for row in self.rows:
            self._row(row)
            if is_typographic(row["relevant"]) and not self._unmended(row):
                self.remarks.decide("rule_mended", row.where, row["relevant"], item=row["name"])
        for name in self.lists:
            if name not in self.used:
                self.remarks.lose("unused", "choices", f"the list {name!r}")
        for row in self.calculations:
            self._calculation(row)
        thanks = self.between.at_end()
        pages = tuple(
            SourcePage(
                tuple(replace(one, show_if=self.rules.of(one.id)) for one in page.questions),
                page.title,
                show_if=self.rules.rule(page.condition, page.where),
                where=page.where,
            )
            for page in self.pages
            if page.questions
        )
        language = language_tag(self.default) if self.default else ""
        if self.default and not language:
            self.remarks.state(
                "language_told", "settings", f"{self.default} is unknown", remedy="say --language"
            )
        return SurveyFacts(
            pages=pages,
            title=self._plain({UNMARKED: self._setting("form_title")}, "settings"),
            id=self._setting("form_id") or self._setting("id_string"),
            version=self._setting("version"),
            language=language,
            purpose=self.purpose,
            thanks=thanks,
            scores=tuple(self.scores.scores),
            composites=tuple(self.scores.composites),
            ignored_columns=tuple(self.ignored),
        )

    def _setting(self, name: str) -> str:
        return self.settings[name] if self.settings is not None else ""

    def _lists(self, rows: Sequence[NamedRow]) -> dict[str, tuple[AskedOption, ...]]:
        found: dict[str, list[AskedOption]] = {}
        for row in rows:
            if not row["list_name"] or not row["name"]:
                continue
            for column in MEDIA:
                if row[column]:
                    self.remarks.sum_up("media_lost", row.where)
            texts = self._texts(row, "label", lines=False)
            found.setdefault(row["list_name"], []).append(AskedOption(row["name"], texts, row.where))
        return {name: tuple(options) for name, options in found.items()}

    def _texts(self, row: NamedRow, column: str, lines: bool = True) -> Texts:
        """A text by language; where the same language has a marked and an unmarked one, the marked one counts."""
        found: dict[str, str] = {}
        for name, tag in self.columns.of(column):
            if row[name] and (tag not in found or "::" in name or ":" in name):
                found[tag] = row[name]
        return self._plain(found, row.where, lines)

    def _plain(self, texts: Texts, where: str, lines: bool = True) -> Texts:
        return plain_texts(
            {tag: text for tag, text in texts.items() if text},
            self.remarks,
            where,
            markdown=True,
            lines=lines,
        )

    def _row(self, row: NamedRow) -> None:
        written = type_of(row["type"])
        if written.name.startswith(("begin", "end")):
            self._group(written, row)
        elif written.name in META:
            self.ignored.append(row["name"] or written.name)
            self.remarks.lose("hidden_lost", row.where, f"{written.name} {row['name']}".strip())
        elif written.name == "calculate":
            self.ignored.append(row["name"])
            self.calculations.append(row)
        elif written.name == "note":
            self._note(row)
        elif written.name in TYPES:
            self._question(written, row)
        else:
            self.ignored.append(row["name"])
            why = LOST_TYPES.get(written.name, f"Barograph has no question of type {written.name!r}")
            self.remarks.lose(
                "question_lost", row.where, f"{row['type']} {row['name']}", item=row["name"], why=why
            )

    def _group(self, written: XlsType, row: NamedRow) -> None:
        if written.name.startswith("end"):
            if self.groups:
                self.groups.pop()
                if not self.groups:
                    self.pages.append(_Page())
            return
        repeat = written.name == "begin repeat"
        if repeat:
            self.remarks.lose("repeat_lost", row.where, row["name"])
        grid = bool({"table-list"} & set(row["appearance"].split()))
        title = self._texts(row, "label")
        condition = _condition(row)
        if not self.groups:
            self.pages.append(_Page(title, row.where, condition))
            condition = ""
        elif not grid:
            self.between.add(title, row.where, condition)
        self.groups.append(_Group(title, row.where, condition, grid, repeat, title if grid else NOTHING))

    def _note(self, row: NamedRow) -> None:
        for column in MEDIA:
            if row[column]:
                self.remarks.sum_up("media_lost", row.where)
        self.between.add(self._texts(row, "label"), row.where, _condition(row))

    def _question(self, written: XlsType, row: NamedRow) -> None:
        how = set(row["appearance"].split())
        if (
            written.list_name and "label" in how and written.name == "select_one"
        ):  # the head of a grid asks nothing
            if self.groups:
                self.groups[-1].stem = self._texts(row, "label")
            self.used.add(written.list_name)
            self.ignored.append(row["name"])
            return
        question = AskedQuestion(
            id=row["name"] or f"row_{row.number}",
            asks=TYPES[written.name],
            texts=self._texts(row, "label"),
            where=row.where,
            hint=self._texts(row, "hint"),
            required=row["required"].lower() in ("yes", "true", "true()", "1"),
        )
        question = self._with_options(question, written, how, row)
        question = self._with_limits(question, written, row)
        if question.asks == "short_text" and "multiline" in how:
            question = replace(question, asks="long_text")
        if question.id in self.asked:
            self.remarks.lose(
                "question_lost", row.where, question.id, item=question.id, why="the name stands twice"
            )
            return
        self._tell_lost(question, row)
        conditions = [(group.condition, group.where) for group in self.groups] + [
            (_condition(row), row.where)
        ]
        for condition, where in conditions:
            self.rules.add(question.id, condition, where)
        if not self.asked:
            self.purpose = self.between.at_start()
        question = replace(question, before=self.between.above([condition for condition, _ in conditions]))
        self.asked[question.id] = question
        self.pages[-1].questions.append(question)

    def _with_options(
        self, question: AskedQuestion, written: XlsType, how: set[str], row: NamedRow
    ) -> AskedQuestion:
        if written.name == "acknowledge":
            texts = question.texts or {UNMARKED: "OK"}
            return replace(question, options=(AskedOption("OK", texts, row.where),))
        if not written.list_name:
            return question
        self.used.add(written.list_name)
        options = self.lists.get(written.list_name, ())
        if written.or_other:
            options = (
                *options,
                AskedOption("other", {UNMARKED: "Other"}, row.where, specify=question.asks != "ranking"),
            )
            self.remarks.decide("other_joined", row.where, f"{question.id}: other", item=question.id)
        grid = bool(how & GRIDS) or any(group.grid for group in self.groups)
        if grid and question.asks == "choose_one":
            question = replace(question, asks="scale")
        if grid and self.groups and self.groups[-1].stem:
            question = replace(question, stem=self.groups[-1].stem)
        top = len(options) if question.asks == "ranking" else None
        words = (
            {f"{question.id}_other": "other.words", question.id: ""}
            if written.or_other and top is None
            else {}
        )
        return replace(question, options=options, scale_name=written.list_name, top=top, columns=words)

    def _with_limits(self, question: AskedQuestion, written: XlsType, row: NamedRow) -> AskedQuestion:
        question = replace(question, whole=written.name == "integer")
        if written.name == "range":
            question = with_range(question, row["parameters"])
        if not row["constraint"]:
            return question
        try:
            return with_limits(question, limits_of(read_constraint(row["constraint"])))
        except NotReadError as error:
            self.remarks.lose("check_lost", row.where, row["constraint"], item=question.id, why=f"{error}")
            return question

    def _tell_lost(self, question: AskedQuestion, row: NamedRow) -> None:
        """What a row says beside the question that has no counterpart."""
        for column, code in (
            ("choice_filter", "option_rule_lost"),
            ("default", "default_lost"),
            ("calculation", "calculation_lost"),
            ("trigger", "calculation_lost"),
        ):
            if row[column]:
                self.remarks.lose(code, row.where, f"{column}: {row[column]}", item=question.id)
        if "randomize=true" in row["parameters"].lower().replace(" ", ""):
            self.remarks.lose("random_lost", row.where, "the order of its options", item=question.id)
        if any(group.repeat for group in self.groups):
            self.remarks.sum_up("repeat_lost", row.where)
        if (
            row["required"]
            and not question.required
            and row["required"].lower() not in ("no", "false", "false()", "0")
        ):
            self.remarks.lose("check_lost", row.where, f"required: {row['required']}", item=question.id)
        for column in MEDIA:
            if row[column]:
                self.remarks.sum_up("media_lost", row.where)

    def _read_rule(self, text: str) -> Rule | None:
        if text in self.as_written:
            raise NotReadError("its marks are not those that the tool reads")
        return rule_of(self._inlined(read_xpath(text)), self.asked, call_rule)

    def _inlined(self, node: Node, depth: int = 0) -> Node:
        """The tree with calculations in place of their names, so that a rule on one is a rule on answers."""
        match node:
            case AnswerRef(question) if question in self.formulas and question not in self.asked:
                if depth > DEEPEST:
                    raise NotReadError(f"the calculation {question!r} refers to itself")
                return self._inlined(read_xpath(self.formulas[question]), depth + 1)
            case Operation(operator, operands):
                return Operation(operator, tuple(self._inlined(one, depth) for one in operands))
            case Call(name, arguments):
                return Call(name, tuple(self._inlined(one, depth) for one in arguments))
            case _:
                return node

    def _calculation(self, row: NamedRow) -> None:
        """A pure sum or mean of what was asked is a score; anything else is lost, with its formula."""
        formula = row["calculation"]
        try:
            if self.scores.reads_levels(read_xpath(formula)):
                return
            tree = self._inlined(read_xpath(formula), 0)
            self.scores.read(row["name"], tree, row.where, self._texts(row, "label"))
        except NotReadError as error:
            self.remarks.lose(
                "calculation_lost", row.where, f"{row['name']} = {formula}", item=row["name"], why=f"{error}"
            )


def _condition(row: NamedRow) -> str:
    """The condition of a row, where it has one that may fail."""
    text = row["relevant"]
    return "" if text.lower() in ("", "true()", "true", "1", "yes") else text
