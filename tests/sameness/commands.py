"""The command line: the help of each command, and what each says and writes."""

import csv
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click

from tests.sameness import kept
from tests.sameness.normal import cut
from tests.sameness.places import place
from tests.sameness.record import Record

SHIPPED: Final = ("big-five-25", "collective-leadership", "educator-efficacy", "school-wellbeing")
OUTPUTS: Final = ("-o", "--output", "--json", "--html", "--pdf", "--norms", "--flags")
DEMO: Final = ("--database", kept.DATABASE)


def command(folder: Path, record: Record) -> None:
    """Run the commands, each part on a copy of its own."""
    parts = {"help": _help, "files": _files, "broken": _broken, "validate": _validate, "database": _database}
    for name, part in parts.items():
        if record.wants(f"cli {name}") or record.wants("cli "):
            with kept.copied(folder):
                for words in part():
                    say(record, name, words)


def say(record: Record, part: str, words: Sequence[str]) -> None:
    """Run one command, and keep what it said and what it wrote."""
    targets = [Path(words[at + 1]) for at, word in enumerate(words[:-1]) if word in OUTPUTS]
    key = f"cli {part} {' '.join(words)}"
    if not record.wants(key) and part != "database":
        return
    for target in targets:
        target.unlink(missing_ok=True)
    said = kept.run(list(words))
    kind = "text" if part == "validate" and not targets else "out"
    record.keep(f"{key}: {kind}", _told(said.out))
    record.keep(f"{key}: code and messages", f"{said.code}\n{cut(said.err)}")
    for target in targets:
        if target.name != "-" and target.is_file():
            record.keep(f"{key}: {target}", _told(target.read_bytes()))


def _told(data: bytes) -> bytes:
    """A text without what is random; anything else as it is."""
    try:
        return cut(data.decode()).encode()
    except UnicodeDecodeError:
        return data


def _help() -> Iterator[list[str]]:
    yield ["--version"]
    yield ["nothing"]
    yield ["validat"]
    main: Any = place("command line")
    yield from _help_of(main, [])


def _help_of(found: Any, words: list[str]) -> Iterator[list[str]]:
    yield [*words, "--help"]
    yield words
    if isinstance(found, click.Group):
        context = click.Context(found)
        for name in found.list_commands(context):
            under = found.get_command(context, name)
            if [*words, name] not in (["demo"], ["serve"], ["preview"]):
                yield from _help_of(under, [*words, name])
            else:
                yield [name, "--help"]


def _files() -> Iterator[list[str]]:
    """What is told of definitions, and files of responses made up and scored."""
    yield ["list"]
    yield ["check", *SHIPPED]
    yield ["check", "nothing"]
    yield ["show", "nothing"]
    yield ["show", "big-five"]
    yield ["show", "big-five-25@9.9.9"]
    yield ["show", "big-five-25", "--form", "nothing"]
    kinds = sorted(str(one.parent) for one in Path(kept.INPUTS, "kinds").rglob("instrument.yaml"))
    own = sorted(str(one.parent) for name in kept.OWN_INSTRUMENTS for one in _instruments(name))
    for name in (*SHIPPED, *kinds, *own):
        yield ["check", name]
        yield ["show", name]
        yield ["show", name, "--json"]
        for ending in ("html", "xml"):
            yield ["codebook", name, "-o", f"codebook.{ending}"]
        yield ["simulate", name, "--sites", "6", "--persons", "15", "--seed", "7", "-o", "made-up.csv"]
        yield ["score", name, "made-up.csv", "--keep", "site"]
    yield ["codebook", "collective-leadership@1.0.0", "-o", "codebook.pdf"]
    yield ["codebook", "collective-leadership@1.0.0", "-o", "codebook.txt"]
    for form in ("short", "pulse", "vision", "nothing"):
        yield ["show", "collective-leadership@1.0.0", "--form", form]
        yield ["codebook", "collective-leadership@1.0.0", "--form", form, "-o", "form.html"]
        yield ["simulate", "collective-leadership@1.0.0", "--form", form, "--sites", "3", "-o", "form.csv"]
        yield ["score", "collective-leadership@1.0.0", "form.csv", "--form", form]
    yield ["score", "school-wellbeing", "inputs/school-wellbeing.csv", "--keyed", "W7,W9,W12"]
    yield ["score", "big-five-25", "inputs/bfi.csv", "--keep", "gender", "-o", "scores.csv"]
    yield ["score", "big-five-25", "inputs/bfi.csv", "--keep", "nothing"]
    yield ["score", "big-five-25", "inputs/lq2002.csv"]
    yield ["score", "big-five-25", "nothing.csv"]
    yield ["score", "inputs/ability/1.0.0", "inputs/ability.csv"]


def _instruments(name: str) -> Iterator[Path]:
    return Path(kept.INPUTS, name).rglob("instrument.yaml")


def _broken() -> Iterator[list[str]]:
    """Every problem that a definition can have."""
    for one in sorted(Path(kept.INPUTS, "broken").rglob("instrument.yaml")):
        yield ["check", str(one.parent)]


def _validate() -> Iterator[list[str]]:
    """The studies of the reference data, as text and as files; and each option once."""
    studies = (
        ["big-five-25", "inputs/bfi.csv"],
        ["inputs/lq2002/1.0.0", "inputs/lq2002.csv", "--cluster", "COMPID"],
        ["inputs/ability/1.0.0", "inputs/ability.csv", "--columns", "inputs/ability/1.0.0/columns.yaml"],
        ["inputs/science/1.0.0", "inputs/science.csv"],
        ["school-wellbeing", "inputs/school-wellbeing.csv", "--cluster", "class", "--keyed", "W7,W9,W12"],
    )
    written = ["--json", "study.json", "--html", "study.html", "--flags", "flags.csv"]
    norms = ["--norms", "norms.yaml", "--population", "people of the reference data"]
    for study in studies:
        yield ["validate", *study]
        yield ["validate", *study, *written, *norms]
    yield ["validate", *studies[-1], "--pdf", "study.pdf"]
    yield ["validate", *studies[-1], "--json", "-"]
    _asked_again()
    yield [
        "validate",
        "big-five-25",
        "first.csv",
        "--id",
        "person",
        "--retest",
        "again.csv",
        "--json",
        "two.json",
    ]
    yield ["validate", "big-five-25", "first.csv", "--id", "person", "--retest", "again.csv"]
    yield ["simulate", "collective-leadership@1.0.0", "--sites", "12", "--persons", "20", "-o", "made-up.csv"]
    made = ["validate", "collective-leadership@1.0.0", "made-up.csv", "--cluster", "site"]
    yield [*made, "--group", "role", "--bootstrap", "20", "--json", "a.json", "--html", "a.html"]
    yield [*made, "--factors", "2", "--missing", "pairwise", "--no-quality", "--seed", "3"]
    yield [*made, "--form", "short", "--missing", "complete", "--keyed", "all"]
    yield ["validate", "big-five-25", "inputs/bfi.csv", "--norms", "norms.yaml"]
    yield ["validate", "big-five-25", "inputs/bfi.csv", "--cluster", "nothing"]
    yield ["validate", "big-five-25", "inputs/bfi.csv", "--pdf", "-"]
    yield ["validate", "big-five-25", "nothing.csv"]


def _asked_again() -> None:
    """Two files of the same people: the second a little changed, and in another order."""
    with Path(kept.INPUTS, "bfi.csv").open(newline="", encoding="utf-8") as file:
        head, *rows = list(csv.reader(file))[:301]
    changed = [
        [cell if (at + number) % 7 else rows[(number + 1) % len(rows)][at] for at, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    for name, table in (("first.csv", rows), ("again.csv", changed)):
        named = [[f"p{number}", *row] for number, row in enumerate(table)]
        with Path(name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["person", *head], *(named if table is rows else named[::-1])])


def _database() -> Iterator[list[str]]:
    """Commands on a database, in an order in which each has what it needs."""
    kept.serving(["demo", *DEMO], lambda app: None)  # gives the demonstration its people
    Path("new.db.secret").write_text(
        "a secret that is the same each time, for links that are printed\n", "ascii"
    )
    Path("schools.csv").write_text("school,roster,level\nNorth,12,high\nSouth,,\n", encoding="utf-8")
    for words in _on_database():
        yield shlex.split(words)
    yield ["export", "4", *DEMO, "-o", "released.csv"]
    yield ["export", "4", *DEMO, "--pooled", "-o", "pooled.csv"]
    yield ["export", "4", *DEMO, "--format", "sav", "-o", "released.sav"]
    yield ["export", "5", *DEMO, "--format", "stored", "-o", "stored.csv"]
    wellbeing = ["import", "school-wellbeing", "inputs/school-wellbeing.csv", "--database", "new.db"]
    yield [*wellbeing, "--keyed", "W7,W9,W12", "--title", "Spring 2014"]
    yield [*wellbeing, "--site", "nothing"]
    yield ["import", "big-five-25", "inputs/bfi.csv", "--database", "new.db"]
    yield ["wave", "new", "collective-leadership@1.0.0", "--title", "Now", "--schools", "schools.csv", *DEMO]
    yield ["wave", "new", "educator-efficacy@1.0.0", "--title", "Now", "--schools", "nothing.csv", *DEMO]


def _on_database() -> Iterator[str]:
    yield from (f"{words} --database {kept.DATABASE}" for words in ON_DEMO)
    yield "wave list --database nothing.db"
    yield "wave list --database inputs"
    yield "demo --no-serve --database new.db"
    yield "user list --database new.db"


ON_DEMO: Final = (
    "wave list",
    "wave links 4",
    "wave links 7",
    "wave links 99",
    "user list",
    "user invite nobody --role researcher",
    "user invite ada@hub.example --role researcher --network Nowhere",
    "user invite ada@hub.example --role hub_administrator",
    "user invite ada@hub.example --role school_leader --school Nowhere --network 'Riverbend Schools Network'",
    "user invite ada@hub.example --role district --network 'Riverbend Schools Network'",
    "user invite ada@hub.example --role district --district East --network 'Riverbend Schools Network'",
    "user invite ada@hub.example --role hub_administrator --network 'Riverbend Schools Network'",
    "user reset rosa@riverbend.example",
    "user reset nobody@riverbend.example --second-factor",
    "user token rosa@riverbend.example --name Try --scope results:network",
    "user token rosa@riverbend.example --name Try --scope results:school",
    "user list",
    "export 7",
    "export 99",
    "wave close 7 --yes",
    "wave close 7 --yes",
    "wave links 7",
    "wave list",
)
