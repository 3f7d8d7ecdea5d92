"""columns: which column of a file is which item, and what its cells mean, as a column map to look through."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from engine.commands.responses import open_output, sheet_option
from engine.commands.speaking import file_to_write, note, progress, tell_refusals
from engine.exchange.answers.opening import expected_rows
from engine.exchange.cell_meanings import ItemMeanings, meanings_in
from engine.exchange.column_matching import ColumnMatch, match_columns
from engine.exchange.file_profile import FileProfile, profile_of
from engine.exchange.map_text import map_text
from engine.exchange.response_csv import SAVE_OR_SAY
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.printed import counted
from engine.problems import Problem, Refused, listed
from engine.responses.layout import layout

WIDEST: Final = 60  # signs of a column's name
MOST_CELLS: Final = 12  # of an item


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("instrument")
@click.option(
    "-o", "--output", help="Write a column map, such as answers.columns.yaml; - is standard output."
)
@sheet_option
@click.option("--encoding", help="What the file is saved in where it is not Unicode, such as cp1252.")
@tell_refusals
def columns(file: Path, instrument: str, output: str | None, sheet: str | None, encoding: str | None) -> None:
    """See which column of a file is which item, how sure that is, and what stays unmatched.

    Columns are matched by id, else by the text of the question. What is sure is written to the column map; what is
    only likely is written as a comment, for you to decide. Nothing is read by it before `score`, `validate` or
    `import` use the map.

    \b
    Examples:
      barograph columns answers.xlsx my-instrument/
      barograph columns answers.xlsx my-instrument/ -o answers.columns.yaml
    """
    found = catalog.find(instrument)
    target = None if output is None else _new_file(output)
    with progress(f"Reading {file.name}", expected_rows(file, encoding, sheet)) as done:
        profile = profile_of(file, sheet=sheet, encoding=encoding, remedy=SAVE_OR_SAY, progress=done)
    for text in profile.notes:
        note(text)
    matches = match_columns(profile.columns, found)
    meanings = meanings_in(matches, found)
    show = note if output == "-" else click.echo
    show("\n".join(_shown(profile, found, matches, meanings)))
    if output is None:
        return
    with open_output(target) as out:
        out.write(map_text(file.name, found, matches, meanings, sheet=sheet))
    if target is not None:
        note(f"Column map written to {target}. Look through it, and take the # away where it guesses right.")


def _new_file(output: str) -> Path | None:
    """Where to write; a map that somebody looked through is not written over."""
    target = file_to_write(output)
    if target is not None and target.exists():
        cause = "the file is there already, and may hold what somebody decided"
        raise Refused([Problem("file_exists", output, cause, "name another, or delete it first")])
    return target


def _shown(
    profile: FileProfile,
    instrument: Instrument,
    matches: Sequence[ColumnMatch],
    meanings: Sequence[ItemMeanings],
) -> list[str]:
    sure = [match for match in matches if match.counts]
    maybe = [match for match in matches if match.target is not None and not match.counts]
    none = [
        match.column.address or f"column {place}"
        for place, match in enumerate(matches, 1)
        if match.target is None
    ]
    named = {match.target for match in matches}
    absent = [column.id for column in layout(instrument).columns if not {column.id, column.item.id} & named]
    head = (
        f"{profile.name}: {profile.format}, {counted(profile.rows, 'row')}, {counted(len(matches), 'column')}"
    )
    lines = [head, *_section("Matched", _rows(sure)), *_section("Likely, to be confirmed", _rows(maybe))]
    lines += _section("Columns that are no item", [f"  {_cut(name)}" for name in none])
    lines += _section("Items without a column", [f"  {', '.join(absent)}"] if absent else [])
    return lines + _section("Cells to be confirmed", [row for one in meanings for row in _cells(one)])


def _section(title: str, rows: Sequence[str]) -> list[str]:
    return ["", title, *rows] if rows else []


def _rows(matches: Sequence[ColumnMatch]) -> list[str]:
    names = [_cut(match.column.address) for match in matches]
    width = max(map(len, names), default=0)
    ids = max((len(match.target or "") for match in matches), default=0)
    return [
        f"  {name:<{width}}  {match.target:<{ids}}  {match.sure:>4.0%}  {match.why}{_or(match)}"
        for name, match in zip(names, matches, strict=True)
    ]


def _or(match: ColumnMatch) -> str:
    return f"; {listed(match.rivals)} would fit as well" if match.rivals else ""


def _cells(one: ItemMeanings) -> list[str]:
    rows = []
    for cell in one.cells[:MOST_CELLS]:
        meaning = {"": "no answer?", None: "?"}.get(cell.meaning, cell.meaning)
        rows.append(
            f"  {one.item:<10} {_cut(cell.cell)!r} in {counted(cell.number, 'row')}: {meaning} ({cell.why})"
        )
    left = len(one.cells) - MOST_CELLS
    return rows + ([f"  {one.item:<10} and {left} more"] if left > 0 else [])


def _cut(name: str) -> str:
    return name if len(name) <= WIDEST else name[: WIDEST - 1].rstrip() + "…"
