"""Single answers are deleted when people were told so, whole, without a trace, and results stay as they are."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from engine.instrument.model import Privacy
from engine.store import Store, StoreError, WayIn, backup
from engine.store.schema import metadata
from tests.engine.store.field import START, Clock, Field, lay_out, nothing
from tests.engine.store.test_backup import made

KEPT = (START + timedelta(days=60)).date()
OF_A_PERSON = {
    "response",
    "response_link",
    "withdrawal",
    "spent",
    "code",
    "invitee",
    "link_key",
    "comment",
    "draft",
}


def closed(field: Field, **changes: object) -> Field:
    """A closed wave with answers that people were told are kept until `KEPT`."""
    there = field.another_wave(kept_until=KEPT, **changes)
    for number in range(6):
        there.answer(number % 3, A="1", B="2", comment=f"comment {number}")
    there.store.closing.close(there.wave, lambda _: {"sites": []})
    return there


def test_answers_are_due_on_the_day_that_was_told_and_gone_once_deleted(field: Field, clock: Clock) -> None:
    there, store = closed(field), field.store
    assert store.forgetting.due() == ()
    clock.move(days=60)
    assert [wave.id for wave in store.forgetting.due()] == [there.wave.id]
    before = store.results.snapshot(there.wave)
    told = store.forgetting.rehearse(there.wave)
    assert dict(told.rows)["answers"] == 6
    assert len(there.read()) == 6
    assert store.forgetting.forget(there.wave) == told
    assert store.forgetting.due() == ()
    assert store.results.snapshot(there.wave) == before
    assert store.waves.get(there.wave.id).answers_deleted == KEPT
    for refused in (there.read, lambda: store.forgetting.forget(there.wave)):
        with pytest.raises(StoreError, match="were deleted on May 1, 2026"):
            refused()
    with pytest.raises(StoreError, match="were deleted"):
        store.closing.reopen(there.wave, "One came late", clock.now + timedelta(days=1))


@pytest.mark.parametrize("privacy", list(Privacy))
def test_no_table_that_leads_to_a_person_keeps_a_row_of_the_wave(
    field: Field, privacy: Privacy, clock: Clock
) -> None:
    there = field.another_wave(privacy=privacy, way_in=WayIn.CODES, kept_until=KEPT)
    store, site = field.store, there.sites[0]
    if privacy is Privacy.IDENTIFIED:
        from engine.store import NewInvitee

        codes = [
            one.code for one in store.codes.invite(there.wave, site, [NewInvitee("Ada"), NewInvitee("Bo")])
        ]
    else:
        codes = list(store.codes.issue(there.wave, site, 2))
    there.answer(0, code=codes[0], A="1")
    store.closing.close(there.wave, nothing)
    field.answer(A="2")  # of another wave, which keeps all it has
    store.forgetting.forget(there.wave)
    with store._database.reading() as connection:
        for name in OF_A_PERSON:
            table = metadata.tables[name]
            waves = set(connection.scalars(table.select().with_only_columns(table.c.wave_id)))
            assert there.wave.id not in waves, name
    assert store.responses.counts(field.wave)[field.sites[0].id] == 1


def test_an_open_wave_is_refused(field: Field) -> None:
    for deed in (field.store.forgetting.rehearse, field.store.forgetting.forget):
        with pytest.raises(StoreError, match="close it first"):
            deed(field.wave)


def test_no_byte_of_an_answer_is_left_in_the_file(file: Path, clock: Clock) -> None:
    with Store.open(file, now=clock) as store:
        there = closed(lay_out(store))
        with sqlite3.connect(file) as connection:
            ids = [bytes(id) for (id,) in connection.execute("SELECT id FROM response")]
        store.forgetting.forget(there.wave)
        left = b"".join(part.read_bytes() for part in file.parent.glob("barograph.db*"))
        assert ids
        assert not [id for id in ids if id in left]
        assert b"comment 3" not in left


def test_a_backup_that_holds_the_answers_is_over_with_them(place: str, field: Field) -> None:
    there = closed(field)
    _, manifest = made(place)
    day = manifest.label.made.date()
    assert backup.state(place).over(manifest.label, day) is None
    field.store.forgetting.forget(there.wave)
    assert backup.state(place).over(manifest.label, day) == (
        f"it holds answers of wave {there.wave.id}, which have been deleted since"
    )
