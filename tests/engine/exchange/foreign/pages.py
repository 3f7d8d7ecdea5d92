"""The commands of docs/bringing, run as they stand there on the files beside them; the output stands below each.

python -m tests.engine.exchange.foreign.pages    writes what they print into the pages
"""

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from web.cli import main as barograph

PAGES = Path(__file__).parents[4] / "docs" / "bringing"
BLOCK = re.compile(r"^```console\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
SECRET = re.compile(r"(?<=/s/)[\w-]+|(?<=token=)[\w.-]+")  # of links, which are drawn anew
SHOWN = 14  # lines of a command


def pages() -> list[Path]:
    return sorted(PAGES.glob("*.md"))


def commands(page: Path) -> Iterator[str]:
    """The commands of a page, as they are typed."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                yield line.removeprefix("$ ")


def printed(command: str) -> str:
    """What a command prints here, cut after its first lines."""
    program, *typed = shlex.split(command)
    assert program == "barograph", command
    done = CliRunner().invoke(barograph, typed)
    assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception!r}"
    lines = [line.rstrip() for line in SECRET.sub("...", done.output).strip().splitlines()]
    return "\n".join(lines[:SHOWN] + ["..."] * (len(lines) > SHOWN))


def run(page: Path, folder: Path) -> str:
    """The page with what its commands print, run one after the other in a folder with its files."""
    shutil.copytree(PAGES / "files" / page.stem, folder, dirs_exist_ok=True)

    def with_output(found: re.Match[str]) -> str:
        typed = [line for line in found[1].splitlines() if line.startswith("$ ")]
        body = "\n".join(f"{line}\n{printed(line[2:])}".rstrip() for line in typed)
        return f"```console\n{body}\n```\n"

    os.environ.pop("BAROGRAPH_DATABASE", None)
    with chdir(folder):
        return BLOCK.sub(with_output, page.read_text(encoding="utf-8"))


def main() -> None:
    for page in pages():
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(run(page, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
