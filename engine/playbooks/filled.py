"""What stands in a worksheet that a school fills in: typed values by field, parsed and checked in one place."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from engine.instrument.written_number import number_in
from engine.playbooks.sheets import SheetColumn, SheetField, TeamSheet

LONGEST_LINE: Final = 500  # characters of a short text, and of a cell
LONGEST_PROSE: Final = 4000
MOST_ROWS: Final = 60
LARGEST: Final = 1_000_000_000

Cell = str | int | float
SheetRow = Mapping[str, Cell]
Value = Cell | Sequence[SheetRow]
Values = Mapping[str, Value]  # by field; what is empty is not in it
MisfitKind = Literal["unknown", "text", "long", "number", "small", "large", "date", "choice", "rows", "many"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """What a field or a cell cannot hold; `row` counts from 0 where the field holds rows."""

    kind: MisfitKind
    field: str
    row: int | None = None
    column: str | None = None


def misfits(sheet: TeamSheet, values: Values, constructs: Collection[str]) -> Iterator[Misfit]:
    """Everything in the values that the sheet's open fields cannot hold; `constructs` are the ids of the map."""
    fields = {field.id: field for field in sheet.open_fields}
    for id, value in values.items():
        field = fields.get(id)
        if field is None:
            yield Misfit("unknown", id)
        elif field.kind == "rows":
            yield from _of_rows(field, value)
        elif (kind := _wrong(field, value, constructs)) is not None:
            yield Misfit(kind, id)


def typed_value(
    field: SheetField | SheetColumn, text: str, constructs: Collection[str]
) -> tuple[Cell | None, MisfitKind | None]:
    """What a text in a form stands for, None where it is empty; and what is wrong with it."""
    tidy = text.replace("\r\n", "\n").strip()
    if field.kind != "long_text":
        tidy = " ".join(tidy.split())
    if not tidy:
        return None, None
    value: Cell | None = tidy
    if field.kind == "number":
        number = number_in(tidy)
        if number is None:
            return None, "number"
        value = int(number) if number.is_integer() and abs(number) <= LARGEST else number
    elif field.kind == "choose_one":
        own: dict[str, Cell] = {str(option.value): option.value for option in field.options or ()}
        value = own.get(tidy, tidy)
    return value, _wrong(field, value, constructs)


def tidied(values: Values) -> dict[str, Value]:
    """The values without what is empty: texts of blanks, rows without a cell. What no field can hold stays as it is."""
    found: dict[str, Value] = {}
    for id, value in values.items():
        if isinstance(value, str):
            if value.strip():
                found[id] = value.strip()
        elif not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
            found[id] = value
        else:
            rows = [{key: cell for key, cell in row.items() if str(cell).strip()} for row in value]
            if any(rows):
                found[id] = [row for row in rows if row]
    return found


def rows_in(values: Values, field: str) -> tuple[SheetRow, ...]:
    """The rows of a field, none where it is empty."""
    value = values.get(field)
    return tuple(value) if isinstance(value, list | tuple) else ()


def asked_for(sheet: TeamSheet) -> tuple[SheetField, ...]:
    """The fields that a page asks for once when they are left empty."""
    return tuple(field for field in sheet.open_fields if field.required == "gentle")


def changed_fields(sheet: TeamSheet, before: Values, after: Values) -> tuple[SheetField, ...]:
    """The fields that two saves of a sheet differ in, in the order of the sheet."""
    return tuple(field for field in sheet.fields if before.get(field.id) != after.get(field.id))


def _of_rows(field: SheetField, value: Value) -> Iterator[Misfit]:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        yield Misfit("rows", field.id)
        return
    if len(value) > MOST_ROWS:
        yield Misfit("many", field.id)
        return
    columns = {column.id: column for column in field.columns or ()}
    for number, row in enumerate(value):
        for id, cell in row.items():
            column = columns.get(id)
            wrong: MisfitKind | None = "unknown" if column is None else _wrong(column, cell, ())
            if wrong is not None:
                yield Misfit(wrong, field.id, number, id)


def _wrong(field: SheetField | SheetColumn, value: object, constructs: Collection[str]) -> MisfitKind | None:
    if field.kind == "number":
        return _wrong_number(field, value)
    if field.kind == "choose_one":
        own = [option.value for option in field.options or ()]
        of_map = getattr(field, "options_from", None) == "constructs" and value in constructs
        return None if value in own or of_map else "choice"
    if not isinstance(value, str):
        return "text"
    if field.kind == "date":
        return None if _day(value) is not None else "date"
    return "long" if len(value) > (LONGEST_PROSE if field.kind == "long_text" else LONGEST_LINE) else None


def _wrong_number(field: SheetField | SheetColumn, value: object) -> MisfitKind | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return "number"
    least, most = getattr(field, "minimum", None), getattr(field, "maximum", None)
    if value < (-LARGEST if least is None else least):
        return "small"
    return "large" if value > (LARGEST if most is None else most) else None


def _day(text: str) -> date | None:
    """The day that a text names as browsers send it, of a year that a plan can mean."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == len("2027-05-08") and 1900 < day.year < 2200 else None
