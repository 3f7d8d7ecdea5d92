"""What the database itself refuses, whoever asks: raw statements past every function of the store."""

import pytest
from sqlalchemy import text

from engine.instrument.model import Privacy
from engine.store import DatabaseFailure, Store, StoreError, WayIn
from engine.store.schema import metadata
from tests.engine.store.field import Field, lay_out, nothing

RESPONSE = (
    "INSERT INTO response (wave_id, id, site_id, definition_id, privacy, width, form, language, day, codes,"
    " person) VALUES (:wave, :id, :site, :definition, :privacy, :width, 'full', 'en', '2026-03-02', :codes,"
    " :person)"
)


def insert(field: Field, **changes: object) -> None:
    values: dict[str, object] = {
        "wave": field.wave.id,
        "id": b"i" * 16,
        "site": field.sites[0].id,
        "definition": 1,
        "privacy": field.wave.privacy.value,
        "width": 3,
        "codes": b"\x00\x01\x00",
        "person": None,
    }
    run(field.store, RESPONSE, **(values | changes))


def run(store: Store, statement: str, **values: object) -> None:
    with store._database.writing() as connection:
        connection.execute(text(statement), values)


def test_a_response_that_fits_is_taken(field: Field) -> None:
    insert(field)
    assert sum(field.store.responses.counts(field.wave).values()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"codes": b"\x00\x01"},
        {"codes": b"\x00\x01", "width": 2},
        {"codes": b""},
        {"privacy": "identified"},
        {"privacy": "identified", "person": "Ada"},
        {"person": "Ada"},
        {"id": b"short"},
        {"wave": 77},
        {"site": 77},
        {"definition": 77},
    ],
)
def test_a_response_that_does_not_fit_its_wave_is_refused(field: Field, changes: dict[str, object]) -> None:
    with pytest.raises(StoreError, match="refused a value"):
        insert(field, **changes)
    assert sum(field.store.responses.counts(field.wave).values()) == 0


def test_a_response_belongs_to_a_site_of_its_own_wave(field: Field) -> None:
    other = field.another_wave(title="Fall")
    with pytest.raises(StoreError, match="refused a value"):
        insert(field, site=other.sites[0].id)


def test_one_id_is_one_response(field: Field) -> None:
    insert(field)
    with pytest.raises(StoreError, match="refused a value"):
        insert(field)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wave SET privacy = 'identified'",
        "UPDATE wave SET width = 4",
        "UPDATE wave SET definition_id = 2",
    ],
)
def test_what_decodes_and_protects_a_response_is_fixed_by_the_first(field: Field, statement: str) -> None:
    insert(field)
    with pytest.raises(StoreError, match="refused a value"):
        run(field.store, statement)


@pytest.mark.parametrize("privacy", [Privacy.ANONYMOUS, Privacy.IDENTIFIED])
@pytest.mark.parametrize("claimed", ["own", "confidential"])
def test_only_a_confidential_wave_has_links(store: Store, privacy: Privacy, claimed: str) -> None:
    field = lay_out(store, privacy=privacy)
    insert(field)
    link = "INSERT INTO response_link (wave_id, response_id, privacy, sealed) VALUES (:wave, :id, :mode, :sealed)"
    mode = privacy.value if claimed == "own" else claimed
    with pytest.raises(StoreError, match="refused a value"):
        run(store, link, wave=field.wave.id, id=b"i" * 16, mode=mode, sealed=b"Ada")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE wave SET minimum_group = 4",
        "UPDATE wave SET privacy = 'public'",
        "UPDATE wave SET state = 'paused'",
        "UPDATE wave SET closes = opens",
        "UPDATE wave SET definition_id = 9",
    ],
)
def test_a_wave_that_cannot_be_is_refused(field: Field, change: str) -> None:
    with pytest.raises(StoreError, match="refused a value"):
        run(field.store, change)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE school SET level = 'primary'",
        "UPDATE site SET roster = -1",
        "UPDATE draft SET key_hash = site_id",
        "DELETE FROM site",
        "DELETE FROM definition",
    ],
)
def test_what_others_stand_on_stays(field: Field, statement: str) -> None:
    field.store.drafts.start(field.sites[0])
    with pytest.raises((StoreError, DatabaseFailure)):
        run(field.store, statement)


def test_a_snapshot_changed_behind_the_stores_back_is_not_shown(field: Field) -> None:
    field.store.closing.close(field.wave, lambda _wave: {"mean": 61})
    run(field.store, "UPDATE snapshot SET document = :other", other='{"mean":99}')
    with pytest.raises(StoreError, match="were changed in the database after the close"):
        field.store.results.snapshot(field.wave)


def test_nothing_about_a_respondent_is_finer_than_a_day() -> None:
    """No column holds a moment, an address or a count in the tables that people's answers pass through."""
    kinds = {
        (table, column.name): str(column.type)
        for table in ("response", "response_link", "draft", "spent", "withdrawal")
        for column in metadata.tables[table].c
    }
    assert {kind for kind in kinds.values() if "TIME" in kind} == set()
    assert [place for place, kind in kinds.items() if kind == "DATE"] == [
        ("response", "day"),
        ("draft", "day"),
    ]
    assert {name for _, name in kinds} <= {
        *("wave_id", "id", "site_id", "definition_id", "privacy", "width", "form", "language", "day"),
        *("seconds", "codes", "open_answers", "person", "response_id", "key_hash", "revision", "payload"),
        *("code_hash", "sealed", "device", "unit_id"),
    }


def test_links_of_a_wave_fall_with_nothing_else(store: Store) -> None:
    field = lay_out(store, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
    (code,) = store.codes.issue(field.wave, field.sites[0], 1)
    field.answer(A="4", code=code)
    with pytest.raises(StoreError, match="refused a value"):
        run(store, "DELETE FROM response")
    store.closing.close(field.wave, nothing)
    assert store.codes.destroy_link_key(field.wave) == 1
