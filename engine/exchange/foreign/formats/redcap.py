"""REDCap's data dictionary: one CSV, a row a field, read by the names in its header and not by place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from engine.exchange.foreign.conditions import rule_of
from engine.exchange.foreign.expressions import (
    AnswerRef,
    Call,
    Grammar,
    Literal,
    Node,
    NotReadError,
    Operation,
    read_expression,
    references,
)
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
from engine.exchange.foreign.formats.redcap_fields import (
    CLOSED_TYPES,
    LOST_TYPES,
    actions_of,
    choices_of,
    column_of_choice,
    with_validation,
)
from engine.exchange.foreign.formats.sheet_rows import NamedRow, named_rows
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile, refused
from engine.exchange.foreign.wording import plain_texts
from engine.instrument.rules import Rule

# The header today, and what the interface for programs calls it -> our name.
COLUMNS: Final = {
    "variable / field name": "name",
    "field_name": "name",
    "form name": "form",
    "form_name": "form",
    "section header": "section",
    "section_header": "section",
    "field type": "type",
    "field_type": "type",
    "field label": "label",
    "field_label": "label",
    "field note": "note",
    "field_note": "note",
    "text validation min": "min",
    "text_validation_min": "min",
    "text validation max": "max",
    "text_validation_max": "max",
    "identifier?": "identifier",
    "identifier": "identifier",
    "required field?": "required",
    "required_field": "required",
    "matrix group name": "matrix",
    "matrix_group_name": "matrix",
    "matrix ranking?": "ranking",
    "matrix_ranking": "ranking",
    "field annotation": "annotation",
    "field_annotation": "annotation",
}
BEGINNINGS: Final = {  # of headers that are longer, or were otherwise in earlier versions
    "choices": "choices",
    "select_choices": "choices",
    "text validation type": "validation",
    "text_validation_type": "validation",
    "branching": "branching",
}
GRAMMAR: Final = Grammar(reference=re.compile(r"\[(?P<question>[A-Za-z_]\w*)(?:\((?P<part>[^)\]]+)\))?\]"))
PIPED: Final = re.compile(r"\[(?P<question>[a-z_]\w*)(?:\([^)]*\))?(?::\w+)?\]")
BEYOND: Final = re.compile(r"\]\s*\[|\[[^\]]*-[^\]()]*\]")
RECORD_ID: Final = re.compile(r"(?:.*_)?(?:id|recordid|participantid)|record.*|study_?id.*", re.IGNORECASE)
AROUND: Final = (
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_data_access_group",
)
LONGEST_TITLE: Final = 120


def recognizes(opened: OpenedFile) -> bool:
    """Whether the header has REDCap's columns for a field's name, form and type."""
    rows = opened.rows
    return rows is not None and bool(rows) and {"name", "form", "type"} <= set(map(_column, rows[0]))


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of a dictionary. Raises `Refused` where it has no columns for name and type."""
    if not recognizes(opened):
        cause = "its header has no columns for a field's name, form and type"
        raise refused(opened.name, "foreign_format", cause, "download the data dictionary from REDCap again")
    header, *body = opened.rows or ((),)
    rows = named_rows("", (tuple(map(_column, header)), *body))
    return _Dictionary([row for row in rows if row["name"] and row["type"]], remarks).facts()


def _column(name: str) -> str:
    plain = " ".join(name.lower().split()).strip('\ufeff"')
    return COLUMNS.get(plain) or next(
        (ours for begin, ours in BEGINNINGS.items() if plain.startswith(begin)), plain
    )


@dataclass
class _Section:
    """A form, or the part of one below a section header."""

    form: str
    title: Texts = field(default_factory=lambda: NOTHING)
    text: Texts = field(default_factory=lambda: NOTHING)
    where: str = ""
    questions: list[AskedQuestion] = field(default_factory=list)


class _Dictionary:
    """Reads the fields from above."""

    def __init__(self, rows: list[NamedRow], remarks: Remarks) -> None:
        self.rows, self.remarks = rows, remarks
        self.names = {row["name"] for row in rows}
        self.forms = tuple(dict.fromkeys(row["form"] for row in rows))
        self.asked: dict[str, AskedQuestion] = {}
        self.sections: list[_Section] = []
        self.between = TextsBetween(remarks)
        self.rules = LateConditions(remarks, self._read_rule)
        self.purpose: Texts = NOTHING
        self.stems: dict[str, Texts] = {}
        self.scores = FormulaScores(self.asked)
        self.same_as: dict[
            str, tuple[str, frozenset[str]]
        ] = {}  # calc -> the field it repeats, and codes it blanks
        self.blanked: dict[str, set[str]] = {}
        self.ignored: list[str] = []
        self.respondent = ""

    def facts(self) -> SurveyFacts:
        for number, row in enumerate(self.rows):
            self._place(row)
            self._row(row, first=number == 0)
        forms = (f"{form}{ending}" for form in self.forms for ending in ("_complete", "_timestamp"))
        pages = tuple(
            SourcePage(
                tuple(self._finished(question) for question in section.questions),
                section.title,
                section.text,
                where=section.where,
            )
            for section in self.sections
            if section.questions or section.text
        )
        thanks = self.between.at_end()
        return SurveyFacts(
            pages=pages,
            scores=tuple(self.scores.scores),
            composites=tuple(self.scores.composites),
            purpose=self.purpose,
            thanks=thanks,
            ignored_columns=(*self.ignored, *AROUND, *forms),
            respondent_column=self.respondent,
        )

    def _place(self, row: NamedRow) -> None:
        """Begin a page where a form or a section begins; the header of a matrix is the stem of its rows."""
        form, header = row["form"], self._texts(row["section"], row)
        new_form = not self.sections or self.sections[-1].form != form
        if new_form:
            if self.asked:
                self.between.leave()
            self.sections.append(_Section(form, self._form_title(form), where=row.where))
        if row["matrix"]:
            if header and row["matrix"] not in self.stems:
                self.stems[row["matrix"]] = header
            return
        if not header:
            return
        if self.sections[-1].questions:
            self.sections.append(_Section(form, where=row.where))
        words = header[UNMARKED]
        if len(words) <= LONGEST_TITLE and "\n" not in words:
            self.sections[-1].title = header
        else:
            self.sections[-1].text = header

    def _form_title(self, form: str) -> Texts:
        """A form's name as REDCap shows it, where there are several."""
        words = " ".join(form.replace("_", " ").split()).capitalize()
        return {UNMARKED: words} if len(self.forms) > 1 and words else NOTHING

    def _texts(self, text: str, row: NamedRow, lines: bool = True) -> Texts:
        if any(found["question"] in self.names for found in PIPED.finditer(text)):
            self.remarks.lose("piping_lost", self._where(row), text, item=row["name"])
        return plain_texts({UNMARKED: text}, self.remarks, self._where(row), lines=lines) if text else NOTHING

    def _where(self, row: NamedRow) -> str:
        return f"{row.where} ({row['name']})"

    def _row(self, row: NamedRow, first: bool) -> None:
        kind, where = row["type"].lower(), self._where(row)
        hidden, told = actions_of(row["annotation"])
        for action in told:
            self.remarks.lose(*action.as_loss(where), item=row["name"])
        if first and kind == "text" and not row["validation"] and RECORD_ID.fullmatch(row["name"]):
            self.respondent = row["name"]
            why = "REDCap's record id is given to people and not asked of them"
            self.remarks.lose("hidden_lost", where, row["name"], item=row["name"], why=why)
        elif kind == "calc":
            self.ignored.append(row["name"])
            self._calculation(row, where)
        elif hidden:
            self.ignored.append(row["name"])
            self.remarks.lose("hidden_lost", where, f"{kind} {row['name']}", item=row["name"])
        elif kind == "descriptive":
            self.between.add(self._texts(row["label"], row), where, row["branching"])
        elif kind in LOST_TYPES:
            self.ignored.append(row["name"])
            self.remarks.lose(
                "question_lost", where, f"{kind} {row['name']}", item=row["name"], why=LOST_TYPES[kind]
            )
        elif kind in CLOSED_TYPES or kind in ("text", "notes", "slider"):
            self._question(row, kind, where)
        else:
            self.ignored.append(row["name"])
            self.remarks.lose("question_lost", where, f"{kind} {row['name']}", item=row["name"])

    def _question(self, row: NamedRow, kind: str, where: str) -> None:
        id = row["name"]
        if id in self.asked:
            self.remarks.lose("question_lost", where, id, item=id, why="the name stands twice")
            return
        if not self.asked:
            self.purpose = self.between.at_start()
        self.rules.add(id, row["branching"], where)
        question = AskedQuestion(
            id=id,
            asks=CLOSED_TYPES.get(kind, {"notes": "long_text", "slider": "slider"}.get(kind, "short_text")),
            texts=self._texts(row["label"], row),
            where=where,
            hint=self._texts(row["note"], row),
            required=row["required"].lower() == "y",
            identifies=row["identifier"].lower() == "y",
            before=self.between.above([row["branching"]]),
        )
        self.asked[id] = self._with_answers(question, row, kind)
        self.sections[-1].questions.append(self.asked[id])

    def _with_answers(self, question: AskedQuestion, row: NamedRow, kind: str) -> AskedQuestion:
        if kind in CLOSED_TYPES:
            options = tuple(
                AskedOption(code, self._texts(label, row, lines=False), question.where)
                for code, label in choices_of(kind, row["choices"])
            )
            in_matrix = bool(row["matrix"])
            if row["ranking"].lower() == "y":
                self.remarks.lose(
                    "check_lost", question.where, "each answer once in the matrix", item=question.id
                )
            columns: Mapping[str, str] = {}
            if kind == "checkbox":
                columns = {column_of_choice(question.id, option.code): option.code for option in options}
            asks = "scale" if in_matrix and kind == "radio" else question.asks
            stem = self.stems.get(row["matrix"], NOTHING) if in_matrix else NOTHING
            return replace(
                question, asks=asks, options=options, stem=stem, scale_name=row["matrix"], columns=columns
            )
        if kind == "slider":
            ends = [self._texts(label, row, lines=False) for label in row["choices"].split("|")] or [NOTHING]
            if len(ends) > 2:
                self.remarks.lose(
                    "text_lost", question.where, "the word in the middle of the slider", item=question.id
                )
            low, high = _number(row["min"], 0.0), _number(row["max"], 100.0)
            return replace(question, ends=(ends[0], ends[-1]), minimum=low, maximum=high)
        return with_validation(question, row["validation"].lower(), (row["min"], row["max"]), self.remarks)

    def _read_rule(self, text: str) -> Rule:
        return rule_of(self._tree(text), self.asked)

    def _tree(self, text: str) -> Node:
        if BEYOND.search(text):
            raise NotReadError("it asks for an event, an arm or something that REDCap knows of the record")
        return read_expression(text, GRAMMAR)

    def _calculation(self, row: NamedRow, where: str) -> None:
        """A plain sum or mean is a score; a copy of a field without some codes says that these are no answers."""
        name, formula = row["name"], row["choices"]
        try:
            tree = self._tree(formula)
            if (copied := _copy(tree)) is not None and copied[0] in self.asked:
                self.same_as[name] = copied
                return
            of_sources = self._of_sources(tree)
            self.scores.read(name, of_sources, where, self._texts(row["label"], row))
            for item in references(tree):
                source, codes = self.same_as.get(item.question, (item.question, frozenset()))
                self.blanked.setdefault(source, set()).update(codes)
        except NotReadError as error:
            self.remarks.lose("calculation_lost", where, f"{name} = {formula}", item=name, why=f"{error}")

    def _of_sources(self, tree: Node) -> Node:
        """The formula over the fields themselves, where it names copies of them."""
        match tree:
            case AnswerRef(name, part) if name in self.same_as:
                return AnswerRef(self.same_as[name][0], part)
            case Operation(operator, operands):
                return Operation(operator, tuple(map(self._of_sources, operands)))
            case Call(name, arguments):
                return Call(name, tuple(map(self._of_sources, arguments)))
            case _:
                return tree

    def _finished(self, question: AskedQuestion) -> AskedQuestion:
        """The question with its rule, and with those options as non-answers that a score blanks out."""
        rule = self.rules.of(question.id)
        question = replace(question, show_if=rule)
        for condition, where in self.rules.said.get(question.id, ()) if rule is not None else ():
            if any(operation in ("<", "<=") for operation in _comparisons(self._tree(condition))):
                why = "REDCap may read a blank answer as 0 here"
                self.remarks.lose("rule_blank", where, condition, item=question.id, why=why)
        codes = self.blanked.get(question.id)
        if not codes:
            return question
        options = tuple(replace(option, no_answer=option.code in codes) for option in question.options)
        return replace(question, options=options)


def _number(text: str, usual: float) -> float:
    try:
        return float(text)
    except ValueError:
        return usual


def _comparisons(node: Node) -> Iterator[str]:
    if isinstance(node, Operation):
        yield node.operator
        for one in node.operands:
            yield from _comparisons(one)


def _copy(node: Node) -> tuple[str, frozenset[str]] | None:
    """The field that `if([x] = '777' or [x] = '999', '', [x])` repeats, and the codes it blanks; None for others."""
    if not (isinstance(node, Call) and node.name.lower() == "if" and len(node.arguments) == 3):
        return None
    condition, blank, kept = node.arguments
    if not (
        isinstance(kept, AnswerRef) and not kept.part and isinstance(blank, Literal) and blank.text == ""
    ):
        return None
    codes: set[str] = set()
    waiting = [condition]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Operation) and one.operator == "or":
            waiting += one.operands
        elif isinstance(one, Operation) and one.operator == "=" and one.operands[0] == kept:
            value = one.operands[1]
            if not isinstance(value, Literal):
                return None
            codes.add(value.text)
        else:
            return None
    return kept.question, frozenset(codes)
