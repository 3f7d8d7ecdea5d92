"""The places of a school for its own people: one row on each of its pages, with what is open here marked.

Which school a page is of is known from its address (`rights.needs` keeps the place it found), so that a page that is
added later has the row without saying so. A place is in the row once the application has a page for it.
"""

from dataclasses import dataclass
from typing import Final

from flask import current_app, request, url_for

from engine.store import Person, Role, School
from web import rights, sessions
from web.wording import say

LED: Final = frozenset({Role.SCHOOL_LEADER, Role.SCHOOL_TEAM})  # whoever reads a school's result


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place of the row; `current` is `page` where it is what is open, `true` where that belongs to it, else empty."""

    word: str
    address: str
    current: str


@dataclass(frozen=True, slots=True)
class SchoolPlaces:
    """A school's row: `home` is where its name leads for somebody who belongs to several, else empty."""

    school: School
    links: tuple[PlaceLink, ...]
    home: str


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the row: its word in the catalogue, its page, and what else belongs to it by endpoint or blueprint."""

    word: str
    endpoint: str
    holds: tuple[str, ...] = ()


PLACES: Final = (
    KnownPlace("home.place.home", "schools.school", ("rubric", "partners", "phases")),
    KnownPlace(
        "home.place.result", "school_results.newest", ("school_results", "choices", "audiences", "units")
    ),
    KnownPlace("home.place.plan", "plans.plans", ("plans", "plan_sheets", "inventory")),
    KnownPlace("home.place.check_ins", "check_ins.index", ("check_ins", "board")),
    KnownPlace("home.place.share", "school_sharing.all_open", ("school_sharing", "families", "site_units")),
    KnownPlace(
        "home.place.people",
        "school_people.people",
        ("school_people", "joining", "audit.school_log", "schools.ask_agreement"),
    ),
)


def school_places() -> SchoolPlaces | None:
    """The row of the school that the page is of, for its leader and team; elsewhere that of their only school."""
    person = sessions.person()
    if person is None:
        return None
    own = own_schools(person)
    place = rights.place_asked()
    here = own[0] if place is None and _nothing_else(person, own) else place and place.school_id
    if here not in own:
        return None
    school = sessions.store().studies.school(here)
    links = tuple(
        _link(one, school, request.endpoint or "")
        for one in PLACES
        if one.endpoint in current_app.view_functions
    )
    return SchoolPlaces(school, links, links[0].address if len(own) > 1 else "")


def own_schools(person: Person) -> tuple[int, ...]:
    """The schools whose leader or team member somebody is."""
    held = [one.school_id for one in person.memberships if one.role in LED]
    return tuple(dict.fromkeys(one for one in held if one is not None))


def _nothing_else(person: Person, own: tuple[int, ...]) -> bool:
    return len(own) == 1 and all(one.school_id == own[0] for one in person.memberships)


def _link(place: KnownPlace, school: School, endpoint: str) -> PlaceLink:
    inside = endpoint in place.holds or endpoint.partition(".")[0] in place.holds
    current = "page" if endpoint == place.endpoint else "true" if inside else ""
    return PlaceLink(say(place.word), url_for(place.endpoint, school=school.id), current)
