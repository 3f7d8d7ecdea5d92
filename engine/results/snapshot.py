"""The frozen result of a wave, put together from one reading of its answers and of the waves before it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import makes_network
from engine.disclosure.policy import Policy, policy
from engine.instrument.model import Instrument
from engine.responses.layout import layout
from engine.responses.scoring import reported_range, scored_subscales
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
    profile,
    references,
    without_careless,
)
from engine.results.careful import flagged
from engine.results.facts import Blocks, EarlierWave, SiteFacts, WaveFacts
from engine.results.funnel import Funnel, funnel
from engine.results.measures import Measure, frozen_measure, measure, moments_of
from engine.results.model import (
    FORMAT,
    FrozenData,
    FrozenInstrument,
    FrozenPolicy,
    FrozenResult,
    FrozenWave,
    WholeResult,
)
from engine.results.model_network import FrozenNetwork
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.model_unit import FrozenUnit
from engine.results.network import network
from engine.results.past import compare
from engine.results.people import Respondents, Spread, option_counts, read, scores_of, spread_of
from engine.results.school import SchoolFindings, shown_school
from engine.results.together import frozen_together
from engine.results.units import unit_parts
from psychometrics.contract import Counts, Floats


def build(
    wave: WaveFacts,
    instrument: Instrument,
    sites: Sequence[SiteFacts],
    blocks: Blocks,
    *,
    earlier: Sequence[EarlierWave] = (),
    previous: WholeResult | None = None,
) -> WholeResult:
    """The frozen result of a wave.

    `sites` stand in the order of the blocks' site numbers; `earlier` are the closed waves of the study before
    this one, newest first; `previous` is this wave's own result from before it was opened again. Schools with
    fewer responses than the policy's minimum are in no number of the result: no part of their own, no
    total, no benchmark; and so are schools whose late answers a second result would give away.
    """
    built = school_by_school(wave, instrument, sites, blocks, earlier=earlier, previous=previous)
    return WholeResult(built.result, tuple(built.schools))


@dataclass(frozen=True, slots=True)
class BuiltResult:
    """A result with its parts by school, and with what is kept of units below schools apart from these.

    Each part is made when its turn comes: those of thousands of schools are millions of objects, which need not be
    there at the same time.
    """

    result: FrozenResult
    schools: Iterator[FrozenSchool | HiddenSchool]
    units: Iterator[FrozenUnit]


def school_by_school(
    wave: WaveFacts,
    instrument: Instrument,
    sites: Sequence[SiteFacts],
    blocks: Blocks,
    *,
    earlier: Sequence[EarlierWave] = (),
    previous: WholeResult | None = None,
) -> BuiltResult:
    """As `build`, but each part is made when its turn comes."""
    rules = policy(instrument.audience, wave.minimum_group)
    shown = rules.shows(np.array([site.responses - site.again for site in sites], dtype=np.int64))
    people = read(instrument, shown, blocks, wave.languages)
    parts = late.earlier_parts(previous)
    stays = late.late_schools(sites, *_spreads(wave, instrument, people, len(sites)), parts, rules)
    counted = shown & ~stays
    found = _findings(wave, instrument, sites, people.at(counted), counted, rules, earlier, parts)
    places = funnel(sites, found.measures, found.first_changes) if makes_network(int(counted.sum())) else None
    result = _result(wave, found, counted, network(wave, found, counted, earlier, places))
    if previous is not None and late.network_stays(previous, sites, counted):
        result = _with_earlier_network(result, previous)
    return BuiltResult(
        result, _schools(found, shown, stays, previous, places or Funnel()), unit_parts(wave, found)
    )


def _result(
    wave: WaveFacts, found: SchoolFindings, counted: NDArray[np.bool_], whole: FrozenNetwork | None
) -> FrozenResult:
    instrument, rules = found.instrument, found.policy
    moments = moments_of(instrument, found.people)
    return FrozenResult(
        format=FORMAT,
        salt=wave.salt.hex(),
        instrument=FrozenInstrument(
            id=instrument.id,
            version=instrument.version,
            title=instrument.title,
            audience=instrument.audience.value,
            scoring_digest=wave.scoring_digest,
            not_for=tuple(instrument.not_for),
        ),
        wave=_wave(wave, rules),
        policy=FrozenPolicy(**asdict(rules)),
        data=_data(wave, found, int(counted.sum())),
        measures=tuple(
            frozen_measure(
                instrument,
                one,
                moments,
                comparisons.offered_groups(found.comparisons[one.id]),
                references.offered_references(one, found.references[one.id], found.changes[one.id]),
            )
            for one in found.measures
        ),
        composites=tuple(composites.frozen_composite(instrument, one) for one in instrument.composites),
        together=frozen_together(instrument, found.measures),
        outcomes=tuple(outcomes.frozen_text(instrument, one) for one in found.outcomes),
        allotments=tuple(allotment.frozen_text(instrument, one) for one in found.allotments),
        profile=profile.frozen_profile(found.profile),
        shrinkage=profile.frozen_shrinkage(found.profile),
        network=whole,
    )


def _wave(wave: WaveFacts, rules: Policy) -> FrozenWave:
    return FrozenWave(
        title=wave.title,
        study=wave.study,
        network=wave.network,
        form=wave.form,
        phase=wave.phase,
        closed=wave.closed,
        minimum_group=rules.whole,
        simulated=wave.simulated,
    )


def _with_earlier_network(result: FrozenResult, previous: WholeResult) -> FrozenResult:
    """The result with the network's part of the one before, and which schools that is made of."""
    kept = previous.result.network
    if kept is None:
        return result
    stays = replace(kept, as_of=kept.as_of or previous.result.wave.closed)
    return replace(result, network=stays, network_of=late.network_of(previous))


def _spreads(
    wave: WaveFacts, instrument: Instrument, people: Respondents, schools: int
) -> tuple[dict[str, Spread], dict[str, tuple[float, float]]]:
    """Each measure's spread by school, late answers included, and the ends of its scale."""
    scores = scores_of(instrument, people, scored_subscales(instrument, instrument.form(wave.form)))
    ids = [subscale.id for subscale in instrument.subscales]
    return (
        {id: spread_of(scores[:, at], people.sites, schools) for at, id in enumerate(ids)},
        {subscale.id: reported_range(instrument, subscale) for subscale in instrument.subscales},
    )


def _findings(
    wave: WaveFacts,
    instrument: Instrument,
    sites: Sequence[SiteFacts],
    people: Respondents,
    counted: NDArray[np.bool_],
    rules: Policy,
    earlier: Sequence[EarlierWave],
    parts: late.Parts,
) -> SchoolFindings:
    schools = len(sites)
    again = np.array([site.again for site in sites], dtype=np.int64)
    scores = scores_of(instrument, people, scored_subscales(instrument, instrument.form(wave.form)))
    measures = tuple(
        measure(
            instrument, wave.form, at, spread_of(scores[:, at], people.sites, schools), counted, rules, again
        )
        for at in range(len(instrument.subscales))
    )
    counts = _option_counts(instrument, wave.form, people, measures, schools)
    pasts = tuple(compare(instrument, wave.form, sites, people, measures, one, rules) for one in earlier)
    shares = np.column_stack([one.share(scores[:, one.number]) for one in measures]) if measures else scores
    careless = flagged(instrument, wave.form, people)
    by_item = counted & _by_item(sites, parts)
    return SchoolFindings(
        instrument=instrument,
        policy=rules,
        sites=sites,
        people=people,
        scores=shares,
        measures=measures,
        comparisons={one.id: comparisons.comparison(one, sites) for one in measures},
        agreements=_agreements(instrument, measures, scores, people, counts),
        items={one.id: items.items_of(instrument, one, counts) for one in measures},
        outcomes=outcomes.outcomes(instrument, wave.form, people, by_item, rules.items + again),
        allotments=allotment.allotments(instrument, wave.form, people, by_item, rules.items + again),
        pasts=pasts,
        changes=change.changes_since(measures, pasts, change.last_waves(pasts, schools)),
        first_changes=change.changes_since(measures, pasts, change.first_waves(pasts, schools)),
        groupings=groups.groupings(instrument, wave, people, scores, measures, rules, again.tolist(), sites),
        references={one.id: references.references(instrument, wave.form, one, pasts) for one in measures},
        profile=profile.profile(measures, shares, people.sites),
        flagged=careless,
        without=without_careless.without(careless, measures, shares, people.sites),
        order=np.searchsorted(people.sites, np.arange(schools + 1)),
        parts=parts,
    )


def _option_counts(
    instrument: Instrument, form: str, people: Respondents, measures: Sequence[Measure], schools: int
) -> dict[str, Counts]:
    """How often each option of the measures' statements was chosen at each school, of those that the form asks."""
    asked = set(instrument.form(form).items)
    ids = (id for one in measures for id in one.subscale.items if id in asked)
    return {id: option_counts(instrument, people, instrument.item(id), schools) for id in ids}


def _by_item(sites: Sequence[SiteFacts], parts: late.Parts) -> NDArray[np.bool_]:
    """The schools whose statements no earlier result makes tell of late answers."""
    return np.array(["items" not in late.withheld(site, parts) for site in sites], dtype=bool)


def _agreements(
    instrument: Instrument,
    measures: Sequence[Measure],
    scores: Floats,
    people: Respondents,
    counts: Mapping[str, Counts],
) -> dict[str, agreement.Agreement]:
    return {
        one.id: agreement.agreement(
            instrument,
            one,
            scores[:, one.number],
            people.sites,
            _counts(one.subscale.items, counts, len(one.shown)),
        )
        for one in measures
    }


def _counts(ids: Sequence[str], items: Mapping[str, Counts], schools: int) -> list[Counts]:
    """The counts of a measure's items; of an item that is not on the form nobody chose anything."""
    width = max((items[id].shape[1] for id in ids if id in items), default=1)
    return [items.get(id, np.zeros((schools, width), dtype=np.int64)) for id in ids]


def _data(wave: WaveFacts, found: SchoolFindings, schools: int) -> FrozenData:
    """What the numbers are made of, and what the answers of all schools counted say of the survey itself."""
    instrument, people = found.instrument, found.people
    asked = set(instrument.form(wave.form).items)
    columns = layout(instrument).indexes(
        [item.id for item in instrument.items if item.kind.scored and item.id in asked]
    )
    missing = np.isnan(layout(instrument).table[columns, people.codes[:, columns]])
    return FrozenData(
        digest=people.digest(wave.salt),
        schools=schools,
        missing=round(100 * float(missing.mean()), 1) if missing.size else None,
        careless=round(100 * float(found.flagged.mean())) if found.flagged is not None else None,
    )


def _schools(
    found: SchoolFindings,
    shown: NDArray[np.bool_],
    stays: NDArray[np.bool_],
    previous: WholeResult | None,
    places: Funnel,
) -> Iterator[FrozenSchool | HiddenSchool]:
    for number, site in enumerate(found.sites):
        if not shown[number]:
            yield HiddenSchool(site=site.id, school=site.school, shown=False)
        elif stays[number] and previous is not None:
            part = found.parts[site.id]
            yield replace(part, as_of=part.as_of or previous.result.wave.closed)
        else:
            yield shown_school(found, number, places)
