"""Audiences side by side against whoever subtracts: several results together tell no more than each of them alone.

Staff, students and families answer surveys of their own; staff are told in groups and in a composite besides. No person
is in two of the results, so a sum over audiences is of people of both: what could be worked out is what one result
alone gives away (`test_attack`), or what the page adds to them. It adds nothing: each of its numbers is printed by one
of the results, and a hidden audience, whatever it answered and however few or many it is, changes no sign of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.disclosure.policy import SUBGROUP
from engine.instrument.construct_map import Construct, ConstructMap
from engine.instrument.model import Audience, Composite, Instrument, Scoring
from engine.report.document import BarFigure, Paragraph, Section
from engine.report.school.audiences import construct_sections
from engine.report.voices import ScaledFigure
from engine.results.model_school import FrozenSchool
from engine.results.side_by_side import AudienceResult, side_by_side
from tests.engine.results.small_networks import SMALL, people, result
from tests.kept import as_whole, plain

MAP = ConstructMap("map", "A map", (Construct("one", "One", "."), Construct("two", "Two", ".", under="one")))
ASKED: dict[Audience, Instrument] = {
    audience: replace(
        SMALL,
        id=audience.value,
        audience=audience,
        construct_map=MAP,
        subscales=tuple(
            replace(scale, construct=construct)
            for scale, construct in zip(SMALL.subscales, ("one", "two"), strict=True)
        ),
        composites=(Composite("both", "Both", ("a", "b"), Scoring("mean", 2, (0.0, 100.0))),),
    )
    for audience in (Audience.STAFF, Audience.STUDENTS, Audience.FAMILIES)
}
ROLES = (1,) * 12 + (2,) * 11


def answered(audience: Audience, n: int, centre: float, seed: int, **changes: Any) -> Mapping[str, Any]:
    """The result of one audience at three schools; the first is the one that is read."""
    own = people(n, centre, 4 - centre, seed, ROLES[:n])
    return result(
        [own, people(30, 2, 2, seed + 1), people(30, 3, 1, seed + 2)], used=ASKED[audience], **changes
    )


def first_school(audience: Audience, document: Mapping[str, Any]) -> list[AudienceResult]:
    whole = as_whole(document)
    part = whole.schools[0]
    return [AudienceResult(ASKED[audience], whole.result, part)] if isinstance(part, FrozenSchool) else []


def printed_of(sections: tuple[Section, ...]) -> list[tuple[object, ...]]:
    """Every number that the sections hold: of rows their place and interval, of bars their texts."""
    found: list[tuple[object, ...]] = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, ScaledFigure):
                found += [(row.value, row.low, row.high) for row in block.rows]
            elif isinstance(block, BarFigure):
                found += [tuple(number for _, number in row.shares) for row in block.rows]
            else:
                assert isinstance(block, Paragraph)
                assert not any(sign.isdigit() for sign in block.text)
    return found


FEW = st.integers(1, 4)
MANY = st.integers(24, 60)
CENTRE = st.sampled_from([0.0, 0.4, 2.0, 3.6, 4.0])


@settings(max_examples=4, deadline=None, derandomize=True)
@given(MANY, MANY, CENTRE, CENTRE, FEW, FEW, CENTRE)
def test_a_hidden_audience_changes_no_sign_of_the_page(
    staff: int, students: int, one: float, other: float, few: int, fewer: int, hidden: float
) -> None:
    shown = first_school(Audience.STAFF, answered(Audience.STAFF, staff, one, 1))
    shown += first_school(Audience.STUDENTS, answered(Audience.STUDENTS, students, other, 7))
    pages = [
        construct_sections(side_by_side([*shown, *first_school(Audience.FAMILIES, families)], {}))
        for families in (
            answered(Audience.FAMILIES, few, hidden, 3),
            answered(Audience.FAMILIES, fewer, 4 - hidden, 5),
        )
    ]
    assert pages[0] == pages[1] == construct_sections(side_by_side(shown, {}))


@settings(max_examples=4, deadline=None, derandomize=True)
@given(MANY, MANY, MANY, CENTRE, CENTRE, CENTRE)
def test_each_number_of_the_page_is_one_that_a_single_result_prints(
    staff: int, students: int, families: int, one: float, two: float, three: float
) -> None:
    results = [
        found
        for audience, n, centre in zip(ASKED, (staff, students, families), (one, two, three), strict=True)
        for found in first_school(audience, answered(audience, n, centre, n))
    ]
    assert len(results) == len(ASKED)
    scores = [score for found in results for score in found.school.scores.values() if score]
    places = {(score.mean, score.low, score.high) for score in scores}
    shares = {tuple(item.shares) for score in scores for item in score.items or ()}
    for row in printed_of(construct_sections(side_by_side(results, {}))):
        if len(row) == 3:
            assert row in places
        else:
            numbers = tuple(int(str(cell).strip("≤≥ ")) for cell in row)
            assert numbers in shares


@pytest.mark.parametrize("late", [1, 12])
def test_answers_that_came_late_stay_out_until_the_result_of_their_own_audience_has_them(late: int) -> None:
    before = answered(Audience.FAMILIES, 30, 2.0, 3)
    again = result(
        [
            np.concatenate([people(30, 2.0, 2.0, 3, ROLES), people(late, 1.6, 2.4, 99)]),
            people(30, 2, 2, 4),
            people(30, 3, 1, 5),
        ],
        used=ASKED[Audience.FAMILIES],
        previous=before,
    )
    staff = first_school(Audience.STAFF, answered(Audience.STAFF, 40, 2.0, 1))
    pages = [
        printed_of(construct_sections(side_by_side([*staff, *first_school(Audience.FAMILIES, document)], {})))
        for document in (before, again)
    ]
    kept = plain(first_school(Audience.FAMILIES, again)[0].school).get("as_of") is not None
    assert kept == (late < SUBGROUP)
    assert (pages[0] == pages[1]) == kept
