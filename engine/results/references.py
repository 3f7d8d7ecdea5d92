"""Fixed values to hold a score against: the school's own last wave, and published norms of single people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument, Norm
from engine.results.change import Change, size
from engine.results.facts import Document
from engine.results.measures import Measure
from engine.results.past import Past

OWN: Final = "own"
NORM: Final = "norm"
OWN_LABEL: Final = "this school’s last wave"
NORM_LABEL: Final = "a published norm"
Z: Final = 1.959964  # a norm's population is large


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


def offered(one: Measure, found: References, change: Change) -> list[Document]:
    """What all schools' scores together may be held against, with the reason where not."""
    own = None if (change.wave >= 0).any() else _unlike(bool(found.printed[one.shown].any()))
    return [
        _named(OWN, OWN, OWN_LABEL, own),
        *(_heading(found, at) for at in range(len(found.norms))),
        *_none(found),
    ]


def described(
    one: Measure, found: References, school: int, score: Mapping[str, Any], changed: Mapping[str, Any] | None
) -> list[Document]:
    """One school's position against each; made of what its score and its change print."""
    own = _own(changed) if changed else _named(OWN, OWN, OWN_LABEL, _unlike(bool(found.printed[school])))
    norms = [_heading(found, at) for at in range(len(found.norms))]
    if found.whole:
        norms = [heading | _norm(one, norm, score) for heading, norm in zip(norms, found.norms, strict=True)]
    return [own, *norms, *_none(found)]


def _unlike(printed: bool) -> str:
    return "not_comparable" if printed else "no_earlier"


def _named(group: str, kind: str, label: str, reason: str | None) -> Document:
    return {"group": group, "kind": kind, "label": label, "reason": reason}


def _heading(found: References, at: int) -> Document:
    reason = None if found.whole else "not_comparable"
    return _named(f"{NORM}:{at}", NORM, found.norms[at].population, reason)


def _none(found: References) -> list[Document]:
    return [] if found.norms else [_named(NORM, NORM, NORM_LABEL, "no_norm")]


def _own(changed: Mapping[str, Any]) -> Document:
    """The change once more, as a position: above or below the score then only where the change is clear."""
    band = "about"
    if changed["clear"]:
        band = "above" if changed["points"] > 0 else "below"
    return _named(OWN, OWN, changed["since"], None) | {
        "value": changed["before"],
        "end": changed["before_end"],
        "now": changed["now"],
        "now_end": changed["now_end"],
        "band": band,
        "points": changed["points"] if changed["clear"] else None,
        "low": changed["low"] if changed["clear"] else None,
        "high": changed["high"] if changed["clear"] else None,
        "common_items": changed["common_items"],
        "version": changed["version"],
    }


def _norm(one: Measure, norm: Norm, score: Mapping[str, Any]) -> Document:
    """The printed score less the norm's mean; the interval adds the norm's own error to the school's."""
    points = round(score["mean"] - norm.mean, one.decimals)
    printed = max(score["mean"] - score["low"], score["high"] - score["mean"])
    half = sqrt(printed**2 + (Z * norm.sd) ** 2 / norm.n)
    low, high = (round(score["mean"] - norm.mean + side * half, one.decimals) for side in (-1, 1))
    band = "above" if low > 0 else "below" if high < 0 else "about"
    cut = score["end"] is not None
    return {
        "source": norm.source,
        "year": norm.year,
        "n": norm.n,
        "status": norm.status,
        "of": "persons",
        "value": norm.mean,
        "sd": norm.sd,
        "points": points,
        "end": score["end"],
        "low": None if cut else low,
        "high": None if cut else high,
        "band": band,
        "size": size(points / norm.sd) if band != "about" and norm.sd > 0 else None,
    }
