"""The workshop on both databases: saves, taking back, publishing, owning, retiring."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.authoring.working_copy import check
from engine.store import Network, NewWave, NotFound, StaleCopy, Store, StoreError
from engine.store.workshop import SAVES_KEPT
from tests.engine.authoring.definition_files import FILES, INSTRUMENT
from tests.engine.store.field import Clock, new_wave

ANA, BEN = "ana@example.org", "ben@example.org"


@pytest.fixture
def network(store: Store) -> Network:
    return store.studies.add_network("Lakeshore")


@pytest.fixture
def other(store: Store, network: Network) -> Network:
    return store.studies.add_network("Hillside")


def publish(
    store: Store, network: Network, files: dict[str, str], who: str = ANA, *, to_all: bool = False
) -> None:
    copy = store.workshop.begin(network, files, who, "uploaded")
    found = check(files).definition
    assert found is not None
    store.workshop.publish(network, copy, found.instrument, found.translations.values(), who, to_all=to_all)


def text(**changes: str) -> dict[str, str]:
    said = INSTRUMENT
    for old, new in changes.items():
        said = said.replace(*{"version": ("1.0.0", new), "id": ("id: meetings", f"id: {new}")}[old])
    return {"instrument.yaml": said}


def test_a_copy_is_what_its_last_save_says(store: Store, network: Network, clock: Clock) -> None:
    copy = store.workshop.begin(network, FILES, ANA, "uploaded")
    assert (copy.instrument_id, copy.version, copy.title) == ("meetings", "1.0.0", "Staff meetings")
    assert store.workshop.files(copy) == FILES
    clock.move(days=1)
    saved = store.workshop.save(network, copy, text(version="1.0.1"), BEN, "instrument.yaml")
    assert (saved.version, saved.last.who, saved.last.number) == ("1.0.1", BEN, 2)
    assert store.workshop.files(saved, 1) == FILES
    assert [(one.number, one.who, one.what) for one in store.workshop.saves(saved)] == [
        (2, BEN, "instrument.yaml"),
        (1, ANA, "uploaded"),
    ]
    assert store.workshop.copies(network) == (saved,)


def test_a_save_from_an_old_page_is_refused_and_nothing_is_lost(store: Store, network: Network) -> None:
    first = store.workshop.begin(network, FILES, ANA, "uploaded")
    store.workshop.save(network, first, text(version="1.0.1"), BEN, "instrument.yaml")
    with pytest.raises(StaleCopy, match=BEN) as error:
        store.workshop.save(network, first, text(version="1.0.2"), ANA, "instrument.yaml")
    assert error.value.current.version == "1.0.1"
    assert store.workshop.files(error.value.current) == text(version="1.0.1")


def test_the_last_twenty_saves_can_be_had_back_and_no_more(store: Store, network: Network) -> None:
    copy = store.workshop.begin(network, FILES, ANA, "uploaded")
    for number in range(1, 26):
        copy = store.workshop.save(network, copy, text(version=f"1.0.{number}"), ANA, "edited")
    kept = store.workshop.saves(copy)
    assert [one.number for one in kept] == list(range(26, 5, -1))
    assert len(kept) == SAVES_KEPT
    assert store.workshop.files(copy, 6) == text(version="1.0.5")
    with pytest.raises(NotFound, match="Save 5"):
        store.workshop.files(copy, 5)


def test_a_copy_is_its_networks_alone(store: Store, network: Network, other: Network) -> None:
    copy = store.workshop.begin(network, FILES, ANA, "uploaded")
    for call in (
        lambda: store.workshop.copy(other, copy.id),
        lambda: store.workshop.save(other, copy, FILES, BEN, "edited"),
        lambda: store.workshop.discard(other, copy),
    ):
        with pytest.raises(NotFound):
            call()
    assert store.workshop.copies(other) == ()
    assert store.workshop.copy(network, copy.id) == copy


def test_what_is_thrown_away_is_gone_with_its_saves(store: Store, network: Network) -> None:
    copy = store.workshop.begin(network, FILES, ANA, "uploaded")
    store.workshop.discard(network, copy)
    assert store.workshop.copies(network) == ()
    with pytest.raises(NotFound):
        store.workshop.files(copy)


def test_publishing_closes_the_copy_and_keeps_the_languages(store: Store, network: Network) -> None:
    publish(store, network, FILES)
    (copy,) = store.workshop.copies(network)
    assert copy.published
    assert store.definitions.languages("meetings", "1.0.0") == ("en", "es")
    with pytest.raises(StoreError, match="stays as it is"):
        store.workshop.save(network, copy, FILES, ANA, "edited")


def test_a_copy_that_was_saved_since_is_not_published(store: Store, network: Network) -> None:
    copy = store.workshop.begin(network, FILES, ANA, "uploaded")
    found: Any = check(FILES).definition
    store.workshop.save(network, copy, text(version="1.0.1"), BEN, "edited")
    with pytest.raises(StaleCopy):
        store.workshop.publish(network, copy, found.instrument, (), ANA)
    assert store.definitions.versions() == ()


def test_publishing_again_what_is_published_changes_nothing(store: Store, network: Network) -> None:
    publish(store, network, FILES)
    publish(store, network, FILES, BEN)
    assert [one.own for one in store.workshop.published_versions(network)] == [True]


def test_an_instrument_is_continued_by_whoever_began_it(
    store: Store, network: Network, other: Network
) -> None:
    publish(store, network, text())
    with pytest.raises(StoreError, match="another network"):
        publish(store, other, text(version="1.0.1"))
    publish(store, other, text(id="theirs"))
    publish(store, network, text(version="1.0.1"))
    assert [
        (one.instrument_id, one.version, one.own) for one in store.workshop.published_versions(network)
    ] == [
        ("meetings", "1.0.0", True),
        ("meetings", "1.0.1", True),
    ]


def test_what_is_published_is_its_networks_unless_it_is_for_all(
    store: Store, network: Network, other: Network
) -> None:
    publish(store, network, text())
    publish(store, network, text(id="shared"), to_all=True)
    seen = [(one.instrument_id, one.own, one.to_all) for one in store.workshop.published_versions(other)]
    assert seen == [("shared", False, True)]
    assert store.workshop.offered_versions(other) == (("shared", "1.0.0"),)
    assert store.workshop.offered_versions(network) == (("meetings", "1.0.0"), ("shared", "1.0.0"))


def test_a_network_goes_on_seeing_what_its_waves_use(store: Store, network: Network, other: Network) -> None:
    publish(store, network, text())
    study = store.studies.add(other, "Study")
    found: Any = check(text()).definition
    store.waves.add(study, new_wave(found.instrument))
    assert [one.instrument_id for one in store.workshop.published_versions(other)] == ["meetings"]


def test_the_installations_own_are_continued_while_there_is_one_network(
    store: Store, network: Network
) -> None:
    found: Any = check(text()).definition
    store.definitions.publish(found.instrument)
    publish(store, network, text(version="1.0.1"))
    store.studies.add_network("Hillside")
    with pytest.raises(StoreError, match="for all networks"):
        publish(store, network, text(version="1.0.2"))


def test_a_retired_version_is_hidden_from_new_waves_of_that_network_only(
    store: Store, network: Network, other: Network
) -> None:
    publish(store, network, text(), to_all=True)
    store.workshop.retire(network, "meetings", "1.0.0", ANA)
    store.workshop.retire(network, "meetings", "1.0.0", BEN)
    assert store.workshop.offered_versions(network) == ()
    assert store.workshop.offered_versions(other) == (("meetings", "1.0.0"),)
    assert store.definitions.get("meetings", "1.0.0").title == "Staff meetings"
    store.workshop.bring_back(network, "meetings", "1.0.0")
    assert store.workshop.offered_versions(network) == (("meetings", "1.0.0"),)
    with pytest.raises(NotFound):
        store.workshop.retire(network, "meetings", "9.0.0", ANA)


def test_waves_are_counted_by_network(store: Store, network: Network, other: Network, clock: Clock) -> None:
    publish(store, network, text(), to_all=True)
    instrument = store.definitions.get("meetings", "1.0.0")
    new = NewWave(
        title="Spring",
        instrument_id="meetings",
        version="1.0.0",
        form="full",
        languages=("en",),
        privacy=instrument.privacy,
        minimum_group=5,
        opens=clock(),
        closes=clock() + timedelta(days=3),
    )
    store.waves.add(store.studies.add(network, "Study"), new)
    store.waves.add(store.studies.add(network, "Study 2"), replace(new, title="Autumn"))
    assert [one.waves for one in store.workshop.published_versions(network)] == [2]
    assert [one.waves for one in store.workshop.published_versions(other)] == [0]
