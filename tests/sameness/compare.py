"""Two files of digests side by side: what differs, is missing or new, and which exceptions were used."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from tests.sameness.exceptions import Allowance, allowed, body
from tests.sameness.record import body_path

MOST_SHOWN: Final = 200
API: Final = "api/"


@dataclass(frozen=True, slots=True)
class Digests:
    """What one run saw; `bodies` is where it kept them, if it did."""

    digests: dict[str, str]
    bodies: Path | None

    def text(self, key: str) -> str | None:
        if self.bodies is None or not body_path(self.bodies, key).is_file():
            return None
        return body_path(self.bodies, key).read_bytes().decode("utf-8", "surrogateescape")


def read(path: Path) -> Digests:
    document = json.loads(path.read_text(encoding="utf-8"))
    return Digests(document["digests"], Path(document["bodies"]) if document["bodies"] else None)


def compare(old: Digests, new: Digests, only: tuple[str, ...], *, strict: bool) -> bool:
    """Tell all differences; whether there is none but by exceptions, which are named with their keys."""
    before, after = _chosen(old.digests, only), _chosen(new.digests, only)
    missing, more = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    differing = sorted(key for key in before.keys() & after.keys() if before[key] != after[key])
    answers = {} if strict or not differing else _answers(old)
    used: dict[str, list[str]] = defaultdict(list)
    left = []
    for key in differing:
        found = None if strict else _allowed(key, old, new, answers)
        if found is None:
            left.append(key)
        else:
            used[found.name].append(key)
    for name, keys in used.items():
        _tell(f"Allowed: {name}", keys)
    _tell("Differs", (f"{key}{_where(key, old, new)}" for key in left))
    _tell("Missing", missing)
    _tell("New", more)
    same = len(before) - len(missing) - len(differing)
    allowed = len(differing) - len(left)
    click.echo(
        f"{same} the same, {allowed} allowed, {len(left)} differ, {len(missing)} missing, {len(more)} new"
    )
    return not (left or missing or more)


def _allowed(key: str, old: Digests, new: Digests, answers: dict[str, Any]) -> Allowance | None:
    """The exception that the two bodies pass; none without bodies, as nothing can be shown then."""
    before, after = old.text(key), new.text(key)
    if before is None or after is None:
        return None
    return allowed(key, before, after, answers)


def _answers(of: Digests) -> dict[str, Any]:
    """The answers of the API that were kept, by their addresses."""
    found: dict[str, Any] = {}
    for key in of.digests:
        address = key.rpartition(" GET ")[2]
        if key.startswith(API) and address.startswith("/") and " " not in address:
            text = of.text(key)
            if text and text.startswith("HTTP 200") and "application/json" in text.partition("\n\n")[0]:
                found[address] = json.loads(body(text))
    return found


def _where(key: str, old: Digests, new: Digests) -> str:
    if old.bodies is None or new.bodies is None:
        return "  (run with --bodies to look at it)"
    return f"\n      diff {body_path(old.bodies, key)} {body_path(new.bodies, key)}"


def _chosen(digests: dict[str, str], only: tuple[str, ...]) -> dict[str, str]:
    return {key: one for key, one in digests.items() if not only or key.startswith(only)}


def _tell(title: str, keys: Iterable[str]) -> None:
    listed = list(keys)
    if listed:
        click.echo(f"{title} ({len(listed)}):")
        for key in listed[:MOST_SHOWN]:
            click.echo(f"  {key}")
        if len(listed) > MOST_SHOWN:
            click.echo(f"  and {len(listed) - MOST_SHOWN} more")
