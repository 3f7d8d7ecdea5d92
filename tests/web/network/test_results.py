"""The network's result as a page: who gets it, whom it names, and what it says before there is one."""

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from engine.printed import day_words
from engine.store import NewMembership, Role, Wave
from engine.waves.closing import close
from tests.web.visitor import SMALL, Office, new_wave


def result(wave: Wave) -> str:
    return f"/waves/{wave.id}/result"


def agree(office: Office, *numbers: int) -> None:
    for number in numbers:
        office.store.studies.agree(office.schools[number], named=True)


def seen(office: Office) -> list[str]:
    return [one.what for one in office.store.audit.entries(office.network) if one.action == "result.seen"]


def grown(office: Office, schools: int) -> Wave:
    """A later wave, closed, of so many schools, all of the district and all willing to be named."""
    made = [
        office.store.studies.add_school(office.network, f"School {number} of {schools}", "high")
        for number in range(schools)
    ]
    wave = office.store.waves.add(office.study, new_wave(office.clock, "Winter", -30, 10))
    for one in made:
        office.store.members.set_district(one, office.district)
        office.store.studies.agree(one, named=True)
    ids = np.array([office.store.sites.add(wave, one, 12).id for one in made])
    codes = np.array([[(number * 7) % 5, 0] for number in range(8 * schools)], dtype=np.uint8)
    office.store.responses.add(wave, np.repeat(ids, 8), codes, "full", "en", office.clock().date())
    close(office.store, wave)
    return office.store.waves.get(wave.id)


@pytest.mark.parametrize("who", ["hub", "researcher", "district"])
def test_hub_researchers_and_districts_read_it(office: Office, who: str) -> None:
    page = office.visitor(who).open(result(office.closed))
    assert page.status == 200
    page.see("The first result of 3 schools", "18 people of 3 schools answered", "What this can’t tell you")
    assert seen(office) == ["Fall"]


@pytest.mark.parametrize("who", ["leader", "team", "outsider"])
def test_nobody_else_does(office: Office, who: str) -> None:
    assert office.visitor(who).open(result(office.closed)).status in (403, 404)
    assert seen(office) == []


def test_an_open_wave_tells_counts_alone(office: Office) -> None:
    page = office.visitor("hub").open(result(office.open))
    page.see(
        "Spring: no result yet", "Fewer than 10 of 30 have answered", "so that nobody can tell who said what"
    )
    assert seen(office) == []
    office.clock.pass_days(30)
    office.visitor("hub").open(result(office.open)).see("The last day is over.")


def test_a_planned_wave_says_when_it_opens(office: Office) -> None:
    wave = office.store.waves.add(office.study, new_wave(office.clock, "Later", 5, 20))
    opens = day_words((office.clock() + timedelta(days=5)).date())
    page = office.visitor("hub").open(result(wave)).see(f"This wave opens on {opens}")
    page.not_see("have answered")


def test_fewer_than_three_schools_say_why_there_is_nothing(office: Office) -> None:
    close(office.store, office.open)
    page = office.visitor("hub").open(result(office.open))
    page.see("Too few schools to show a result", "at least three schools")
    assert not [link for link in page.page.links if link.endswith(".pdf")]


def test_the_newest_closed_wave_comes_first(office: Office) -> None:
    page = office.visitor("hub").open(f"/networks/{office.network.id}/result")
    assert page.path == result(office.closed)
    wave = grown(office, 3)
    page = office.visitor("hub").open(f"/networks/{office.network.id}/result")
    assert page.path == result(wave)
    assert page.page.links.index(result(wave)) < page.page.links.index(result(office.closed))


def test_a_network_without_a_result_says_when_one_comes(office: Office) -> None:
    page = office.visitor("outsider").open(f"/networks/{office.other.id}/result")
    page.see("No result yet", "A result is made when a wave closes", "No wave is open or planned.")
    study = office.store.studies.add(office.other, "Theirs")
    office.store.waves.add(study, new_wave(office.clock, "First", -1, 9))
    office.visitor("outsider").open(f"/networks/{office.other.id}/result").see(
        "This wave is open", "First, until"
    )


def test_a_school_is_named_and_leads_to_its_result_only_where_names_hide_nobody(office: Office) -> None:
    agree(office, 0, 1)
    page = office.visitor("hub").open(result(office.closed)).not_see("North School", "South School")
    agree(office, 2)
    page = office.visitor("hub").open(result(office.closed)).see("North School", "East School")
    north = f"/schools/{office.schools[0].id}/results/{office.closed.id}"
    assert north in page.page.links
    assert page.open(north).status == 200
    office.visitor("researcher").open(result(office.closed)).not_see("North School")


def test_a_district_reads_eight_names_or_none(office: Office) -> None:
    agree(office, 0, 1, 2)
    office.visitor("district").open(result(office.closed)).see("3 schools").not_see("North School")
    seven, eight = grown(office, 7), grown(office, 8)
    office.visitor("district").open(result(seven)).not_see("School 1 of 7")
    office.visitor("district").open(result(eight)).see("School 1 of 8", "School 7 of 8")
    office.visitor("hub").open(result(seven)).see("School 1 of 7")


def test_whoever_runs_the_hub_too_reads_all_names(office: Office) -> None:
    agree(office, 0, 1, 2)
    here = office.network.id
    office.add(
        "both",
        NewMembership(Role.DISTRICT, here, district_id=office.district.id),
        NewMembership(Role.HUB_ADMINISTRATOR, here),
    )
    office.visitor("both").open(result(office.closed)).see("North School")


def test_files_say_what_the_page_says_and_name_whom_it_names(office: Office) -> None:
    agree(office, 0, 1, 2)
    for who, named in (("hub", True), ("district", False)):
        visitor = office.visitor(who).open(result(office.closed))
        for name in ("report.pdf", "report.xlsx", "tables.csv", "report.json"):
            assert f"/waves/{office.closed.id}/{name}" in visitor.page.links
        made = visitor.client.get(f"/waves/{office.closed.id}/report.json").get_data(as_text=True)
        assert "The first result of 3 schools" in made
        assert ("North School" in made) == named


def test_each_figure_is_a_picture(office: Office) -> None:
    visitor = office.visitor("hub").open(result(office.closed))
    links = [link for link in visitor.page.links if re.search(r"figure-\d+\.(svg|png)$", link)]
    assert links
    starts = {"svg": b"<?xml", "png": b"\x89PNG"}
    for link in links[:2]:
        assert visitor.client.get(link).data.startswith(starts[link[-3:]])
    assert visitor.client.get(f"/waves/{office.closed.id}/figure-99.png").status_code == 404
    assert visitor.client.get(f"/waves/{office.open.id}/figure-1.png").status_code == 404
    taken = [one.what for one in office.store.audit.entries(office.network) if one.action == "file.taken"]
    assert any("figure-1" in one for one in taken)


def test_pages_lead_there_and_back(office: Office) -> None:
    for path in ("/home", f"/networks/{office.network.id}/waves", f"/waves/{office.closed.id}/"):
        assert result(office.closed) in office.visitor("hub").open(path).page.links, path
    page = office.visitor("district").open("/home").see("Read the network’s result: Fall")
    page.open(result(office.closed))
    assert f"/networks/{office.network.id}/waves" in page.page.links


def test_a_page_of_many_schools_stays_small(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.network.results.MOST_ROWS", 4)
    wave = grown(office, 9)
    page = office.visitor("hub").open(result(wave)).see("4 of 9 schools", "the files hold all")
    own = [link for link in page.page.links if link.startswith("/schools/")]
    assert len(own) == 4
    assert SMALL.id in page.page.text


def test_waves_to_switch_among_are_of_one_instrument_and_others_lead_to_their_newest(
    office: Office,
) -> None:
    office.store.definitions.publish(replace(SMALL, id="other-survey", title="Another survey"))
    study = office.store.studies.add(office.network, "A second study")
    made = []
    for number, title in enumerate(("Earlier", "Later")):
        new = new_wave(office.clock, title, -90, number - 80, instrument_id="other-survey")
        wave = office.store.waves.add(study, new)
        for school in office.schools:
            office.store.sites.add(wave, school, 10)
        close(office.store, wave, ())
        made.append(wave)
    hub = office.visitor("hub").client
    page = hub.get(f"/waves/{office.closed.id}/result").get_data(as_text=True)
    switch = page.partition('aria-label="Results by wave"')[2].partition("</nav>")[0]
    assert f'<a href="/waves/{made[1].id}/result">Other survey: Another survey</a>' in switch
    assert f"/waves/{made[0].id}/result" not in switch
    page = hub.get(f"/waves/{made[0].id}/result").get_data(as_text=True)
    switch = page.partition('aria-label="Results by wave"')[2].partition("</nav>")[0]
    assert [wave.title in switch for wave in made] == [True, True]
    assert f'<a href="/waves/{office.closed.id}/result">Other survey: {SMALL.title}</a>' in switch


def test_a_result_of_a_newer_barograph_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.results.reading.FORMAT", 3)
    hub = office.visitor("hub").open(result(office.closed))
    hub.see(
        "This can’t be done",
        "This result is of format 4, and this Barograph knows 1 to 3",
        "update Barograph",
    )
    assert hub.status == 409
