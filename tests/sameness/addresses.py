"""Addresses that no page leads to: each rule of the application filled in, and odd ones."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from flask import Flask
from werkzeug.routing import Rule

NETWORK: Final = 1
OPEN, QUICK, CLOSED = 7, 8, 4  # waves of the kept demonstration
OWN_SCHOOL: Final = 9

# What each blank of a rule is filled with: first what is there and one's own, then others, then what is not there.
SAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "network": ("1", "2", "99"),
    "wave": ("4", "7", "1", "5", "8", "99"),
    "school": ("9", "1", "24", "99"),
    "study": ("1", "2", "99"),
    "site": ("50", "121", "9999"),
    "figure": ("1", "99"),
    "number": ("1", "99"),
    "copy": ("1", "99"),
    "key": ("1", "99"),
    "account": ("2", "99"),
    "membership": ("2", "99"),
    "invitation": ("1", "99"),
    "name": ("instrument.yaml", "../secret", "items.yaml"),
    "rest": ("s/full/", "nothing"),
    "filename": ("barograph.css", "none.css", "../__init__.py"),
    "token": ("WzQsMV0.wrong", "wrong"),
    "link": ("AAAAAAAAAAAAAAAAAAAAAA", "wrong"),
    "role": ("nobody",),
}
ODD: Final = (
    "/nothing",
    "/home/",
    "//example.org/",
    "/%00",
    "/static/",
    "/static/nothing.css",
    "/static/%2e%2e/cli.py",
    "/waves/0/",
    "/waves/-1/",
    "/waves/1234567890/",
    "/waves/4",
    "/waves/x/result",
    "/schools/9/results/4?compare=nothing",
    "/schools/9/results/4?compare=99",
    "/networks/1/calendar?year=1900",
    "/networks/1/calendar?year=x",
    "/networks/1/people?find=rosa",
    "/networks/1/people?find=%00",
    "/networks/1/log?page=99",
    "/networks/1/log?page=x",
    "/studies/1/waves/new?instrument=nothing",
    "/studies/1/waves/new?instrument=collective-leadership@9.9.9",
    "/studies/1/waves/new?copy=4",
    "/studies/1/waves/new?copy=99",
    "/waves/4/comments/50?comment=99",
    "/sign-in?next=https://example.org/",
    "/sign-in?next=/account",
    "/sign-in/code",
    "/report.schema.json",
    "/api/v1/",
    "/api/v1/nothing",
    "/api/v1/me?token=x",
    "/result/%F0%9F%A6%86",
    "/robots.txt",
    "/favicon.ico",
)
MOST_COMBINED: Final = 6


def filled(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Each rule for a method, with an address for each filling."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if method in (rule.methods or ()):
            for values in fillings(rule.arguments):
                yield rule, address_of(rule, values)


def fillings(names: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """The samples of one blank one after the other; of several, one varied at a time, the others first."""
    ordered = sorted(names)
    first = {name: SAMPLES[name][0] for name in ordered}
    yield first
    varied = itertools.chain.from_iterable(
        ({**first, name: other} for other in SAMPLES[name][1:]) for name in ordered
    )
    yield from itertools.islice(varied, MOST_COMBINED)


def address_of(rule: Rule, values: Mapping[str, str]) -> str:
    """The rule's text with its blanks filled in, whatever converter they have."""
    parts: list[str] = []
    for part in rule.rule.replace(">", "<").split("<"):
        name = part.rpartition(":")[2]
        parts.append(values[name] if name in values and len(parts) % 2 else part)
    return "".join(parts)


def rules_text(app: Flask) -> str:
    """All addresses that the application answers to, with their methods."""
    lines = {f"{rule.rule} {' '.join(sorted(rule.methods or ()))}" for rule in app.url_map.iter_rules()}
    return "\n".join(sorted(lines)) + "\n"


def rule_of(app: Flask, path: str, method: str = "GET") -> str:
    """The rule that answers an address; empty where none does."""
    adapter = app.url_map.bind("localhost")
    try:
        found, _ = adapter.match(path.partition("?")[0], method=method, return_rule=True)
    except Exception:  # whatever the router raises: not there, a redirection, another method
        return ""
    return found.rule
