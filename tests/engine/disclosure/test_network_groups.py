"""Groups of a whole network beside those of its schools: what is left over is of nobody, or of enough."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from engine.disclosure.groups import network_groups, published_groups
from tests.engine.disclosure.attack import COUNT_WITHIN, MEAN_WITHIN

GROUPS = ("teacher", "aide", "leader")
LEAST = 10
Cells = dict[
    tuple[int, str], tuple[int, int]
]  # by school and group: people, and the sum of their answers of 1 to 5


def test_a_group_that_one_or_two_schools_do_not_show_is_not_shown_of_all() -> None:
    counts = {"teacher": [20, 20, 3], "aide": [12, 12, 12]}
    told = {"teacher": {0, 1}, "aide": {0, 1}}
    assert network_groups(counts, [0, 0, 15], told, LEAST) == ()
    assert network_groups(counts, [0, 0, 15], {"teacher": {0, 1, 2}, "aide": {0, 1, 2}}, LEAST) == (
        "teacher",
        "aide",
    )
    assert network_groups({"teacher": [20, 20, 3], "aide": [12, 12, 12]}, [15, 15, 15], {}, LEAST) == (
        "teacher",
        "aide",
    )


def test_few_people_of_all_schools_are_not_shown_and_take_others_with_them() -> None:
    assert network_groups({"teacher": [20] * 4, "leader": [2] * 4}, [0] * 4, {}, LEAST) == ()
    assert network_groups({"teacher": [20] * 4, "leader": [2] * 4}, [3] * 4, {}, LEAST) == ("teacher",)
    assert network_groups({"teacher": [20] * 4, "leader": [4] * 4}, [0] * 4, {}, LEAST) == (
        "teacher",
        "leader",
    )
    everyone = {"teacher": [20] * 4, "leader": [0] * 4}  # else it would be told that no leader answered
    assert network_groups(everyone, [0] * 4, {}, LEAST) == ()


def given_away(cells: Cells, schools: int, told: list[tuple[str, ...]], shown: tuple[str, ...]) -> list[str]:
    """Which hidden cells the schools' results and the network's exact numbers give away together."""
    names = [(school, group) for school in range(schools) for group in (*GROUPS, "unsaid")]
    rows: list[tuple[np.ndarray, float, float]] = []

    def learn(part: list[tuple[int, str]], exact: bool) -> None:
        """The number of people in a part, and their sum: exact, or as their rounded mean has it."""
        people, total = (sum(cells[one][at] for one in part) for at in (0, 1))
        row = np.zeros(2 * len(names))
        row[[names.index(one) for one in part]] = 1
        rows.append((row, people, people))
        slack = 0.0 if exact else 0.02 * people  # half of a printed point of 100, in points of five
        rows.append((np.roll(row, len(names)), total - slack, total + slack))

    for school in range(schools):
        everybody = [one for one in names if one[0] == school]
        rest = [one for one in everybody if one[1] not in told[school]]
        for part in (everybody, *([one] for one in everybody if one[1] in told[school]), rest):
            learn(part, exact=False)
    for group in shown:
        learn([one for one in names if one[1] == group], exact=True)
    learn([one for one in names if one[1] not in shown], exact=True)
    for at in range(len(names)):
        low, high = np.zeros(2 * len(names)), np.zeros(2 * len(names))
        low[[at, len(names) + at]], high[[at, len(names) + at]] = (-1, 1), (-5, 1)
        rows += [(low, 0, np.inf), (high, -np.inf, 0)]
    hidden = [one for one in names if one[1] not in told[one[0]]]
    return [f"{one}: {what}" for one in hidden for what in _known(names.index(one), len(names), rows)]


def _known(at: int, cells: int, rows: list[tuple[np.ndarray, float, float]]) -> list[str]:
    people, total = np.zeros(2 * cells), np.zeros(2 * cells)
    people[at], total[cells + at] = 1, 1
    low, high = _range(people, rows)
    found = ["count"] if high - low <= COUNT_WITHIN else []
    least, most = np.inf, -np.inf
    for count in range(max(1, round(low)), round(high) + 1):
        ends = _range(total, [*rows, (people, count, count)])
        if ends[0] <= ends[1]:
            least, most = min(least, ends[0] / count), max(most, ends[1] / count)
        if most - least > MEAN_WITHIN:
            return found
    return found if most < least else [*found, "mean"]


def _range(cost: np.ndarray, rows: list[tuple[np.ndarray, float, float]]) -> tuple[float, float]:
    matrix = np.array([row for row, _, _ in rows])
    within = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
    ends = []
    for sign in (1.0, -1.0):
        found = milp(
            sign * cost, constraints=within, integrality=np.ones(len(cost)), bounds=Bounds(0, np.inf)
        )
        if found.status == 2:
            return np.inf, -np.inf
        ends.append(sign * float(found.fun))
    return ends[0], ends[1]


@st.composite
def network(draw: st.DrawFn) -> tuple[Cells, int]:
    schools = draw(st.integers(3, 4))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    typical = draw(st.sampled_from([(18, 12, 3, 2), (22, 14, 12, 0), (14, 4, 2, 12), (9, 5, 3, 1)]))
    cells = {}
    for school in range(schools):
        for group, mean in zip((*GROUPS, "unsaid"), typical, strict=True):
            n = int(generator.poisson(mean))
            cells[school, group] = (n, int(generator.integers(1, 6, n).sum()))
    return cells, schools


def released(cells: Cells, schools: int) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """What each school shows of its groups, and what a study shows of the network's."""
    told = [
        published_groups({one: [cells[at, one][0]] for one in GROUPS}, [cells[at, "unsaid"][0]], LEAST)
        for at in range(schools)
    ]
    shown = network_groups(
        {one: [cells[at, one][0] for at in range(schools)] for one in GROUPS},
        [cells[at, "unsaid"][0] for at in range(schools)],
        {one: {at for at in range(schools) if one in told[at]} for one in GROUPS},
        LEAST,
    )
    return told, shown


@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(network())
def test_a_study_beside_all_schools_results_gives_no_group_away(made: tuple[Cells, int]) -> None:
    cells, schools = made
    told, shown = released(cells, schools)
    alone = given_away(cells, schools, told, ())
    assert set(given_away(cells, schools, told, shown)) <= set(alone)


def test_without_the_rule_a_school_that_shows_no_groups_is_worked_out() -> None:
    sizes = {"teacher": (20, 20, 3), "aide": (12, 12, 6), "leader": (3, 3, 2), "unsaid": (9, 9, 2)}
    cells = {(at, group): (n, 3 * n) for group, counts in sizes.items() for at, n in enumerate(counts)}
    told, shown = released(cells, 3)
    assert told == [("teacher", "aide"), ("teacher", "aide"), ()]
    assert shown == ()
    found = given_away(cells, 3, told, ("teacher", "aide"))
    assert "(2, 'teacher'): count" in found
    assert "(2, 'teacher'): mean" in found
