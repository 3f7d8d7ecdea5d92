"""What reports of a school make of a frozen result that is written as JSON, for tests that change a key of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from engine.report.document import Document
from engine.report.school import comparison, full, one_page, scores_csv
from engine.report.school.change import EarlierResult
from engine.report.school.comparison import Heads, OfferedComparison, ScoreStanding
from engine.results.model import FrozenMeasure
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenScore
from engine.results.reading import school_of
from tests.kept import as_result

Json = Mapping[str, Any]


def shown_school(part: Json) -> FrozenSchool:
    school = school_of(part)
    assert isinstance(school, FrozenSchool)
    return school


def measure_of(measure: Json) -> FrozenMeasure:
    return TypeAdapter(FrozenMeasure).validate_python(measure)


def earlier_result(result: Json, part: Json) -> EarlierResult:
    return EarlierResult(as_result(result), shown_school(part))


def school_document(result: Json, part: Json, compare: str | None = None) -> Document:
    return one_page.school_document(as_result(result), school_of(part), compare)


def school_report(
    result: Json, part: Json, compare: str | None = None, earlier: Sequence[EarlierResult] = ()
) -> Document:
    return full.school_report(as_result(result), school_of(part), compare, earlier)


def school_csv(result: Json, part: Json, compare: str | None = None) -> str:
    return scores_csv.school_csv(as_result(result), school_of(part), compare)


def choices(measures: Sequence[Json], part: Json) -> tuple[OfferedComparison, ...]:
    return comparison.choices([measure_of(one) for one in measures], shown_school(part))


def heads(measures: Sequence[Json], part: Json, choice: OfferedComparison) -> Heads:
    return comparison.heads([measure_of(one) for one in measures], shown_school(part), choice)


def standing(measure: Json, score: Json, choice: OfferedComparison) -> ScoreStanding | None:
    return comparison.standing(measure_of(measure), TypeAdapter(FrozenScore).validate_python(score), choice)
