"""Publishing: what is kept, what is refused, and that answers are decoded from the database only."""

from dataclasses import replace

import pytest

from engine.instrument.canonical import canonical_text
from engine.instrument.construct_map import Norm
from engine.instrument.translation import Translation
from engine.store import NotFound, Store, StoreError
from tests.engine.store.field import SMALL, Clock
from tests.small import instrument, likert, subscale

SPANISH = Translation("es", {"title": "Un instrumento pequeño", "items.A.text": "Afirmación A."})


def test_a_published_version_comes_back_as_it_was(store: Store) -> None:
    store.definitions.publish(SMALL)
    assert canonical_text(store.definitions.get("small", "1.0.0")) == canonical_text(SMALL)


def test_a_version_is_decoded_once(store: Store) -> None:
    store.definitions.publish(SMALL)
    assert store.definitions.get("small", "1.0.0") is store.definitions.get("small", "1.0.0")


def test_it_is_read_from_the_database_by_another_process(place: str) -> None:
    with Store.open(place) as first:
        first.definitions.publish(SMALL, [SPANISH])
    with Store.open(place) as second:
        assert second.definitions.get("small", "1.0.0").item("A").text == "Statement A."
        assert second.definitions.get("small", "1.0.0", "es").item("A").text == "Afirmación A."
        assert second.definitions.languages("small", "1.0.0") == ("en", "es")


def test_publishing_the_same_again_changes_nothing(store: Store) -> None:
    store.definitions.publish(SMALL, [SPANISH])
    store.definitions.publish(SMALL, [SPANISH])
    assert store.definitions.languages("small", "1.0.0") == ("en", "es")


def test_a_language_may_come_later(store: Store) -> None:
    store.definitions.publish(SMALL)
    with pytest.raises(NotFound, match=r"small 1\.0\.0 was not published here in the language 'es'"):
        store.definitions.get("small", "1.0.0", "es")
    store.definitions.publish(SMALL, [SPANISH])
    assert store.definitions.get("small", "1.0.0", "es").title == "Un instrumento pequeño"


def test_that_a_speaker_has_read_a_translation_reaches_other_processes(place: str, clock: Clock) -> None:
    with Store.open(place, now=clock) as serving, Store.open(place, now=clock) as publishing:
        publishing.definitions.publish(SMALL, [SPANISH])
        assert [serving.definitions.reviewed("small", "1.0.0", tag) for tag in ("en", "es")] == [True, False]
        publishing.definitions.publish(SMALL, [replace(SPANISH, reviewed=True)])
        assert publishing.definitions.reviewed("small", "1.0.0", "es")
        clock.move(seconds=59)
        assert not serving.definitions.reviewed("small", "1.0.0", "es"), "no page costs a query more"
        clock.move(seconds=1)
        assert serving.definitions.reviewed("small", "1.0.0", "es")


def test_norms_may_come_later(store: Store) -> None:
    of = instrument(likert("A"), subscales=(subscale("s", "A"),))
    store.definitions.publish(of)
    assert store.definitions.get("small", "1.0.0").norms == ()
    norm = Norm("s", "teachers", "a study", 2024, 812, 62.1, 14.0, "published")
    store.definitions.publish(replace(of, norms=(norm,)))
    assert store.definitions.get("small", "1.0.0").norms == (norm,)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (instrument(likert("A"), likert("B")), "items, options, forms or rules"),
        (instrument(likert("A", reverse=True)), "keys, subscales or scores"),
        (instrument(likert("A"), title="Another title"), "texts in the language 'en'"),
    ],
)
def test_a_published_version_is_never_another(store: Store, changed: object, what: str) -> None:
    store.definitions.publish(instrument(likert("A")))
    with pytest.raises(StoreError, match=f"{what} were others; bump the version"):
        store.definitions.publish(changed)  # type: ignore[arg-type]
    assert canonical_text(store.definitions.get("small", "1.0.0")) == canonical_text(instrument(likert("A")))


def test_a_translation_is_never_another(store: Store) -> None:
    store.definitions.publish(SMALL, [SPANISH])
    with pytest.raises(StoreError, match="texts in the language 'es' were others"):
        store.definitions.publish(SMALL, [replace(SPANISH, texts={"title": "Otro"})])


def test_an_unknown_version_is_not_found(store: Store) -> None:
    store.definitions.publish(SMALL)
    with pytest.raises(NotFound, match=r"small 2\.0\.0 was not published here; publish it first"):
        store.definitions.get("small", "2.0.0")
