"""Once more that it is you: what weakens an account, or opens results to a program, asks for it."""

from datetime import timedelta
from typing import Final

from flask import request

from engine.store import Person
from web import throttle
from web.account import passwords
from web.forms import SecretField, TypedForm
from web.sessions import store

WRONG: Final = "This is not your password."
FRESH: Final = timedelta(minutes=10)  # a sign-in by a provider counts as long in place of a password
STALE: Final = (
    "It is more than ten minutes since you signed in. Sign out and in again, then do this within ten minutes."
)


class ConfirmForm(TypedForm):
    password = SecretField()


def unconfirmed(me: Person) -> str | None:
    """What is wrong where a form does not show that it is you; None where it does.

    By the password that stands in it; somebody whom a provider signs in, and who has none, by having come of late.
    """
    if not me.account.password:
        fresh = me.sign_in is not None and store().now() - me.sign_in.since <= FRESH
        return None if fresh else STALE
    key = f"confirm {me.id}"  # counted apart from the sign-in, which strangers can try
    throttle.admit(key, throttle.PASSWORDS)
    if passwords.fits(me.account.password, ConfirmForm(request.form).password.data):
        return None
    throttle.failed(key)
    return WRONG
