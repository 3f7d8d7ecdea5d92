"""One school's part of a result, from what was computed for all schools at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import enough_peers
from engine.disclosure.policy import Policy
from engine.disclosure.rounding import alike, mean_shown, percentages, spread_floor
from engine.instrument.model import Instrument
from engine.responses.scoring import level_of
from engine.results import (
    agreement,
    allotment,
    change,
    comparisons,
    composites,
    groups,
    items,
    late,
    outcomes,
    references,
    without_careless,
)
from engine.results.facts import SiteFacts
from engine.results.funnel import Funnel
from engine.results.measures import Measure, of_one_range
from engine.results.model_school import (
    FrozenCareless,
    FrozenGrouping,
    FrozenSchool,
    FrozenStart,
    FrozenStatements,
    Part,
    Verdict,
)
from engine.results.model_score import FrozenChange, FrozenScore
from engine.results.nonresponse import nonresponse
from engine.results.past import Past
from engine.results.people import Respondents
from engine.results.profile import Profile
from engine.results.suggestion import suggestion
from psychometrics.contract import Floats

GOOD_RATE: Final = 70  # per cent; rules of thumb of large school surveys
FAIR_RATE: Final = 50
PARTS: Final[tuple[Part, ...]] = ("groups", "items")  # of a result, what may be withheld


@dataclass(frozen=True, slots=True, eq=False)
class SchoolFindings:
    """All that a school's part is taken from; mappings are by measure id.

    `scores` are persons x measures in per cent of the scale; `changes` are since
    each school's last wave, `first_changes` since its first; `order` gives each school's first person, so
    that a school's people are the rows `order[school]` to `order[school + 1]`.
    """

    instrument: Instrument
    policy: Policy
    sites: Sequence[SiteFacts]
    people: Respondents
    scores: Floats
    measures: tuple[Measure, ...]
    comparisons: Mapping[str, comparisons.Comparison]
    agreements: Mapping[str, agreement.Agreement]
    items: Mapping[str, items.ItemsOfMeasure]
    outcomes: tuple[outcomes.Outcome, ...]
    allotments: tuple[allotment.Allotment, ...]
    pasts: tuple[Past, ...]
    changes: Mapping[str, change.Change]
    first_changes: Mapping[str, change.Change]
    groupings: tuple[groups.RespondentGrouping, ...]
    references: Mapping[str, references.References]
    profile: Profile
    flagged: NDArray[np.bool_] | None
    without: without_careless.Without | None
    order: NDArray[np.int64]
    parts: late.Parts

    def own_policy(self, school: int) -> Policy:
        """The policy of one school, raised by the answers that came from a device that had answered before."""
        return self.policy.raised(self.sites[school].again)


def shown_school(found: SchoolFindings, number: int, funnel: Funnel) -> FrozenSchool:
    """The part of a school that may be shown."""
    site = found.sites[number]
    measures = [one for one in found.measures if one.shown[number]]
    withheld = late.withheld(site, found.parts)
    full = "items" not in withheld
    grouping = () if "groups" in withheld else _groups(found, measures, site, number)
    share = rate(site.responses, site.roster)
    scores = {
        one.id: _score(found, one, number, full) if one.shown[number] else None for one in found.measures
    }
    return FrozenSchool(
        site=site.id,
        school=site.school,
        shown=True,
        level=site.level,
        phase=site.phase,
        responses=site.responses,
        roster=site.roster,
        rate=share,
        verdict=verdict(share),
        scores=scores,
        composites=composites.frozen_scores(found.instrument, found.measures, scores),
        statements=_statements(found, number, full),
        outcomes=outcomes.frozen_outcomes(found.outcomes, number),
        allotments=allotment.frozen_allotments(found.allotments, number),
        start=_start(found, measures, number, _above(scores)),
        groups=grouping,
        nonresponse=nonresponse(site, grouping, measures),
        careless=_careless(found, measures, number) if full else None,
        overall=funnel.overall(site.id, _overall(measures, number)) if measures else None,
        withheld=tuple(part for part in PARTS if part in withheld),
    )


def rate(responses: int, roster: int | None) -> int | None:
    """Per cent of the roster that answered; None where the roster is unknown or too small to be right."""
    if not roster or roster < responses:
        return None
    return round(100 * responses / roster)


def verdict(share: int | None) -> Verdict:
    """What a response rate is good for."""
    if share is None:
        return "unknown"
    return "good" if share >= GOOD_RATE else "care" if share >= FAIR_RATE else "low"


def _score(found: SchoolFindings, one: Measure, number: int, full: bool) -> FrozenScore:
    """One school's score on one measure, with all that belongs to it."""
    n, mean, sd = int(one.spread.n[number]), float(one.spread.mean[number]), float(one.spread.sd[number])
    value = mean_shown(mean, n, one.low, one.high, one.decimals)
    half = _half(n, max(sd, spread_floor(n, one.low, one.high)))
    low = round(max(one.low, value.value - half), one.decimals)
    high = round(min(one.high, value.value + half), one.decimals)
    level = level_of(one.subscale.levels, value.value)
    positions = comparisons.positions(one, found.comparisons[one.id], number)
    same = alike(sd, n, one.low, one.high)
    table = found.items[one.id]
    # All items of a measure or none: the one left out could be worked out from the score.
    by_item = full and not same and found.own_policy(number).shows_items(min(n, table.fewest[number]))
    changed = change.frozen_change(one, found.changes[one.id], found.pasts, number)
    printed = references.PrintedScore(value.value, value.end, low, high, one.decimals)
    return FrozenScore(
        n=n,
        mean=value.value,
        end=value.end,
        low=low,
        high=high,
        alike=same,
        level=level.id if level else None,
        benchmark=next((place for place in positions if place.group == comparisons.NETWORK), None),
        comparisons=positions,
        references=references.positions(found.references[one.id], number, printed, changed),
        change=changed,
        first_change=_first_change(found, one, number),
        agreement=agreement.frozen_agreement(one, found.agreements[one.id], number) if by_item else None,
        items=items.frozen_items(table, number) if by_item else None,
        facets=items.frozen_facets(table, one, number) if by_item else None,
    )


def _statements(found: SchoolFindings, number: int, full: bool) -> tuple[FrozenStatements, ...]:
    """The statements of measures that the form asks too few of for a score, under the rules for items."""
    tables = [(one, found.items[one.id]) for one in found.measures if one.asked and not one.scored]
    return tuple(
        FrozenStatements(
            measure=one.id,
            items=items.frozen_items(table, number)
            if full
            and found.own_policy(number).shows_items(table.fewest[number])
            and not any(row.alike[number] for row in table.rows)
            else None,
        )
        for one, table in tables
    )


def _first_change(found: SchoolFindings, one: Measure, number: int) -> FrozenChange | None:
    """The change since the school's first wave, where that is not the last one too."""
    first = found.first_changes[one.id]
    if first.wave[number] == found.changes[one.id].wave[number]:
        return None
    return change.frozen_change(one, first, found.pasts, number)


def _half(n: int, sd: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.975)) * sd / float(np.sqrt(n))


def _above(scores: Mapping[str, FrozenScore | None]) -> tuple[str, ...]:
    """The measures in which the school lies above the middle half of the others."""
    places = {id: score.benchmark for id, score in scores.items() if score is not None}
    return tuple(id for id, place in places.items() if place is not None and place.band == "upper quarter")


def _high_is_worse(instrument: Instrument, construct: str | None) -> bool:
    known = instrument.construct_map.construct(construct or "") if instrument.construct_map else None
    return known is not None and known.high_is == "worse"


def _start(
    found: SchoolFindings, measures: Sequence[Measure], number: int, above: Sequence[str]
) -> FrozenStart | None:
    if any(_high_is_worse(found.instrument, one.subscale.construct) for one in measures):
        return None  # a highest score may then be a load, and a lowest one a relief
    rows = slice(found.order[number], found.order[number + 1])
    return suggestion(
        [one.id for one in measures],
        np.array([float(one.share(one.printed[number])) for one in measures]),
        found.scores[rows][:, [one.number for one in measures]],
        found.sites[number].id,
        found.profile.draws(number),
        _others(measures, number),
        above,
    )


def _others(measures: Sequence[Measure], number: int) -> Floats | None:
    """The mean of the other schools' printed scores on each measure, in per cent of the scale; None without eight."""
    if len(measures) < 2:
        return None
    printed = np.column_stack([one.share(one.printed) for one in measures])
    rest = np.delete(printed, number, axis=0)
    rest = rest[np.isfinite(rest).all(axis=1)]
    return np.asarray(rest.mean(axis=0)) if enough_peers(len(rest)) else None


def _groups(
    found: SchoolFindings, measures: Sequence[Measure], site: SiteFacts, number: int
) -> tuple[FrozenGrouping, ...]:
    parts = [groups.frozen_grouping(one, measures, site, number) for one in found.groupings]
    return tuple(part for part in parts if part is not None)


def _careless(found: SchoolFindings, measures: Sequence[Measure], number: int) -> FrozenCareless | None:
    """The share of people who seem not to have read, and what they matter; enough people for items only."""
    rows = slice(found.order[number], found.order[number + 1])
    people = int(rows.stop - rows.start)
    if found.flagged is None or not found.own_policy(number).shows_items(people):
        return None
    flagged = int(found.flagged[rows].sum())
    shares, ends = percentages([flagged, people - flagged])
    alike = of_one_range(measures)
    moves = (
        without_careless.moves(found.without, measures, number, found.own_policy(number)) if alike else None
    )
    return FrozenCareless(share=int(shares[0]), end=ends.tolist()[0], moves=moves)


def _overall(measures: Sequence[Measure], number: int) -> int:
    """The mean of the printed scores, in per cent of the scale."""
    return round(float(np.mean([float(one.share(one.printed[number])) for one in measures])))
