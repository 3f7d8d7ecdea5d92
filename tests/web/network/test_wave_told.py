"""What people are told of a wave, changed later; and what the page on closing says of small schools."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from engine.store import NewWave, StoreError
from tests.web.visitor import SMALL, Office, new_wave
from web.cli import main


def day_after(office: Office, days: int) -> str:
    return (office.open.closes + timedelta(days=days)).date().isoformat()


def test_whom_to_ask_and_until_when_is_changed_on_a_page_and_logged(office: Office) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/").see("Nobody is named whom they may ask")
    hub.follow("/told").press("/told", contact="Ada, 555 0100", kept_until=day_after(office, 30))
    hub.see("Questions go to Ada, 555 0100", "delete them then on this page, as nothing does so by itself")
    hub.open(f"/networks/{office.network.id}/log").see("changed what people are told", "ask Ada, 555 0100")
    link = office.store.sites.of(office.open)[0].link
    office.visitor().open(f"/s/{link}/").see("Ask Ada, 555 0100", "nothing here deletes them on that day")


def test_a_day_that_people_were_told_is_not_moved_back(office: Office) -> None:
    office.store.waves.tell(office.open, None, office.open.closes.date() + timedelta(days=30))
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/told")
    for wrong in (day_after(office, 31), ""):
        hub.press("/told", kept_until=wrong).see("People were told that single answers are kept until")
        assert hub.status == 400
    hub.press("/told", kept_until=day_after(office, 20)).see("From now on people are told so")


def test_before_it_opens_the_day_is_free(office: Office) -> None:
    planned = office.store.waves.add(office.study, new_wave(office.clock, "Planned", 3, 9))
    later = planned.closes.date() + timedelta(days=30)
    planned = office.store.waves.tell(planned, "Ada", later)
    assert office.store.waves.tell(planned, None, None).kept_until is None


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("kept_until", "soon", "Write a day"),
        ("kept_until", "2026-05-01", "People can still answer on the day given"),
        ("contact", "a" * 301, "at most 300"),
        ("contact", "a\u202eb", "can't be shown"),
    ],
)
def test_what_can_t_be_kept_is_said(office: Office, field: str, value: str, told: str) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/told").press("/told", **{field: value})
    assert hub.status == 400
    hub.see(told)


def test_the_store_refuses_it_of_a_new_wave_too(office: Office) -> None:
    for wrong in ({"contact": "a" * 301}, {"kept_until": office.clock().date()}):
        new: NewWave = new_wave(office.clock, "New", -1, 9, **wrong)
        with pytest.raises(StoreError):
            office.store.waves.add(office.study, new)


def test_the_command_tells_it_too(office: Office) -> None:
    database = str(office.store._database.name)
    words = ["wave", "tell", str(office.open.id), "--database", database]
    told = CliRunner().invoke(main, [*words, "--contact", "Ada", "--kept-until", day_after(office, 9)])
    assert told.exit_code == 0, told.output
    CliRunner().invoke(main, [*words, "--contact", "Ben"])
    found = office.store.waves.get(office.open.id)
    assert (found.contact, str(found.kept_until)) == ("Ben", day_after(office, 9))
    assert office.store.audit.count(office.network, action="wave.told") == 2
    wrong = CliRunner().invoke(main, [*words, "--kept-until", day_after(office, 90)])
    assert (wrong.exit_code, "People were told" in wrong.output) == (1, True)


def test_the_page_on_closing_goes_by_the_minimum_of_the_audience(office: Office) -> None:
    """Students take ten, whatever the wave's own smallest group is."""
    from dataclasses import replace

    from engine.instrument.model import Audience

    students = replace(SMALL, id="students", audience=Audience.STUDENTS)
    office.store.definitions.publish(students)
    wave = office.store.waves.add(
        office.study, new_wave(office.clock, "Students", -1, 9, instrument_id="students")
    )
    office.store.sites.add(wave, office.schools[0])
    page = office.visitor("hub").open(f"/waves/{wave.id}/close")
    page.see("North School may have fewer than 10 answers")


def test_what_can_t_be_deleted_says_so_before_it_is_asked(office: Office) -> None:
    hub = office.visitor("hub").open(f"/schools/{office.schools[0].id}/").follow("/delete")
    hub.see("can’t be deleted while the wave", "close the wave first").not_see("Delete it")
    empty = office.store.studies.add_school(office.network, "Empty School")
    hub.open(f"/schools/{empty.id}/").follow("/delete").see("Delete “Empty School”?")
    assert any(school.id == empty.id for school in office.store.studies.schools(office.network))
    hub.press("/delete").see("is deleted")
    hub.open(f"/waves/{office.closed.id}/").follow("/delete").see("Nothing goes today", "Why")
    hub.open(f"/studies/{office.study.id}/delete").see("can’t be deleted")
