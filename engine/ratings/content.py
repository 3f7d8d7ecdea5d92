"""Content validity: what experts say of the relevance of items, before anybody answers them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path

import numpy as np

from engine.exchange.worksheet import Worksheet, read_worksheet
from engine.instrument.model import Instrument
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.ratings.reading import RATER, HowRated, Ratings, are_long, ratings_of
from psychometrics.content import (
    ContentValidity,
    ContentValidityRatio,
    content_validity,
    content_validity_ratio,
)
from psychometrics.contract import Caution
from psychometrics.guidelines import GUIDELINES
from psychometrics.intervals import wilson_interval

ALL_AGREE_UP_TO = 5
"""Of so many experts or fewer all should find an item relevant (Polit et al., 2007)."""


@dataclass(frozen=True, slots=True)
class RelevanceScale:
    """The scale that experts used, and the lowest rating on it that means relevant, and essential where asked."""

    low: float
    high: float
    relevant: float
    essential: float | None = None


@dataclass(frozen=True, slots=True)
class ItemContent:
    """What experts say of one item; `text` is empty where no instrument was named or its words belong to others.

    `reaches` says whether I-CVI reaches the rule of thumb. `cvr`, `essential` and `needed` are Lawshe's; None where
    they were not asked for.
    """

    id: str
    text: str
    experts: int
    relevant: int
    i_cvi: float
    lower: float
    upper: float
    kappa_star: float
    aiken_v: float
    aiken_lower: float
    aiken_upper: float
    reaches: bool
    essential: int | None = None
    cvr: float | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class PartContent:
    """The indexes of a set of items: all of them, or a subscale's."""

    label: str
    items: tuple[str, ...]
    s_cvi_ave: float
    s_cvi_ua: float


@dataclass(frozen=True, slots=True)
class ExpertSummary:
    """What one expert gave: how many ratings and gaps, their mean, and how many say relevant."""

    expert: str
    ratings: int
    missing: int
    mean: float
    relevant: int


@dataclass(frozen=True, slots=True)
class ContentStudy:
    """Content validity of the items of a file; `not_judged` are scored items of the instrument without a rating."""

    name: str
    digest: str
    instrument: str
    scale: RelevanceScale
    experts: tuple[ExpertSummary, ...]
    items: tuple[ItemContent, ...]
    whole: PartContent
    parts: tuple[PartContent, ...]
    not_judged: tuple[str, ...]
    confidence: float
    notes: tuple[str, ...]
    cautions: tuple[Caution, ...]


def read_experts(path: Path, how: HowRated, instrument: Instrument | None = None) -> Ratings:
    """Experts' ratings, items x experts; raises `Refused` with every problem, such as an id that is no item.

    A row is an item and a column an expert, or the other way round where the first column is named expert (or its
    other columns are items of the instrument), or a row is a rating.
    """
    sheet = read_worksheet(path, sheet=how.sheet, encoding=how.encoding)
    turned = not how.raters and not are_long(sheet, how) and _rows_are_experts(sheet, instrument)
    if turned or (how.raters and how.target is None):
        how = replace(how, target=sheet.header[0])
    found = ratings_of(sheet, how)
    found = found.turned() if turned else found
    if len(found.raters) < 2:
        remedy = "ask at least three experts, better six or more"
        raise Refused([Problem("one_rater", sheet.name, "ratings by one expert", remedy)])
    if instrument is not None:
        _refuse_unknown(sheet, found.targets, instrument, turned=turned)
    return _judged(found)


def _rows_are_experts(sheet: Worksheet, instrument: Instrument | None) -> bool:
    if sheet.header[0].casefold() in RATER:
        return True
    ids = set() if instrument is None else set(instrument.item_by_id)
    return len(ids & set(sheet.header[1:])) > len(ids & {row[0] for _, row in sheet.rows})


def _refuse_unknown(sheet: Worksheet, ids: Sequence[str], instrument: Instrument, *, turned: bool) -> None:
    problems = []
    for id in ids:
        if id in instrument.item_by_id:
            continue
        row = next((number for number, cells in sheet.rows if id in cells), None)
        place = f"{sheet.name}, header" if turned or row is None else f"{sheet.name}, row {row}"
        cause = f"{id!r} is no item of {instrument.name}"
        known = f"its items are {listed(instrument.item_by_id)}"
        remedy = did_you_mean(id, instrument.item_by_id) or f"write the item's id; {known}"
        problems.append(Problem("unknown_item", place, cause, remedy))
    if problems:
        raise Refused(problems)


def _judged(found: Ratings) -> Ratings:
    """Without the items that nobody judged, which a note names."""
    any_at_all = [bool(np.isfinite(row).any()) for row in found.values]
    silent = [id for id, judged in zip(found.targets, any_at_all, strict=True) if not judged]
    if not silent:
        return found
    return replace(
        found,
        targets=tuple(id for id, judged in zip(found.targets, any_at_all, strict=True) if judged),
        values=found.values[np.array(any_at_all)],
        notes=(*found.notes, f"No rating of {listed(silent)}: left out"),
    )


def scale_of(
    found: Ratings, ends: tuple[float, float] | None, relevant: float | None, essential: float | None
) -> RelevanceScale:
    """The scale as it was said: from 1 to 4 by default, of named categories from the first to the last.

    Relevant is the upper half of it unless it was said otherwise. Raises `Refused` for words without an order, a
    rating off the scale and a cut-point off it.
    """
    place = found.name
    if found.words and not found.ordered:
        remedy = "name them in their order: --categories 'not relevant,somewhat,quite,very'"
        raise Refused(
            [Problem("not_a_rating", place, f"the ratings are words ({listed(found.words)})", remedy)]
        )
    if ends is None:
        ends = (1.0, 4.0) if not found.categories else (min(found.categories), max(found.categories))
    low, high = ends
    off = [
        (id, expert, value)
        for id, row in zip(found.targets, found.values, strict=True)
        for expert, value in zip(found.raters, row, strict=True)
        if np.isfinite(value) and not low <= value <= high
    ]
    problems = [
        Problem(
            "off_the_scale",
            f"{place}, item {id}, expert {expert}",
            f"{value:g} is off the scale from {low:g} to {high:g}",
            "correct the rating, or say which scale was used: --scale 1-5",
        )
        for id, expert, value in off
    ]
    cut = floor((low + high) / 2) + 1.0 if relevant is None else relevant
    for option, value in (("--relevant", cut), ("--essential", essential)):
        if value is not None and not low < value <= high:
            cause = f"{value:g} is not above the lowest rating of the scale from {low:g} to {high:g}, or is off it"
            problems.append(
                Problem("off_the_scale", option, cause, "name the lowest rating that still means it")
            )
    if problems:
        raise Refused(problems)
    return RelevanceScale(low, high, cut, essential)


def study_content(
    found: Ratings, scale: RelevanceScale, instrument: Instrument | None = None, *, confidence: float = 0.95
) -> ContentStudy:
    """The indexes of every item, of all together and of each subscale of the instrument."""
    matrix = found.values.T
    indexes = content_validity(
        matrix, low=scale.low, high=scale.high, relevant=scale.relevant, level=confidence
    )
    ratio = None
    if scale.essential is not None:
        ratio = content_validity_ratio(np.where(np.isfinite(matrix), matrix >= scale.essential, np.nan))
    items = [
        _with_lawshe(_item(found.targets[place], indexes, place, instrument), ratio, place)
        for place in range(len(found.targets))
    ]
    whole = PartContent("All items", found.targets, indexes.s_cvi_ave, indexes.s_cvi_ua)
    return ContentStudy(
        name=found.name,
        digest=found.digest,
        instrument="" if instrument is None else instrument.name,
        scale=scale,
        experts=tuple(_expert(found, at, scale) for at in range(len(found.raters))),
        items=tuple(items),
        whole=whole,
        parts=tuple(_parts(items, instrument)),
        not_judged=_not_judged(found, instrument),
        confidence=confidence,
        notes=found.notes,
        cautions=tuple(_named(caution, found.targets) for caution in indexes.cautions),
    )


def _item(id: str, indexes: ContentValidity, place: int, instrument: Instrument | None) -> ItemContent:
    experts, relevant = int(indexes.experts[place]), int(indexes.relevant[place])
    reach = wilson_interval(relevant, experts, level=indexes.level)
    share = float(indexes.i_cvi[place])
    return ItemContent(
        id=id,
        text="" if instrument is None or not instrument.display_text else instrument.item(id).text,
        experts=experts,
        relevant=relevant,
        i_cvi=share,
        lower=reach.lower,
        upper=reach.upper,
        kappa_star=float(indexes.kappa_star[place]),
        aiken_v=float(indexes.aiken_v[place]),
        aiken_lower=float(indexes.aiken_lower[place]),
        aiken_upper=float(indexes.aiken_upper[place]),
        reaches=reaches(share, experts),
    )


def reaches(i_cvi: float, experts: int) -> bool:
    """Whether an item reaches the rule of thumb: .78, or all of five experts or fewer."""
    return i_cvi >= (1 if experts <= ALL_AGREE_UP_TO else GUIDELINES["i_cvi"].start("good"))


def _with_lawshe(item: ItemContent, ratio: ContentValidityRatio | None, place: int) -> ItemContent:
    if ratio is None:
        return item
    essential, needed = int(ratio.essential[place]), int(ratio.needed[place])
    return replace(item, essential=essential, cvr=float(ratio.cvr[place]), needed=needed)


def _expert(found: Ratings, at: int, scale: RelevanceScale) -> ExpertSummary:
    column = found.values[:, at]
    given = column[np.isfinite(column)]
    return ExpertSummary(
        found.raters[at],
        len(given),
        len(column) - len(given),
        float(given.mean()),
        int((given >= scale.relevant).sum()),
    )


def _parts(items: Sequence[ItemContent], instrument: Instrument | None) -> Iterator[PartContent]:
    """Each subscale of which items were judged."""
    for subscale in () if instrument is None else instrument.subscales:
        own = [item for item in items if item.id in subscale.items]
        if own:
            average = float(np.mean([item.i_cvi for item in own]))
            agreed = float(np.mean([item.relevant == item.experts for item in own]))
            yield PartContent(subscale.label, tuple(item.id for item in own), average, agreed)


def _not_judged(found: Ratings, instrument: Instrument | None) -> tuple[str, ...]:
    items = () if instrument is None else instrument.items
    return tuple(item.id for item in items if item.kind.scored and item.id not in found.targets)


def _named(caution: Caution, ids: Sequence[str]) -> Caution:
    """With the item's id in place of its number."""
    number = caution.where.removeprefix("item ")
    return replace(caution, where=ids[int(number) - 1]) if number.isdecimal() else caution
