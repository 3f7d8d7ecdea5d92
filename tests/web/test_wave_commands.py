"""The commands on waves, from a draft to the end of the key."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.instrument.model import Privacy
from engine.store import Store, Wave, WaveState, WayIn
from tests.web.test_commands import run
from web.worker.clock import Clock

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "schools.csv").write_text("school,roster\nNorth School,20\n", encoding="utf-8")
    return tmp_path


def new(place: Path, *options: str, code: int = 0) -> str:
    words = ("--title", "Spring", "--schools", place / "schools.csv", "--database", place / "hub.db")
    result = run("wave", "new", "educator-efficacy@1.0.0", *words, *options, code=code)
    return result.stdout + result.stderr


def wave(place: Path) -> Wave:
    with Store.open(place / "hub.db") as store:
        return store.waves.get(1)


def do(place: Path, *words: str | Path, code: int = 0) -> str:
    result = run("wave", *words, "--database", place / "hub.db", code=code)
    return result.stdout + result.stderr


def test_a_wave_by_link_takes_ten_people_and_says_so(place: Path) -> None:
    told = new(place, "--minimum-group", "6", code=1)
    assert "by link a result takes 10 people or more" in told
    assert "use --way-in codes" in told
    new(place)
    assert (wave(place).minimum_group, wave(place).state) == (10, WaveState.OPEN)


def test_a_draft_is_made_opened_and_says_what_it_lacks(place: Path) -> None:
    told = new(place, "--draft", "--first-day", TOMORROW, "--closes-itself")
    assert "barograph wave open 1" in told
    assert (wave(place).state, wave(place).closes_itself) == (WaveState.DRAFT, True)
    assert wave(place).opens.date().isoformat() == TOMORROW
    assert "is a draft" in do(place, "close", "1", "--yes", code=1)
    told = do(place, "open", "1", "--yes")
    assert "Nobody is named whom people may ask" in told
    assert "North School: http" in told
    assert wave(place).state is WaveState.OPEN
    assert "is no draft" in do(place, "open", "1", "--yes", code=1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--opens-itself",), "add --draft"),
        (("--privacy", "confidential"), "use personal codes"),
    ],
)
def test_what_does_not_go_together_is_refused_with_what_would(
    place: Path, options: tuple[str, ...], words: str
) -> None:
    assert words in new(place, *options, code=1)


def test_people_are_listed_with_every_fault_at_once_and_the_key_ends(place: Path) -> None:
    new(place, "--way-in", "codes", "--privacy", "confidential")
    assert (wave(place).way_in, wave(place).privacy) == (WayIn.CODES, Privacy.CONFIDENTIAL)
    people = place / "people.csv"
    people.write_text("school,name,address\nNort School,Ada,\nNorth School,,x\n", encoding="utf-8")
    told = do(place, "people", "1", people, code=1)
    for fault in ("takes no part in this wave", "the name is missing", "is not an email address"):
        assert fault in told
    people.write_text("school,name,address\nNorth School,Ada Novak,ada@north.example\n", encoding="utf-8")
    assert "1 person added" in do(place, "people", "1", people)
    assert "is not closed" in do(place, "destroy-key", "1", "--yes", code=1)
    do(place, "close", "1", "--yes")
    assert "can no longer be joined to a person" in do(place, "destroy-key", "1", "--yes")
    with Store.open(place / "hub.db") as store:
        assert store.invitees.of(store.waves.get(1)) == ()
        assert next(one.action for one in store.audit.entries(store.waves.get(1))) == "wave.key_destroyed"


def test_what_is_due_is_told_and_done_once_by_command_and_by_the_servers_clock(place: Path) -> None:
    new(place, "--draft", "--opens-itself")
    assert "Would open: wave 1, Spring, due" in do(place, "due", "--dry-run")
    assert wave(place).state is WaveState.DRAFT
    assert "Done: open: wave 1, Spring" in do(place, "due")
    assert (wave(place).state, do(place, "due")) == (WaveState.OPEN, "")
    later = datetime.now(UTC) + timedelta(days=60)
    with Store.open(place / "hub.db", now=lambda: later) as store:
        store.waves.set_closes_itself(store.waves.get(1), True)
        Clock(store).strike()
        assert store.waves.get(1).state is WaveState.CLOSED


@pytest.mark.parametrize("command", ["new", "open", "people", "due", "destroy-key"])
def test_each_command_teaches_by_an_example(command: str) -> None:
    assert "Example" in run("wave", command, "--help").stdout
