"""Files that are no text are read in a process of their own, of bounded memory and time.

Workbooks, statistics files and archives are read by libraries in C and Rust, and a file of a few kilobytes can ask
for gigabytes or for ever. Whatever it does, it does to a process that may not have them; the file is refused.
"""

import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final

import numpy as np

from engine.exchange.answers.blocks import AboutColumn, CellBlock, FileFacts
from engine.exchange.files import whole_file
from engine.problems import Refused

MOST_MEMORY: Final = 3 * 1024**3  # bytes of address space
MOST_SECONDS: Final = 600  # of processor time
LENGTH: Final = 8  # bytes of a number that says how many follow
LONGEST_PART: Final = 1024**3
SPLIT: Final = "save it as CSV UTF-8, or split it into several files"


@contextmanager
def read_apart(
    path: Path, module: str, sheet: str | None, encoding: str | None
) -> Iterator[tuple[FileFacts, Iterator[CellBlock]]]:
    """What a file is, and its rows as they come; the process ends with the context.

    Raises `Refused`, also while rows are taken.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module, on a file of which only the path is given
        [sys.executable, "-m", __name__, module, str(path), json.dumps([sheet, encoding])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"},
    )
    if process.stdout is None:
        raise AssertionError("a pipe was asked for")
    with closing(_parts(path.name, process, process.stdout)) as parts:
        facts = json.loads(next(parts))
        yield _facts(facts), _blocks(parts)


def _parts(name: str, process: subprocess.Popen[bytes], stream: IO[bytes]) -> Generator[bytes, None, None]:
    """What the process sends, part by part, to the end; it is ended with whoever takes them."""
    try:
        while (begin := stream.read(LENGTH)) and len(begin) == LENGTH:
            length = int.from_bytes(begin, "big")
            if length == 0:
                return
            part = stream.read(length) if length <= LONGEST_PART else b""
            if len(part) != length:
                break
            if part.startswith(b'{"refused"'):
                raise whole_file(name, *json.loads(part)["refused"])
            yield part
        process.wait()
        cause = (
            "reading it ended before its end: it is damaged, or needs more than "
            f"{MOST_MEMORY // 1024**3} GB of memory or {MOST_SECONDS // 60} minutes"
        )
        raise whole_file(name, "file_too_large", cause, SPLIT)
    finally:
        stream.close()
        process.kill()
        process.wait()


def _blocks(parts: Iterator[bytes]) -> Iterator[CellBlock]:
    for part in parts:
        cells = tuple(map(tuple, json.loads(part)))
        places = np.frombuffer(next(parts), dtype=np.uint16).reshape(len(cells), -1)
        yield CellBlock(cells, places)


def _facts(plain: dict[str, Any]) -> FileFacts:
    about = {
        name: AboutColumn(
            one["text"],
            MappingProxyType(one["labels"]),
            tuple((low, high) for low, high in one["missing"]),
            frozenset(one["tags"]),
        )
        for name, one in plain["about"].items()
    }
    return FileFacts(tuple(plain["header"]), MappingProxyType(about), tuple(plain["notes"]), plain["rows"])


def _plain(facts: FileFacts) -> dict[str, Any]:
    about = {
        name: {"text": one.text, "labels": dict(one.labels), "missing": one.missing, "tags": sorted(one.tags)}
        for name, one in facts.about.items()
    }
    return {"header": facts.header, "about": about, "notes": facts.notes, "rows": facts.rows}


def _send(out: IO[bytes], part: bytes) -> None:
    out.write(len(part).to_bytes(LENGTH, "big"))
    out.write(part)


def _bound() -> None:
    """Take the limits on; where the system knows none (Windows), there are none."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the file that is named and send what is in it; run by `read_apart`."""
    _bound()
    from engine.exchange.answers.formats import reader

    module, file, how = sys.argv[1:4]
    sheet, encoding = json.loads(how)
    out = sys.stdout.buffer
    try:
        facts, blocks = reader(module)(Path(file), sheet, encoding)
        _send(out, json.dumps(_plain(facts)).encode())
        for block in blocks:
            _send(out, json.dumps(block.cells).encode())
            _send(out, block.places.tobytes() or b"\0\0")
        _send(out, b"")
        out.flush()
    except BrokenPipeError:
        os._exit(0)  # whoever reads has enough: the header
    except Refused as refused:
        (problem,) = refused.problems
        _send(out, json.dumps({"refused": [problem.code, problem.cause, problem.remedy]}).encode())
        out.flush()


if __name__ == "__main__":
    main()
