"""A second opinion: our numbers beside those of other programs on the same material, and what nobody answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from psychometrics.contract import Caution
from psychometrics.second_opinion.answers import PROGRAMS, Program, Question, Silence
from psychometrics.second_opinion.compared import ComparedNumber, compared
from psychometrics.second_opinion.material import Material
from psychometrics.second_opinion.process import MEGABYTES, SECONDS, Ending, Heard, ask
from psychometrics.second_opinion.reasons import Ours

State = Literal["answered", "cut_off", "missing", "broken", "not_reached"]

REMEDIES: Final[Mapping[str, str]] = {
    "R": "install R, then its package {program}: on Debian apt install r-cran-{program}, elsewhere "
    'install.packages("{program}") in R',
    "package": 'in R: install.packages("{program}"); on Debian apt install r-cran-{program}',
    "python": "install Barograph again: {program} comes with it",
}
"""How a program that is not there is come by."""

IN_R: Final = ("psych", "lavaan")


@dataclass(frozen=True, slots=True)
class Consulted:
    """One program: was it there, how many of our numbers it was asked for and gave, and how long that took.

    `remedy` says how to get one that is missing.
    """

    program: Program
    state: State
    version: str
    asked: int
    answered: int
    seconds: float | None
    remedy: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One of our numbers that a program was asked for and did not give; `why` is what it stopped with."""

    program: Program
    number: str
    about: str
    why: str


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Comparisons, the programs that were consulted, what stayed unanswered, and how long it took."""

    comparisons: tuple[ComparedNumber, ...]
    programs: tuple[Consulted, ...]
    unanswered: tuple[Unanswered, ...]
    ending: Ending
    seconds: float
    cautions: tuple[Caution, ...]


def second_opinion(
    material: Material,
    ours: Mapping[Question, Ours],
    *,
    programs: Sequence[Program] = PROGRAMS,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> SecondOpinion:
    """Ask other `programs` for the numbers that we have.

    `material` is what they are given, `ours` our number for each question about it. They run in a process of
    their own for `seconds` at most, with `megabytes` of memory each. Never raises: `cautions` say what went wrong, and
    our numbers stand. That programs agree says that a number is computed as others compute it, and nothing of what it
    means.
    """
    heard = ask(material, programs=programs, seconds=seconds, megabytes=megabytes)
    return SecondOpinion(
        comparisons=compared(ours, heard.answers),
        programs=tuple(_consulted(program, ours, heard) for program in programs),
        unanswered=tuple(_unanswered(ours, heard.silences)),
        ending=heard.ending,
        seconds=heard.total,
        cautions=tuple(_cautions(heard, seconds)),
    )


def _consulted(program: Program, ours: Mapping[Question, Ours], heard: Heard) -> Consulted:
    given = sum(one.program == program and one.question in ours for one in heard.answers)
    silent = sum(one.program == program and one.question in ours for one in heard.silences)
    lacking = [one.why for one in heard.missing if one.program == program]
    return Consulted(
        program,
        _state(program, heard, lacking),
        heard.versions.get(program, ""),
        given + silent,
        given,
        heard.seconds.get(program),
        _remedy(program, lacking),
    )


def _state(program: Program, heard: Heard, lacking: list[str]) -> State:
    if program in heard.unreached:
        return "not_reached"
    if lacking:
        return "broken" if "broken" in lacking else "missing"
    return "answered" if program in heard.seconds else "cut_off"


def _remedy(program: Program, lacking: list[str]) -> str:
    if not lacking or "broken" in lacking:
        return ""
    return REMEDIES[lacking[0] if program in IN_R else "python"].format(program=program)


def _unanswered(ours: Mapping[Question, Ours], silences: Iterable[Silence]) -> Iterable[Unanswered]:
    for one in silences:
        if one.question in ours:
            yield Unanswered(one.program, one.question.number, ours[one.question].about, one.why)


def _cautions(heard: Heard, seconds: float) -> Iterable[Caution]:
    if heard.ending == "too_slow":
        yield Caution(
            "second_opinion_too_slow",
            "",
            f"the other programs were ended after {seconds:g} seconds, and some numbers have no second opinion",
            "ask for it on fewer people or on one subscale; Barograph’s own numbers are whole",
        )
    if heard.ending == "stopped":
        yield Caution(
            "second_opinion_stopped",
            "",
            "the process of the other programs stopped before it was done, and some numbers have no second opinion",
            "run it again on a computer with more free memory; Barograph’s own numbers are whole",
        )
    for one in heard.missing:
        if one.why == "broken":
            yield Caution(
                "second_opinion_broken",
                one.program,
                "the program is there and stopped",
                "install it anew, or read the study without it; Barograph’s own numbers are whole",
            )
