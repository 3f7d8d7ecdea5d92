"""The board of the demonstration has a post in each state, and most schools a phase."""

from engine.demo.board import POSTS, REPORT, UNSAID
from engine.demo.fill import Demo
from engine.demo.people import OWN_SCHOOL
from engine.store import Store
from engine.store.board import PostState
from engine.waves.school_years import school_year


def test_there_is_a_post_in_each_state_and_one_was_reported(demo: tuple[Store, Demo]) -> None:
    store, _ = demo
    (network,) = store.studies.networks()
    found = [post for school in store.studies.schools(network) for post in store.board.of_school(school)]
    assert len(found) == len(POSTS)
    assert {one.state for one in found} == set(PostState)
    assert [one.reports for one in found if one.reports] == [(REPORT,)]
    assert {one.named for one in store.board.shown(network)} == {True, False}


def test_most_schools_say_their_phase_and_the_second_cohort_is_a_year_behind(
    demo: tuple[Store, Demo],
) -> None:
    store, _ = demo
    (network,) = store.studies.networks()
    schools = store.studies.schools(network)
    year = school_year(store.now().date())
    now, before = store.phases.of(network, year), store.phases.of(network, year - 1)
    assert len(now) == len(schools) - len(schools) // UNSAID
    assert {one.phase for one in before.values()} == {"implementing", "cultivating"}
    own = next(one for one in schools if one.name.startswith(OWN_SCHOOL))
    assert [one.phase for one in store.phases.of_school(own).values()][:3] == [
        "designing",
        "implementing",
        "cultivating",
    ]
