"""Names that LimeSurvey takes: letters and digits alone, of a length that each kind of name has."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from engine.instrument.model import Item

LONGEST_TITLE: Final = 20
LONGEST_ANSWER: Final = 5
RESERVED: Final = frozenset(
    ["lang", "sid", "savedid", "token", "qid", "gid", "sgq", "self", "that", "this", "time", "other"]
)
NUMBER: Final = re.compile(r"-?\d+")
OTHER: Final = "-oth-"  # the answer of whoever writes words of their own


def title_of(id: str, taken: set[str]) -> str:
    """A question's code for an id: a letter first, none of those taken; it is taken from now on."""
    plain = re.sub(r"[^A-Za-z0-9]", "", id)
    return _unique(plain if plain[:1].isalpha() else f"q{plain}", LONGEST_TITLE, taken)


def part_codes(ids: Iterable[str]) -> dict[str, str]:
    """The code of each part of a question."""
    taken: set[str] = set()
    return {id: _unique(re.sub(r"[^A-Za-z0-9]", "", id) or "part", LONGEST_TITLE, taken) for id in ids}


def answer_codes(values: Iterable[str]) -> dict[str, str]:
    """The code of each answer: numbers stay, and words are shortened."""
    listed = list(values)
    taken = {value for value in listed if _fits(value)}
    return {
        value: value if _fits(value) else _unique(_worded(value), LONGEST_ANSWER, taken) for value in listed
    }


def row_codes(items: Sequence[Item], taken: set[str]) -> tuple[str, dict[str, str]]:
    """The code of a grid and of each row: where ids are alike before one _, they come back as they are."""
    heads = {item.id.partition("_")[0] for item in items}
    tails = [item.id.partition("_")[2] for item in items]
    head = next(iter(heads))
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", head) and all(
        re.fullmatch(r"[A-Za-z0-9]{1,20}", tail) for tail in tails
    )
    if len(heads) == 1 and plain and len(head) <= LONGEST_TITLE and head.lower() not in taken | RESERVED:
        taken.add(head.lower())
        return head, {item.id: tail for item, tail in zip(items, tails, strict=True)}
    return title_of(items[0].stem or items[0].id, taken), part_codes(item.id for item in items)


def _fits(value: str) -> bool:
    return len(value) <= LONGEST_ANSWER and bool(
        NUMBER.fullmatch(value) or (value.isalnum() and value.isascii())
    )


def _worded(value: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9]", "", value)
    return f"A{plain}" if plain.isdigit() or not plain else plain


def _unique(wanted: str, most: int, taken: set[str]) -> str:
    """The name cut to so many letters, with a number behind where it is taken."""
    name, number = wanted[:most], 2
    while name.lower() in taken | RESERVED:
        name, number = f"{wanted[: most - len(str(number))]}{number}", number + 1
    taken.add(name.lower())
    return name
