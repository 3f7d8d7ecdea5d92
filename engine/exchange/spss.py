"""De-identified responses as an SPSS file (.sav), which SPSS, R, Stata, jamovi and JASP read.

Questions are labels of variables, options are labels of values, and each kind of missing is a number of its own
that is declared missing, so that a program leaves it out and still can tell why an answer is not there.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.responses_file import Released
from engine.exchange.deidentified_csv import column_codes
from engine.problems import Problem, Refused
from engine.responses.codebook import SITE, Codebook, Variable, missing_range

LONGEST_LABEL: Final = 255  # bytes of a variable's label, by the format
LONGEST_VALUE_LABEL: Final = 119
LONGEST_FILE_LABEL: Final = 63
LONGEST_NOTE: Final = 79  # of a line; longer ones are cut by the format
CREATED: Final = slice(92, 109)  # where the file's first record keeps its day and time
NO_DATE: Final = date(2000, 1, 1)
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def sav_bytes(
    book: Codebook,
    released: Released,
    *,
    title: str,
    facts: tuple[tuple[str, str], ...],
    made: date | None = None,
) -> bytes:
    """The responses as a .sav file; the same responses give the same bytes.

    `title` names the file, `facts` say where it comes from, `made` is the day it bears. Raises `Refused` where
    the program's part for SPSS files is not installed.
    """
    pyreadstat = pyreadstat_for("sav")
    import pandas

    table = pandas.DataFrame(
        {variable.spss: column_numbers(book, released, variable) for variable in book.variables}
    )
    with TemporaryDirectory() as folder:
        target = Path(folder) / "responses.sav"
        pyreadstat.write_sav(
            table,
            str(target),
            file_label=_cut(title, LONGEST_FILE_LABEL),
            column_labels=[_cut(variable.label, LONGEST_LABEL) for variable in book.variables],
            note=[part for name, text in facts for part in _lines(f"{name}: {text}")],
            variable_value_labels={
                variable.spss: labels for variable in book.variables if (labels := _labels(variable))
            },
            missing_ranges={
                variable.spss: [ends] for variable in book.variables if (ends := _missing(variable))
            },
            variable_measure={variable.spss: variable.measure.value for variable in book.variables},
            variable_format={variable.spss: _format(variable) for variable in book.variables},
            row_compress=True,
        )
        made_file = bytearray(target.read_bytes())
    made_file[CREATED] = _day(made or NO_DATE)
    return bytes(made_file)


def pyreadstat_for(ending: str) -> Any:
    """The library that writes files of SPSS and Stata, which is an extra."""
    try:
        import pyreadstat
    except ImportError:
        cause = "files of SPSS and Stata need pyreadstat, which is not installed"
        remedy = "run `pip install 'barograph[spss]'`, or write CSV instead"
        raise Refused([Problem("no_spss", ending, cause, remedy)]) from None
    return pyreadstat


def column_numbers(book: Codebook, released: Released, variable: Variable) -> NDArray[np.float64]:
    """A column as numbers: of answers, of kinds of missing, and NaN where a question answered by a number has none."""
    if variable.name == SITE:
        return released.sites.astype(np.float64)
    if variable.name in released.numbers:
        return released.numbers[variable.name]
    lookup = np.full(256, np.nan)
    for category in variable.categories:
        lookup[category.code] = category.number
    numbers: NDArray[np.float64] = lookup[column_codes(book, released, variable)]
    return numbers


def _labels(variable: Variable) -> Mapping[float, str]:
    return {category.number: _cut(category.label, LONGEST_VALUE_LABEL) for category in variable.named}


def _missing(variable: Variable) -> Mapping[str, float] | None:
    """A range, as the format takes no more than three single values."""
    found = missing_range(variable.categories)
    return {"lo": found[0], "hi": found[1]} if found else None


def _format(variable: Variable) -> str:
    whole = variable.whole or all(category.number == int(category.number) for category in variable.categories)
    return "F8.0" if whole and (variable.categories or variable.whole) else "F8.2"


def _cut(words: str, most: int) -> str:
    """Words in at most so many bytes, with an ellipsis where they were cut."""
    plain = " ".join(words.split())
    if len(plain.encode()) <= most:
        return plain
    return plain.encode()[: most - 3].decode(errors="ignore").rstrip() + "…"


def _lines(words: str) -> list[str]:
    """Words in lines of the length that notes of such files have."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(f"{lines[-1]} {word}".encode()) > LONGEST_NOTE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _day(made: date) -> bytes:
    """A day and midnight, as the first record of the file has them."""
    return f"{made.day:02d} {MONTHS[made.month - 1]} {made.year % 100:02d}00:00:00".encode()
