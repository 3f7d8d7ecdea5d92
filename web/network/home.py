"""What a person sees first: only what is theirs, and what to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from engine.comments.review import review_of_wave
from engine.disclosure.groups import AnswersTold
from engine.playbooks.folder import find_playbook
from engine.store import Network, Person, Role, School, Store, Wave, WaveState
from engine.store.board import PostState
from engine.store.plan_records import TeamPlan
from web import sessions
from web.network.answered import answered, answered_by_site, people_asked
from web.network.hub_steps import HubFacts, HubStep, HubWave, hub_steps
from web.network.school_card import closed_waves, listed_waves, school_card
from web.network.school_home import has_plans, next_at
from web.rights import Action, Place, may, signed_in
from web.school.navigation import LED, own_schools
from web.sessions import store

pages = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """A plan that a team shares with its hub: whose it is, and what it is about."""

    plan: TeamPlan
    school: str
    about: str


@dataclass(frozen=True, slots=True)
class NetworkCard:
    network: Network
    roles: frozenset[Role]
    waves: tuple[tuple[Wave, AnswersTold | None, int | None], ...]  # open ones, with answers and people asked
    newest: Wave | None  # the wave that closed last
    steps: tuple[HubStep, ...]
    schools: tuple[School, ...]
    agreed: frozenset[int]
    now: datetime
    plans: tuple[SharedPlan, ...] = ()  # that teams share with the hub


@pages.get("/home")
@signed_in
def home() -> Any:
    """All that is somebody's; whoever belongs to one school and nothing else comes to its home at once."""
    me = sessions.me()
    own = own_schools(me)
    if len(own) == 1 and all(one.school_id == own[0] for one in me.memberships):
        return redirect(url_for("schools.school", school=own[0]))
    networks = []
    for id in dict.fromkeys(one.network_id for one in me.memberships):
        network = store().studies.network(id)
        if me.roles(id) & {Role.HUB_ADMINISTRATOR, Role.RESEARCHER, Role.DISTRICT}:
            networks.append(_network_card(store(), me, network))
    only = networks[0].network if len(networks) == 1 else None  # then its places stand on top of the page
    return render_template(
        "account/home.html",
        networks=networks,
        schools=[
            (school, next_at(school, school_card(store(), school)))
            for school in map(store().studies.school, own)
        ],
        network=only,
        units=[(one, store().waves.get(one.wave_id)) for one in store().units.of_teacher(me.id)],
    )


def _network_card(store: Store, me: Person, network: Network) -> NetworkCard:
    waves = listed_waves(store, network)
    running = [wave for wave in waves if wave.state not in (WaveState.DRAFT, WaveState.CLOSED)]
    counted = tuple((wave, answered(wave), people_asked(wave, store.sites.of(wave))) for wave in running)
    runs = may(me, Action.RUN_WAVES, Place(network.id))
    reach = [one.schools for one in me.memberships if one.network_id == network.id]
    everyone = store.studies.schools(network)
    current = [one for one in everyone if not one.archived]
    schools = tuple(one for one in current if any(part is None or one.id in part for part in reach))
    return NetworkCard(
        network,
        me.roles(network.id),
        counted,
        next(iter(closed_waves(store, network)), None),
        hub_steps(_facts(store, network, waves, current)) if runs else (),
        schools,
        store.studies.names_agreed(network),
        store.now(),
        tuple(_shared_plans(store, network, everyone)) if runs and has_plans() else (),
    )


def _shared_plans(store: Store, network: Network, schools: Sequence[School]) -> Iterator[SharedPlan]:
    names = {one.id: one.name for one in schools}
    for one in store.plans.shared_in(network):
        guide = find_playbook(one.playbook_id, one.version).playbook.guide(one.construct)
        yield SharedPlan(one, names[one.school_id], guide.title if guide else one.construct)


def _facts(store: Store, network: Network, waves: list[Wave], schools: Sequence[School]) -> HubFacts:
    """What the hub's next steps follow from."""
    led = {one.membership.school_id for one in store.members.of(network) if one.membership.role in LED}
    invited = store.invitations.of(network)
    led |= {one.membership.school_id for one in invited if one.membership.role in LED}
    return HubFacts(
        network.id,
        network.day_of(store.now()),
        tuple(_hub_wave(store, wave) for wave in waves),
        len(schools),
        tuple(one.name for one in schools if one.id not in led),
        sum(one.waits for one in invited),
        sum(one.state is PostState.WAITING for one in store.board.of(network)),
    )


def _hub_wave(store: Store, wave: Wave) -> HubWave:
    now = store.now()
    if wave.state is WaveState.CLOSED:
        return HubWave(wave.id, wave.title, comments=sum(one.waiting for one in review_of_wave(store, wave)))
    if wave.state is not WaveState.OPEN or wave.opens > now:
        return HubWave(wave.id, wave.title, draft=wave.draft)
    if wave.closes <= now:
        return HubWave(wave.id, wave.title, past=not wave.closes_itself)
    sites = store.sites.of(wave)
    told = answered_by_site(wave, sites)
    low = [
        one for one in sites if one.roster and (answers := told[one.id]) and 2 * answers.at_least < one.roster
    ]
    return HubWave(wave.id, wave.title, closes=wave.closes.date(), low=len(low), schools=len(sites))
