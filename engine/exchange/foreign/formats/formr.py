"""formr's survey sheets: a row an item, choices in columns or in a sheet of lists, conditions in R."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from engine.exchange.foreign.conditions import SEVERAL, rule_of, selected, together
from engine.exchange.foreign.expressions import (
    AnswerRef,
    Call,
    Grammar,
    Literal,
    Node,
    Operation,
    read_expression,
)
from engine.exchange.foreign.facts import (
    NOTHING,
    UNMARKED,
    AskedOption,
    AskedQuestion,
    SourcePage,
    StatedScore,
    SurveyFacts,
    Texts,
)
from engine.exchange.foreign.formats.between import LateConditions, TextsBetween
from engine.exchange.foreign.formats.formr_types import (
    CHECKS,
    HIDDEN,
    LOST_TYPES,
    TYPES,
    FormrType,
    options_of_type,
    type_in,
    with_numbers,
)
from engine.exchange.foreign.formats.sheet_rows import NamedRow, named_rows
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile, refused
from engine.exchange.foreign.wording import plain_texts
from engine.instrument.rules import Answered, Not, Rule

NAMES: Final = {
    "typ": "type",
    "variablenname": "name",
    "wortlaut": "label",
    "text": "label",
    "antwortformatanzahl": "ignored",
    "skip_if": "skipif",
    "listname": "list_name",
    "list name": "list_name",
    "reihenfolge": "item_order",
}
OWN: Final = re.compile(r"choice\d+|mcalt\d+|showif|skipif|optional|item_order|block_order", re.IGNORECASE)
CHOICE: Final = re.compile(r"(?:choice|mcalt)(\d+)")
GRAMMAR: Final = Grammar(
    words={"%contains%": "contains", "%contains_word%": "contains"},
    comparisons=("=", "!=", "<", "<=", ">", ">=", "contains"),
    bare_names=True,
)
PIPED: Final = re.compile(r"`r\s[^`]*`")
COMMENT: Final = re.compile(r"(?://|#).*$", re.DOTALL)
KEYED: Final = re.compile(r"(?P<stem>.*[A-Za-z])_?(?P<number>\d+)(?P<turned>R?)")


def recognizes(opened: OpenedFile) -> bool:
    """Whether a sheet has columns for type and name, and one that only formr has."""
    return _survey_rows(opened) is not None


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of a sheet. Raises `Refused` where there is none."""
    rows = _survey_rows(opened)
    if rows is None:
        cause = "no sheet has columns `type` and `name`"
        raise refused(opened.name, "foreign_format", cause, "export the survey's item table from formr again")
    lists: dict[str, tuple[tuple[str, str], ...]] = {}
    for sheet in opened.sheets or ():
        if sheet.name.strip().lower() in ("choices", "auswahlen"):
            lists = _lists(
                named_rows("choices", (_header(sheet.rows[0]), *sheet.rows[1:])) if sheet.rows else ()
            )
    return _Sheet(rows, lists, remarks).facts()


def _survey_rows(opened: OpenedFile) -> tuple[tuple[str, ...], ...] | None:
    tables = (
        [(sheet.name, sheet.rows) for sheet in opened.sheets or ()]
        if opened.sheets
        else [("", opened.rows or ())]
    )
    for _, rows in sorted(tables, key=lambda pair: pair[0].strip().lower() != "survey"):
        header = _header(rows[0]) if rows else ()
        if {"type", "name"} <= set(header) and any(OWN.fullmatch(name) for name in header):
            return (header, *rows[1:])
    return None


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    plain = (" ".join(cell.lower().split()) for cell in cells)
    return tuple(NAMES.get(name, name) for name in plain)


def _lists(rows: Iterable[NamedRow]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The choices by list; a list's name stands on its first row alone."""
    found: dict[str, list[tuple[str, str]]] = {}
    current = ""
    for row in rows:
        current = row["list_name"] or current
        if current and (row["name"] or row["label"]):
            found.setdefault(current, []).append((row["name"] or row["label"], row["label"]))
    return {name: tuple(choices) for name, choices in found.items()}


@dataclass
class _Page:
    """What stands before a button that submits."""

    where: str = ""
    questions: list[AskedQuestion] = field(default_factory=list)


class _Sheet:
    """Reads the rows from above."""

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        lists: Mapping[str, tuple[tuple[str, str], ...]],
        remarks: Remarks,
    ) -> None:
        self.rows = [row for row in named_rows("survey", rows) if not row.is_empty]
        self.lists, self.remarks = lists, remarks
        self.asked: dict[str, AskedQuestion] = {}
        self.between = TextsBetween(remarks)
        self.rules = LateConditions(remarks, self._read_rule)
        self.hidden_rules = LateConditions(remarks, lambda text: Not(self._read_rule(text)))
        self.pages = [_Page()]
        self.purpose: Texts = NOTHING
        self.grid: tuple[Texts, tuple[str, ...]] | None = None
        self.ignored: list[str] = ["session", "created", "modified", "ended", "expired"]
        self.used: set[str] = set()

    def facts(self) -> SurveyFacts:
        for row in self.rows:
            self._row(row)
        for name in self.lists:
            if name not in self.used:
                self.remarks.lose("unused", "choices", f"the list {name!r}")
        scores, turned = self._keyed_by_name()
        pages = tuple(
            SourcePage(
                tuple(
                    replace(
                        one,
                        show_if=together(self.rules.of(one.id), self.hidden_rules.of(one.id)),
                        reverse=one.id in turned,
                    )
                    for one in page.questions
                ),
                where=page.where,
            )
            for page in self.pages
            if page.questions
        )
        return SurveyFacts(
            pages=pages,
            purpose=self.purpose,
            thanks=self.between.at_end(),
            scores=scores,
            ignored_columns=tuple(self.ignored),
        )

    def _row(self, row: NamedRow) -> None:
        written = type_in(row["type"])
        if not row["name"]:
            if written.name or row["label"]:
                self.remarks.sum_up("unused", row.where)
            return
        if row["block_order"]:
            self.remarks.sum_up("random_lost", row.where)
        if written.name in ("note", "instruction", "block"):
            self.grid = None
            self.between.add(self._texts(row), row.where, _condition(row))
        elif written.name == "mc_heading":
            self.grid = (self._texts(row), tuple(label for _, label in self._choices(row, written)))
            self.ignored.append(row["name"])
        elif written.name == "submit":
            self.grid = None
            self.pages.append(_Page(row.where))
        elif written.name in HIDDEN or _condition(row).upper() in ("FALSE", "F"):
            self.ignored.append(row["name"])
            self.remarks.lose("hidden_lost", row.where, f"{written.name} {row['name']}", item=row["name"])
        elif written.name in TYPES:
            self._question(row, written)
        else:
            self.ignored.append(row["name"])
            why = LOST_TYPES.get(written.name, f"Barograph has no question of type {written.name!r}")
            what = f"{row['type']} {row['name']}"
            self.remarks.lose("question_lost", row.where, what, item=row["name"], why=why)

    def _texts(self, row: NamedRow) -> Texts:
        if PIPED.search(row["label"]):
            self.remarks.lose("piping_lost", row.where, row["label"], item=row["name"])
        return self._plain(row["label"], row.where)

    def _plain(self, text: str, where: str, lines: bool = True) -> Texts:
        texts = (
            plain_texts({UNMARKED: text}, self.remarks, where, markdown=True, lines=lines)
            if text
            else NOTHING
        )
        return {} if texts.get(UNMARKED) == "." else texts  # a point stands for an empty label

    def _choices(self, row: NamedRow, written: FormrType) -> tuple[tuple[str, str], ...]:
        """Codes and labels: of the list that the type names, or numbered as the columns are."""
        if written.list_name in self.lists:
            self.used.add(written.list_name)
            return self.lists[written.list_name]
        found = []
        for name, cell in row.cells.items():
            if cell and (match := CHOICE.fullmatch(name)):
                found.append((int(match[1]), cell))
        return tuple((str(number), cell) for number, cell in sorted(found))

    def _question(self, row: NamedRow, written: FormrType) -> None:
        id = row["name"]
        if id in self.asked:
            self.remarks.lose("question_lost", row.where, id, item=id, why="the name stands twice")
            return
        choices = self._choices(row, written)
        question = AskedQuestion(
            id=id,
            asks=TYPES[written.name],
            texts=self._texts(row),
            where=row.where,
            required=row["optional"] == "!" or (row["optional"] != "*" and written.name not in CHECKS),
        )
        question = self._with_answers(question, row, written, choices)
        if row["value"]:
            self.remarks.lose("default_lost", row.where, row["value"], item=id)
        if not self.asked:
            self.purpose = self.between.at_start()
        condition = _condition(row)
        self.rules.add(id, condition, row.where)
        self.hidden_rules.add(id, row["skipif"], row.where)
        question = replace(question, before=self.between.above([condition]))
        self.asked[id] = question
        self.pages[-1].questions.append(question)

    def _with_answers(
        self, question: AskedQuestion, row: NamedRow, written: FormrType, choices: tuple[tuple[str, str], ...]
    ) -> AskedQuestion:
        if question.asks in ("number", "slider", "short_text", "date"):
            ends = tuple(self._plain(label, row.where, lines=False) for _, label in choices[:2])
            return with_numbers(question, written, ends, self.remarks)
        pairs = options_of_type(written, choices, row["label"])
        options = tuple(
            AskedOption(code, self._plain(label, row.where, lines=False), row.where) for code, label in pairs
        )
        if written.other:
            options = (*options, AskedOption("other", {UNMARKED: "Other"}, row.where, specify=True))
            self.remarks.decide("other_joined", row.where, f"{question.id}: other", item=question.id)
        question = replace(question, options=options, scale_name=written.list_name)
        if self.grid and question.asks == "choose_one" and "hide_label" in row["class"]:
            stem, labels = self.grid
            if labels == tuple(label for _, label in choices):
                return replace(question, asks="scale", stem=stem)
        return question

    def _read_rule(self, text: str) -> Rule:
        return rule_of(_as_calls(read_expression(COMMENT.sub("", text), GRAMMAR)), self.asked, _call)

    def _keyed_by_name(self) -> tuple[tuple[StatedScore, ...], frozenset[str]]:
        """Scales by formr's own convention: items named stem and number, those that are turned with an R behind."""
        families: dict[str, list[tuple[AskedQuestion, bool]]] = {}
        for one in self.asked.values():
            found = KEYED.fullmatch(one.id)
            if found and one.options and one.asks in ("scale", "choose_one"):
                families.setdefault(found["stem"].rstrip("_"), []).append((one, bool(found["turned"])))
        scores, turned = [], set()
        for stem, members in families.items():
            alike = {tuple(option.code for option in one.options) for one, _ in members}
            if not any(is_turned for _, is_turned in members) or len(members) < 2 or len(alike) > 1:
                continue
            names = ", ".join(one.id for one, is_turned in members if is_turned)
            where = members[0][0].where
            if self.remarks.undone("reverse_by_name", stem, where):
                continue
            self.remarks.decide("reverse_by_name", where, f"{stem}: {names} turned", item=stem)
            turned |= {one.id for one, is_turned in members if is_turned}
            scores.append(StatedScore(stem, tuple(one.id for one, _ in members), "mean", members[0][0].where))
        return tuple(scores), frozenset(turned)


def _as_calls(node: Node) -> Node:
    """The tree with `x %contains% 'a'` as a call, as it holds by itself."""
    match node:
        case Operation("contains", operands):
            return Call("contains", operands)
        case Operation(operator, operands):
            return Operation(operator, tuple(map(_as_calls, operands)))
        case Call(name, arguments):
            return Call(name, tuple(map(_as_calls, arguments)))
        case _:
            return node


def _call(call: Call, asked: Mapping[str, AskedQuestion]) -> Rule | None:
    """The rule of what is contained in several answers, or of what is not answered."""
    match call:
        case Call("contains", (AnswerRef(question), Literal(code))) if question in asked:
            if asked[question].asks == SEVERAL:
                return selected(asked[question], code)
        case Call("is.na", (AnswerRef(question),)) if question in asked:
            return Not(Answered(question))
    return None


def _condition(row: NamedRow) -> str:
    text = COMMENT.sub("", row["showif"]).strip()
    return "" if text.upper() in ("TRUE", "T", "1") else text
