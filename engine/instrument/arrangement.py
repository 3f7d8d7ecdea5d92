"""How the options of an item stand, on a page and on paper: by how they are labelled, whatever the kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from engine.instrument.model import Item
from engine.instrument.translation import as_part_of

ROW_LETTERS: Final = 72  # of a row at desktop width, shared by its options
CORNER: Final = 30.0  # where a face's mouth ends when it is straight, in a picture of 48 by 48
BEND: Final = 7.0  # how far the middle of a smile lies below that


@dataclass(frozen=True, slots=True)
class Look:
    """How an item's options stand: as `numbers`, `faces`, a `row` where there is width, a `list` or a `menu`.

    `numbers` holds each option's number and the words beside it, for the arrangement of that name.
    """

    arrangement: Literal["numbers", "faces", "row", "list", "menu"] = "list"
    numbers: tuple[tuple[str, str], ...] = ()


def as_points(item: Item) -> Look:
    """From how options are labelled: faces, numbers with words beside them, a row of short labels, or a list."""
    if item.faces:
        return Look("faces")
    numbers = tuple(_number_and_words(str(option.value), option.label) for option in item.options)
    if _named_at_its_ends(item):
        numbers = tuple(
            (str(option.value), words) for option, (_, words) in zip(item.options, numbers, strict=True)
        )
    if all(number for number, _ in numbers):
        return Look("numbers", numbers)
    return Look("row" if _fits_row([option.label for option in item.options]) else "list")


def mouth_of(place: float) -> str:
    """The path of a face's mouth: 0 at the sad end of a scale, 1 at the glad one, 0.5 straight.

    The bend leaves its middle where it is, so that only the corners tell one face from the next.
    """
    bend = BEND * (2 * place - 1)
    corner = CORNER - bend / 2
    return f"M14 {corner:.1f}Q24 {corner + 2 * bend:.1f} 34 {corner:.1f}"


def _named_at_its_ends(item: Item) -> bool:
    """Whether both ends have words, and the points between nothing but their numbers."""
    bare = [option.label == str(option.value) for option in item.options]
    return len(bare) > 2 and not bare[0] and not bare[-1] and all(bare[1:-1])


def _number_and_words(value: str, label: str) -> tuple[str, str]:
    """`0 - Cannot do this` as (0, Cannot do this); no number where a label does not begin with its value."""
    match = re.fullmatch(rf"{re.escape(value)}(?:[\s:.,=–—-]+(\S.*))?", label.strip())
    return (value, as_part_of(label, match.group(1) or "")) if match else ("", label)


def _fits_row(labels: Sequence[str]) -> bool:
    letters = ROW_LETTERS / len(labels)
    longest_word = max(len(word) for label in labels for word in label.split())
    return longest_word <= letters and max(map(len, labels)) <= 3 * letters
