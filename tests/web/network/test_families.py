"""A school sends its letter, records that it did, and only then can its students answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from click.testing import CliRunner

from engine.instrument.model import Audience, FamilyForm, Instrument, ProtectedTopic
from engine.store import NewFamilyNotice, Wave
from tests.web.visitor import SMALL, Office, new_wave
from web.cli import main

LETTER: Final = "Dear family: tell [contact] by [date]. Answers are deleted by [delete_date]."
STUDENTS = replace(
    SMALL, id="students", audience=Audience.STUDENTS, minimum_group=10, notice=LETTER, grades=(6, 12)
)
PROTECTED = replace(STUDENTS, id="protected", notice=None, protected_topics=(ProtectedTopic.INCOME,))


def asked(office: Office, of: Instrument) -> Wave:
    office.store.definitions.publish(of)
    settings = {"instrument_id": of.id, "minimum_group": 10, "contact": "Ada Novak, 555 0100"}
    wave = office.store.waves.add(office.study, new_wave(office.clock, "Students", -1, 20, **settings))
    for school in office.schools:
        office.store.sites.add(wave, school, 30)
    return wave


@pytest.fixture
def wave(office: Office) -> Wave:
    return asked(office, STUDENTS)


def page_of(office: Office, wave: Wave) -> str:
    return f"/schools/{office.schools[0].id}/families/{wave.id}"


def before(office: Office, days: int) -> str:
    return (office.clock().date() - timedelta(days)).isoformat()


def test_a_leader_records_what_families_were_told_and_students_get_in(office: Office, wave: Wave) -> None:
    survey = f"/s/{office.store.sites.of(wave)[0].link}/"
    student = office.visitor().open(survey).see("Your school has not finished its letters to families")
    assert student.status == 403
    leader = (
        office.visitor("leader").open(f"/schools/{office.schools[0].id}/").see("Families: letter and record")
    )
    leader.follow(f"/families/{wave.id}").see("students can’t answer", "The letter to families")
    days = {"sent": before(office, 12), "reply_by": before(office, 2)}
    leader.press(f"/families/{wave.id}", role="Principal", opted_out="2", **days)
    leader.see("Students at North School can answer.", "Students can answer.", "2 families said no.")
    assert student.open(survey).status == 200
    hub = office.visitor("hub").open(f"/waves/{wave.id}/").follow("/families")
    hub.see("1 of 3 schools can take answers now", "can’t answer: nothing is recorded")
    hub.open(f"/networks/{office.network.id}/log").see("recorded what families were told", "Principal")
    leader.open(page_of(office, wave)).press("/withdraw").see("can’t answer for now", "students can’t answer")
    assert student.open(survey).status == 403


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("role", "", "Write the role"),
        ("sent", "", "Give the day on which"),
        ("sent", "2099-01-01", "That day lies ahead"),
        ("reply_by", "", "Give the last day"),
        ("reply_by", "2020-01-01", "before the letters went out"),
        ("opted_out", "two", "Write a whole number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    office: Office, wave: Wave, field: str, value: str, told: str
) -> None:
    leader = office.visitor("leader").open(page_of(office, wave))
    right = {"role": "Principal", "sent": before(office, 12), "reply_by": before(office, 2)}
    leader.press(f"/families/{wave.id}", **{**right, field: value}).see(told)
    assert (leader.status, dict(office.store.notices.of(wave))) == (400, {})


def test_only_a_leader_of_the_school_and_the_hub_record_it(office: Office, wave: Wave) -> None:
    for who in ("team", "district", "researcher", "outsider"):
        visitor = office.visitor(who).open(page_of(office, wave))
        assert visitor.status in (403, 404), who
        assert office.visitor(who).open(f"/waves/{wave.id}/families").status in (403, 404), who
    other = f"/schools/{office.schools[1].id}/families/{wave.id}"
    assert office.visitor("leader").open(other).status == 403


def test_only_the_hub_says_that_another_body_holds_the_record(office: Office, wave: Wave) -> None:
    leader = office.visitor("leader").open(page_of(office, wave)).not_see("Another body holds the record")
    leader.press(f"/families/{wave.id}", role="Principal", holder="the district").see("Give the day on which")
    hub = office.visitor("hub").open(page_of(office, wave))
    hub.press(f"/families/{wave.id}", role="Hub lead", holder="review board, protocol 12")
    hub.see("The record is held elsewhere: review board, protocol 12", "Students can answer.")


def test_the_letter_has_its_blanks_filled_all_questions_and_a_part_to_return(
    office: Office, wave: Wave
) -> None:
    told = NewFamilyNotice(
        FamilyForm.NOTICE, "Principal", office.clock().date() - timedelta(5), office.clock().date()
    )
    office.store.notices.record(wave, office.store.sites.of(wave)[0], told)
    office.store.waves.tell(wave, wave.contact, wave.closes.date() + timedelta(30))
    leader = office.visitor("leader").open(page_of(office, wave)).follow("/letter-en")
    leader.see("Dear family: tell Ada Novak, 555 0100 by", "Statement A1.", "10 children or more together")
    leader.see("I do not want my child to take part", "no legal advice").not_see("[contact]", "[date]")
    made = leader.client.get(f"{page_of(office, wave)}/letter-en.pdf")
    assert (made.status_code, made.data[:5]) == (200, b"%PDF-")


def test_protected_topics_ask_for_written_consent_in_words(office: Office) -> None:
    wave = asked(office, PROTECTED)
    leader = office.visitor("leader").open(page_of(office, wave)).see("things that the law protects")
    leader.follow("/letter-en").see("only with your written consent", "My child may take part")


def test_of_a_wave_of_adults_the_page_says_that_nothing_is_needed(office: Office) -> None:
    for path in (f"/waves/{office.open.id}/families", page_of(office, office.open)):
        office.visitor("hub").open(path).see("asks no students: nothing has to be recorded")


def test_by_command_it_is_listed_recorded_and_taken_back(office: Office, wave: Wave) -> None:
    place = str(office.store._database.name)
    call = ["wave", "families", str(wave.id)]

    def run(*words: str) -> str:
        return CliRunner().invoke(main, [*call, *words, "--database", place]).output

    assert "North School: nothing is recorded" in run()
    days = ["--sent", "2026-04-01", "--reply-by", "2026-04-10"]
    assert "students can answer (Principal)" in run("north school", "--role", "Principal", *days)
    assert "No school of the wave" in run("Nowhere", "--role", "Principal", *days)
    assert "Taken back" in run("North School", "--withdraw")
    assert "North School: nothing is recorded" in run()
