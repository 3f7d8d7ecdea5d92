"""The form of a wave for paper, for whoever runs it: the wave's form, event and contact in one of its languages."""

from flask import Blueprint, Response, abort

from engine.exchange.file_names import file_name
from engine.instrument.event import with_event
from engine.report.paper_form.compose import AroundForm, form_on_paper
from engine.report.paper_form.to_pdf import paper_form_pdf
from engine.store import Wave
from engine.waves.school_result import paper_of
from web.attachment import attached
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("paper_forms", __name__)


@pages.get("/waves/<int:wave>/form-<language>.pdf")
@needs(Action.RUN_WAVES, "wave")
def paper_form(wave: Wave, language: str) -> Response:
    """The form as it is filled in by hand, with a line for the school's name where several take part."""
    if language not in wave.languages:
        abort(404)
    source = store().definitions.get(wave.instrument_id, wave.version)
    tag = None if language == source.language else language
    found = with_event(store().definitions.get(wave.instrument_id, wave.version, tag), wave.event)
    sites = store().sites.of(wave)
    given = AroundForm(
        context=" · ".join([wave.title, *(site.school for site in sites if len(sites) == 1)]),
        contact=wave.contact or "",
        reviewed=store().definitions.reviewed(wave.instrument_id, wave.version, language),
        ask_school=len(sites) != 1,
    )
    composed = form_on_paper(found, found.form(wave.form), paper_of(store(), wave), given)
    return attached(
        paper_form_pdf(composed), "application/pdf", file_name("pdf", wave.title, wave.form, language)
    )
