"""The smallest view of a network's result (`engine.results.hub_result`), and changes of it for the tests."""

from copy import deepcopy
from typing import Any

from pydantic import TypeAdapter

from engine.results.model import HubResult

View = dict[str, Any]


def measure(id: str, label: str, **more: Any) -> View:
    return {
        "id": id,
        "label": label,
        "items": 3,
        "low": 0.0,
        "high": 100.0,
        "decimals": 0,
        "meaning": None,
        "comes_first": True,
        "levels": [],
        "alpha": {"value": 0.84, "low": 0.81, "high": 0.86},
        "icc2": 0.83,
        **more,
    }


def change(mean: float, *, rose: int, fell: int, **more: Any) -> View:
    """A mean change with an interval of 4 points to either side, and counts of schools."""
    return {
        "schools": rose + fell,
        "mean": mean,
        "low": mean - 4,
        "high": mean + 4,
        "p": 0.01,
        "p_holm": 0.02,
        "up": mean > 4,
        "down": mean < -4,
        "rose": rose,
        "fell": fell,
        "sign_p": 0.3075,
        "rose_beyond_noise": min(rose, 6),
        "fell_beyond_noise": min(fell, 2),
        "schools_on_common_items": 0,
        **more,
    }


def since(*waves: str, **measures: View) -> View:
    return {
        "waves": list(waves),
        "up": sum(one["up"] for one in measures.values()),
        "down": sum(one["down"] for one in measures.values()),
        "of": len(measures),
        "measures": measures,
    }


def phase(wave: str, vision: float, support: float, schools: int = 24) -> View:
    return {
        "wave": wave,
        "phase": None,
        "schools": schools,
        "means": {"vision": vision, "support": support},
        "by_phase": [],
        "reason": "one_phase",
    }


def part(mean: float) -> View:
    return {
        "schools": 24,
        "mean": mean,
        "between_sd": 8.1,
        "within_sd": 16.1,
        "share_between": 20,
        "share_between_interval": [11, 35],
    }


def dot(mean: int, least: int = 10, most: int | None = 19, **more: Any) -> View:
    overall = {"mean": mean, "change": 4, "bright": False, "bright_change": False}
    return {"least": least, "most": most, **overall, **more}


def school(site: int, name: str, responses: int, mean: int, **more: Any) -> View:
    overall = {"mean": mean, "change": 4, "bright": False, "bright_change": False, **more}
    line = {"site": site, "school": name, "shown": True, "responses": responses, "roster": None, "rate": None}
    return line | {"overall": overall}


def as_model(view: View) -> HubResult:
    return TypeAdapter(HubResult).validate_python(view)


def view(**changes: Any) -> View:
    """24 schools in two measures and two waves; three without a name, two named. Keywords change its network."""
    limits = {"schools": 24, "centre": 66.0, "between_sd": 8.0, "within_sd": 16.0}
    first = since("Fall", vision=change(6, rose=15, fell=9), support=change(1, rose=12, fell=12))
    whole = {
        "schools": 24,
        "responses": 1595,
        "schools_with_roster": 24,
        "rate": 72,
        "measures": {"vision": part(68.0), "support": part(57.0)},
        "since_first": first,
        "since_last": deepcopy(first),
        "phases": [phase("Fall", 62.0, 56.0), phase("Spring", 68.0, 57.0)],
        "curves": [],
        "without_careless": {"reason": "not_checked", "measures": {}},
        "funnel": {"score": limits, "change": {**limits, "centre": 5.0}},
    }
    return {
        "instrument": {
            "id": "small",
            "version": "1.0.0",
            "title": "Small",
            "audience": "staff",
            "scoring_digest": "5c0" * 21,
            "not_for": [],
        },
        "wave": {
            "study": "A study",
            "network": "Lakeshore",
            "minimum_group": 5,
            "title": "Spring",
            "closed": "2027-05-08",
            "form": "full",
            "simulated": False,
        },
        "data": {"digest": "da7a" * 16, "schools": 24, "missing": 4.9, "careless": 5},
        "measures": [measure("vision", "Vision"), measure("support", "Support")],
        "composites": [],
        "outcomes": [],
        "profile": {"reliability": None, "interval": None, "schools": 24, "shown": True},
        "network": whole | changes,
        "verdicts": {"good": 14, "care": 8, "low": 2, "unknown": 0},
        "schools": [school(1, "North", 24, 70), school(2, "South", 60, 95, bright=True)],
        "dots": [dot(71), dot(64), dot(64)],
        "withheld": [],
        "pool": None,
    }
