"""XLSForm: a workbook with the sheets survey, choices and settings, for ODK, KoboToolbox and others."""

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from engine.exchange.outward.edition import OutwardEdition, Texts, short
from engine.exchange.outward.formulas import FormulaSyntax, level_formula, score_formula
from engine.exchange.outward.losses import OutwardRemarks
from engine.exchange.outward.syntax import RuleSyntax
from engine.instrument.model import Composite, Item, Page, Subscale
from engine.language import own_name

FILE_ENDING: Final = ".xlsx"
HOLDS: Final = frozenset({"levels_lost"})
LONGEST_CELL: Final = 32_767
"""So many characters a cell of a workbook holds."""
Row = dict[str, str]
CHOICES: Final = {
    "scale": "select_one",
    "rubric": "select_one",
    "choose_one": "select_one",
    "choose_many": "select_multiple",
    "ranking": "rank",
}
PLAIN: Final = {"date": "date", "short_text": "text", "long_text": "text"}
FIRST: Final = (
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "constraint",
    "appearance",
    "parameters",
    "calculation",
)
# In XPath a blank and a word are no number, and no number is as large as any other.
FORMULAS: Final = FormulaSyntax(
    answer=lambda item: f"${{{item.id}}}",
    there=lambda item: f"${{{item.id}}} >= {short(item.low)}",
    over="div",
)


def xlsform_bytes(edition: OutwardEdition, remarks: OutwardRemarks) -> bytes:
    """The workbook of one form of an instrument."""
    return _Form(edition, remarks).workbook()


class _Form:
    """Writes rows page by page."""

    def __init__(self, edition: OutwardEdition, remarks: OutwardRemarks) -> None:
        self.edition = edition
        self.remarks = remarks
        self.items = {item.id: item for item in edition.instrument.items}
        self.lists: dict[str, list[Row]] = {}
        self.rules = RuleSyntax(
            reference=lambda id: f"${{{id}}}",
            chosen=lambda item, value: (
                f"selected(${{{item.id}}}, '{value}')"
                if item.kind.several
                else f"${{{item.id}}} = '{value}'"
                if item.closed
                else f"${{{item.id}}} = {value}"
            ),
            there=_there,
        )

    def workbook(self) -> bytes:
        rows = [row for page in self.edition.form.pages for row in self._page(page)]
        rows += [row for scored in self.edition.scores for row in self._score(scored)]
        choices = [row for listed in self.lists.values() for row in listed]
        own = self.edition.instrument
        settings = {
            "form_title": own.title,
            "form_id": own.id,
            "version": own.version,
            "default_language": _language(own.language),
        }
        return _written({"survey": rows, "choices": choices, "settings": [settings]})

    def _page(self, page: Page) -> Iterator[Row]:
        number = self.edition.form.pages.index(page) + 1
        yield {"type": "begin_group", "name": f"page_{number}", "appearance": "field-list"} | self._label(
            self.edition.page(page, lambda one: one.title)
        )
        if text := self.edition.page(page, lambda one: one.text):
            yield {"type": "note", "name": f"page_{number}_text"} | self._label(text)
        for (stem, scale), run in groupby(self.edition.items(page), lambda item: (item.stem, item.scale)):
            yield from self._run(list(run), grid=bool(stem and scale))
        yield {"type": "end_group"}

    def _run(self, run: list[Item], grid: bool) -> Iterator[Row]:
        """Items that stand under one stem; on one scale they are a table."""
        if run[0].stem:
            looks = "table-list" if grid else ""
            label = self._label(self.edition.stem(run[0]))
            yield {"type": "begin_group", "name": f"under_{run[0].id}", "appearance": looks} | label
        for item in run:
            yield from self._item(item, grid)
        if run[0].stem:
            yield {"type": "end_group"}

    def _item(self, item: Item, grid: bool) -> Iterator[Row]:
        if above := self.edition.passage(item):
            yield {"type": "note", "name": f"{item.id}_before"} | self._label(above) | self._relevant(item)
        kind = item.kind.name
        if kind == "constant_sum":
            self.remarks.lose(
                "kind_changed", item.id, f"{item.total} points to give: a number for each option"
            )
            for value, label in self.edition.choices(item):
                own = {
                    "type": "integer",
                    "name": f"{item.id}_{value}",
                    "constraint": f". >= 0 and . <= {item.total}",
                }
                yield own | self._label(label) | self._relevant(item)
            return
        row = {"name": item.id} | self._label(self.edition.of_item(item, lambda one: one.text))
        row |= self._label(self.edition.of_item(item, lambda one: one.note), "hint") | self._relevant(item)
        if kind in CHOICES:
            row |= {"type": f"{CHOICES[kind]} {self._list(item)}"}
            row |= {"appearance": "likert"} if kind == "scale" and not grid else {}
        elif kind == "slider":
            ends = f"start={short(item.minimum or 0)} end={short(item.maximum or 0)} step={short(item.step or 1)}"
            row |= {"type": "range", "parameters": ends}
            self.remarks.lose("text_lost", item.id, f"the ends of its slider: {', '.join(item.ends)}")
        elif kind == "number":
            row |= {"type": "integer" if item.whole else "decimal"} | self._limits(item.minimum, item.maximum)
        else:
            row |= {
                "type": PLAIN[kind],
                "appearance": "multiline" if kind == "long_text" else "",
            } | self._text_limits(item)
        yield row
        yield from self._words(item)

    def _words(self, item: Item) -> Iterator[Row]:
        for option in item.options:
            if option.specify:
                self.remarks.lose("words_apart", item.id, str(option.value))
                rule = self.rules.chosen(item, option.value)
                label = self._label(self.edition.label(item, option))
                yield {"type": "text", "name": f"{item.id}_{option.value}_words", "relevant": rule} | label

    def _list(self, item: Item) -> str:
        name = item.scale or f"options_{item.id}"
        if name not in self.lists:
            self.lists[name] = [
                {"list_name": name, "name": value} | self._label(label)
                for value, label in self.edition.choices(item)
            ]
        return name

    def _label(self, texts: Texts, column: str = "label") -> Row:
        if len(self.edition.languages) == 1:
            return {column: next(iter(texts.values()), "")}
        return {f"{column}::{_language(tag)}": text for tag, text in texts.items()}

    def _relevant(self, item: Item) -> Row:
        return {"relevant": self.rules.written(item.show_if, self.items)} if item.show_if else {}

    def _limits(self, low: float | None, high: float | None) -> Row:
        parts = [f". >= {short(low)}"] if low is not None else []
        parts += [f". <= {short(high)}"] if high is not None else []
        return {"constraint": " and ".join(parts)}

    def _text_limits(self, item: Item) -> Row:
        if item.kind.dated:
            parts = [f". >= date('{item.earliest}')"] if item.earliest else []
            parts += [f". <= date('{item.latest}')"] if item.latest else []
            return {"constraint": " and ".join(parts)}
        return {"constraint": f"string-length(.) <= {item.maximum_length}"} if item.maximum_length else {}

    def _score(self, scored: Subscale | Composite) -> Iterator[Row]:
        formula = score_formula(self.edition, scored, self.items, FORMULAS)
        if len(formula) > LONGEST_CELL:
            self.remarks.lose("score_lost", scored.id, f"a formula of {len(formula)} characters")
            return
        label = self._label(self.edition.score_label(scored))
        name = scored.id.replace("-", "_")
        yield {"type": "calculate", "name": name, "calculation": formula} | label
        if scored.levels:
            words = level_formula(scored, f"${{{name}}}", FORMULAS)
            yield {"type": "calculate", "name": f"{name}_level", "calculation": words} | label


def _there(item: Item) -> str:
    parts = [f"${{{item.id}}} != ''", *(f"${{{item.id}}} != '{out.id}'" for out in item.non_answers)]
    return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"


def _language(tag: str) -> str:
    """A language as these forms name it: in its own words, with its tag in brackets."""
    return f"{own_name(tag)} ({tag})"


def _written(sheets: dict[str, list[Row]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        used = dict.fromkeys(column for row in rows for column, text in row.items() if text)
        first = FIRST if name == "survey" else ("list_name", "name", "label")
        columns = sorted(used, key=lambda column: _place(column, first))
        sheet.write_row(0, 0, columns, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                if row.get(column):
                    sheet.write_string(number, place, row[column])
    book.close()
    return out.getvalue()


def _place(column: str, first: tuple[str, ...]) -> int:
    base = column.partition("::")[0]
    return first.index(base) if base in first else len(first)
