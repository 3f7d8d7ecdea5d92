"""A script for R that reads the numeric CSV file beside it and says what its numbers mean.

It needs no package. Questions with names for their answers become factors; points of a scale stay numbers, with their
words as attributes, as packages for SPSS files keep them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from engine.exchange.missing_columns import missing_column
from engine.instrument.model import MeasurementLevel
from engine.responses.codebook import Category, Codebook, Variable

HEAD: Final = """\
# Reads {file} and says what its columns and numbers mean.
# Run it in the folder of that file, or set `file` before: source({script}) makes the data frame `responses`.
if (!exists("file") || !is.character(file)) file <- {file}
responses <- read.csv(file, check.names = FALSE, fileEncoding = "UTF-8-BOM")
# The words for the numbers of a column that stays numbers, as a factor: table(in_words(responses$A1))
in_words <- function(x) factor(x, levels = attr(x, "labels"), labels = names(attr(x, "labels")))
"""
FOOT: Final = """\
attr(responses, "about") <- {about}
"""


def r_script(
    book: Codebook, *, file: str, script: str, facts: Sequence[tuple[str, str]], simulated: bool
) -> str:
    """The script, in ASCII, as R on some systems reads no other; `file` is the CSV file's name, `script` its own."""
    lines = [HEAD.format(file=_text(file), script=_text(script))]
    if simulated:
        lines.append("# The answers in it are simulated: nobody gave them.\n")
    for variable in book.variables:
        lines.extend(_column(variable))
    about = ", ".join(f"{_text(name)} = {_text(words)}" for name, words in facts)
    lines.append(FOOT.format(about=f"c({about})"))
    return "".join(lines)


def _column(variable: Variable) -> Iterator[str]:
    column = f"responses[[{_text(variable.name)}]]"
    values = [one for one in variable.named if not one.missing]
    if values and variable.measure is MeasurementLevel.NOMINAL:
        levels = ", ".join(_number(one) for one in values)
        labels = ", ".join(_text(words) for words in _unlike(values))
        yield f"{column} <- factor({column}, levels = c({levels}), labels = c({labels}))\n"
    elif values:
        yield f'attr({column}, "labels") <- {_named(values)}\n'
    yield f'attr({column}, "label") <- {_text(variable.label)}\n'
    if variable.missing:
        why = f"responses[[{_text(missing_column(variable.name))}]]"
        yield f'attr({why}, "labels") <- {_named(variable.missing)}\n'
        yield f'attr({why}, "label") <- {_text(f"Why there is no answer: {variable.label}")}\n'


def _named(values: Sequence[Category]) -> str:
    pairs = zip(_unlike(values), values, strict=True)
    return f"c({', '.join(f'{_text(words)} = {_number(one)}' for words, one in pairs)})"


def _unlike(values: Sequence[Category]) -> list[str]:
    """The words of values; R's factors take none twice, so that a number stands behind the second."""
    seen: set[str] = set()
    found = []
    for one in values:
        words = one.label or _number(one)
        words = f"{words} ({_number(one)})" if words in seen else words
        seen.add(words)
        found.append(words)
    return found


def _number(one: Category) -> str:
    return f"{one.number:.15g}"


def _text(words: str) -> str:
    """A text in quotation marks: R reads JSON's escapes, but for signs beyond 16 bits and the slash."""
    plain = " ".join(words.split())
    return "".join(
        f"\\U{ord(sign):08X}" if ord(sign) > 0xFFFF else json.dumps(sign)[1:-1] for sign in plain
    ).join(('"', '"'))
