"""The profile of property tests, as a run of pytest on its own has it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROPERTY = """
from hypothesis import given, settings, strategies
@given(strategies.integers())
def test_it(number):
    now = settings.default
    print("PROFILE", now.derandomize, now.deadline)
"""


@pytest.mark.parametrize(("ci", "said"), [("true", "PROFILE True None"), (None, "PROFILE False None")])
def test_ci_tries_the_same_examples_each_time_and_no_clock_decides(
    tmp_path: Path, ci: str | None, said: str
) -> None:
    (tmp_path / "conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(PROPERTY)
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-s", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=plain | ({"CI": ci} if ci else {}),
    )
    assert said in run.stdout
