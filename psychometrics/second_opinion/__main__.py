"""The process of the second opinion: material on standard input, a line of JSON an answer on standard output.

    python -m psychometrics.second_opinion MEGABYTES PROGRAM ...

Whatever other programs print goes nowhere; more memory than MEGABYTES is refused to them and to R.
"""

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from psychometrics.second_opinion import by_factor_analyzer, by_pingouin, by_r
from psychometrics.second_opinion.answers import (
    Finished,
    Inquiry,
    Missing,
    Program,
    Questioned,
    Said,
    answered,
    line_of,
)
from psychometrics.second_opinion.material import Material, read_material

GENTLER = 5
"""By how much the process lets others go first."""


def main() -> None:
    """Answer what can be answered, program by program, and say each answer at once."""
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what packages print is no answer
    _bound(int(sys.argv[1]))
    warnings.simplefilter("ignore")
    for said in _everything(sys.argv[2:], read_material(sys.stdin.buffer)):
        told.write(line_of(said) + "\n")
        told.flush()


def _bound(megabytes: int) -> None:
    """Take no more memory than that, where the system can hold a process to it, and let others go first."""
    try:
        import resource
    except ImportError:  # no such thing on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(GENTLER)


def _everything(programs: Sequence[str], material: Material) -> Iterator[Said]:
    if "pingouin" in programs:
        yield from _python("pingouin", by_pingouin.version, partial(by_pingouin.inquiries, material))
    if "factor-analyzer" in programs:
        inquiries = partial(by_factor_analyzer.inquiries, material)
        yield from _python("factor-analyzer", by_factor_analyzer.version, inquiries)
    if "psych" in programs:
        yield from by_r.hear("psych", material)
    if "lavaan" in programs:
        yield from by_r.hear("lavaan", material)


def _python(
    program: Program, version: Callable[[], str], inquiries: Callable[[], Iterable[Inquiry]]
) -> Iterator[Said]:
    began = time.monotonic()
    try:
        found = version()
    except ImportError:
        yield Missing(program, "package")
        return
    except Exception:  # a package that cannot be loaded keeps nobody from asking the others
        yield Missing(program, "broken")
        return
    asked = list(inquiries())
    yield Questioned(program, found, tuple(question for question, _ in asked))
    yield from answered(program, asked)
    yield Finished(program, time.monotonic() - began)


if __name__ == "__main__":
    main()
