"""One school's part of a result; and that of a school which may not be shown."""

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
    part,
    record,
    rows,
    told,
)

STRENGTH: Final = record(
    "The highest measures, to build on.",
    {
        "measures": rows(TEXT),
        "tied": YES_NO,
        "flat": told(YES_NO, "None stands out."),
        "probability": or_null(PROBABILITY, "That this one is the highest."),
    },
)
START: Final = record(
    "Where the school might begin, and why.",
    {
        "reason": one_of("first_low", "first_behind", "lowest", "ceiling"),
        "among": rows(TEXT, "The measures looked at."),
        "measures": rows(TEXT, "Several where tied."),
        "tied": YES_NO,
        "flat": told(YES_NO, "None stands out."),
        "probability": or_null(PROBABILITY, "That this one is the lowest."),
        "estimate": one_of("shrunken", "plain"),
        "strength": part("Strength"),
    },
)
GROUP_SCORE: Final = record(
    "The mean of a group on one measure.",
    {"n": COUNT, "mean": NUMBER, "low": NUMBER, "high": NUMBER},
)
GAP: Final = record(
    "A group against everyone else; told only where the 95% interval leaves out zero.",
    {"clear": YES_NO, "points": or_null(NUMBER), "low": or_null(NUMBER), "high": or_null(NUMBER)},
)
GROUPING: Final = record(
    "The groups of one question, of ten people or more.",
    {
        "by": TEXT,
        "question": TEXT,
        "groups": rows(
            record("One group.", {"id": TEXT, "label": TEXT, "n": COUNT, "roster": or_null(COUNT)})
        ),
        "rest": record("Everyone else.", {"n": COUNT, "roster": or_null(COUNT)}),
        "measures": by_id(
            record(
                "One measure.",
                {
                    "groups": by_id(part("GroupScore"), "By group."),
                    "rest": part("GroupScore"),
                    "gaps": by_id(part("Gap"), "By group."),
                },
            ),
            "By measure.",
        ),
    },
)
NONRESPONSE: Final = record(
    "Whether some groups answered more often than others.",
    {
        "by": or_null(TEXT),
        "question": or_null(TEXT),
        "verdict": one_of("alike", "leans", "unknown"),
        "reason": or_null(one_of("no_roster", "no_groups", "mismatch")),
        "groups": rows(
            record(
                "One group; the last one is everyone else.",
                {"id": TEXT, "label": or_null(TEXT), "n": COUNT, "roster": COUNT, "rate": PER_CENT},
            )
        ),
        "most": or_null(TEXT),
        "least": or_null(TEXT),
        "points": or_null(WHOLE, "Between their rates."),
        "moves": or_null(NUMBER, "The most that a score would move, in its own points."),
    },
)
CARELESS: Final = record(
    "People who answered as if without reading.",
    {
        "share": told(PER_CENT, "In per cent."),
        "end": {"type": "integer", "enum": [-1, 0, 1], "description": "-1 at most, 1 at least."},
        "moves": or_null(WHOLE, "The most that a score moves without them, in whole points."),
    },
)
OVERALL: Final = record(
    "The mean of the printed scores, in per cent of the scale.",
    {
        "mean": WHOLE,
        "change": or_null(WHOLE),
        "bright": told(YES_NO, "Stands out in its network."),
        "bright_change": told(YES_NO, "Its change stands out."),
    },
)
SHOWN: Final = record(
    "A school with enough respondents. Null stands for what is hidden.",
    {
        "site": told(WHOLE, "The school's number in this wave."),
        "school": TEXT,
        "shown": {"const": True},
        "level": or_null(TEXT),
        "phase": or_null(TEXT),
        "responses": COUNT,
        "roster": or_null(COUNT),
        "rate": or_null(PER_CENT, "Of the roster, who answered."),
        "verdict": one_of("good", "care", "low", "unknown", about="What the rate is good for."),
        "scores": by_id(or_null(part("Score")), "By measure."),
        "start": or_null(part("Start")),
        "groups": rows(part("Grouping")),
        "nonresponse": or_null(part("Nonresponse")),
        "careless": or_null(part("Careless")),
        "overall": or_null(part("Overall")),
    },
    {
        "as_of": told(DAY, "An earlier result that stays, as too few answers came late."),
        "withheld": rows(
            one_of("items", "groups"),
            "What an earlier result showed of fewer people, and this one does not: it would tell of the late ones.",
        ),
    },
)
HIDDEN: Final = record(
    "A school with too few respondents: nothing is told of it, not even how many they were.",
    {"site": WHOLE, "school": TEXT, "shown": {"const": False}},
)
SCHOOL: Final[dict[str, Schema]] = {
    "Strength": STRENGTH,
    "Start": START,
    "GroupScore": GROUP_SCORE,
    "Gap": GAP,
    "Grouping": GROUPING,
    "Nonresponse": NONRESPONSE,
    "Careless": CARELESS,
    "Overall": OVERALL,
    "School": SHOWN,
    "HiddenSchool": HIDDEN,
}
