"""columns.yaml: which columns of the tool's own data file are which items, and what their cells stand for."""

from collections.abc import Mapping, Sequence

from engine.exchange.foreign.building.answers import AnswerPlan
from engine.exchange.foreign.building.texts import PlainEntry

WORDS = ".words"  # ends the code of a column that holds what is meant by an option
WHY = "How the data files of the tool that the survey came from are read."


def columns_of(
    plans: Mapping[str, AnswerPlan], ids: Mapping[str, str], ignored: Sequence[str], respondent: str = ""
) -> PlainEntry | None:
    """The map, or None where every column has its item's name and every cell its option's value."""
    columns: dict[str, str] = {}
    same: dict[tuple[tuple[str, str | int | float], ...], list[str]] = {}
    for old, plan in plans.items():
        new = ids[old]
        for column, code in (plan.question.columns or {old: ""}).items():
            target = _target(new, code, plan)
            if target is not None and column != target:
                columns[column] = target
        whole = not plan.question.columns or "" in plan.question.columns.values()
        cells = {**plan.values, **plan.outs} if whole else {}
        changed = tuple((code, stands) for code, stands in cells.items() if str(stands) != code)
        if changed:
            same.setdefault(changed, []).append(new)
    taken = set(ids.values())
    ignore = [column for column in dict.fromkeys(ignored) if column not in taken and column not in columns]
    if not (columns or same or ignore or respondent):
        return None
    found: PlainEntry = {"why": WHY}
    if columns:
        found["columns"] = columns
    if same:
        found["values"] = [{"items": items, "cells": dict(cells)} for cells, items in same.items()]
    if respondent:
        found["respondent"] = respondent
    if ignore:
        found["ignore"] = ignore
    return found


def _target(id: str, code: str, plan: AnswerPlan) -> str | None:
    """What a column is: the item, an option of it, or the words beside one; None where that came to nothing."""
    option, dot, _ = code.partition(WORDS) if code.endswith(WORDS) else (code, "", "")
    if not code:
        return id
    return f"{id}.{plan.values[option]}{WORDS if dot else ''}" if option in plan.values else None
