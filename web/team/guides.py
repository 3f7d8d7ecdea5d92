"""The playbook for everybody: its overview, guides, worksheets and helps, on a page and as a PDF each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, Response, abort, render_template, request

from engine.exchange.file_names import file_name
from engine.language import Language, speaking
from engine.playbooks.folder import PlaybookFolder, find_playbook
from engine.playbooks.model import Playbook
from engine.report.document import Document
from engine.report.guides.guide import guide_document
from engine.report.guides.overview import discussion_document, overview_document, prediction_document
from engine.report.guides.sheet import sheet_document
from engine.report.media.to_pdf import pdf_bytes
from web.attachment import attached
from web.forms import LineField, TypedForm
from web.respondent.languages import choose, ours
from web.rights import open_to_all
from web.school.guides import address_of
from web.wording import speak

pages = Blueprint("guides", __name__, url_prefix="/guides")

PLAYBOOK: Final = "collective-leadership"
HELPS: Final[dict[str, Callable[[Playbook], Document]]] = {
    "before-you-start": overview_document,
    "reading-together": discussion_document,
    "predictions": prediction_document,
}


class PaperForm(TypedForm):
    paper = LineField()


@dataclass(frozen=True, slots=True)
class SpokenPlaybook:
    """The playbook in the language of a request."""

    folder: PlaybookFolder
    playbook: Playbook
    language: str


@pages.get("/")
@open_to_all
def overview() -> str:
    """All there is, in the order in which a team needs it."""
    spoken = _spoken()
    return render_template(
        "guides/overview.html", playbook=spoken.playbook, helps=HELPS, languages=_offered(spoken.folder)
    )


@pages.get("/<name>")
@open_to_all
def guide(name: str) -> Any:
    """The guide to a construct, or one of the helps around the guides; with `.pdf` behind it, on paper."""
    spoken = _spoken()
    return _shown(spoken, name, lambda id: _guide(spoken, id))


@pages.get("/sheets/<name>")
@open_to_all
def sheet(name: str) -> Any:
    """A worksheet with room to write."""
    spoken = _spoken()
    return _shown(spoken, name, lambda id: _sheet(spoken, id, filled=False))


@pages.get("/sheets/<name>/example")
@open_to_all
def example(name: str) -> Any:
    """A worksheet as the made-up school of the playbook filled it in."""
    spoken = _spoken()
    return _shown(spoken, name, lambda id: _sheet(spoken, id, filled=True))


def _spoken() -> SpokenPlaybook:
    folder = find_playbook(PLAYBOOK)
    tag = choose(_offered(folder), lambda: "/guides")
    playbook, language = folder.spoken(tag)
    speak(Language.of(language))
    return SpokenPlaybook(folder, playbook, language)


def _offered(folder: PlaybookFolder) -> tuple[str, ...]:
    return tuple(tag for tag in folder.languages if tag in ours())


def _guide(spoken: SpokenPlaybook, id: str) -> Document | None:
    if id in HELPS:
        return HELPS[id](spoken.playbook)
    found = spoken.playbook.guide(id)
    return None if found is None else guide_document(spoken.playbook, found, {}, addressed=address_of)


def _sheet(spoken: SpokenPlaybook, id: str, *, filled: bool) -> Document | None:
    found = spoken.playbook.worksheet(id.replace("-", "_"))
    if found is None or (filled and not found.example):
        return None
    return sheet_document(spoken.playbook, found, spoken.folder.constructs, filled)


def _shown(spoken: SpokenPlaybook, name: str, compose: Callable[[str], Document | None]) -> Any:
    id, point, ending = name.partition(".")
    if point and ending != "pdf":
        abort(404)
    with speaking(spoken.language):
        document = compose(id)
    if document is None:
        abort(404)
    if point:
        return _pdf(document, id, spoken.language)
    return render_template(
        "guides/document.html", document=document, name=id, languages=_offered(spoken.folder)
    )


def _pdf(document: Document, id: str, language: str) -> Response:
    paper = PaperForm(request.args).paper.data
    made = replace(document, paper="letter" if paper == "letter" else "a4")
    return attached(pdf_bytes(made), "application/pdf", file_name("pdf", id, language))
