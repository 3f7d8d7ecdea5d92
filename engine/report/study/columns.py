"""Tables about scales: a column has a path, as the study's JSON has, and the way its value is printed."""

from collections.abc import Callable, Iterable
from typing import Any

from engine.printed import ABSENT, between, bracketed, coefficient, count, decimal, percent
from engine.report.document import Table, table
from engine.validation.paths import at
from engine.validation.scores import ScoreStudy
from engine.validation.subscales import SubscaleStudy

Printer = Callable[[Any], str]
Columns = tuple[tuple[str, Printer, str], ...]
Named = Iterable[tuple[str, Any]]


def named_table(
    caption: str, columns: Columns, parts: Named, *, names: str = "Scale", note: str | None = None
) -> Table:
    """A row for each named part: what lies at each column's path in it, as the column prints it."""
    rows = [(name, *cells(columns, part)) for name, part in parts]
    return table(caption, [names], [label for label, _, _ in columns], rows, note=note)


def cells(columns: Columns, part: Any) -> list[str]:
    """A row of the table."""
    return [printed(at(path, part)) for _, printed, path in columns]


def scale_table(
    caption: str, columns: Columns, scales: Iterable[SubscaleStudy], *, note: str | None = None
) -> Table:
    """A row for each scale of a study."""
    return named_table(caption, columns, ((scale.label, scale) for scale in scales), note=note)


def score_decimals(score: ScoreStudy | None) -> int:
    """Decimals of a rescaled score: where it runs over many points one is enough."""
    return 1 if score is not None and score.high - score.low >= 20 else 2


# Ways to print; each gives a dash for None


def tenths(value: Any) -> str:
    return decimal(value, 1)


def thousandths(value: Any) -> str:
    return coefficient(value, 3)


def share(value: Any) -> str:
    """A percentage with a decimal."""
    return percent(value, 1)


def how_many(value: Any) -> str:
    return count(value or 0)


def len_of(several: Any) -> str:
    return count(len(several))


def interval(found: Any) -> str:
    """The ends of an interval of coefficients in words."""
    return ABSENT if found is None else between(*_ends(found))


def brackets(found: Any) -> str:
    """The ends of an interval of coefficients in brackets."""
    return ABSENT if found is None else bracketed(*_ends(found))


def estimate(found: Any) -> str:
    """A value with its interval in brackets."""
    return (
        ABSENT
        if found is None
        else f"{decimal(found.value)} [{decimal(found.lower)}, {decimal(found.upper)}]"
    )


def _ends(found: Any) -> tuple[Any, Any]:
    return found if isinstance(found, tuple) else (found.lower, found.upper)
