"""export-definition: an instrument as other tools read it, with a report of what the file does not say."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from engine.commands.responses import chosen_form
from engine.commands.speaking import note, tell_refusals
from engine.exchange.outward.losses import OutwardRemarks
from engine.exchange.outward.table import OUTWARD, OutwardFormat, written
from engine.instrument.model import Form, Instrument
from engine.loading import catalog
from engine.printed import several

MOST_TOLD: Final = 8  # losses on the terminal; --losses writes all
NAMES: Final = ", ".join(f"{one.name} ({one.ending})" for one in OUTWARD.values())


@click.command(name="export-definition")
@click.argument("instrument")
@click.option("--to", "format", type=click.Choice(list(OUTWARD)), required=True, help=f"The format: {NAMES}.")
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
@tell_refusals
def export_definition(
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
    `barograph convert`, such a file gives the same questions, options, rules and scores.

    \b
    Examples:
      barograph export-definition collective-leadership --to xlsform -o form.xlsx
      barograph export-definition my-instrument/ --to redcap --language es -o dictionary.csv
      barograph export-definition team-safety --to fhir -o questionnaire.json --losses losses.json
    """
    found = catalog.find(instrument)
    chosen = found.forms[0] if form is None else chosen_form(found, form)
    kind = OUTWARD[format]
    data, remarks = written(found, chosen, kind, languages)
    output.write_bytes(data)
    if losses is not None:
        report = _report(found, chosen, kind, remarks)
        losses.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _tell(output, kind, remarks)


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
