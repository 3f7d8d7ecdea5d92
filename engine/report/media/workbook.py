"""What all workbooks are made of: a book in which texts stay texts, formats made once, names of sheets."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Final

from engine.language import say
from engine.report.tokens import LIGHT

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

LONGEST_NAME: Final = 31  # of a sheet, by the format
MOST_CELL: Final = 32_000  # characters in a cell; the format takes a few more
NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # of a book without one: the same bytes every time


def text_book(target: IO[bytes]) -> "Workbook":
    """A book that makes no text into a formula, a link or a number."""
    from xlsxwriter import Workbook

    kept = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    return Workbook(target, {"in_memory": True, **dict.fromkeys(kept, False)})


@dataclass(slots=True)
class Formats:
    """The formats of a workbook, each made once."""

    book: "Workbook"
    made: dict[tuple[tuple[str, Any], ...], "Format"] = field(default_factory=dict)

    def __call__(self, **properties: Any) -> "Format":
        everything = {"font_name": "Calibri", "font_size": 11, "font_color": LIGHT["ink"], "valign": "top"}
        everything |= properties
        key = tuple(sorted(everything.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(everything)
        return self.made[key]


def sheet_name(title: str, taken: set[str]) -> str:
    """A name of a sheet: unique, short, without the signs that spreadsheets keep for themselves."""
    words = re.sub(r"[\[\]:*?/\\']+", " ", title)
    words = " ".join(words.split()) or say("report.sheet.table")
    for number in range(1, len(taken) + 2):
        tail = f" ({number})" if number > 1 else ""
        name = _cut(words, LONGEST_NAME - len(tail)) + tail
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name


def _cut(words: str, most: int) -> str:
    """Words cut to a length, between two of them where this leaves enough."""
    if len(words) <= most:
        return words
    whole = words[: most + 1].rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else words[:most]).rstrip(" ,;–-")


def footer(words: str) -> str:
    """Words for a printed page's foot, where an ampersand begins an instruction and 255 signs are the most."""
    return words.replace("&", "&&")[:200]
