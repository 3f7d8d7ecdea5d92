"""The way in: sign-in, second factor, invitation, forgotten password, sign-out."""

import re
from functools import partial
from typing import Any, Final

from flask import (
    Blueprint,
    abort,
    copy_current_request_context,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from wtforms.validators import StopValidation

from engine.language import Language
from engine.store import BY_PASSWORD, Account, Invitation, NotFound, SignInBy, StoreError
from engine.store.email_address import LONGEST, kept_email
from web import sessions, throttle
from web.account import mail, passwords, second_factor
from web.account.languages import around, speak_as_chosen
from web.account.openid import providers
from web.account.openid.provider import Provider
from web.account.roles import held_for
from web.forms import LineField, SecretField, TypedForm
from web.rights import open_to_all
from web.security import own_address
from web.sessions import store
from web.wording import language, say

pages = Blueprint("accounts", __name__)

NEXT: Final = "next"
LEFT: Final = "left"  # the provider through which this browser was signed in until just now
OURS: Final = re.compile(r"/(?![/\\])[\x21-\x7e]*")  # an address of this host, whatever a browser makes of it
LONGEST_PERSON: Final = 200  # characters of a person's name

pages.before_request(speak_as_chosen)
pages.context_processor(around)


class SignInForm(TypedForm):
    email, password, next = LineField(), SecretField(), SecretField()


class CodeForm(TypedForm):
    code = LineField()


class NewPasswordForm(TypedForm):
    password, again = SecretField(), SecretField()


class JoinForm(NewPasswordForm):
    name = LineField(most=LONGEST_PERSON + LONGEST)

    def validate_name(self, field: LineField) -> None:
        if not field.data:
            raise StopValidation(say("account.invitation.name_missing"))
        if len(field.data) > LONGEST_PERSON:
            raise StopValidation(say("account.invitation.name_long", most=LONGEST_PERSON, n=len(field.data)))


class EmailForm(TypedForm):
    email = LineField()


@pages.get("/sign-in")
@open_to_all
def sign_in() -> Any:
    if sessions.person() is not None:
        return redirect(url_for("home.home"))
    return _sign_in_page()


@pages.post("/sign-in")
@open_to_all
def try_sign_in() -> Any:
    form = SignInForm(request.form)
    email, password = form.email.data[:LONGEST], form.password.data
    key, account = kept_email(email), store().people.by_email(email)
    if account is not None and not account.active:
        account = None
    throttle.admit_password(key, account)
    if not passwords.fits(account.password if account else None, password) or account is None:
        throttle.failed_password(key, account)
        _record_failure(account)
        return _sign_in_page(email, say("account.wrong")), 400
    throttle.passed_password(key, account)
    if passwords.wants_renewal(account.password):
        store().people.set_password(account, passwords.kept(password))
    instead = providers.in_place_of_password(account)
    if instead is not None and providers.is_connected(account, instead):
        return _sign_in_page(email, say("account.openid.no_password", name=instead.settings.name)), 403
    return let_in(account, form.next.data)


@pages.get("/sign-in/code")
@open_to_all
def code() -> Any:
    if sessions.half_way() is None:
        return redirect(url_for("accounts.sign_in"))
    return render_template("account/code.html", problem=None)


@pages.post("/sign-in/code")
@open_to_all
def try_code() -> Any:
    person = sessions.half_way()
    if person is None:
        flash(say("account.too_slow"))
        return redirect(url_for("accounts.sign_in"))
    account, by = person.account, sessions.begun_by()
    key = f"code {account.id}"
    throttle.admit(key, throttle.CODES)
    if not _code_fits(account, CodeForm(request.form).code.data[:60]):
        throttle.failed(key)
        sessions.record(account, "sign-in.failed", "wrong code")
        return render_template("account/code.html", problem=say("account.code.wrong")), 400
    throttle.passed(key)
    target = session.get(NEXT, "")
    sessions.begin(account, complete=True, by=by)
    throttle.remember_browser(account)
    sessions.record(account, "sign-in")
    return redirect(ours(target))


@pages.post("/sign-out")
@open_to_all
def sign_out() -> Any:
    person = sessions.person()
    if person is not None:
        sessions.record(person.account, "sign-out")
    through = providers.provider_of(sessions.begun_by().issuer)
    sessions.end()
    flash(say("account.signed_out"))
    if through is not None:
        session[LEFT] = through.settings.key
    target = SignInForm(request.form).next.data
    return redirect(target if OURS.fullmatch(target) else url_for("accounts.sign_in"))


@pages.get("/invitation/<token>")
@open_to_all
def invitation(token: str) -> Any:
    found = store().invitations.find(token)
    if found is None:
        return _used_up()
    return _invitation_page(token, found)


@pages.post("/invitation/<token>")
@open_to_all
def accept(token: str) -> Any:
    found = store().invitations.find(token)
    if found is None:
        return _used_up()
    if found.waits or _of_somebody_else(found):
        return _invitation_page(token, found), 409
    account = store().people.by_email(found.email)
    if account is not None:
        return _accept_again(token, account)
    _, by_password = _ways_to_accept(found)
    if not by_password:
        return _invitation_page(token, found), 409
    form = JoinForm(request.form)
    problems = _problems(form, found.email)
    if problems:
        return _invitation_page(token, found, form.name.data, problems), 400
    try:
        kept = passwords.kept(form.password.data)
        made = store().invitations.accept_as_new(token, form.name.data, kept)
    except NotFound:
        return _used_up()
    except StoreError:  # two tabs at once: the account is there now
        return redirect(url_for("accounts.invitation", token=token))
    sessions.begin(made, complete=True)
    throttle.remember_browser(made)
    sessions.record(made, "account.made")
    flash(f"Welcome, {made.name}. This page shows what is yours.")
    return redirect(url_for("home.home"))


@pages.get("/forgotten")
@open_to_all
def forgotten() -> str:
    return render_template("account/forgotten.html", can_send=mail.can_send(), sent=False)


@pages.post("/forgotten")
@open_to_all
def send_reset() -> Any:
    if not mail.can_send():
        abort(404)
    email = EmailForm(request.form).email.data[:LONGEST]
    key = f"reset {kept_email(email)}"
    throttle.admit(key, throttle.LINKS)
    store().people.count_attempt(key, throttle.WINDOW)
    mail.aside(copy_current_request_context(partial(_send_reset, email, language())))
    return render_template("account/forgotten.html", can_send=True, sent=True)


def _send_reset(email: str, spoken: Language) -> None:
    """Send a link to set another password, where there is an account: aside, so that nobody can tell by the time."""
    account = store().people.by_email(email)
    if account is None or not account.active:
        return
    address = own_address() + url_for("accounts.reset", token=store().people.start_reset(account))
    text = spoken.say("account.forgotten.message", address=address)
    mail.deliver(account.email, spoken.say("account.forgotten.subject"), text)
    sessions.record(account, "password.reset-asked")


@pages.get("/reset/<token>")
@open_to_all
def reset(token: str) -> Any:
    account = store().people.by_reset(token)
    if account is None:
        return _used_up()
    return render_template("account/reset.html", token=token, account=account, problem=None)


@pages.post("/reset/<token>")
@open_to_all
def set_password(token: str) -> Any:
    account = store().people.by_reset(token)
    if account is None:
        return _used_up()
    form = NewPasswordForm(request.form)
    password, again = form.password.data, form.again.data
    problem = passwords.problem(password, again, email=account.email, name=account.name)
    if problem:
        return render_template("account/reset.html", token=token, account=account, problem=problem), 400
    if not store().people.finish_reset(token, passwords.kept(password)):
        return _used_up()
    sessions.end()
    throttle.passed_password(account.email, account)
    sessions.record(account, "password.reset")
    flash(say("account.reset.done"))
    return redirect(url_for("accounts.sign_in"))


def let_in(account: Account, target: str, *, by: SignInBy = BY_PASSWORD, through: str = "") -> Any:
    """After the password, or a provider: to the second factor where one is owed, else in.

    A provider that vouches for a second factor is believed. `through` is its name, for the log.
    """
    if account.second_factor is not None and not by.vouched:
        sessions.begin(account, complete=False, by=by)
        session[NEXT] = target
        return redirect(url_for("accounts.code"))
    sessions.begin(account, complete=True, by=by)
    throttle.remember_browser(account)
    sessions.record(account, "sign-in", through)
    return redirect(ours(target))


def _code_fits(account: Account, given: str) -> bool:
    secret = second_factor.unseal(account)
    step = None if secret is None else second_factor.step_of(secret, given)
    if step is not None:
        return store().people.take_step(account, step)
    if store().people.take_recovery_code(account, second_factor.tidy_recovery(given)):
        flash("You used one of your recovery codes. It will not work again; make new ones when few are left.")
        return True
    return False


def _accept_again(token: str, account: Account) -> Any:
    """Give a role to an account that is there: only when it is signed in."""
    person = sessions.person()
    if person is None or person.id != account.id:
        return redirect(url_for("accounts.sign_in", next=url_for("accounts.invitation", token=token)))
    try:
        store().invitations.accept_as(token, account)
    except NotFound:
        return _used_up()
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("home.home"))
    sessions.record(account, "role.accepted")
    flash("It is yours now.")
    return redirect(url_for("home.home"))


def _record_failure(account: Account | None) -> None:
    """Keep a failure in the log: for a stranger too, in a row nobody is shown, so that both take as long."""
    if account is None:
        from engine.store import NewEntry

        store().audit.record(NewEntry("", "sign-in.failed", "unknown address"))
    else:
        sessions.record(account, "sign-in.failed", "wrong password")


def _problems(form: JoinForm, email: str) -> dict[str, str]:
    form.validate()
    wrong = passwords.problem(form.password.data, form.again.data, email=email, name=form.name.data)
    return form.problems | ({"password": wrong} if wrong else {})


def ours(target: str) -> str:
    """Where a page of ours leads on to: an address of this host, else home."""
    return target if OURS.fullmatch(target) else url_for("home.home")


def _sign_in_page(email: str = "", problem: str | None = None) -> str:
    target = SignInForm(request.values).next.data
    left = providers.provider_called(session.pop(LEFT, ""))
    return render_template(
        "account/sign_in.html",
        email=email,
        problem=problem,
        target=target,
        empty=not store().installation.has_accounts(),
        providers=[one.settings for one in providers.providers().values()],
        left=None if left is None else left.settings,
        leave=left is not None and left.offers_sign_out(),
    )


def _of_somebody_else(found: Invitation) -> bool:
    """Whether somebody is signed in whom the invitation is not for."""
    person = sessions.person()
    return person is not None and person.account.email != found.email


def _invitation_page(
    token: str, found: Invitation, name: str | None = None, problems: dict[str, str] | None = None
) -> str:
    person = sessions.person()
    provider, by_password = _ways_to_accept(found)
    return render_template(
        "account/invitation.html",
        token=token,
        email=found.email,
        name=found.name if name is None else name,
        role=say(f"account.role.{found.membership.role.value}"),
        place=held_for(store(), found.membership),
        waits=found.waits,
        known=store().people.by_email(found.email) is not None,
        signed_in=person,
        mine=person is not None and not _of_somebody_else(found),
        problems=problems or {},
        provider=None if provider is None else provider.settings,
        by_password=by_password,
    )


def _ways_to_accept(found: Invitation) -> tuple[Provider | None, bool]:
    """By which provider an invitation may be accepted, and whether by a password."""
    provider = providers.provider_for_network(found.membership.network_id)
    return provider, provider is None or provider.settings.may_keep_password(found.email)


def _used_up() -> tuple[str, int]:
    return render_template("account/used_up.html", text=say("account.used_up")), 410
