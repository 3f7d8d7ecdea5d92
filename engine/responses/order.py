"""Items and pages in random order: which of 256 orders one person has, as a number drawn when they begin.

The number says which order it was and nothing else: no time, no person. Eight bits hold it, as no analysis tells more
orders apart than it has people. An order follows from its number alone, by hashes, so that it can be made again
anywhere.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from engine.instrument.kinds import ORDERS
from engine.instrument.model import Form, Instrument, Page


def draw_order() -> int:
    """The number of an order."""
    return secrets.randbelow(ORDERS)


def is_random(form: Form) -> bool:
    """Whether anything of a form stands in random order."""
    return form.random_pages or any(page.random for page in form.pages)


def order_in(texts: Sequence[str]) -> int | None:
    """The number of an order as it is kept with answers; none where there is none that could be."""
    text = texts[0] if len(texts) == 1 else ""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(ORDERS)) + 1 else ORDERS
    return number if number < ORDERS else None


@lru_cache(maxsize=2048)
def arranged(instrument: Instrument, form_id: str, order: int | None) -> tuple[tuple[int, Page], ...]:
    """The pages of a form in one order, each with its number in the definition, from 1; as defined without one."""
    form = instrument.form(form_id)
    pages = [
        (number, page if order is None or not page.random else _shuffled_page(page, order, form_id, number))
        for number, page in enumerate(form.pages, 1)
    ]
    if order is None or not form.random_pages:
        return tuple(pages)
    return tuple(sorted(pages, key=lambda page: _mark(order, form_id, str(page[0]))))


def _shuffled_page(page: Page, order: int, form_id: str, number: int) -> Page:
    items = sorted(page.items, key=lambda item: _mark(order, form_id, f"{number}:{item}"))
    return replace(page, items=tuple(items))


def _mark(order: int, form_id: str, what: str) -> bytes:
    return hashlib.sha256(f"{order}:{form_id}:{what}".encode()).digest()


def positions(instrument: Instrument, form_id: str, order: int) -> dict[str, tuple[int, int]]:
    """Where each item of a form stood in one order, page and place from 1 on, in the order of the form.

    An item that a rule hid from somebody keeps its place, as a rule does not change the order of the others.
    """
    pages = arranged(instrument, form_id, order)
    stood = [(item, shown) for shown, (_, page) in enumerate(pages, 1) for item in page.items]
    found = {item: (shown, place) for place, (item, shown) in enumerate(stood, 1)}
    return {item: found[item] for item in instrument.form(form_id).items}
