"""De-identified responses as CSV: item ids, values as answered, a word for each kind of missing but blank."""

import csv
from collections.abc import Sequence
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.responses_file import Released
from engine.exchange.cells import safe
from engine.responses.codebook import SITE, Codebook, Variable
from engine.responses.layout import layout


def write_deidentified(
    target: TextIO, book: Codebook, released: Released, facts: Sequence[tuple[str, str]]
) -> None:
    """Write the responses with a header row; `facts` (instrument, wave and so on) stand in front of each row.

    `barograph validate` and `score` read the file as it is.
    """
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([*(name for name, _ in facts), *(variable.name for variable in book.variables)])
    columns = [cells(book, released, variable) for variable in book.variables]
    front = [safe(words) for _, words in facts]
    writer.writerows([*front, *row] for row in zip(*columns, strict=True))


def cells(book: Codebook, released: Released, variable: Variable) -> list[str]:
    """A column's texts, a person each."""
    if variable.name == SITE:
        return [str(number) for number in released.sites]
    if variable.name in released.numbers:
        return ["" if np.isnan(number) else f"{number:.15g}" for number in released.numbers[variable.name]]
    words = {category.code: category.word for category in variable.categories}
    return [words[code] for code in column_codes(book, released, variable)]


def column_codes(book: Codebook, released: Released, variable: Variable) -> NDArray[np.uint8]:
    """The stored codes of a closed column."""
    columns = layout(book.instrument).columns
    place = next(number for number, column in enumerate(columns) if column.id == variable.name)
    return released.codes[:, place]
