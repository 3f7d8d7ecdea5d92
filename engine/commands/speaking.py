"""How every command speaks: problems all at once, results to standard output, the rest to standard error."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, get_args

import click

from engine.printed import counted
from engine.problems import Problem, Refused, alike
from engine.report.document import Paper
from psychometrics.contract import StatisticError

MOST_PROBLEMS = 200
MOST_ALIKE = 3
"""So many places are named where one thing is wrong with many rows."""

P = ParamSpec("P")
R = TypeVar("R")


def tell_refusals(command: Callable[P, R]) -> Callable[P, R]:
    """Turn every refusal into its problems on standard error and exit code 1, never a traceback."""

    @functools.wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return command(*arguments, **options)
        except Refused as refused:
            tell(refused.problems)
        except StatisticError as error:
            click.echo(f"{error.code}: {error}", err=True)
        except BrokenPipeError:
            raise  # the reader of our output has gone, as `head` does: nothing to say
        except OSError as error:
            name = error.filename or "a file"
            click.echo(
                f"{name}: {error.strerror or error}; check the path, its permissions and free space", err=True
            )
        raise click.exceptions.Exit(1)

    return run


def tell(problems: tuple[Problem, ...]) -> None:
    """Print problems and their number: what is wrong with many rows alike once, with the first of their places."""
    told = alike(problems)
    for same in told[:MOST_PROBLEMS]:
        for problem in same if len(same) <= MOST_ALIKE else same[:1]:
            click.echo(str(problem), err=True)
        if len(same) > MOST_ALIKE:
            places = [problem.place for problem in same[1 : MOST_ALIKE + 1]]
            left = len(same) - 1 - len(places)
            more = f", and {counted(left, 'other')}" if left else ""
            click.echo(f"    {len(same) - 1} more times the same: {'; '.join(places)}{more}", err=True)
    count = counted(len(problems), "problem")
    left = sum(len(same) for same in told[MOST_PROBLEMS:])
    click.echo(f"{count}{f', {left} of them not listed' if left else ''}. Nothing was used.", err=True)


paper_option = click.option(
    "--paper",
    type=click.Choice(get_args(Paper)),
    default="a4",
    show_default=True,
    help="What a PDF is laid out for.",
)


def note(text: str) -> None:
    """Say something beside the result, on standard error."""
    click.echo(text, err=True)


class Reached(Protocol):
    """Is told how many steps are done, and what the next one does."""

    def __call__(self, done: int, doing: str | None = None, /) -> None: ...


@contextmanager
def progress(label: str, total: int) -> Iterator[Reached]:
    """A progress bar on a terminal, silent elsewhere.

    Call what it yields with the number done so far and, where the steps differ, with what is done next.
    """
    with click.progressbar(
        length=total,
        label=label,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        item_show_func=lambda doing: doing,
    ) as bar:

        def reached(done: int, doing: str | None = None) -> None:
            bar.update(max(0, done - bar.pos), doing)
            bar.render_progress()  # `update` alone draws nothing where only the words have changed

        yield reached


def file_to_write(target: str) -> Path | None:
    """The file to write, or None for standard output (`-`); refuses a folder that does not exist."""
    if target == "-":
        return None
    path = Path(target)
    if not path.parent.exists():
        place = str(path.parent)
        raise Refused([Problem("no_folder", target, f"the folder {place} does not exist", "make it first")])
    return path
