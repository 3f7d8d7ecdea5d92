"""Writers of several processes take turns at an SQLite file, and none is left waiting."""

import multiprocessing
import time
from pathlib import Path

import pytest

from engine.store import DatabaseFailure
from engine.store.turns import Turns

FORKED = multiprocessing.get_context("fork")


def write_on(database: str, seconds: float, told: "multiprocessing.connection.Connection") -> None:
    """Take one turn after the other without pause; tells how many."""
    turns, until, taken = Turns(database, 5), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        with turns.mine():
            time.sleep(0.001)
            taken += 1
    told.send(taken)


def test_two_who_write_without_pause_have_as_many_turns(tmp_path: Path) -> None:
    pipes = [FORKED.Pipe(duplex=False) for _ in range(2)]
    writers = [FORKED.Process(target=write_on, args=(str(tmp_path / "d"), 1.0, told)) for _, told in pipes]
    for writer in writers:
        writer.start()
    taken = [heard.recv() for heard, _ in pipes]
    for writer in writers:
        writer.join()
    assert min(taken) > max(taken) / 3, taken


def test_whoever_waits_too_long_is_told(tmp_path: Path) -> None:
    holder, other = Turns(str(tmp_path / "d"), 5), Turns(str(tmp_path / "d"), 0.05)
    with holder.mine(), pytest.raises(DatabaseFailure, match="locked"), other.mine():
        pass
    with other.mine():  # and has it as soon as it is free
        pass
    holder.close()
    other.close()


def test_a_turn_ends_with_its_process(tmp_path: Path) -> None:
    place = str(tmp_path / "d")
    heard, told = FORKED.Pipe(duplex=False)

    def hold() -> None:
        with Turns(place, 5).mine():
            told.send("held")
            time.sleep(60)

    holder = FORKED.Process(target=hold)
    holder.start()
    assert heard.recv() == "held"
    holder.kill()
    holder.join()
    turns = Turns(place, 1)
    with turns.mine():
        pass
    turns.close()
