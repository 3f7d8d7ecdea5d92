"""Networks, schools, studies and waves alike: their addresses, their pages, and who may put them away."""

from typing import Final

from flask import url_for

from engine.store import Network, School, Study, Thing, ThingKind, Wave, kind_of, name_of
from web.rights import Action, Place
from web.sessions import store

PLURALS: Final = {
    ThingKind.NETWORK: "networks",
    ThingKind.SCHOOL: "schools",
    ThingKind.STUDY: "studies",
    ThingKind.WAVE: "waves",
}
ACTIONS: Final = {
    ThingKind.NETWORK: Action.MANAGE_SCHOOLS,
    ThingKind.SCHOOL: Action.MANAGE_SCHOOLS,
    ThingKind.STUDY: Action.RUN_WAVES,
    ThingKind.WAVE: Action.RUN_WAVES,
}


def network_of(thing: Thing) -> Network:
    if isinstance(thing, Network):
        return thing
    held = store().studies.get(thing.study_id) if isinstance(thing, Wave) else thing
    return store().studies.network(held.network_id)


def place_of(thing: Thing) -> Place:
    """Where the log keeps what is done to a thing."""
    school, wave = (thing.id if isinstance(thing, kind) else None for kind in (School, Wave))
    return Place(network_of(thing).id, school, wave, f"{kind_of(thing)} “{name_of(thing)}”")


def page_of(thing: Thing) -> str:
    """The page on which a thing is looked after."""
    match thing:
        case Network():
            return url_for("schools.schools", network=thing.id)
        case School():
            return url_for("schools.school", school=thing.id)
        case Study():
            return url_for("waves.waves", network=thing.network_id)
        case Wave():
            return url_for("waves.wave", wave=thing.id)
