"""codebook: what each column of a file of responses is, for people and for data archives."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from engine.commands.responses import chosen_form
from engine.commands.speaking import file_to_write, note, paper_option, tell_refusals
from engine.instrument.model import Form, Instrument
from engine.loading import catalog
from engine.problems import Problem, Refused
from engine.report.document import Paper
from engine.responses.codebook import codebook as compose

ENDINGS: Final = {".html": "a page", ".xml": "DDI Codebook 2.5", ".pdf": "a PDF"}


@click.command()
@click.argument("instrument")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="codebook.html, codebook.pdf or codebook.xml."
)
@click.option("--form", help="Only what this form asks; default: every item.")
@paper_option
@tell_refusals
def codebook(instrument: str, output: str, form: str | None, paper: Paper) -> None:
    """Write the codebook of an instrument: questions, values, kinds of missing, keys and scores.

    The ending of the file says what it becomes: .html a page that needs nothing else, .pdf for print, .xml DDI
    Codebook 2.5 for data archives.

    \b
    Examples:
      barograph codebook collective-leadership -o codebook.html
      barograph codebook my-instrument/ --form short -o codebook.xml
    """
    found = catalog.find(instrument)
    chosen = None if form is None else chosen_form(found, form)
    target = file_to_write(output)
    ending = Path(output).suffix.lower()
    if target is None or ending not in ENDINGS:
        known = ", ".join(f"{name} ({text})" for name, text in ENDINGS.items())
        cause = "the name of the file does not say what it is to be"
        raise Refused([Problem("not_a_file", output, cause, f"let it end in {known}")])
    target.write_bytes(_render(found, chosen, ending, paper))
    note(f"Codebook of {found.name} written to {target}.")


def _render(instrument: Instrument, form: Form | None, ending: str, paper: Paper) -> bytes:
    from engine.exchange.ddi import ddi_xml
    from engine.report.codebook import codebook_document, instrument_origin
    from engine.report.media.to_html import html
    from engine.report.media.to_pdf import pdf_bytes

    book = compose(instrument, form)
    if ending == ".xml":
        return ddi_xml(book, facts=instrument_origin(instrument).lines()).encode()
    document = replace(codebook_document(book, form=form), paper=paper)
    return pdf_bytes(document) if ending == ".pdf" else html(document).encode()
