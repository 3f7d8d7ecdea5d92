"""Help says what the rules say, in both languages, and names people only to those who are signed in."""

import pytest

from engine.disclosure import policy
from engine.language import Language
from engine.store import Role
from tests.web.visitor import Office
from web.account.help import LEAST, in_words
from web.rights import ALLOWED, BY_AGREEMENT, OWN, Action
from web.wording import say


@pytest.mark.parametrize("tag", ["en", "es"])
@pytest.mark.parametrize("action", Action)
def test_every_action_is_said_in_words(action: Action, tag: str) -> None:
    assert Language.of(tag).say(f"help.may.{action.name.lower()}").endswith(".")


@pytest.mark.parametrize("role", Role)
def test_the_page_says_of_a_role_what_its_guards_do(role: Role) -> None:
    told = in_words(role)
    may = {say(f"help.may.{action.name.lower()}") for action, roles in ALLOWED.items() if role in roles}
    assert may == {*told.may, *told.by_agreement}
    asked = {say(f"help.may.{action.name.lower()}") for action in BY_AGREEMENT}
    assert set(told.by_agreement) == (asked & may if role not in OWN else set())


def test_the_numbers_are_those_that_bind(office: Office) -> None:
    page = office.visitor().open("/help/who-sees-what")
    for key, number in LEAST:
        page.see(Language.of("en").say(f"help.least.{key}", n=number))
    page.see(f"Scores of a whole staff: {policy.FLOOR} people")


def test_whom_to_ask_names_administrators_and_leaders_to_members_alone(office: Office) -> None:
    names = ("Hub", "hub@people.example")
    office.visitor("team").open("/help/whom-to-ask").see(*names, "leader@people.example").not_see("outsider@")
    office.visitor("researcher").open("/help/whom-to-ask").see(*names).not_see("leader@people.example")
    assert office.visitor().open("/help/whom-to-ask").path == "/sign-in"
    for path in ("/help/reading", "/help/who-sees-what"):
        office.visitor().open(path).not_see("@people.example")


def test_help_is_under_pages_with_an_account_and_under_results_by_link(office: Office) -> None:
    leader = office.visitor("leader")
    for path in (f"/schools/{office.schools[0].id}/", f"/schools/{office.schools[0].id}/results", "/account"):
        leader.open(path).see("How to read a result", "Who sees what", "Whom to ask")
    spanish = leader.open(f"/schools/{office.schools[0].id}/people?language=es")
    spanish.follow("/help/who-sees-what?language=es").see("Quién ve qué", "Solo de escuelas cuya dirección")
