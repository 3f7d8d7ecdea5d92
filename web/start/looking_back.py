"""The page where somebody sees the own answers to a closed survey again, by the code they got on sending.

Nothing of it is kept: the code travels with each press, and opens neither a sign-in nor a result of a school. Who is
signed in as somebody of the school sees its staff's answers beside the own ones.
"""

from contextlib import suppress
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.exchange.file_names import file_name
from engine.language import speaking
from engine.report.document import Document
from engine.report.looking_back import looking_back
from engine.report.media.to_pdf import pdf_bytes
from engine.store import KeptAnswers, Site, Wave, WaveClosed
from engine.waves.looking_back import own_view
from web import rights, sessions
from web.attachment import attached
from web.forms import LineField, TypedForm
from web.respondent.languages import ours, pressed, speak_as_chosen
from web.rights import Action
from web.school.pages import Drawing
from web.throttle import may_try_code, tried_in_vain
from web.wording import language, say

pages = Blueprint("looking_back", __name__)

LONGEST_CODE: Final = 200


class LookingBackForm(TypedForm):
    code, take = LineField(), LineField()


@pages.get("/your-answers")
def ask() -> str:
    speak_as_chosen()
    return _form("")


@pages.post("/your-answers")
def look() -> ResponseReturnValue:
    """The answers of a code: as a page, or as a PDF; erased, where that was pressed."""
    speak_as_chosen()
    form = LookingBackForm(request.form)
    code = form.code.data[:LONGEST_CODE]
    if pressed(ours()) and not form.take.data and not code:
        return _form("")
    kept = _kept(code)
    if kept is None:
        return _form(code, unknown=True), 422
    if form.take.data == "erase":
        return _erase(code)
    document = _document(kept)
    if form.take.data == "pdf":
        made = pdf_bytes(document)
        return attached(made, "application/pdf", file_name("pdf", say("looking_back.file")))
    return render_template(
        "respond/looking_back.html", code=code, document=document, draw=Drawing(document), languages=ours()
    )


def _kept(code: str) -> KeptAnswers | None:
    """The answers of a code; None where there are none, and where too many codes were tried from here."""
    if not code or not may_try_code():
        return None
    kept = sessions.store().submissions.kept_of(code)
    if kept is None:
        tried_in_vain()
    return kept


def _document(kept: KeptAnswers) -> Document:
    with speaking(language().tag):
        return looking_back(own_view(sessions.store(), kept, language().tag, _may_read))


def _may_read(wave: Wave, site: Site) -> bool:
    """Whether whoever asks is signed in as somebody who may read the school's result of a wave."""
    place = rights.of_wave(sessions.store(), wave.id)[1]
    return rights.allowed(
        Action.SEE_SCHOOL_RESULT, rights.Place(place.network_id, site.school_id, wave_id=wave.id)
    )


def _erase(code: str) -> Response:
    with suppress(WaveClosed):
        sessions.store().submissions.withdraw(code)
    page = render_template(
        "respond/shut.html", title=say("looking_back.erased_title"), texts=[say("looking_back.erased")]
    )
    return make_response(page)


def _form(code: str, *, unknown: bool = False) -> str:
    return render_template(
        "respond/look_back.html",
        code=code,
        unknown=unknown,
        languages=ours(),
        address=url_for("looking_back.look"),
    )
