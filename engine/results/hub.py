"""What a hub may see of a result: the network, the schools that agreed to be named, the others as dots."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Any, Final

from engine.disclosure.names import LEAST_UNNAMED, unnamed
from engine.results.facts import Document
from engine.results.phases import curves, visible

SIZES: Final = (5, 10, 20, 40, 80)  # a dot's number of respondents is given as one of these ranges
VERDICTS: Final = ("good", "care", "low", "unknown")
DISTRICT_NAMES: Final = 8  # a district reads the names of so many schools, or of none


def hub_result(document: Mapping[str, Any], agreed: Set[int], *, least_named: int = 0) -> Document:
    """The hub's view of a frozen result; `agreed` holds the site ids of schools that let it see their result.

    With fewer than `least_named` names there is none at all: a district reads `DISTRICT_NAMES` or more.
    `schools` are named with their whole part of the result; `dots` are the others' overall score and change,
    without a name and with a range of respondents that three of them share, highest first. Schools that are
    not shown are in neither: how many there are is not told. `verdicts` counts the schools that are shown by how
    many of those asked answered.
    """
    parts = {part["site"]: part for part in document["sites"] if part["shown"]}
    hidden = unnamed({site: part["responses"] for site, part in parts.items()}, agreed)
    if len(parts) - len(hidden) < least_named:
        hidden = frozenset(parts)
    verdicts = Counter(part["verdict"] for part in parts.values())
    return {
        "instrument": document["instrument"],
        "wave": document["wave"],
        "data": document["data"],
        "measures": document["measures"],
        "profile": document["profile"],
        "network": _network(document["network"], agreed),
        "verdicts": {name: verdicts[name] for name in VERDICTS},
        "schools": [part for site, part in parts.items() if site not in hidden],
        "dots": _dots([parts[site] for site in parts if site in hidden]),
        "withheld": sorted(site for site in hidden if site in agreed),
    }


def _network(whole: Mapping[str, Any] | None, agreed: Set[int]) -> Document | None:
    """The network's part with the curves of schools that went through their phases together."""
    if whole is None:
        return None
    rows = visible(whole["phases"], agreed)
    return {**whole, "phases": rows, "curves": curves(rows)}


def _dots(parts: Sequence[Mapping[str, Any]]) -> list[Document]:
    """Schools without a name: sizes in ranges that hold three of them, else no dot at all."""
    rows = []
    for low, high, members in _ranges(parts):
        if len(members) >= LEAST_UNNAMED:
            rows += [{"least": low, "most": high, **part["overall"]} for part in members if part["overall"]]
    return sorted(rows, key=lambda row: (-row["mean"], row["least"]))


def _ranges(parts: Sequence[Mapping[str, Any]]) -> list[tuple[int, int | None, list[Mapping[str, Any]]]]:
    """Ranges of respondents with their schools; a range of fewer than three joins the next, the last the one
    before it.
    """
    found: list[tuple[int, int | None, list[Mapping[str, Any]]]] = []
    for low, high in zip(SIZES, [*SIZES[1:], None], strict=True):
        members = [
            part for part in parts if low <= part["responses"] and (high is None or part["responses"] < high)
        ]
        if not members:
            continue
        most = None if high is None else high - 1
        if found and len(found[-1][2]) < LEAST_UNNAMED:
            before = found.pop()
            found.append((before[0], most, [*before[2], *members]))
        else:
            found.append((low, most, members))
    if len(found) > 1 and len(found[-1][2]) < LEAST_UNNAMED:
        last, before = found.pop(), found.pop()
        found.append((before[0], last[1], [*before[2], *last[2]]))
    return found
