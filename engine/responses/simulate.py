"""Responses drawn from a definition and stated parameters: for demonstrations and planning. Never real.

Each item that can be scored answers a latent trait of its subscale, theta = school part + person part, cut into
the item's options by thresholds. Every trait shares a common part with the others at both levels, as survey
scales do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument, Item
from engine.responses.layout import (
    BLANK,
    FIRST_NON_ANSWER,
    NOT_ON_FORM,
    NOT_SHOWN,
    Codes,
    layout,
)
from engine.responses.show_if import shown_rows
from psychometrics.contract import Floats

# Cuts of a five-point agreement scale in standard units: few at the bottom, most at four.
FIVE_POINT_THRESHOLDS = (-2.15, -1.30, -0.40, 0.75)


@dataclass(frozen=True, slots=True)
class Model:
    """The parameters of a simulation, in standard deviations of theta unless said otherwise.

    `shift`, `growth` (a year) and `school_variance_of` are by subscale id; what the last does not name has
    `school_variance`. `spread` is how far apart the options' thresholds lie, as a multiple of those of
    `thresholds`. `easiness_sd` spreads the items, `acquiescence_sd` the
    tendency to agree with a reverse-keyed item; `careless`, `cannot_judge` and `blank` are shares of people,
    answers and answers. `blank` rises with an item's place, from nothing to twice its mean.
    """

    loading: float = 0.74
    spread: float = 1.0
    school_variance: float = 0.18
    school_common: float = 0.80
    stability: float = 0.75
    person_common: float = 0.60
    slope_sd: float = 0.12
    easiness_sd: float = 0.35
    acquiescence_sd: float = 0.28
    careless: float = 0.05
    cannot_judge: float = 0.03
    blank: float = 0.02
    shift: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    growth: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    school_variance_of: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class SimulatedWave:
    """One wave's answers: `codes` persons x columns, `sites` the number of each person's school."""

    codes: Codes
    sites: NDArray[np.int64]
    open_answers: tuple[Mapping[str, str | int | float], ...]


def simulate(
    instrument: Instrument,
    respondents: Sequence[Sequence[int]],
    *,
    form: str | None = None,
    model: Model | None = None,
    seed: int = 1,
) -> tuple[SimulatedWave, ...]:
    """Waves of responses, a year apart: `respondents[wave][school]` people answer.

    The same seed, definition and model give the same answers.
    """
    model = model or Model()
    generator = np.random.default_rng(seed)
    traits = [subscale.id for subscale in instrument.subscales]
    schools = len(respondents[0])
    easiness = generator.normal(0, model.easiness_sd, len(instrument.items))
    slopes = generator.normal(0, model.slope_sd, (schools, len(traits)))
    between = np.array([model.school_variance_of.get(trait, model.school_variance) for trait in traits])
    effects = _school_effects(generator, model, schools, between, len(respondents))
    shift = np.array([model.shift.get(trait, 0.0) for trait in traits])
    growth = np.array([model.growth.get(trait, 0.0) for trait in traits])
    waves = []
    for year, counts in enumerate(respondents):
        sites = np.repeat(np.arange(schools), counts)
        school = shift + effects[year] + year * (growth + slopes)
        people = _shared(generator, len(sites), len(traits), model.person_common)
        theta = school[sites] + people * np.sqrt(1 - between)
        waves.append(_answers(generator, model, instrument, form, theta, easiness, sites))
    return tuple(waves)


def _school_effects(
    generator: np.random.Generator, model: Model, schools: int, between: Floats, waves: int
) -> list[Floats]:
    """School parts of theta (schools x traits) a wave; a year keeps `stability` of the year before.

    `between` is their variance by trait.
    """

    def draw() -> Floats:
        parts: Floats = _shared(generator, schools, len(between), model.school_common) * np.sqrt(between)
        return parts

    effects = [draw()]
    for _ in range(waves - 1):
        effects.append(model.stability * effects[-1] + np.sqrt(1 - model.stability**2) * draw())
    return effects


def _shared(generator: np.random.Generator, rows: int, traits: int, common: float) -> Floats:
    """Standard normal traits, rows x traits, that share a common part of their variance."""
    shared: Floats = generator.normal(size=(rows, 1)) * np.sqrt(common)
    own: Floats = generator.normal(size=(rows, traits)) * np.sqrt(1 - common)
    return shared + own


def _answers(
    generator: np.random.Generator,
    model: Model,
    instrument: Instrument,
    form: str | None,
    theta: Floats,
    easiness: Floats,
    sites: NDArray[np.int64],
) -> SimulatedWave:
    places = layout(instrument)
    on_form = set((instrument.form(form) if form else instrument.main_form).items)
    codes = np.full((len(theta), places.width), NOT_ON_FORM, dtype=np.uint8)
    trait_of = {item: index for index, subscale in enumerate(instrument.subscales) for item in subscale.items}
    agreeing = generator.normal(0, model.acquiescence_sd, len(theta))
    for number, item in enumerate(instrument.items):
        coding = item.kind.coding
        if item.id not in on_form or coding is None:
            continue
        span = list(places.span(item))
        if item.kind.scored:
            trait = theta[:, trait_of[item.id]] if item.id in trait_of else generator.normal(size=len(theta))
            codes[:, span[0]] = _scale_codes(generator, model, item, trait, easiness[number], agreeing)
        else:
            codes[:, span] = coding.draw(generator, item, len(theta))
    _spoil(generator, model, instrument, codes, on_form)
    opens = _open_answers(generator, instrument, on_form, len(codes))
    _mark_not_shown(instrument, codes, on_form, opens)
    return SimulatedWave(codes, sites, opens)


def _scale_codes(
    generator: np.random.Generator, model: Model, item: Item, trait: Floats, ease: float, agreeing: Floats
) -> NDArray[np.int64]:
    """The options chosen on a scale.

    A reverse-keyed item is answered from the other end of the trait, with the same leaning towards agreement
    as any other item, and more or less of it by person.
    """
    noise = generator.normal(0, np.sqrt(1 - model.loading**2), len(trait))
    latent = (-model.loading * trait + agreeing if item.reverse else model.loading * trait) + noise
    return np.searchsorted(model.spread * thresholds(len(item.options)), latent + ease)


def thresholds(options: int) -> Floats:
    """Cuts for a scale of so many options: those of five points, stretched evenly over more or fewer."""
    at = np.arange(1, options) / options
    known = np.arange(1, 5) / 5
    inner = np.interp(at, known, FIVE_POINT_THRESHOLDS)
    below = FIVE_POINT_THRESHOLDS[0] - 2.5 * (known[0] - at) * (at < known[0]) * 2
    above = FIVE_POINT_THRESHOLDS[-1] + 2.5 * (at - known[-1]) * (at > known[-1]) * 2
    cuts: Floats = np.where(at < known[0], below, np.where(at > known[-1], above, inner))
    return cuts


def _spoil(
    generator: np.random.Generator, model: Model, instrument: Instrument, codes: Codes, on_form: set[str]
) -> None:
    """Careless people, can't-judge, and blanks that rise with an item's place; in place."""
    places = layout(instrument)
    scaled = [item for item in instrument.items if item.kind.scored and item.id in on_form]
    columns = np.array(places.indexes([item.id for item in scaled]), dtype=np.int64)
    options = np.array([len(item.options) for item in scaled])
    careless = np.flatnonzero(generator.random(len(codes)) < model.careless)
    straight = careless[: len(careless) // 2]
    random = careless[len(careless) // 2 :]
    if len(scaled):
        level = generator.random((len(straight), 1))
        codes[np.ix_(straight, columns)] = (level * options).astype(np.uint8)
        codes[np.ix_(random, columns)] = (generator.random((len(random), len(columns))) * options).astype(
            np.uint8
        )
    for place, item in enumerate(scaled):
        if item.non_answers:
            unsure = generator.random(len(codes)) < model.cannot_judge
            codes[unsure, columns[place]] = FIRST_NON_ANSWER
        rising = 2 * model.blank * (place + 0.5) / len(scaled)
        codes[generator.random(len(codes)) < rising, columns[place]] = BLANK


def _mark_not_shown(
    instrument: Instrument,
    codes: Codes,
    on_form: set[str],
    opens: Sequence[Mapping[str, str | int | float]],
) -> None:
    """Set what a rule hides to not shown, in place; in the items' order, as a rule sees only what is shown."""
    for item in instrument.items:
        if item.show_if is not None and item.closed and item.id in on_form:
            hidden = np.flatnonzero(~shown_rows(instrument, item.show_if, codes, opens))
            codes[np.ix_(hidden, np.array(layout(instrument).span(item)))] = NOT_SHOWN


def _open_answers(
    generator: np.random.Generator, instrument: Instrument, on_form: set[str], persons: int
) -> tuple[Mapping[str, str | int | float], ...]:
    """Numbers within their limits, most of them low, for items without a rule; no texts and no dates."""
    columns: dict[str, list[int] | list[float]] = {}
    for item in instrument.items:
        if not item.kind.numeric or item.id not in on_form or item.show_if is not None:
            continue
        low = item.minimum if item.minimum is not None else 0.0
        high = item.maximum if item.maximum is not None else low + 50.0
        drawn = low + (high - low) * generator.beta(1.2, 4.0, persons)
        columns[item.id] = np.rint(drawn).astype(np.int64).tolist() if item.whole else drawn.round(1).tolist()
    if not columns:
        return ({},) * persons
    return tuple(dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
