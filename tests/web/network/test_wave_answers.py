"""The end of a wave's single answers: offered on the day that people were told, asked before, logged, and for good."""

from datetime import timedelta
from pathlib import Path

from engine.store import Store, Wave
from engine.waves.closing import close
from tests.web.network.test_wave_drafts import draft
from tests.web.network.test_waves import page
from tests.web.test_commands import run
from tests.web.visitor import Office


def closed(office: Office, **changes: object) -> Wave:
    wave = office.store.waves.open(draft(office, **changes))
    close(office.store, wave)
    return office.store.waves.get(wave.id)


def over(store: Store, wave: Wave) -> None:
    """Let the day have come: no page takes one that lies behind."""
    with store._database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE wave SET kept_until = '2020-01-01' WHERE id = {wave.id}")


def test_answers_are_deleted_after_a_question_on_the_day_that_was_told(office: Office) -> None:
    wave = closed(office, kept_until=office.clock().date() + timedelta(days=400))
    hub = office.visitor("hub").open(page(wave)).see("On that day they can be deleted here")
    hub.open(f"{page(wave)}answers/delete").see("they can be deleted then")
    over(office.store, wave)
    hub.open(page(wave)).see("That day has come").follow("/answers/delete").see(
        f"Delete the single answers of “{wave.title}”?", "It can’t be undone"
    )
    hub.press("/answers/delete").see("The single answers are deleted", "They were deleted on").not_see(
        "Reopen this wave"
    )
    assert office.store.waves.get(wave.id).answers_deleted
    assert office.store.audit.count(wave, action="wave.answers_deleted") == 1
    hub.open(f"{page(wave)}answers/delete").see("The single answers were deleted on")
    hub.open(page(office.closed) + "answers/delete").see("People were told no day")


def test_the_command_rehearses_asks_and_deletes(office: Office, tmp_path: Path) -> None:
    database = office.store._database.name
    assert "No wave is closed whose answers" in run("forget", "--database", database).output
    wave = closed(office, kept_until=office.clock().date() + timedelta(days=400))
    over(office.store, wave)
    assert f"Would delete: wave {wave.id}" in run("forget", "--dry-run", "--database", database).output
    assert office.store.waves.get(wave.id).answers_deleted is None
    said = run("forget", "--yes", "--database", database).output
    assert f"Deleted: wave {wave.id}, {wave.title}. Its results stay." in said
    assert "were deleted on" in run("forget", str(wave.id), "--database", database, code=1).output
