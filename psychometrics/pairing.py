"""Two waves of the same people: who is in both, and who is not and why."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from psychometrics.contract import Caution, Counts


@dataclass(frozen=True, slots=True)
class Pairing:
    """Rows of two waves that belong to one person each, and everyone left out, counted and named.

    `first` and `second` are row numbers, in the order of the first wave. `repeated_*` ids stand more than
    once in that wave, so that nobody can tell which answer counts: they are not paired. `without_id_*`
    counts rows.
    """

    first: Counts
    second: Counts
    only_first: tuple[Hashable, ...]
    only_second: tuple[Hashable, ...]
    repeated_first: tuple[Hashable, ...]
    repeated_second: tuple[Hashable, ...]
    without_id_first: int
    without_id_second: int
    cautions: tuple[Caution, ...]

    @property
    def n(self) -> int:
        """How many persons are in both waves."""
        return len(self.first)


def pair_by_id(first_ids: Sequence[Hashable], second_ids: Sequence[Hashable]) -> Pairing:
    """Match the rows of two waves by the persons' ids.

    `first_ids`, `second_ids`: one a row; None, NaN and blank text mean that the row has none. Ids match when
    equal, so the number 7 and the text "7" do not. Returns a `Pairing`; its row numbers index the waves.
    Ids that stand twice in a wave are left out and named, as are persons of one wave only. Those who stay
    differ from those who leave: compare them before reading change as a change of everyone.
    """
    first, without_first = _rows(first_ids)
    second, without_second = _rows(second_ids)
    repeated_first = tuple(key for key, rows in first.items() if len(rows) > 1)
    repeated_second = tuple(key for key, rows in second.items() if len(rows) > 1)
    unclear = {*repeated_first, *repeated_second}
    both = [key for key in first if key in second and key not in unclear]
    only_first = tuple(key for key in first if key not in second and key not in unclear)
    only_second = tuple(key for key in second if key not in first and key not in unclear)
    reasons = {
        "repeated_first": ("id(s) stand more than once in the first wave", repeated_first),
        "repeated_second": ("id(s) stand more than once in the second wave", repeated_second),
        "only_first": ("person(s) are in the first wave only", only_first),
        "only_second": ("person(s) are in the second wave only", only_second),
    }
    missing = {"without_id_first": without_first, "without_id_second": without_second}
    return Pairing(
        first=np.array([first[key][0] for key in both], dtype=np.int64),
        second=np.array([second[key][0] for key in both], dtype=np.int64),
        only_first=only_first,
        only_second=only_second,
        repeated_first=repeated_first,
        repeated_second=repeated_second,
        without_id_first=without_first,
        without_id_second=without_second,
        cautions=(*_left_out(reasons), *_without_id(missing)),
    )


def _rows(ids: Sequence[Hashable]) -> tuple[dict[Hashable, list[int]], int]:
    """Row numbers by id, and how many rows have none."""
    rows: dict[Hashable, list[int]] = {}
    without = 0
    for row, key in enumerate(ids):
        own = key.strip() if isinstance(key, str) else key
        if own is None or own == "" or own != own:  # NaN is not equal to itself
            without += 1
        else:
            rows.setdefault(own, []).append(row)
    return rows, without


def _left_out(reasons: dict[str, tuple[str, tuple[Hashable, ...]]]) -> list[Caution]:
    cautions = []
    for code, (words, ids) in reasons.items():
        if not ids:
            continue
        named = ", ".join(str(key) for key in ids[:5]) + (", ..." if len(ids) > 5 else "")
        remedy = (
            "keep one row of each person, or correct the ids"
            if code.startswith("repeated")
            else "check for ids written differently; change is of those in both waves only"
        )
        cautions.append(Caution(code, named, f"{len(ids)} {words} and were left out", remedy))
    return cautions


def _without_id(missing: dict[str, int]) -> list[Caution]:
    return [
        Caution(
            code,
            "",
            f"{count} row(s) of the {code.removeprefix('without_id_')} wave have no id and were left out",
            "add the ids if they are known",
        )
        for code, count in missing.items()
        if count
    ]
