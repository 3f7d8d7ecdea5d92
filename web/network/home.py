"""What a person sees first: only what is theirs, and what to do next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, render_template

from engine.disclosure.groups import AnswersTold
from engine.store import Network, Person, Role, School, Site, Store, Wave, WaveState
from web import sessions
from web.network.answered import answered, answered_by_site, people_asked
from web.rights import Action, Place, allowed, may, signed_in
from web.sessions import store

pages = Blueprint("home", __name__)

LED: Final = frozenset({Role.SCHOOL_LEADER, Role.SCHOOL_TEAM})  # whoever reads a school's result


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """A school: its waves that take answers, and those whose result may be read or not; the newest first."""

    school: School
    open: tuple[tuple[Wave, Site, AnswersTold | None], ...]  # with the answers so far
    closed: tuple[Wave, ...]
    unread: tuple[Wave, ...]  # closed too, and not for this person


@dataclass(frozen=True, slots=True)
class NetworkCard:
    network: Network
    roles: frozenset[Role]
    waves: tuple[tuple[Wave, AnswersTold | None, int | None], ...]  # open ones, with answers and people asked
    newest: Wave | None  # the wave that closed last
    steps: tuple[tuple[str, str, dict[str, int]], ...]  # text, endpoint, its arguments
    schools: tuple[School, ...]
    agreed: frozenset[int]
    now: datetime


@pages.get("/home")
@signed_in
def home() -> str:
    me = sessions.me()
    networks, schools = [], []
    for id in dict.fromkeys(one.network_id for one in me.memberships):
        network = store().studies.network(id)
        if me.roles(id) & {Role.HUB_ADMINISTRATOR, Role.RESEARCHER, Role.DISTRICT}:
            networks.append(_network_card(store(), me, network))
    led = [one.school_id for one in me.memberships if one.role in LED]
    for id in dict.fromkeys(one for one in led if one is not None):
        schools.append(school_card(store(), store().studies.school(id)))
    only = networks[0].network if len(networks) == 1 else None  # then its places stand on top of the page
    return render_template(
        "account/home.html",
        networks=networks,
        schools=schools,
        network=only,
        now=store().now(),
        units=[(one, store().waves.get(one.wave_id)) for one in store().units.of_teacher(me.id)],
    )


def school_card(store: Store, school: School) -> SchoolCard:
    """A school's waves, wherever in its network they are."""
    open_waves: list[tuple[Wave, Site, AnswersTold | None]] = []
    closed: list[Wave] = []
    unread: list[Wave] = []
    for wave in reversed(all_waves(store, store.studies.network(school.network_id))):
        site = store.sites.find(wave, school)
        if site is None or wave.draft:
            continue
        if wave.state is WaveState.CLOSED:
            place = Place(school.network_id, school.id, wave.id)
            (closed if allowed(Action.SEE_SCHOOL_RESULT, place) else unread).append(wave)
        else:
            open_waves.append((wave, site, answered_by_site(wave)[site.id]))
    return SchoolCard(school, tuple(open_waves), tuple(closed), tuple(unread))


def all_waves(store: Store, network: Network) -> list[Wave]:
    """The waves of a network in the order they open."""
    found = [wave for study in store.studies.of(network) for wave in store.waves.of(study)]
    return sorted(found, key=lambda wave: (wave.opens, wave.id))


def closed_waves(store: Store, network: Network) -> list[Wave]:
    """The network's closed waves, those that closed last first."""
    found = [wave for wave in all_waves(store, network) if wave.state is WaveState.CLOSED]
    return sorted(found, key=lambda wave: (wave.closes, wave.id), reverse=True)


def _network_card(store: Store, me: Person, network: Network) -> NetworkCard:
    waves = all_waves(store, network)
    running = [wave for wave in waves if wave.state not in (WaveState.DRAFT, WaveState.CLOSED)]
    counted = tuple((wave, answered(wave), people_asked(wave)) for wave in running)
    runs = may(me, Action.RUN_WAVES, Place(network.id))
    reach = [one.schools for one in me.memberships if one.network_id == network.id]
    schools = tuple(
        one for one in store.studies.schools(network) if any(part is None or one.id in part for part in reach)
    )
    return NetworkCard(
        network,
        me.roles(network.id),
        counted,
        next(iter(closed_waves(store, network)), None),
        tuple(_steps(store, network, waves)) if runs else (),
        schools,
        store.studies.names_agreed(network),
        store.now(),
    )


def _steps(store: Store, network: Network, waves: list[Wave]) -> Any:
    """What a hub does next, the most pressing first."""
    here = {"network": network.id}
    for wave in waves:
        if wave.state is WaveState.OPEN and wave.closes <= store.now() and not wave.closes_itself:
            told = f"“{wave.title}” is past its last day. Close it to make its results."
            yield told, "waves.wave", {"wave": wave.id}
        elif wave.draft:
            yield f"“{wave.title}” is a draft. Look at it, and open it.", "waves.wave", {"wave": wave.id}
    schools = store.studies.schools(network)
    if not schools:
        yield "Add the schools of your network.", "schools.schools", here
        return
    led = {one.membership.school_id for one in store.members.of(network) if one.membership.role in LED}
    invited = {
        one.membership.school_id for one in store.invitations.of(network) if one.membership.role in LED
    }
    alone = [one for one in schools if one.id not in led | invited]
    if alone:
        count = f"{len(alone)} of {len(schools)} schools have" if len(alone) > 1 else f"{alone[0].name} has"
        yield f"{count} nobody who can read the result. Invite their leaders.", "people.people", here
    if not waves:
        yield "Open your first wave.", "waves.waves", here
