"""Small studies of made-up answers: the smallest data that show one thing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.exchange.judges import Judges
from engine.exchange.number_columns import NumberColumn
from engine.instrument.kinds import CONSTANT_SUM, RANKING, SCALE, SLIDER
from engine.instrument.model import Composite, Item, Level, Scoring, Subscale
from engine.validation.confirmatory.fits import TwoLevelStudy
from engine.validation.data import Data, Grouping
from engine.validation.parts import Part
from engine.validation.people import JudgedPeople, PersonColumns, Weights
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.retest import Administration, Anchor, RetestData
from engine.validation.study import ValidationStudy, run
from engine.validation.study_json import study_json
from psychometrics.groups import group_items
from psychometrics.latent.two_level import TwoLevel, two_level
from tests import small
from tests.engine.validation.opinions import made_opinion

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
    composites: tuple[Composite, ...] = (),
    clusters: Sequence[int] | None = None,
    groups: Sequence[int] | None = None,
    choices: StudyChoices | None = None,
    waves: RetestData | None = None,
    people: PersonColumns | None = None,
    rows: int | None = None,
    ids: Sequence[str | None] | None = None,
) -> ValidationStudy:
    """The study of a block of codes; clusters and groups are places, -1 unknown; `rows` cuts it into parts.

    `ids` say whose each row is.
    """
    items = items or [small.likert(f"I{place + 1}") for place in range(codes.shape[1])]
    if subscales is None:
        subscales = (small.subscale("s", *(item.id for item in items)),)
    instrument = small.instrument(*items, subscales=subscales, composites=composites)
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
        ids=None if ids is None else tuple(ids),
    )
    return run(data, plan_of(instrument, choices or StudyChoices()), waves=waves, people=people)


def named(name: str, places: np.ndarray) -> Grouping:
    return Grouping(name, tuple(f"{name} {place + 1}" for place in range(int(places.max()) + 1)))


ALLOTTED = (
    small.choose("matters", "pay", "time", "trust", kind=RANKING, top=2),
    small.choose("hours", "fires", "upkeep", "growth", kind=CONSTANT_SUM),
    small.choose("mood", kind=SLIDER, ends=("Hard", "Easy")),
)
LEVELS = (
    Level("low", "Low", "Low.", 50.0),
    Level("high", "High", "High."),
)


def full_studies() -> tuple[ValidationStudy, ValidationStudy]:
    """Two studies that have between them every part a study can have."""
    items = [small.likert(f"I{n}", facet=f"f{n % 3}") for n in range(1, 19)]
    subscales = tuple(
        small.subscale(f"s{part}", *(f"I{6 * part + place + 1}" for place in range(6)), levels=LEVELS)
        for part in range(3)
    )
    ids = [f"p{n}" for n in range(60)]
    random = np.random.default_rng(2)
    scores = {f"s{part}": random.normal(50, 10, 60) for part in range(3)}
    waves = RetestData(
        Administration("a", "1", ids, scores),
        Administration("b", "2", ids, {name: own + random.normal(1, 4, 60) for name, own in scores.items()}),
        28,
        Anchor("better", "yes", (random.random(60) < 0.4).astype(float)),
    )
    by_name = {name: random.normal(50, 10, 300) for name in scores}
    people = PersonColumns(
        by_name,
        np.arange(300) % 20,
        (
            NumberColumn("age", random.normal(40, 9, 300)),
            NumberColumn("stayed", (random.random(300) < 0.6).astype(float), ("no", "yes")),
        ),
        Weights(random.uniform(0.2, 7, 300), "column w", ("role",), "margins.csv", 4),
        Judges("judges.csv", "3", {f"I{n}": random.uniform(2, 4, 5) for n in range(1, 19)}),
        (_judged(by_name["s0"]),),
    )
    rich = study(
        answers(300, 18, missing=0.01),
        items=items,
        subscales=subscales,
        composites=(Composite("all", "All", ("s0", "s1", "s2"), Scoring("mean", 2, (0.0, 100.0))),),
        clusters=[n % 20 for n in range(300)],
        groups=[n % 2 for n in range(300)],
        choices=StudyChoices(draws=5, factors=2, structures=("correlated",), invariance=("group",)),
        waves=waves,
        people=people,
    )
    tested = rich.confirmatory
    assert tested is not None
    # the groups of these people do not differ, so what is said of people stands for what is said of groups
    levels = (TwoLevelStudy("correlated", two_levels()),)
    rich = replace(
        rich,
        second_opinion=made_opinion(),
        confirmatory=replace(tested, groups=tested.people, two_levels=levels),
    )
    right = [small.choose(f"R{n}", 0, 1, kind=SCALE) for n in range(6)]
    about = small.choose("role", "teacher", "leader")
    scored = (small.subscale("s", *(f"R{n}" for n in range(6))),)
    codes = np.minimum(answers(80, 7), 1).astype(np.uint8)
    drawn = [
        item.kind.coding.draw(np.random.default_rng(4), item, 80) for item in ALLOTTED if item.kind.coding
    ]
    drawn[1][:30] = [50, 30, 20]  # enough in one cell, and enough beside it
    return rich, study(
        np.hstack([codes, *drawn]).astype(np.uint8),
        items=[*right, about, *ALLOTTED],
        subscales=scored,
        choices=StudyChoices(bootstrap=20, draws=5),
    )


def two_levels() -> TwoLevel:
    """Two factors of three items each in sixty groups of ten, which differ in both."""
    random = np.random.default_rng(6)
    place = np.arange(600) // 10
    factors = random.standard_normal((600, 2)) + random.standard_normal((60, 2))[place]
    values = 0.8 * factors.repeat(3, axis=1) + 0.4 * random.standard_normal((60, 6))[place]
    values += 0.6 * random.standard_normal((600, 6))
    names = [f"I{n}" for n in range(1, 7)]
    return two_level(group_items(values, place), {"s0": range(3), "s1": range(3, 6)}, names=names)


def _judged(scores: np.ndarray) -> JudgedPeople:
    """People judged by their scores, not without error."""
    noisy = scores + np.random.default_rng(3).normal(0, 4, len(scores))
    return JudgedPeople(
        "s0", "reached", np.array(["below", "borderline", "above"])[np.digitize(noisy, [47, 53])]
    )


def with_everything() -> Iterator[ValidationStudy]:
    """Studies that have every part, and everything that may be said of an instrument or chosen for a study."""
    rich, binary = full_studies()
    instrument = replace(rich.plan.instrument, intended_use="Research.")
    choices = replace(
        rich.plan.choices,
        form="full",
        cluster="site",
        weights="w",
        margins="margins.csv",
        judges="judges.csv",
        judged=("s0=reached",),
        anchor="better=yes",
        estimators=("mlr",),
        invariance=("role",),
        model="f =~ I1 + I2 + I3",
    )
    provenance = replace(rich.provenance, command="barograph validate", choices=choices)
    yield replace(rich, plan=replace(rich.plan, instrument=instrument), provenance=provenance)
    yield binary
    long = [small.likert(f"I{n}", reverse=n == 1) for n in range(18)]  # too long for all of its halves
    yield study(answers(60, 18), items=long, choices=StudyChoices(draws=5))
    yield beside_two_variables()


def beside_two_variables() -> ValidationStudy:
    """Two scores of people who are in no clusters, and two variables."""
    random = np.random.default_rng(8)
    return study(
        answers(60, 6),
        items=[small.likert(f"I{n}") for n in range(6)],
        subscales=(small.subscale("a", "I0", "I1", "I2"), small.subscale("b", "I3", "I4", "I5")),
        choices=StudyChoices(draws=5),
        people=PersonColumns(
            {"a": random.normal(50, 10, 60), "b": random.normal(50, 10, 60)},
            None,
            (NumberColumn("age", random.normal(40, 9, 60)), NumberColumn("years", random.normal(9, 3, 60))),
        ),
    )


def as_json(found: ValidationStudy) -> dict[str, Any]:
    return study_json(found)


def codes_of(found: ValidationStudy) -> set[str]:
    """The codes of the study's cautions."""
    return {caution.code for caution in found.cautions}


def cautions_at(found: ValidationStudy, place: str) -> set[str]:
    """The codes of cautions whose place holds a text."""
    return {caution.code for caution in found.cautions if place in caution.where}
