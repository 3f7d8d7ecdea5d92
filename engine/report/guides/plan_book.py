"""A plan as a workbook: what was chosen, then a sheet a worksheet; days and numbers as such, texts as texts."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from engine.instrument.construct_map import ConstructMap
from engine.language import say
from engine.playbooks.filled import Values, rows_in
from engine.playbooks.sheets import SheetColumn, SheetField
from engine.report.guides.kept import KeptSheet
from engine.report.guides.sheet import words_of_cell
from engine.report.media.workbook import MOST_CELL, Formats, footer, sheet_name, text_book
from engine.report.tokens import LIGHT

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABEL, ANSWER, CELL = 34, 72, 18  # widths in digits: a question, its answer, a cell of a table
LINE: Final = 15  # points that a line of text takes
DAY: Final = "yyyy-mm-dd"
Look = Mapping[str, str | int | bool]  # of a cell, as the library names it


@dataclass(frozen=True, slots=True)
class PlanBook:
    """What the book says of itself; `tags` label the whole, `day` is when it was last saved."""

    title: str
    school: str
    chosen: Sequence[str]
    sheets: Sequence[KeptSheet]
    provenance: str
    tags: Sequence[str]
    day: date


def plan_book(plan: PlanBook, constructs: ConstructMap) -> bytes:
    """The plan as an XLSX file, in the language that is spoken; the same plan gives the same bytes."""
    target = io.BytesIO()
    book = text_book(target)
    moment = datetime.combine(plan.day, time(), UTC)
    book.set_properties(
        {"title": plan.title, "subject": plan.school, "author": plan.school, "created": moment}
    )
    formats = Formats(book)
    taken: set[str] = set()
    first = sheet_name(say("plan.title"), taken)
    names = [sheet_name(kept.title, taken) for kept in plan.sheets]
    _contents(book.add_worksheet(first), formats, plan, names)
    for name, kept in zip(names, plan.sheets, strict=True):
        _Page(book.add_worksheet(name), formats, constructs).write(plan, kept)
    book.close()
    return target.getvalue()


def _contents(page: "Worksheet", formats: Formats, plan: PlanBook, names: Sequence[str]) -> None:
    """The first sheet: which plan it is, what was chosen and why, and a link to each worksheet."""
    _laid_out(page, plan, wide=False)
    page.set_column(0, 0, LABEL + ANSWER)
    head = formats(bold=True, font_size=13, top=1, top_color=LIGHT["edge"])
    body, quiet = formats(text_wrap=True), formats(font_color=LIGHT["ink-2"], text_wrap=True)
    rows: list[tuple[str, Any]] = [(plan.title, formats(bold=True, font_size=18, text_wrap=True))]
    rows += [
        (plan.school, quiet),
        *((tag, formats(bold=True, font_color=LIGHT["warn"])) for tag in plan.tags),
    ]
    rows += [("", body), (say("plan.chosen"), head), *((line, body) for line in plan.chosen)]
    rows += [("", body), (say("report.sheet.sheets"), head)]
    for number, (text, look) in enumerate(rows):
        page.write_string(number, 0, text[:MOST_CELL], look)
    link = formats(font_color=LIGHT["accent"], underline=1)
    for number, name in enumerate(names, len(rows)):
        page.write_url(number, 0, f"internal:'{name}'!A1", link, string=name)
    page.write_string(len(rows) + len(names) + 1, 0, plan.provenance, quiet)


def _laid_out(page: "Worksheet", plan: PlanBook, *, wide: bool) -> None:
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_landscape() if wide else page.set_portrait()
    page.set_footer(f"&L{footer(f'{plan.school} · {plan.title}')}&R&P / &N")


@dataclass(slots=True)
class _Page:
    """One worksheet of the plan, row by row; `columns` is how many its widest table has."""

    page: "Worksheet"
    formats: Formats
    constructs: ConstructMap
    row: int = 0
    columns: int = 2

    def write(self, plan: PlanBook, kept: KeptSheet) -> None:
        fields = kept.sheet.open_fields
        self.columns = max([2, *(len(one.columns or ()) for one in fields)])
        wide = self.columns > 2
        _laid_out(self.page, plan, wide=wide)
        self.page.set_column(0, 0, LABEL)
        self.page.set_column(1, self.columns - 1, self._cell_width)
        quiet = self.formats(font_color=LIGHT["ink-2"])
        self._line(kept.title, self.formats(bold=True, font_size=16))
        for text in (kept.sheet.purpose, " · ".join((plan.school, plan.title, *plan.tags)), kept.saved):
            self._line(text, quiet)
        self._line("", quiet)
        self.page.freeze_panes(1, 0)
        for line in (*kept.figures.lines, *(f"{text}: {told}" for text, told in kept.figures.statements)):
            self._line(line, quiet)
        for field in fields:
            self._field(field, kept.values)

    @property
    def _cell_width(self) -> int:
        """Of the columns after the first: together at least as wide as an answer needs."""
        return max(CELL, ANSWER // (self.columns - 1))

    def _line(self, text: str, look: Any) -> None:
        self.page.write_string(self.row, 0, text[:MOST_CELL], look)
        self.row += 1

    def _field(self, field: SheetField, values: Values) -> None:
        """A question with its answer beside it, or over the table that answers it."""
        edge: Look = {"top": 1, "top_color": LIGHT["edge"]}
        if field.kind == "rows":
            self.row += 1
            self._line(field.label, self.formats(bold=True))
            self._table(field, rows_in(values, field.id))
            self.row += 1
            return
        self.page.write_string(self.row, 0, field.label, self.formats(bold=True, text_wrap=True, **edge))
        look: Look = {"text_wrap": True, "align": "left", **edge}
        if self.columns > 2:  # beside a table an answer runs over all of its columns
            self.page.merge_range(self.row, 1, self.row, self.columns - 1, "", self.formats(**look))
        told = values.get(field.id)
        if told is not None:
            self._cell(self.row, 1, field, told, look)
        else:
            quiet = self.formats(**{**look, "font_color": LIGHT["ink-2"]})
            self.page.write_string(self.row, 1, say("sheet.empty"), quiet)
        # A merged cell does not make its row higher by itself.
        lines = max(
            _lines(str(told or ""), (self.columns - 1) * self._cell_width), _lines(field.label, LABEL)
        )
        self.page.set_row(self.row, LINE * lines + 4)
        self.row += 1

    def _table(self, field: SheetField, rows: Sequence[Mapping[str, object]]) -> None:
        columns = field.columns or ()
        head = self.formats(bold=True, text_wrap=True, bottom=1, bg_color=LIGHT["wash"])
        for place, column in enumerate(columns):
            self.page.write_string(self.row, place, column.label, head)
        self.row += 1
        for row in rows:
            for place, column in enumerate(columns):
                if column.id in row:
                    self._cell(self.row, place, column, row[column.id], {"text_wrap": True, "align": "left"})
            self.row += 1
        if not rows:
            self._line(say("sheet.empty"), self.formats(font_color=LIGHT["ink-2"]))

    def _cell(self, row: int, place: int, field: SheetField | SheetColumn, value: object, look: Look) -> None:
        if field.kind == "date":
            day = datetime.fromisoformat(str(value))
            self.page.write_datetime(row, place, day, self.formats(**{**look, "num_format": DAY}))
        elif field.kind == "number" and isinstance(value, int | float):
            self.page.write_number(row, place, value, self.formats(**look))
        else:
            text = words_of_cell(field, self.constructs, value)
            self.page.write_string(row, place, text[:MOST_CELL], self.formats(**look))


def _lines(text: str, wide: int) -> int:
    """How many lines a text takes in a cell so wide."""
    return sum(max(1, -(-len(line) // wide)) for line in text.split("\n"))
