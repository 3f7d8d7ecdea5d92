"""raters: how far people agree who judge the same things."""

import json
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from engine.commands.responses import open_output
from engine.commands.speaking import file_to_write, note, paper_option, tell_refusals
from engine.problems import Problem, Refused
from engine.ratings.agreement import Level, RaterStudy, study_raters
from engine.ratings.reading import HowRated, Ratings, read_ratings
from engine.report.document import Document, Paper
from psychometrics.second_opinion.opinion import SecondOpinion

R = TypeVar("R")


def output_options(command: Callable[..., R]) -> Callable[..., R]:
    """The media that a study of ratings is written in."""
    for option in (
        paper_option,
        click.option("--pdf", "as_pdf", metavar="OUT", help="Write the report as an accessible PDF."),
        click.option("--html", "as_html", metavar="OUT", help="Write the report as one HTML file."),
        click.option(
            "--json",
            "as_json",
            metavar="OUT",
            help="Write every number, unrounded, as JSON; - is standard output.",
        ),
    ):
        command = option(command)
    return command


def table_options(command: Callable[..., R]) -> Callable[..., R]:
    """How cells and sheets of a table of ratings are read."""
    for option in (
        click.option(
            "--encoding", help="What a CSV file is saved in where it is not Unicode, such as cp1252."
        ),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook; default: the first."),
        click.option(
            "--missing",
            multiple=True,
            metavar="WORD",
            help="What a cell holds in place of a rating; repeatable.",
        ),
        click.option(
            "--categories",
            metavar="A,B,C",
            help="All categories in their order, also those that nobody used: low,medium,high.",
        ),
    ):
        command = option(command)
    return command


def in_list(words: str | None) -> tuple[str, ...]:
    """The words of an option that takes several, with commas between."""
    return tuple(word.strip() for word in (words or "").split(",") if word.strip())


def how_rated(names: str | None, categories: str | None, typed: Mapping[str, Any]) -> HowRated:
    """How a file of ratings is laid out, as the options of a table say it."""
    return HowRated(
        target=typed["target"],
        rater=typed["rater"],
        rating=typed["rating"],
        raters=in_list(names),
        missing=typed["missing"],
        categories=in_list(categories),
        sheet=typed["sheet"],
        encoding=typed["encoding"],
    )


def typed_command() -> str:
    return shlex.join(["barograph", *sys.argv[1:]])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--target", metavar="COLUMN", help="The column that names what was judged.")
@click.option(
    "--rater", metavar="COLUMN", help="The column that names the rater, in a file with a row a rating."
)
@click.option("--rating", metavar="COLUMN", help="The column of the ratings, in a file with a row a rating.")
@click.option(
    "--raters", "names", metavar="A,B,C", help="The columns of the raters, in a file with a column a rater."
)
@click.option(
    "--level",
    type=click.Choice(get_args(Level)),
    help="What the ratings are; default: words nominal, named categories ordinal, numbers anything.",
)
@click.option(
    "--second-opinion",
    is_flag=True,
    help="Set what pingouin and, where R has it, psych say of the same ratings beside ours.",
)
@table_options
@output_options
@tell_refusals
def raters(file: Path, names: str | None, level: Level | None, categories: str | None, **typed: Any) -> None:
    """How far raters agree: intraclass correlations, kappas, Krippendorff's alpha, Kendall's W.

    FILE is a CSV or an Excel workbook: a row a target and a column a rater, or a row a rating with the columns target,
    rater and rating. An empty cell is no rating; each statistic says how many targets it could use. Prints a summary;
    docs/raters.md says which coefficient answers which question, and what --json holds.

    \b
    Examples:
      barograph raters ratings.csv --target essay
      barograph raters ratings.xlsx --raters Ann,Ben,Cleo --html agreement.html
      barograph raters diagnoses.csv --level nominal --json agreement.json
      barograph raters ratings.csv --target essay --second-opinion --html agreement.html
      barograph raters long.csv --target essay --rater teacher --rating grade --categories low,medium,high
    """
    targets = outputs(typed)
    how = how_rated(names, categories, typed)
    ratings = read_ratings(file, how)
    for text in ratings.notes:
        note(text)
    study = study_raters(ratings, level=level)
    opinion = _opinion(ratings, study) if typed["second_opinion"] else None
    write_study(lambda: _json(study, opinion), lambda: _document(study, opinion), targets, typed["paper"])


def _opinion(ratings: Ratings, study: RaterStudy) -> SecondOpinion:
    """What other programs say; what kept them from it is told at once, as a study of ratings has no place for it."""
    from engine.ratings.second_opinion import raters_opinion

    found = raters_opinion(ratings, study)
    for caution in found.cautions:
        note(f"Second opinion: {caution}.")
    return found


def _json(study: RaterStudy, opinion: SecondOpinion | None) -> dict[str, Any]:
    from engine.ratings.as_json import raters_json

    return raters_json(study, command=typed_command(), opinion=opinion)


def _document(study: RaterStudy, opinion: SecondOpinion | None) -> Document:
    from engine.report.raters import raters_document

    return raters_document(study, command=typed_command(), opinion=opinion)


def outputs(typed: dict[str, Any]) -> dict[str, Path | None]:
    """The files that were asked for, by option; refuses a PDF on a terminal and a folder that is not there."""
    found = {
        name: file_to_write(typed[name])
        for name in ("as_json", "as_html", "as_pdf")
        if typed[name] is not None
    }
    if found.get("as_pdf", Path()) is None:
        cause = "a PDF can't be printed on a terminal"
        raise Refused([Problem("not_a_file", "--pdf", cause, "name a file to write")])
    return found


def write_study(
    as_json: Callable[[], dict[str, Any]],
    composed: Callable[[], Document],
    targets: dict[str, Path | None],
    paper: Paper,
    short: Callable[[Document], Document] = lambda whole: whole,
) -> None:
    """Write a study in the media that were asked for, or print it `short`, without its methods."""
    if not targets:
        from engine.report.media.to_text import text

        document = short(composed())
        shown = tuple(section for section in document.sections if section.id != "methods")
        click.echo(text(replace(document, sections=shown)))
        click.echo(
            "\nMethods with their sources and R calls: add --html report.html; every number: --json study.json"
        )
        return
    for name, target in targets.items():
        _write(name, target, as_json, composed, paper)
        if target is not None:
            note(f"Written to {target}")


def _write(
    name: str,
    target: Path | None,
    as_json: Callable[[], dict[str, Any]],
    composed: Callable[[], Document],
    paper: Paper,
) -> None:
    if name == "as_json":
        with open_output(target) as out:
            json.dump(as_json(), out, indent=1, ensure_ascii=False, allow_nan=False)
            out.write("\n")
    elif name == "as_pdf" and target is not None:
        from engine.report.media.to_pdf import pdf

        pdf(replace(composed(), paper=paper), target)
    else:
        from engine.report.media.to_html import html

        with open_output(target) as out:
            out.write(html(composed()))
