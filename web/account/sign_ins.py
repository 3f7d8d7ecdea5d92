"""Where somebody is signed in: each browser by its day and its family of device, ended one by one or all others."""

from datetime import UTC
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from engine.printed import counted
from engine.store import SignIn
from web import sessions
from web.account.openid import providers
from web.account.questions import ask
from web.rights import signed_in
from web.sessions import store

pages = Blueprint("sign_ins", __name__, url_prefix="/account/sign-ins")

DEVICES: Final = {
    "ipad": "iPad",
    "iphone": "iPhone",
    "android": "Android phone or tablet",
    "chromebook": "Chromebook",
    "windows": "Windows computer",
    "mac": "Mac",
    "linux": "Linux computer",
}
UNKNOWN: Final = "Another device"


@pages.get("/")
@signed_in
def sign_ins() -> str:
    me = sessions.me()
    zone = store().studies.network(me.memberships[0].network_id).zone if me.memberships else UTC
    rows = [(one, device_in_words(one), one.since.astimezone(zone).date(), _way(one)) for one in _mine()]
    return render_template("account/sign_ins.html", rows=rows, here=_here())


@pages.get("/<mark>/end")
@signed_in
def ask_end(mark: str) -> Any:
    found = _one(mark)
    return ask(
        f"End the sign-in on this {device_in_words(found)}?",
        "Whoever uses it is signed out from this moment on; what was typed there and not kept is lost.",
        "You can sign in there again. If it was not you, change your password too.",
        "End this sign-in",
        back=url_for("sign_ins.sign_ins"),
    )


@pages.post("/<mark>/end")
@signed_in
def end(mark: str) -> Any:
    found = _one(mark)
    store().sign_ins.end_one(sessions.me().account, found.mark)
    sessions.record(sessions.me().account, "sign-out.elsewhere")
    flash(f"The sign-in on the {device_in_words(found)} has ended.")
    return redirect(url_for("sign_ins.sign_ins"))


@pages.get("/others/end")
@signed_in
def ask_end_others() -> str:
    return ask(
        "Sign out everywhere else?",
        "Wherever else you are signed in, that ends from this moment on; what was typed there and not kept is lost.",
        "Here you stay signed in, and you can sign in again anywhere.",
        "Sign out everywhere else",
        back=url_for("sign_ins.sign_ins"),
    )


@pages.post("/others/end")
@signed_in
def end_others() -> Any:
    me = sessions.me()
    ended = store().sign_ins.end_others(me.account, sessions.token() or "")
    sessions.record(me.account, "sign-out.elsewhere")
    flash(f"Signed out in {counted(ended, 'other place')}.")
    return redirect(url_for("sign_ins.sign_ins"))


def device_in_words(one: SignIn) -> str:
    return DEVICES.get(one.device, UNKNOWN)


def _way(one: SignIn) -> str:
    """How somebody came in, in words."""
    if one.by.issuer is None:
        return "by password"
    through = providers.provider_of(one.by.issuer)
    return f"through {through.settings.name if through is not None else one.by.issuer}"


def _mine() -> tuple[SignIn, ...]:
    return store().sign_ins.of(sessions.me().account)


def _here() -> str:
    here = sessions.me().sign_in
    return here.mark if here is not None else ""


def _one(mark: str) -> SignIn:
    """One of one's own other sign-ins; what has ended, and this one, is not there."""
    return next((one for one in _mine() if one.mark == mark and mark != _here()), None) or abort(404)
