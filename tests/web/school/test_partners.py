"""Two partners rate apart, see where they differ, and record what they agree on: by right, by link, and for the hub."""

import re

import pytest

from engine.store import NotFound, StoreError
from engine.store.partnerships import Partnership, Side
from tests.web.visitor import Office, Visitor
from web import throttle

UNIVERSITY = "Lakeshore University"


def begun(office: Office) -> Partnership:
    """A partnership that the school's team has begun."""
    team = office.visitor("team").open(f"/schools/{office.schools[0].id}/partnerships")
    team.press("/partnerships", own="North School", partner=UNIVERSITY).see("Rate 24 areas, alone")
    (made,) = office.store.partnerships.of(office.schools[0])
    return made


def rated(office: Office, of: Partnership, side: Side, level: str, **levels: str) -> None:
    """A finished rating with one level in all areas but those that are named."""
    instrument = office.store.definitions.get(of.instrument_id, of.version)
    areas = {item.id: level for item in instrument.items if item.levels}
    office.store.partnerships.rate(
        of, side, {**areas, **levels}, {"UN1": f"Shown by {side.value}"}, rated_by="two people", done=True
    )


def own(office: Office, of: Partnership, end: str = "") -> str:
    return f"/schools/{office.schools[0].id}/partnerships/{of.id}{end}"


def link(office: Office, of: Partnership) -> str:
    page = office.visitor("team").open(own(office, of))
    (address,) = re.findall(r"/partners/[\w.-]+", page.page.text)
    return str(address)


def test_neither_sees_the_other_before_both_are_done(office: Office) -> None:
    made = begun(office)
    rated(office, made, Side.OWN, "1")
    partner = Visitor(office.app).open(link(office, made))
    partner.see("North School is done", "0 of 24 areas").not_see("Shown by own", "Area by area")
    office.visitor("team").open(own(office, made)).see(f"as soon as {UNIVERSITY} is done")
    rated(office, made, Side.PARTNER, "3")
    for page in (office.visitor("team").open(own(office, made)), partner.open(partner.path)):
        page.see(
            "Area by area",
            "2 levels apart",
            "Shown by own",
            "Shown by partner",
            "No mean and no total is given",
        )
        page.see("In 24 they are two levels apart or more", "Median level of North School: Starting")


def test_a_partner_rates_page_by_page_by_the_link_and_a_done_rating_stays(office: Office) -> None:
    made = begun(office)
    partner = Visitor(office.app).open(link(office, made)).follow("/rate/1")
    for number in range(1, 6):
        partner.press(
            f"/rate/{number}", **{"UN1-level": "2", "UN1-evidence": "Ten people"} if number == 1 else {}
        )
    partner.press("/rate/6", done="yes").see("role or initials of who rated is missing")
    partner.press("/rate/6", done="yes", rated_by="dean")
    partner.see("Your rating is done")
    rating = office.store.partnerships.rating(made, 1, Side.PARTNER)
    assert rating is not None
    assert (rating.levels, rating.evidence, rating.rated_by) == ({"UN1": "2"}, {"UN1": "Ten people"}, "dean")
    with pytest.raises(StoreError, match="done"):
        office.store.partnerships.rate(made, Side.PARTNER, {"UN1": "4"}, {})
    partner.open(f"{link(office, made)}/rate/1").see("Your rating is done")


def test_what_both_agree_on_is_kept_with_who_and_when_and_never_overwritten(office: Office) -> None:
    made = begun(office)
    with pytest.raises(StoreError, match="Not both"):
        office.store.partnerships.agree(made, "UN1", "2", "", "deans")
    rated(office, made, Side.OWN, "1")
    rated(office, made, Side.PARTNER, "3")
    team = office.visitor("team").open(own(office, made))
    team.press("/agree", area="UN1", level="2", evidence="The list of tests", agreed_by="principal, dean")
    team.see("Emerging (principal, dean, May 4, 2026)", "The list of tests")
    office.store.partnerships.agree(made, "UN1", "3", "", "principal, dean")
    office.store.partnerships.agree(made, "UN1", "3", "", "principal, dean")
    assert [one.level for one in office.store.partnerships.agreements(made, 1)] == ["3", "2"]


def test_a_later_round_begins_anew_and_the_earlier_one_stays_beside_it(office: Office) -> None:
    made = begun(office)
    with pytest.raises(StoreError, match="not over"):
        office.store.partnerships.begin_round(made, Side.OWN)
    for number, level in ((1, "1"), (2, "2")):
        rated(office, made, Side.OWN, level)
        rated(office, made, Side.PARTNER, level)
        office.store.partnerships.agree(made, "UN1", level, "", "both")
        if number == 1:
            office.visitor("team").open(own(office, made)).press("/round").see(
                "0 of 24 areas", "Area by area"
            )
    page = office.visitor("team").open(own(office, made))
    page.see("Earlier rounds", "Round 1", "Round 2", "the same")


def test_the_hub_reads_it_while_both_let_it_and_nobody_else_ever_does(office: Office) -> None:
    made = begun(office)
    rated(office, made, Side.OWN, "1")
    rated(office, made, Side.PARTNER, "3")
    path = f"/networks/{office.network.id}/partnerships"
    hub = office.visitor("hub")
    for side in Side:
        assert hub.open(f"{path}/{made.id}").status == 404
        office.store.partnerships.share(made, side, let=True)
    hub.open(path).see(UNIVERSITY)
    hub.open(f"{path}/{made.id}").see("Area by area").not_see("Agree on a level")
    Visitor(office.app).open(link(office, made)).press("/share")
    assert hub.open(f"{path}/{made.id}").status == 404
    for who, status in (("researcher", 403), ("district", 403), ("outsider", 404)):
        assert office.visitor(who).open(own(office, made)).status == status
        assert office.visitor(who).open(path).status == status


def test_an_ended_link_and_a_forged_one_open_nothing(office: Office) -> None:
    made = begun(office)
    before = link(office, made)
    office.visitor("team").open(own(office, made)).press("/new-link").see("no longer opens anything")
    assert Visitor(office.app).open(before).status == 404
    assert Visitor(office.app).open(f"{link(office, made)}x").status == 404
    with pytest.raises(NotFound):
        office.store.partnerships.get(10**6)


def test_who_tries_links_of_nobody_is_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "IN_VAIN", 2)
    address = link(office, begun(office))
    guess = Visitor(office.app)
    assert [guess.open(f"{address}{sign}").status for sign in "abc"] == [404, 404, 429]


def test_the_hub_finds_its_partnerships_from_every_page_of_its_network(office: Office) -> None:
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/people")
    hub.follow(f"/networks/{office.network.id}/partnerships").see("Partnerships")


def test_the_file_for_a_meeting_is_there_once_both_have_rated(office: Office) -> None:
    made = begun(office)
    client = office.visitor("team").client
    assert client.get(own(office, made, "/ratings.pdf")).status_code == 302
    rated(office, made, Side.OWN, "1")
    rated(office, made, Side.PARTNER, "3", UN2="not_applicable")
    assert client.get(own(office, made, "/ratings.pdf")).data.startswith(b"%PDF")
