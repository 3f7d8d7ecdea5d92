"""What a hub may see of a result: the network, the schools that agreed to be named, the others as dots."""

from collections import Counter
from collections.abc import Mapping, Set
from typing import Any, Final

from engine.disclosure.names import dot_sizes, names_told, unnamed
from engine.results.facts import Document
from engine.results.phases import curves, visible

VERDICTS: Final = ("good", "care", "low", "unknown")


def hub_result(document: Mapping[str, Any], agreed: Set[int], *, district: bool = False) -> Document:
    """The hub's view of a frozen result; `agreed` holds the site ids of schools that let it see their result.

    `schools` are named with their whole part of the result, to a `district` only if they are enough; `dots` are
    the others' overall score and change, without a name and with a range of respondents that some of them share,
    highest first. Schools that are not shown are in neither: how many there are is not told. `verdicts` counts
    the schools that are shown by how many of those asked answered.
    """
    parts = {part["site"]: part for part in document["sites"] if part["shown"]}
    respondents = {site: part["responses"] for site, part in parts.items()}
    named = names_told(parts.keys() - unnamed(respondents, agreed), parts.keys(), district=district)
    verdicts = Counter(part["verdict"] for part in parts.values())
    return {
        "instrument": document["instrument"],
        "wave": document["wave"],
        "data": document["data"],
        "measures": document["measures"],
        "profile": document["profile"],
        "network": _network(document["network"], agreed),
        "verdicts": {name: verdicts[name] for name in VERDICTS},
        "schools": [part for site, part in parts.items() if site in named],
        "dots": _dots({site: part for site, part in parts.items() if site not in named}),
        "withheld": sorted(site for site in parts if site in agreed and site not in named),
    }


def _network(whole: Mapping[str, Any] | None, agreed: Set[int]) -> Document | None:
    """The network's part with the curves of schools that went through their phases together."""
    if whole is None:
        return None
    rows = visible(whole["phases"], agreed)
    return {**whole, "phases": rows, "curves": curves(rows)}


def _dots(parts: Mapping[int, Mapping[str, Any]]) -> list[Document]:
    """Schools without a name: each with the range that its number of respondents lies in, where it has one."""
    sizes = dot_sizes({site: part["responses"] for site, part in parts.items()})
    rows = [
        {"least": least, "most": most, **parts[site]["overall"]}
        for site, (least, most) in sizes.items()
        if parts[site]["overall"]
    ]
    return sorted(rows, key=lambda row: (-row["mean"], row["least"]))
