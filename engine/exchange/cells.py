"""Cells of CSV files that people open in a spreadsheet."""

from typing import Final

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: str | float) -> str:
    """A cell's words; a text that a spreadsheet could run as a formula gets an apostrophe in front, a number never."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return str(cell)
