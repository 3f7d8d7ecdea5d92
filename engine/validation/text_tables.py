"""Numbers and tables as text for a terminal: rounded, aligned, words at the left and numbers at the right."""

import textwrap
from collections.abc import Sequence
from typing import Final

from psychometrics.contract import finite

WIDTH: Final = 100

Row = Sequence[str]


def table(title: str, header: Row, rows: Sequence[Row]) -> str:
    """Columns of text: names at the left, numbers at the right; a header without words is left out."""
    widths = [max(len(row[place]) for row in [header, *rows]) for place in range(len(header))]
    lines = [title]
    for row in [header, *rows] if any(header) else rows:
        cells = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(("  " + "  ".join(cells)).rstrip())
    return "\n".join(lines)


def bullet(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH)


def counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def percentage(share: float) -> str:
    return f"{100 * share:.1f}%"


def p_value(p: float) -> str:
    return "< .001" if p < 0.001 else f"= {p:.3f}".replace("= 0.", "= .")


def one_decimal(value: float | None) -> str:
    return "-" if value is None or finite(value) is None else f"{value:.1f}"


def two_decimals(value: float | None) -> str:
    return "-" if value is None or finite(value) is None else f"{value:.2f}"


def coefficient(value: float | None) -> str:
    """A coefficient that cannot exceed 1, without the zero before the point."""
    text = two_decimals(value)
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
