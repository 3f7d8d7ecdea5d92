"""Follows every link of ours from page to page, breadth first, in the order of addresses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final
from urllib.parse import urljoin, urlsplit

from tests.sameness.browser import Browser, inside
from tests.sameness.record import say

MOST_PAGES: Final = 4000
LAST: Final = re.compile(r"/log(\?|$)")  # pages that tell of the visits themselves
# Of what is slow to make: how many of each shape are taken, chosen by a digest of their addresses.
MOST_OF: Final = (
    (re.compile(r"^/result/[^/]+$"), 150),
    (re.compile(r"^/schools/\d+/results/\d+$"), 60),
    (re.compile(r"/scores\.csv$"), 25),
    (re.compile(r"/comments/\d+$"), 30),
    (re.compile(r"/(page|report|study)\.pdf$"), 3),
    (re.compile(r"/report\.xlsx$"), 3),
    (re.compile(r"/figure-\d+\.png$"), 1),
    (re.compile(r"/figure-\d+\.svg$"), 3),
    (re.compile(r"/report$"), 16),
    (re.compile(r"/(report\.json|tables\.csv)$"), 10),
)
# Reports of a wave are made by a worker, of which there is none here: of one wave is enough.
LEFT_OUT: Final = re.compile(r"^/waves/(?!4/)\d+/reports\.zip$")
TOKEN: Final = re.compile(r"^/(result|study)/[^/?]+")


def crawl(browser: Browser, starts: Iterable[str], *, linked: int = MOST_PAGES) -> None:
    """Visit all that can be reached; pages that tell of the visits come last.

    `linked`: how many of each shape to take of what a signed link opens, which is the same for everybody.
    """
    browser.seen.clear()
    level, last, done = set(starts), set[str](), Counter[str]()
    while level and len(browser.seen) < MOST_PAGES:
        last |= {one for one in level if LAST.search(one)}
        found: set[str] = set()
        for address in chosen(level - last, done, linked):
            if address not in browser.seen:
                browser.get(address)
                found |= set(leads(browser))
        level = found - browser.seen
    for address in sorted(last):
        browser.get(address)
    say(f"{browser.who}: {len(browser.seen)} addresses")


def chosen(level: Iterable[str], done: Counter[str], linked: int = MOST_PAGES) -> list[str]:
    """Those of the addresses that are taken, in their order; `done` counts what was taken of each shape."""
    taken = []
    for address in sorted(level, key=lambda one: sha256(one.encode()).digest()):
        if LEFT_OUT.search(address):
            continue
        path = urlsplit(address).path
        most = next((most for pattern, most in MOST_OF if pattern.search(path)), MOST_PAGES)
        if TOKEN.match(path):
            most = min(most, linked)
        shape = shape_of(path)
        if done[shape] < most:
            done[shape] += 1
            taken.append(address)
    return sorted(taken)


def shape_of(path: str) -> str:
    """The path without tokens and numbers, but for the number of a figure."""
    return re.sub(r"/\d+(?=/|$)", "/#", TOKEN.sub(r"/\1/*", path))


def leads(browser: Browser) -> Iterator[str]:
    """The addresses of ours on the page at hand."""
    here = f"{browser.base}{browser.address}"
    for link in browser.page.links:
        yield from _ours(urljoin(here, link), browser.base)
    for form in browser.page.forms:
        if form.method == "get":
            target = urljoin(here, form.action).partition("?")[0]
            for query in form.asks():
                yield from _ours(f"{target}?{query}", browser.base)


def _ours(address: str, base: str) -> Iterator[str]:
    path = inside(address.partition("#")[0], base)
    if path.startswith("/static/"):
        path = path.partition("?")[0]
    if path:
        yield path
