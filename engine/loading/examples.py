"""The worked examples that a definition carries: scored by the engine, compared with what was worked by hand."""

from collections.abc import Mapping, Sequence

from engine.instrument.model import Example, Instrument
from engine.problems import Problem, Refused
from engine.responses.scoring import Score, score_answers

NEAR = 1e-6  # an example states a third as 3.333333


def failing_examples(instrument: Instrument, examples: Sequence[Example]) -> list[Problem]:
    """A problem for each example whose stated score, rescaled score or level the engine does not give."""
    return [
        problem
        for number, example in enumerate(examples, 1)
        for problem in _check(instrument, number, example)
    ]


def _check(instrument: Instrument, number: int, example: Example) -> list[Problem]:
    place = f"{instrument.id}, example {number} ({example.why})"
    try:
        scores = score_answers(instrument, example.answers, example.form)
    except Refused as refused:
        return [
            Problem("example_answer", place, str(problem.cause), problem.remedy)
            for problem in refused.problems
        ]
    problems = []
    for kind, expected in (("score", example.scores), ("rescaled", example.rescaled)):
        problems += _differences(place, kind, expected, scores)
    for id, level in example.levels.items():
        got = scores[id].level
        if (got.id if got else None) != level:
            cause = f"the level of {id} comes out as {got.id if got else None}, stated is {level}"
            problems.append(
                Problem("example_differs", place, cause, "check the example, the cuts and the score")
            )
    return problems


def _differences(
    place: str, kind: str, expected: Mapping[str, float | None], scores: Mapping[str, Score]
) -> list[Problem]:
    problems = []
    for id, stated in expected.items():
        got = scores[id].score if kind == "score" else scores[id].rescaled
        same = (
            got is None
            if stated is None
            else got is not None and abs(got - stated) <= NEAR * max(1, abs(stated))
        )
        if not same:
            cause = f"the {kind} of {id} comes out as {got}, stated is {stated}"
            problems.append(
                Problem("example_differs", place, cause, "check the arithmetic, the keys and the rule")
            )
    return problems
