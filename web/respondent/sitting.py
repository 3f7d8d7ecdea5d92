"""A sitting: one person's way through a form, from what has been given so far. Knows no web and no store.

Answers are the texts as typed, by item id, kept even when they break a rule; `engine.responses.answers` judges them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil
from zlib import crc32

from engine.instrument.kinds import ORDER
from engine.instrument.model import Instrument, Item, Page
from engine.problems import Problem
from engine.responses import answers
from engine.responses.order import arranged, is_random, order_in
from web.respondent.asked import FormItem, asked_items

SECONDS_AN_ITEM = 10  # where neither form nor instrument tells its minutes

Texts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as it stands for this person: `number` counts the form's pages from 1, hidden ones too."""

    number: int
    page: Page
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a page: the sitting after it.

    `kept` names items that this page had not touched and another tab had changed since; `revealed` the items
    of this page that its answers now show; `hidden` answered items that the answers now hide; `drawn` what it showed.
    """

    sitting: "Sitting"
    kept: tuple[str, ...]
    revealed: tuple[str, ...]
    hidden: tuple[str, ...]
    drawn: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The mark of the page as it would be drawn now, of the items that it showed."""
        return self.sitting.mark_of(self.drawn)


@dataclass(frozen=True)
class Sitting:
    """A form with the answers given so far."""

    instrument: Instrument
    form_id: str
    answers: Texts

    @property
    def asked(self) -> Mapping[str, FormItem]:
        """The items of the form by id, with what is the same for everyone."""
        return asked_items(self.instrument, self.form_id)

    @cached_property
    def pages(self) -> tuple[ShownPage, ...]:
        """The pages that have anything to show, given the answers."""
        found = pages_without_rules(self.instrument, self.form_id) or _pages(
            self.instrument, self.form_id, answers.shown(self.instrument, self.form_id, self.answers)
        )
        return found if self.order is None else self._in_order(found)

    @cached_property
    def order(self) -> int | None:
        """Which of the random orders this person has; none where all have the same."""
        return (
            order_in(self.answers.get(ORDER, ())) if is_random(self.instrument.form(self.form_id)) else None
        )

    @cached_property
    def arranged(self) -> tuple[tuple[int, Page], ...]:
        """All pages of the form in this person's order, each with its number."""
        return arranged(self.instrument, self.form_id, self.order)

    @cached_property
    def ranks(self) -> Mapping[int, int]:
        """The place of each page in this person's order, from 1, by its number."""
        return {number: rank for rank, (number, _) in enumerate(self.arranged, 1)}

    def rank(self, number: int) -> int:
        """How many pages this person has had with the page of this number, hidden ones too; 0 of what is none."""
        return self.ranks.get(number, 0)

    def items_before(self, rank: int) -> list[str]:
        """The items of so many of the first pages."""
        return [item for _, page in self.arranged[:rank] for item in page.items]

    def _in_order(self, found: tuple[ShownPage, ...]) -> tuple[ShownPage, ...]:
        by_number = {page.number: page for page in found}
        return tuple(
            ShownPage(number, page, tuple(sorted(shown.items, key=lambda item: page.items.index(item.id))))
            for number, page in self.arranged
            if (shown := by_number.get(number)) is not None
        )

    def page(self, number: int) -> ShownPage | None:
        return next((page for page in self.pages if page.number == number), None)

    def after(self, number: int) -> int | None:
        """The next page's number; None when the review comes next."""
        return self.after_rank(self.rank(number))

    def after_rank(self, rank: int) -> int | None:
        """The number of the first page with anything to show behind so many pages."""
        return next((page.number for page in self.pages if self.rank(page.number) > rank), None)

    def before(self, number: int) -> int | None:
        rank = self.rank(number)
        return next((page.number for page in reversed(self.pages) if self.rank(page.number) < rank), None)

    def position(self, number: int) -> int:
        """Which of the shown pages this is, counted from 1."""
        rank = self.rank(number)
        return sum(self.rank(page.number) <= rank for page in self.pages)

    def minutes_left(self, number: int) -> int:
        """Minutes for this page and those after it, by their share of the items; at least one."""
        total = sum(len(page.items) for page in self.pages)
        rank = self.rank(number)
        left = sum(len(page.items) for page in self.pages if self.rank(page.number) >= rank)
        return max(1, round(minutes(self.instrument, self.form_id) * left / total))

    @cached_property
    def visible(self) -> frozenset[str]:
        return items_without_rules(self.instrument, self.form_id) or _items(self.pages)

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """Items that were answered and are hidden by a rule now."""
        if items_without_rules(self.instrument, self.form_id):
            return ()
        form = self.instrument.form(self.form_id)
        return tuple(item for item in form.items if self.answers.get(item) and item not in self.visible)

    def unanswered(self, page: ShownPage) -> tuple[Item, ...]:
        return tuple(item for item in page.items if not self.answers.get(item.id))

    @cached_property
    def problems(self) -> Mapping[str, Problem]:
        """The first problem of each shown item whose answer breaks a rule."""
        return {id: problem for page in self.pages for id, problem in self.problems_of(page).items()}

    def problems_of(self, page: ShownPage) -> dict[str, Problem]:
        found = {item.id: answers.problem_of(item, self.answers) for item in self._unsettled(page)}
        return {id: problem for id, problem in found.items() if problem is not None}

    def left_open(self, page: ShownPage) -> dict[str, str]:
        """What the page asks about once before it lets go, where nothing is wrong: a sentence's key by item."""
        found = {item.id: answers.left_open(item, self.answers) for item in self._unsettled(page)}
        return {id: key for id, key in found.items() if key}

    def _unsettled(self, page: ShownPage) -> list[Item]:
        """Items of a page whose answers have to be looked at."""
        asked, given = self.asked, self.answers
        return [item for item in page.items if given.get(item.id, ()) not in asked[item.id].settled]

    def mark(self, items: Sequence[Item]) -> str:
        """What a page showed and held, in a few bytes an item: it tells later what was touched there."""
        asked = self.asked
        return self.mark_of(id for item in items for id in asked[item.id].ids)

    def mark_of(self, ids: Iterable[str]) -> str:
        """The same of items by id, what is written beside others among them."""
        return " ".join(f"{id}={digest(self.answers.get(id, ()))}" for id in ids)

    def save(self, number: int, posted: Texts, mark: str) -> Saved:
        """The answers after a page came back, taking only what was touched there.

        `mark` is what `mark()` gave when the page was drawn. An item that still holds what it was drawn with
        was not touched, so what another tab saved meanwhile stays; one the page did not show is left alone.
        """
        drawn = dict(part.rsplit("=", 1) for part in mark.split() if "=" in part)
        on_page = self.instrument.form(self.form_id).pages[number - 1].items
        after = dict(self.answers)
        kept = []
        facts = self.asked
        asked = [id for item in on_page for id in facts[item].ids]
        for item in asked:
            if item not in drawn:
                continue
            texts = posted.get(item, ())
            if texts == self.answers.get(item, ()):
                continue
            if digest(texts) == drawn[item]:
                kept.append(item)
            elif texts:
                after[item] = texts
            else:
                after.pop(item, None)
        then = Sitting(self.instrument, self.form_id, after)
        return Saved(
            sitting=then,
            kept=tuple(kept),
            revealed=tuple(item for item in on_page if item in then.visible and item not in drawn),
            hidden=tuple(item for item in then.hidden if item not in self.hidden),
            drawn=tuple(item for item in asked if item in drawn),
        )


def _pages(instrument: Instrument, form_id: str, shown: Iterable[tuple[Item, ...]]) -> tuple[ShownPage, ...]:
    pages = zip(instrument.form(form_id).pages, shown, strict=True)
    return tuple(ShownPage(number, page, items) for number, (page, items) in enumerate(pages, 1) if items)


@lru_cache(maxsize=256)
def pages_without_rules(instrument: Instrument, form_id: str) -> tuple[ShownPage, ...]:
    """The pages of a form that shows the same to everyone, told once; none where a rule decides."""
    pages = instrument.form(form_id).pages
    items = [tuple(instrument.item(name) for name in page.items) for page in pages]
    if any(item.show_if is not None for page in items for item in page):
        return ()
    return _pages(instrument, form_id, items)


@lru_cache(maxsize=256)
def items_without_rules(instrument: Instrument, form_id: str) -> frozenset[str]:
    """The items of a form that shows the same to everyone; none where a rule decides."""
    return _items(pages_without_rules(instrument, form_id))


def _items(pages: Iterable[ShownPage]) -> frozenset[str]:
    return frozenset(item.id for page in pages for item in page.items)


def digest(texts: Sequence[str]) -> str:
    """A short mark of an answer: equal texts, equal mark."""
    return f"{crc32(chr(0).join(texts).encode()):x}" if texts else "0"


def questions(instrument: Instrument, form_id: str) -> tuple[int, int]:
    """How many questions a form asks of somebody who has answered none, and how many more answers may bring."""
    asked = len(Sitting(instrument, form_id, {}).visible)
    return asked, len(instrument.form(form_id).items) - asked


def minutes(instrument: Instrument, form_id: str) -> int:
    """How long a form takes: as it says, or the instrument says, or by its number of items."""
    form = instrument.form(form_id)
    if form.minutes is not None:
        return form.minutes
    if instrument.minutes is not None:
        return max(1, ceil(instrument.minutes * len(form.items) / len(instrument.items)))
    return max(1, ceil(len(form.items) * SECONDS_AN_ITEM / 60))
