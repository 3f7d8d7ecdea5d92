"""Groups by several questions beside each other: no sum or difference of them gives a few people."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.instrument.kinds import CHOOSE_MANY, NUMBER
from engine.instrument.model import Item, ValidationPlan
from engine.instrument.rules import Is
from engine.responses.layout import NOT_SHOWN, Block
from engine.responses.sorting import LANGUAGE, banded, bands_of, cuts, groups_of, sorted_people
from engine.results import SiteFacts, build, groups
from tests.engine.disclosure.networks import WAVE
from tests.kept import as_document
from tests.small import choose, instrument, likert, subscale

YEARS = Item("years", "How many years?", NUMBER, minimum=0, maximum=60, whole=True)
GRADES = choose("grades", "low", "middle", "high", kind=CHOOSE_MANY, show_if=Is("role", ("teacher",)))
USED = instrument(
    likert("A0"),
    choose("role", "teacher", "aide", "leader"),
    YEARS,
    GRADES,
    subscales=(subscale("a", "A0"),),
    validation=ValidationPlan(groups=("role",)),
)
Person = tuple[int, int, tuple[int, ...]]  # the role, the years, which grades


LANGUAGES = ("en", "es", "ht")


def released(people: Sequence[Person], spoken: Sequence[int] = ()) -> dict[str, Any]:
    """One school's part of a result; `spoken` is the language of each, where there are several."""
    wave = replace(WAVE, languages=LANGUAGES) if spoken else WAVE
    codes = np.array(
        [
            [at % 5, role, *([at in grades for at in range(3)] if role == 0 else [NOT_SHOWN] * 3)]
            for at, (role, _, grades) in enumerate(people)
        ],
        dtype=np.uint8,
    )
    bands = bands_of(USED, [{"years": years} for _, years, _ in people])

    def blocks() -> Iterator[Block]:
        said = np.array(spoken, dtype=np.uint8).reshape(-1, 1) if spoken else None
        yield Block(codes, np.zeros(len(codes), dtype=np.int64), ("School",), bands=bands, languages=said)

    facts = [SiteFacts(0, "School", len(codes), 60, roster_by_role={"teacher": 40, "aide": 20})]
    part: dict[str, Any] = as_document(build(wave, USED, facts, blocks))["sites"][0]
    return part


def given_away(
    people: Sequence[Person], part: dict[str, Any], spoken: Sequence[int] = ()
) -> list[frozenset[int]]:
    """Every set of fewer than ten people whose sums are sums and differences of what is printed.

    The attacker knows who of which role, years, grades and language there is: only what these people answered is
    unknown.
    """
    cells = {"role": [], "years": [], "grades": []}  # type: dict[str, list[str]]
    if spoken:
        cells[LANGUAGE] = [LANGUAGES[at] for at in spoken]
    for role, years, grades in people:
        alone = (
            "(more than one)"
            if len(grades) > 1
            else [*("low", "middle", "high")][grades[0]]
            if grades
            else ""
        )
        cells["role"].append(("teacher", "aide", "leader")[role])
        cells["years"].append(
            ["under_5", "5_to_10", "10_to_20", "from_20"][sum(years >= cut for cut in (5, 10, 20))]
        )
        cells["grades"].append(alone if role == 0 else "")
    kinds = sorted(set(zip(*cells.values(), strict=True)))
    size = [list(zip(*cells.values(), strict=True)).count(kind) for kind in kinds]
    printed = [np.ones(len(kinds))]
    for grouping in part["groups"]:
        column = list(cells).index(grouping["by"])
        printed += [
            np.array([kind[column] == one["id"] for kind in kinds], float) for one in grouping["groups"]
        ]
    rows = np.array(printed)
    basis = np.linalg.svd(rows, full_matrices=False)[2][: np.linalg.matrix_rank(rows)]
    found = []
    for many in range(1, len(kinds) + 1):
        for chosen in combinations(range(len(kinds)), many):
            target = np.isin(np.arange(len(kinds)), chosen).astype(float)
            few = 0 < sum(size[at] for at in chosen) < 10
            if few and np.allclose(basis.T @ (basis @ target), target, atol=1e-9):
                found.append(frozenset(chosen))
    return found


NESTED: list[Person] = [(0, 3, (0,))] * 12 + [(0, 12, (1,))] * 4 + [(1, 30, ())] * 14


def test_teachers_of_other_grades_do_not_follow_from_teachers_and_those_of_one_grade() -> None:
    part = released(NESTED)
    assert given_away(NESTED, part) == []
    assert "grades" not in {grouping["by"] for grouping in part["groups"]}


def test_the_attack_finds_them_where_each_question_is_looked_at_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "shown_beside", lambda shown, *_: len(shown))
    part = released(NESTED)
    assert [grouping["by"] for grouping in part["groups"]] == ["role", "years", "grades"]
    assert given_away(NESTED, part)


def test_numbers_and_several_choices_sort_people_where_there_are_enough() -> None:
    people: list[Person] = [
        (at % 2, (2, 7, 30)[at % 3], ((0,), (1,), (0, 1))[at // 2 % 3]) for at in range(120)
    ]
    part = released(people)
    told = {grouping["by"]: [group["id"] for group in grouping["groups"]] for grouping in part["groups"]}
    assert told["years"] == ["under_5", "from_20"]  # the third is the rest, as nobody may be in no group
    assert set(told["grades"]) == {"low", "middle", "(more than one)"}
    assert given_away(people, part) == []
    years = next(grouping for grouping in part["groups"] if grouping["by"] == "years")
    assert [group["roster"] for group in years["groups"]] == [None, None]
    assert years["rest"]["roster"] is None


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(0, 2**32 - 1), st.integers(20, 60), st.sampled_from([1, 2, 4]))
def test_no_sum_of_groups_gives_a_few_people(seed: int, n: int, kinds: int) -> None:
    generator = np.random.default_rng(seed)
    named = [
        (int(generator.choice(3, p=(0.6, 0.3, 0.1))), int(generator.choice((2, 7, 14, 30))), grades)
        for grades in ((0,), (1,), (0, 2), (), (2,), (0,))[: 2 + kinds]
        for _ in range(2)
    ]
    people = [named[at] for at in generator.choice(len(named), n)]
    assert given_away(people, released(people)) == []


BILINGUAL: list[Person] = [(0, 3, ())] * 16 + [(1, 3, ())] * 20
SPOKEN = [0] * 12 + [1] * 4 + [1] * 20  # four teachers answered in Spanish


def test_the_language_of_the_answers_sorts_people_as_a_question_does() -> None:
    part = released(BILINGUAL, [at % 2 for at in range(36)])
    (by_language,) = (grouping for grouping in part["groups"] if grouping["by"] == LANGUAGE)
    assert by_language["question"] == "Language of the answers"
    assert [(group["id"], group["label"]) for group in by_language["groups"]] == [("es", "Español")]
    assert LANGUAGE not in {grouping["by"] for grouping in released(BILINGUAL)["groups"]}


def test_a_few_teachers_who_answered_in_another_language_do_not_follow() -> None:
    part = released(BILINGUAL, SPOKEN)
    assert "role" in {grouping["by"] for grouping in part["groups"]}
    assert LANGUAGE not in {grouping["by"] for grouping in part["groups"]}
    assert given_away(BILINGUAL, part, SPOKEN) == []


def test_the_attack_finds_them_where_language_is_looked_at_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "shown_beside", lambda shown, *_: len(shown))
    part = released(BILINGUAL, SPOKEN)
    assert LANGUAGE in {grouping["by"] for grouping in part["groups"]}
    assert given_away(BILINGUAL, part, SPOKEN)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(0, 2**32 - 1), st.integers(20, 60))
def test_no_sum_of_roles_and_languages_gives_a_few_people(seed: int, n: int) -> None:
    generator = np.random.default_rng(seed)
    people: list[Person] = [
        (int(role), int(generator.choice((2, 30))), ()) for role in generator.choice(2, n, p=(0.7, 0.3))
    ]
    spoken = generator.choice(3, n, p=(0.6, 0.3, 0.1)).tolist()
    assert given_away(people, released(people, spoken), spoken) == []


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 60, (5, 10, 20)),
        (1, 8, (2,)),
        (18, 99, (20,)),
        (0, 1000, (100, 200, 500)),
        (None, 60, ()),
        (0, None, ()),
    ],
)
def test_bands_follow_from_the_limits_alone(
    low: float | None, high: float | None, found: tuple[int, ...]
) -> None:
    assert cuts(Item("n", "How many?", NUMBER, minimum=low, maximum=high, whole=True)) == found


def test_bands_are_named_in_words() -> None:
    assert [group.label for group in groups_of(YEARS)] == ["Under 5", "5 to 9", "10 to 19", "20 or more"]
    assert banded(USED) == (YEARS,)
    bands = bands_of(USED, [{"years": 4}, '{"years": 5}', None, {"years": 60}, {"other": 1}])
    assert sorted_people(USED, YEARS, np.zeros((5, 5), np.uint8), bands).places.tolist() == [0, 1, 4, 3, 4]
