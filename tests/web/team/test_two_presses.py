"""From each role's home to what a team chose, expected, wrote and closed in the demonstration: two presses at most."""

import re

import pytest

from engine.demo.fill import Demo
from engine.store import Role, Store
from tests.web.visitor import Visitor
from web.security import Settings
from web.start.first_page import Guide
from web.start.look_around import demonstrate
from web.whole import create_app

CHOICE, PREDICTION = r"/results/\d+/choice$", r"/results/\d+/predictions$"
CLOSED, SHEET = r"/plans/1$", r"/plans/\d+/[a-z][a-z-]+$"
CHART = r"/check-ins/charts$"
OF_THE_TEAM = (CHOICE, PREDICTION, SHEET, CHART, CLOSED)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "targets"),
    [
        (Role.SCHOOL_LEADER, OF_THE_TEAM),
        (Role.SCHOOL_TEAM, OF_THE_TEAM),
        # What schools chose and expected stands in the network's result; check-ins are the school's alone.
        (Role.HUB_ADMINISTRATOR, (r"/waves/\d+/result$", SHEET, CLOSED)),
    ],
)
def test_all_that_is_a_role_s_to_read_is_two_presses_from_its_home(
    demo: tuple[Store, Demo], role: Role, targets: tuple[str, ...]
) -> None:
    store, made = demo
    app = create_app(store, Settings(secret="a secret for tests", secure=False))
    demonstrate(app, Guide(made, "var/demo.db"))
    visitor = Visitor(app).open("/").press(f"/look-around/{role.value}")
    home = visitor.path
    reached = {link: link for link in pages(visitor)}
    for link in tuple(reached):
        if visitor.open(link).status == 200:
            reached |= {further: link for further in pages(visitor) if further not in reached}
    for target in targets:
        found = sorted(link for link in reached if re.search(target, link))
        assert found, f"nothing like {target} is two presses from {home}"
        assert any(visitor.open(link).status == 200 for link in found), target


def pages(visitor: Visitor) -> list[str]:
    """The pages that the present one leads to: no files, and nothing outside."""
    ways = dict.fromkeys(link.partition("#")[0].partition("?")[0] for link in visitor.page.links)
    return [way for way in ways if way.startswith("/") and "." not in way.rpartition("/")[2]]
