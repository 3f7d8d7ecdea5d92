"""Running a wave from its making to its close, and what its counts tell while it is open."""

from dataclasses import replace
from datetime import UTC, timedelta

import numpy as np
import pytest

from engine.instrument.model import Audience, Privacy
from engine.instrument.translation import Translation
from engine.loading import catalog
from engine.responses.sorting import LANGUAGE
from engine.results.reading import whole_of
from engine.store import NewWave, Wave, WaveState, WayIn
from engine.waves.closing import close
from engine.waves.school_years import school_year
from tests.web.visitor import SMALL, Office, new_wave
from web.network import burden
from web.network.wave_choices import editions, instrument_of, privacies


def page(wave: Wave) -> str:
    return f"/waves/{wave.id}/"


def waves(office: Office) -> dict[str, Wave]:
    return {one.title: one for one in office.store.waves.of(office.study)}


def day(office: Office, days: int) -> str:
    return (office.clock() + timedelta(days=days)).date().isoformat()


def answer(office: Office, wave: Wave, *, school: int, teachers: int, leaders: int = 0) -> None:
    site = office.store.sites.of(wave)[school]
    codes = np.array([[3, 0]] * teachers + [[2, 1]] * leaders, dtype=np.uint8)
    office.store.responses.add(wave, np.full(len(codes), site.id), codes, "full", "en", office.clock().date())


def test_from_a_study_to_a_wave_in_three_pages(office: Office) -> None:
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/waves")
    hub.press("/studies", title="Efficacy").see("New wave: what is asked", "A small instrument")
    study = office.store.studies.of(office.network)[-1]
    hub.open(f"/studies/{study.id}/waves/new?instrument=small@1.0.0").see(
        "Anonymous", "2 questions, about 8 minutes"
    )
    hub.press("/waves", title="Winter", opens=day(office, 2), last=day(office, 9), minimum_group="12")
    hub.see("“Winter” is a draft", "Check and open")
    (made,) = office.store.waves.of(study)
    assert (made.form, made.languages, made.minimum_group, made.simulated) == ("full", ("en",), 12, False)
    assert made.closes.date().isoformat() == day(office, 9)
    assert [site.school for site in office.store.sites.of(made)] == [
        "East School",
        "North School",
        "South School",
    ]


def test_an_instrument_that_ships_is_published_when_first_used(office: Office) -> None:
    hub = office.visitor("hub").open(
        f"/studies/{office.study.id}/waves/new?instrument=collective-leadership@1.0.0"
    )
    hub.press("/waves", title="Conditions").see("“Conditions” is a draft")
    assert ("collective-leadership", "1.0.0") in office.store.definitions.versions()


def test_what_is_for_research_only_stands_in_no_list(office: Office) -> None:
    offered = {one.id for one in editions(office.store, office.network)}
    assert "collective-leadership" in offered
    hidden = {one.id for one in catalog.list_instruments() if one.research_only}
    assert hidden == {"big-five-25", "school-wellbeing"}
    assert not offered & hidden
    office.store.definitions.publish(catalog.find("big-five-25"))
    assert "big-five-25" not in {one.id for one in editions(office.store, office.network)}
    assert instrument_of(office.store, office.network, "big-five-25@1.0.0") is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "Give the wave a name"),
        ({"title": "Spring\u200b 2027"}, "The name holds a character that nobody can see"),
        ({"form": "none"}, "Choose a form"),
        ({"languages": "xx"}, "Choose at least one language"),
        ({"privacy": "public"}, "Choose what people are promised"),
        ({"minimum_group": "4"}, "no setting goes under 10"),
        ({"minimum_group": "9"}, "By link it is 10 or more: whoever has the link can add answers"),
        ({"minimum_group": "4", "way_in": "codes"}, "no setting goes under 5"),
        ({"minimum_group": "9" * 5000}, "no setting goes under 10"),
        ({"way_in": "door"}, "Choose how people get in"),
        (
            {"privacy": "confidential"},
            "By link nobody can know who gave which answers",
        ),
        ({"privacy": "identified"}, "Choose personal codes above, or promise anonymity"),
        ({"title": "spring"}, "This study has a wave of this name"),
        ({"opens": ""}, "Choose the first day"),
        ({"last": "2020-01-01"}, "lies before the first"),
        ({"opens": "2020-01-01", "last": "2020-01-05"}, "is over already"),
        ({"last": "2099-01-01"}, "at most 366 days"),
    ],
)
def test_a_wave_that_cannot_be_says_why_and_keeps_what_was_typed(
    office: Office, fields: dict[str, str], words: str
) -> None:
    hub = office.visitor("hub").open(f"/studies/{office.study.id}/waves/new?instrument=small@1.0.0")
    hub.press("/waves", **({"title": "Winter", "phase": "year 2"} | fields)).see(words)
    assert hub.status == 400
    assert hub.form("/waves").values["phase"] == ["year 2"]
    assert len(waves(office)) == 2


def test_each_way_in_and_each_promise_says_what_it_cannot_prevent(office: Office) -> None:
    assert privacies(SMALL) == list(Privacy)
    assert privacies(replace(SMALL, privacy=Privacy.CONFIDENTIAL)) == [
        Privacy.CONFIDENTIAL,
        Privacy.IDENTIFIED,
    ]
    hub = office.visitor("hub").open(f"/studies/{office.study.id}/waves/new?instrument=small@1.0.0")
    hub.see(
        "It cannot prevent that somebody answers more than once",
        "so a result takes 10 people or more",
        "only answers with a code count, so a result takes 5 people or more",
        "you see how many have answered and not who",
        "When the key is destroyed nobody can join them any more",
        "whoever can read the database knows who said what",
    )
    hub.press("/waves", title="Winter", way_in="codes", privacy="confidential", minimum_group="5").see(
        "is a draft"
    )
    made = waves(office)["Winter"]
    assert (made.way_in, made.privacy, made.minimum_group) == (WayIn.CODES, Privacy.CONFIDENTIAL, 5)


def test_the_last_day_ends_in_the_time_zone_of_the_network(office: Office) -> None:
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/waves")
    hub.press("/time-zone", zone="America/Chicago").see("midnight in America/Chicago")
    hub.open(f"/studies/{office.study.id}/waves/new?instrument=small@1.0.0").see("America/Chicago")
    last = office.clock().date() + timedelta(days=30)
    hub.press("/waves", title="Winter", last=last.isoformat(), contact="Ada, ada@example.org").see(
        "is a draft"
    )
    made = waves(office)["Winter"]
    assert made.closes.isoformat()[:19] == f"{last}T23:59:59"
    assert made.closes.astimezone(UTC).date() == last + timedelta(days=1)
    assert made.contact == "Ada, ada@example.org"


def test_the_last_wave_is_copied_with_its_schools_and_rosters(office: Office) -> None:
    hub = office.visitor("hub").open(f"/studies/{office.study.id}/waves/new?copy={office.open.id}")
    proposed = {f"{SMALL.title}, spring 2026"}  # the clock of tests stands in May
    assert proposed == set(hub.form("/waves").values["title"])
    hub.see("A wave like “Spring”").press("/waves", title="Summer").see("“Summer” is a draft")
    made = waves(office)["Summer"]
    assert {site.school: site.roster for site in office.store.sites.of(made)} == {
        "North School": 10,
        "South School": 10,
        "East School": 10,
    }
    assert (made.closes.date() - made.opens.date()) == (office.open.closes.date() - office.open.opens.date())


def test_counts_stand_against_the_roster_by_school(office: Office) -> None:
    for school in range(3):
        answer(office, office.open, school=school, teachers=6)
    office.visitor("leader").open(f"/schools/{office.schools[0].id}/").see(
        "Fewer than 10 of 10 have answered"
    )
    close(office.store, office.open)
    office.visitor("hub").open(page(office.open)).see("18 of 30 have answered (60%)", "North School 6 10 60%")


def test_the_place_of_a_large_wave_shows_its_schools_by_the_hundred(office: Office) -> None:
    with office.store.together():
        for number in range(120):
            school = office.store.studies.add_school(office.network, f"School {number:03}")
            office.store.sites.add(office.open, school)
    hub = office.visitor("hub").open(page(office.open)).see("123 schools, page 1 of 2", "School 097")
    hub.not_see("School 098").not_see("The page before")
    hub.open(f"{page(office.open)}?page=2").see("page 2 of 2", "School 119", "The page before")
    hub.not_see("The next page").not_see("School 097")
    hub.open(f"{page(office.open)}?find=SCHOOL+11&page=99").see("10 schools whose name holds “SCHOOL 11”")
    hub.see("School 110", "School 119", "All schools").not_see("School 111 School 120").not_see(
        "North School"
    )
    hub.open(f"{page(office.open)}?find=%3Cb").see("No school of this wave has a name that holds “<b”")
    hub.open(f"{page(office.open)}close").see("123 schools may have fewer than 5 answers", "School 119")


def test_a_closed_wave_has_one_count_by_one_rule_that_is_told(office: Office) -> None:
    """A school without a result is in no number of people: neither who answered nor who was asked."""
    west = office.store.studies.add_school(office.network, "West School")
    office.store.sites.add(office.open, west, 12)
    for school in range(3):
        answer(office, office.open, school=school, teachers=6)
    answer(office, office.open, school=3, teachers=3)
    close(office.store, office.open)
    hub = office.visitor("hub").open(page(office.open))
    hub.see(
        "18 of 30 have answered (60%)", "Schools without a result are not counted", "West School no count 12"
    )
    hub.open(f"/networks/{office.network.id}/waves").see(
        "closed", "18 30", "those of the schools that its result"
    )
    hub.open(f"{page(office.open)}result").see(
        "18 people of 3 schools answered, 60% of those asked",
        "Schools with fewer than 5 answers are not among them",
    )
    researcher = office.visitor("researcher").open(f"{page(office.open)}files")
    researcher.see("They are of schools whose own result is of all their answers", "takes 8 answers")
    assert "too few answers are left out" not in researcher.page.text


def by_role(office: Office) -> dict[str, int]:
    """As it is told on the next day."""
    office.clock.pass_days(1)
    return dict(office.store.responses.counts_by_role(office.open))


def test_roles_are_counted_only_from_ten_in_fives_and_while_ten_remain_outside(office: Office) -> None:
    answer(office, office.open, school=0, teachers=9)
    assert by_role(office) == {}
    answer(office, office.open, school=1, teachers=8)
    assert by_role(office) == {}, "all the others could be told by subtraction: there are none"
    answer(office, office.open, school=1, teachers=0, leaders=9)
    assert by_role(office) == {}, "nine leaders could be told by subtraction"
    answer(office, office.open, school=2, teachers=0, leaders=1)
    assert by_role(office) == {"teacher": 15}
    answer(office, office.open, school=2, teachers=1)
    assert by_role(office) == {"teacher": 15}, "one more answer does not show"
    text = office.visitor("hub").open(page(office.open)).page.text
    assert "Teacher: 15 or more" in text
    assert "Leader:" not in text


def test_roles_are_counted_once_a_day_and_never_in_step_with_a_school(office: Office) -> None:
    for school in (0, 1, 2):
        answer(office, office.open, school=school, teachers=8, leaders=4)
    assert office.store.responses.counts_by_role(office.open) == {}, "all of them answered today"
    office.clock.pass_days(1)
    hub = office.visitor("hub")
    told = hub.open(page(office.open)).see("Teacher: 20 or more").page.text
    before = told.partition("By role")[2]
    for teachers, leaders in ((1, 0), (0, 1), (4, 4)):
        answer(office, office.open, school=0, teachers=teachers, leaders=leaders)
        assert hub.open(page(office.open)).page.text.partition("By role")[2] == before
    with office.store._database.writing() as connection:  # ten who answered before today take it back
        connection.exec_driver_sql("DELETE FROM response WHERE id IN (SELECT id FROM response LIMIT 10)")
    assert hub.open(page(office.open)).page.text.partition("By role")[2] == before
    office.clock.pass_days(1)
    assert hub.open(page(office.open)).page.text.partition("By role")[2] != before


def test_a_name_of_a_study_that_no_page_can_show_is_told(office: Office) -> None:
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/waves")
    hub.press("/studies", title="Leading \u202e together").see(
        "holds U+202E, a sign that nobody can see: 'Leading \\u202e together': type the name anew"
    )
    assert hub.status == 200
    assert [one.title for one in office.store.studies.of(office.network)] == ["Leading together"]


def test_a_study_made_twice_is_one(office: Office) -> None:
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/waves")
    hub.press("/studies", title=office.study.title.upper()).see("so no second one was made")
    assert len(office.store.studies.of(office.network)) == 1


def test_the_last_day_is_moved_and_never_into_the_past(office: Office) -> None:
    hub = office.visitor("hub").open(page(office.open))
    hub.press("/last-day", last=day(office, -3)).see("Choose today or a later day")
    hub.press("/last-day", last=day(office, 400)).see("A wave lasts at most 366 days")
    hub.press("/last-day", last=day(office, 40)).see("is open through the end of")
    assert waves(office)["Spring"].closes.date().isoformat() == day(office, 40)


def test_a_wave_is_closed_after_a_look_at_what_that_means(office: Office) -> None:
    for school in (0, 1):
        answer(office, office.open, school=school, teachers=7 + school)
    hub = (
        office.visitor("hub")
        .open(f"{page(office.open)}close")
        .see("10 or more have answered", "3 schools may have fewer than 5 answers", "East School")
    )
    hub.press("/close").see("is closed, and its results are made")
    assert waves(office)["Spring"].state is WaveState.CLOSED
    leader = office.visitor("leader").open("/home").see("Spring")
    assert leader.open(f"/schools/{office.schools[0].id}/results/{office.open.id}").status == 200
    hub.open(f"{page(office.open)}close")
    assert hub.path == page(office.open)


def test_a_wave_is_reopened_for_a_reason_that_is_kept_and_shown(office: Office) -> None:
    hub = office.visitor("hub").open(page(office.closed))
    hub.press("/reopen", reason="", last=day(office, -1)).see(
        "Say in a sentence why", "Choose today or a later day"
    )
    hub.press("/reopen", reason="East never got its link.", last=day(office, 5))
    hub.see("takes answers again", "East never got its link.")
    assert waves(office)["Fall"].state is WaveState.OPEN
    office.visitor("hub").open(f"/networks/{office.network.id}/log").see(
        "reopened a wave", "East never got its link."
    )


def test_the_calendar_adds_minutes_up_and_says_where_two_waves_meet(office: Office) -> None:
    office.store.sites.add(
        office.store.waves.add(office.study, new_wave(office.clock, "Extra", 3, 9)), office.schools[0]
    )
    visitor = office.visitor("researcher").open(f"/networks/{office.network.id}/calendar")
    visitor.see(
        "Staff: 24 minutes in the year of 32 that are reasonable",
        "“Spring” and “Extra” are open at the same time",
    )
    assert "May" in visitor.page.text
    for n in range(2):
        more = office.store.waves.add(office.study, new_wave(office.clock, f"More {n}", 20 + n, 21 + n))
        office.store.sites.add(more, office.schools[0])
    visitor.open(f"/networks/{office.network.id}/calendar").see(
        "40 minutes in the year, more than the reasonable 32"
    )


def test_minutes_of_students_are_added_up_in_a_grade_and_surveys_of_other_grades_do_not_meet(
    office: Office,
) -> None:
    extra = office.store.waves.add(office.study, new_wave(office.clock, "Extra", 3, 9))
    office.store.sites.add(extra, office.schools[0])
    found = {one.wave.title: one for one in burden.asked(office.store, office.network)}
    young, old = (
        replace(found[title], audience=Audience.STUDENTS, grades=grades)
        for title, grades in (("Spring", (3, 5)), ("Extra", (6, 12)))
    )
    first = school_year(young.wave.opens.date())

    def told(*asked: burden.Asked) -> tuple[int, int]:
        made = burden.year(asked, first)
        return made.lines[0].total, len(made.meetings)

    assert told(young, old) == (8, 0)
    assert told(young, replace(old, grades=(5, 12))) == (16, 1)
    assert told(young, replace(old, grades=())) == (16, 1)


def test_a_wave_past_its_last_day_is_what_the_hub_does_next(office: Office) -> None:
    office.clock.pass_days(40)
    office.visitor("hub").open("/home").see("“Spring” is past its last day. Close it to make its results.")


def test_a_wave_made_inside_the_demonstration_is_simulated_on_its_pages(office: Office) -> None:
    office.store.installation.remember_demonstration(office.network)
    made = office.store.waves.add(office.study, new_wave(office.clock, "Asked here", -1, 9))
    far = office.store.waves.add(
        office.store.studies.add(office.other, "Theirs"), new_wave(office.clock, "Far", -1, 9)
    )
    assert made.simulated
    assert not far.simulated, "a network that others set up beside it is no demonstration"
    office.store.sites.add(made, office.schools[0])
    hub = office.visitor("hub")
    for path in ("", "close", "rosters"):
        hub.open(f"/waves/{made.id}/{path}").see("Simulated data")
    hub.open(f"/networks/{office.network.id}/waves").see("Asked here simulated")
    office.visitor("leader").open("/home").see("Asked here simulated")
    link = office.store.sites.of(made)[0].link
    office.visitor().open(f"/s/{link}/").see("Simulated data")


def test_a_copy_of_a_simulated_wave_is_asked_of_people(office: Office) -> None:
    simulated = new_wave(office.clock, "Made up", -9, -2, simulated=True)
    last = office.store.waves.add(office.study, simulated)
    hub = office.visitor("hub").open(f"/studies/{office.study.id}/waves/new?copy={last.id}")
    hub.press("/waves", title="Asked of people").see("is a draft")
    made = next(one for one in office.store.waves.of(office.study) if one.title == "Asked of people")
    assert not made.simulated


def test_the_languages_of_a_wave_and_the_one_shown_first_are_chosen(office: Office) -> None:
    hub = office.visitor("hub").open(
        f"/studies/{office.study.id}/waves/new?instrument=collective-leadership@1.0.0"
    )
    hub.see("Languages", "Español", "Language shown first")
    hub.press("/waves", title="Conditions", languages=["en"], first_language="es").see(
        "Choose one of the languages that are ticked above"
    )
    hub.press("/waves", title="Conditions", languages=["en", "es"], first_language="es")
    hub.see("Español and English , the first shown first")
    made = next(wave for wave in office.store.waves.of(office.study) if wave.title == "Conditions")
    assert made.languages == ("es", "en")


def test_those_who_answered_in_another_language_are_a_group_where_they_are_enough(office: Office) -> None:
    store = office.store
    store.definitions.publish(SMALL, [Translation("es", {"title": "Un instrumento"})])
    new = NewWave(
        title="Two languages",
        instrument_id=SMALL.id,
        version=SMALL.version,
        form="full",
        languages=("en", "es"),
        privacy=SMALL.privacy,
        minimum_group=5,
        opens=office.clock() - timedelta(days=1),
        closes=office.clock() + timedelta(days=9),
    )
    wave = store.waves.add(office.study, new)
    sites = [store.sites.add(wave, school) for school in office.schools[:2]]
    for site, spanish in zip(sites, (12, 4), strict=True):
        for language, people, answer in (("en", 16, 1), ("es", spanish, 3)):
            codes = np.array([[at % 2 + answer, 0] for at in range(people)], dtype=np.uint8)
            day = office.clock().date()
            store.responses.add(wave, np.full(people, site.id), codes, "full", language, day)
    office.clock.pass_days(10)
    close(store, wave)
    whole = whole_of(store.results.snapshot(wave))
    north, south = (
        [grouping for grouping in part.groups if grouping.by == LANGUAGE] for part in whole.shown()
    )
    assert [(group.id, group.n) for group in north[0].groups] == [("en", 16)]
    assert north[0].rest.n == 12
    assert south == [], "four who answered in Spanish are too few"


def test_whoever_runs_a_wave_takes_its_form_on_paper(office: Office) -> None:
    address = f"{page(office.open)}form-en.pdf"
    hub = office.visitor("hub").open(page(office.open)).see("Forms on paper", "The form in English (PDF)")
    made = hub.client.get(address)
    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    assert "full - en.pdf" in made.headers["Content-Disposition"]
    assert hub.client.get(address.replace("-en", "-es")).status_code == 404
    for other in ("researcher", "leader"):
        assert office.visitor(other).client.get(address).status_code == 403, other
