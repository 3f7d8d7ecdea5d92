"""Fixed values to hold a score against: the school's own last wave, and published norms of single people."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from engine.instrument.construct_map import Norm
from engine.instrument.model import Instrument
from engine.results.change import Change, size
from engine.results.measures import Measure
from engine.results.model import FrozenOffered
from engine.results.model_score import (
    Band,
    FrozenChange,
    FrozenReference,
    NoReference,
    NormPosition,
    OwnPosition,
)
from engine.results.past import Past
from engine.results.terms import End, ReferenceKind

OWN: Final[Literal["own"]] = "own"
NORM: Final[Literal["norm"]] = "norm"
OWN_LABEL: Final = "this school’s last wave"
NORM_LABEL: Final = "a published norm"
Z: Final = 1.959964  # a norm's population is large


Heading = tuple[str, ReferenceKind, str, NoReference | None]  # group, kind, label, why not


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A school's score as it is printed, with its 95% interval."""

    mean: float
    end: End
    low: float
    high: float
    decimals: int


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """One measure's: `printed` says which schools' earlier results print a score of it; the norms as published.

    `whole` is whether the form asks all items of the measure, as the norms' people answered them.
    """

    printed: NDArray[np.bool_]
    norms: tuple[Norm, ...]
    whole: bool


def references(instrument: Instrument, form: str, one: Measure, pasts: Sequence[Past]) -> References:
    """What there could be to hold a measure's scores against: schools' own earlier ones, and published norms."""
    printed = np.zeros(len(one.shown), dtype=bool)
    for past in pasts:
        printed |= past.printed[one.id]
    return References(
        printed=printed,
        norms=tuple(norm for norm in instrument.norms if norm.subscale == one.id),
        whole=set(one.subscale.items) <= set(instrument.form(form).items),
    )


def offered_references(one: Measure, found: References, change: Change) -> tuple[FrozenOffered, ...]:
    """What all schools' scores together may be held against, with the reason where not."""
    own = None if (change.wave >= 0).any() else _unlike(bool(found.printed[one.shown].any()))
    rows = [(OWN, OWN, OWN_LABEL, own), *_norms(found), *_none(found)]
    return tuple(
        FrozenOffered(group=group, kind=kind, label=label, reason=reason)
        for group, kind, label, reason in rows
    )


def positions(
    found: References, school: int, score: PrintedScore, changed: FrozenChange | None
) -> tuple[FrozenReference, ...]:
    """One school's position against each; made of what its score and its change print."""
    own = _own(changed) if changed else _unnamed(OWN, OWN, OWN_LABEL, _unlike(bool(found.printed[school])))
    norms = [
        _norm(group, norm, score) if found.whole else _unnamed(group, kind, label, reason)
        for (group, kind, label, reason), norm in zip(_norms(found), found.norms, strict=True)
    ]
    return (own, *norms, *(_unnamed(*row) for row in _none(found)))


def _unlike(printed: bool) -> NoReference:
    return "not_comparable" if printed else "no_earlier"


def _unnamed(group: str, kind: ReferenceKind, label: str, reason: NoReference | None) -> FrozenReference:
    return FrozenReference(group=group, kind=kind, label=label, reason=reason)


def _norms(found: References) -> list[Heading]:
    reason: NoReference | None = None if found.whole else "not_comparable"
    return [(f"{NORM}:{at}", NORM, norm.population, reason) for at, norm in enumerate(found.norms)]


def _none(found: References) -> list[Heading]:
    return [] if found.norms else [(NORM, NORM, NORM_LABEL, "no_norm")]


def _own(changed: FrozenChange) -> OwnPosition:
    """The change once more, as a position: above or below the score then only where the change is clear."""
    clear = changed.clear
    return OwnPosition(
        group=OWN,
        kind=OWN,
        label=changed.since,
        reason=None,
        value=changed.before,
        end=changed.before_end,
        now=changed.now,
        now_end=changed.now_end,
        band="about" if not clear else "above" if changed.points and changed.points > 0 else "below",
        points=changed.points if clear else None,
        low=changed.low if clear else None,
        high=changed.high if clear else None,
        common_items=changed.common_items,
        version=changed.version,
    )


def _norm(group: str, norm: Norm, score: PrintedScore) -> NormPosition:
    """The printed score less the norm's mean; the interval adds the norm's own error to the school's."""
    points = round(score.mean - norm.mean, score.decimals)
    printed = max(score.mean - score.low, score.high - score.mean)
    half = sqrt(printed**2 + (Z * norm.sd) ** 2 / norm.n)
    low, high = (round(score.mean - norm.mean + side * half, score.decimals) for side in (-1, 1))
    band: Band = "above" if low > 0 else "below" if high < 0 else "about"
    cut = score.end is not None
    return NormPosition(
        group=group,
        kind=NORM,
        label=norm.population,
        reason=None,
        source=norm.source,
        year=norm.year,
        n=norm.n,
        status=norm.status,
        of="persons",
        value=norm.mean,
        sd=norm.sd,
        points=points,
        end=score.end,
        low=None if cut else low,
        high=None if cut else high,
        band=band,
        size=size(points / norm.sd) if band != "about" and norm.sd > 0 else None,
    )
