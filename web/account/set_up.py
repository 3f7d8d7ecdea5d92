"""The first page of an empty server: who opens the one-time address makes a network, and is its administrator."""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from wtforms.validators import StopValidation

from engine.store import NewEntry, StoreError, check_name
from engine.store.days import zone_names
from engine.store.email_address import is_email
from web import sessions
from web.account import passwords
from web.forms import LineField, SecretField, TypedForm
from web.rights import open_to_all
from web.sessions import store

pages = Blueprint("set_up", __name__)

USED: Final = (
    "This address works once, while nobody has an account, and until the server is started anew. If nobody has"
    " an account yet, the server prints another one each time it starts."
)


@dataclass(frozen=True, slots=True)
class SetUpKey:
    """What the printed address ends in; it lives as long as this server runs and is kept nowhere."""

    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def fits(self, given: str) -> bool:
        return hmac.compare_digest(self.secret.encode(), given.encode())


class SetUpForm(TypedForm):
    network = LineField("Write the name of the network, or of the school if there is one.")
    zone = LineField("Choose where the schools are, so that days end at their midnight.")
    name = LineField("Write your name, as colleagues know you.", most=200)
    email = LineField("Write your email address; you sign in with it.", most=254)
    password = SecretField()
    again = SecretField()

    def validate_network(self, field: LineField) -> None:
        try:
            check_name("network", field.data)
        except StoreError as error:
            raise StopValidation(f"{error.cause}: {error.remedy}.") from None

    def validate_zone(self, field: LineField) -> None:
        if field.data not in zone_names():
            raise StopValidation("Choose one of the time zones.")

    def validate_email(self, field: LineField) -> None:
        if not is_email(field.data):
            raise StopValidation("Write an email address, such as ada@hub.example.")

    def validate_password(self, field: SecretField) -> None:
        problem = passwords.problem(field.data, self.again.data, email=self.email.data, name=self.name.data)
        if problem:
            raise StopValidation(problem)


@pages.get("/set-up/<secret>")
@open_to_all
def set_up(secret: str) -> Any:
    if not _opens(secret):
        return _used()
    there = store().studies.networks()
    return _page(secret, SetUpForm(network=there[0].name if there else ""))


@pages.post("/set-up/<secret>")
@open_to_all
def begin(secret: str) -> Any:
    """Make the network and its first account, sign it in, and lead it to the network's waves."""
    if not _opens(secret):
        return _used()
    form = SetUpForm(request.form)
    if not form.validate():
        return _page(secret, form), 400
    try:
        kept = passwords.kept(form.password.data)
        account, network = store().installation.begin(
            form.network.data, form.email.data, form.name.data, kept
        )
    except StoreError:  # somebody was quicker
        return _used()
    current_app.extensions.pop("set_up", None)
    store().studies.set_time_zone(network, form.zone.data)
    store().audit.record(NewEntry(account.email, "network.set_up", network.name, network.id))
    sessions.begin(account, complete=True)
    flash(f"Welcome, {account.name}. {network.name} is yours to run: name a study, then open its first wave.")
    return redirect(url_for("waves.waves", network=network.id))


def _opens(secret: str) -> bool:
    key: SetUpKey | None = current_app.extensions.get("set_up")
    return key is not None and key.fits(secret) and not store().installation.has_accounts()


def _page(secret: str, form: SetUpForm) -> str:
    return render_template(
        "account/set_up.html",
        secret=secret,
        form=form,
        problems=form.problems,
        zones=[("", "Choose"), *((zone, zone) for zone in zone_names())],
        networks=[network.name for network in store().studies.networks()],
    )


def _used() -> tuple[str, int]:
    return render_template("account/used_up.html", text=USED), 410
