"""A form of a definition that is being written, as it is printed for people who answer by hand."""

from collections.abc import Iterable

from flask import Blueprint, Response, abort

from engine.exchange.file_names import file_name
from engine.instrument.event import NO_EVENT, with_event
from engine.instrument.model import Instrument
from engine.instrument.translation import Translation, translate
from engine.report.document import Paper
from engine.report.media.sheet import paper_in
from engine.report.paper_form.compose import AroundForm, form_on_paper
from engine.report.paper_form.to_pdf import paper_form_pdf
from engine.store import Network
from web.attachment import attached
from web.authoring.frame import around
from web.authoring.working_copies import PREFIX, find_copy, require_researcher

pages = Blueprint("authoring_paper", __name__, url_prefix=PREFIX)


@pages.get("/copies/<int:copy>/forms/<form>/<language>.pdf")
@require_researcher()
def paper_form(network: Network, copy: int, form: str, language: str) -> Response:
    """A form of the last save that has no problem, in one of its languages."""
    definition = around(network, find_copy(network, copy))["checked"].definition
    if definition is None:
        abort(404)
    translations = definition.translations.values()
    return printed_form(definition.instrument, translations, form, language, paper_in(network.zone))


def printed_form(
    instrument: Instrument, translations: Iterable[Translation], form: str, language: str, paper: Paper
) -> Response:
    """The PDF of a form; nothing is there for a form or a language that the definition has not."""
    translation = next((one for one in translations if one.language == language), None)
    if form not in instrument.form_by_id or (translation is None and language != instrument.language):
        abort(404)
    found = with_event(translate(instrument, translation) if translation else instrument, NO_EVENT)
    reviewed = translation is None or translation.reviewed
    composed = form_on_paper(found, found.form(form), paper, AroundForm(reviewed=reviewed, ids=True))
    name = file_name("pdf", instrument.id, instrument.version, form, language)
    return attached(paper_form_pdf(composed), "application/pdf", name)
