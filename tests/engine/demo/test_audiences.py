"""Other audiences of the demonstration: their numbers lie where the study of the domain puts them, or where ours do."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from engine.demo.audiences import (
    AUDIENCES,
    DOORS,
    FAMILIES,
    LEADERS,
    SPANISH_FAMILIES_AT_I,
    STUDENTS,
    TEACHERS,
    AudienceWave,
    answers,
)
from engine.demo.classes import INSTRUMENT as CLASSES
from engine.demo.fill import Demo
from engine.demo.leaders_time import INSTRUMENT as LEADERS_TIME
from engine.demo.network import planted_schools
from engine.demo.people import OWN_SCHOOL
from engine.demo.planted import PLANTED
from engine.demo.students import OLDER, efficacy, growth
from engine.demo.teams import OVERLOADED, TEAMS
from engine.instrument.model import Instrument, Privacy
from engine.loading import catalog
from engine.responses.layout import layout
from engine.responses.scoring import scored_subscales
from engine.responses.simulate import SimulatedWave
from engine.results.side_by_side import GapVerdict
from engine.store import Store, WaveState, WayIn
from engine.waves.school_result import closed_waves
from engine.waves.school_years import school_year
from engine.waves.side_by_side import year_of_school
from psychometrics.groups import group_scores_from_summary
from psychometrics.levels import anova_icc
from psychometrics.scores import ScoreTable

Document = Mapping[str, Any]


def given(asked: AudienceWave) -> tuple[Instrument, SimulatedWave]:
    instrument = catalog.find(asked.instrument)
    return instrument, answers(asked, instrument)


def table(instrument: Instrument, wave: SimulatedWave) -> ScoreTable:
    subscales = scored_subscales(instrument, instrument.main_form)
    return ScoreTable.of(wave.codes, layout(instrument).table, subscales, groups=wave.sites)


def result(demo: tuple[Store, Demo], instrument: str) -> Document:
    store, made = demo
    return store.results.snapshot(made.audiences[instrument]).document


def part(document: Document, school: str) -> Document:
    (found,) = [one for one in document["sites"] if one["school"].startswith(school)]
    return found


def test_every_audience_has_a_closed_wave_that_says_it_is_simulated(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    assert {one.instrument for one in AUDIENCES} | {LEADERS_TIME, CLASSES} == set(made.audiences)
    for wave in made.audiences.values():
        assert (wave.state, wave.simulated) == (WaveState.CLOSED, True)
        by_school = store.results.network_snapshot(wave).document["network"] is not None
        alone = (LEADERS_TIME, CLASSES, LEADERS.instrument, TEACHERS.instrument)
        assert by_school == (wave.instrument_id not in alone), wave.title


def test_every_door_is_open_and_empty_and_says_it_is_simulated(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    assert {one.title for one in made.doors.values()} == set(DOORS)
    for wave in made.doors.values():
        assert (wave.state, wave.simulated, wave.languages) == (WaveState.OPEN, True, ("en", "es"))
        assert sum(store.responses.counts(wave).values()) == 0


def test_the_same_seed_gives_the_same_answers() -> None:
    for asked in AUDIENCES:
        assert np.array_equal(given(asked)[1].codes, given(asked)[1].codes)


def test_students_of_all_schools_answer_in_the_grades_that_their_school_has(demo: tuple[Store, Demo]) -> None:
    instrument, wave = given(STUDENTS)
    assert len(result(demo, STUDENTS.instrument)["sites"]) == len(planted_schools()) == 24
    grades = wave.codes[:, layout(instrument).first["grade"]] + OLDER[0]
    levels = np.array([one.level for one in planted_schools()])[wave.sites]
    for level, known in {"elementary": {6}, "middle": {7, 8}, "high": {9, 10, 11, 12}}.items():
        assert set(grades[levels == level].tolist()) == known


def test_growth_rises_and_efficacy_falls_with_the_grade() -> None:
    instrument, wave = given(STUDENTS)
    grades = wave.codes[:, layout(instrument).first["grade"]].astype(np.int64)
    subscales = scored_subscales(instrument, instrument.main_form)
    scores = ScoreTable.of(wave.codes, layout(instrument).table, subscales, groups=grades)
    for id, expected in (("growth", growth), ("efficacy", efficacy)):
        means = scores.mean(id, by_group=True) / 25 + 1
        assert means == pytest.approx([expected(grade) for grade in OLDER], abs=0.06)


@pytest.mark.parametrize(("asked", "sd", "icc"), [(STUDENTS, 0.75, 0.05), (FAMILIES, 0.80, 0.06)])
def test_scores_spread_as_the_study_of_the_domain_assumes(asked: AudienceWave, sd: float, icc: float) -> None:
    instrument, wave = given(asked)
    scores = table(instrument, wave)
    names = [one.id for one in instrument.subscales]
    assert np.mean([scores.sd(id) / 25 for id in names]) == pytest.approx(sd, abs=0.04)
    found = []
    for id in names:
        n, mean, own = (getattr(scores, what)(id, by_group=True) for what in ("n", "mean", "sd"))
        found.append(anova_icc(group_scores_from_summary(np.arange(len(n)), n, mean, own)).icc1)
    assert np.mean(found) == pytest.approx(icc, abs=0.015)


def test_families_answer_as_seldom_and_as_kindly_as_assumed(demo: tuple[Store, Demo]) -> None:
    document = result(demo, FAMILIES.instrument)
    shown = [one for one in document["sites"] if one["shown"]]
    assert np.mean([one["rate"] for one in shown]) == pytest.approx(19, abs=1.5)
    means = [one["mean"] for one in document["network"]["measures"].values()]
    assert np.mean(means) / 25 + 1 == pytest.approx(4.0, abs=0.1)


def test_i_hears_from_families_in_spanish_and_in_english(demo: tuple[Store, Demo]) -> None:
    school = part(result(demo, FAMILIES.instrument), PLANTED["I"][0])
    (languages,) = [one for one in school["groups"] if one["by"] == "(language)"]
    (shown,) = languages["groups"]
    sizes = {shown["id"]: shown["n"]}
    sizes["es" if shown["id"] == "en" else "en"] = languages["rest"]["n"]
    assert min(sizes.values()) >= 10
    assert sizes["es"] / school["responses"] == pytest.approx(SPANISH_FAMILIES_AT_I, abs=0.1)


def test_c_is_too_small_for_a_result_of_anybody(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    for wave in made.audiences.values():
        for site in store.results.snapshot(wave).document["sites"]:
            assert not (site["school"].startswith(PLANTED["C"][0]) and site["shown"]), wave.title


def test_teams_lie_in_each_corner_of_safety_and_accountability(demo: tuple[Store, Demo]) -> None:
    document = result(demo, "team-safety")
    corners = set()
    for name, means in TEAMS.items():
        scores = [part(document, name)["scores"][id] for id in ("safety", "accountability")]
        assert [score["mean"] / 25 + 1 for score in scores] == pytest.approx(means, abs=0.15), name
        if all(score["low"] > 50 or score["high"] < 50 for score in scores):
            corners.add(tuple(score["low"] > 50 for score in scores))
    assert len(corners) == 4


def test_one_school_has_too_many_projects_and_is_least_ready_for_one_more(demo: tuple[Store, Demo]) -> None:
    shown = [one for one in result(demo, "innovation-and-change")["sites"] if one["shown"]]
    assert max(shown, key=lambda one: one["scores"]["overload"]["mean"])["school"].startswith(OVERLOADED)
    assert min(shown, key=lambda one: one["scores"]["readiness"]["mean"])["school"].startswith(OVERLOADED)


def test_where_high_is_worse_in_one_score_no_score_is_called_a_strength(demo: tuple[Store, Demo]) -> None:
    shown = [one for one in result(demo, "innovation-and-change")["sites"] if one["shown"]]
    assert shown
    assert all(one["start"] is None for one in shown)
    assert all(one["start"] for one in result(demo, "families")["sites"] if one["shown"])


def test_leaders_of_all_schools_are_one_pool_and_no_school_has_a_result_of_its_own(
    demo: tuple[Store, Demo],
) -> None:
    store, made = demo
    wave = made.audiences[LEADERS.instrument]
    assert (wave.privacy, wave.way_in) == (Privacy.CONFIDENTIAL, WayIn.CODES)
    pool = store.results.network_snapshot(wave).document["pool"]
    assert pool["responses"] > 20
    assert pool["scores"]["sharing"]["mean"] / 25 + 1 == pytest.approx(LEADERS.means["sharing"], abs=0.1)
    assert not [one for one in result(demo, LEADERS.instrument)["sites"] if one["shown"]]


def test_teachers_say_of_lessons_what_their_students_say_less_often_and_no_gap_is_made_of_it(
    demo: tuple[Store, Demo],
) -> None:
    store, made = demo
    (network,) = store.studies.networks()
    school = next(one for one in store.studies.schools(network) if one.name.startswith(OWN_SCHOOL))
    closed = closed_waves(store, school)
    first = school_year(made.audiences[CLASSES].opens.date())
    year = year_of_school(store, school, closed, first, lambda wave: True, "en")
    (found,) = [one for one in year.constructs if one.id == "assessment-practice"]
    teachers, students = found.voices
    assert (teachers.edition[0], students.edition[0]) == (TEACHERS.instrument, CLASSES)
    assert teachers.score.low > students.score.high
    (pair,) = found.pairs
    assert (pair.gap, pair.shared, len(pair.statements)) == (GapVerdict.NOT_EXAMINED, 7, 7)
