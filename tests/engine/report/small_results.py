"""A frozen result as small as a report takes it, written by hand, for the tests of what a report says of it."""

from collections.abc import Mapping
from typing import Any

TITLES = {"one": "Vision and strategy", "two": "Capacity and resources", "three": "Shared influence"}
FEW = {"group": "level:middle", "kind": "level", "label": "other middle schools", "reason": "few_schools"}
NO_NORM = {"group": "norm", "kind": "norm", "label": "a published norm", "reason": "no_norm"}
NO_EARLIER = {"group": "own", "kind": "own", "label": "this school’s last wave", "reason": "no_earlier"}


def network(**changes: Any) -> dict[str, Any]:
    """A position among all other schools."""
    return {
        "group": "network",
        "kind": "network",
        "label": "all other schools",
        "schools": 22,
        "lower_quartile": 58.0,
        "median": 64.0,
        "upper_quartile": 70.0,
        "band": "upper quarter",
        "probability": 0.8,
    } | changes


def own(**changes: Any) -> dict[str, Any]:
    """The school's own last wave."""
    return {
        "group": "own",
        "kind": "own",
        "label": "Spring, year 1",
        "reason": None,
        "value": 60.0,
        "end": None,
        "now": 71.0,
        "now_end": None,
        "band": "above",
        "points": 11.0,
        "low": 2.0,
        "high": 20.0,
        "common_items": None,
        "version": "1.0.0",
    } | changes


def norm(**changes: Any) -> dict[str, Any]:
    """A norm of single people."""
    return {
        "group": "norm:0",
        "kind": "norm",
        "label": "teachers of two states",
        "reason": None,
        "source": "A study",
        "year": 2024,
        "n": 812,
        "status": "published",
        "of": "persons",
        "value": 62.0,
        "sd": 14.0,
        "points": 9.0,
        "end": None,
        "low": -1.0,
        "high": 19.0,
        "band": "about",
        "size": None,
    } | changes


def change(**changes: Any) -> dict[str, Any]:
    """A change that is clear."""
    return {
        "since": "Spring, year 1",
        "version": "1.0.0",
        "common_items": None,
        "before": 60.0,
        "before_end": None,
        "now": 71.0,
        "clear": True,
        "points": 11.0,
        "low": 2.0,
        "high": 20.0,
        "g": 0.6,
        "size": "medium",
    } | changes


def agreement(**changes: Any) -> dict[str, Any]:
    return {
        "sd": 17.0,
        "index": 0.6,
        "word": "moderate",
        "two_camps": False,
        "histogram": {"shares": [5, 10, 20, 40, 25], "ends": [-1, 0, 0, 0, 0]},
    } | changes


def score(mean: float = 71.0, **changes: Any) -> dict[str, Any]:
    """A score with a position in the network, and nothing else to say of it."""
    return {
        "n": 31,
        "mean": mean,
        "end": None,
        "low": mean - 7,
        "high": mean + 7,
        "alike": False,
        "level": None,
        "benchmark": network(),
        "comparisons": [network()],
        "references": [NO_EARLIER, NO_NORM],
        "change": None,
        "agreement": None,
        "items": None,
        "facets": None,
    } | changes


def measure(id: str = "one", **changes: Any) -> dict[str, Any]:
    offered = [{"group": "network", "kind": "network", "label": "all other schools", "reason": None}, FEW]
    return {
        "id": id,
        "label": TITLES.get(id),
        "items": 6,
        "low": 0.0,
        "high": 100.0,
        "decimals": 0,
        "meaning": None,
        "question": f"What of {id}?",
        "when_lacking": None,
        "comes_first": None,
        "levels": [],
        "item_texts": [],
        "norms": [],
        "alpha": None,
        "icc2": 0.8,
        "comparisons": offered,
        "references": [NO_EARLIER, NO_NORM],
    } | changes


def end(*measures: str, **changes: Any) -> dict[str, Any]:
    """The lowest or the highest of a profile."""
    return {
        "measures": list(measures),
        "tied": len(measures) > 1,
        "flat": False,
        "probability": 0.9,
    } | changes


def start(lowest: Mapping[str, Any], strength: Mapping[str, Any], reason: str = "lowest") -> dict[str, Any]:
    """Where to start, as both readings have it; up to format 3 there were no places."""
    places = [] if lowest["flat"] else lowest["measures"]
    return {
        "reason": reason,
        "among": list(TITLES),
        "estimate": "shrunken",
        **lowest,
        "strength": strength,
        "places": places,
    }


def site(scores: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A school with three scores, the first its strength."""
    given = scores or {"one": score(77), "two": score(41), "three": score(60)}
    return {
        "site": 1,
        "school": "Northgate Middle School",
        "shown": True,
        "level": "middle",
        "phase": None,
        "responses": 31,
        "roster": 38,
        "rate": 82,
        "verdict": "good",
        "scores": given,
        "start": start(end("two"), end("one")),
        "groups": [],
        "nonresponse": None,
        "careless": None,
        "overall": {"mean": 59, "change": None, "bright": False, "bright_change": False},
    } | changes


def result(**changes: Any) -> dict[str, Any]:
    return {
        "format": 4,
        "instrument": {
            "id": "small",
            "version": "1.0.0",
            "title": "Small",
            "audience": "staff",
            "scoring_digest": "a" * 64,
            "not_for": ["pay"],
        },
        "wave": {
            "title": "Spring, year 2",
            "study": "A study",
            "network": "A network",
            "form": "full",
            "phase": None,
            "closed": "2027-05-08",
            "minimum_group": 5,
            "simulated": False,
        },
        "data": {"digest": "b" * 64, "schools": 23, "missing": 3.1, "careless": 4},
        "measures": [measure(id) for id in TITLES],
        "profile": {"reliability": 0.8, "schools": 23, "shown": True, "interval": [0.7, 0.9]},
    } | changes
