"""Benchmarks: what the quartiles of other schools tell a school of any one of them.

A quartile is the value at a place in the order of the others' printed means, or lies between two of them. So the
attacker's unknowns are whole numbers: how many schools of each kind (by phase, level and wave) lie in each of the
stretches that the quartiles cut the scale into. The attacker is even told the values at the places beside each
quartile, which is more than is printed. A school's mean is disclosed if it must lie within half a scale point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from engine.disclosure.policy import policy
from engine.instrument.model import Audience
from engine.results import SiteFacts
from engine.results.comparisons import comparison, positions
from engine.results.measures import Measure, measure
from engine.results.model_score import FrozenComparison
from engine.results.people import Spread
from tests.small import instrument, likert, subscale

HALF_A_POINT = 12.5  # on the printed scale of 0 to 100
MADE = instrument(likert("A0"), likert("A1"), subscales=(subscale("a", "A0", "A1", minimum=2),))


@dataclass(frozen=True)
class Place:
    """One place in the order of a group's others, from 0 on, and the mean there."""

    members: frozenset[int]
    place: int
    value: int


def scores(means: Sequence[float]) -> Measure:
    size = len(means)
    spread = Spread(np.full(size, 20), np.array(means, dtype=float), np.full(size, 15.0))
    return measure(MADE, MADE.main_form.id, 0, spread, np.ones(size, dtype=bool), policy(Audience.STAFF, 5))


def facts(phases: Sequence[str], levels: Sequence[str]) -> list[SiteFacts]:
    rows = zip(phases, levels, strict=True)
    return [
        SiteFacts(at, str(at), 20, None, at, level=level, phase=phase)
        for at, (phase, level) in enumerate(rows)
    ]


def places(one: Measure, sites: Sequence[SiteFacts], reader: int) -> list[Place]:
    """What a reader is told: for each quartile of each group, the means at the places beside it."""
    found = comparison(one, sites)
    told = []
    for group in found.groups:
        if group.reason is None and group.members[reader]:
            others = [at for at in np.flatnonzero(group.members).tolist() if at != reader]
            order = sorted(one.printed[others].tolist())
            for share in (0.25, 0.5, 0.75):
                at = share * (len(others) - 1)
                beside = {int(np.floor(at)), int(np.ceil(at))}
                told += [Place(frozenset(others), place, int(order[place])) for place in sorted(beside)]
    return told


def reach(told: Sequence[Place], schools: int, reader: int, victim: int) -> float:
    """How far apart the least and the greatest mean are that a school may have, as far as the reader can tell."""
    cuts = sorted({place.value for place in told})
    stretches = _stretches(cuts)
    kinds: dict[tuple[bool, ...], list[int]] = {}
    for school in range(schools):
        if school != reader:
            kinds.setdefault(tuple(school in place.members for place in told), []).append(school)
    names = list(kinds)
    of_victim = next(at for at, members in enumerate(kinds.values()) if victim in members)
    size = len(names) * len(stretches)
    rows: list[tuple[np.ndarray, float, float]] = []
    for at, members in enumerate(kinds.values()):
        row = np.zeros((len(names), len(stretches)))
        row[at] = 1
        rows.append((row.ravel(), len(members), len(members)))
    for number, place in enumerate(told):
        inside = np.array([name[number] for name in names], dtype=float)[:, None]
        under = np.array([high < place.value for _, high in stretches], dtype=float)[None, :]
        until = np.array([high <= place.value for _, high in stretches], dtype=float)[None, :]
        rows.append(((inside * under).ravel(), 0, place.place))
        rows.append(((inside * until).ravel(), place.place + 1, np.inf))
    feasible = [
        stretch
        for at, stretch in enumerate(stretches)
        if _feasible(rows, size, of_victim * len(stretches) + at)
    ]
    return max(high for _, high in feasible) - min(low for low, _ in feasible)


def _stretches(cuts: Sequence[int]) -> list[tuple[int, int]]:
    """The printed means from 0 to 100 in stretches: each cut, and what lies between two."""
    found, low = [], 0
    for cut in cuts:
        if low < cut:
            found.append((low, cut - 1))
        found.append((cut, cut))
        low = cut + 1
    return found + ([(low, 100)] if low <= 100 else [])


def _feasible(rows: Sequence[tuple[np.ndarray, float, float]], size: int, cell: int) -> bool:
    """Whether the school may lie in this stretch: one of its kind does."""
    least = np.zeros(size)
    least[cell] = 1
    matrix = np.array([row for row, _, _ in rows])
    within = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
    return bool(
        milp(
            np.zeros(size), constraints=within, integrality=np.ones(size), bounds=Bounds(least, np.inf)
        ).success
    )


def worst(means: Sequence[float], phases: Sequence[str], levels: Sequence[str]) -> float:
    """The least that any reader is left in doubt about any other school."""
    one, sites = scores(means), facts(phases, levels)
    told = {reader: places(one, sites, reader) for reader in range(len(means))}
    return min(
        (
            reach(told[reader], len(means), reader, victim)
            for reader in {0, len(means) // 2, len(means) - 1}
            if told[reader]
            for victim in range(len(means))
            if victim != reader
        ),
        default=np.inf,
    )


def test_in_a_network_of_nine_no_school_learns_anothers_mean() -> None:
    means = [50, 54, 57, 60, 61, 65, 70, 74, 80]
    assert places(scores(means), facts(["one"] * 9, ["high"] * 9), 0)
    assert worst(means, ["one"] * 9, ["high"] * 9) > HALF_A_POINT


@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(9, 26), st.integers(0, 2**32 - 1), st.sampled_from([(0.5, 0.5), (0.8, 0.5), (0.9, 0.9)]))
def test_with_groups_by_phase_and_level_none_does_either(
    schools: int, seed: int, shares: tuple[float, float]
) -> None:
    generator = np.random.default_rng(seed)
    means = np.clip(np.round(generator.normal(60, 14, schools)), 6, 94).tolist()
    phases = np.where(generator.random(schools) < shares[0], "one", "two").tolist()
    levels = np.where(generator.random(schools) < shares[1], "high", "middle").tolist()
    assert worst(means, phases, levels) > HALF_A_POINT


def test_the_attack_finds_a_school_where_groups_differ_by_one() -> None:
    """Two groups of ten and eleven: the one that sets them apart lies where the order moves."""
    means = [40, 44, 47, 50, 53, 60, 66, 70, 73, 76, 80]
    everybody, most = frozenset(range(1, 11)), frozenset(range(1, 10))
    order = sorted(means[1:])
    without = sorted(means[1:10])
    told = [Place(everybody, at, order[at]) for at in range(10)] + [
        Place(most, at, without[at]) for at in range(9)
    ]
    assert reach(told, 11, 0, 10) == 0


def test_quartiles_are_of_printed_means() -> None:
    means = [50.4, 54.3, 57.2, 60.1, 61.4, 65.3, 70.2, 74.1, 80.4]
    rows: list[tuple[FrozenComparison, ...]] = []
    for exact in (means, [round(mean) for mean in means]):
        one = scores(exact)
        rows.append(positions(one, comparison(one, facts(["one"] * 9, ["high"] * 9)), 4))
    assert rows[0] == rows[1]
