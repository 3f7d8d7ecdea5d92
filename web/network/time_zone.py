"""Where the days of a network begin and end; set on the page of its waves."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from engine.store import Network, StoreError
from web import rights
from web.forms import LineField, TypedForm
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("time_zone", __name__)


class ZoneForm(TypedForm):
    zone = LineField()


@pages.post("/networks/<int:network>/time-zone")
@needs(Action.RUN_WAVES, "network")
def set_time_zone(network: Network) -> Any:
    """Where the days of the network's waves begin and end."""
    try:
        changed = store().studies.set_time_zone(network, ZoneForm(request.form).zone.data)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("waves.waves", network=network.id))
    rights.note("network.time_zone", Place(network.id, name=network.name), changed.zone.key)
    flash(f"Days begin and end at midnight in {changed.zone.key}. Waves keep the days that people were told.")
    return redirect(url_for("waves.waves", network=network.id))
