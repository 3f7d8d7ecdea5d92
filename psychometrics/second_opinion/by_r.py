"""What psych and lavaan say in R, where both are there: `opinion.R` is run once a package.

It is given `matrix NAME rows columns` with its rows, NA where missing, and the words of the design, and says a line an
answer with tabs between: number, about, shape, values, and what it says once a fault is taken away.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import IO

import numpy as np

from psychometrics.contract import Floats
from psychometrics.second_opinion.answers import (
    Answer,
    Finished,
    Missing,
    Program,
    Question,
    Questioned,
    Said,
    Silence,
)
from psychometrics.second_opinion.material import Material

SCRIPT = Path(__file__).with_name("opinion.R")
STOPPED = "R stopped"


def hear(program: Program, material: Material) -> Iterator[Said]:
    """What an R package says of these data, as it says it."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        yield Missing(program, "R")
        return
    began = time.monotonic()
    command = [rscript, "--no-save", "--no-restore", "--no-site-file", "--no-init-file", str(SCRIPT), program]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 no word of it is a user's
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdin is not None  # noqa: S101 both are pipes
        assert running.stdout is not None  # noqa: S101
        Thread(target=_give, args=(running.stdin, material), daemon=True).start()
        asked: list[Question] = []
        for line in running.stdout:
            said = _said(program, line)
            if isinstance(said, Questioned):
                asked += said.questions
            if isinstance(said, Answer | Silence) and said.question in asked:
                asked.remove(said.question)
            if said is not None:
                yield said
            if isinstance(said, Missing):
                return
    yield from (Silence(program, question, STOPPED) for question in asked)
    if running.returncode:
        yield Missing(program, "broken")
        return
    yield Finished(program, time.monotonic() - began)


def _give(target: IO[str], material: Material) -> None:
    try:
        with target:
            for line in _lines(material):
                target.write(line + "\n")
    except OSError:  # R has stopped, which is noticed where its answers are read
        return


def _lines(material: Material) -> Iterator[str]:
    if material.answers.size:
        yield from _matrix("answers", material.answers)
    if material.scores.size:
        yield from _matrix("scores", material.scores)
    if material.cluster is not None:
        yield from _matrix("cluster", np.where(material.cluster < 0, np.nan, material.cluster)[:, None])
    for name in ("twice", "ratings"):
        for place, values in enumerate(getattr(material, name)):
            yield from _matrix(f"{name}{place}", values)
            yield f"{name} {place}"
    for place, scale in enumerate(material.scales):
        columns = ",".join(str(column + 1) for column in scale.columns)
        signs = ",".join(str(sign) for sign in scale.signs)
        yield f"scale {place} {columns} {signs} {scale.basis} {int(scale.one_factor)}"
    for place, model in enumerate(material.models):
        columns = ",".join(str(column + 1) for column in model.columns)
        flags = f"{int(model.orthogonal)} {int(model.means)}"
        yield f"model {place} {columns} {model.text} {model.factors} {model.estimator} {flags}"
    if (found := material.structure) is not None:
        columns = ",".join(str(column + 1) for column in found.columns)
        yield f"structure {columns} {found.factors} {','.join(found.rotations)} {found.basis}"


def _matrix(name: str, values: Floats) -> Iterator[str]:
    yield f"matrix {name} {values.shape[0]} {values.shape[1]}"
    for row in values:
        yield " ".join("NA" if np.isnan(value) else repr(float(value)) for value in row)


def _said(program: Program, line: str) -> Said | None:
    kind, *rest = line.rstrip("\n").split("\t")
    if kind == "missing":
        return Missing(program, "package")
    if kind == "asked":
        return Questioned(
            program, rest[0], tuple(_question(*pair.split("=")) for pair in rest[1].split(";") if pair)
        )
    if kind == "silence":
        return Silence(program, _question(*rest[:2]), STOPPED)
    if kind != "answer":
        return None
    number, about, shape, values, *other = rest
    otherwise = {other[0]: _values(shape, other[1])} if other else {}
    return Answer(program, _question(number, about), _values(shape, values), None, otherwise)


def _question(number: str, about: str) -> Question:
    return Question(number, "" if about == "-" else about)


def _values(shape: str, text: str) -> Floats:
    found: Floats = np.array([float(one) for one in text.split(",")])
    sizes: Sequence[int] = [int(size) for size in shape.split("x")]
    return found.reshape(sizes) if sizes != [1] else found.reshape(())
