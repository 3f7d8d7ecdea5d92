"""Warnings of the analysis, so that each is told once: of many scales, and of many small groups, in one row."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.printed import capital, counted, joined
from engine.report.document import Block, table
from engine.validation.groups import GroupStudy
from engine.validation.study import ValidationStudy
from psychometrics.contract import Caution

ELSEWHERE: Final = frozenset({"end_of_scale", "index_left_out"})  # said with the items, and above
MOST: Final = 3
"""As many rows of one kind about groups stand by themselves; more become one row, which names as many groups."""


def warnings(study: ValidationStudy) -> Iterator[Block]:
    """What could not be computed or may mislead; places that share cause and remedy stand in one row."""
    places: dict[tuple[str, str, str], list[str]] = {}
    groups = _of_many_groups(study)
    for caution in study.cautions:
        if caution.code in ELSEWHERE:
            continue
        name, label = _group(caution.where, study.groups)
        of_groups = groups.get((name, caution.code)) if label else None
        if of_groups is None:
            named = _place(caution.where, study.labels)[1]
            places.setdefault(_row(caution, study.labels), []).append(named)
        elif of_groups[0] is caution:
            places[(f"groups by {name}", *_one_of_many(of_groups, study.groups))] = [""]
    rows = []
    for (kind, cause, remedy), names in places.items():
        named = joined([name for name in names if name]) if any(names) else ""
        where = f"{kind}: {named}" if kind and named else kind or named
        rows.append((capital(where), f"{capital(cause)}.", f"{capital(remedy)}."))
    if rows:
        yield table("What could not be computed, or may mislead", ["Where", "What", "What to do"], [], rows)


def _of_many_groups(study: ValidationStudy) -> Mapping[tuple[str, str], list[Caution]]:
    """Cautions of one kind about groups, by grouping and code, where they are more than are worth a row each."""
    found: dict[tuple[str, str], list[Caution]] = {}
    for caution in study.cautions:
        name, label = _group(caution.where, study.groups)
        if label:
            found.setdefault((name, caution.code), []).append(caution)
    return {key: same for key, same in found.items() if len({_row(one, study.labels) for one in same}) > MOST}


def _row(caution: Caution, labels: dict[str, str]) -> tuple[str, str, str]:
    """What cautions share that stand in one row."""
    return _place(caution.where, labels)[0], caution.cause, caution.remedy


def _labels(same: list[Caution], groups: tuple[GroupStudy, ...]) -> list[str]:
    return list(dict.fromkeys(_group(caution.where, groups)[1] for caution in same))


def _one_of_many(same: list[Caution], groups: tuple[GroupStudy, ...]) -> tuple[str, str]:
    """Cause and remedy of the first, with the groups that are meant and how often."""
    labels = _labels(same, groups)
    rest = [counted(len(labels) - MOST, "other")] if len(labels) > MOST else []
    which = f"in {joined([*labels[:MOST], *rest])}"
    more = "" if len({caution.cause for caution in same}) == 1 else ", and alike elsewhere"
    return f"{which}: {same[0].cause}{more} ({len(same)} times; the JSON file has each)", same[0].remedy


def _group(where: str, groups: tuple[GroupStudy, ...]) -> tuple[str, str]:
    """The grouping and the group that a place of the study is in; nothing where it is in none."""
    first, _, rest = where.partition(", ")
    place = rest if first.startswith("subscale ") else where
    for grouping in groups:
        before = f"groups by {grouping.name}, "
        if place.startswith(before):
            inside = f"{place.removeprefix(before)}, "
            own = [label for label in grouping.n if inside.startswith(f"{label}, ")]
            return grouping.name, max(own, key=len, default="")
    return "", ""


def _place(where: str, labels: dict[str, str]) -> tuple[str, str]:
    """A place of the study as its kind and its name: ("omega hierarchical", "Openness"), ("item", "O4")."""
    first, _, rest = where.partition(", ")
    if first.startswith("subscale "):
        kind, name = _of_one(rest)
        id = first.removeprefix("subscale ")
        return (kind, name) if name else (rest, labels.get(id, id))
    return _of_one(where)


def _of_one(where: str) -> tuple[str, str]:
    """A place that ends in one item or factor, as its kind and that one's name; any other is a kind without a name."""
    before, one, name = where.rpartition(" ")
    named = before in ("item", "factor") or before.endswith((", item", ", factor"))
    return (before, name) if one and named else (where, "")
