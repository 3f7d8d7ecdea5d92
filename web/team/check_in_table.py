"""A school's own check-ins as a table for a spreadsheet: a row a month, without who saved them."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from engine.exchange.cells import safe
from engine.playbooks.check_ins import MOST_ROWS
from engine.playbooks.sheets import TeamSheet
from engine.store.check_ins import CheckInSave


def csv_text(
    sheet: TeamSheet, statements: Sequence[str], saves: Sequence[CheckInSave], *, simulated: bool
) -> str:
    """Columns are named by the ids of statements and fields; those of rows once a row. Choices stand as kept.

    The last column says whether the school is made up.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(["month", *statements, *_columns(sheet), "simulated"])
    for save in saves:
        pulse = [save.pulse.get(id, "") for id in statements]
        cells = (f"{save.month:%Y-%m}", *pulse, *_cells(sheet, save), "yes" if simulated else "no")
        writer.writerow([safe(cell) for cell in cells])
    return target.getvalue()


def _columns(sheet: TeamSheet) -> Iterator[str]:
    for field in sheet.fields:
        if field.kind == "rows":
            for row in range(1, MOST_ROWS + 1):
                yield from (f"{field.id}_{row}_{column.id}" for column in field.columns or ())
        else:
            yield field.id


def _cells(sheet: TeamSheet, save: CheckInSave) -> Iterator[Any]:
    for field in sheet.fields:
        value = save.answers.get(field.id, "")
        if field.kind == "rows":
            rows = [*(value or []), *({} for _ in range(MOST_ROWS))][:MOST_ROWS]
            for row in rows:
                yield from (row.get(column.id, "") for column in field.columns or ())
        else:
            yield value
