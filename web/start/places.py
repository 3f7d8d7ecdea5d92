"""What the demonstration's first page leads to in each audience: a survey to answer, a school's result to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.demo.fill import Demo
from engine.store import Site, Store, Wave
from web.school.by_link import ResultAddress, sign


@dataclass(frozen=True, slots=True)
class Answering:
    """A survey that is open to whoever looks around: as whom it is answered, the school's link, and what to know."""

    who: str
    link: str
    school: str
    about: str


@dataclass(frozen=True, slots=True)
class PlantedResult:
    """A school's result of an audience: its signed address, and what was planted there to be seen."""

    title: str
    result: str
    school: str
    about: str


# By instrument: as whom, and what it is like.
ANSWERED: Final[Mapping[str, tuple[str, str]]] = {
    "families": ("A family member", "About three minutes, no account."),
    "learner-agency-6-12": (
        "A student, grades 6 to 12",
        "It begins with what students are told before they say yes.",
    ),
    "learner-agency-3-5": (
        "A student, grades 3 to 5",
        "Short sentences, answers with faces, and nothing to type.",
    ),
    "classified-staff": (
        "Support staff",
        "Ten statements on work at a school, about three minutes.",
    ),
}
# By instrument: the school to look at, the title, and what was planted there.
READ: Final[Mapping[str, tuple[str, str, str]]] = {
    "learner-agency-6-12": (
        "Union Mills",
        "Students, grades 6 to 12",
        "in the network, growth rises a little with the grade and confidence falls",
    ),
    "learner-agency-3-5": ("Ivy Bend", "Students, grades 3 to 5", "four answers, with words and faces"),
    "families": ("Dogwood Lane", "Families", "about half of them answered in Spanish"),
    "classified-staff": ("Northgate", "Support staff", "whether they are included and supported at work"),
    "team-safety": (
        "Alder Creek",
        "Teams",
        "people can speak, and seldom hold one another to what they agreed",
    ),
    "practice-teachers": (
        "Ivy Bend",
        "Teachers, on their lessons",
        "beside what students say of the same statements, and no gap is printed",
    ),
    "innovation-and-change": (
        "Juniper Ridge",
        "A new reading plan",
        "staff see more begun, and are less ready, than at any other school asked",
    ),
}


SECOND_VERSION: Final = (
    "Birchwood",
    "A second version of the survey",
    "compared with the first, a year before, on the statements that both ask word for word",
)


def answering(store: Store, demo: Demo) -> list[Answering]:
    found = []
    for instrument, (who, about) in ANSWERED.items():
        if instrument in demo.doors:
            site = store.sites.of(demo.doors[instrument])[0]
            found.append(Answering(who, site.link, site.school, about))
    return found


def reading(store: Store, demo: Demo, secret: str) -> list[PlantedResult]:
    waves = [(demo.audiences.get(instrument), told) for instrument, told in READ.items()]
    found = []
    for wave, (school, title, about) in (*waves, (demo.second_version, SECOND_VERSION)):
        site = _at(store, wave, school)
        if site is not None:
            found.append(
                PlantedResult(title, sign(secret, ResultAddress(site.wave_id, site.id)), site.school, about)
            )
    return found


def _at(store: Store, wave: Wave | None, school: str) -> Site | None:
    sites = () if wave is None else store.sites.of(wave)
    return next((site for site in sites if site.school.startswith(school)), None)
