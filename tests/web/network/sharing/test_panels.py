"""The pages for handing a wave out: what a school and the hub find there, and what nobody else does."""

import csv
import io
import re
from dataclasses import replace

import pytest

from engine.instrument.translation import Translation
from engine.store import Site
from engine.waves.closing import close
from tests.web.visitor import SMALL, Office, Visitor, new_wave


def panel(office: Office, school: int = 0) -> str:
    return f"/schools/{office.schools[school].id}/share/{office.open.id}"


def site_of(office: Office, school: int) -> Site:
    found = office.store.sites.find(office.open, office.schools[school])
    assert found is not None
    return found


def test_a_leader_finds_link_messages_and_poster_in_one_press_from_home(office: Office) -> None:
    leader = office.visitor("leader").open("/home").follow(f"/share/{office.open.id}")
    leader.see(
        "Share “Spring”",
        f"http://localhost/s/{site_of(office, 0).link}/",
        "On the first day (May 3, 2026)",
        "Dear colleagues,",
        "If you have answered already: thank you",
        "A poster for the wall",
    )
    assert any(one.startswith("mailto:?subject=") for one in leader.page.links)


def test_the_page_says_which_message_comes_next(office: Office) -> None:
    office.visitor("leader").open(panel(office)).see("On May 13, 2026: send the message “Half-way”.")
    office.clock.pass_days(9)
    office.visitor("leader").open(panel(office)).see("Today: send the message “Half-way”.")


def test_a_wave_that_nobody_can_begin_any_more_has_nothing_to_send_next(office: Office) -> None:
    office.clock.pass_days(30)
    leader = office.visitor("leader").open(panel(office))
    leader.see("Its last day is over").not_see("send the message")


def test_a_school_never_sees_the_page_of_another(office: Office) -> None:
    for who in ("leader", "team"):
        assert office.visitor(who).open(panel(office, 1)).status == 403
        assert office.visitor(who).open(f"{panel(office, 1)}/poster.pdf").status == 403
        assert office.visitor(who).open(f"/waves/{office.open.id}/share").status == 403
        assert office.visitor(who).open(f"/waves/{office.open.id}/share/links.csv").status == 403


def test_a_wave_of_another_network_is_not_found_under_a_school(office: Office) -> None:
    study = office.store.studies.add(office.other, "Theirs")
    theirs = office.store.waves.add(study, new_wave(office.clock, "Far", -1, 9))
    office.store.sites.add(theirs, office.stranger)
    for wave in (theirs.id, 999):
        path = f"/schools/{office.schools[0].id}/share/{wave}"
        assert office.visitor("leader").open(path).status == 404


def test_who_only_looks_on_finds_no_link_at_a_school(office: Office) -> None:
    district = office.visitor("district").open(f"/schools/{office.schools[0].id}/")
    district.not_see(site_of(office, 0).link, "Hand it out")
    assert district.open(panel(office)).status == 403


def test_a_draft_is_handed_out_by_nobody(office: Office) -> None:
    draft = office.store.waves.add(office.study, new_wave(office.clock, "Draft", 1, 9, draft=True))
    office.store.sites.add(draft, office.schools[0])
    assert office.visitor("hub").open(f"/waves/{draft.id}/share").path == f"/waves/{draft.id}/"
    leader = office.visitor("leader")
    assert leader.open(f"/schools/{office.schools[0].id}/share/{draft.id}").status == 404
    for page in ("/home", f"/schools/{office.schools[0].id}/"):
        assert not any(one.endswith(f"/share/{draft.id}") for one in leader.open(page).page.links)


def test_a_closed_wave_has_nothing_to_hand_out(office: Office) -> None:
    close(office.store, office.open)
    assert office.visitor("leader").open(panel(office)).status == 404
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/share")
    assert hub.path == f"/waves/{office.open.id}/"
    assert office.visitor("hub").open(f"/waves/{office.open.id}/share/links.csv").status == 404


def test_the_hub_goes_from_the_wave_to_every_school_s_texts(office: Office) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/").follow("/share")
    for school in range(3):
        hub.see(office.schools[school].name, site_of(office, school).link)
    hub.follow(panel(office, 1)).see("Share “Spring”", "South School", site_of(office, 1).link)
    hub.not_see(site_of(office, 0).link)


def test_a_wave_without_schools_says_how_to_add_them(office: Office) -> None:
    empty = office.store.waves.add(office.study, new_wave(office.clock, "Empty", -1, 9))
    hub = office.visitor("hub").open(f"/waves/{empty.id}/share").see("No school takes part yet.")
    assert f"/waves/{empty.id}/rosters" in hub.page.links
    assert hub.open(f"/waves/{empty.id}/share/posters.pdf").status == 404


def links_csv(visitor: Visitor, wave: int) -> list[dict[str, str]]:
    response = visitor.client.get(f"/waves/{wave}/share/links.csv")
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))


def test_all_links_come_as_a_list_that_no_spreadsheet_runs(office: Office) -> None:
    school = office.store.studies.add_school(office.network, "=HYPERLINK(1)")
    evil = office.store.sites.add(office.open, school)
    rows = links_csv(office.visitor("hub"), office.open.id)
    assert [row["school"] for row in rows] == [
        "'=HYPERLINK(1)",
        "East School",
        "North School",
        "South School",
    ]
    assert rows[0]["link"] == f"http://localhost/s/{evil.link}/"
    assert rows[2]["link"] in rows[2]["message"]
    assert rows[2]["subject"] == "Your view of North School: “Spring”"
    assert (rows[0]["opens"], rows[0]["last day"]) == ("2026-05-03", "2026-05-24")


def test_taking_all_links_stands_in_the_log(office: Office) -> None:
    hub = office.visitor("hub")
    links_csv(hub, office.open.id)
    newest = office.store.audit.entries(office.network)[0]
    assert (newest.action, newest.what) == ("file.taken", "Spring · links.csv")


def test_the_messages_in_the_language_of_the_page_come_first(office: Office) -> None:
    office.store.definitions.publish(
        replace(SMALL, version="1.0.1"), [Translation("es", {"title": "Un instrumento"})]
    )
    new = new_wave(office.clock, "Two languages", -1, 9, languages=("en", "es"), version="1.0.1")
    wave = office.store.waves.add(office.study, new)
    office.store.sites.add(wave, office.schools[0])
    for tag, first, second in (
        ("en", "Dear colleagues,", "Estimado personal:"),
        ("es", "Estimado personal:", "Dear colleagues,"),
    ):
        address = f"/schools/{office.schools[0].id}/share/{wave.id}?language={tag}"
        text = office.visitor("leader").open(address).page.text
        assert 0 < text.index(first) < text.index(second)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_of_a_school_speaks_the_language_that_was_chosen(office: Office, language: str) -> None:
    leader = office.visitor("leader").open(f"{panel(office)}?language={language}")
    leader.see({"en": "A poster for the wall", "es": "Un cartel para la pared"}[language])
    response = leader.client.get(panel(office))
    assert re.search(rf'<html lang="{language}"', response.get_data(as_text=True))
