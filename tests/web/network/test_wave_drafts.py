"""A draft of a wave on its pages: changed, looked at as people will see it, checked, opened, closed by itself."""

import re
from datetime import timedelta

import pytest

from engine.instrument.model import Privacy
from engine.instrument.translation import Translation
from engine.store import NewInvitee, NewWave, Wave, WaveState, WayIn
from engine.waves.clock import run_due
from tests.web.answering import Respondent
from tests.web.network.test_waves import day, page, waves
from tests.web.visitor import SMALL, Office, Visitor, new_wave


def draft(office: Office, *, schools: int = 3, **changes: object) -> Wave:
    title = str(changes.pop("title", "Winter"))
    new: NewWave = new_wave(office.clock, title, 1, 20, **{"draft": True, "minimum_group": 10, **changes})
    made = office.store.waves.add(office.study, new)
    for school in office.schools[:schools]:
        office.store.sites.add(made, school)
    return made


def settings(office: Office, wave: Wave) -> Visitor:
    return office.visitor("hub").open(f"{page(wave)}settings")


def test_every_setting_of_a_draft_is_changed_on_its_form(office: Office) -> None:
    made = draft(office)
    hub = settings(office, made).see("It is a draft: everything can still be changed")
    north, south = (str(one.id) for one in office.schools[:2])
    hub.press(
        "/settings",
        title="Summer",
        opens=day(office, 3),
        last=day(office, 30),
        phase="year 2",
        contact="Ada, ada@example.org",
        kept_until=day(office, 90),
        minimum_group="6",
        way_in="codes",
        privacy="identified",
        opens_itself="yes",
        closes_itself="yes",
        schools=[north, south],
    ).see("The settings of “Summer” are kept", "It opens by itself on", "It closes by itself on")
    changed = office.store.waves.get(made.id)
    assert (changed.title, changed.phase, changed.contact) == ("Summer", "year 2", "Ada, ada@example.org")
    assert (changed.way_in, changed.privacy, changed.minimum_group) == (WayIn.CODES, Privacy.IDENTIFIED, 6)
    assert (changed.opens_itself, changed.closes_itself, changed.state) == (True, True, WaveState.DRAFT)
    assert [one.school for one in office.store.sites.of(changed)] == ["North School", "South School"]
    hub.follow("/settings").press("/settings", opens_itself=[], closes_itself=[])
    assert not office.store.waves.get(made.id).closes_itself


def test_a_mistake_in_the_settings_is_told_and_changes_nothing(office: Office) -> None:
    made = draft(office)
    hub = settings(office, made).press("/settings", privacy="confidential", title="Summer")
    hub.see("By link nobody can know who gave which answers")
    assert (hub.status, hub.form("/settings").values["title"]) == (400, ["Summer"])
    assert office.store.waves.get(made.id) == made
    hub.press("/settings", privacy="anonymous", title="Spring").see("This study has a wave of this name")
    hub.press("/settings", title="Winter").see("are kept")  # its own name is no other wave's


def test_a_draft_can_ask_another_instrument(office: Office) -> None:
    made = draft(office)
    hub = settings(office, made)
    hub.open(f"/studies/{office.study.id}/waves/new?draft={made.id}").see("What “Winter” asks")
    hub.open(f"/studies/{office.study.id}/waves/new?draft={made.id}&instrument=collective-leadership@1.0.0")
    hub.see("Settings of “Winter”", "Collective").press("/settings").see("are kept")
    assert office.store.waves.get(made.id).instrument_id == "collective-leadership"


def test_a_school_whose_people_are_listed_does_not_leave_unseen(office: Office) -> None:
    made = draft(office, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
    office.store.invitees.add(made, office.store.sites.of(made)[0], [NewInvitee("Ada")])
    settings(office, made).press("/settings", schools=[]).see(
        "People of North School are listed. Remove them first"
    )
    assert len(office.store.sites.of(made)) == 3


def test_a_change_of_the_promise_says_that_codes_are_no_longer_valid(office: Office) -> None:
    made = draft(office, way_in=WayIn.CODES)
    (code,) = office.store.codes.issue(made, office.store.sites.of(made)[0], 1)
    settings(office, made).press("/settings", way_in="link").see(
        "Codes that were made before are no longer valid"
    )
    assert office.store.codes.find(code) is None


def test_nobody_at_a_school_sees_a_draft_and_its_link_lets_nobody_in(office: Office) -> None:
    made = draft(office)
    leader = office.visitor("leader").open("/home").not_see("Winter")
    leader.open(f"/schools/{office.schools[0].id}/").not_see("Winter")
    assert leader.open(f"/schools/{office.schools[0].id}/share/{made.id}").status == 404
    link = office.store.sites.of(made)[0].link
    stranger = Visitor(office.app).open(f"/s/{link}/")
    assert all(form.action.rpartition("/")[2] != "start" for form in stranger.page.forms)
    office.visitor("hub").open("/home").see("“Winter” is a draft. Look at it, and open it.")


def test_opening_says_what_a_draft_lacks_and_what_stays(office: Office) -> None:
    made = draft(office, schools=0)
    hub = office.visitor("hub").open(f"{page(made)}open")
    hub.see("It can’t be opened yet", "No school takes part. Add at least one.")
    assert [one for one in hub.page.forms if one.action.endswith("/open")] == []
    hub.post(f"{page(made)}open")
    assert (hub.status, office.store.waves.get(made.id).state) == (400, WaveState.DRAFT)
    office.store.sites.add(made, office.schools[0])
    hub.open(f"{page(made)}open").see(
        "How many people are asked is not known of North School",
        "Nobody is named whom people may ask",
        "People are not told until when single answers are kept",
        "What stays as it is from then on",
        "A link for each school",
        "Anonymous; no result for fewer than 10 people",
    )
    hub.press("/open").see("“Winter” is open: people can answer on May 5, 2026", "Share: links")
    assert office.store.waves.get(made.id).state is WaveState.OPEN
    assert office.store.audit.count(made, action="wave.opened") == 1
    hub.open(f"{page(made)}settings").see("is open, so its settings stay as they are")
    hub.open(f"{page(made)}open").see("is open, so its settings stay as they are")


def test_a_draft_whose_last_day_is_over_is_not_opened(office: Office) -> None:
    made = draft(office)
    office.clock.pass_days(40)
    hub = (
        office.visitor("hub")
        .open(f"{page(made)}open")
        .see("Its last day is over already. Choose a later one.")
    )
    hub.post(f"{page(made)}open")
    assert office.store.waves.get(made.id).state is WaveState.DRAFT


def test_translations_that_are_drafts_are_told_before_opening(office: Office) -> None:
    office.store.definitions.publish(SMALL, [Translation("es", {}, reviewed=False)])
    made = draft(office, languages=("en", "es"))
    office.visitor("hub").open(f"{page(made)}open").see(
        "The questions in Español are a draft that no speaker has reviewed",
        "The words around the questions in Español are a draft that no speaker has reviewed",
    )


def test_a_preview_is_the_survey_of_this_wave_and_stores_nothing(office: Office) -> None:
    made = draft(office, contact="Ada, ada@example.org")
    hub = office.visitor("hub").open(f"{page(made)}preview").see("nothing is stored, and nobody is counted")
    link = office.store.sites.of(made)[0].link
    inside = f"{page(made)}survey/s/{link}/"
    hub.open(inside).see(
        "Preview. Nothing that you answer here is stored", "North School", "Ada, ada@example.org"
    )
    person = Respondent(office.app, link, hub.client)
    person.visit(inside).press(person.form("/start"), {}).see("Preview.")
    person.answer(A1="3").go().see("Preview.").answer(role="teacher").go()
    person.see("Preview.", "Your answers are in")
    assert sum(office.store.responses.counts(made).values()) == 0
    assert office.store.waves.get(made.id).state is WaveState.DRAFT
    office.store.waves.remove(made, rehearsed=True)  # not even a draft of answers holds it


def test_a_preview_by_codes_takes_any_code(office: Office) -> None:
    made = draft(office, way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL)
    hub = office.visitor("hub").open(f"{page(made)}preview")
    (code,) = re.findall(r"personal code, type (.{10,12}) \.", hub.page.text)
    for site in office.store.sites.of(made)[:2]:
        person = Respondent(office.app, site.link, hub.client).visit(f"{page(made)}survey/s/{site.link}/")
        person.press(person.form("/start"), {"code": code}).see(site.school)
        person.answer(A1="3").go().answer(role="teacher").go()
        person.see("Preview.", site.school, "Your answers are in")
    assert sum(office.store.responses.counts(made).values()) == 0


@pytest.mark.parametrize("who", ["researcher", "district", "leader", "team"])
def test_only_whoever_runs_the_wave_previews_it(office: Office, who: str) -> None:
    made = draft(office)
    link = office.store.sites.of(made)[0].link
    for path in ("preview", f"survey/s/{link}/", "settings", "open", "people"):
        assert office.visitor(who).open(f"{page(made)}{path}").status == 403, path


def test_a_preview_shows_no_other_wave(office: Office) -> None:
    made = draft(office)
    other = office.store.sites.of(office.open)[0].link
    assert office.visitor("hub").open(f"{page(made)}survey/s/{other}/").status == 404


def test_a_draft_is_deleted_with_its_schools(office: Office) -> None:
    made = draft(office)
    office.visitor("hub").open(page(made)).follow("/delete").press("/delete").see("“Winter” is deleted")
    assert "Winter" not in waves(office)


def test_the_page_of_a_wave_says_what_came_by_itself(office: Office) -> None:
    made = draft(office, opens_itself=True, closes_itself=True)
    hub = (
        office.visitor("hub")
        .open(page(made))
        .see("It opens by itself on May 5, 2026", "A draft: nobody can answer yet")
    )
    office.clock.pass_days(1)
    run_due(office.store)
    hub = office.visitor("hub").open(page(made)).see("the clock opened a wave", "It closes by itself on")
    office.clock.pass_days(20)
    hub = office.visitor("hub").open(page(made))
    hub.see("Its last day is over.").not_see("Close it, and its results are made")
    office.clock.moment += timedelta(hours=13)
    run_due(office.store)
    (office.visitor("hub").open(page(made)).see("Closed.", "the clock closed a wave").not_see("by itself on"))


def test_closing_by_itself_is_switched_on_and_off_while_a_wave_is_open(office: Office) -> None:
    hub = (
        office.visitor("hub").open(page(office.open)).see("After it the wave waits until somebody closes it")
    )
    hub.press("/itself").see("“Spring” closes by itself after its last day", "It closes by itself on")
    assert office.store.waves.get(office.open.id).closes_itself
    hub.press("/itself").see("“Spring” waits until somebody closes it")
    assert not office.store.waves.get(office.open.id).closes_itself
    hub.post(f"{page(office.closed)}itself", closes_itself="yes")
    assert not office.store.waves.get(office.closed.id).closes_itself
