"""Personal codes: made and handed out in one press, shown to nobody else, and never made twice by one press."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest

from engine.instrument.model import Privacy
from engine.store import NewInvitee, Site, Wave, WayIn
from engine.waves.closing import close
from tests.web.visitor import SMALL, Office, Visitor, new_wave

CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")
ASKED = {
    "school": "all",
    "number": "",
    "instead": "replace",
    "file": "table",
    "paper": "letter",
    "language": "en",
}


def coded(office: Office, privacy: Privacy = Privacy.ANONYMOUS, roster: int | None = 3) -> Wave:
    if privacy is not SMALL.privacy:
        office.store.definitions.publish(replace(SMALL, version="1.0.1", privacy=privacy))
    version = "1.0.1" if privacy is not SMALL.privacy else SMALL.version
    new = new_wave(office.clock, "Coded", -1, 9, way_in=WayIn.CODES, privacy=privacy, version=version)
    wave = office.store.waves.add(office.study, new)
    for school in office.schools[:2]:
        office.store.sites.add(wave, school, roster)
    return wave


def sites(office: Office, wave: Wave) -> dict[str, Site]:
    return {site.school: site for site in office.store.sites.of(wave)}


def take(visitor: Visitor, wave: Wave, **asked: str) -> bytes:
    """The file that a press gives."""
    form = visitor.open(f"/waves/{wave.id}/codes").form("/codes")
    response = visitor.client.post(form.action, data={**form.values, **ASKED, **asked})
    assert response.status_code == 200, response.get_data(as_text=True)
    assert "attachment" in response.headers["Content-Disposition"]
    return response.get_data()


def rows(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def valid(office: Office, codes: list[str]) -> list[bool]:
    return [office.store.codes.find(code) is not None for code in codes]


def test_codes_for_all_schools_by_roster_come_in_one_file_and_open_the_survey(office: Office) -> None:
    wave = coded(office)
    found = rows(take(office.visitor("hub"), wave))
    assert [row["school"] for row in found] == ["North School"] * 3 + ["South School"] * 3
    opened = [office.store.codes.find(row["code"]) for row in found]
    assert [one.site.school for one in opened if one] == [row["school"] for row in found]
    assert all(CODE.fullmatch(row["code"]) for row in found)


def test_new_codes_replace_the_unused_ones_or_stand_beside_them(office: Office) -> None:
    wave = coded(office)
    hub, north = office.visitor("hub"), str(sites(office, wave)["North School"].id)
    first = [row["code"] for row in rows(take(hub, wave, school=north, number="2"))]
    more = [row["code"] for row in rows(take(hub, wave, school=north, number="1", instead="beside"))]
    assert valid(office, first + more) == [True] * 3
    last = [row["code"] for row in rows(take(hub, wave, school=north, number="2"))]
    assert valid(office, first + more) == [False] * 3
    assert valid(office, last) == [True] * 2


def test_the_same_press_sent_twice_makes_codes_once(office: Office) -> None:
    wave = coded(office)
    hub = office.visitor("hub")
    form = hub.open(f"/waves/{wave.id}/codes").form("/codes")
    sent = {**form.values, **ASKED}
    first = [row["code"] for row in rows(hub.client.post(form.action, data=sent).get_data())]
    again = hub.keep(hub.client.post(form.action, data=sent))
    assert again.status == 400
    again.see("These codes were made already", "nothing was changed")
    assert valid(office, first) == [True] * 6
    assert len(rows(take(hub, wave))) == 6, "a new press makes new ones"


def test_only_whoever_runs_the_wave_gets_codes(office: Office) -> None:
    wave = coded(office)
    for who in ("leader", "team", "district", "researcher"):
        visitor = office.visitor(who)
        assert visitor.open(f"/waves/{wave.id}/codes").status == 403
        assert visitor.post(f"/waves/{wave.id}/codes", **ASKED).status == 403
    assert office.visitor("outsider").open(f"/waves/{wave.id}/codes").status == 404
    assert {one.issued for one in office.store.codes.counts(wave).values()} == {0}


def test_a_school_s_page_of_a_wave_by_codes_shows_no_code_and_no_way_to_print_any(office: Office) -> None:
    wave = coded(office)
    codes = [row["code"] for row in rows(take(office.visitor("hub"), wave))]
    for who in ("leader", "team"):
        visitor = office.visitor(who).open(f"/schools/{office.schools[0].id}/share/{wave.id}")
        visitor.see("a code of their own for each person", "the code of your own").not_see(*codes)
        assert not CODE.search(visitor.page.text)
        assert not any("codes" in link or "slips" in link for link in visitor.page.links)


def test_the_page_tells_how_many_there_are_and_uses_only_by_tens(office: Office) -> None:
    wave = coded(office)
    hub = office.visitor("hub")
    take(hub, wave)
    hub.open(f"/waves/{wave.id}/codes").see("North School", "fewer than 10").not_see("0 used")


def test_people_on_a_list_get_codes_by_name_and_nobody_else_does(office: Office) -> None:
    wave = coded(office, Privacy.CONFIDENTIAL)
    north = sites(office, wave)["North School"]
    people = office.store.codes.invite(wave, north, [NewInvitee("Ada"), NewInvitee("=Bo", "bo@x.example")])
    hub = office.visitor("hub")
    found = rows(take(hub, wave, school=str(north.id)))
    assert [row["name"] for row in found] == ["Ada", "'=Bo"]
    assert valid(office, [one.code for one in people]) == [False] * 2, "these were replaced"
    assert valid(office, [row["code"] for row in found]) == [True] * 2
    form = hub.open(f"/waves/{wave.id}/codes").form("/codes")
    hub.keep(hub.client.post(form.action, data={**form.values, **ASKED, "number": "5"}))
    hub.see("Leave this empty: codes of North School go to the people on the list.")


def test_slips_of_a_confidential_wave_bear_the_numbers_of_its_list(office: Office) -> None:
    wave = coded(office, Privacy.CONFIDENTIAL)
    north = sites(office, wave)["North School"]
    hub = office.visitor("hub")
    take(hub, wave, school=str(north.id), number="2")
    found = rows(take(hub, wave, school=str(north.id), number="2", instead="beside"))
    assert [row["name"] for row in found] == ["#3", "#4"]
    assert [one.number for one in office.store.invitees.of(north)] == [1, 2, 3, 4]
    assert {row["name"] for row in rows(take(hub, coded_again(office)))} == {""}


def coded_again(office: Office) -> Wave:
    new = new_wave(office.clock, "Coded anew", -1, 9, way_in=WayIn.CODES)
    wave = office.store.waves.add(office.study, new)
    office.store.sites.add(wave, office.schools[0], 2)
    return wave


def test_an_identified_wave_needs_people_first(office: Office) -> None:
    wave = coded(office, Privacy.IDENTIFIED)
    hub = office.visitor("hub").open(f"/waves/{wave.id}/codes")
    hub.press("/codes", **ASKED)
    assert hub.status == 400
    hub.see("Put people on it first.")
    assert f"/waves/{wave.id}/people" in hub.page.links


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"school": "999"}, "Choose a school, or all of them."),
        ({"number": "many"}, "Write a whole number"),
        ({"number": "0"}, "Write a whole number"),
        ({"number": "9999"}, "These would be 19,998 codes. Make at most 2,000 at once"),
    ],
    ids=["no school", "no number", "none", "too many"],
)
def test_what_cannot_be_made_is_told_and_makes_nothing(
    office: Office, changed: dict[str, str], told: str
) -> None:
    wave = coded(office)
    hub = office.visitor("hub").open(f"/waves/{wave.id}/codes")
    hub.press("/codes", **{**ASKED, **changed}).see(told)
    assert hub.status == 400
    assert {one.issued for one in office.store.codes.counts(wave).values()} == {0}


def test_a_school_without_a_roster_is_asked_for_a_number(office: Office) -> None:
    wave = coded(office, roster=None)
    hub = office.visitor("hub").open(f"/waves/{wave.id}/codes").press("/codes", **ASKED)
    hub.see("Write a number: the roster of North School, South School is not known.")
    assert len(rows(take(hub, wave, number="2"))) == 4


def test_all_files_come_in_one_zip_and_the_log_names_no_code(office: Office) -> None:
    wave = coded(office, Privacy.CONFIDENTIAL)
    with zipfile.ZipFile(io.BytesIO(take(office.visitor("hub"), wave, file="all"))) as box:
        assert sorted(box.namelist()) == [
            "Coded - list of codes.csv",
            "Coded - list of codes.pdf",
            "Coded - slips.pdf",
        ]
        codes = [row["code"] for row in rows(box.read("Coded - list of codes.csv"))]
    newest = office.store.audit.entries(office.network)[0]
    assert (newest.action, newest.what) == ("codes.issued", "Coded · 6 codes · 2 schools")
    assert len(codes) == 6


def test_a_wave_by_link_and_a_closed_one_have_no_page_of_codes(office: Office) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/codes")
    assert hub.path == f"/waves/{office.open.id}/"
    assert hub.post(f"/waves/{office.open.id}/codes", **ASKED).status == 302
    wave = coded(office)
    close(office.store, wave)
    assert hub.post(f"/waves/{wave.id}/codes", **ASKED).status == 302
    assert {one.issued for one in office.store.codes.counts(wave).values()} == {0}
