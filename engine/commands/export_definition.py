"""export-definition: an instrument as other tools read it, with a report of what the file does not say."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from engine.commands.paper_form import print_
from engine.commands.responses import chosen_form
from engine.commands.speaking import note, tell_refusals
from engine.exchange.outward.losses import OutwardRemarks
from engine.exchange.outward.table import OUTWARD, OutwardFormat, written
from engine.instrument.model import Form, Instrument
from engine.loading import catalog
from engine.printed import several

MOST_TOLD: Final = 8  # losses on the terminal; --losses writes all
PAPER: Final = {
    "pdf": "a form for paper, as `barograph print` writes it",
    "html": "the same for a browser to print",
}
NAMES: Final = ", ".join(
    (*(f"{one.name} ({one.ending})" for one in OUTWARD.values()), "pdf and html for paper")
)


def _tell_formats(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Name all formats with their endings, and end."""
    if asked and not context.resilient_parsing:
        rows = [(one.name, one.ending, one.label) for one in OUTWARD.values()]
        rows += [(name, f".{name}", label) for name, label in PAPER.items()]
        for name, ending, label in rows:
            click.echo(f"{name:<11} {ending:<6} {label}")
        context.exit()


@click.command(name="export-definition")
@click.argument("instrument")
@click.option(
    "--to", "format", type=click.Choice([*OUTWARD, *PAPER]), required=True, help=f"The format: {NAMES}."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE"
)
@click.option("--form", help="The form to write; default: the first.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="A language to write, the first as the file's own; may be repeated. Default: all there are.",
)
@click.option(
    "--losses",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.json",
    help="Write what the file does not say here, as JSON.",
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_formats,
    help="Name all formats with their endings.",
)
@click.pass_context
@tell_refusals
def export_definition(
    context: click.Context,
    instrument: str,
    format: str,
    output: Path,
    form: str | None,
    languages: tuple[str, ...],
    losses: Path | None,
) -> None:
    """Write one form of an instrument for another tool, and tell what the file does not say.

    XLSForm, SurveyJS, FHIR and LimeSurvey carry all languages and rules; REDCap's dictionary holds one language.
    Scores are written as the tool's formulas, blank where fewer answers are there than they ask for. Read back by
    `barograph convert`, such a file gives the same questions, options, rules and scores. A form for paper has no
    losses to tell: `barograph print` has more options for it.

    \b
    Examples:
      barograph export-definition collective-leadership --to xlsform -o form.xlsx
      barograph export-definition my-instrument/ --to redcap --language es -o dictionary.csv
      barograph export-definition --list
      barograph export-definition team-safety --to fhir -o questionnaire.json --losses losses.json
    """
    found = catalog.find(instrument)
    chosen = found.forms[0] if form is None else chosen_form(found, form)
    if format in PAPER:
        _print(context, found, chosen, format, output, languages, losses)
        return
    kind = OUTWARD[format]
    data, remarks = written(found, chosen, kind, languages)
    output.write_bytes(data)
    if losses is not None:
        report = _report(found, chosen, kind, remarks)
        losses.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _tell(output, kind, remarks)


def _print(
    context: click.Context,
    instrument: Instrument,
    form: Form,
    format: str,
    output: Path,
    languages: tuple[str, ...],
    losses: Path | None,
) -> None:
    """The form for paper, in one language."""
    if len(languages) > 1:
        raise click.UsageError("paper has one language: write a form for each --language")
    if losses is not None:
        raise click.UsageError("--losses is for files that other tools read, and paper is none")
    if output.suffix.lower() != f".{format}":
        raise click.UsageError(f"let the name of the file end in .{format}")
    language = languages[0] if languages else None
    context.invoke(
        print_, instrument=context.params["instrument"], output=str(output), form=form.id, language=language
    )


def _report(
    instrument: Instrument, form: Form, kind: OutwardFormat, remarks: OutwardRemarks
) -> dict[str, Any]:
    return {
        "format": kind.name,
        "instrument": instrument.name,
        "form": form.id,
        "ids": remarks.ids,
        "values": remarks.values,
        "losses": [asdict(loss) for loss in remarks.losses],
    }


def _tell(output: Path, kind: OutwardFormat, remarks: OutwardRemarks) -> None:
    click.echo(f"{output}: {kind.label}")
    sorts = Counter(loss.code for loss in remarks.losses)
    told: set[str] = set()
    for loss in remarks.losses:
        if loss.code in told or len(told) == MOST_TOLD:
            continue
        told.add(loss.code)
        more = f" and at {several(sorts[loss.code] - 1, 'other place')}" if sorts[loss.code] > 1 else ""
        note(f"{loss.code} at {loss.where}{more}: {loss.why}; {loss.remedy}")
    if len(sorts) > len(told):
        note(f"{several(len(sorts) - len(told), 'other sort')} of loss; --losses FILE.json has all.")
