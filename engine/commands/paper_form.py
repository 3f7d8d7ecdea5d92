"""print: a form of an instrument for paper."""

from pathlib import Path
from typing import Final

import click

from engine.commands.responses import chosen_form
from engine.commands.speaking import file_to_write, note, paper_option, tell_refusals
from engine.instrument.event import with_event
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.problems import Problem, Refused
from engine.report.document import Paper

ENDINGS: Final = {".pdf": "a PDF", ".html": "a page that a browser prints"}


@click.command("print")
@click.argument("instrument")
@click.option("-o", "--output", required=True, metavar="FILE", help="form.pdf or form.html.")
@click.option("--form", help="Which form; default: the one named full, or the first.")
@click.option(
    "--language", metavar="TAG", help="Print its translation, such as es; default: its own language."
)
@click.option("--event", metavar="WORDS", help="What {event} stands for; default: the definition's example.")
@click.option(
    "--ids", is_flag=True, help="Print the id of each item beside its number, for typing answers in."
)
@paper_option
@tell_refusals
def print_(
    instrument: str,
    output: str,
    form: str | None,
    language: str | None,
    event: str | None,
    ids: bool,
    paper: Paper,
) -> None:
    """Write a form of an instrument as it is filled in by hand, with room for every kind of answer.

    Rules stand above their questions in words, as nobody hides a question on paper. Everybody gets the order of the
    definition, also where a page on a screen draws one for each person.

    \b
    Examples:
      barograph print collective-leadership --paper letter -o form.pdf
      barograph print collective-leadership --language es -o formulario.pdf
      barograph print my-instrument/ --form short --ids -o short.html
    """
    from engine.report.paper_form.compose import AroundForm, form_on_paper
    from engine.report.paper_form.to_html import paper_form_html
    from engine.report.paper_form.to_pdf import paper_form_pdf

    source = catalog.find(instrument)
    tag = language or source.language
    found = with_event(catalog.in_language(source, tag), {tag: event} if event else {})
    chosen = found.main_form if form is None else chosen_form(found, form)
    target = file_to_write(output)
    ending = Path(output).suffix.lower()
    if target is None or ending not in ENDINGS:
        known = ", ".join(f"{name} ({text})" for name, text in ENDINGS.items())
        cause = "the name of the file does not say what it is to be"
        raise Refused([Problem("not_a_file", output, cause, f"let it end in {known}")])
    composed = form_on_paper(found, chosen, paper, AroundForm(reviewed=_reviewed(source, tag), ids=ids))
    target.write_bytes(paper_form_pdf(composed) if ending == ".pdf" else paper_form_html(composed).encode())
    note(f"Form {chosen.id} of {found.name} in {tag} written to {target}.")


def _reviewed(source: Instrument, tag: str) -> bool:
    return all(one.reviewed for one in catalog.translations(source) if one.language == tag)
