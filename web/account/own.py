"""A person's own account: password, second factor, where they are signed in."""

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for

from engine.printed import counted
from engine.store import Person, TokenState
from web import sessions
from web.account import passwords, second_factor
from web.account.confirming import ConfirmForm, unconfirmed
from web.account.openid import providers
from web.account.openid.settings import ProviderSettings
from web.account.roles import held_for, role_name
from web.forms import LineField, SecretField
from web.rights import signed_in
from web.sessions import store

pages = Blueprint("own_account", __name__)

SECRET_TO_CONFIRM: Final = "second_factor"  # noqa: S105 - the name of the cookie's field


class ChangeForm(ConfirmForm):
    new, again = SecretField(), SecretField()


class CodeOfPhoneForm(ConfirmForm):
    code = LineField()


@pages.get("/account")
@signed_in
def account() -> str:
    return _page()


@pages.post("/account/password")
@signed_in
def change_password() -> Any:
    me = sessions.me()
    if not me.account.password:
        return redirect(url_for("own_account.account"))
    wrong = unconfirmed(me)
    if wrong is not None:
        return _page(password=wrong), 400
    form = ChangeForm(request.form)
    new = form.new.data
    problem = passwords.problem(new, form.again.data, email=me.account.email, name=me.name)
    if problem:
        return _page(new=problem), 400
    store().people.set_password(me.account, passwords.kept(new), keep=sessions.token())
    sessions.record(me.account, "password.changed")
    flash("Your password is changed, and you are signed out everywhere else.")
    return redirect(url_for("own_account.account"))


@pages.get("/account/second-factor")
@signed_in
def factor() -> Any:
    """The square to scan. The secret waits in the session until a code has shown that the app has it."""
    me = sessions.me()
    if me.account.second_factor is not None:
        return redirect(url_for("own_account.account"))
    secret = session.setdefault(SECRET_TO_CONFIRM, second_factor.new_secret())
    return _factor_page(me, secret)


@pages.post("/account/second-factor")
@signed_in
def turn_on() -> Any:
    me, secret = sessions.me(), session.get(SECRET_TO_CONFIRM)
    if me.account.second_factor is not None or secret is None:
        return redirect(url_for("own_account.account"))
    wrong = unconfirmed(me)
    if wrong is not None:
        return _factor_page(me, secret, password=wrong), 400
    code = CodeOfPhoneForm(request.form).code.data[:20]
    step = second_factor.step_of(secret, code)
    if step is None:
        return _factor_page(me, secret, code=_wrong_code(secret, code)), 400
    codes = second_factor.recovery_codes()
    store().people.set_second_factor(me.account, second_factor.seal(secret, me.account), codes)
    store().people.take_step(me.account, step)
    store().sign_ins.end_others(me.account, sessions.token() or "")
    session.pop(SECRET_TO_CONFIRM)
    sessions.record(me.account, "second-factor.on")
    return render_template("account/recovery.html", codes=codes)


@pages.post("/account/second-factor/off")
@signed_in
def turn_off() -> Any:
    me = sessions.me()
    wrong = unconfirmed(me)
    if wrong is not None:
        return _page(factor=wrong), 400
    store().people.set_second_factor(me.account, None)
    sessions.record(me.account, "second-factor.off")
    flash("Codes are turned off. Your password alone opens your account now.")
    return redirect(url_for("own_account.account"))


def _page(**problems: str) -> str:
    me = sessions.me()
    held = [(role_name(one.role), held_for(store(), one)) for one in me.memberships]
    keys = sum(one.state is TokenState.LIVE for one in store().keys.of(me.account))
    return render_template(
        "account/own.html", held=held, problems=problems, keys=keys, connections=_connections(me)
    )


def _connections(me: Person) -> list[tuple[ProviderSettings, bool]]:
    """The providers of this server, and whether each signs this person in."""
    return [(one.settings, providers.is_connected(me.account, one)) for one in providers.providers().values()]


def _wrong_code(secret: str, code: str) -> str:
    """Why a first code does not fit, and the clock by its name where it is the clock's fault."""
    off = second_factor.seconds_off(secret, code)
    if not off:
        return "That code is not right. Type the one that the app shows now."
    side, amount = "ahead" if off > 0 else "behind", counted(max(1, round(abs(off) / 60)), "minute")
    return (
        f"The clock of your phone is about {amount} {side}, so its codes fit another time."
        " Set the phone’s date and time to automatic, then type the code it shows."
    )


def _factor_page(me: Person, secret: str, **problems: str) -> str:
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_template(
        "account/factor.html",
        square=second_factor.drawing(secret, me.account),
        secret=groups,
        problems=problems,
    )
