"""The demonstration's own way in: one press, and one looks around as somebody of a role.

Part of the application only where `barograph demo` puts it in: on this computer, over simulated data.
"""

from typing import Any, Final

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for

from engine.demo import by_codes, people
from engine.store import Account, Role, Store
from web import sessions
from web.account.roles import role_name
from web.forms import LineField, TypedForm, WholeField
from web.start.first_page import Guide

pages = Blueprint("look_around", __name__)

# What of a wave can be gone to at once, and the page that shows it.
PLACES: Final = {
    "result": "network_results.result",
    "wave": "waves.wave",
    "share": "sharing.share",
    "posters": "sharing.all_posters",
    "codes": "codes.codes",
}
# What of one's own school can be gone to at once.
PLACES_OF_A_SCHOOL: Final = {
    "audiences": "audiences.audiences",
    "partners": "partners.partnerships",
    "rubric": "rubric.meetings",
    "plans": "plans.plans",
    "check-ins": "check_ins.index",
}
PLACES_OF_A_NETWORK: Final = {"partners": "partners.shared"}


class LookForm(TypedForm):
    wave = WholeField()
    place = LineField()


def settle(store: Store, guide: Guide) -> None:
    """Have the demonstration's people in its database."""
    people.settle(store, store.studies.network(store.studies.get(guide.demo.survey.study_id).network_id))


def demonstrate(app: Flask, guide: Guide, *, settled: bool = False) -> None:
    """Give an application the demonstration's start page and its way in; its people too, unless they are there."""
    if not settled:
        settle(app.extensions["store"], guide)
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
    return redirect(_asked_place(account))


def _asked_place(who: Account) -> str:
    """The address of the place that was asked for; the person's first page where there is none."""
    form = LookForm(request.args)
    place, wave = form.place.data or "", form.wave.number
    if place in PLACES and wave is not None:
        return url_for(PLACES[place], wave=wave)
    held = sessions.store().members.memberships(who)
    school = next((one.school_id for one in held if one.school_id is not None), None)
    if place in PLACES_OF_A_SCHOOL and school is not None:
        return url_for(PLACES_OF_A_SCHOOL[place], school=school)
    if place in PLACES_OF_A_NETWORK and school is None:
        return url_for(PLACES_OF_A_NETWORK[place], network=held[0].network_id)
    return url_for("home.home")


@pages.post("/look-around/slip")
def slip() -> str:
    """A slip of paper, as the hub hands it out: one press makes a personal code for whoever tries it."""
    guide: Guide = current_app.extensions["guide"]
    if guide.demo.by_codes is None:
        abort(404)
    code = by_codes.slip(sessions.store(), guide.demo.by_codes)
    return render_template("start/slip.html", code=code, wave=guide.demo.by_codes)
