"""Units, audiences and composites together: all that a network prints, added up by everybody who may read some of it.

Two surveys of one network, students in classes and staff in teams, as their schools, teachers, hub and API have them.
Each number is taken for exact, which is more than anybody has, and for a sum over people who are known; whatever
combination of them is a sum over people has at least the minimum. Statement by statement and score by score: what a
score and its own statements say together, as far as rounding lets them, is `test_attack`.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.disclosure import units as unit_rules
from engine.disclosure.policy import FLOOR, SUBGROUP
from engine.instrument.model import Audience
from engine.report.school.audiences import construct_sections
from engine.report.school.scores_csv import school_csv
from engine.responses.layout import BLANK
from engine.results import groups as group_results
from engine.results.model_school import FrozenSchool
from engine.results.side_by_side import AudienceResult, side_by_side
from tests.engine.disclosure.everything import (
    NONE,
    People,
    answered,
    asked,
    classes,
    drawn,
    few_that_follow,
    follows,
    numbers,
    of_school,
    of_units,
    span,
)
from tests.engine.disclosure.test_audiences_attack import printed_of
from tests.kept import hub_view

VARIABLES = ("people", "a", "A0", "A1", "b", "O0")
SEEDS = (*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 60)))
HALF = 0.5 + 1e-6  # of a printed unit
AUDIENCES = pytest.mark.parametrize("audience", [Audience.STUDENTS, Audience.STAFF])


def worked_out(people: People, least: int, variables: Sequence[str] = VARIABLES) -> list[tuple[str, int]]:
    """The sums over fewer than `least` people of the first school that all readers together can make."""
    rows = [*of_school(people), *of_units(people)]
    return [
        (variable, int(found.sum()))
        for variable in variables
        for found in few_that_follow(rows, variable, least, people.school == 0)
    ]


@AUDIENCES
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_works_out_fewer_people_than_the_minimum(audience: Audience, seed: int) -> None:
    people = drawn(audience, seed)
    least = SUBGROUP if audience is Audience.STUDENTS else FLOOR
    assert people.document["sites"][0]["shown"]
    assert worked_out(people, least) == []


@AUDIENCES
@pytest.mark.parametrize("seed", SEEDS[:2])
def test_each_number_of_people_is_that_of_the_people_it_is_read_as(audience: Audience, seed: int) -> None:
    people = drawn(audience, seed)
    rows = [one for school in range(4) for one in of_school(people, school)] + of_units(people)
    counted = [one for one in rows if one.n is not None]
    assert len(counted) > 40
    assert [(one.path, one.n) for one in counted] == [(one.path, int(one.weights.sum())) for one in counted]


# A teacher by themselves


def other_classes(people: People) -> list[tuple[str, int, int]]:
    """What the teacher of a class works out of another class as a whole, beyond what the school's result tells."""
    school, found = of_school(people), []
    for variable in VARIABLES:
        for own in people.units:
            read = span([*school, *of_units(people, [own])], variable)
            for other in set(people.unit.tolist()) - {own, NONE}:
                class_of = ((people.unit == other) & people.who(variable)).astype(float)[None]
                known = not class_of.any() or follows(span(school, variable), class_of)[0]
                found += [(variable, own, other)] if not known and follows(read, class_of)[0] else []
    return found


GRADES_OF_TWO = classes((14, 0, 0), (14, 1, 0), (14, 2, 1), (14, 3, 1))
THIRD_LEFT_OUT = classes((14, 0, 0), (15, 1, 0), (16, 2, 0))
THIRD_LEFT_OUT = answered(THIRD_LEFT_OUT, THIRD_LEFT_OUT.unit == 2, ("A0", "A1"), BLANK)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_teacher_works_out_the_class_of_another(seed: int) -> None:
    assert other_classes(drawn(Audience.STUDENTS, seed)) == []


@pytest.mark.parametrize("people", [GRADES_OF_TWO, THIRD_LEFT_OUT])
def test_of_two_classes_of_a_grade_or_on_a_measure_neither_teacher_works_out_the_other(
    people: People,
) -> None:
    assert people.document["sites"][0]["shown"]
    assert other_classes(people) == []


def test_the_attack_finds_the_other_class_of_a_grade_without_the_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two rules keep it: grades of two classes are no groups of the school's, and of two that are neither is shown."""
    monkeypatch.setattr(unit_rules, "_with_another", lambda *_: frozenset())
    assert other_classes(replace(GRADES_OF_TWO)) == []
    monkeypatch.setattr(group_results, "groups_of_several_classes", lambda told, *_: list(told))
    people = replace(GRADES_OF_TWO)
    assert ("a", 0, 1) in other_classes(people)
    assert ("a", 3, 2) in other_classes(people)


# The attack can succeed

BY_LANGUAGE = replace(
    people := classes((30, NONE, 0), (20, NONE, 1)),
    language=((people.group == 1) & (np.arange(len(people.group)) < 42)).astype(np.int64),
)
OFF = (
    (unit_rules, "_few_left", lambda *_: False, drawn(Audience.STUDENTS, 1), SUBGROUP),
    (unit_rules, "_few_left", lambda *_: False, drawn(Audience.STAFF, 2), FLOOR),
    (unit_rules, "_few_by_sums", lambda *_: False, drawn(Audience.STUDENTS, 7), SUBGROUP),
    (unit_rules, "_few_by_sums", lambda *_: False, drawn(Audience.STAFF, 0), FLOOR),
    (group_results, "shown_beside", lambda found, *_: len(found), BY_LANGUAGE, SUBGROUP),
)


@pytest.mark.parametrize(("room", "rule", "without", "people", "least"), OFF)
def test_with_one_rule_switched_off_few_people_are_worked_out(
    monkeypatch: pytest.MonkeyPatch, room: Any, rule: str, without: Any, people: People, least: int
) -> None:
    assert worked_out(replace(people), least, ("a",)) == []
    monkeypatch.setattr(room, rule, without)
    assert worked_out(replace(people), least, ("a",)) != []


# Composites, the network and the pages add no sum to these


def composites_follow(part: Mapping[str, Any]) -> bool:
    """Whether a composite is there only with both its parts, and is the mean of what is printed of them."""
    parts = [part["scores"][id] for id in ("a", "b")]
    if None in parts:
        return part["composites"] == []
    ends = {one["end"] for one in parts} - {None}
    if len(ends) > 1:
        return part["composites"] == []
    (both,) = part["composites"]
    means = (np.mean([one[key] for one in parts]) - both[key] for key in ("mean", "low", "high"))
    return all(abs(float(one)) <= HALF for one in means)


@AUDIENCES
@pytest.mark.parametrize("seed", SEEDS[:3])
def test_a_composite_is_the_mean_of_what_is_printed_of_its_parts(audience: Audience, seed: int) -> None:
    people = drawn(audience, seed)
    parts = [*people.document["sites"], *people.units.values()]
    assert all(composites_follow(part) for part in parts)
    told = next(part for part in parts if part["composites"])
    other = {**told["composites"][0], "mean": told["composites"][0]["mean"] + 2}
    assert not composites_follow({**told, "composites": [other]})


def test_a_class_at_an_end_of_a_part_hides_the_composite_of_every_class() -> None:
    three = classes((14, 0, 0), (15, 1, 0), (16, 2, 0))
    people = answered(three, three.unit == 1, ("B0",), 4)
    assert [(one["scores"]["b"], one["composites"]) for one in people.units.values()] == [(None, [])] * 3
    assert all(one["scores"]["a"] is not None for one in people.units.values())
    assert all(one["composites"] for one in three.units.values())


@AUDIENCES
def test_the_network_the_hub_and_the_api_print_numbers_of_whole_schools_or_of_what_schools_print(
    audience: Audience,
) -> None:
    document = drawn(audience, 0).document
    whole, schools = document["network"], document["sites"]
    for id, one in whole["measures"].items():
        assert one["mean"] == pytest.approx(
            np.mean([part["scores"][id]["mean"] for part in schools]), abs=0.05
        )
    (share,) = whole["outcomes"]
    assert share["share"] == pytest.approx(
        np.mean([part["outcomes"][0]["share"] for part in schools]), abs=HALF
    )
    (both,) = whole["composites"]
    assert both["mean"] == pytest.approx(
        np.mean([one["mean"] for one in whole["measures"].values()]), abs=0.1
    )
    assert whole["responses"] == sum(part["responses"] for part in schools)
    view = hub_view(document, {0, 1, 2, 3})
    assert view["network"]["measures"] == whole["measures"]
    assert all(part in schools for part in view["schools"])
    assert not any("unit" in path.split("/") for path, _ in numbers(view))


def test_no_number_is_of_people_of_two_surveys_and_pages_print_those_of_the_documents() -> None:
    results = [first_school(drawn(audience, 0)) for audience in (Audience.STUDENTS, Audience.STAFF)]
    places = [one for result in results for one in result.school.scores.values() if one]
    known: set[tuple[object, ...]] = {(one.mean, one.low, one.high) for one in places}
    known |= {tuple(map(str, item.shares)) for one in places for item in one.items or ()}
    rows = printed_of(construct_sections(side_by_side(results, {})))
    assert len(rows) >= len(results) * 2
    assert set(rows) <= known


@AUDIENCES
def test_the_file_of_a_school_holds_the_numbers_of_its_document(audience: Audience) -> None:
    people = drawn(audience, 0)
    result = first_school(people)
    told = {value for _, value in numbers(people.document["sites"][0])}
    rows = list(csv.DictReader(io.StringIO(school_csv(result.frozen, result.school))))
    columns = ("responses", "n", "score", "interval_low", "interval_high")
    found = [float(row[column]) for row in rows for column in columns if row[column]]
    assert len(found) > 15
    assert set(found) <= told


def first_school(people: People) -> AudienceResult:
    whole, _ = people.result
    (school,) = (one for one in whole.schools if one.site == 0)
    assert isinstance(school, FrozenSchool)
    return AudienceResult(asked(people.audience), whole.result, school)
