"""The network's part of a result, and the schools in it without a name."""

from typing import Final

from engine.results.schema.terms import (
    COUNT,
    DAY,
    NUMBER,
    PER_CENT,
    PROBABILITY,
    TEXT,
    WHOLE,
    YES_NO,
    Schema,
    by_id,
    one_of,
    or_null,
    pair,
    part,
    record,
    rows,
    told,
)

NETWORK_MEASURE: Final = record(
    "One measure over the schools.",
    {
        "schools": COUNT,
        "mean": told(NUMBER, "Of the schools' printed scores."),
        "within_sd": or_null(NUMBER),
        "between_sd": or_null(NUMBER),
        "share_between": or_null(PER_CENT, "Of the variance, between schools, in per cent."),
        "share_between_interval": or_null(pair(PER_CENT, "95% interval of it.")),
    },
)
CHANGE_OF_MEASURE: Final = record(
    "How one measure changed over the schools.",
    {
        "schools": COUNT,
        "schools_on_common_items": COUNT,
        "mean": told(NUMBER, "Of the schools' changes."),
        "low": NUMBER,
        "high": NUMBER,
        "p": PROBABILITY,
        "p_holm": told(PROBABILITY, "Adjusted for the number of measures."),
        "up": YES_NO,
        "down": YES_NO,
        "rose": COUNT,
        "fell": COUNT,
        "sign_p": told(PROBABILITY, "Of the sign test."),
        "rose_beyond_noise": COUNT,
        "fell_beyond_noise": COUNT,
    },
)
NETWORK_CHANGE: Final = record(
    "Change since an earlier wave.",
    {
        "waves": rows(TEXT, "The earlier waves of the schools."),
        "of": told(COUNT, "Measures compared."),
        "up": COUNT,
        "down": COUNT,
        "measures": by_id(part("ChangeOfMeasure"), "By measure."),
    },
)
MEANS: Final = by_id(NUMBER, "By measure.")
PHASE: Final = record(
    "A wave of the study.",
    {
        "wave": TEXT,
        "phase": or_null(TEXT),
        "schools": COUNT,
        "means": MEANS,
        "by_phase": rows(
            record(
                "The schools of one phase.",
                {"phase": TEXT, "after": or_null(TEXT), "schools": COUNT, "means": MEANS},
            )
        ),
        "reason": or_null(one_of("one_phase", "few_schools", "names")),
    },
)
CURVE: Final = record(
    "Schools that went through the phases together.",
    {
        "points": rows(
            record("One wave.", {"wave": TEXT, "phase": TEXT, "schools": COUNT, "means": MEANS}),
            "Oldest first.",
        )
    },
)
WITHOUT_CARELESS: Final = record(
    "What the network's means would be without people who answered as if without reading.",
    {
        "reason": or_null(one_of("not_checked", "few_people", "few_schools", "one_school")),
        "measures": by_id(
            record("One measure.", {"mean": NUMBER, "without": NUMBER, "moves": NUMBER}), "By measure."
        ),
    },
)
LIMITS: Final = record(
    "What the funnel is drawn from.",
    {"schools": COUNT, "centre": NUMBER, "within_sd": NUMBER, "between_sd": NUMBER},
)
WHOLE_NETWORK: Final = record(
    "All schools shown, at least three.",
    {
        "schools": COUNT,
        "responses": COUNT,
        "schools_with_roster": COUNT,
        "rate": or_null(PER_CENT),
        "measures": by_id(part("NetworkMeasure"), "By measure."),
        "since_last": or_null(part("NetworkChange")),
        "since_first": or_null(part("NetworkChange")),
        "phases": rows(part("Phase")),
        "curves": rows(part("Curve")),
        "without_careless": or_null(part("WithoutCareless")),
        "funnel": record(
            "Scores and changes by size of school.",
            {"score": or_null(part("Limits")), "change": or_null(part("Limits"))},
        ),
    },
    {"as_of": told(DAY, "An earlier result that stays, as one or two schools changed since.")},
)
DOT: Final = record(
    "A school without its name; at least three share its range of respondents.",
    {
        "least": told(COUNT, "Respondents, at least."),
        "most": or_null(COUNT, "Respondents, at most."),
        "mean": WHOLE,
        "change": or_null(WHOLE),
        "bright": YES_NO,
        "bright_change": YES_NO,
    },
)
NETWORK: Final[dict[str, Schema]] = {
    "NetworkMeasure": NETWORK_MEASURE,
    "ChangeOfMeasure": CHANGE_OF_MEASURE,
    "NetworkChange": NETWORK_CHANGE,
    "Phase": PHASE,
    "Curve": CURVE,
    "WithoutCareless": WITHOUT_CARELESS,
    "Limits": LIMITS,
    "Network": WHOLE_NETWORK,
    "Dot": DOT,
}
