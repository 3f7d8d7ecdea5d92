"""All indexes of careless responding of a block of people, their flags, and counts that add up over blocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Floats, StatisticError, response_matrix
from psychometrics.guidelines import CARELESS_CUTS, CarelessCut
from psychometrics.quality import (
    Sample,
    even_odd,
    intra_individual_variability,
    item_pairs,
    longstring,
    mahalanobis,
    pair_consistency,
    person_total,
    seconds_per_item,
)

Flags = NDArray[np.bool_]

SAME_SIGN: Final[Mapping[str, str]] = {"irv": "run", "longstring_share": "run"}
"""One answer to everything is a long run of one answer: a sign, and not two."""

ATTENTIVE_FLAGGED: Final = 0.03
"""The share of attentive people whom one index may flag."""


@dataclass(frozen=True, slots=True)
class CarelessIndexes:
    """Indexes by name, one value a person, NaN where a person has none; and why others are not there at all."""

    persons: int
    values: dict[str, Floats]
    left_out: dict[str, str]


@dataclass(frozen=True, slots=True)
class FlagCounts:
    """How many people each index flagged, of how many who have it; blocks are added with `+`.

    `any_flag` people with one sign or more, `two_flags` with two or more (`signs`). `left_out` says why an
    index was not computed.
    """

    persons: int
    computed: dict[str, int]
    flagged: dict[str, int]
    any_flag: int
    two_flags: int
    left_out: dict[str, str] = field(default_factory=dict)

    def __add__(self, other: "FlagCounts") -> "FlagCounts":
        return FlagCounts(
            self.persons + other.persons,
            _added(self.computed, other.computed),
            _added(self.flagged, other.flagged),
            self.any_flag + other.any_flag,
            self.two_flags + other.two_flags,
            other.left_out | self.left_out,
        )

    @property
    def share_flagged(self) -> float:
        """Share of people with two signs or more; one alone is common among attentive people."""
        return self.two_flags / self.persons if self.persons else float("nan")


def _added(first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
    return {name: first.get(name, 0) + second.get(name, 0) for name in (first | second)}


def careless_indexes(
    responses: ArrayLike,
    sample: Sample,
    *,
    reverse: ArrayLike | None = None,
    scales: Sequence[Sequence[int]] = (),
    seconds: ArrayLike | None = None,
    pair_cut: float = 0.60,
) -> CarelessIndexes:
    """Every index of careless responding that the questionnaire allows, for a block of people.

    responses: persons x items as answered, in the order asked, NaN where missing; sample: of the same items
    over everybody (`sample_of`); reverse: True for items to be turned for even-odd consistency (about the
    item's mean, which leaves correlations as they are); scales: columns of each scale; seconds: time a person
    took; pair_cut: the correlation from which two items count as synonyms or antonyms.
    An index that cannot be computed is left out with its reason, never silently.
    Names: longstring, longstring_share, average_longstring, irv, mahalanobis, mahalanobis_p, even_odd,
    synonyms, antonyms, person_total, seconds_per_item. Literature at each function in `quality`.
    """
    matrix = response_matrix(responses)
    values = _runs(matrix) | {"irv": intra_individual_variability(matrix)}
    left_out: dict[str, str] = {}

    def attempt(name: str, compute: Callable[[], Floats]) -> None:
        try:
            values[name] = compute()
        except StatisticError as refused:
            left_out[name] = str(refused)

    try:
        values["mahalanobis"], values["mahalanobis_p"] = mahalanobis(matrix, sample)
    except StatisticError as refused:
        left_out["mahalanobis"] = str(refused)
    attempt("even_odd", lambda: even_odd(_turned(matrix, sample, reverse), scales))
    for name, antonyms in (("synonyms", False), ("antonyms", True)):
        pairs = item_pairs(sample.correlation, pair_cut, antonyms=antonyms)
        if len(pairs) < 3:
            left_out[name] = (
                f"pairs of items that correlate beyond {pair_cut:g}: {len(pairs)}, and at least 3 are needed; "
                "leave this index out"
            )
        else:
            values[name] = pair_consistency(matrix, pairs)
    values["person_total"] = person_total(matrix, sample)
    if seconds is not None:
        values["seconds_per_item"] = seconds_per_item(seconds, matrix)
    return CarelessIndexes(len(matrix), values, left_out)


def _runs(matrix: Floats) -> dict[str, Floats]:
    longest, average = longstring(matrix)
    answered = np.isfinite(matrix).sum(axis=1)
    return {
        "longstring": np.where(answered > 0, longest, np.nan),
        "longstring_share": np.where(answered > 0, longest / np.maximum(answered, 1), np.nan),
        "average_longstring": average,
    }


def _turned(matrix: Floats, sample: Sample, reverse: ArrayLike | None) -> Floats:
    if reverse is None:
        return matrix
    turn = np.asarray(reverse, dtype=np.bool_)
    if turn.shape != (matrix.shape[1],):
        raise StatisticError("shape", f"{turn.size} keys for {matrix.shape[1]} items", "give one key an item")
    return np.where(turn, 2 * sample.mean - matrix, matrix)


def careless_flags(indexes: CarelessIndexes, cuts: Sequence[CarelessCut] = CARELESS_CUTS) -> dict[str, Flags]:
    """Which people each index flags, by the name of the index; people without the index are not flagged."""
    return {
        cut.index: _beyond(cut.side)(indexes.values[cut.index], cut.value)
        for cut in cuts
        if cut.index in indexes.values
    }


def _beyond(side: str) -> Callable[[Floats, float], Flags]:
    beyond: dict[str, Callable[[Floats, float], Flags]] = {
        "below": lambda value, cut: value < cut,
        "above": lambda value, cut: value > cut,
        "at_most": lambda value, cut: value <= cut,
        "at_least": lambda value, cut: value >= cut,
    }
    return beyond[side]


def signs(flags: Mapping[str, Flags], persons: int) -> NDArray[np.int64]:
    """How many signs of carelessness each of so many persons shows: indexes that see the same thing are one."""
    together = {SAME_SIGN.get(index, index): np.zeros(persons, dtype=np.bool_) for index in flags}
    for index, flag in flags.items():
        together[SAME_SIGN.get(index, index)] |= flag
    return sum((sign.astype(np.int64) for sign in together.values()), np.zeros(persons, dtype=np.int64))


def clean_cuts(
    sample: Sample,
    options: Sequence[Floats],
    *,
    reverse: ArrayLike | None = None,
    scales: Sequence[Sequence[int]] = (),
    draws: int = 4000,
    seed: int = 1,
) -> tuple[tuple[CarelessCut, ...], dict[str, str]]:
    """The cut-points for a questionnaire, so that attentive people seldom raise a flag; and which indexes have none.

    sample: means and covariances of everybody's answers; options: the values of each item. Attentive people are drawn
    as normal with these moments and rounded to the options: the shorter the form and the fewer its options, the more
    of them give one answer in a row, or answers that go together badly. A cut-point of the literature that flags more
    than three in a hundred of them is moved to where it does not; where no value is as rare as that, the index is left
    out, with the reason. Three in a hundred for each of six signs leave well under one in twenty with two.
    """
    drawn = _attentive(sample, options, draws, np.random.default_rng(seed))
    found = careless_indexes(drawn, sample, reverse=reverse, scales=scales)
    cuts, left_out = [], {}
    for cut in CARELESS_CUTS:
        moved = _moved(cut, found.values[cut.index]) if cut.index in found.values else cut
        if moved is None:
            left_out[cut.index] = (
                "more than three in a hundred attentive people would be flagged whatever the cut-point; a longer form, "
                "or one with more options, shows this"
            )
        else:
            cuts.append(moved)
    return tuple(cuts), left_out


def _attentive(sample: Sample, options: Sequence[Floats], draws: int, random: np.random.Generator) -> Floats:
    values, vectors = np.linalg.eigh(np.nan_to_num(sample.covariance))
    root = vectors * np.sqrt(values.clip(min=0))
    latent = sample.mean + random.standard_normal((draws, len(values))) @ root.T
    rounded = [
        given[np.searchsorted((given[1:] + given[:-1]) / 2, column)]
        for given, column in zip(options, latent.T, strict=True)
    ]
    return np.column_stack(rounded)


def _moved(cut: CarelessCut, attentive: Floats) -> CarelessCut | None:
    """The cut-point, moved to where so few attentive people are flagged; None where there is no such place."""
    values = np.sort(attentive[np.isfinite(attentive)])
    most = int(len(values) * ATTENTIVE_FLAGGED)
    if int(_beyond(cut.side)(values, cut.value).sum()) <= most:
        return cut
    low = cut.side in ("below", "at_most")
    edge = float(values[most] if low else values[-most - 1])  # to flag this value too would be too many
    further = values[values < edge][::-1] if low else values[values > edge]
    if not len(further):
        return None
    return replace(cut, value=edge if cut.side in ("below", "above") else float(further[0]), moved=True)


def count_flags(indexes: CarelessIndexes, cuts: Sequence[CarelessCut] = CARELESS_CUTS) -> FlagCounts:
    """Flags of a block of people, counted; counts of several blocks are added with `+`."""
    flags = careless_flags(indexes, cuts)
    together = signs(flags, indexes.persons)
    return FlagCounts(
        indexes.persons,
        {name: int(np.isfinite(indexes.values[name]).sum()) for name in flags},
        {name: int(flag.sum()) for name, flag in flags.items()},
        int((together > 0).sum()),
        int((together > 1).sum()),
        indexes.left_out,
    )
