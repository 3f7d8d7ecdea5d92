"""One school's score on one measure, with all that belongs to it."""

from typing import Final

from engine.results.schema.terms import (
    COUNT,
    NUMBER,
    PER_CENT,
    PROBABILITY,
    TEXT,
    WHOLE,
    YES_NO,
    Schema,
    one_of,
    or_null,
    part,
    record,
    rows,
    told,
)

END: Final = or_null(
    one_of("at_least", "at_most"), "The value is a bound: the mean lies near an end of its scale."
)
BOUNDS: Final[Schema] = {
    "type": "array",
    "items": {"type": "integer", "enum": [-1, 0, 1]},
    "description": "For each share: -1 at most, 1 at least, 0 as it is.",
}
SIZE: Final = or_null(one_of("tiny", "small", "medium", "large"))
COMPARISON: Final = record(
    "Where the score lies among the observed means of other schools, the school itself left out.",
    {
        "group": TEXT,
        "kind": one_of("network", "phase", "level"),
        "label": TEXT,
        "schools": COUNT,
        "lower_quartile": NUMBER,
        "median": NUMBER,
        "upper_quartile": NUMBER,
        "band": one_of("lower quarter", "middle half", "upper quarter"),
        "probability": or_null(PROBABILITY, "That the school's true mean lies in this band."),
    },
)
REFERENCE: Final = record(
    "Where the score lies beside a fixed value; with a reason instead where it cannot be compared.",
    {
        "group": TEXT,
        "kind": one_of("own", "norm"),
        "label": TEXT,
        "reason": or_null(one_of("no_earlier", "not_comparable", "no_norm")),
    },
    {
        "value": NUMBER,
        "end": END,
        "now": NUMBER,
        "now_end": END,
        "band": one_of("above", "about", "below"),
        "points": or_null(NUMBER),
        "low": or_null(NUMBER),
        "high": or_null(NUMBER),
        "common_items": or_null(COUNT),
        "version": TEXT,
        "source": TEXT,
        "year": WHOLE,
        "n": COUNT,
        "status": one_of("published", "simulated", "own"),
        "of": one_of("persons"),
        "sd": NUMBER,
        "size": SIZE,
    },
)
CHANGE: Final = record(
    "Against the school's last wave. Its size is told only where the 95% interval leaves out zero.",
    {
        "since": TEXT,
        "version": told(TEXT, "Of the instrument then."),
        "common_items": or_null(COUNT, "Statements compared, where the versions differ."),
        "before": NUMBER,
        "before_end": END,
        "now": NUMBER,
        "now_end": END,
        "clear": YES_NO,
        "points": or_null(NUMBER),
        "low": or_null(NUMBER),
        "high": or_null(NUMBER),
        "g": or_null(NUMBER, "Hedges' g."),
        "size": SIZE,
    },
)
AGREEMENT: Final = record(
    "How much alike people answered.",
    {
        "sd": NUMBER,
        "index": or_null(NUMBER, "r*wg(j) against an even spread."),
        "word": TEXT,
        "two_camps": YES_NO,
        "histogram": record(
            "People over five parts of the scale, in per cent.", {"shares": rows(PER_CENT), "ends": BOUNDS}
        ),
    },
)
ITEM: Final = record(
    "The answers to one statement.",
    {
        "id": TEXT,
        "n": COUNT,
        "shares": rows(PER_CENT, "By option, from the scale's low end."),
        "ends": BOUNDS,
    },
)
FACET: Final = record(
    "A score of two statements or more.",
    {"facet": TEXT, "items": rows(TEXT), "mean": NUMBER, "end": END},
)
SCORE_PART: Final = record(
    "A school's mean on one measure.",
    {
        "n": COUNT,
        "mean": NUMBER,
        "end": END,
        "low": told(NUMBER, "Of the 95% interval."),
        "high": told(NUMBER, "Of the 95% interval."),
        "alike": told(YES_NO, "Everyone answered nearly the same; statements are hidden then."),
        "level": or_null(TEXT),
        "benchmark": or_null(part("Comparison"), "The position in the network."),
        "comparisons": rows(part("Comparison")),
        "references": rows(part("Reference")),
        "change": or_null(part("Change")),
        "agreement": or_null(part("Agreement")),
        "items": or_null(rows(part("Item")), "Easiest first."),
        "facets": or_null(rows(part("Facet"))),
    },
)
SCORE: Final[dict[str, Schema]] = {
    "Comparison": COMPARISON,
    "Reference": REFERENCE,
    "Change": CHANGE,
    "Agreement": AGREEMENT,
    "Item": ITEM,
    "Facet": FACET,
    "Score": SCORE_PART,
}
