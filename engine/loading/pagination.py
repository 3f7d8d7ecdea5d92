"""Pages made by themselves, for a form that lists its items and no pages."""

from collections.abc import Iterable, Sequence

from engine.instrument.model import Item, Page
from engine.instrument.rules import named_items

MOST_ITEMS = 7  # what fits a phone in a few strokes


def paginate(items: Sequence[Item]) -> tuple[Page, ...]:
    """Pages of at most seven items, in order.

    A page holds items of one sort: those that share a stem and response scale, or questions of other kinds. A
    run of them is spread evenly. An item whose rule looks at an item of the same page begins a new one, so
    that the answer is known when the page is made.
    """
    pages: list[tuple[str, ...]] = []
    for run in _runs(items):
        for part in _evenly(run):
            pages += _apart(part)
    return tuple(Page(page) for page in pages)


def _runs(items: Iterable[Item]) -> list[list[Item]]:
    runs: list[list[Item]] = []
    before: tuple[str | None, str | None] | None = None
    for item in items:
        sort = (item.stem, item.scale)
        if not runs or sort != before:
            runs.append([])
        runs[-1].append(item)
        before = sort
    return runs


def _evenly(run: Sequence[Item]) -> list[Sequence[Item]]:
    count = -(-len(run) // MOST_ITEMS)
    size, larger = divmod(len(run), count)
    parts, start = [], 0
    for index in range(count):
        end = start + size + (index < larger)
        parts.append(run[start:end])
        start = end
    return parts


def _apart(items: Sequence[Item]) -> list[tuple[str, ...]]:
    pages: list[list[str]] = [[]]
    for item in items:
        named = named_items(item.show_if) if item.show_if else frozenset()
        if named.intersection(pages[-1]):
            pages.append([])
        pages[-1].append(item.id)
    return [tuple(page) for page in pages]
