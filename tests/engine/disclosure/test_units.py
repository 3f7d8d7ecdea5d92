"""Classes and teams by themselves: no set of readers works out fewer people than the minimum, whatever they add up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.disclosure import units as rules
from engine.disclosure.policy import SUBGROUP, policy
from engine.disclosure.units import class_rule, shown_units, team_rule, units_with_statements
from engine.instrument.model import Audience, Instrument
from engine.responses.layout import BLANK, Block
from engine.responses.sorting import units_of
from engine.results import SiteFacts, UnitFacts, school_by_school
from engine.results.model_unit import FrozenUnit
from tests.engine.disclosure.networks import WAVE
from tests.small import choose, instrument, likert, subscale

NONE = 255  # in no unit
LANGUAGES = ("en", "es")
LEVELS = ("six", "seven", "eight")
STUDENTS = replace(
    instrument(
        likert("A0"),
        likert("B0"),
        choose("grade", *LEVELS),
        subscales=(subscale("a", "A0"), subscale("b", "B0")),
    ),
    audience=Audience.STUDENTS,
)
STUDENT = policy(Audience.STUDENTS, 10)
STAFF = policy(Audience.STAFF, 5)
Person = tuple[int, int, int]  # the unit, the grade, the language


def read_by_all(
    people: Sequence[Person],
    kind: str = "class",
    asked: Instrument = STUDENTS,
    answers: NDArray[np.uint8] | None = None,
) -> tuple[dict[str, list[str]], list[FrozenUnit]]:
    """What every reader together sees of one school: its groups by question, and each unit that is shown."""
    codes = np.array(
        [[at % 5, (at // 2) % 5, grade] for at, (_, grade, _) in enumerate(people)], dtype=np.uint8
    )
    if answers is not None:
        codes[:, :2] = answers
    languages = np.array([[language] for _, _, language in people], dtype=np.uint8)
    places = units_of([unit for unit, _, _ in people])
    known = sorted({unit for unit, _, _ in people} - {NONE})
    facts = tuple(UnitFacts(100 + at, kind, f"Unit {at}", 25) for at in range(max(known, default=0) + 1))

    def blocks() -> Iterator[Block]:
        sites = np.zeros(len(people), dtype=np.int64)
        yield Block(codes, sites, ("School",), languages=languages, units=places)

    wave = replace(WAVE, languages=LANGUAGES)
    built = school_by_school(wave, asked, [SiteFacts(0, "School", len(people), 200, units=facts)], blocks)
    (part,) = built.schools
    groups = {one.by: [group.id for group in one.groups] for one in getattr(part, "groups", ())}
    return groups, list(built.units)


def few_that_follow(
    people: Sequence[Person], groups: dict[str, list[str]], shown: Sequence[int], least: int = SUBGROUP
) -> list[frozenset[Person]]:
    """Every set of fewer than `least` people whose sum follows, by linear algebra, from all that is printed."""
    kinds = sorted(set(people))
    size = [list(people).count(kind) for kind in kinds]
    rows = [np.ones(len(kinds))]
    rows += [np.array([unit == at for unit, _, _ in kinds], float) for at in shown]
    for by, names, column in (("grade", LEVELS, 1), ("(language)", LANGUAGES, 2)):
        rows += [np.array([names[kind[column]] == id for kind in kinds], float) for id in groups.get(by, ())]
    printed = np.array(rows)
    basis = np.linalg.svd(printed, full_matrices=False)[2][: np.linalg.matrix_rank(printed)]
    taken = (np.arange(2 ** len(kinds))[:, None] >> np.arange(len(kinds)) & 1).astype(float)
    people_in = taken @ np.array(size)
    few = taken[(people_in > 0) & (people_in < least)]
    follows = np.abs(few - (few @ basis.T) @ basis).max(axis=1, initial=0.0) < 1e-9
    return [frozenset(kinds[at] for at in np.flatnonzero(one)) for one in few[follows]]


def shown_of(found: Sequence[FrozenUnit]) -> list[int]:
    return [one.unit - 100 for one in found]


FOUR = [(unit, 0, at % 2) for unit in range(4) for at in range(14)]


def test_classes_of_ten_are_shown_where_everybody_is_in_one() -> None:
    groups, found = read_by_all(FOUR)
    assert [(one.name, one.n, one.minimum) for one in found] == [(f"Unit {at}", 14, 10) for at in range(4)]
    assert few_that_follow(FOUR, groups, shown_of(found)) == []


def test_a_class_of_nine_is_not_shown_and_neither_is_one_beside_which_fewer_than_ten_are_left() -> None:
    people = [(0, 0, 0)] * 14 + [(1, 0, 0)] * 12 + [(2, 0, 0)] * 9
    groups, found = read_by_all(people)
    assert shown_of(found) == [0]  # the rest is the second class and the third together
    assert few_that_follow(people, groups, shown_of(found)) == []


def test_the_attack_finds_the_small_class_where_each_is_looked_at_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "_few_left", lambda *_: False)
    people = [(0, 0, 0)] * 14 + [(1, 0, 0)] * 12 + [(2, 0, 0)] * 9
    groups, found = read_by_all(people)
    assert few_that_follow(people, groups, shown_of(found)) == [frozenset({(2, 0, 0)})]


GRADE_LESS_CLASS = [
    *[(0, 0, 0)] * 14,
    *[(1, 0, 0)] * 5,
    *[(1, 1, 0)] * 12,
    *[(2, 2, 1)] * 20,
    *[(3, 0, 0)] * 12,
    *[(unit, 1, 0) for unit in (4, 5)] * 12,
    *[(unit, 2, 1) for unit in (6, 7)] * 12,
]


def test_a_grade_less_a_class_is_of_no_few_students() -> None:
    groups, found = read_by_all(GRADE_LESS_CLASS)
    assert "grade" in groups
    assert few_that_follow(GRADE_LESS_CLASS, groups, shown_of(found)) == []


def test_the_attack_finds_these_where_units_are_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_few_by_sums", lambda *_: False)
    groups, found = read_by_all(GRADE_LESS_CLASS)
    assert few_that_follow(GRADE_LESS_CLASS, groups, shown_of(found))


def test_of_two_classes_neither_is_shown_as_its_teacher_would_know_the_other() -> None:
    people = [(0, 0, 0)] * 20 + [(1, 0, 0)] * 20
    assert read_by_all(people)[1] == []
    assert shown_of(read_by_all([*people, *[(NONE, 0, 0)] * 10])[1]) == [0, 1]
    assert shown_of(read_by_all([*people, *[(NONE, 0, 0)] * 9])[1]) == [0]


def grades_of(*classes: int, people: int = 12) -> list[Person]:
    """So many classes in each grade."""
    homes = [grade for grade, number in enumerate(classes) for _ in range(number)]
    return [(unit, grade, 0) for unit, grade in enumerate(homes) for _ in range(people)]


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        ((1, 1, 1), []),  # a grade would be what its one teacher reads
        ((2, 2, 2), []),  # each teacher of a grade could work out the other's class
        ((3, 3, 3), ["six", "seven"]),
        ((1, 3, 3), ["eight"]),
        ((3, 1, 1), []),  # everyone else is two classes
        ((4, 2, 1), ["six"]),
    ],
)
def test_a_grade_of_one_class_or_two_is_none_for_the_school_and_every_teacher_reads_theirs(
    classes: tuple[int, ...], told: list[str]
) -> None:
    groups, found = read_by_all(grades_of(*classes))
    assert groups.get("grade", []) == told
    assert shown_of(found) == list(range(sum(classes)))
    if min(classes) > 1:
        departments, _ = read_by_all(grades_of(*classes), kind="department")  # read at the school anyway
        assert departments["grade"] == ["six", "seven"]


def test_four_students_beside_two_classes_make_no_grade_and_five_do() -> None:
    others = [(unit, grade, 0) for unit, grade in ((2, 1), (3, 1), (4, 1), (5, 2), (6, 2), (7, 2))] * 12
    for beside, told in ((4, False), (5, True)):
        people = [(0, 0, 0)] * 20 + [(1, 0, 0)] * 20 + [(NONE, 0, 0)] * beside + others
        assert ("six" in read_by_all(people)[0].get("grade", ())) is told, beside


@settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32 - 1), st.integers(60, 160), st.integers(3, 7))
def test_no_group_and_no_rest_of_a_school_is_of_one_class_or_two(seed: int, n: int, units: int) -> None:
    generator = np.random.default_rng(seed)
    homes = generator.choice(3, units)
    people: list[Person] = [
        (unit, int(homes[unit]), int(generator.random() < 0.4))
        for unit in generator.choice(units, n).tolist()
    ]
    groups, _ = read_by_all(people)
    for by, names, column in (("grade", LEVELS, 1), ("(language)", LANGUAGES, 2)):
        told = [names.index(id) for id in groups.get(by, ())]
        sets = [[one for one in people if one[column] == at] for at in told]
        rest = [one for one in people if one[column] not in told]
        for found in (*sets, *([rest] if told and rest else [])):
            assert len({unit for unit, _, _ in found}) > 2, (by, told)


def test_a_statement_that_two_classes_alone_answered_is_told_of_neither() -> None:
    two = np.array([[4, 4, 4], [5, 5, 5], [0, 0, 0], [0, 0, 0]])
    assert units_with_statements([two], (0, 1, 2), [False] * 3, 10, 1) == (0, 1)
    assert units_with_statements([two], (0, 1, 2), [False] * 3, 10, class_rule(STUDENT).parts) == ()


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(0, 2**32 - 1), st.integers(30, 90), st.integers(2, 3))
def test_no_sum_of_units_grades_and_languages_is_of_a_few_students(seed: int, n: int, units: int) -> None:
    generator = np.random.default_rng(seed)
    homes = generator.choice(2, units + 1)
    people: list[Person] = []
    for unit in generator.choice(units + 1, n).tolist():
        grade = int(homes[unit] if generator.random() < 0.8 else generator.choice(2))
        people.append((NONE if unit == units else unit, grade, int(generator.random() < 0.2)))
    groups, found = read_by_all(people)
    assert few_that_follow(people, groups, shown_of(found)) == []


@settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32 - 1), st.integers(20, 120), st.integers(1, 5))
def test_sizes_found_unit_by_unit_are_those_of_every_sum(seed: int, n: int, units: int) -> None:
    """The rule looks at units one after the other; here every sum is made in turn."""
    generator = np.random.default_rng(seed)
    own, grade, language = (generator.choice(size, n) for size in (units + 1, 3, 2))
    numbers = np.vstack([np.ones(n, dtype=bool), generator.random(n) < 0.9])
    rule = class_rule(STUDENT)
    quick = rules._few_by_sums(own, range(units), [grade, language], numbers, rule)
    assert quick == _few_in_any_sum(own, grade, language, numbers, rule.crossed)


def _few_in_any_sum(
    own: NDArray[np.int64],
    grade: NDArray[np.int64],
    language: NDArray[np.int64],
    numbers: NDArray[np.bool_],
    least: int,
) -> bool:
    columns = [(values == one).astype(int) for values in (own, grade, language) for one in np.unique(values)]
    mixed = len(np.unique(own))
    for who in numbers:
        for taken in range(2 ** len(columns)):
            chosen = [column for at, column in enumerate(columns) if taken >> at & 1]
            cover = np.sum(chosen, axis=0)[who] if chosen else np.zeros(int(who.sum()), dtype=int)
            of_others = [column for at, column in enumerate(columns) if at >= mixed and taken >> at & 1]
            flat = not of_others or len(set(np.sum(of_others, axis=0)[who].tolist())) == 1
            if flat or cover.max() - cover.min() != 1:
                continue
            if int((cover == cover.max()).sum()) < least:
                return True
    return False


def test_a_school_of_sixty_classes_is_judged_at_once() -> None:
    generator = np.random.default_rng(1)
    own = np.repeat(np.arange(60), 20)
    before = [generator.choice(6, len(own)), generator.choice(3, len(own))]
    assert shown_units(own, 60, before, np.ones((1, len(own)), bool), class_rule(STUDENT)) == tuple(range(60))


def test_a_measure_that_few_of_the_rest_answered_hides_units() -> None:
    own = np.repeat([0, 1, 2], 15)
    numbers = np.ones((2, len(own)), dtype=bool)
    numbers[1, 30:40] = False  # of the third class five have a score
    assert shown_units(own, 3, [], numbers, class_rule(STUDENT)) == (0,)


def test_a_team_is_a_whole_of_its_own_and_the_rest_of_the_staff_too() -> None:
    rule = team_rule(STAFF)
    ones = np.ones((1, 16), dtype=bool)
    assert shown_units(np.repeat([0, 1], 8), 2, [], ones, rule) == (0, 1)
    assert shown_units(np.array([0] * 6 + [1] * 6 + [2] * 4), 3, [], ones, rule) == (0,)
    assert shown_units(np.array([0] * 6 + [1] * 4 + [2] * 6), 2, [], ones, rule) == (0,)


def test_teachers_less_a_team_are_ten_or_nobody() -> None:
    """A team may be of five; what it leaves of the teachers is part of a staff, and takes ten."""
    role = np.array([0] * 12 + [1] * 10)
    team = np.array([0] * 5 + [1] * 17)
    ones = np.ones((1, 22), dtype=bool)
    assert shown_units(team, 1, [role], ones, team_rule(STAFF)) == ()
    assert shown_units(team, 1, [], ones, team_rule(STAFF)) == (0,)


def test_a_class_at_an_end_of_the_scale_hides_that_measure_of_all_classes() -> None:
    answers = np.array([[at % 5, (at // 2) % 5] for at in range(56)], dtype=np.uint8)
    answers[:14, 0] = 4
    _, found = read_by_all(FOUR, answers=answers)
    assert [one.scores["a"] for one in found] == [None] * 4
    assert all(one.scores["b"] is not None for one in found)


def test_statements_are_told_only_where_the_rest_has_enough_answers_that_differ() -> None:
    even = np.array([[4, 4, 4], [5, 5, 5], [4, 4, 4]])
    assert units_with_statements([even], (0, 1, 2), [False] * 3, 10, 1) == (0, 1, 2)
    few_outside = np.array([[4, 4, 4], [5, 5, 5], [2, 2, 2]])
    assert units_with_statements([few_outside], (0, 1), [False] * 3, 10, 1) == (1,)
    one_answer = np.array([[4, 4, 4], [5, 5, 5], [0, 12, 1]])
    assert units_with_statements([one_answer], (0, 1), [False] * 3, 10, 1) == (1,)
    assert units_with_statements([even], (0, 1, 2), [True, False, False], 10, 1) == (1, 2)


def test_a_statement_that_few_of_the_rest_answered_is_told_of_no_class_that_gives_it_away() -> None:
    answers = np.array([[at % 5, (at // 2) % 5] for at in range(56)], dtype=np.uint8)
    _, found = read_by_all(FOUR, answers=answers)
    assert all(one.scores["a"] is not None and one.scores["a"].items for one in found)
    answers[45:, 0] = BLANK
    _, found = read_by_all(FOUR, answers=answers)
    shown = shown_of(found)
    told = [one for one in found if one.scores["a"] is not None and one.scores["a"].items]
    assert shown != list(range(4))
    assert len(told) <= len(shown)
