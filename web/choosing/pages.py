"""The pages for choosing a survey: the shelf, an instrument, an example of a result, what changed, its files."""

from typing import Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirection

from engine.authoring.archive import write_zip
from engine.demo.example_result import example_page, has_example
from engine.exchange.file_names import file_name
from engine.instrument.canonical import canonical_text
from engine.instrument.comparison import Topic
from engine.instrument.event import NO_EVENT, with_event
from engine.instrument.model import Audience, Instrument
from engine.loading import catalog
from engine.report.paper_form.compose import AroundForm, form_on_paper
from engine.report.paper_form.to_pdf import paper_form_pdf
from web.attachment import attached
from web.choosing import shelf
from web.choosing.about import about
from web.choosing.instrument_facts import step_before, versions_of
from web.choosing.languages import carried, in_language, speak_by_address
from web.choosing.words import words
from web.forms import LineField, TypedForm
from web.respondent.languages import ours
from web.school.pages import Drawing
from web.throttle import admit_drawing

pages = Blueprint("choosing", __name__, url_prefix="/instruments")
pages.context_processor(words)

ONE: Final = "/<id>/<version>"


class ShelfForm(TypedForm):
    audience = LineField()


@pages.get("/")
def which() -> str:
    """Which survey for whom: needs, by who is asked."""
    tag = speak_by_address()
    chosen = ShelfForm(request.args).audience.data
    only = Audience(chosen) if chosen in list(Audience) else None
    there = shelf.shelf(tag)
    return render_template(
        "choosing/which.html",
        needs={who: needs for who, needs in there.needs.items() if only in (None, who)},
        audiences=list(there.needs),
        only=only,
        checks=there.checks if only is None else (),
        languages=ours(),
        carried=carried(tag),
    )


@pages.get("/<id>/")
def newest(id: str) -> Redirection:
    """To the highest version of an instrument."""
    tag = speak_by_address()
    versions = versions_of(id)
    if not versions:
        abort(404)
    return redirect(url_for("choosing.one", id=id, version=versions[0].version, language=carried(tag)))


@pages.get(f"{ONE}/")
def one(id: str, version: str) -> str:
    """All that one needs to know of an instrument before people are asked."""
    tag = speak_by_address()
    source = _find(id, version)
    versions = versions_of(id)
    return about(
        tag,
        in_language(source, tag),
        shipped=True,
        spoken_by=catalog.languages(source),
        texts_reviewed=_reviewed(source, in_language(source, tag).language),
        checks=shelf.checks_of(in_language(source, tag)) if versions[0] is source else [],
        versions=versions,
        step=step_before(source, versions),
    )


@pages.get(f"{ONE}/example")
def example(id: str, version: str) -> str:
    """What a school gets back, of simulated answers."""
    tag = speak_by_address()
    instrument = in_language(_find(id, version), tag)
    if not has_example(instrument):
        abort(404)
    admit_drawing()
    document = example_page(instrument)
    return render_template(
        "choosing/example.html",
        instrument=instrument,
        document=document,
        draw=Drawing(document),
        languages=ours(),
        carried=carried(tag),
    )


@pages.get(f"{ONE}/changes")
def changes(id: str, version: str) -> str:
    """What changed since the version before, and what stayed the same question."""
    tag = speak_by_address()
    instrument = _find(id, version)
    step = step_before(instrument, versions_of(id))
    if step is None:
        abort(404)
    return render_template(
        "choosing/changes.html",
        instrument=in_language(instrument, tag),
        step=step,
        topics=[topic for topic in Topic if step.comparison.of(topic)],
        languages=ours(),
        carried=carried(tag),
    )


@pages.get(f"{ONE}/form-<form>-<language>.pdf")
def paper_form(id: str, version: str, form: str, language: str) -> Response:
    """A form as it is filled in by hand, on US letter paper."""
    speak_by_address()
    source = _find(id, version)
    if form not in source.form_by_id or language not in catalog.languages(source):
        abort(404)
    admit_drawing()
    found = with_event(in_language(source, language), NO_EVENT)
    given = AroundForm(reviewed=_reviewed(source, language), ask_school=True)
    composed = form_on_paper(found, found.form(form), "letter", given)
    return attached(
        paper_form_pdf(composed), "application/pdf", file_name("pdf", id, version, form, language)
    )


@pages.get(f"{ONE}/definition.json")
def definition_json(id: str, version: str) -> Response:
    """The definition as one text for programs, with its translations."""
    speak_by_address()
    instrument = _find(id, version)
    text = canonical_text(instrument, catalog.translations(instrument))
    return attached(text.encode(), "application/json", file_name("json", id, version))


@pages.get(f"{ONE}/definition.zip")
def definition_files(id: str, version: str) -> Response:
    """The files of the definition as they are written, in YAML."""
    speak_by_address()
    _find(id, version)
    folder = catalog.folder(id, version)
    files = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}
    return attached(write_zip(files, f"{id}-{version}"), "application/zip", file_name("zip", id, version))


def _find(id: str, version: str) -> Instrument:
    """A shipped version of an instrument; no page is there for any other name."""
    found = next((one for one in versions_of(id) if one.version == version), None)
    if found is None:
        abort(404)
    return found


def _reviewed(instrument: Instrument, language: str) -> bool:
    """Whether a second speaker has read the texts of a language."""
    return language == instrument.language or any(
        one.language == language and one.reviewed for one in catalog.translations(instrument)
    )
