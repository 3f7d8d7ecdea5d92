"""content: what experts say of the relevance of items."""

from pathlib import Path
from typing import Any

import click

from engine.commands.raters import (
    how_rated,
    output_options,
    outputs,
    table_options,
    typed_command,
    write_study,
)
from engine.commands.speaking import note, tell_refusals
from engine.instrument.written_number import number_in
from engine.loading import catalog
from engine.ratings.content import ContentStudy, read_experts, scale_of, study_content
from engine.report.document import Document


def _ends(context: click.Context, option: click.Parameter, typed: str | None) -> tuple[float, float] | None:
    """The two ends of a scale, as 1-4."""
    if typed is None:
        return None
    found = [number_in(part) for part in typed.replace("\N{EN DASH}", "-").split("-")]
    if len(found) != 2 or None in found or not found[0] < found[1]:  # type: ignore[operator]
        raise click.BadParameter(f"{typed!r} is no scale; write its lowest and highest rating, as 1-4")
    return found[0], found[1]  # type: ignore[return-value]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--instrument", metavar="INSTRUMENT", help="Whose items: texts beside ids, and ids are checked."
)
@click.option("--item", "--target", "target", metavar="COLUMN", help="The column that names the items.")
@click.option(
    "--expert", "--rater", "rater", metavar="COLUMN", help="Of experts, in a file with a row a rating."
)
@click.option("--rating", metavar="COLUMN", help="Of ratings, in a file with a row a rating.")
@click.option("--experts", "names", metavar="A,B,C", help="The experts' columns, where there are others.")
@click.option(
    "--scale", callback=_ends, metavar="LOW-HIGH", help="The scale that experts used; default: 1-4."
)
@click.option("--relevant", type=float, help="The lowest rating that means relevant; default: 3 of 1-4.")
@click.option("--essential", type=float, help="Lawshe's CVR too: the lowest rating that means essential.")
@table_options
@output_options
@tell_refusals
def content(
    file: Path,
    instrument: str | None,
    scale: tuple[float, float] | None,
    relevant: float | None,
    essential: float | None,
    categories: str | None,
    names: str | None,
    **typed: Any,
) -> None:
    """Content validity: I-CVI, S-CVI, modified kappa, Aiken's V, Lawshe's CVR from experts' ratings of items.

    FILE is a CSV or an Excel workbook: a row an item and a column an expert; or a row an expert, with the first column
    named expert; or a row a rating with the columns item, expert and rating. An empty cell is no rating. Prints a
    summary; docs/content-validity.md says what each index means, and what --json holds.

    \b
    Examples:
      barograph content experts.csv --instrument collective-leadership@1.0.0
      barograph content experts.xlsx --scale 1-5 --html content.html
      barograph content experts.csv --essential 4 --json content.json
      barograph content words.csv --categories "not relevant,somewhat,quite,very"
    """
    targets = outputs(typed)
    found = None if instrument is None else catalog.find(instrument)
    how = how_rated(names, categories, typed)
    ratings = read_experts(file, how, found)
    for text in ratings.notes:
        note(text)
    study = study_content(ratings, scale_of(ratings, scale, relevant, essential), found)
    write_study(lambda: _json(study), lambda: _document(study), targets, typed["paper"])


def _json(study: ContentStudy) -> dict[str, Any]:
    from engine.ratings.content_json import content_json

    return content_json(study, command=typed_command())


def _document(study: ContentStudy) -> Document:
    from engine.report.raters.content import content_document

    return content_document(study, command=typed_command())
