"""What the JSON of a study says of rankings, points and sliders, and where in the study it lies."""

from typing import Final

from engine.validation.paths import Cell, by_field, by_name, each, matrix, not_used, of, same

RANKING: Final[Cell] = {
    "n": "n",
    "missing": not_used("n"),
    "options": each(
        "options",
        same("", "places", "first", "ranked")
        | {
            "first_interval": by_field("first_interval", "seed", "draws"),
            "ranked_interval": by_field("ranked_interval", "seed", "draws"),
        },
        "option.value",
    ),
}

TERNARY: Final[Cell] = {
    **same("", "steps", "least", "apart"),
    "cells": each("cells", same("", "steps", "n")),
    "region": by_field("region"),
}

SUM: Final[Cell] = {
    "n": "n",
    "missing": not_used("n"),
    "total": "total",
    "mean": by_name("values", "composition.mean"),
    "center": by_name("values", "composition.center"),
    "noughts": by_name("values", "noughts"),
    "variation": matrix("values", "values", "composition.variation"),
    "total_variance": "composition.total_variance",
    "ternary": of("ternary", TERNARY),
}

ALLOTMENT: Final[dict[str, Cell]] = {
    "rankings": each("allotment.rankings", RANKING, "item.id"),
    "sums": each("allotment.sums", SUM, "item.id"),
    "sliders": each(
        "allotment.sliders",
        {"n": "n", "missing": not_used("n"), **same("", "mean", "sd", "quartiles")},
        "item.id",
    ),
}
