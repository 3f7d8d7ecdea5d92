"""Letters to those of a team who asked for them: which steps of a plan are late, and which are due within a week."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from logging import getLogger
from typing import Final

from engine.language import Language
from engine.playbooks.folder import find_playbook
from engine.playbooks.timeline import TIMELINE, TimedStep, late_steps, steps_in
from engine.store import Account, NotFound, Person, School, Store
from engine.store.plan_records import SheetKey, TeamPlan, WantedReminder
from web.account.mail import Send
from web.rights import Action, Place, may

EVERY: Final = timedelta(days=7)  # at most one letter of a plan to a person in this time
AHEAD: Final = timedelta(days=7)  # steps that are due so soon are in it
AGAIN: Final = timedelta(days=1)  # after a mail server took nothing

log = getLogger(__name__)


def send_due(store: Store, connected: Callable[[], AbstractContextManager[Send]], base: str) -> int:
    """Send what is due; how many letters were taken. `base` is what links begin with.

    Each letter is claimed before it is sent, so that it goes out at most once whatever breaks off.
    """
    sent = 0
    for one, account, letter in list(_due(store)):
        day = letter.day
        if not store.plan_reminders.claim(one, day):
            continue
        try:
            with connected() as send:
                send(account.email, letter.subject, letter.text(base))
        except (OSError, smtplib.SMTPException) as error:
            log.error("a reminder could not be sent: %s", type(error).__name__)
            store.plan_reminders.put_off(one, day, day - EVERY + AGAIN)
        else:
            sent += 1
    return sent


@dataclass(frozen=True, slots=True)
class PlanLetter:
    """What one person is told of one plan on a day, in the language that they asked for it in."""

    school: School
    plan: TeamPlan
    language: Language
    day: date
    steps: tuple[TimedStep, ...]

    @property
    def late(self) -> tuple[TimedStep, ...]:
        return late_steps(self.steps, self.day)

    @property
    def soon(self) -> tuple[TimedStep, ...]:
        """The steps that are due today or within a week."""
        last = self.day + AHEAD
        return tuple(one for one in self.steps if one.due and not one.settled and self.day <= one.due <= last)

    @property
    def title(self) -> str:
        playbook, _ = find_playbook(self.plan.playbook_id, self.plan.version).spoken(self.language.tag)
        guide = playbook.guide(self.plan.construct)
        return guide.title if guide is not None else self.plan.construct

    @property
    def subject(self) -> str:
        return self.language.say("plan.letter.subject", condition=self.title, school=self.school.name)

    def text(self, base: str) -> str:
        say = self.language.say
        parts = []
        for steps, head in ((self.late, "plan.letter.late"), (self.soon, "plan.letter.soon")):
            if steps:
                parts.append("\n".join([say(head), *(f"- {self._line(one)}" for one in steps)]))
        address = f"{base}/schools/{self.school.id}/plans/{self.plan.number}"
        return "\n\n".join([*parts, say("plan.letter.page", address=address), say("plan.letter.end")])

    def _line(self, one: TimedStep) -> str:
        due = self.language.date(one.due) if one.due else ""
        return " · ".join(part for part in (one.step, one.owner, due) if part)


def _due(store: Store) -> Iterator[tuple[WantedReminder, Account, PlanLetter]]:
    """Letters with something in them, of plans that are open, to people who still belong to the school's team."""
    for one in store.plan_reminders.waiting(store.now().date() - EVERY):
        try:
            school = store.studies.school(one.school_id)
            account = store.people.get(one.account_id)
        except NotFound:
            continue
        plan = store.plans.find(school, one.number)
        person = Person(account, store.members.memberships(account))
        if not (plan and plan.open and account.active) or not may(
            person, Action.KEEP_TEAM_PLANS, _place(school)
        ):
            continue
        day = store.studies.network(school.network_id).day_of(store.now())
        kept = store.sheet_saves.latest(plan).get(SheetKey(TIMELINE))
        steps = steps_in(kept.values) if kept is not None and not kept.removed else ()
        letter = PlanLetter(school, plan, Language.nearest(one.language), day, steps)
        if letter.late or letter.soon:
            yield one, account, letter


def _place(school: School) -> Place:
    return Place(school.network_id, school.id)
