"""new: a first definition from a file of answers alone."""

import hashlib
from pathlib import Path
from typing import Any, Final

import click

from engine.commands.convert import folder_option, said_options
from engine.commands.responses import sheet_option
from engine.commands.speaking import note, progress, tell_refusals
from engine.exchange.answers.opening import expected_rows
from engine.exchange.file_profile import FileProfile, profile_of
from engine.exchange.foreign.building.draft import DraftFiles, draft_of
from engine.exchange.foreign.building.wishes import NEEDED, Wishes
from engine.exchange.foreign.losses import Remarks, SourceRemark
from engine.exchange.from_data.survey import OpenQuestion, SurveyFound, survey_of
from engine.exchange.response_csv import SAVE_OR_SAY
from engine.loading.yaml_text import yaml_text
from engine.printed import counted
from engine.problems import Problem, Refused

MOST_ITEMS: Final = 12  # of a question, that are named


@click.command()
@click.option(
    "--from-data",
    "file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="A file of answers: CSV, a workbook, SPSS, Stata, Parquet, LimeSurvey.",
)
@folder_option
@click.option(
    "--order",
    "orders",
    multiple=True,
    metavar="LOWEST|...|HIGHEST",
    help="The order of labels that stand in cells, which no file tells; may be repeated.",
)
@sheet_option
@click.option("--encoding", help="What the file is saved in where it is not Unicode, such as cp1252.")
@said_options
@tell_refusals
def new(
    file: Path, folder: Path, orders: tuple[str, ...], sheet: str | None, encoding: str | None, **said: Any
) -> None:
    """Write a first definition from a file of answers: what was found, what was guessed, and what you have to say.

    A column becomes an item of the kind that its cells fit; columns with the same points side by side share a
    response scale. Nothing is scored, no item is reverse-keyed and no order of labels is assumed: what the answers
    can't tell is asked, on the terminal and in questions.txt. FOLDER gets instrument.yaml and a columns.yaml by which
    the same file is read.

    \b
    Examples:
      barograph new --from-data answers.sav -o my-survey/
      barograph new --from-data form.xlsx -o my-survey/ --order "Never|Rarely|Often|Always" --language en
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        cause = "it is there and not empty"
        raise Refused(
            [Problem("file_exists", str(folder), cause, "name a new folder, so that nothing is overwritten")]
        )
    with progress(f"Reading {file.name}", expected_rows(file, encoding, sheet)) as done:
        profile = profile_of(file, sheet=sheet, encoding=encoding, remedy=SAVE_OR_SAY, progress=done)
    wishes = Wishes(**said)
    remarks = Remarks(wishes.undo)
    found = survey_of(profile, [_ordered(order) for order in orders], remarks)
    if not any(found.facts.questions):
        cause = f"no column of it can be told to be an item, by the answers of {counted(profile.rows, 'row')}"
        remedy = (
            "name the columns in its first row, give a file of more people, "
            "or bring the survey's own file with `barograph convert`"
        )
        raise Refused([Problem("no_items", file.name, cause, remedy)])
    draft = draft_of(found.facts, wishes, file.name, remarks)
    _write(folder, file, profile, draft, found, remarks)
    _tell(folder, profile, draft, found)


def _ordered(order: str) -> list[str]:
    labels = [label.strip() for label in order.split("|") if label.strip()]
    if len(labels) < 2:
        cause, remedy = (
            f"{order!r} is no order of labels",
            'write them from the lowest on: "Never|Often|Always"',
        )
        raise Refused([Problem("not_together", "--order", cause, remedy)])
    return labels


def _write(
    folder: Path, file: Path, profile: FileProfile, draft: DraftFiles, found: SurveyFound, remarks: Remarks
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    head = [
        f"# A draft, found in a file of answers: {' '.join(profile.name.split())} ({profile.format})",
        f"# SHA-256 of the file: {digest}",
        "# What it can't tell stands in questions.txt: reply to it before anybody answers this.",
        *(f"# Still to be said: {key} ({NEEDED[key]})" for key in draft.missing),
    ]
    for name, data in draft.files.items():
        text = yaml_text(data)
        (folder / name).write_text(
            "\n".join(head) + "\n" + text if name == "instrument.yaml" else text, encoding="utf-8"
        )
    (folder / "questions.txt").write_text(_report(profile, draft, found, remarks), encoding="utf-8")


def _report(profile: FileProfile, draft: DraftFiles, found: SurveyFound, remarks: Remarks) -> str:
    lines = [f"{draft.title}: found in {profile.name}", ""]
    lines += [f"TO BE ASKED ({len(found.questions) + len(draft.missing)})"]
    lines += [f"  {key}: {NEEDED[key]}" for key in draft.missing]
    for question in found.questions:
        lines += [f"  {', '.join(question.items)}", f"    {question.asks}", f"    {question.then}"]
    guessed = (*remarks.statements, *remarks.decisions)
    lines += ["", f"GUESSED AND DECIDED ({len(guessed)})"]
    lines += [line for remark in guessed for line in _lines(remark)]
    if remarks.losses:
        lines += ["", f"LEFT OUT ({len(remarks.losses)})"]
        lines += [line for remark in remarks.losses for line in _lines(remark)]
    return "\n".join(lines) + "\n"


def _lines(remark: SourceRemark) -> tuple[str, str]:
    item = f" ({remark.item})" if remark.item else ""
    return f"  {remark.where}{item}: {remark.what}", f"    {remark.why}; {remark.remedy}"


def _tell(folder: Path, profile: FileProfile, draft: DraftFiles, found: SurveyFound) -> None:
    for text in profile.notes:
        note(text)
    kinds = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in draft.kinds.items())
    size = f"{counted(profile.rows, 'row')}, {counted(len(profile.columns), 'column')}"
    click.echo(f"{profile.name}: {profile.format}, {size}")
    click.echo(f"{counted(sum(draft.kinds.values()), 'item')}: {kinds}")
    if found.questions:
        click.echo("\nWhat the answers can't tell")
    for question in found.questions:
        click.echo(
            f"  {_named(question)}\n    {question.asks}\n    {question.then[0].upper()}{question.then[1:]}."
        )
    if draft.missing:
        click.echo("\nStill to be said before `barograph check` passes")
        for key in draft.missing:
            click.echo(f"  {key}: {NEEDED[key]}")
    note(f"\nWritten to {folder}: {', '.join([*draft.files, 'questions.txt'])}.")


def _named(question: OpenQuestion) -> str:
    left = len(question.items) - MOST_ITEMS
    return ", ".join(question.items[:MOST_ITEMS]) + (f" and {left} more" if left > 0 else "")
