"""Which open answers of a school may be read and shown; see "Open answers" in docs/disclosure-control.md.

Words identify by themselves, so a person reads each comment first. The rules here say which comments get as far
as that person, and what of their decisions a report may hold.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from engine.disclosure.policy import LEAST_TOGETHER
from engine.instrument.model import Form, Instrument, Item


@dataclass(frozen=True, slots=True)
class SchoolAtClose:
    """What one close says of a school: whether its result shows it, and of how many people.

    `number` counts the results of the wave from 1 on; `least` is the number of people that open answers take.
    Of a school that keeps its earlier result, it is the number of people of that one.
    """

    number: int
    shown: bool
    people: int
    least: int


class OfAResult(Protocol):
    """A comment: the question it answers, and the first frozen result that it was there for."""

    @property
    def item(self) -> str: ...

    @property
    def number(self) -> int: ...


AComment = TypeVar("AComment", bound=OfAResult)


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as a report prints it."""

    item: str
    text: str
    themes: tuple[str, ...]


def open_questions(instrument: Instrument, form: Form) -> tuple[Item, ...]:
    """The questions of a form that are answered in words by everyone.

    One that a rule asks of some people only is not among them: what is written there is of a group, or stands
    beside another answer of the same person.
    """
    items = (instrument.item(id) for id in form.items)
    return tuple(item for item in items if item.kind.in_words and item.show_if is None)


def releases(closes: Iterable[SchoolAtClose]) -> tuple[int, ...]:
    """The results of a wave with which comments of a school may come, in order.

    The first one that shows the school and stands on enough people; after it each that stands on that many
    more: comments of fewer late ones are left out, and the earlier ones stay.
    """
    found: list[int] = []
    people = 0
    for school in closes:
        if school.shown and school.people - people >= school.least:
            found.append(school.number)
            people = school.people
    return tuple(found)


def readable(comments: Sequence[AComment], questions: Iterable[Item], came: Sequence[int]) -> list[AComment]:
    """The comments that may be read, or shown if all of them were let through.

    `came` are the `releases`. Of those that come together on one question there are `LEAST_TOGETHER` at least:
    one voice alone is guessed at, and found by everybody else saying "not me".
    """
    asked = {item.id for item in questions}
    placed = [
        (comment, (comment.item, release))
        for comment in comments
        if comment.item in asked and (release := _release(comment.number, came)) is not None
    ]
    together = Counter(place for _, place in placed)
    return [comment for comment, place in placed if together[place] >= LEAST_TOGETHER]


def in_no_order(comments: Iterable[ShownComment]) -> tuple[ShownComment, ...]:
    """Comments in the order of the hashes of what is printed: it says nothing that the words do not say."""
    return tuple(
        sorted(
            comments,
            key=lambda comment: (
                hashlib.sha256(comment.text.encode()).digest(),
                comment.item,
                comment.themes,
            ),
        )
    )


def themes_counted(comments: Iterable[ShownComment]) -> dict[str, int]:
    """The themes of which a report says how many comments name them; of one or two no number is given."""
    sizes = Counter(theme for comment in comments for theme in comment.themes)
    return {theme: size for theme, size in sizes.items() if size >= LEAST_TOGETHER}


def _release(number: int, came: Sequence[int]) -> int | None:
    """With which result a comment comes that was first there for the result of this number."""
    return next((release for release in came if release >= number), None)
