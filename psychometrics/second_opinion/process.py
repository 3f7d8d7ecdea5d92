"""Starts the process of the second opinion, gives it its material, and hears it out within a time."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from psychometrics.second_opinion.answers import (
    PROGRAMS,
    Answer,
    Finished,
    Missing,
    Program,
    Questioned,
    Said,
    Silence,
    said_in,
)
from psychometrics.second_opinion.material import Material

SECONDS: Final = 180
"""How long the other programs may take together. The largest of our five examples takes a tenth of it."""

MEGABYTES: Final = 2048
"""Address space of the process, and of R's. 2,800 people and 25 items take up 554 of it, 400,000 people 916."""

KEPT: Final = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "SYSTEMROOT",
    "R_HOME",
    "R_LIBS",
    "R_LIBS_USER",
)
"""The variables that the process is given: neither a key nor the address of a database."""

Ending = Literal["finished", "too_slow", "stopped"]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was said, and how it ended; `unanswered` was asked, or would have been, and got no answer.

    A program in `unreached` was not asked at all.
    """

    answers: tuple[Answer, ...]
    silences: tuple[Silence, ...]
    missing: tuple[Missing, ...]
    versions: Mapping[Program, str]
    seconds: Mapping[Program, float]
    unreached: tuple[Program, ...]
    ending: Ending
    total: float


def ask(
    material: Material,
    *,
    programs: Sequence[Program] = PROGRAMS,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Heard:
    """What other programs say of the material.

    They run in a process of its own with a pipe to it: nothing is written to disk, no port is opened, and it and
    what it started are ended after so many seconds. It never raises for what happens in there: `ending` tells.
    """
    began = time.monotonic()
    try:
        running = _started(megabytes, programs)
    except OSError:
        return _heard("", programs, "stopped", time.monotonic() - began)
    try:
        out, _ = running.communicate(material.to_bytes(), timeout=seconds)
        ending: Ending = "finished" if running.returncode == 0 else "stopped"
    except subprocess.TimeoutExpired:
        _end(running)
        out, _ = running.communicate()
        ending = "too_slow"
    except BaseException:
        _end(running)
        running.communicate()
        raise
    return _heard(out.decode(errors="replace"), programs, ending, time.monotonic() - began)


def _started(megabytes: int, programs: Sequence[Program]) -> subprocess.Popen[bytes]:
    package = str(__package__)
    root = str(Path(__file__).parents[package.count(".") + 1])
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.Popen(  # noqa: S603 no word of it is a user's
        [sys.executable, "-P", "-m", package, str(megabytes), *programs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=kept
        | {"PYTHONPATH": root, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"},
        start_new_session=True,
    )


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the process and R with it."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()


def _heard(out: str, programs: Sequence[Program], ending: Ending, total: float) -> Heard:
    said: list[Said] = [one for line in out.splitlines() if (one := said_in(line)) is not None]
    answers = tuple(one for one in said if isinstance(one, Answer))
    silences = [one for one in said if isinstance(one, Silence)]
    missing = tuple(one for one in said if isinstance(one, Missing))
    asked = [one for one in said if isinstance(one, Questioned)]
    spoken = {(one.program, one.question) for one in answers}
    spoken |= {(one.program, one.question) for one in silences}
    for one in asked:
        rest = (question for question in one.questions if (one.program, question) not in spoken)
        silences += [Silence(one.program, question, ending) for question in rest]
    reached = {one.program for one in asked} | {one.program for one in missing}
    return Heard(
        answers=answers,
        silences=tuple(silences),
        missing=missing,
        versions={one.program: one.version for one in asked},
        seconds={one.program: one.seconds for one in said if isinstance(one, Finished)},
        unreached=tuple(program for program in programs if program not in reached),
        ending=ending,
        total=total,
    )
