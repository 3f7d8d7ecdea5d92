"""A new leader comes from the link in the mail to a printed plan with owners and days, in 25 presses at most.

A press is whatever a finger or a key does that is not writing: a link, a button, an option, a field that is gone into.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page

from engine.demo import people, planted
from engine.demo.fill import Demo
from engine.store import NewMembership, Role, School, Store
from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from web.security import Settings
from web.whole import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 25
PASSWORD = "seven herons over water"
STEPS = (
    ("Ask each department which meeting could go", "department heads", "2027-09-12"),
    ("Put one shared hour a week into the timetable", "assistant principal", "2027-10-01"),
)


@dataclass
class Presses:
    """A person at a page: counts what they press."""

    page: Page
    made: list[str] = field(default_factory=list)

    def press(self, role: str, name: str, *, exact: bool = False) -> None:
        """A link or a button that leads to another page."""
        there = self.page.locator("main").get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]
        self._count(there, name)
        with leaving(self.page):
            there.first.click()

    def tick(self, name: str) -> None:
        there = self.page.get_by_label(name).first
        self._count(there, name)
        there.check()

    def write(self, name: str, text: str, at: int = 0) -> None:
        """One press into the field; the writing itself is none."""
        there = self.page.get_by_label(name, exact=True).nth(at)
        self._count(there, name)
        there.fill(text)

    def take(self, name: str) -> bytes:
        """A press that ends in a file."""
        there = self.page.get_by_role("link", name=name)
        self._count(there, name)
        with self.page.expect_download() as waited:
            there.first.click()
        return waited.value.path().read_bytes()

    def _count(self, there: Locator, name: str) -> None:
        assert there.count(), f"{name} is not on {self.page.url} after {len(self.made)} presses"
        self.made.append(name)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_new_leader_prints_a_plan_in_at_most_25_presses(
    demo: tuple[Store, Demo], serve: Serve, opened: Open, size: Mapping[str, int]
) -> None:
    store, made = demo
    school = school_of(store, made)
    address = serve(create_app(store, Settings(secret="a secret for tests", secure=False)))
    page = opened(address + invited(store, school, f"rosa-{size['width']}@x.example"), size)
    walk = Presses(page, ["the link in the mail"])
    walk.write("Password", PASSWORD)
    walk.write("The same password once more", PASSWORD)
    walk.press("button", "Make my account")
    assert violations(page) == []
    walk.press("link", "Read the result")
    walk.press("link", "Record what your team chooses")
    walk.tick("Work on what is missing")
    walk.tick("Capacity and resources")
    walk.write("Why?", "Nobody has an hour to plan together.")
    walk.write("Who agreed?", "the leadership team")
    walk.press("button", "Record our choice")
    walk.press("link", "Go on to the plan")
    walk.press("button", "Begin the plan")
    walk.press("link", "Action timeline")
    for at, (step, owner, due) in enumerate(STEPS):
        walk.write("Step", step, at)
        walk.write("Owner (role)", owner, at)
        walk.write("Due", due, at)
    walk.press("button", "Save", exact=True)
    taken = walk.take("Print this sheet")
    assert taken.startswith(b"%PDF")
    assert len(walk.made) <= MOST, walk.made
    assert len(store.plans.of(school)) == 1
    page.goto(f"{address}/home")
    assert "0 of 2 steps are settled" in page.inner_text("main")
    assert violations(page) == []


def school_of(store: Store, made: Demo) -> School:
    """A school of the demonstration that has a result, has chosen nothing on it, and that nobody leads."""
    last = made.closed[-1]
    network = store.studies.network(store.studies.get(last.study_id).network_id)
    left_out = (people.OWN_SCHOOL, planted.PLANTED["C"][0])
    return next(
        one
        for one in store.studies.schools(network)
        if not one.name.startswith(left_out) and not store.choices.history(one, last)
    )


def invited(store: Store, school: School, email: str) -> str:
    """The path of the link in the mail to the first leader of a school."""
    new = NewMembership(Role.SCHOOL_LEADER, school.network_id, school_id=school.id)
    return f"/invitation/{store.invitations.add(email, 'Rosa Vega', new)}"
