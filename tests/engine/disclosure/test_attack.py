"""Nothing hidden follows from what is released; and the attack finds it where the rules are left out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.results import groups
from tests.engine.disclosure.attack import Attack, Disclosed
from tests.engine.disclosure.networks import GROUPS, ITEMS, SINGLE, people, published, result


def attacked(document: dict[str, Any]) -> list[Disclosed]:
    """What the whole document, all schools together, gives away of its hidden cells.

    The network's numbers are made of printed ones (a test below holds them to it), so that they tell an
    attacker who has all schools nothing more, and each school is a problem of its own.
    """
    found = []
    for part in document["sites"]:
        attack = Attack(1, GROUPS, ITEMS)
        if part["shown"] and part["scores"]["a"]:
            attack.release_school(0, part, "a")
        elif not part["shown"]:
            attack.learn(attack.cell(0, GROUPS), 0, 4)  # that it is hidden says this much
        for group in sorted(set(GROUPS) - (published(part) if part["shown"] else set())):
            found += attack.disclosed(0, group)
    return found


@st.composite
def school(draw: st.DrawFn) -> np.ndarray:
    """People who spread evenly, crowd at an end, or all answer alike; one group large, the others small."""
    n = draw(st.integers(3, 32))
    seed = draw(st.integers(0, 2**32 - 1))
    generator = np.random.default_rng(seed)
    shape = draw(
        st.sampled_from([(1, 1, 1, 1, 1), (0, 0, 0, 1, 9), (9, 1, 0, 0, 0), (0, 0, 1, 0, 0), (0, 0, 0, 0, 1)])
    )
    shares = draw(st.sampled_from([(8, 1, 1, 0), (6, 4, 1, 1), (10, 0, 0, 0), (5, 5, 0, 0), (4, 3, 2, 1)]))
    weights = np.array(shape) / sum(shape)
    groups = generator.choice(4, n, p=np.array(shares) / sum(shares))
    return people(generator.choice(5, (n, 2), p=weights), groups)


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(school(), min_size=3, max_size=3))
def test_nothing_is_disclosed(schools: list[np.ndarray]) -> None:
    assert attacked(result(schools)) == []


@pytest.mark.slow  # the same over ten times as many networks, for a minute
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(school(), min_size=3, max_size=3))
def test_nothing_is_disclosed_in_many_networks(schools: list[np.ndarray]) -> None:
    assert attacked(result(schools)) == []


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(school())
def test_a_single_statement_beside_a_score_discloses_nothing(people: np.ndarray) -> None:
    (part,) = result([people], used=SINGLE)["sites"]
    attack = Attack(1, GROUPS, ITEMS, scored=ITEMS[:1])
    if not part["shown"]:
        assert "outcomes" not in part
        return
    attack.release_school(0, part, "a")
    for group in sorted(set(GROUPS) - published(part)):
        assert attack.disclosed(0, group) == []


# The attack itself: it finds what a careless release gives away


def careless(schools: list[np.ndarray]) -> dict[str, Any]:
    """A result whose groups of ten or more are shown whatever is left over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "published_groups", _large_groups)
        patch.setattr(groups, "shown_beside", lambda shown, *_: len(shown))
        return result(schools)


def _large_groups(
    counts: Mapping[str, Sequence[int]], unsaid: Sequence[int], minimum: int
) -> tuple[str, ...]:
    return tuple(name for name, numbers in counts.items() if min(numbers) >= minimum)


LEADERS = people([[at % 5, (at + 1) % 4] for at in range(29)], [0] * 14 + [1] * 12 + [2] * 3)


def leaders_in(document: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """What a result gives away of those who named the role of leader, or none."""
    attack = Attack(1, GROUPS, ITEMS)
    attack.release_school(0, document["sites"][0], "a")
    return {one.what: (one.low, one.high) for one in attack.disclosed(0, "leader", "unsaid")}


def test_without_complementary_suppression_the_attack_finds_three_leaders() -> None:
    document = careless([LEADERS])
    assert published(document["sites"][0]) == {"teacher", "aide"}
    found = leaders_in(document)
    assert found["count"] == (3, 3)
    low, high = found["mean"]
    assert low <= float(np.mean(LEADERS[-3:, :2])) <= high


def test_with_it_the_leaders_are_hidden_among_fifteen() -> None:
    document = result([LEADERS])
    assert published(document["sites"][0]) == {"teacher"}
    assert leaders_in(document) == {}
    assert attacked(document) == []


def test_the_attack_finds_the_one_who_came_late_when_two_results_are_shown() -> None:
    early, whole = LEADERS[:20], LEADERS[:21]
    found = late([result([early])["sites"][0], result([whole])["sites"][0]])
    (count,) = [one for one in found if one.what == "count" and one.cell[1] == "late " + " ".join(GROUPS)]
    assert (count.low, count.high) == (pytest.approx(1), pytest.approx(1))
    (answer,) = [one for one in found if one.what == "A1" and one.cell[1] == count.cell[1]]
    assert (answer.low, answer.high) == (pytest.approx(LEADERS[20, 1]),) * 2


def late(parts: list[dict[str, Any]]) -> list[Disclosed]:
    """What two results of one school in one wave give away of the people between them."""
    attack = Attack(2, GROUPS, ITEMS)
    for number, part in enumerate(parts):
        attack.release_school(number, part, "a")
    attack.grew(0, 1)
    enough = parts[1]["responses"] - parts[0]["responses"] >= 5  # then they may be known as a whole
    cells = [[group] for group in GROUPS] + ([] if enough else [list(GROUPS)])
    return [one for cell in cells for one in attack.disclosed_late(0, 1, cell)]


@pytest.mark.parametrize("more", [1, 2, 4, 5, 9])
@pytest.mark.parametrize("alike", [True, False])
def test_a_second_result_gives_nobody_away_who_came_late(more: int, alike: bool) -> None:
    first = LEADERS[:20]
    added = people([[4, 4] if alike else [at % 5, (at + 2) % 5] for at in range(more)], [0] * more)
    before = result([first])
    after = result([np.concatenate([first, added])], before)
    (old,), (new,) = before["sites"], after["sites"]
    assert ("as_of" in new) == (more < 5 or alike)
    if "as_of" in new:
        assert {**new, "as_of": None} == {**old, "as_of": None}
        return
    assert new["scores"]["a"]["n"] == 20 + more
    assert new["groups"] == []
    assert new["scores"]["a"]["items"] is None
    assert late([old, new]) == []


def waves_with_a_leaver() -> Attack:
    """All that two waves of a school print, the second of which one person has left."""
    attack = Attack(2, GROUPS, ITEMS)
    for number, rows in enumerate((LEADERS, LEADERS[1:])):
        attack.release_school(number, result([rows])["sites"][0], "a")
    return attack


def test_two_waves_say_nothing_of_who_left_between_them() -> None:
    attack = waves_with_a_leaver()
    for number, rows in enumerate((LEADERS, LEADERS[1:])):
        for group in sorted(set(GROUPS) - published(result([rows])["sites"][0])):
            assert attack.disclosed(number, group) == []


def test_only_if_everybody_else_answered_the_same_again_would_they() -> None:
    attack = waves_with_a_leaver()
    attack.grew(1, 0)
    found = {one.what for one in attack.disclosed_late(1, 0, list(GROUPS))}
    assert {"A0", "mean"} <= found


# What the network's numbers are made of


def test_the_networks_numbers_are_made_of_printed_ones() -> None:
    generator = np.random.default_rng(1)
    schools = [people(generator.integers(0, 5, (n, 2)), [0] * n) for n in (6, 9, 12, 4, 30)]
    document = result(schools)
    printed = [one["scores"]["a"]["mean"] for one in document["sites"] if one["shown"]]
    assert len(printed) == 4
    assert document["network"]["measures"]["a"]["mean"] == round(float(np.mean(printed)), 1)
    assert document["network"]["responses"] == 6 + 9 + 12 + 30


def test_the_networks_share_of_a_single_statement_is_made_of_printed_ones() -> None:
    generator = np.random.default_rng(3)
    schools = [people(generator.integers(0, 5, (n, 2)), [0] * n) for n in (8, 9, 12, 7, 30)]
    document = result(schools, used=SINGLE)
    printed = [row["share"] for one in document["sites"] for row in one["outcomes"]]
    assert len(printed) == 4  # seven people are too few for a statement
    (found,) = document["network"]["outcomes"]
    assert (found["share"], found["schools"]) == (round(float(np.mean(printed))), 4)


def test_two_schools_make_no_network() -> None:
    generator = np.random.default_rng(2)
    schools = [people(generator.integers(0, 5, (n, 2)), [0] * n) for n in (12, 9, 4)]
    assert result(schools)["network"] is None
