"""Which columns may belong together: the same points side by side, and items that run against the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.exchange.file_profile import ColumnProfile
from engine.exchange.from_data.columns import ColumnGuess
from engine.instrument.written_number import number_in

FEWEST_ITEMS: Final = 3
FEWEST_PEOPLE: Final = 30
AGAINST: Final = 0.2  # how far an item has to run against the first component to be asked about


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns side by side with the same possible points; `against` run against most of the others."""

    places: tuple[int, ...]
    against: tuple[int, ...] = ()


def groups_of(columns: Sequence[ColumnProfile], guesses: Sequence[ColumnGuess]) -> tuple[ColumnGroup, ...]:
    """Runs of columns whose points fit one scale, or whose labels are of one list."""
    runs: list[list[int]] = []
    for place, guessed in enumerate(guesses):
        if not _may_be_rated(guessed):
            continue
        last = runs[-1] if runs else []
        if last and last[-1] == place - 1 and _together(guesses[last[0]], guessed):
            last.append(place)
        else:
            runs.append([place])
    return tuple(
        ColumnGroup(tuple(run), _against(columns, guesses, run)) for run in runs if len(run) >= FEWEST_ITEMS
    )


def _may_be_rated(guessed: ColumnGuess) -> bool:
    return guessed.asks == "choose_one" and len(guessed.options or ()) > 2


def _together(one: ColumnGuess, other: ColumnGuess) -> bool:
    """Whether two columns may share a response scale: labels of one list, or numbers of much the same range."""
    mine, theirs = set(one.options or ()), set(other.options or ())
    if one.rating != other.rating:
        return False
    if any((one.options or {}).values()) and one.rating:
        return _labels_agree(one.options or {}, other.options or {})
    return len(mine & theirs) >= max(2, min(len(mine), len(theirs)) - 1)


def _labels_agree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether no code has two labels, and most codes are in both."""
    both = set(one) & set(other)
    named = [code for code in both if one[code] and other[code]]
    return 2 * len(both) > max(len(one), len(other)) and all(one[code] == other[code] for code in named)


def _against(
    columns: Sequence[ColumnProfile], guesses: Sequence[ColumnGuess], run: Sequence[int]
) -> tuple[int, ...]:
    """Columns whose loading on the first component has the other sign than most; none where that can't be told."""
    if not all(guesses[place].rating for place in run):
        return ()
    table = np.column_stack([_numbers(columns[place], guesses[place]) for place in run])
    if np.isfinite(table).all(axis=1).sum() < FEWEST_PEOPLE:
        return ()
    complete = table[np.isfinite(table).all(axis=1)]
    if not (complete.std(axis=0) > 0).all():
        return ()
    _, vectors = np.linalg.eigh(np.corrcoef(complete, rowvar=False))
    first = vectors[:, -1] / np.abs(vectors[:, -1]).max()
    negative, positive = first < -AGAINST, first > AGAINST
    if negative.sum() == positive.sum():
        return ()
    turned = negative if negative.sum() < positive.sum() else positive
    return tuple(place for place, odd in zip(run, turned, strict=True) if odd)


def _numbers(column: ColumnProfile, guessed: ColumnGuess) -> NDArray[np.float64]:
    """Answers as numbers, a row each; NaN where there is none, or a code that is no point."""
    points = [code for code in guessed.options or () if not column.about.is_missing(code)]
    known = {code: number_in(code) for code in points}
    spread = [number for number in known.values() if number is not None]
    low, high = min(spread), min(max(spread), min(spread) + 10)
    values = np.full(len(column.rows.cells), np.nan)
    for place, cell in enumerate(column.rows.cells):
        number = known.get(cell.strip())
        if number is not None and low <= number <= high:
            values[place] = number
    found: NDArray[np.float64] = values[column.rows.places]
    return found
