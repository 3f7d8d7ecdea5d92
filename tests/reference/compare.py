"""Compares what an R script has computed anew with the values that are kept, and takes new rows in.

    python -m tests.reference.compare bfi           what differs, what is new, what was not computed
    python -m tests.reference.compare bfi --take    the same, and new rows are put into bfi.json

A script writes to `new/` in this folder; `scripts/README.md` says how to run one.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.reference import HERE, flatten

Result = dict[str, Any]


@dataclass(frozen=True)
class Comparison:
    """The ids of two files of values, sorted by what became of them."""

    same: list[str]
    as_other_version: list[str]  # within the tolerance of what other versions of R's packages gave
    differ: list[str]
    new: list[str]
    not_computed: list[str]


def agrees(value: Any, kept: Any, absolute: float, relative: float) -> bool:
    """Whether each number lies within the tolerance, and all else is equal."""
    numbers, expected = list(flatten(value)), list(flatten(kept))
    return len(numbers) == len(expected) and all(
        abs(x - y) <= absolute + relative * abs(y)
        if isinstance(x, int | float) and isinstance(y, int | float)
        else x == y
        for x, y in zip(numbers, expected, strict=True)
    )


def compare(computed: Result, kept: Result) -> Comparison:
    there: dict[str, list[str]] = {"same": [], "as_other_version": [], "differ": []}
    for id, result in kept["results"].items():
        if id in computed["results"]:
            value = computed["results"][id]["value"]
            tier = kept["tiers"][result["tier"]]
            allowed = result.get("abs", tier["abs"]), result.get("rel", tier["rel"])
            if agrees(value, result["value"], *allowed):
                there["same"].append(id)
            elif "other_version" in result and agrees(value, result["other_version"]["value"], *allowed):
                there["as_other_version"].append(id)
            else:
                there["differ"].append(id)
    new = [id for id in computed["results"] if id not in kept["results"]]
    return Comparison(
        **there, new=new, not_computed=[id for id in kept["results"] if id not in computed["results"]]
    )


def taken(computed: Result, kept: Result) -> Result:
    """The kept values and after them the new ones, with the lines of R that define their variables."""
    return kept | {part: computed[part] | kept[part] for part in ("context", "results")}


def main(words: Sequence[str] | None = None, here: Path = HERE) -> int:
    parser = argparse.ArgumentParser(description="Compare values computed anew with those that are kept.")
    parser.add_argument("name", help="a set of data, such as bfi")
    parser.add_argument("--take", action="store_true", help="put new rows into the kept file")
    asked = parser.parse_args(words)
    file = here / f"{asked.name}.json"
    computed, kept = (json.loads(path.read_text()) for path in (here / "new" / file.name, file))
    found = compare(computed, kept)
    for what, ids in vars(found).items():
        names = "" if what == "same" else " ".join(ids)
        sys.stdout.write(f"{what.replace('_', ' ')}: {len(ids)} {names}".rstrip() + "\n")
    if asked.take:
        file.write_text(json.dumps(taken(computed, kept), separators=(",", ":"), ensure_ascii=False))
    return 1 if found.differ else 0


if __name__ == "__main__":
    sys.exit(main())
