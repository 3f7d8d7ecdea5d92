"""The pages of a shared device: begun on purpose, over to the next person by itself, left on purpose."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engine.store import Device
from web import sessions
from web.forms import TypedForm, WholeField
from web.respondent import shared_device
from web.respondent.visit import CONSENT, find_visit, tell
from web.security import csrf, is_ours

pages = Blueprint("kiosk", __name__)
csrf.exempt(pages)  # a page that was open for long comes back with a fresh token and the reason


class BackForm(TypedForm):
    page = WholeField()


@pages.get("/s/<link>/shared")
def about(link: str) -> str:
    """What a shared device does, before it is made one; afterwards the way out."""
    return find_visit(link).show("shared", times=shared_device.TIMES)


@pages.post("/s/<link>/shared")
def begin(link: str) -> ResponseReturnValue:
    """Make this browser a shared device: it forgets whoever used it before, an account too."""
    visit = find_visit(link)
    if not is_ours():
        tell("start_again_shared")
        return redirect(url_for("kiosk.about", link=link), 303)
    if sessions.token() is not None:
        sessions.end()
    response = visit.to(CONSENT)
    sent = shared_device.has_sent() or visit.device is Device.AGAIN
    shared_device.share(response, visit.path, visit.site.closes, sent=sent)
    return response


@pages.post("/s/<link>/shared/end")
def end(link: str) -> ResponseReturnValue:
    """Make this browser one person's again; that answers were sent from it is known until it is closed."""
    visit = find_visit(link)
    if not is_ours():
        tell("start_again_shared")
        return redirect(url_for("kiosk.about", link=link), 303)
    response = visit.to(CONSENT)
    shared_device.end_sharing(response, visit.path)
    if shared_device.has_sent():
        visit.clear_sent(response)
    return response


@pages.get("/s/<link>/next")
def next_person(link: str) -> Response:
    """Over to the next person. What somebody else began is left sealed, under a key that nobody holds any more."""
    response = redirect(url_for("respond.door", link=link), 303)
    if shared_device.is_shared():
        shared_device.forget_person(response, url_for("respond.door", link=link))
    return response


@pages.get("/s/<link>/still")
def anybody_there(link: str) -> ResponseReturnValue:
    """Ask whether somebody is still there, before the device starts over."""
    visit = find_visit(link)
    if not shared_device.is_shared() or visit.key is None:
        return visit.to(CONSENT)
    number = BackForm(request.args).page.number
    back = url_for("respond.page", link=link, number=number) if number else url_for("respond.door", link=link)
    return visit.show("still", back=back, times=shared_device.TIMES)
