"""The one next thing of a school, as a table over typed facts; and where it stands on its way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from engine.waves.team_way import (
    ClosedSurvey,
    Next,
    RunningSurvey,
    SchoolFacts,
    StandingPlan,
    Station,
    next_thing,
    way,
)

TODAY = date(2027, 11, 8)
SURVEY = RunningSurvey(7, "Spring", TODAY - timedelta(3), TODAY + timedelta(18), 0, 40, same=True)
LONG = replace(SURVEY, closes=TODAY + timedelta(300))
ANSWERED = replace(SURVEY, at_least=20)
PLANNED = replace(SURVEY, opens=TODAY + timedelta(100), closes=TODAY + timedelta(120))
RESULT = ClosedSurvey(3, "Fall", TODAY - timedelta(40), None, scored=True, chosen=None)
READ = replace(RESULT, read=TODAY - timedelta(30))
CHOSEN = replace(READ, chosen=TODAY - timedelta(20), measures=("VS",))
PLAN = StandingPlan(
    1, 3, theory=True, steps=3, all_steps=5, late=0, next_due=TODAY + timedelta(9), impact=False
)


def facts(**given: Any) -> SchoolFacts:
    return SchoolFacts(TODAY, **given)


CASES = [
    ("nothing was ever asked", facts(), Next.NOTHING),
    ("a survey is planned", facts(running=(PLANNED,)), Next.WAIT_OPEN),
    ("few have answered", facts(running=(SURVEY,)), Next.SHARE),
    ("few of an unknown number have", facts(running=(replace(SURVEY, asked=None),)), Next.SHARE),
    ("half have answered", facts(running=(ANSWERED,)), Next.WAIT_CLOSE),
    ("its last day is over", facts(running=(replace(SURVEY, closes=TODAY - timedelta(1)),)), Next.NOTHING),
    ("few have, and a result is unread", facts(running=(SURVEY,), result=RESULT), Next.SHARE),
    ("few have, with time left, and a result is unread", facts(running=(LONG,), result=RESULT), Next.READ),
    ("a result is unread", facts(result=RESULT), Next.READ),
    ("a result without scores is unread", facts(result=replace(RESULT, scored=False)), Next.READ),
    ("a result without scores is read", facts(result=replace(READ, scored=False)), Next.NOTHING),
    ("it is read", facts(result=READ), Next.CHOOSE),
    ("it is chosen, and no plan can be kept", facts(result=CHOSEN), Next.GUIDE),
    ("it is chosen, and few have answered again", facts(running=(LONG,), result=CHOSEN), Next.SHARE),
    ("it is chosen, and the month waits", facts(result=CHOSEN, check_in_due=True), Next.CHECK_IN),
    ("it is chosen, and a plan can be kept", facts(result=CHOSEN, plans=True), Next.BEGIN_PLAN),
    ("no theory stands", facts(result=CHOSEN, plans=True, plan=replace(PLAN, theory=False)), Next.THEORY),
    (
        "no step stands",
        facts(result=CHOSEN, plans=True, plan=replace(PLAN, steps=0, all_steps=0)),
        Next.TIMELINE,
    ),
    ("a step is late", facts(result=CHOSEN, plan=replace(PLAN, late=1), check_in_due=True), Next.LATE),
    ("the month waits", facts(result=CHOSEN, plan=PLAN, check_in_due=True), Next.CHECK_IN),
    ("all is on time", facts(result=CHOSEN, plan=PLAN), Next.STEP),
    ("all is on time, and few have answered", facts(running=(LONG,), result=CHOSEN, plan=PLAN), Next.SHARE),
    (
        "all steps are done",
        facts(running=(PLANNED,), result=CHOSEN, plan=replace(PLAN, steps=0)),
        Next.WAIT_OPEN,
    ),
    ("a newer result is unread", facts(result=replace(RESULT, wave=4), plan=PLAN), Next.READ),
    (
        "a newer result is unread and answers a prediction",
        facts(result=replace(RESULT, wave=4, predicted=True), plan=PLAN),
        Next.PREDICTED,
    ),
    ("it was seen", facts(result=replace(READ, wave=4, predicted=True), plan=PLAN), Next.IMPACT),
    ("a newer result is read", facts(result=replace(READ, wave=4), plan=PLAN), Next.IMPACT),
    (
        "what came of it is written",
        facts(result=replace(READ, wave=4), plan=replace(PLAN, impact=True)),
        Next.STEP,
    ),
    (
        "the plan is closed",
        facts(running=(PLANNED,), result=CHOSEN, plans=True, closed_plan=True),
        Next.WAIT_OPEN,
    ),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_next_thing_follows_from_the_facts(given: SchoolFacts, expected: Next) -> None:
    assert next_thing(given) is expected


def test_every_next_thing_is_in_the_table() -> None:
    assert {expected for *_, expected in CASES} == set(Next)


def test_a_count_that_is_told_in_steps_decides_and_nothing_finer() -> None:
    under, above = replace(SURVEY, at_least=10), replace(SURVEY, at_least=20)
    assert (under.few(), above.few()) == (True, False)


@pytest.mark.parametrize(
    ("given", "states"),
    [
        (facts(), "now ahead ahead ahead ahead"),
        (facts(running=(SURVEY,)), "now ahead ahead ahead ahead"),
        (facts(result=RESULT), "done now ahead ahead ahead"),
        (facts(result=READ), "done done now ahead ahead"),
        (facts(result=CHOSEN, plan=PLAN), "done done done now ahead"),
        (facts(result=CHOSEN, closed_plan=True), "done done done done now"),
    ],
)
def test_a_school_is_at_one_station_of_its_way(given: SchoolFacts, states: str) -> None:
    stops = way(given)
    assert " ".join(one.state for one in stops) == states
    assert [one.station for one in stops] == list(Station)


def test_the_last_station_has_the_day_of_the_next_survey() -> None:
    planned = way(facts(result=CHOSEN, running=(PLANNED,)))[-1].day
    taking = way(facts(result=CHOSEN, running=(SURVEY,)))[-1].day
    other = way(facts(result=CHOSEN, running=(replace(SURVEY, same=False),)))[-1].day
    assert (planned, taking, other) == (PLANNED.opens, SURVEY.closes, None)
