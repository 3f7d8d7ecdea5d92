"""What was asked, by whom, when and under which rules; and each measure, for all schools together."""

from typing import Final

from engine.results.schema.terms import (
    COUNT,
    DAY,
    DIGEST,
    NUMBER,
    TEXT,
    WHOLE,
    YES_NO,
    Schema,
    one_of,
    or_null,
    pair,
    part,
    record,
    rows,
    told,
)

INSTRUMENT: Final = record(
    "What was answered.",
    {
        "id": TEXT,
        "version": TEXT,
        "title": TEXT,
        "audience": TEXT,
        "scoring_digest": told(TEXT, "Changes when the rules of scoring do."),
        "not_for": rows(TEXT, "What nobody may use the numbers for."),
    },
)
WAVE: Final = record(
    "When and where it was answered.",
    {
        "title": TEXT,
        "study": TEXT,
        "network": TEXT,
        "form": TEXT,
        "phase": or_null(TEXT),
        "closed": or_null(DAY),
        "minimum_group": told(COUNT, "Least number of respondents for a school to be shown."),
        "simulated": told(YES_NO, "true: no real person answered."),
    },
)
POLICY: Final = record(
    "Least numbers of respondents before something is shown.",
    {
        "whole": told(COUNT, "scores of a whole staff"),
        "items": told(COUNT, "statements, facets, spread"),
        "subgroup": told(COUNT, "part of a staff"),
        "cross": told(COUNT, "two groupings at once"),
        "text": told(COUNT, "open answers"),
    },
)
DATA: Final = record(
    "What the numbers were made of.",
    {
        "digest": told(DIGEST, "Of the answers, salted."),
        "schools": told(COUNT, "Schools in the numbers."),
        "missing": or_null(NUMBER, "Per cent of answers asked for that were not given."),
        "careless": or_null(WHOLE, "Per cent of people who answered as if without reading."),
    },
)
LEVEL: Final = record(
    "A band of scores with a text, lowest first.",
    {
        "id": TEXT,
        "label": TEXT,
        "text": TEXT,
        "below": or_null(NUMBER, "Its upper end, not in it; null for the highest."),
    },
)
ITEM_TEXT: Final = record(
    "A statement as it was asked.",
    {
        "id": TEXT,
        "text": TEXT,
        "facet": or_null(TEXT),
        "reverse": told(YES_NO, "Agreeing lowers the score."),
        "options": rows(TEXT, "From the scale's low end."),
    },
)
INTERVAL: Final = record(
    "An estimate with its 95% interval.", {"value": NUMBER, "low": NUMBER, "high": NUMBER}
)
NORM: Final = record(
    "A published or own distribution of single people's scores.",
    {
        "population": TEXT,
        "source": TEXT,
        "year": WHOLE,
        "n": COUNT,
        "mean": NUMBER,
        "sd": NUMBER,
        "status": one_of("published", "simulated", "own"),
    },
)
PROFILE: Final = record(
    "Whether the ups and downs of a school's measures can be told from noise.",
    {
        "reliability": or_null(NUMBER, "Of a school of usual size; null with fewer than eight schools."),
        "interval": or_null(pair(NUMBER, "95% interval of it.")),
        "schools": COUNT,
        "shown": told(YES_NO, "false: tell no order between the measures but the two ends."),
    },
)
SHRINKAGE: Final = record(
    "How scores were drawn together to tell the lowest and the highest.",
    {"schools": COUNT},
)
OFFERED: Final = record(
    "Something a score may be compared with, and why it is not offered where it is not.",
    {
        "group": TEXT,
        "kind": one_of("network", "phase", "level", "own", "norm"),
        "label": TEXT,
        "reason": or_null(
            one_of("few_schools", "overlap", "unreliable", "no_earlier", "not_comparable", "no_norm")
        ),
    },
)
MEASURE: Final = record(
    "One subscale, over all schools shown.",
    {
        "id": TEXT,
        "label": TEXT,
        "items": told(COUNT, "Statements it is made of."),
        "low": told(NUMBER, "Lowest score there can be."),
        "high": told(NUMBER, "Highest score there can be."),
        "decimals": told(COUNT, "Decimal places its scores are printed with."),
        "meaning": or_null(TEXT),
        "question": or_null(TEXT, "To begin a talk with."),
        "when_lacking": or_null(
            record("What is said to come of its lack.", {"consequence": TEXT, "status": TEXT})
        ),
        "comes_first": or_null(YES_NO, "One of the measures to look at first; null where none is."),
        "levels": rows(part("Level")),
        "item_texts": rows(part("ItemText")),
        "norms": rows(part("Norm")),
        "alpha": or_null(part("Interval"), "Cronbach's alpha."),
        "icc1": or_null(NUMBER, "Share of variance between schools."),
        "icc1_interval": or_null(pair(NUMBER, "95% interval of it.")),
        "icc2": or_null(NUMBER, "Reliability of the mean of a school of average size."),
        "comparisons": rows(part("Offered"), "Groups of schools."),
        "references": rows(part("Offered"), "Fixed values."),
    },
)
MEASURES: Final[dict[str, Schema]] = {
    "Instrument": INSTRUMENT,
    "Wave": WAVE,
    "Policy": POLICY,
    "Data": DATA,
    "Level": LEVEL,
    "ItemText": ITEM_TEXT,
    "Interval": INTERVAL,
    "Norm": NORM,
    "Offered": OFFERED,
    "Profile": PROFILE,
    "Shrinkage": SHRINKAGE,
    "Measure": MEASURE,
}
