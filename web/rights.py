"""Who may do what to which object: the one place that says so, asked at every request.

Each view says who may open it: `needs(action, kind)`, `signed_in` or `open_to_all`. One that says nothing is
shut. `needs` finds the object that the address names, asks `may`, hands the object to the view instead of its
number, and keeps the request in the log where `record` names it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import wraps
from typing import Any, Final, TypeVar

from flask import Flask, abort, current_app, g, make_response, redirect, request, url_for
from werkzeug.exceptions import Forbidden

from engine.disclosure.names import names_told
from engine.store import NewEntry, NotFound, Person, Role, Scope, Store, Wave
from engine.waves.names import shown_now, unnamed_schools
from web import bearer, sessions

View = TypeVar("View", bound=Callable[..., Any])


class Action(StrEnum):
    """What can be done. Those of a school may be done by whoever the school belongs to."""

    MANAGE_PEOPLE = "manage people"
    MANAGE_SCHOOLS = "manage schools"
    RUN_WAVES = "run waves"
    READ_LOG = "read the log"
    SEE_PLAN = "see the plan"
    SEE_NETWORK_RESULT = "see the network's result"
    TAKE_RESPONSES = "take de-identified responses"
    REVIEW_COMMENTS = "review comments"
    WRITE_INSTRUMENTS = "write instruments"
    SEE_SCHOOL = "see a school"
    SEE_SCHOOL_RESULT = "see a school's result"
    READ_SCHOOL_LOG = "read who saw a school's result"
    CHOOSE_START = "record a school's choice"
    RATE_PARTNERSHIP = "rate a school's partnership"
    AGREE = "agree for a school"
    SAY_WHO_JOINS = "say who joins a school"
    SEE_WHO_BELONGS = "see who belongs to a school"
    SEE_RUBRIC = "see a team's rubric"
    KEEP_RUBRIC = "keep a team's rubric"
    KEEP_CHECK_INS = "keep a team's check-ins"
    SEE_TEAM_PLANS = "see a team's plans"
    KEEP_TEAM_PLANS = "keep a team's plans"
    READ_BOARD = "read the board of the network as a school"
    RUN_BOARD = "decide what the board shows"
    SEE_PHASE = "see a school's phase"
    SAY_PHASE = "say which phase a school is in"
    RECORD_FAMILIES = "record what families were told"
    HAND_OUT = "hand out a school's link"
    MAKE_UNITS = "make a school's classes and teams"
    SEE_OWN_UNIT = "see what one's own class said"


ADMINISTRATOR, RESEARCHER, DISTRICT = Role.HUB_ADMINISTRATOR, Role.RESEARCHER, Role.DISTRICT
LEADER, TEAM, TEACHER = Role.SCHOOL_LEADER, Role.SCHOOL_TEAM, Role.TEACHER

ALLOWED: Final[Mapping[Action, frozenset[Role]]] = {
    Action.MANAGE_PEOPLE: frozenset({ADMINISTRATOR}),
    Action.MANAGE_SCHOOLS: frozenset({ADMINISTRATOR}),
    Action.RUN_WAVES: frozenset({ADMINISTRATOR}),
    Action.READ_LOG: frozenset({ADMINISTRATOR}),
    Action.SEE_PLAN: frozenset({ADMINISTRATOR, RESEARCHER, DISTRICT}),
    Action.SEE_NETWORK_RESULT: frozenset({ADMINISTRATOR, RESEARCHER, DISTRICT}),
    Action.TAKE_RESPONSES: frozenset({RESEARCHER}),
    Action.REVIEW_COMMENTS: frozenset({ADMINISTRATOR, RESEARCHER}),
    Action.WRITE_INSTRUMENTS: frozenset({RESEARCHER}),
    Action.SEE_SCHOOL: frozenset({ADMINISTRATOR, DISTRICT, LEADER, TEAM}),
    Action.SEE_SCHOOL_RESULT: frozenset({ADMINISTRATOR, DISTRICT, LEADER, TEAM}),
    Action.READ_SCHOOL_LOG: frozenset({ADMINISTRATOR, LEADER}),
    Action.CHOOSE_START: frozenset({LEADER, TEAM}),
    Action.RATE_PARTNERSHIP: frozenset({LEADER, TEAM}),
    Action.AGREE: frozenset({LEADER}),
    Action.SAY_WHO_JOINS: frozenset({LEADER}),
    Action.SEE_WHO_BELONGS: frozenset({ADMINISTRATOR, LEADER, TEAM}),
    Action.SEE_RUBRIC: frozenset({ADMINISTRATOR, LEADER, TEAM}),  # the hub what a team shares
    Action.KEEP_RUBRIC: frozenset({LEADER, TEAM}),
    Action.KEEP_CHECK_INS: frozenset({LEADER, TEAM}),
    Action.SEE_TEAM_PLANS: frozenset({ADMINISTRATOR, LEADER, TEAM}),  # the hub what a team shares
    Action.KEEP_TEAM_PLANS: frozenset({LEADER, TEAM}),
    Action.READ_BOARD: frozenset({LEADER, TEAM}),
    Action.RUN_BOARD: frozenset({ADMINISTRATOR}),
    Action.SEE_PHASE: frozenset({ADMINISTRATOR, LEADER, TEAM}),
    Action.SAY_PHASE: frozenset({ADMINISTRATOR, LEADER}),
    Action.RECORD_FAMILIES: frozenset({ADMINISTRATOR, LEADER}),
    Action.HAND_OUT: frozenset({ADMINISTRATOR, LEADER, TEAM}),
    Action.MAKE_UNITS: frozenset({ADMINISTRATOR, LEADER}),
    Action.SEE_OWN_UNIT: frozenset({LEADER, TEAM, TEACHER}),
}

# What a key may be made for, as far as its owner's roles go: first what the scope is there for, then what goes
# with it. What is in no scope, no program can do.
SCOPES: Final[Mapping[Scope, tuple[Action, ...]]] = {
    Scope.WAVES: (Action.SEE_PLAN, Action.SEE_SCHOOL),
    Scope.SCHOOL_RESULTS: (Action.SEE_SCHOOL_RESULT, Action.SEE_SCHOOL),
    Scope.NETWORK_RESULTS: (Action.SEE_NETWORK_RESULT,),
    Scope.RESPONSES: (Action.TAKE_RESPONSES,),
}

# What others than the school itself may do only where the school's agreement says so.
BY_AGREEMENT: Final = frozenset({Action.SEE_SCHOOL_RESULT})
OWN: Final = frozenset({LEADER, TEAM, TEACHER})

OPEN_BLUEPRINTS: Final = frozenset(
    {
        "health",
        "join",
        "partner_link",
        "own",
        "start",
        "look_around",
        "respond",
        "kiosk",
        "later",
        "take_back",
        "looking_back",
        "preview",
        "choosing",
        "quick_check",
    }
)
BY_KEY: Final = frozenset({"api"})  # opened by a program's key and never by a sign-in
BY_LINK: Final = frozenset({"results", "studies"})  # opened by a signed link too, where the server has these


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object belongs: its network and, where it is one school's, the school."""

    network_id: int | None
    school_id: int | None = None
    wave_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a view asks of whoever opens it; an `action` of None asks for nothing but a sign-in."""

    public: bool = False
    action: Action | None = None
    kind: str | None = None


class SignedOut(Forbidden):
    """Somebody sent a form of a page for signed-in people, and is signed in no more; `errors` keeps what they wrote."""


def may(person: Person, action: Action, place: Place, *, agreed: bool = False) -> bool:
    """Whether a person may do something there; `agreed`: the school lets others see its results by name."""
    for one in person.memberships:
        if one.role not in ALLOWED[action]:
            continue
        if place.network_id is not None and one.network_id != place.network_id:
            continue
        if one.schools is not None and place.school_id is not None and place.school_id not in one.schools:
            continue
        if one.role in OWN and place.network_id is not None and place.school_id is None:
            continue
        if action in BY_AGREEMENT and one.role not in OWN and not agreed:
            continue
        return True
    return False


def allowed(action: Action, place: Place) -> bool:
    """Whether whoever makes this request may do something there."""
    person = sessions.person()
    if person is None or not _in_scope(action):
        return False
    return may(person, action, place) or _by_agreement(sessions.store(), person, action, place)


def scopes_for(action: Action | None) -> tuple[Scope, ...]:
    """The scopes that let a program do this, any of which is enough; none where any live key will do."""
    return tuple(scope for scope, actions in SCOPES.items() if action in actions)


def scopes_of(person: Person, network_id: int) -> tuple[Scope, ...]:
    """The scopes that mean something for a person in a network: a role of theirs includes what each is for."""
    roles = person.roles(network_id)
    return tuple(scope for scope, actions in SCOPES.items() if roles & ALLOWED[actions[0]])


def open_to_all(view: View) -> View:
    view.guard = Guard(public=True)  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """For everyone who is signed in: the view shows only what is their own."""
    view.guard = Guard()  # type: ignore[attr-defined]
    return view


def needs(action: Action, kind: str | None = None, *, record: str | None = None) -> Callable[[View], Any]:
    """For those who may do this to the object that the address names as `kind` (a key of `FINDERS`).

    The view gets the object under the same name. `record` is the word under which it stands in the log once
    it went well. Without a kind the action is one of the whole installation.
    """

    def decorate(view: View) -> Any:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            thing, place = None, Place(None)
            if kind:
                thing, place = FINDERS[kind](sessions.store(), arguments[kind])
                arguments[kind] = thing
            if place.school_id is not None and isinstance(wave := arguments.get("wave"), int):
                place = replace(place, wave_id=wave)  # what a school agreed to is asked wave by wave
            _require(action, place)
            g.place = place
            response = make_response(view(**arguments))
            if record is not None and response.status_code < 400:
                _record(record, place, kind)
            return response

        guarded.guard = Guard(action=action, kind=kind)  # type: ignore[attr-defined]
        return guarded

    return decorate


def hold(app: Flask) -> None:
    """Shut every view of an application that does not say who may open it."""
    app.before_request(_admit)


def place_asked() -> Place | None:
    """Where the object of this request belongs, once its guard has let it in; None on pages of no object."""
    found: Place | None = g.get("place")
    return found


def note(action: str, place: Place, what: str = "") -> None:
    """Keep in the log what whoever makes this request did; `what` adds to the name of the object."""
    note_each(action, [place], what)


def note_each(action: str, places: Iterable[Place], what: str = "") -> None:
    """Keep the same in the log for several places; a program's entries name its key."""
    person, key = sessions.person(), sessions.key()
    program = f"by the key “{key.name}”" if key is not None else ""
    sessions.store().audit.record(
        *(
            NewEntry(
                person.account.email if person else "",
                action,
                " · ".join(part for part in (place.name, what, program) if part),
                place.network_id,
                place.school_id,
                place.wave_id,
            )
            for place in places
        )
    )


def _admit() -> Any:
    if request.endpoint is None or request.blueprint is None or request.blueprint in OPEN_BLUEPRINTS:
        return None
    if request.blueprint in BY_LINK and "token" in (request.view_args or {}):
        return None if current_app.config.get("RESULT_LINKS", True) else abort(404)
    guard: Guard | None = getattr(current_app.view_functions[request.endpoint], "guard", None)
    if guard is None:
        abort(403)
    if request.blueprint in BY_KEY:
        return sessions.carry(None) if guard.public else bearer.admit()
    if guard.public or sessions.person() is not None:
        return None
    if request.method not in ("GET", "HEAD"):
        raise SignedOut
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


def _require(action: Action, place: Place) -> None:
    """Stop whoever may not: with 404 where the object is in none of their networks, so that it stays unknown."""
    if allowed(action, place):
        return
    person = sessions.person()
    inside = person is not None and any(one.network_id == place.network_id for one in person.memberships)
    if not _in_scope(action) and (inside or place.network_id is None):
        raise bearer.LacksScope(scopes_for(action))
    abort(403 if inside or place.network_id is None else 404)


def _in_scope(action: Action) -> bool:
    """Whether a program's key was made for this; a person at a browser needs none."""
    key = sessions.key()
    return key is None or any(scope in key.scopes for scope in scopes_for(action))


def named_schools(store: Store, person: Person, wave: Wave) -> frozenset[int]:
    """The schools whose result of a wave this person may see: their own, and those they may see by name.

    For the hub these are the schools that agreed, less those that `unnamed_schools` and `names_told` leave out.
    Pages, files and programs all ask this.
    """
    network = store.studies.network(store.studies.get(wave.study_id).network_id)
    schools = frozenset(store.sites.schools(wave).values())
    own = _reached(person, network.id, schools, agreed=False)
    agreed = _reached(person, network.id, store.studies.names_agreed(network), agreed=True)
    named = (agreed - unnamed_schools(store, wave, agreed, own)) & schools
    district = ADMINISTRATOR not in person.roles(network.id)
    return own | names_told(named, shown_now(store, wave), district=district)


def _reached(person: Person, network: int, schools: Iterable[int], *, agreed: bool) -> frozenset[int]:
    """Those of these schools whose result the person may see, did they all agree or none."""
    action = Action.SEE_SCHOOL_RESULT
    return frozenset(one for one in schools if may(person, action, Place(network, one), agreed=agreed))


def _by_agreement(store: Store, person: Person, action: Action, place: Place) -> bool:
    """Whether the school's agreement lets this person see its result: of a wave, as far as others stay hidden."""
    if action not in BY_AGREEMENT or place.school_id is None or not may(person, action, place, agreed=True):
        return False
    if place.wave_id is None:
        network = store.studies.network(store.studies.school(place.school_id).network_id)
        return place.school_id in store.studies.names_agreed(network)
    try:
        return place.school_id in named_schools(store, person, store.waves.get(place.wave_id))
    except NotFound:
        return False


def _record(word: str, place: Place, kind: str | None) -> None:
    """Keep what went well; of a school's result also which wave it was, and which file."""
    what = []
    if kind == "school" and place.wave_id is not None:
        what.append(sessions.store().waves.get(place.wave_id).title)
    if word.endswith("file.taken"):
        what.append(request.path.rpartition("/")[2])
    note(word, place, " · ".join(what))


def of_network(store: Store, id: int) -> tuple[Any, Place]:
    network = store.studies.network(id)
    return network, Place(network.id, name=network.name)


def of_school(store: Store, id: int) -> tuple[Any, Place]:
    school = store.studies.school(id)
    if school.deleted:
        raise NotFound(f"There is no school {id} here", "it was deleted")
    return school, Place(school.network_id, school.id, name=school.name)


def of_study(store: Store, id: int) -> tuple[Any, Place]:
    study = store.studies.get(id)
    return study, Place(study.network_id, name=study.title)


def of_wave(store: Store, id: int) -> tuple[Any, Place]:
    wave = store.waves.get(id)
    study = store.studies.get(wave.study_id)
    return wave, Place(study.network_id, wave_id=wave.id, name=wave.title)


def of_unit(store: Store, id: int) -> tuple[Any, Place]:
    unit = store.units.get(id)
    _, place = of_site(store, unit.site)
    return unit, replace(place, name=f"{unit.name} · {place.name}")


def of_site(store: Store, id: int) -> tuple[Any, Place]:
    site = store.sites.get(id)
    of_school(store, site.school_id)  # of a deleted one nothing is opened
    _, place = of_wave(store, site.wave_id)
    return site, Place(place.network_id, site.school_id, site.wave_id, f"{site.school} · {place.name}")


def _or_404(find: Callable[[Store, int], tuple[Any, Place]]) -> Callable[[Store, int], tuple[Any, Place]]:
    def found(store: Store, id: int) -> tuple[Any, Place]:
        try:
            return find(store, id)
        except NotFound:
            abort(404)

    return found


FINDERS: Final[Mapping[str, Callable[[Store, int], tuple[Any, Place]]]] = {
    "network": _or_404(of_network),
    "school": _or_404(of_school),
    "study": _or_404(of_study),
    "wave": _or_404(of_wave),
    "site": _or_404(of_site),
    "unit": _or_404(of_unit),
}
