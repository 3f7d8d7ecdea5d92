"""The demonstration's own way in: one press, and one looks around as somebody of a role.

Part of the application only where `barograph demo` puts it in: on this computer, over simulated data.
"""

from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, request, url_for

from engine.demo import people
from engine.store import Role, Store
from web import sessions
from web.account.roles import role_name
from web.forms import TypedForm, WholeField
from web.start.first_page import Guide

pages = Blueprint("look_around", __name__)


class LookForm(TypedForm):
    wave = WholeField()


def demonstrate(app: Flask, guide: Guide) -> None:
    """Give an application the demonstration's start page and its way in."""
    store: Store = app.extensions["store"]
    people.settle(store, store.studies.network(store.studies.get(guide.demo.survey.study_id).network_id))
    app.extensions["guide"] = guide
    app.context_processor(lambda: {"simulated": True})  # what a page knows better, it says itself
    app.register_blueprint(pages)


@pages.post("/look-around/<role>")
def enter(role: str) -> Any:
    account = people.account(sessions.store(), Role(role)) if role in list(Role) else None
    if account is None:
        abort(404)
    sessions.begin(account, complete=True)
    sessions.record(account, "sign-in", "demonstration")
    flash(f"You look around as {account.name}, {role_name(Role(role)).lower()}. All data are simulated.")
    wave = LookForm(request.args).wave.number
    return redirect(url_for("home.home") if wave is None else url_for("network_results.result", wave=wave))
