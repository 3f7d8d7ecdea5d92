"""Keeps a demonstration, writes digests of what it shows, compares two files of digests."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.sameness import (
    changes,
    commands,
    compare,
    definitions,
    fresh,
    kept,
    looking,
    places,
    programs,
    servers,
    survey,
)
from tests.sameness.chance import CHANCE, demand_stopped_clock
from tests.sameness.record import Record, say

# The parts in the order in which they run; each knows which keys are its own.
PARTS: Final[tuple[Callable[[Path, Record], None], ...]] = (
    looking.look,
    survey.answer,
    programs.read,
    changes.change,
    servers.serve,
    commands.command,
    definitions.define,
    fresh.refill,
    looking.reached,
)


def main() -> None:
    given = _parser().parse_args()
    given.run(given)


def _keep(given: argparse.Namespace) -> None:
    _prepare(given)
    kept.keep(given.folder.resolve())


def _digest(given: argparse.Namespace) -> None:
    _prepare(given)
    record = Record(given.bodies and given.bodies.resolve(), tuple(given.only))
    target, folder = given.out.resolve(), given.folder.resolve()
    for part in PARTS:
        began, before = time.perf_counter(), len(record.digests)
        part(folder, record)
        say(f"{part.__name__}: {len(record.digests) - before} keys, {time.perf_counter() - began:.1f} s")
    record.write(target)


def _compare(given: argparse.Namespace) -> None:
    old, new = compare.read(given.old), compare.read(given.new)
    if not compare.compare(old, new, tuple(given.only), strict=given.strict):
        raise SystemExit(1)


def _prepare(given: argparse.Namespace) -> None:
    demand_stopped_clock()
    places.look_at(given.code)
    CHANCE.rule()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.sameness", description=__doc__)
    verbs = parser.add_subparsers(required=True)
    keep = verbs.add_parser("keep", help="fill the demonstration into a folder")
    keep.add_argument("folder", type=Path)
    keep.set_defaults(run=_keep)
    digest = verbs.add_parser(
        "digest", help="write the digests of all that is shown on copies of what is kept"
    )
    digest.add_argument("folder", type=Path)
    digest.add_argument("out", type=Path)
    digest.add_argument("--bodies", type=Path, help="keep the bodies in this folder too")
    digest.add_argument("--only", action="append", default=[], metavar="PREFIX", help="keys that begin so")
    digest.set_defaults(run=_digest)
    two = verbs.add_parser(
        "compare", help="tell what differs between two files of digests; 1 if anything does"
    )
    two.add_argument("old", type=Path)
    two.add_argument("new", type=Path)
    two.add_argument("--only", action="append", default=[], metavar="PREFIX", help="keys that begin so")
    two.add_argument("--strict", action="store_true", help="allow no exception")
    two.set_defaults(run=_compare)
    for verb in (keep, digest):
        verb.add_argument("--code", type=Path, default=places.OWN, help="the tree to look at; default: this")
    return parser


if __name__ == "__main__":
    main()
