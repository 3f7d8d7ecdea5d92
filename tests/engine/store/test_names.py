"""When two names are the name of the same school."""

import pytest

from engine.store import Store, StoreError
from engine.store.names import alike, identity, kept_name

COMPOSED, DECOMPOSED = "\u00c9cole \u00c9lan", "E\u0301cole E\u0301lan"


@pytest.mark.parametrize(
    "other", [DECOMPOSED, "ÉCOLE ÉLAN", "  École   Élan ", "École\u00a0Élan", DECOMPOSED.upper()]
)
def test_a_name_is_the_same_in_every_spelling(other: str) -> None:
    assert identity(other) == identity(COMPOSED)
    assert alike(other, [COMPOSED]) is None


@pytest.mark.parametrize("other", ["Ecole Elan", "École-Élan", "École Élan."])
def test_a_name_without_its_accents_or_points_is_asked_about(other: str) -> None:
    assert identity(other) != identity(COMPOSED)
    assert alike(other, ["North", COMPOSED]) == COMPOSED


@pytest.mark.parametrize("other", ["École Élan 2", "North", "École"])
def test_another_name_is_another_school(other: str) -> None:
    assert alike(other, [COMPOSED]) is None


def test_the_store_keeps_one_school_of_a_name(store: Store) -> None:
    network = store.studies.add_network("Hub")
    assert store.studies.add_school(network, f" {DECOMPOSED}  ").name == COMPOSED == kept_name(DECOMPOSED)
    for other in (COMPOSED.upper(), DECOMPOSED, "École  Élan"):
        with pytest.raises(StoreError, match="already"):
            store.studies.add_school(network, other)
    elsewhere = store.studies.add_network("Another hub")
    assert store.studies.add_school(elsewhere, COMPOSED).name == COMPOSED
