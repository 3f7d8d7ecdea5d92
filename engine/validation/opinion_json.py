"""A second opinion under the names of `validate --json`; docs/validate-json.md explains each."""

from typing import Final

from engine.validation.paths import Json, as_json
from psychometrics.contract import finite
from psychometrics.second_opinion.compared import ComparedNumber, Opinion, largest
from psychometrics.second_opinion.numbers import NUMBERS
from psychometrics.second_opinion.opinion import SecondOpinion
from psychometrics.second_opinion.reasons import REASONS

NOT_VALIDITY: Final = "Programs that agree compute a number alike. That is no evidence of validity."


def opinion_json(found: SecondOpinion) -> Json:
    """Every comparison, the largest differences, the programs, and what stayed unanswered."""
    given = [opinion for one in found.comparisons for opinion in one.opinions]
    return {
        "note": NOT_VALIDITY,
        "ending": found.ending,
        "seconds": found.seconds,
        "programs": {one.program: as_json(one, "program") for one in found.programs},
        "largest": _extreme(largest(found.comparisons)),
        "largest_unexplained": _extreme(largest(found.comparisons, unknown=True)),
        "reasons": {
            name: REASONS[name].sentence for name in REASONS if any(name in one.why for one in given)
        },
        "numbers": [_number(one) for one in found.comparisons],
        "unanswered": [as_json(one) for one in found.unanswered],
    }


def _number(one: ComparedNumber) -> Json:
    return {
        **_named(one),
        "values": one.values,
        "ours": finite(one.ours),
        "opinions": {opinion.program: _opinion(opinion) for opinion in one.opinions},
    }


def _named(one: ComparedNumber) -> dict[str, Json]:
    return {
        "number": one.number,
        "words": NUMBERS[one.number].words,
        "about": one.about or None,
        "place": list(one.place) or None,
    }


def _opinion(opinion: Opinion) -> Json:
    return as_json(opinion, "program")


def _extreme(found: tuple[ComparedNumber, Opinion] | None) -> Json:
    if found is None:
        return None
    comparison, opinion = found
    return {**_named(comparison), "ours": finite(comparison.ours), **as_json(opinion)}
