"""Small studies of made-up answers: the smallest data that show one thing."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.instrument.model import Item, Subscale
from engine.validation.data import Data, Grouping, Part
from engine.validation.naming import study_json
from engine.validation.plan import Choices, plan_of
from engine.validation.retest import Waves
from engine.validation.study import Study, run
from tests import small

BLANK = 253


def answers(persons: int, items: int, seed: int = 1, missing: float = 0.0) -> np.ndarray:
    """Codes of five-point items with one trait behind them."""
    random = np.random.default_rng(seed)
    trait = random.standard_normal((persons, 1))
    codes = np.clip(np.rint(0.8 * trait + random.standard_normal((persons, items)) + 2), 0, 4)
    codes[random.random((persons, items)) < missing] = BLANK
    return codes.astype(np.uint8)


def study(
    codes: np.ndarray,
    *,
    items: Sequence[Item] | None = None,
    subscales: tuple[Subscale, ...] | None = None,
    clusters: Sequence[int] | None = None,
    groups: Sequence[int] | None = None,
    choices: Choices | None = None,
    waves: Waves | None = None,
    rows: int | None = None,
) -> Study:
    """The study of a block of codes; clusters and groups are places, -1 unknown; `rows` cuts it into parts."""
    items = items or [small.likert(f"I{place + 1}") for place in range(codes.shape[1])]
    if subscales is None:
        subscales = (small.subscale("s", *(item.id for item in items)),)
    instrument = small.instrument(*items, subscales=subscales)
    own = None if clusters is None else np.array(clusters)
    asked = () if groups is None else (np.array(groups),)

    def parts() -> list[Part]:
        step = rows or max(1, len(codes))
        cuts = [slice(first, first + step) for first in range(0, len(codes), step)]
        return [
            Part(codes[cut], None if own is None else own[cut], tuple(one[cut] for one in asked))
            for cut in cuts
        ]

    data = Data(
        parts,
        "made",
        None,
        None if own is None else named("site", own),
        tuple(named("group", one) for one in asked),
    )
    return run(data, plan_of(instrument, choices or Choices()), waves=waves)


def named(name: str, places: np.ndarray) -> Grouping:
    return Grouping(name, tuple(f"{name} {place + 1}" for place in range(int(places.max()) + 1)))


def as_json(found: Study) -> dict[str, Any]:
    return study_json(found)


def codes_of(found: Study) -> set[str]:
    """The codes of the study's cautions."""
    return {caution.code for caution in found.cautions}


def cautions_at(found: Study, place: str) -> set[str]:
    """The codes of cautions whose place holds a text."""
    return {caution.code for caution in found.cautions if place in caution.where}
