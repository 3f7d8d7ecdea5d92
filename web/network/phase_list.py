"""The phases of a network's schools in this school year, for its hub."""

from flask import Blueprint, render_template

from engine.store import Network
from engine.waves.school_years import name_of_year, school_year
from web.rights import Action, needs
from web.sessions import store
from web.team.phases import entry_of

pages = Blueprint("phase_list", __name__)


@pages.get("/networks/<int:network>/phases")
@needs(Action.MANAGE_SCHOOLS, "network")
def phases(network: Network) -> str:
    """Each school with its phase, this year and the year before."""
    year = school_year(network.day_of(store().now()))
    now, before = store().phases.of(network, year), store().phases.of(network, year - 1)
    schools = [one for one in store().studies.schools(network) if not one.archived]
    rows = [(one, entry_of(before.get(one.id)), entry_of(now.get(one.id))) for one in schools]
    return render_template(
        "phases/list.html",
        network=network,
        rows=rows,
        years=(name_of_year(year - 1), name_of_year(year)),
        said=len(now),
    )
