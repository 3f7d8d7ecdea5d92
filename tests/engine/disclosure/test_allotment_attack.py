"""Rankings, points, sliders and rubrics: whoever has all that is printed cannot say what each person answered."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.disclosure.rounding import percentages
from engine.instrument import kinds
from engine.instrument.model import Instrument, Item
from engine.results import allotment
from tests.engine.disclosure.attack import BOUNDS, Attack, Disclosed
from tests.engine.disclosure.networks import GROUPS, ITEMS, LEVELS, people, published, result
from tests.engine.disclosure.test_attack import school
from tests.small import choose, instrument, likert, subscale

QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
OPTIONS = ("a", "b", "c")
# Which options people put among the first two; nobody has to fill both places.
SETS = [set(one) for size in (1, 2) for one in combinations(range(3), size)]
HOLDS = np.array([[option in chosen for option in range(3)] for chosen in SETS]).astype(np.int64)


def asked(item: Item) -> Instrument:
    return instrument(likert("A0"), item, subscales=(subscale("s", "A0"),))


def printed(item: Item, codes: Sequence[Sequence[int]]) -> dict[str, Any] | None:
    """What a school prints of a question; its people answered the statement beside it in every way."""
    rows = [[at % 5, *own] for at, own in enumerate(codes)]
    (part,) = result([np.array(rows, dtype=np.uint8)], used=asked(item))["sites"]
    found = part.get("allotments", []) if part["shown"] else []
    return found[0] if found else None


def placed(chosen: set[int]) -> list[int]:
    """Codes of a ranking: the chosen ones in their order."""
    order = sorted(chosen)
    return [order.index(at) + 1 if at in chosen else 0 for at in range(3)]


def ways(n: int, kinds_left: int) -> Iterator[tuple[int, ...]]:
    """All ways in which so many people may spread over the kinds of answers."""
    if kinds_left == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in ways(n - first, kinds_left - 1):
            yield first, *rest


def told(spreads: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each spread of people over the sets prints: shares and bounds, an option two columns."""
    first = spreads @ HOLDS
    shares, ends = percentages(np.stack([first, spreads.sum(axis=1, keepdims=True) - first], axis=-1))
    return np.hstack([shares[..., 0], ends[..., 0]])


@pytest.mark.parametrize("n", [8, 9, pytest.param(12, marks=pytest.mark.slow)])
def test_no_ranking_of_so_many_tells_what_each_person_put_first(n: int) -> None:
    """All rankings that so many people can give: whoever knows the rule tries all that print the same."""
    every = np.array(list(ways(n, len(SETS))))
    shown = every[every.max(axis=1) <= n - 2]
    _, of = np.unique(told(shown), axis=0, return_inverse=True)
    first = shown @ HOLDS
    for number in range(int(of.max()) + 1):
        alike = of.ravel() == number
        for option in range(3):
            placed_by = first[alike, option]
            assert not (placed_by == 0).all(), shown[alike][0]
            assert not (placed_by == n).all(), shown[alike][0]


@QUICK
@given(st.lists(st.sampled_from(range(6)), min_size=5, max_size=25))
def test_a_ranking_prints_its_shares_or_nothing_by_the_rule(answers: list[int]) -> None:
    item = choose("R", *OPTIONS, kind=kinds.RANKING, top=2)
    found = printed(item, [placed(SETS[at]) for at in answers])
    spread = np.bincount(answers, minlength=len(SETS))
    assert (found is not None) == (len(answers) >= 8 and int(spread.max()) <= len(answers) - 2)
    if found is not None:
        ends = [BOUNDS[part["end"]] for part in found["parts"]]
        assert [*(part["value"] for part in found["parts"]), *ends] == told(spread[None, :])[0].tolist()


@QUICK
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=5, max_size=30), st.booleans())
def test_no_mean_of_points_lies_where_it_would_be_cut_off(drawn: list[tuple[int, int]], few: bool) -> None:
    """Its neighbours would give it away: all parts make up the sum."""
    item = choose("P", *OPTIONS, kind=kinds.CONSTANT_SUM, total=100)
    gave = [(one, min(other, 100 - one)) for one, other in drawn]
    gave = [(one * (0 if few and at else 1), other) for at, (one, other) in enumerate(gave)]
    codes = np.array([(one, other, 100 - one - other) for one, other in gave])
    found = printed(item, codes.tolist())
    if found is None:
        return
    n, means = len(codes), codes.mean(axis=0)
    margin = 100 * max(0.05 if n < 20 else 0.01, 0.4 / n)
    assert n >= 8
    assert ((margin - 1e-9 <= means) & (means <= 100 - margin + 1e-9)).all()
    assert all(part["end"] is None for part in found["parts"])
    assert all(part["high"] - part["low"] > 0 for part in found["parts"])


@QUICK
@given(st.lists(st.integers(0, 10), min_size=5, max_size=30))
def test_no_slider_says_that_all_stand_at_an_end(at: list[int]) -> None:
    item = Item("L", "How?", kinds.SLIDER, minimum=0.0, maximum=10.0, step=1.0, ends=("Low", "High"))
    found = printed(item, [[place] for place in at])
    if found is None:
        return
    (part,) = found["parts"]
    assert len(at) >= 8
    assert 0 < part["value"] < 10
    assert part["high"] - part["low"] > 0


@settings(QUICK, max_examples=8)
@given(school())
def test_levels_of_a_rubric_disclose_nothing_more_than_the_score_beside_them(answers: np.ndarray) -> None:
    (part,) = result([answers], used=LEVELS)["sites"]
    if not part["shown"]:
        assert "allotments" not in part
        return
    bare = {**part, "outcomes": [], "allotments": []}
    for group in sorted(set(GROUPS) - published(part)):
        assert disclosed(part, group) == disclosed(bare, group)


def disclosed(part: Mapping[str, Any], group: str) -> list[Disclosed]:
    attack = Attack(1, GROUPS, ITEMS, scored=ITEMS[:1])
    attack.release_school(0, part, "a")
    return attack.disclosed(0, group)


# The attacks themselves: they find what a careless release gives away


def test_without_bounds_a_ranking_gives_away_what_everybody_put_first() -> None:
    shown = np.array([one for one in ways(8, len(SETS)) if max(one) <= 6])
    first = shown @ HOLDS
    _, of = np.unique(np.rint(100 * first / 8), axis=0, return_inverse=True)
    assert any((first[of.ravel() == number] == 8).all(axis=0).any() for number in range(int(of.max()) + 1))


def test_without_the_rule_a_mean_that_is_cut_off_follows_from_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        allotment._Means, "at_an_end", lambda self, n, low, high: np.zeros(len(n), dtype=bool)
    )
    item = choose("P", *OPTIONS, kind=kinds.CONSTANT_SUM, total=100)
    found = printed(item, [(40, 60, 0), (60, 40, 0), (50, 50, 0)] * 4)
    assert found is not None
    first, second, third = found["parts"]
    assert third["end"] == "at_most"
    assert 100 - first["value"] - second["value"] == 0  # though it prints "5 or less"


def test_a_hidden_schools_people_change_nothing() -> None:
    rubric = [people([[at % 5, (at + seed) % 5] for at in range(20)], [0] * 20) for seed in range(3)]
    few = [people([[answer, answer]] * 4, [0] * 4) for answer in (0, 4)]
    one, other = (result([*rubric, hidden], used=LEVELS) for hidden in few)
    assert [part.get("allotments") for part in one["sites"]] == [
        part.get("allotments") for part in other["sites"]
    ]
    assert one["sites"][0]["allotments"]
