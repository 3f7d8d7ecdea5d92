"""Whom a hub sees by name over the waves of a study: what is printed of the named never gives the unnamed."""

from collections.abc import Mapping, Sequence, Set

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.disclosure.names import (
    choices_counted,
    dot_sizes,
    measures_by_phase,
    names_told,
    outcomes_counted,
    unnamed_in_all,
)

Wave = Mapping[int, int]


def given_away(waves: Sequence[Wave], hidden: Set[int], agreed: Set[int]) -> set[tuple[int, int]]:
    """The scores (wave, school) of schools that did not agree which the named ones and the network give away.

    Unknown is a score for each school and wave. The network tells the sum of each wave, and that of the changes
    since each school's last and first wave before. A score is given away where these equations settle it.
    """
    cells = {cell: number for number, cell in enumerate(_cells(waves))}
    rows = [_row(cells, {cell: 1.0}) for cell in cells if cell[1] not in hidden]
    for now, wave in enumerate(waves):
        past = {one: [at for at in range(now) if one in waves[at]] for one in wave}
        with_past = [one for one in wave if past[one]]
        rows += [_row(cells, {(now, one): 1.0 for one in wave})] if len(wave) >= 3 else []
        for which in (-1, 0) if len(with_past) >= 3 else ():
            changes = [{(now, one): 1.0, (past[one][which], one): -1.0} for one in with_past]
            rows.append(sum((_row(cells, one) for one in changes), np.zeros(len(cells))))
    known = np.array(rows or [np.zeros(len(cells))])
    rank = np.linalg.matrix_rank(known)
    return {
        cell
        for cell, number in cells.items()
        if cell[1] not in agreed
        and np.linalg.matrix_rank(np.vstack([known, np.eye(len(cells))[number]])) == rank
    }


def _cells(waves: Sequence[Wave]) -> list[tuple[int, int]]:
    return [(at, school) for at, wave in enumerate(waves) for school in wave]


def _row(cells: Mapping[tuple[int, int], int], terms: Mapping[tuple[int, int], float]) -> np.ndarray:
    row = np.zeros(len(cells))
    row[[cells[cell] for cell in terms]] = list(terms.values())
    return row


SIZES = {school: 10 + school for school in range(8)}
ALL_BUT_X = set(SIZES) - {7}


def test_a_school_that_keeps_another_company_does_so_in_every_wave() -> None:
    later = {**SIZES, 0: 40, 1: 41}  # other schools are the smallest now
    assert unnamed_in_all([SIZES, later], ALL_BUT_X) == {7, 0, 1}
    assert given_away([SIZES, later], {7, 0, 1}, ALL_BUT_X) == set()


def test_named_wave_by_wave_a_school_would_follow_from_the_networks_change() -> None:
    later = {**SIZES, 0: 40, 1: 41}
    names_of_either = {7}  # {7, 0, 1} in the first wave and {7, 2, 3} in the second: only 7 is in both
    assert (0, 7) in given_away([SIZES, later], names_of_either, ALL_BUT_X)


def test_a_new_wave_names_nobody_whom_an_older_one_hid() -> None:
    first = unnamed_in_all([SIZES], ALL_BUT_X)
    without = {school: n for school, n in SIZES.items() if school not in (0, 1)}
    both = unnamed_in_all([SIZES, without], ALL_BUT_X)
    assert first == {7, 0, 1}
    assert both == {7, 0, 1, 2, 3}


def test_schools_that_were_two_when_a_change_was_measured_hide_nobody_in_it() -> None:
    """The change that was frozen is that of the six others: with 7 alone unnamed among them it would be 7's own."""
    assert unnamed_in_all([SIZES, SIZES], ALL_BUT_X) == {7, 0, 1}
    assert unnamed_in_all([SIZES, SIZES], ALL_BUT_X, merged={0, 1}) == {7, 0, 1, 2, 3}
    assert unnamed_in_all([SIZES, SIZES], set(SIZES), merged={0, 1}) == frozenset()


def test_a_school_that_was_two_was_new_among_the_new_ones() -> None:
    first = {school: n for school, n in SIZES.items() if school not in (6, 7)}
    assert unnamed_in_all([first, SIZES], ALL_BUT_X) == {7, 6, 0, 1, 2}
    assert unnamed_in_all([first, SIZES], ALL_BUT_X, merged={3}) == {7, 6, 0, 1, 2, 3}


def test_schools_that_were_read_before_hide_nobody() -> None:
    assert unnamed_in_all([SIZES], set(SIZES) - {5, 6, 7}) == {5, 6, 7}
    assert unnamed_in_all([SIZES], set(SIZES) - {5, 6, 7}, seen={5, 6}) == {5, 6, 7, 0, 1}


def test_a_readers_own_school_hides_nobody_and_is_seen() -> None:
    three = {1: 10, 2: 11, 3: 12}
    assert unnamed_in_all([three], {2}, own={1}) == {2, 3}
    assert unnamed_in_all([three], {2, 3}, own={1}) == frozenset()


def test_where_no_network_is_shown_nothing_is_subtracted() -> None:
    assert unnamed_in_all([{1: 10, 2: 11}], {1}) == {2}
    assert unnamed_in_all([], {1}) == frozenset()


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.lists(
        st.dictionaries(st.integers(0, 8), st.integers(5, 40), min_size=1, max_size=9), min_size=1, max_size=3
    ),
    st.sets(st.integers(0, 8)),
)
def test_the_named_and_the_network_give_away_no_school_that_did_not_agree(
    waves: list[dict[int, int]], agreed: set[int]
) -> None:
    hidden = unnamed_in_all(waves, agreed)
    assert hidden >= {school for wave in waves for school in wave} - agreed
    everybody = {school for wave in waves for school in wave}
    assert given_away(waves, hidden, agreed) <= given_away(waves, everybody, agreed)


def test_a_district_reads_eight_names_of_shown_schools_or_none() -> None:
    eight, nine = set(range(8)), set(range(9))
    assert names_told(eight, eight, district=True) == eight
    assert names_told(nine, set(range(7)), district=True) == frozenset()
    assert names_told({1}, {1}, district=False) == {1}


def test_a_dot_has_a_size_that_three_schools_share_or_is_not_there() -> None:
    assert dot_sizes({1: 5, 2: 7, 3: 9, 4: 90, 5: 81, 6: 80}) == {
        **dict.fromkeys((1, 2, 3), (5, 9)),
        **dict.fromkeys((4, 5, 6), (80, None)),
    }
    assert dot_sizes({1: 5, 2: 12, 3: 25}) == dict.fromkeys((1, 2, 3), (5, 39))
    assert dot_sizes({1: 5, 2: 6, 3: 7, 4: 90}) == dict.fromkeys((1, 2, 3, 4), (5, None))
    assert dot_sizes({1: 5, 2: 90}) == {}


def test_means_by_phase_need_nobody_or_three_without_a_name_in_every_phase() -> None:
    assert measures_by_phase([{"a": [1, 2, 3]}, {"a": [4, 5, 6]}], {1, 2, 3}) == {"a"}
    assert measures_by_phase([{"a": [1, 2, 3]}, {"a": [4, 5, 6]}], {1, 2, 3, 4}) == frozenset()
    assert measures_by_phase([{"a": [1, 2], "b": [1]}, {"a": [None, 4], "b": [4]}], {1, 2, 4}) == {"b"}


def test_choices_of_schools_without_a_name_are_counted_only_where_each_is_left_open() -> None:
    named = {1: ["trust"]}
    assert choices_counted(named | {2: ["trust"], 3: ["vision"]}, {1}) == {1}
    assert choices_counted(named | {2: ["trust"], 3: ["trust"], 4: ["trust", "vision"]}, {1}) == {1}
    assert choices_counted(named | {2: ["trust"], 3: ["trust"], 4: ["vision"]}, {1}) == {1, 2, 3, 4}


LABELS = ("as_expected", "direction", "higher", "lower", "cannot_tell")


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.integers(0, 6), st.lists(st.sampled_from(LABELS), min_size=1, max_size=2), max_size=6),
    st.sets(st.integers(0, 6), max_size=2),
)
def test_counts_of_what_came_give_no_school_s_labels_away(
    unshared: dict[int, list[str]], own: set[int]
) -> None:
    """Whoever takes what is shared, and the labels of their own schools, from the counts: every school stays open.

    What is left is a sum over the others; a label is known of a school where each way to give the sum to them has it.
    """
    if not outcomes_counted(unshared, own):
        return
    others = {school: sorted(labels) for school, labels in unshared.items() if school not in own}
    assert len(others) >= 3
    turned = list(others.values())
    for school, labels in others.items():
        for label in labels:  # another school's labels could be its own: they lack this one
            assert any(label not in one for one in turned), (school, label)


def test_counts_of_what_came_take_three_schools_that_did_not_all_come_out_alike() -> None:
    three = {1: ["higher"], 2: ["lower"], 3: ["higher", "cannot_tell"]}
    assert outcomes_counted(three, set())
    assert not outcomes_counted(three, {2})
    assert not outcomes_counted({1: ["higher"], 2: ["lower"]}, set())
    assert not outcomes_counted({1: ["higher"], 2: ["higher", "lower"], 3: ["higher"]}, set())
    assert not outcomes_counted({}, set())
