"""De-identified responses as a Stata file (.dta, of Stata 14 and later), which R, SPSS and pandas read too.

Each kind of missing answer is an extended missing value, .a and so on, with a label: Stata leaves it out of every
computation, and `tabulate, missing` still tells why an answer is not there.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import ascii_lowercase
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.responses_file import Released
from engine.exchange.response_csv import SIMULATED
from engine.exchange.spss import MONTHS, NO_DATE, column_numbers, pyreadstat_for
from engine.responses.codebook import Codebook, Variable

VERSION: Final = 14  # the first whose texts are UTF-8
LONGEST_NAME: Final = 32
LONGEST_LABEL: Final = 80  # signs, of a variable and of the file
LONGEST_VALUE_LABEL: Final = 32_000
MADE_UP: Final = "Simulated: nobody gave these answers"
STAMP: Final = re.compile(rb"(<timestamp>\x11).{17}", re.DOTALL)
# Words of Stata's own; there are str1, str2 and so on beside these.
RESERVED: Final = frozenset(
    (
        *("byte", "double", "float", "if", "in", "int", "long", "using", "with", "strl"),
        *("_all", "_b", "_coef", "_cons", "_n", "_pi", "_pred", "_rc", "_skip"),
    )
)


def dta_bytes(
    book: Codebook, released: Released, *, title: str, simulated: bool, made: date | None = None
) -> bytes:
    """The responses as a .dta file; the same responses give the same bytes.

    `title` names the file, `made` is the day it bears; `simulated` puts a column of ones in front. Raises `Refused`
    where the program's part for files of SPSS and Stata is not installed.
    """
    pyreadstat = pyreadstat_for("dta")
    import pandas

    names = stata_names(book)
    front = {SIMULATED: np.ones(len(released))} if simulated else {}
    table = pandas.DataFrame(
        front
        | {
            names[one.name]: _values(book, released, one)
            if one.missing
            else column_numbers(book, released, one)
            for one in book.variables
        }
    )
    with TemporaryDirectory() as folder:
        target = Path(folder) / "responses.dta"
        pyreadstat.write_dta(
            table,
            str(target),
            file_label=_cut(title, LONGEST_LABEL),
            column_labels=[
                *(MADE_UP for _ in front),
                *(_cut(one.label, LONGEST_LABEL) for one in book.variables),
            ],
            version=VERSION,
            variable_value_labels={
                names[one.name]: labels for one in book.variables if (labels := _labels(one))
            },
            missing_user_values={
                names[one.name]: sorted(set(missing_letters(one).values()))
                for one in book.variables
                if one.missing
            },
        )
        data = target.read_bytes()
    day = made or NO_DATE
    stamp = f"{day.day:02d} {MONTHS[day.month - 1]} {day.year} 00:00".encode()
    return STAMP.sub(lambda found: found[1] + stamp, data, count=1)


def stata_names(book: Codebook) -> dict[str, str]:
    """Each column's name as Stata takes it: 32 letters, digits and _, no word of its own, unlike whatever the case."""
    taken = {SIMULATED}
    found = {}
    for variable in book.variables:
        bare = re.sub(r"\W", "_", variable.spss, flags=re.ASCII)
        bare = f"{bare}_" if bare.lower() in RESERVED or re.fullmatch(r"str\d+", bare.lower()) else bare
        name, number = bare[:LONGEST_NAME], 2
        while name.lower() in taken:
            tail = f"_{number}"
            name, number = bare[: LONGEST_NAME - len(tail)] + tail, number + 1
        taken.add(name.lower())
        found[variable.name] = name
    return found


def missing_letters(variable: Variable) -> dict[int, str]:
    """The letter of each kind of missing by its code, from the lowest number on; Stata has no more than 26."""
    kinds = sorted(variable.missing, key=lambda category: category.number)
    return {category.code: ascii_lowercase[min(place, 25)] for place, category in enumerate(kinds)}


def _values(book: Codebook, released: Released, variable: Variable) -> NDArray[np.object_]:
    """Numbers, and a letter for each kind of missing."""
    numbers = column_numbers(book, released, variable)
    found: NDArray[np.object_] = numbers.astype(object)
    letters = missing_letters(variable)
    for category in variable.missing:
        found[numbers == category.number] = letters[category.code]
    return found


def _labels(variable: Variable) -> Mapping[int | str, str]:
    """Words for whole numbers and for kinds of missing: Stata has none for others."""
    letters = missing_letters(variable)
    found: dict[int | str, str] = {
        int(one.number): _cut(one.label, LONGEST_VALUE_LABEL)
        for one in variable.named
        if not one.missing and float(one.number).is_integer()
    }
    return found | {letters[one.code]: _cut(one.label, LONGEST_VALUE_LABEL) for one in variable.missing}


def _cut(words: str, most: int) -> str:
    """Words in at most so many signs, with an ellipsis where they were cut."""
    plain = " ".join(words.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
