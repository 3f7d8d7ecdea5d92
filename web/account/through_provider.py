"""The way to a provider and back, what is told where it leads to no account, and the way out of it again."""

from typing import Any, Final, TypedDict

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for

from engine.store import SignInBy
from web import sessions
from web.account import sign_in
from web.account.languages import around, speak_as_chosen
from web.account.openid import arrival
from web.account.openid.arrival import Arrival
from web.account.openid.provider import Begun, NotProven, Proven, Provider, ProviderAnswer, ProviderDown
from web.account.openid.providers import CONNECTING, provider_called
from web.forms import LineField, SecretField, TypedForm
from web.rights import open_to_all
from web.security import own_address
from web.security.watching import request_id
from web.sessions import store
from web.wording import say

pages = Blueprint("openid", __name__, url_prefix="/sign-in/with/<provider>")

UNDER_WAY: Final = "openid"  # the sign-ins of this browser that have not come back, by their state
MOST_UNDER_WAY: Final = 3  # windows in which one may be open
LONGEST_TARGET: Final = 500  # characters of the address that a sign-in leads on to
TOO_LATE: Final = 15 * 60  # seconds
NOBODY_YET: Final = frozenset({"down", "too_late", "denied", "invalid"})  # reasons for which nobody is known
STATUS: Final = {"too_late": 400, "address_taken": 409, "taken_by_other": 409, "used_up": 410, "invalid": 502}
BY_INVITATION: Final = "/invitation/"

pages.before_request(speak_as_chosen)
pages.context_processor(around)


class Waiting(TypedDict):
    """What the browser's session keeps of a sign-in that is under way."""

    provider: str
    nonce: str
    verifier: str
    next: str
    connects: int | None  # the account that asked to be connected
    at: float


class ToProviderForm(TypedForm):
    next = SecretField()


class AnswerForm(TypedForm):
    code, state, iss, error = SecretField(), SecretField(), SecretField(), LineField()


@pages.get("/")
@open_to_all
def begin(provider: str) -> Any:
    """Send the browser to the provider; what must come back with it waits in its session."""
    there = _found(provider)
    target = ToProviderForm(request.args).next.data
    target = target if len(target) <= LONGEST_TARGET else ""  # it waits in a cookie
    connects = _connecting(provider)
    if sessions.person() is not None and connects is None:
        return redirect(sign_in.ours(target))
    try:
        begun = there.begin(_back(provider))
    except ProviderDown as down:
        return _down(there, down)
    under_way = list(session.get(UNDER_WAY, {}).items())[1 - MOST_UNDER_WAY :]
    session[UNDER_WAY] = {**dict(under_way), begun.state: _kept(provider, begun, target, connects)}
    return redirect(begun.address)


@pages.get("/callback")
@open_to_all
def callback(provider: str) -> Any:
    """Where the provider sends the browser back to."""
    there, form = _found(provider), AnswerForm(request.args)
    waiting = session.get(UNDER_WAY, {}).pop(form.state.data, None)
    session.modified = True
    if (
        waiting is None
        or waiting["provider"] != provider
        or store().now().timestamp() - waiting["at"] > TOO_LATE
    ):
        return _refused(
            there, NotProven("too_late", "no sign-in of this browser is under way under this state")
        )
    try:
        answer = ProviderAnswer(form.code.data, form.iss.data, form.error.data)
        proven = there.prove(answer, waiting["nonce"], waiting["verifier"], _back(provider))
        return _arrived(there, proven, waiting)
    except ProviderDown as down:
        return _down(there, down)
    except NotProven as trouble:
        return _refused(there, trouble)


@pages.get("/sign-out")
@open_to_all
def leave(provider: str) -> Any:
    """On to the provider's own page for signing out, once the sign-in here has ended."""
    there = _found(provider)
    try:
        address = there.sign_out_address(own_address() + url_for("accounts.sign_in"))
    except ProviderDown as down:
        return _down(there, down)
    return redirect(address or url_for("accounts.sign_in"))


def _arrived(there: Provider, proven: Proven, waiting: Waiting) -> Any:
    target = waiting["next"]
    if waiting["connects"] is not None:
        return _connected(there, proven, waiting["connects"])
    invitation = target.removeprefix(BY_INVITATION) if target.startswith(BY_INVITATION) else None
    arrived = arrival.arrive(store(), there.settings, proven, invitation)
    if invitation is not None:
        target = ""
    if arrived.made:
        sessions.record(arrived.account, "account.made", there.settings.name)
    by = SignInBy(proven.identity.issuer, proven.vouched)
    answer = sign_in.let_in(arrived.account, target, by=by, through=there.settings.name)
    return _telling(arrived, answer)


def _connected(there: Provider, proven: Proven, account: int) -> Any:
    """Link the identity to the account whose owner asked for it, in the browser in which they did."""
    person = sessions.person()
    if person is None or person.id != account:
        raise NotProven("too_late", "whoever asked to connect is signed in no more")
    arrived = arrival.connect(store(), there.settings, proven, person.account)
    sessions.begin(person.account, complete=True, by=SignInBy(proven.identity.issuer, proven.vouched))
    sessions.record(person.account, "identity.linked", there.settings.name)
    flash(f"{there.settings.name} signs you in from now on.")
    return _telling(arrived, redirect(url_for("own_account.account")))


def _telling(arrived: Arrival, answer: Any) -> Any:
    for sentence in arrived.told:
        flash(sentence)
    return answer


def _found(key: str) -> Provider:
    return provider_called(key) or abort(404)


def _back(key: str) -> str:
    return own_address() + url_for("openid.callback", provider=key)


def _connecting(key: str) -> int | None:
    """The account whose owner has just asked, with their password, to connect it with this provider."""
    asked, person = session.get(CONNECTING), sessions.person()
    if person is None or asked is None or asked["provider"] != key or asked["account"] != person.id:
        return None
    return person.id if store().now().timestamp() - asked["at"] <= TOO_LATE else None


def _kept(key: str, begun: Begun, target: str, connects: int | None) -> Waiting:
    return {
        "provider": key,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "next": target,
        "connects": connects,
        "at": store().now().timestamp(),
    }


def _down(there: Provider, down: ProviderDown) -> tuple[str, int]:
    current_app.logger.error("sign-in through %s: %s", there.settings.key, down)
    return _page(there, "down"), 503


def _refused(there: Provider, trouble: NotProven) -> tuple[str, int]:
    current_app.logger.warning(
        "sign-in through %s: %s: %s", there.settings.key, trouble.reason, trouble.detail
    )
    return _page(there, trouble.reason), STATUS.get(trouble.reason, 403)


def _page(there: Provider, reason: str) -> str:
    entry = there.settings.entry
    return render_template(
        "account/openid_refused.html",
        title=say(f"account.openid.{reason}_title", name=entry.name),
        text=say(f"account.openid.{reason}", name=entry.name, network=entry.network),
        name=entry.name,
        network=entry.network,
        contact=entry.contact,
        provider=there.settings.key,
        reference=request_id(),
        leave=reason not in NOBODY_YET and there.offers_sign_out(),
    )
