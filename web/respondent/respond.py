"""The respondent's way: consent, pages, review, thanks. Every move is saved; nothing needs a script."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engine.instrument.kinds import with_words_beside
from engine.instrument.model import Instrument
from engine.problems import Refused
from engine.responses import answers
from engine.responses.blank import counting_columns, is_blank
from engine.store import Door, DraftGone, WaveClosed
from web.respondent import receipts, shared_device
from web.respondent.beginning import begin_form, resume_place
from web.respondent.drawing import passage
from web.respondent.feedback import feedback_on
from web.respondent.keeper import keeper
from web.respondent.languages import pressed
from web.respondent.page import drawn_page, pages_ahead
from web.respondent.press import Press
from web.respondent.review import reviewed_pages
from web.respondent.saving import JSON, led, save_page
from web.respondent.sitting import minutes, questions
from web.respondent.terms import terms_of
from web.respondent.visit import (
    CONSENT,
    REVIEW,
    Visit,
    find_visit,
    forget_sent,
    no_cookies,
    not_open,
    sees_own,
    shut_page,
    tell,
)
from web.security import csrf, is_ours
from web.wording import say

pages = Blueprint("respond", __name__)
csrf.exempt(pages)  # each post asks `is_ours` itself, so that no answer is lost when it is not

AHEAD_STAYS: Final = (
    24 * 60 * 60
)  # seconds that a browser may keep pages; their address changes with what they hold


@pages.errorhandler(WaveClosed)
def closed(_: WaveClosed) -> ResponseReturnValue:
    """The wave closed between opening a page and sending it."""
    link = (request.view_args or {})["link"]
    site = keeper().sites.by_link(link)
    return (not_open(site, link) if site else shut_page("unknown", say("unknown"))), 410


@pages.get("/s/<link>/")
def door(link: str) -> ResponseReturnValue:
    """What the survey is, or, for someone under way, where to go on."""
    visit = find_visit(link)
    return _entrance(visit)


@pages.post("/s/<link>/start")
def start(link: str) -> ResponseReturnValue:
    """Open the form; `afresh` empties what someone else began in this browser."""
    visit = find_visit(link)
    press = Press.of(request.form)
    if pressed(visit.site.languages):
        shared, another = ("yes" if ticked else None for ticked in (press.shared, press.another))
        return redirect(url_for("respond.door", link=link, shared=shared, another=another), 303)
    if not is_ours():
        if not request.cookies:
            return no_cookies(visit.path)
        return (_welcome if visit.draft else _consent)(visit, [say("start_again")]), 400
    return begin_form(visit, press)


@pages.get("/s/<link>/<int:number>")
def page(link: str, number: int) -> ResponseReturnValue:
    visit = _visit_page(link, number)
    if not visit.draft:
        return _no_draft(visit)
    sitting = visit.sitting
    shown = sitting.page(number)
    if shown is None:  # its questions are hidden by a rule now
        return visit.to(sitting.after(number))
    asks = Press.of(request.args)
    return drawn_page(visit, sitting, shown, asking=asks.asked, from_review=asks.review)


@pages.post("/s/<link>/<int:number>")
def save(link: str, number: int) -> ResponseReturnValue:
    """Save what the page holds, right or wrong, and go where the button says."""
    return save_page(_visit_page(link, number), number)


@pages.get("/s/<link>/ahead")
def ahead(link: str) -> ResponseReturnValue:
    """The pages that a script may show while there is no connection; as nobody's answers are in it, it may be kept."""
    visit = find_visit(link)
    if visit.draft is None:
        abort(404)
    response = make_response(pages_ahead(visit))
    response.mimetype = JSON
    response.headers["Cache-Control"] = f"private, max-age={AHEAD_STAYS}"
    return response


@pages.get("/s/<link>/review")
def review(link: str) -> ResponseReturnValue:
    visit = find_visit(link)
    if not visit.draft:
        return _no_draft(visit)
    sitting = visit.sitting
    nothing = not sitting.problems and _answers_nothing(visit, _submission(visit))
    return visit.show("review", sitting=sitting, reviewed=reviewed_pages(sitting), nothing=nothing)


@pages.post("/s/<link>/review")
def send(link: str) -> ResponseReturnValue:
    """Hand the answers in: once, however often the button is pressed."""
    return led(_send(find_visit(link, after_sending=True)))


def _send(visit: Visit) -> Response:
    thanks = visit.thanks()
    if not visit.key:
        return _nothing_sent(visit)
    if visit.draft and not is_ours():
        tell("resend")
        return visit.to(REVIEW)
    try:
        submission = _submission(visit)
    except Refused:
        return visit.to(REVIEW, "problems")
    nothing = visit.draft is not None and _answers_nothing(visit, submission)
    if nothing and not Press.of(request.form).blank:
        return visit.to(REVIEW)  # it shows first that such a form counts nowhere
    started = visit.draft.started if visit.draft else datetime.now(UTC)
    if not sees_own(visit.site) or shared_device.is_shared():
        visit.forget(thanks)
    try:
        receipt = keeper().submissions.submit(
            visit.key, submission, (datetime.now(UTC) - started).total_seconds(), visit.device
        )
    except DraftGone:
        gone = _nothing_sent(visit)
        visit.forget(gone)
        return gone
    if not receipt.already_submitted or not receipts.read():
        form = visit.instrument.form(visit.site.form)
        codes = submission.codes if form.feedback and not receipt.already_submitted else b""
        receipts.hand_over(thanks, visit.path, receipts.Kept(receipt.withdrawal_code, codes))
    visit.remember_sent(thanks)
    return thanks


@pages.get("/s/<link>/thanks")
def thanks(link: str) -> ResponseReturnValue:
    visit = find_visit(link, after_sending=True)
    kept = receipts.read()
    if kept is None and shared_device.is_shared():  # the next person pressed Back
        return visit.to(CONSENT)
    if kept and kept.code and keeper().submissions.link_of(kept.code) is None:
        if visit.site.door is Door.OPEN:
            return _taken_back(visit)
        kept = replace(kept, code=None)  # after the close nothing can be taken back
    feedback = feedback_on(visit.instrument, visit.site.form, kept.codes) if kept and kept.codes else None
    source = keeper().definitions.get(visit.site.instrument_id, visit.site.version)
    constructs, spoken = visit.instrument.construct_map, visit.instrument.language
    translated = constructs is not None and constructs.translation(spoken) is not None
    return visit.show(
        "thanks",
        receipt=kept,
        feedback=feedback,
        code_minutes=receipts.SECONDS // 60,
        times=shared_device.TIMES,
        source_language=spoken if translated else source.language,  # of the construct map's question
    )


@pages.post("/s/<link>/thanks")
def forget(link: str) -> ResponseReturnValue:
    """Leave nothing of the thanks page in this browser."""
    visit = find_visit(link, after_sending=True)
    response = visit.to(CONSENT)
    if is_ours():
        receipts.forget(response, visit.path)
        visit.clear_sent(response)
        if visit.by_code:
            visit.forget(response)
    return response


def _taken_back(visit: Visit) -> Response:
    """The page after sending, once the answers were taken back, perhaps in another window."""
    action = say("take_back_again"), visit.path
    response = make_response(shut_page("take_back_done", say("take_back_done"), action=action))
    receipts.forget(response, visit.path)
    forget_sent(response, visit.path)
    return response


def _answers_nothing(visit: Visit, submission: answers.Submission) -> bool:
    """Whether a form would be sent without an answer to anything that results are made of."""
    return is_blank(submission.codes, counting_columns(visit.instrument, visit.site.form))


def _visit_page(link: str, number: int) -> Visit:
    visit = find_visit(link)
    if not 0 < number < visit.last:
        abort(404)
    return visit


def _entrance(visit: Visit) -> str:
    if visit.keeps_own:
        return _own(visit)
    if visit.draft:
        return _welcome(visit)
    sent = visit.sent_before or visit.received or (visit.sent and visit.needs_code)
    if sent and not Press.of(request.args).another:
        return visit.show("sent", day_sent=visit.sent, received=visit.received, receipt=receipts.read())
    return _consent(visit)


def _consent(visit: Visit, notices: Sequence[str] = ()) -> str:
    form = visit.instrument.form(visit.site.form)
    return visit.show(
        "consent",
        notices=notices,
        minutes=minutes(visit.instrument, form.id),
        questions=questions(visit.instrument, form.id),
        another=visit.sent_before,
        typed=Press.of(request.form).code,
        shared=Press.of(request.args).shared,
        terms=terms_of(visit.site, visit.least),
        writes=_writes(visit.instrument, form.items),
        consent=passage(visit.instrument.consent or ""),
    )


def _welcome(visit: Visit, notices: Sequence[str] = ()) -> str:
    sitting, place = visit.sitting, resume_place(visit)
    form = visit.instrument.form(visit.site.form)
    page = None if place is REVIEW else sitting.page(place)
    return visit.show(
        "welcome",
        notices=notices,
        sitting=sitting,
        page=page,
        terms=terms_of(visit.site, visit.least),
        writes=_writes(visit.instrument, form.items),
    )


def _own(visit: Visit) -> str:
    """What somebody has sent under their own name, and what they can do with it."""
    form = visit.instrument.form(visit.site.form)
    return visit.show(
        "own",
        changing=visit.draft is not None,
        terms=terms_of(visit.site, visit.least),
        writes=_writes(visit.instrument, form.items),
    )


def _writes(instrument: Instrument, items: Iterable[str]) -> bool:
    """Whether people may write words of their own."""
    return any(part.kind.in_words for part in with_words_beside(map(instrument.item, items)))


def _submission(visit: Visit) -> answers.Submission:
    """What is handed in; without a draft nothing, which the store takes only for a question: was it sent?"""
    form = visit.instrument.form(visit.site.form)
    return answers.accept(
        visit.instrument,
        form.id,
        visit.draft.answers if visit.draft else {},
        language=visit.instrument.language,
        reached=visit.sitting.items_before(visit.furthest),
    )


def _no_draft(visit: Visit) -> Response:
    """Where someone goes who has nothing under way: to the thanks if they have just sent it, or to begin."""
    if receipts.read():
        return visit.thanks()
    if visit.key and not visit.received:
        tell("draft_expired")
    return visit.to(CONSENT)


def _nothing_sent(visit: Visit) -> Response:
    """Where someone goes who sends and has nothing to send: no thanks for what did not arrive just now."""
    if receipts.read():
        return visit.thanks()
    tell("draft_expired")
    return visit.to(CONSENT)
