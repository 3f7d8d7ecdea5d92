"""Leaders of all schools are shown together, and no reader of anything can work one out, or those of a school."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from engine.disclosure.groups import pool_told
from engine.instrument.model import Audience, Privacy
from engine.results.hub import hub_result
from engine.results.model import FrozenResult
from engine.results.reading import lines_of, result_of, school_of
from engine.store import NewInvitee, Receipt, Store, Wave, WayIn
from engine.waves.closing import close
from engine.waves.release import release
from engine.waves.study import study_wave
from psychometrics.contract import StatisticError
from tests.engine.store.field import Clock, Field, lay_out
from tests.new_database import new_database
from tests.small import instrument, likert, subscale

LEADERS = instrument(
    likert("A"),
    likert("B"),
    likert("C"),
    id="leaders",
    audience=Audience.SITE_LEADERS,
    privacy=Privacy.CONFIDENTIAL,
    minimum_group=10,
    few_at_a_school=True,
    subscales=(subscale("all", "A", "B"),),
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.open(new_database(tmp_path / "pool.db"), now=clock) as opened:
        yield opened


def field_of(store: Store, schools: int = 6) -> Field:
    field = lay_out(store, LEADERS, way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL, minimum_group=10)
    network = store.studies.networks()[0]
    more = tuple(store.studies.add_school(network, f"School {number}") for number in range(3, schools))
    sites = tuple(store.sites.add(field.wave, school, roster=3) for school in more)
    return replace(field, schools=(*field.schools, *more), sites=(*field.sites, *sites))


def answer(field: Field, people: list[int], seed: int = 1) -> list[Receipt]:
    """So many leaders of each school answer, by codes."""
    generator, receipts = np.random.default_rng(seed), []
    for site, number in enumerate(people):
        named = [NewInvitee(f"Leader {site} {one}") for one in range(number)]
        for invited in field.store.codes.invite(field.wave, field.sites[site], named):
            given = {id: str(generator.integers(1, 6)) for id in "ABC"}
            receipts.append(field.answer(site, code=invited.code, **given))
    return receipts


def closed(field: Field) -> FrozenResult:
    close(field.store, field.wave)
    return result_of(field.store.results.network_snapshot(field.wave))


def test_ten_leaders_of_several_schools_are_one_group_with_the_mean_of_people(store: Store) -> None:
    field = field_of(store)
    answer(field, [3, 2, 2, 2, 2, 1])
    frozen = closed(field)
    codes = np.concatenate([block.codes for block in store.responses.blocks(field.wave)])
    assert frozen.pool is not None
    score = frozen.pool.score_of("all")
    mean = 25 * float(codes[:, :2].mean())  # codes 0 to 4 are answers 1 to 5, from 0 to 100
    assert (frozen.pool.responses, frozen.data.schools, score.n) == (12, 6, 12)
    assert score.mean == round(mean)
    assert frozen.pool.roster == 3 * 30 + 3 * 3
    assert score.items is not None


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ([2, 2, 2, 2, 2], True),
        ([2, 2, 2, 2, 1], False),  # nine people
        ([5, 5], False),  # of two schools
        ([8, 1, 1], False),  # without the largest two are left
        ([6, 3, 2], True),
    ],
)
def test_it_takes_ten_people_three_schools_and_five_without_any_one_school(
    people: list[int], shown: bool
) -> None:
    assert pool_told(people, 10) is shown


def test_nothing_of_too_few_is_told_not_even_how_many(store: Store) -> None:
    field = field_of(store)
    answer(field, [2, 2, 2, 2, 1])
    frozen = closed(field)
    assert (frozen.pool, frozen.network, frozen.data.schools) == (None, None, 0)
    assert not _other_numbers(store, field.wave)


def test_no_school_has_a_part_whatever_its_number_of_leaders(store: Store) -> None:
    """A school with twelve leaders of its own stays hidden as well: its part and the pool would give the others."""
    field = field_of(store)
    answer(field, [12, 3, 3])
    assert closed(field).pool is not None
    parts = [school_of(part) for part in store.results.school_parts(field.wave)]
    assert [part.shown for part in parts] == [False] * 6


def test_hub_and_district_read_the_same_pool_and_no_school_whatever_schools_agree(store: Store) -> None:
    field = field_of(store)
    answer(field, [3, 2, 2, 2, 2, 1])
    frozen = closed(field)
    agreed = {site.id for site in field.sites}
    views = [
        hub_result(frozen, lines_of(store.results.network_snapshot(field.wave)), names, district=district)
        for names in (set(), agreed)
        for district in (False, True)
    ]
    assert all(view == views[0] for view in views)
    (view,) = views[:1]
    assert (view.network, view.schools, view.dots, view.pool) == (None, (), (), frozen.pool)


def test_neither_files_of_responses_nor_a_study_are_made_of_leaders(store: Store) -> None:
    field = field_of(store)
    answer(field, [3, 3, 3, 3, 3, 3])
    closed(field)
    with pytest.raises(StatisticError, match="no school has a result of its own"):
        study_wave(store, store.waves.get(field.wave.id), lambda *_: None)
    assert len(release(store, store.waves.get(field.wave.id), b"key").released) == 0


def test_a_later_result_tells_nothing_of_few_who_came_late(store: Store, clock: Clock) -> None:
    field = field_of(store)
    answer(field, [3, 2, 2, 2, 2])
    first = closed(field)
    store.closing.reopen(store.waves.get(field.wave.id), "two were ill")
    late = replace(field, wave=store.waves.get(field.wave.id))
    answer(late, [0, 0, 0, 0, 0, 2], seed=2)
    second = closed(late)
    assert first.pool is not None
    assert second.pool is not None
    assert second.pool.responses == first.pool.responses
    assert second.pool.scores == first.pool.scores


def test_every_set_of_numbers_that_anybody_reads_is_of_ten_leaders_or_none(store: Store) -> None:
    """The attack: all sums and differences of whatever results of the wave there are, over both of its closes."""
    field = field_of(store)
    answer(field, [3, 2, 2, 2, 2, 1])
    people = [_people(closed(field))]
    store.closing.reopen(store.waves.get(field.wave.id), "more came")
    late = replace(field, wave=store.waves.get(field.wave.id))
    answer(late, [3, 3, 3, 3, 0, 0], seed=3)
    people.append(_people(closed(late)))
    assert people == [12, 24]
    for one, other in combinations(people, 2):
        assert abs(one - other) in (0, *range(10, 25))
    assert not _other_numbers(store, field.wave)


def _people(frozen: FrozenResult) -> int:
    return frozen.pool.responses if frozen.pool else 0


def _other_numbers(store: Store, wave: Wave) -> list[object]:
    """Numbers of schools, of the network by schools, or of parts of the pool, in any result of the wave."""
    found: list[object] = []
    for snapshot in store.results.snapshots(wave):
        frozen = result_of(snapshot)
        found += [part for part in snapshot.document["sites"] if part["shown"]]  # type: ignore[attr-defined]
        found += [frozen.network] if frozen.network else []
        found += list(frozen.pool.groups) if frozen.pool else []
    return found
