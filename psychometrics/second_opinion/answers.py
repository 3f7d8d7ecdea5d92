"""What the process says, a line each: a program and what it is asked, an answer, a question without one."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np

from psychometrics.contract import Floats

Program = Literal["pingouin", "factor-analyzer", "psych", "lavaan"]

PROGRAMS: Final[tuple[Program, ...]] = ("pingouin", "factor-analyzer", "psych", "lavaan")
"""In the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """A number, as `numbers.NUMBERS` names it, of one scale, grouping or rotation by its place or name."""

    number: str
    about: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a program says: one value, or several in an array.

    `decimals` are those that the program rounds to, None where it gives all. `otherwise` is what the same program
    says once a known fault is taken away, by the name of the fault (`reasons.REASONS`).
    """

    program: Program
    question: Question
    value: Floats
    decimals: int | None = None
    otherwise: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silence:
    """A question that a program did not answer; `why` is the name of what it stopped with, empty where unknown."""

    program: Program
    question: Question
    why: str = ""


@dataclass(frozen=True, slots=True)
class Questioned:
    """A program that was there, and what it was asked."""

    program: Program
    version: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A program that is not there, or not usable; `why` says how it was missed: R, package, broken."""

    program: Program
    why: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that was asked all its questions, and the seconds that took."""

    program: Program
    seconds: float


Said = Answer | Silence | Questioned | Missing | Finished
Make = Callable[[], Answer]
Inquiry = tuple[Question, Callable[[], "Given"]]


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a question's function returns; see `Answer`."""

    value: Any
    decimals: int | None = None
    otherwise: Mapping[str, Any] = field(default_factory=dict)


def answered(program: Program, inquiries: Sequence[Inquiry]) -> Iterator[Answer | Silence]:
    """The answers one by one; a question whose function fails is told by the name of the failure alone.

    The failure's own words are kept back: they may quote what people answered.
    """
    for question, make in inquiries:
        try:
            given = make()
        except MemoryError:
            yield Silence(program, question, "MemoryError")
        except Exception as error:  # whatever another program does, the other questions are asked
            yield Silence(program, question, type(error).__name__)
        else:
            value = np.asarray(given.value, dtype=np.float64)
            other = {name: np.asarray(one, dtype=np.float64) for name, one in given.otherwise.items()}
            yield Answer(program, question, value, given.decimals, other)


def line_of(said: Said) -> str:
    """One line of JSON."""
    match said:
        case Answer():
            values = {
                "value": said.value.tolist(),
                "decimals": said.decimals,
                "otherwise": {name: one.tolist() for name, one in said.otherwise.items()},
            }
            body: dict[str, Any] = {"question": _pair(said.question), **values}
        case Silence():
            body = {"question": _pair(said.question), "why": said.why}
        case Questioned():
            body = {"version": said.version, "questions": [_pair(one) for one in said.questions]}
        case Missing():
            body = {"why": said.why}
        case Finished():
            body = {"seconds": said.seconds}
    return json.dumps({"says": type(said).__name__, "program": said.program, **body})


def said_in(line: str) -> Said | None:
    """What a line says; None for one that was cut off, or is none of ours."""
    try:
        found = json.loads(line)
        says, program = found["says"], found["program"]
        if program not in PROGRAMS:
            return None
        if says == "Answer":
            other = {name: np.asarray(one, dtype=np.float64) for name, one in found["otherwise"].items()}
            value = np.asarray(found["value"], dtype=np.float64)
            return Answer(program, Question(*found["question"]), value, found["decimals"], other)
        if says == "Silence":
            return Silence(program, Question(*found["question"]), str(found["why"]))
        if says == "Questioned":
            return Questioned(program, found["version"], tuple(Question(*one) for one in found["questions"]))
        return Missing(program, found["why"]) if says == "Missing" else Finished(program, found["seconds"])
    except (ValueError, KeyError, TypeError):
        return None


def _pair(question: Question) -> list[str]:
    return [question.number, question.about]
