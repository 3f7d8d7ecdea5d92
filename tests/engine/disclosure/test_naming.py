"""Whom a hub sees by name over the waves of a study: what is printed of the named never gives the unnamed."""

from collections.abc import Mapping, Sequence, Set

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.disclosure.names import unnamed_in_all

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
