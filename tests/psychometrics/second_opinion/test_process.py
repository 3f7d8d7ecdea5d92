"""The process of the second opinion: what it leaves alone, and what happens when it is slow, falls or is not there."""

import os
import stat
import subprocess
import sys
import time

import numpy as np
import pytest

from psychometrics.second_opinion import process
from psychometrics.second_opinion.answers import PROGRAMS, Question, Questioned, line_of
from psychometrics.second_opinion.material import KeyedItems, Material
from psychometrics.second_opinion.opinion import second_opinion
from psychometrics.second_opinion.reasons import Ours
from tests.psychometrics.second_opinion.materials import answers

ONE = Material(answers(), (KeyedItems((0, 1, 2, 3), (1, 1, 1, 1), "complete"),))
OURS = {Question("alpha", "0"): Ours(np.array(0.7), about="Scale")}


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A program that is started in the place of Python, with what it is to do."""

    def made(script: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(process.sys, "executable", str(program))

    return made


def test_nothing_is_imported_here_and_pingouins_options_are_untouched():
    """In a fresh interpreter: asking imports no program, and options that were set before stand after."""
    code = (
        "import sys, numpy as np\n"
        "from psychometrics.second_opinion.opinion import second_opinion\n"
        "from tests.psychometrics.second_opinion.test_process import ONE, OURS\n"
        "second_opinion(ONE, OURS)\n"
        "assert not {'pingouin', 'factor_analyzer', 'sklearn', 'matplotlib'} & set(sys.modules)\n"
        "import pingouin\n"
        "pingouin.options['round'] = 7\n"
        "before = dict(pingouin.options)\n"
        "found = second_opinion(ONE, OURS)\n"
        "assert found.programs[0].answered == 1, found\n"
        "assert dict(pingouin.options) == before\n"
    )
    environment = os.environ | {"PATH": "/nowhere", "PYTHONWARNINGS": "ignore"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=120)


def test_a_process_that_is_too_slow_is_ended_with_what_it_started_and_what_it_said_counts(stand_in, tmp_path):
    asked = Questioned("pingouin", "0.7.0", (Question("alpha", "0"), Question("alpha_lower", "0")))
    answer = '{"says": "Answer", "program": "pingouin", "question": ["alpha_lower", "0"], "value": 0.6, '
    answer += '"decimals": 3, "otherwise": {}}'
    stand_in(
        f"cat > /dev/null; echo '{line_of(asked)}'; echo '{answer}'; sleep 60 & echo $! > {tmp_path}/child; wait"
    )
    began = time.monotonic()
    heard = process.ask(ONE, seconds=1)
    assert time.monotonic() - began < 20
    assert heard.ending == "too_slow"
    assert [one.question.number for one in heard.answers] == ["alpha_lower"]
    assert [(one.question.number, one.why) for one in heard.silences] == [("alpha", "too_slow")]
    assert heard.unreached == PROGRAMS[1:]
    child = int((tmp_path / "child").read_text())
    assert _has_ended(child)


def _has_ended(pid: int) -> bool:
    """Whether a process is gone, or only waits to be counted by whoever started it."""
    for _ in range(100):
        try:
            state = (process.Path(f"/proc/{pid}/stat")).read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.05)
    return False


def test_a_crash_leaves_what_was_said_and_says_so(stand_in):
    stand_in(
        f"cat > /dev/null; echo '{line_of(Questioned('pingouin', '0.7.0', (Question('alpha', '0'),)))}'; kill -SEGV $$"
    )
    found = second_opinion(ONE, OURS)
    assert found.ending == "stopped"
    assert found.comparisons == ()
    assert [(one.program, one.number, one.about, one.why) for one in found.unanswered] == [
        ("pingouin", "alpha", "Scale", "stopped")
    ]
    assert [one.state for one in found.programs] == ["cut_off", "not_reached", "not_reached", "not_reached"]
    assert [caution.code for caution in found.cautions] == ["second_opinion_stopped"]


def test_a_time_limit_is_told_in_a_caution(stand_in):
    stand_in("cat > /dev/null; exec sleep 60")
    found = second_opinion(ONE, OURS, seconds=0.5)
    assert [caution.code for caution in found.cautions] == ["second_opinion_too_slow"]
    assert "0.5 seconds" in found.cautions[0].cause
    assert {one.state for one in found.programs} == {"not_reached"}


def test_a_process_that_reads_nothing_is_heard_all_the_same(stand_in):
    stand_in("exit 3")
    big = Material(np.ones((200_000, 4)))
    assert process.ask(big).ending == "stopped"


def test_a_python_that_cannot_be_started_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(process.sys, "executable", str(tmp_path / "none"))
    assert second_opinion(ONE, OURS).cautions[0].code == "second_opinion_stopped"


@pytest.mark.slow
def test_more_memory_than_allowed_is_refused_to_the_programs():
    """A process that may take 200 MB cannot load pingouin; it says so, or stops, and nothing is raised here."""
    found = second_opinion(ONE, OURS, megabytes=200, seconds=30)
    assert found.comparisons == ()
    assert found.cautions


def test_the_process_is_given_no_secrets(stand_in, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "deep")
    monkeypatch.setenv("BAROGRAPH_DATABASE", "postgresql://somebody:password@host/db")
    stand_in(f"cat > /dev/null; env > {tmp_path}/env")
    process.ask(ONE)
    told = (tmp_path / "env").read_text()
    assert "PYTHONPATH" in told
    assert "deep" not in told
    assert "password" not in told


def test_nothing_is_written_to_disk_on_the_way(monkeypatch, stand_in, tmp_path):
    kept = tmp_path / "tmp"
    kept.mkdir()
    monkeypatch.setenv("TMPDIR", str(kept))
    stand_in(f"cat > {tmp_path}/seen")
    process.ask(ONE)
    assert not list(kept.iterdir())
    assert (tmp_path / "seen").stat().st_size > ONE.answers.nbytes
