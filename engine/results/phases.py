"""The network wave by wave, and by the schools' own phases where cohorts overlap."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import makes_network, phases_told
from engine.disclosure.names import measures_by_phase
from engine.results.facts import EarlierWave, SiteFacts, WaveFacts
from engine.results.measures import Measure
from engine.results.model_network import (
    CurvePoint,
    FrozenNetwork,
    KeptPhase,
    KeptSchoolsOfPhase,
    NoPhases,
    Phase,
    PhaseCurve,
    SchoolsOfPhase,
)


def phases(
    wave: WaveFacts,
    sites: Sequence[SiteFacts],
    counted: NDArray[np.bool_],
    measures: Sequence[Measure],
    earlier: Sequence[EarlierWave],
) -> tuple[KeptPhase, ...]:
    """Each wave's means, oldest first: earlier ones as their own results printed them.

    Rows by phase name their schools in `members` by measure (site ids of the present wave, None for a school
    that does not take part any more), which `visible` takes out again before a hub sees them.
    """
    told = [one for one in earlier if one.network]
    now = {site.key: site.id for site in sites}
    before = {site.key: site.phase for site in told[0].sites} if told else {}
    return (
        *(_earlier(one.network, one.sites, now) for one in reversed(told) if one.network),
        _present(wave, sites, counted, measures, before),
    )


def _earlier(network: FrozenNetwork, sites: Sequence[SiteFacts], now: Mapping[int | str, int]) -> KeptPhase:
    row = network.phases[-1]
    present = {site.id: now.get(site.key) for site in sites}
    moved = tuple(
        replace(
            part,
            members={
                id: tuple(None if site is None else present[site] for site in members)
                for id, members in part.members.items()
            },
        )
        for part in row.by_phase
    )
    return replace(row, by_phase=moved)


def _present(
    wave: WaveFacts,
    sites: Sequence[SiteFacts],
    counted: NDArray[np.bool_],
    measures: Sequence[Measure],
    before: Mapping[int | str, str | None],
) -> KeptPhase:
    rows, reason = _by_phase(sites, counted, measures, before)
    return KeptPhase(
        wave=wave.title,
        phase=wave.phase,
        schools=int(counted.sum()),
        means={one.id: _mean(one, one.shown) for one in measures if makes_network(int(one.shown.sum()))},
        by_phase=rows,
        reason=reason,
    )


def _mean(one: Measure, members: NDArray[np.bool_]) -> float:
    return round(float(one.printed[members].mean()), one.decimals + 1)


def _by_phase(
    sites: Sequence[SiteFacts],
    counted: NDArray[np.bool_],
    measures: Sequence[Measure],
    before: Mapping[int | str, str | None],
) -> tuple[tuple[KeptSchoolsOfPhase, ...], NoPhases | None]:
    """Means by the schools' own phases, if all phases are large enough."""
    names = np.array([site.phase or "" for site in sites], dtype=object)
    found = sorted({str(name) for name in names[counted] if name})
    if len(found) < 2:
        return (), "one_phase"
    groups = [names == name for name in [*found, ""]]
    open_measures = [one for one in measures if _large(groups, one.shown)]
    if not _large(groups, counted) or not open_measures:
        return (), "few_schools"
    return tuple(
        KeptSchoolsOfPhase(
            phase=name,
            after=_phase_before([sites[at] for at in np.flatnonzero(group & counted).tolist()], before),
            schools=int((group & counted).sum()),
            means={one.id: _mean(one, group & one.shown) for one in open_measures},
            members={
                one.id: tuple(sites[at].id for at in np.flatnonzero(group & one.shown).tolist())
                for one in open_measures
            },
        )
        for name, group in zip(found, groups, strict=False)
    ), None


def _large(groups: Sequence[NDArray[np.bool_]], shown: NDArray[np.bool_]) -> bool:
    """Whether the schools shown are enough in each group, the last of which is those without a phase."""
    *sizes, without = (int((group & shown).sum()) for group in groups)
    return phases_told(sizes, without)


def _phase_before(sites: Sequence[SiteFacts], before: Mapping[int | str, str | None]) -> str | None:
    """The phase that most of these schools had in the wave before, if it was more than half of them."""
    known = Counter(before[site.key] for site in sites if site.key in before)
    phase, number = known.most_common(1)[0] if known else (None, 0)
    return phase if 2 * number > len(sites) else None


# What a hub may see


def visible(rows: Sequence[KeptPhase], agreed: Set[int]) -> tuple[Phase, ...]:
    """The rows without their schools' ids; by phase only where no school without a name could be worked out."""
    return tuple(_visible(row, agreed) for row in rows)


def _visible(row: KeptPhase, agreed: Set[int]) -> Phase:
    parts = row.by_phase
    kept = measures_by_phase([part.members for part in parts], agreed)
    hidden = bool(parts) and not kept
    shown = tuple(
        SchoolsOfPhase(
            phase=part.phase,
            after=part.after,
            schools=part.schools,
            means={id: mean for id, mean in part.means.items() if id in kept},
        )
        for part in parts
    )
    return Phase(
        wave=row.wave,
        phase=row.phase,
        schools=row.schools,
        means=row.means,
        by_phase=() if hidden else shown,
        reason="names" if hidden else row.reason,
    )


def curves(rows: Sequence[Phase]) -> tuple[PhaseCurve, ...]:
    """Schools that went through their phases together, from wave to wave: a curve has two points or more."""
    found: list[list[CurvePoint]] = []
    for row in rows:
        open_ends = {line[-1].phase: line for line in found if line[-1].wave == _before(rows, row)}
        for part in row.by_phase:
            point = CurvePoint(wave=row.wave, phase=part.phase, schools=part.schools, means=part.means)
            line = open_ends.pop(part.after, None) if part.after is not None else None
            if line is None:
                found.append([point])
            else:
                line.append(point)
    return tuple(PhaseCurve(points=tuple(line)) for line in found if len(line) > 1)


def _before(rows: Sequence[Phase], row: Phase) -> str | None:
    at = rows.index(row)
    return rows[at - 1].wave if at else None
