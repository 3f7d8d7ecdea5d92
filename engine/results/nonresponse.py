"""Whether those who answered resemble those who were asked: rates by role, and what weighting would change."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.results.facts import Document, SiteFacts
from engine.results.measures import Measure
from psychometrics.contract import StatisticError
from psychometrics.response_rates import response_rates

REST: Final = "rest"
REST_LABEL: Final = "Everyone else"
LEANS_FROM: Final = 10  # points between rates; less is of no consequence
BY_CHANCE: Final = 0.05

Groups = Mapping[str, Any]


def nonresponse(site: SiteFacts, groupings: Sequence[Groups], measures: Sequence[Measure]) -> Document:
    """A school's check, from the numbers that its groups print: nothing is told here that they do not tell."""
    if not site.roster_by_role:
        return _unknown("no_roster")
    chosen = next((one for one in groupings if _known(one)), None)
    if chosen is None:
        return _unknown("no_groups")
    parts = [*chosen["groups"], {"id": REST, "label": REST_LABEL, **chosen["rest"]}]
    try:
        found = response_rates([one["n"] for one in parts], [one["roster"] for one in parts])
    except StatisticError:
        return _unknown("mismatch")
    rates = [round(100 * float(rate)) for rate in found.rates]
    most, least = rates.index(max(rates)), rates.index(min(rates))
    points = rates[most] - rates[least]
    return {
        "verdict": "leans" if points >= LEANS_FROM and found.p < BY_CHANCE else "alike",
        "reason": None,
        "by": chosen["by"],
        "question": chosen["question"],
        "groups": [
            {name: one[name] for name in ("id", "label", "n", "roster")} | {"rate": rate}
            for one, rate in zip(parts, rates, strict=True)
        ],
        "most": parts[most]["id"],
        "least": parts[least]["id"],
        "points": points,
        "moves": _moves(chosen, parts, measures),
    }


def _unknown(reason: str) -> Document:
    nothing = dict.fromkeys(("by", "question", "most", "least", "points", "moves"))
    return {"verdict": "unknown", "reason": reason, "groups": [], **nothing}


def _known(grouping: Groups) -> bool:
    """Whether the roster says how many people each group that is shown has."""
    return all(one["roster"] is not None for one in (*grouping["groups"], grouping["rest"]))


def _moves(grouping: Groups, parts: Sequence[Groups], measures: Sequence[Measure]) -> float | None:
    """The most that a score would move if each group counted as the roster has it."""
    moved = [
        round(abs(_weighted(means, parts, "roster") - _weighted(means, parts, "n")), one.decimals)
        for one in measures
        if (means := _means(grouping, one.id)) is not None
    ]
    return max(moved, default=None)


def _means(grouping: Groups, measure: str) -> dict[str, float] | None:
    found = grouping["measures"].get(measure)
    if found is None:
        return None
    return {name: one["mean"] for name, one in found["groups"].items()} | {REST: found["rest"]["mean"]}


def _weighted(means: Mapping[str, float], parts: Sequence[Groups], by: str) -> float:
    total: float = sum(part[by] for part in parts)
    return float(sum(part[by] * means[part["id"]] for part in parts)) / total
