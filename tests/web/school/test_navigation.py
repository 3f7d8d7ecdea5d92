"""One row of places on each page of a school, for its own people alone."""

import re

import pytest

from engine.store import NewMembership, Role
from tests.web.visitor import Office, Visitor

PLACE = re.compile(r'<a href="([^"]+)"(?: aria-current="(page|true)")?>([^<]+)</a>')


def row(visitor: Visitor) -> list[tuple[str, str, str]]:
    """The places on the page: word, address, and how it is marked."""
    _, found, after = visitor.page.html.partition('<nav class="places"')
    return (
        [(word, address, mark) for address, mark, word in PLACE.findall(after.partition("</nav>")[0])]
        if found
        else []
    )


@pytest.mark.parametrize(
    ("page", "here"),
    [
        ("", ("Home", "page")),
        ("results/{wave}", ("Result", "true")),
        ("results/{wave}/report", ("Result", "true")),
        ("audiences", ("Result", "true")),
        ("plans", ("Plans", "page")),
        ("inventory", ("Plans", "true")),
        ("share", ("Share", "true")),  # one survey is open, so that its own page comes
        ("people", ("People", "page")),
        ("agreement", ("People", "true")),
        ("log", ("People", "true")),
        ("rubric", ("Home", "true")),
        ("check-ins", ("Check-ins", "page")),
        ("phase", ("Home", "true")),
        ("board", ("Check-ins", "true")),
        ("check-ins/charts", ("Check-ins", "true")),
        ("partnerships", ("Home", "true")),
    ],
)
def test_each_page_of_a_school_has_the_row_and_marks_where_it_is(
    office: Office, page: str, here: tuple[str, str]
) -> None:
    school = office.schools[0].id
    leader = office.visitor("leader").open(f"/schools/{school}/{page.format(wave=office.closed.id)}")
    found = row(leader)
    assert [word for word, _, _ in found] == ["Home", "Result", "Plans", "Check-ins", "Share", "People"]
    assert [(word, mark) for word, _, mark in found if mark] == [here]
    for _, address, _ in found:
        assert office.visitor("leader").open(address).status == 200, address


def test_the_row_speaks_the_language_of_the_page(office: Office) -> None:
    team = office.visitor("team").open(f"/schools/{office.schools[0].id}/people?language=es")
    assert [word for word, _, _ in row(team)] == [
        "Inicio",
        "Resultado",
        "Planes",
        "Repasos",
        "Compartir",
        "Personas",
    ]


def test_the_hub_and_the_district_have_the_row_of_no_school(office: Office) -> None:
    for who in ("hub", "district"):
        assert row(office.visitor(who).open(f"/schools/{office.schools[0].id}/")) == []


def test_somebody_of_several_schools_has_each_school_s_own_row_and_its_name_leads_home(
    office: Office,
) -> None:
    first, second = office.schools[:2]
    of = [NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=one.id) for one in (first, second)]
    office.add("both", *of)
    both = office.visitor("both").open(f"/schools/{second.id}/people")
    assert f'<a class="of" href="/schools/{second.id}/">{second.name}</a>' in both.page.html
    assert {address.split("/")[2] for _, address, _ in row(both)} == {str(second.id)}
    assert row(both.open("/account")) == []


def test_an_account_s_own_pages_lead_back_to_the_only_school(office: Office) -> None:
    assert row(office.visitor("leader").open("/account"))[0][0] == "Home"
    assert row(office.visitor("researcher").open("/account")) == []


def test_a_school_without_a_result_says_when_one_comes(office: Office) -> None:
    east = NewMembership(Role.SCHOOL_LEADER, office.other.id, school_id=office.stranger.id)
    office.add("far", east)
    far = office.visitor("far").open(f"/schools/{office.stranger.id}/results")
    far.see("No result yet", "Your hub plans them")
    far.open(f"/schools/{office.stranger.id}/share").see("No survey is open or planned here")
