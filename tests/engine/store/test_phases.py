"""The phase of a school, a school year: said by row, taken back, and of no other network."""

import pytest

from engine.playbooks.folder import find_playbook
from engine.store import School, Store, StoreError

ME, YOU = "me@school.example", "you@hub.example"
PLAYBOOK = find_playbook("collective-leadership").playbook


@pytest.fixture
def school(store: Store) -> School:
    return store.studies.add_school(store.studies.add_network("Lakeshore"), "Northgate")


def test_the_last_that_was_said_of_a_year_counts_and_the_others_stay(store: Store, school: School) -> None:
    store.phases.say(school, 2025, PLAYBOOK, "designing", ME)
    store.phases.say(school, 2026, PLAYBOOK, "designing", ME)
    last = store.phases.say(school, 2026, PLAYBOOK, "implementing", YOU)
    assert store.phases.say(school, 2026, PLAYBOOK, "implementing", ME) == last
    assert {year: one.phase for year, one in store.phases.of_school(school).items()} == {
        2025: "designing",
        2026: "implementing",
    }
    assert [one.phase for one in store.phases.history(school, 2026)] == ["implementing", "designing"]


def test_what_was_said_is_taken_back(store: Store, school: School) -> None:
    (network,) = store.studies.networks()
    store.phases.say(school, 2026, PLAYBOOK, "cultivating", ME)
    assert set(store.phases.of(network, 2026)) == {school.id}
    store.phases.say(school, 2026, PLAYBOOK, "", ME)
    assert store.phases.of(network, 2026) == store.phases.of_school(school) == {}
    assert len(store.phases.history(school, 2026)) == 2


def test_a_network_sees_its_own_schools_and_the_year_that_it_asks_for(store: Store, school: School) -> None:
    far = store.studies.add_network("Far")
    store.phases.say(school, 2026, PLAYBOOK, "designing", ME)
    (network, _) = sorted(store.studies.networks(), key=lambda one: one.id)
    assert store.phases.of(far, 2026) == {}
    assert store.phases.of(network, 2025) == {}


def test_a_phase_that_the_playbook_lacks_is_refused(store: Store, school: School) -> None:
    with pytest.raises(StoreError, match="no phase 'finishing'"):
        store.phases.say(school, 2026, PLAYBOOK, "finishing", ME)


def test_a_school_with_a_phase_is_not_deleted(store: Store, school: School) -> None:
    store.phases.say(school, 2026, PLAYBOOK, "designing", ME)
    with pytest.raises(StoreError, match="phases of its work"):
        store.studies.remove_school(school)
