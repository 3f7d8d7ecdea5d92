"""What a definition owes to children and families, and to people of whom a school has few."""

from collections.abc import Iterator
from typing import Final

from engine.disclosure.policy import SUBGROUP, part_minimum_missed
from engine.instrument.model import Audience
from engine.loading.checks.outline import Outline
from engine.problems import Problem

TENS: Final = (Audience.STUDENTS, Audience.FAMILIES)
LAST_WITHOUT_COMMENTS: Final = 5  # the grade: children up to it are asked nothing in words of their own


def check_people(outline: Outline) -> Iterator[Problem]:
    """The least group, open text and grades, by who is asked."""
    yield from _least_group(outline)
    yield from _grades(outline)
    yield from _own_words(outline)


def _least_group(outline: Outline) -> Iterator[Problem]:
    """Ten; but for research with groups that others have published, no wave of which goes under ten either."""
    at = outline.source.at
    minimum, few = at(("minimum_group",)), at(("few_at_a_school",)) is True
    if at(("research_only",)) is True or not (at(("audience",)) in list(TENS) or few):
        return
    if isinstance(minimum, int) and part_minimum_missed(minimum):
        who = "few people at each school" if few else f"{at(('audience',))}"
        cause = f"it asks {who}, and a result of {minimum} could tell who said what"
        remedy = f"write {SUBGROUP} or more"
        yield outline.source.problem("minimum_of_children", ("minimum_group",), cause, remedy)


def _grades(outline: Outline) -> Iterator[Problem]:
    source = outline.source
    for key in ("grades", "protected_topics"):
        if source.at((key,)) is not None and source.at(("audience",)) != Audience.STUDENTS:
            cause = f"{key} tells of students, and the audience is another"
            yield source.problem("only_of_students", (key,), cause, "delete the key, or ask students")
    grades = _grade_pair(outline)
    if grades and grades[0] > grades[1]:
        cause = f"grade {grades[0]} is above grade {grades[1]}"
        yield source.problem("grades_order", ("grades",), cause, "write the lowest grade first")


def _own_words(outline: Outline) -> Iterator[Problem]:
    """What children write in words of their own can hold a name, and whoever knows the hand knows the child."""
    grades = _grade_pair(outline)
    if outline.source.at(("audience",)) != Audience.STUDENTS or (
        grades and grades[0] > LAST_WITHOUT_COMMENTS
    ):
        return
    who = (
        f"children in grade {LAST_WITHOUT_COMMENTS} or below"
        if grades
        else "students of a grade it does not say"
    )
    remedy = "ask with options, or leave the question out"
    if not grades:
        remedy = f"write `grades: [6, 12]` where no child below grade 6 is asked; else {remedy}"
    for item in outline.items:
        if item.entry is not None and item.entry.kind.maximum_length is not None:
            cause = f"{who} would write in words of their own"
            yield outline.source.problem("comments_of_children", item.where, cause, remedy)


def _grade_pair(outline: Outline) -> tuple[int, int] | None:
    match outline.source.at(("grades",)):
        case [int() as low, int() as high]:
            return low, high
    return None
