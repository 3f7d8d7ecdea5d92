"""Which scores stand side by side, which statements are the same, and what a gap between two may be called."""

from dataclasses import replace
from datetime import date

import pytest

from engine.instrument.construct_map import Construct, ConstructMap
from engine.instrument.model import Audience
from engine.report.school.audiences import construct_sections, gap_words
from engine.report.voices import ScaledFigure
from engine.results.examined import ExaminedAudiences, ExaminedScore, Outcome
from engine.results.side_by_side import AudienceResult, GapVerdict, side_by_side
from tests.engine.report.school.of_json import shown_school
from tests.engine.report.small_results import measure, result, score, site
from tests.kept import as_result
from tests.small import instrument, likert, subscale

MAP = ConstructMap(
    "map",
    "A map",
    (
        Construct("influence", "Influence", "All shape decisions."),
        Construct("voice", "Voice", "Students are heard.", under="influence"),
        Construct("other", "Something else", "Another thing."),
    ),
)


def asked(
    id: str,
    audience: Audience,
    construct: str,
    items: tuple[str, ...] = ("A1",),
    mean: float | None = 60.0,
    grades: tuple[int, ...] = (),
) -> AudienceResult:
    """A result of an instrument with one measure; without a mean the school's score is hidden."""
    made = instrument(
        *(likert(item) for item in items),
        subscales=(replace(subscale("one", *items), construct=construct),),
        id=id,
        audience=audience,
        grades=grades,
        construct_map=MAP,
    )
    texts = [
        {"id": item, "text": f"{id} {item}", "facet": None, "reverse": False, "options": ["Never", "Always"]}
        for item in items
    ]
    frozen = result(measures=[{**measure(), "id": "one", "item_texts": texts}])
    part = site({"one": None if mean is None else score(mean)})
    return AudienceResult(made, as_result(frozen), shown_school(part))


def test_scores_stand_under_the_broader_construct_and_what_one_group_alone_is_asked_does_not() -> None:
    results = [
        asked("staff", Audience.STAFF, "influence"),
        asked("young", Audience.STUDENTS, "voice", ("B1",)),
        asked("families", Audience.FAMILIES, "other", ("C1",)),
    ]
    (found,) = side_by_side(results, {"influence": "Influence"})
    assert (found.id, found.label) == ("influence", "Influence")
    assert [voice.audience for voice in found.voices] == [Audience.STAFF, Audience.STUDENTS]
    assert found.pairs == ()


def test_two_surveys_of_the_same_people_are_no_two_audiences_but_students_of_different_grades_are() -> None:
    staff = [asked("one", Audience.STAFF, "voice"), asked("two", Audience.STAFF, "voice", ("B1",))]
    assert side_by_side(staff, {}) == ()
    same = [of_students("agency", (6, 12)), of_students("practices", (6, 12), "B1")]
    assert side_by_side(same, {}) == ()
    assert len(side_by_side([of_students("young", (3, 5)), *same], {})) == 1


def of_students(id: str, grades: tuple[int, ...], item: str = "A1") -> AudienceResult:
    return asked(id, Audience.STUDENTS, "voice", (item,), grades=grades)


def test_each_row_of_a_figure_is_known_by_its_words_alone() -> None:
    """Students by their grades, and two surveys of the same people by their titles too."""
    results = [
        asked("staff", Audience.STAFF, "voice"),
        of_students("young", (3, 5)),
        of_students("fifth", (5, 5)),
        of_students("agency", (6, 12)),
        of_students("practices", (6, 12), "B1"),
    ]
    titled = [
        replace(one, frozen=replace(one.frozen, instrument=replace(one.frozen.instrument, title=name)))
        for one, name in zip(results, ("Staff", "Young", "Fifth", "Agency", "Practices"), strict=True)
    ]
    (section,) = construct_sections(side_by_side(titled, {}))
    figure = section.blocks[0]
    assert isinstance(figure, ScaledFigure)
    labels = [row.label for row in figure.rows]
    assert labels == [
        *("Staff", "Students, grades 3 to 5", "Students, grade 5"),
        *["Students, grades 6 to 12"] * 2,
    ]
    assert len({(row.label, row.under) for row in figure.rows}) == len(results)
    assert ["Agency" in row.under for row in figure.rows] == [False, False, False, True, False]
    assert ["Staff" in row.under for row in figure.rows] == [False] * len(results)


def test_a_hidden_score_is_no_voice_so_that_nothing_stands_beside_the_other() -> None:
    hidden = asked("families", Audience.FAMILIES, "influence", mean=None)
    assert side_by_side([asked("staff", Audience.STAFF, "influence"), hidden], {}) == ()


def test_a_construct_that_no_map_names_is_called_by_its_parts() -> None:
    results = [asked("a", Audience.FAMILIES, "voice"), asked("b", Audience.STUDENTS, "voice", ("B1",))]
    (found,) = side_by_side(results, {})
    assert found.label == "Voice"


def test_a_gap_needs_the_same_statements_and_a_study_and_neither_is_taken_for_granted() -> None:
    staff = asked("teachers", Audience.STAFF, "voice", ("A1", "A2"))
    students = asked("students", Audience.STUDENTS, "voice", ("A1", "A2"))
    fewer = asked("families", Audience.FAMILIES, "voice", ("A1",))
    (found,) = side_by_side([staff, students, fewer], {})
    verdicts = [(pair.shared, pair.gap) for pair in found.pairs]
    assert verdicts == [
        (2, GapVerdict.NOT_EXAMINED),
        (1, GapVerdict.OTHER_STATEMENTS),
        (1, GapVerdict.OTHER_STATEMENTS),
    ]
    both = frozenset({("teachers", "1.0.0", "one"), ("students", "1.0.0", "one")})
    verdicts_of = {
        "equal": GapVerdict.ALIKE,
        "partly": GapVerdict.UNLIKE,
        "differs": GapVerdict.UNLIKE,
        "open": GapVerdict.NOT_TESTABLE,
        "untested": GapVerdict.NOT_TESTABLE,
    }
    outcomes: tuple[Outcome, ...] = ("equal", "partly", "differs", "open", "untested")
    for outcome in outcomes:
        score = ExaminedScore(outcome, ("A2",) if outcome == "partly" else ())
        study = ExaminedAudiences(score, date(2026, 5, 4), ("Teachers, spring", "Students, spring"))
        (again,) = side_by_side([staff, students, fewer], {}, {both: study})
        assert again.pairs[0].gap is verdicts_of[outcome]
        words = gap_words(again.pairs[0])
        assert "Study of “Teachers, spring” and “Students, spring”, May 4, 2026." in words
        assert ("teachers A2" in words) == (outcome == "partly")
        assert again.pairs[1].gap is GapVerdict.OTHER_STATEMENTS


@pytest.mark.parametrize("verdict", list(GapVerdict))
def test_every_verdict_says_why_no_points_stand_between_two_groups(verdict: GapVerdict) -> None:
    staff = asked("teachers", Audience.STAFF, "voice")
    (found,) = side_by_side([staff, asked("students", Audience.STUDENTS, "voice")], {})
    words = gap_words(replace(found.pairs[0], gap=verdict))
    assert words.startswith("Staff and students")
    assert ("No difference" in words or "none is given" in words or "no difference" in words) == (
        verdict is not GapVerdict.ALIKE
    )
