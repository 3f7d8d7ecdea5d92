"""Whether everybody with a role in a network must have a second factor: who has none yet, and the one press."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.store import Network
from web import rights
from web.forms import TickField, TypedForm
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("second_factor", __name__, url_prefix="/networks/<int:network>/second-factor")


class DemandForm(TypedForm):
    demanded = TickField()


@pages.get("")
@needs(Action.MANAGE_PEOPLE, "network")
def second_factor(network: Network) -> str:
    accounts = {one.account.id: one.account for one in store().members.of(network)}
    without = [one for one in accounts.values() if one.second_factor is None]
    return render_template(
        "people/second_factor.html",
        network=network,
        demanded=bool(store().studies.demand_of_second_factor([network.id])),
        without=without,
        of=len(accounts),
    )


@pages.post("")
@needs(Action.MANAGE_PEOPLE, "network")
def demand(network: Network) -> Any:
    demanded = DemandForm(request.form).demanded.ticked
    store().studies.demand_second_factor(network, demanded=demanded)
    rights.note("network.second_factor", Place(network.id, name=network.name), "on" if demanded else "off")
    flash(
        "From now on everybody with a role here must have a second factor."
        if demanded
        else "A second factor is asked of nobody by this network any more; whoever has one keeps it."
    )
    return redirect(url_for("second_factor.second_factor", network=network.id))
