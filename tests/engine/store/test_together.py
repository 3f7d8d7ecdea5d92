"""Several calls of the store as one: kept as a whole, or not at all; and nobody else waits for what is over."""

import threading

import pytest

from engine.store import StoreError
from tests.engine.store.field import Field


def test_what_is_done_together_is_kept_as_a_whole(field: Field) -> None:
    network = field.store.studies.networks()[0]
    with field.store.together():
        field.store.studies.add_school(network, "First")
        assert "First" in {school.name for school in field.store.studies.schools(network)}
        field.store.studies.add_school(network, "Second")
    assert {"First", "Second"} <= {school.name for school in field.store.studies.schools(network)}


def test_or_not_at_all(field: Field) -> None:
    network = field.store.studies.networks()[0]
    before = field.store.studies.schools(network)
    with pytest.raises(StoreError), field.store.together():  # noqa: PT012
        field.store.studies.add_school(network, "First")
        field.store.studies.add_school(network, "FIRST")
    assert field.store.studies.schools(network) == before
    field.store.studies.add_school(network, "First")


def test_it_is_of_one_thread(field: Field) -> None:
    network = field.store.studies.networks()[0]
    seen: list[int] = []
    with field.store.together():
        field.store.studies.add_school(network, "First")
        other = threading.Thread(target=lambda: seen.append(len(field.store.studies.schools(network))))
        other.start()
        other.join()
        inside = len(field.store.studies.schools(network))
    assert seen == [inside - 1]
