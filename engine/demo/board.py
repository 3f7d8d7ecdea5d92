"""The board and the phases of the demonstration: posts in each state, a phase a school a year. All made up."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from engine.demo.network import SECOND_COHORT, planted_schools
from engine.demo.people import OWN_SCHOOL, PEOPLE
from engine.demo.planted import PLANTED
from engine.demo.school_years import YEARS, opened
from engine.playbooks.folder import find_playbook
from engine.store import Network, Role, School, Store
from engine.store.board import PostState
from engine.waves.school_years import school_year

PLAYBOOK: Final = "collective-leadership"
OTHER: Final = PLANTED["F"][0]
SHOWN, WAITING, HELD, BACK = PostState.SHOWN, PostState.WAITING, PostState.HELD, PostState.TAKEN_BACK
WORD: Final = "Everybody at your school knows whom this is about. Could you say it without the illness?"
REPORT: Final = "Our two schools share this specialist, so everyone here knows who is meant."
UNSAID: Final = 5  # each fifth school has not said its phase this year

# Whose, what, whether the school is named, where it stands in the end, and what was reported.
POSTS: Final[Sequence[tuple[str, str, bool, PostState, str]]] = (
    (
        OWN_SCHOOL,
        "Start a visit five minutes into the lesson. Both sides are calmer.",
        True,
        SHOWN,
        "",
    ),
    (
        OTHER,
        "Put the question on the agenda, not the topic. Our meetings got a quarter shorter.",
        False,
        SHOWN,
        "",
    ),
    (
        OTHER,
        "A warning: we let five teams begin at once, and nobody could say what had worked. One at a time.",
        False,
        SHOWN,
        "",
    ),
    (OWN_SCHOOL, "Give the first word to whoever has been here the shortest time.", False, WAITING, ""),
    (
        OTHER,
        "When the specialist is out sick again, combine the two groups and plan together.",
        False,
        WAITING,
        REPORT,
    ),
    (OTHER, "Our lead teacher was ill all spring. Name two leads from the start.", False, HELD, ""),
    (OWN_SCHOOL, "We have a form for visits. Ask us for it.", True, BACK, ""),
)


def add_board(store: Store, network: Network, made: Sequence[School], now: datetime) -> None:
    """The posts, and what was decided about them."""
    who = next(one.email for one in PEOPLE if one.role is Role.SCHOOL_TEAM)
    month = date(now.year - (now.month == 1), now.month - 1 or 12, 1)
    with store.together():
        for start, text, named, state, report in POSTS:
            school = next(one for one in made if one.name.startswith(start))
            post = store.board.offer(school, month, text, who, named=named)
            if state is BACK:
                store.board.take_back(school, post.id)
            elif report:
                store.board.decide(network, post.id, SHOWN)
                store.board.report(network, post.id, report)
            elif state is not WAITING:
                store.board.decide(network, post.id, state, WORD if state is HELD else "")


def add_phases(store: Store, made: Sequence[School], now: datetime) -> None:
    """Three phases over three years; the second cohort began a year later. This year some have not said theirs."""
    playbook = find_playbook(PLAYBOOK).playbook
    phases = [one.id for one in playbook.phases]
    who = next(one.email for one in PEOPLE if one.role is Role.HUB_ADMINISTRATOR)
    first = school_year(opened(now, 1, 10).date())
    with store.together():
        for number, (school, one) in enumerate(zip(made, planted_schools(), strict=True)):
            late = one.level in SECOND_COHORT
            for year in range(late, YEARS + 1 - (number % UNSAID == UNSAID - 1)):
                phase = phases[min(year - late, len(phases) - 1)]
                store.phases.say(school, first + year, playbook, phase, who)
