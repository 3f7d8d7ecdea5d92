"""Archiving, and deleting on a day that lies ahead: told before, logged, undone until then, and never by others."""

from datetime import timedelta

import pytest

from engine.store import StoreError
from engine.waves.deleting import carry_out_due
from tests.web.test_commands import run
from tests.web.visitor import Office, Visitor


@pytest.fixture
def rest(office: Office) -> Office:
    """The office once nothing is open in it."""
    from engine.waves.closing import close

    close(office.store, office.open)
    return office


def archive(office: Office, hub: Visitor) -> Visitor:
    return hub.open(f"/networks/{office.network.id}/archive")


def test_what_is_archived_is_in_no_list_and_comes_back(rest: Office) -> None:
    hub, wave, school = rest.visitor("hub"), rest.closed, rest.schools[0]
    waves, schools = (f"/networks/{rest.network.id}/{page}" for page in ("waves", "schools"))
    hub.open(f"/waves/{wave.id}/").press("/archive").see("“Fall” is archived", "archived on")
    hub.open(f"/schools/{school.id}/").press("/archive").see(f"“{school.name}” is archived")
    assert wave.title not in [one.title for one in rest.store.waves.of(rest.study) if not one.archived]
    hub.open(waves).see("2 out of the lists").not_see("Result of Fall")
    hub.open(schools).not_see(school.name)
    rest.visitor("leader").open(f"/schools/{school.id}/results/{wave.id}").see("North School")
    hub.open(f"/studies/{rest.study.id}/waves/new?copy={rest.open.id}").not_see(school.name)
    archive(rest, hub).press(f"/waves/{wave.id}/archive").press(f"/schools/{school.id}/archive")
    archive(rest, hub).see("Nothing is archived")
    hub.open(schools).see(school.name)
    hub.open(f"/networks/{rest.network.id}/log").see("archived wave “Fall”", "took out of the archive")


def test_what_is_open_stays_in_the_lists(office: Office) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/")
    hub.press("/archive").see("can’t be archived while the wave", "close the wave first")
    hub.open(f"/schools/{office.schools[0].id}/deletion").see("can’t be deleted while the wave")


def test_a_wave_with_answers_is_deleted_on_its_day_and_kept_by_a_press_before(rest: Office) -> None:
    hub, wave = rest.visitor("hub"), rest.closed
    hub.open(f"/waves/{wave.id}/delete").see("Delete “Fall”?", "results of schools: 3", "Files of “Fall”")
    hub.see("answers").not_see("18")  # all less those of the result would be those of a school that it hides
    hub.press("/deletion", reason=" ").see("Say in a sentence why")
    assert hub.status == 400
    hub.press("/deletion", reason="A trial", days="7").see("“Fall” will be deleted on", "A trial")
    hub.open(f"/waves/{wave.id}/").see("It will be deleted on")
    rest.visitor("leader").open(f"/schools/{rest.schools[0].id}/").see(
        "“Fall” and its results will be deleted"
    )
    archive(rest, hub).press("/deletion/undo").see("“Fall” stays", "Nothing is to be deleted")
    hub.open(f"/waves/{wave.id}/deletion").press("/deletion", reason="A trial", days="7")
    rest.clock.moment += timedelta(days=7)
    assert [failure for _, failure in carry_out_due(rest.store)] == [""]
    hub = rest.visitor("hub").open(f"/networks/{rest.network.id}/waves").not_see("Fall")
    assert hub.open(f"/waves/{wave.id}/").status == 404
    hub.open(f"/networks/{rest.network.id}/log").see("deleted, with all it held, wave “Fall”")


def test_a_deleted_school_opens_nowhere_and_changes_no_number(rest: Office) -> None:
    """The network's page and another school's result read the same before and after: no difference tells of it."""
    hub, school, wave = rest.visitor("hub"), rest.schools[2], rest.closed
    before = hub.open(f"/waves/{wave.id}/result").page.text
    own = f"/schools/{rest.schools[0].id}/results/{wave.id}"
    read = rest.visitor("leader").open(own).page.text
    hub.open(f"/schools/{school.id}/deletion").see(
        "nobody can work out what was said here", "without a person or words"
    ).not_see("words: 6")
    hub.press("/deletion", reason="It left us")
    rest.clock.moment += timedelta(days=30)
    carry_out_due(rest.store)
    hub = rest.visitor("hub")
    assert hub.open(f"/waves/{wave.id}/result").page.text == before
    assert rest.visitor("leader").open(own).page.text == read
    assert hub.open(f"/schools/{school.id}/").status == 404
    assert hub.open(f"/schools/{school.id}/results/{wave.id}").status == 404
    hub.open(f"/waves/{wave.id}/").see(f"Deleted school {school.id}").not_see(school.name)
    hub.open(f"/networks/{rest.network.id}/schools").not_see(school.name, "Deleted school")
    with pytest.raises(StoreError, match="A school of the wave 'Fall' was deleted"):
        rest.store.closing.reopen(wave, "late", rest.clock())


def test_a_deletion_that_is_asked_for_twice_is_asked_for_once(rest: Office) -> None:
    hub, asked = rest.visitor("hub"), f"/waves/{rest.closed.id}/deletion"
    for _ in range(2):  # a double press
        hub.post(asked, reason="A trial", days="7")
        assert hub.status == 302
    archive(rest, hub).see("Fall (wave) will be deleted on").not_see("Nothing is to be deleted")
    assert len(rest.store.deletions.within(rest.network)) == 1


@pytest.mark.parametrize("who", ["leader", "researcher", "district", "outsider"])
def test_nobody_but_the_hub_puts_anything_away(rest: Office, who: str) -> None:
    visitor = rest.visitor(who)
    for thing in (f"/waves/{rest.closed.id}", f"/schools/{rest.schools[0].id}", f"/studies/{rest.study.id}"):
        assert visitor.open(f"{thing}/deletion").status in (403, 404)
        for ending in ("archive", "deletion", "deletion/undo"):
            assert visitor.post(f"{thing}/{ending}", reason="mine").status in (403, 404)
    assert rest.store.deletions.within(rest.network) == ()


def test_the_commands_do_the_same(rest: Office) -> None:
    to = ("--database", rest.store._database.name)
    wave = str(rest.closed.id)
    assert "is archived; nothing is deleted" in run("archive", "wave", "Fall", *to).output
    assert "in the lists again" in run("archive", "wave", wave, "--out", *to).output
    assert "18 answers" in run("delete", "wave", wave, "--dry-run", *to).output
    assert "needs a reason" in run("delete", "wave", wave, *to, code=1).output
    asked = ("delete", "wave", wave, "--reason", "A trial", *to)
    assert "will be deleted on" in run(*asked, "--days", "3").output
    assert "Later, on" in run("forget", "--dry-run", *to).output
    assert "stays" in run("delete", "wave", wave, "--undo", *to).output
    assert "was not to be deleted" in run("delete", "wave", wave, "--undo", *to, code=1).output
    said = run(*asked, "--days", "0").output
    assert "Goes with the wave “Fall”" in said
    assert "That is today: a running server deletes it within a minute" in said
    assert "Would delete: wave Fall" in run("forget", "--dry-run", *to).output
    assert "Deleted: wave Fall" in run("forget", "--yes", *to).output
    assert "There is no network 'Nowhere' here" in run("delete", "network", "Nowhere", *to, code=1).output
    run("delete", "network", rest.network.name, "--reason", "Over", "--days", "0", *to)
    assert f"Deleted: network {rest.network.name}" in run("forget", "--yes", *to).output
    assert [one.name for one in rest.store.studies.networks()] == [rest.other.name]


def test_two_spellings_of_a_school_are_merged_after_a_look(office: Office) -> None:
    twice = office.store.studies.add_school(office.network, "Nort School")
    north = office.schools[0]
    hub = (
        office.visitor("hub")
        .open(f"/schools/{twice.id}/")
        .follow("/merge")
        .see("For a school that is here twice")
    )
    for wrong in ("", office.stranger.id, twice.id):
        hub.open(f"/schools/{twice.id}/merge?into={wrong}").see("Choose the school that it is").not_see(
            "Merge them"
        )
    hub.post(f"/schools/{twice.id}/merge", into="").see("Choose the school that it is")
    assert hub.status == 400
    hub.open(f"/schools/{office.schools[1].id}/merge?into={north.id}").see(
        "Both schools take part in the wave"
    )
    hub.open(f"/schools/{twice.id}/merge?into={north.id}").see("nothing, as there is nothing")
    hub.post(f"/schools/{twice.id}/merge", into=north.id)
    hub.open(f"/networks/{office.network.id}/schools").see("“Nort School” is now “North School”")
    assert len(office.store.studies.schools(office.network)) == len(office.schools)
    hub.open(f"/networks/{office.network.id}/log").see("merged two schools", "Nort School → North School")
    again = office.store.studies.add_school(office.network, "Nort School")
    to = ("--database", office.store._database.name)
    assert "Would become" in run("merge", "Nort School", "North School", "--dry-run", *to).output
    run("merge", str(again.id), str(north.id), *to)
    assert len(office.store.studies.schools(office.network)) == len(office.schools)
