"""columns.yaml: which columns of the tool's own data file are which items, and what their cells stand for."""

from collections.abc import Mapping, Sequence

from engine.exchange.foreign.building.answers import AnswerPlan
from engine.exchange.foreign.building.texts import PlainEntry

WHY = "How the data files of the tool that the survey came from are read."


def columns_of(
    plans: Mapping[str, AnswerPlan], ids: Mapping[str, str], ignored: Sequence[str]
) -> PlainEntry | None:
    """The map, or None where every column has its item's name and every cell its option's value."""
    columns: dict[str, str] = {}
    same: dict[tuple[tuple[str, str | int | float], ...], list[str]] = {}
    for old, plan in plans.items():
        new = ids[old]
        for column, code in (plan.question.columns or {old: ""}).items():
            target = f"{new}.{plan.values[code]}" if code and code in plan.values else new
            if column != target and not (code and code not in plan.values):
                columns[column] = target
        whole = not plan.question.columns or "" in plan.question.columns.values()
        cells = {**plan.values, **plan.outs} if whole else {}
        changed = tuple((code, stands) for code, stands in cells.items() if str(stands) != code)
        if changed:
            same.setdefault(changed, []).append(new)
    taken = set(ids.values())
    ignore = [column for column in dict.fromkeys(ignored) if column not in taken and column not in columns]
    if not (columns or same or ignore):
        return None
    found: PlainEntry = {"why": WHY}
    if columns:
        found["columns"] = columns
    if same:
        found["values"] = [{"items": items, "cells": dict(cells)} for cells, items in same.items()]
    if ignore:
        found["ignore"] = ignore
    return found
