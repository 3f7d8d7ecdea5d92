"""docs/validate-json.md has a line for every name that a study's JSON can hold, and for no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.engine.validation.made import as_json, beside_two_variables, full_studies

DOCS = Path(__file__).parents[3] / "docs" / "validate-json.md"

# names that are ids of the instrument or labels of the data, by the path they stand under
IDS = {
    "items": "<item>",
    "missing.by_item": "<item>",
    "missing_kinds": "<kind>",
    "counts": "<value>",
    "subscales": "<id>",
    "composites": "<id>",
    "without_flagged": "<id>",
    "composition": "<item>",
    "composition.<item>": "<label>",
    "group_mean_reliability": "<group>",
    "empirical_bayes": "<group>",
    "groups": "<grouping>",
    "criteria": "<criterion>",
    "criteria.<criterion>.adds": "<id>",
    "weighted.subscales.<id>.levels": "<level>",
    "groups.<grouping>.groups": "<group>",
    "scores.groups": "<group>",
    "groups.<grouping>.subscales.<id>.alpha": "<group>",
    "item_levels.icc1": "<item>",
    "item_levels.icc2": "<item>",
    "kmo.items": "<item>",
    "smc": "<item>",
    "communalities": "<item>",
    "uniquenesses": "<item>",
    "complexity": "<item>",
    "determinacy": "<factor>",
    "item_ecv": "<item>",
    "thresholds": "<item>",
    "validity.ave": "<id>",
    "fornell_larcker.holds": "<id>",
    "binomial": "<score>",
    "keats": "<score>",
    "digests.text": "<language>",
    "versions": "<package>",
    "seeds": "<method>",
    "rankings": "<item>",
    "rankings.<item>.options": "<value>",
    "sums": "<item>",
    "sums.<item>.mean": "<value>",
    "sums.<item>.center": "<value>",
    "sums.<item>.noughts": "<value>",
    "sliders": "<item>",
    "invariance": "<grouping>",
    "invariance.<grouping>.groups": "<group>",
    "invariance.<grouping>.scales": "<id>",
    **{
        f"invariance.<grouping>.{level}.fit": "<index>"
        for level in ("configural", "metric", "scalar", "strict")
    },
    "cfa": "<structure>",
    "cfa.<structure>": "<estimator>",
    "cfa.<structure>.<estimator>.fit": "<index>",
    "two_level": "<structure>",
    "two_level.<structure>.fit": "<index>",
    "two_level.<structure>.icc": "<item>",
    "within.residuals": "<item>",
    "between.residuals": "<item>",
    "second_opinion.programs": "<program>",
    "opinions": "<program>",
    "second_opinion.reasons": "<reason>",
}


def stand_in_at(path: str) -> str | None:
    """What stands for an id below this path; the longest place that fits counts."""
    fitting = [place for place in IDS if path == place or path.endswith(f".{place}")]
    return IDS[max(fitting, key=len)] if fitting else None


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The dotted names in a JSON value; a matrix and a list are one name."""
    if isinstance(value, dict) and set(value) == {"rows", "cols", "data"}:
        yield path
    elif isinstance(value, list):
        entries = [one for one in value if isinstance(one, dict)]
        yield path
        for entry in entries:
            yield from paths(entry, f"{path}[]")
    elif isinstance(value, dict):
        stand_in = stand_in_at(path)
        for name, inner in value.items():
            yield from paths(inner, ".".join(filter(None, [path, stand_in or name])))
    else:
        yield path


def everything() -> Iterator[str]:
    """The names of studies that have every part."""
    for found in (*full_studies(), beside_two_variables()):
        yield from paths(as_json(found))


def expanded(name: str) -> Iterator[str]:
    """`a.{b,c}` stands for `a.b` and `a.c`."""
    found = re.search(r"\{([^}]*)\}", name)
    if found is None:
        yield name
        return
    for choice in found[1].split(","):
        yield from expanded(name[: found.start()] + choice.strip() + name[found.end() :])


def documented() -> set[str]:
    """The names in the first cell of every row of the tables."""
    text = DOCS.read_text(encoding="utf-8")
    cells = re.findall(r"^\| ((?:`[^`|]+`,? ?)+)\|", text, re.M)
    return {one for cell in cells for name in re.findall(r"`([^`]+)`", cell) for one in expanded(name)}


def test_every_name_is_explained_and_every_explained_name_is_there() -> None:
    """A block that is null in one study counts by its names in another."""
    there, told = set(everything()), documented()
    blocks = {name[: place.start()] for name in told for place in re.finditer(r"\.|\[", name)}
    assert sorted(there - told - blocks) == []
    assert sorted(told - there) == []
