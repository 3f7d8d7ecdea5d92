"""A file far larger than what is made of it: what a command needs grows by the answers, not by the file."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

FEW, MANY = 20_000, 300_000
ITEMS = 20
WIDE = f"""id: wide
version: 1.0.0
title: Wide
language: en
licence: CC0-1.0
audience: staff
privacy: anonymous
minimum_group: 5
response_scales:
  five: {{options: [{", ".join(f"{{value: {value}, label: Point {value}}}" for value in range(1, 6))}]}}
items: [{", ".join(f"{{id: q{number}, text: Statement {number}., scale: five}}" for number in range(ITEMS))}]
subscales:
  - {{id: all, label: All, items: [{", ".join(f"q{number}" for number in range(ITEMS))}],
     score: {{method: mean, minimum_answered: 5}}}}
"""
COMMENT = "x" * 400  # of a column that nobody asked for


def answers(folder: Path, rows: int) -> Path:
    path = folder / f"answers-{rows}.csv"
    drawn = np.random.default_rng(1).integers(1, 6, (1000, ITEMS)).tolist()
    lines = [",".join(map(str, answered)) for answered in drawn]
    with path.open("w", encoding="utf-8") as out:
        out.write("comment," + ",".join(f"q{number}" for number in range(ITEMS)) + "\n")
        for row in range(rows):
            out.write(f"{row} {COMMENT},{lines[(row * 7919 + row // 1000) % 1000]}\n")
    return path


def memory(folder: Path, *typed: str) -> int:
    """The most bytes that a command ever held."""
    code = "from web.cli import main; main()"
    quiet = [
        (os.POSIX_SPAWN_OPEN, out, str(folder / f"out-{out}"), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        for out in (1, 2)
    ]
    started = os.posix_spawn(
        sys.executable, [sys.executable, "-c", code, *typed], os.environ, file_actions=quiet
    )
    _, status, used = os.wait4(started, 0)
    assert status == 0, (folder / "out-2").read_text(encoding="utf-8")
    return used.ru_maxrss * 1024


@pytest.mark.slow
@pytest.mark.parametrize(("command", "a_row"), [("score", 150), ("validate", 400)])
def test_memory_grows_by_the_answers_and_not_by_the_file(command: str, a_row: int, tmp_path: Path) -> None:
    (tmp_path / "instrument.yaml").write_text(WIDE, encoding="utf-8")
    few, many = (answers(tmp_path, rows) for rows in (FEW, MANY))
    assert many.stat().st_size > 120_000_000
    used = [memory(tmp_path, command, str(tmp_path), str(file)) for file in (few, many)]
    assert used[1] - used[0] < a_row * (MANY - FEW)
