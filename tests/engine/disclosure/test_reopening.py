"""A wave that is closed, opened and closed again, and once more: its results together, and those who came late."""

from typing import Any

import numpy as np
import pytest

from tests.engine.disclosure.attack import Attack, Disclosed
from tests.engine.disclosure.networks import GROUPS, ITEMS, people, result

FIRST = people([[at % 5, (at + 1) % 4] for at in range(34)], [0] * 16 + [1] * 15 + [2] * 3)


def more(n: int, shift: int = 0, alike: bool = False) -> np.ndarray:
    """People who came late: they answer all kinds of things, or all the same at the upper end."""
    return people([[4, 4] if alike else [(at + shift) % 5, (at + 2) % 5] for at in range(n)], [0] * n)


def closes(*groups: np.ndarray, others: int = 0) -> list[dict[str, Any]]:
    """The results of a wave whose first school gets more answers before each close."""
    found: list[dict[str, Any]] = []
    rest = [more(9 + at, at) for at in range(others)]
    for number in range(len(groups)):
        own = np.concatenate(groups[: number + 1])
        found.append(result([own, *rest], found[-1] if found else None))
    return found


def attacked(parts: list[dict[str, Any]]) -> list[Disclosed]:
    """What the results of one school give away of who came between any two of them, by group and as a whole."""
    attack = Attack(len(parts), GROUPS, ITEMS)
    for number, part in enumerate(parts):
        attack.release_school(number, part, "a")
        if number:
            attack.grew(number - 1, number)
    found = []
    for before in range(len(parts)):
        for after in range(before + 1, len(parts)):
            late = parts[after]["responses"] - parts[before]["responses"]
            if late:
                cells = [[group] for group in GROUPS] + ([] if late >= 5 else [list(GROUPS)])
                found += [one for cell in cells for one in attack.disclosed_late(before, after, cell)]
    return found


def distinct(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The school's parts that differ: one that stayed tells nothing new."""
    parts = [one["sites"][0] for one in documents]
    return [part for at, part in enumerate(parts) if not at or "as_of" not in part]


# Two renewals are three results in one program, which takes ten times as long as two.
TWICE = pytest.param((6, 7), marks=pytest.mark.slow)


@pytest.mark.slow
@pytest.mark.parametrize("late", [(2, 4), (6, 0), TWICE, (3, 1), (0, 6), (5, 2)])
@pytest.mark.parametrize("alike", [True, False])
def test_three_closes_give_nobody_away_who_came_between(late: tuple[int, int], alike: bool) -> None:
    documents = closes(FIRST, *(more(n, at, alike) for at, n in enumerate(late)))
    assert attacked(distinct(documents)) == []


def test_what_was_shown_of_fewer_is_not_shown_of_more_at_any_later_close() -> None:
    first, second, third, last = (one["sites"][0] for one in closes(FIRST, more(6), more(0), more(7, 1)))
    assert first["scores"]["a"]["items"]
    assert first["groups"]
    for part in (second, third, last):
        assert part["scores"]["a"]["items"] is None
        assert part["scores"]["a"]["agreement"] is None
        assert part["groups"] == []
        assert part["withheld"] == ["groups", "items"]
    assert "withheld" not in first
    assert [one["responses"] for one in (first, second, third, last)] == [34, 40, 40, 47]


def test_without_that_the_third_close_tells_what_five_late_people_said_of_each_statement() -> None:
    early, whole = FIRST, np.concatenate([FIRST, more(5)])
    careless = [result([one])["sites"][0] for one in (early, whole)]  # as if nothing had been shown before
    attack = Attack(2, GROUPS, ITEMS)
    for number, part in enumerate(careless):
        attack.release_school(number, part, "a")
    attack.grew(0, 1)
    found = {one.what for one in attack.disclosed_late(0, 1, list(GROUPS))}
    assert "A1" in found


def test_a_network_of_which_one_school_changed_stays_as_it_was() -> None:
    first, second, third = closes(FIRST, more(6), more(6, 1), others=4)
    assert second["sites"][0]["responses"] == 40
    for later in (second, third):
        assert {**later["network"], "as_of": None} == {**first["network"], "as_of": None}
        assert later["network"]["as_of"] == first["wave"]["closed"]
        assert dict(later["network_of"])[0] == 34
    assert "as_of" not in first["network"]


def test_a_network_of_which_three_schools_changed_is_made_anew() -> None:
    schools = [more(12, at) for at in range(5)]
    first = result(schools)
    grown = [np.concatenate([one, more(6, 3)]) if at < 3 else one for at, one in enumerate(schools)]
    second = result(grown, first)
    assert "as_of" not in second["network"]
    assert second["network"]["responses"] == 5 * 12 + 3 * 6


def test_schools_that_changed_at_different_closes_are_counted_together() -> None:
    schools = [more(12, at) for at in range(5)]
    documents = [result(schools)]
    for at in range(3):
        schools[at] = np.concatenate([schools[at], more(6, 3)])
        documents.append(result(schools, documents[-1]))
    assert ["as_of" in one["network"] for one in documents] == [False, True, True, False]


def test_a_school_that_was_too_small_before_does_not_follow_from_two_networks() -> None:
    schools = [more(12, at) for at in range(4)]
    first = result([*schools, more(4)])
    second = result([*schools, more(7)], first)
    assert second["sites"][4]["shown"]
    assert second["network"]["schools"] == first["network"]["schools"] == 4
