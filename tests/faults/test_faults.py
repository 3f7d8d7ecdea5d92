"""A little of `make faults`, on SQLite: nothing acknowledged is lost or doubled, and nobody is told otherwise."""

from pathlib import Path

import pytest

from engine.store import Store
from tests.faults import scenes


@pytest.fixture
def database(tmp_path: Path) -> str:
    place = str(tmp_path / "barograph.db")
    Store.open(place).close()
    return place


def test_a_server_that_is_killed_loses_nothing_that_it_acknowledged(database: str, tmp_path: Path) -> None:
    told = scenes.killed(database, tmp_path, times=2)
    assert told.faultless, told
    assert told.acknowledged > 0


def test_whoever_gets_no_reply_to_send_is_not_asked_again(database: str, tmp_path: Path) -> None:
    told = scenes.replies_cut(database, tmp_path, seconds=3)
    assert told.faultless, told
    assert told.acknowledged == told.stored > 0


@pytest.mark.slow
def test_whoever_sends_while_the_wave_is_closed_is_told_whether_it_counts(
    database: str, tmp_path: Path
) -> None:
    told = scenes.closed_meanwhile(database, tmp_path)
    assert told.faultless, told
    assert told.acknowledged == told.stored > 0
