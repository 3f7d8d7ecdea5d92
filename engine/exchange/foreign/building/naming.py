"""Ids and values that Barograph takes, made from those of other tools; every change is told."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from engine.exchange.foreign.facts import AskedQuestion
from engine.exchange.foreign.losses import Remarks
from engine.instrument.rules import Value
from engine.loading.format.values import ITEM, LANGUAGE, LONGEST_ID, NAME, RESERVED_ITEMS, VERSION, WORD

NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
MADE_ID: Final = "survey"


def item_ids(questions: Iterable[AskedQuestion], remarks: Remarks) -> dict[str, str]:
    """The new id of each question, by the old; kept where Barograph takes it, no two equal but for capitals."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    asked = list(questions)
    kept = {one.id.lower() for one in asked if _is_item_id(one.id)}
    for one in asked:
        new = one.id if _is_item_id(one.id) else _as_item_id(one.id)
        own = new == one.id
        wanted = None if own else remarks.wanted_id(one.id, new)
        if wanted is not None and _is_item_id(wanted) and wanted.lower() not in taken | kept:
            remarks.undone("id_changed", f"{one.id}={wanted}", f"{new}={wanted}")
            taken.add(wanted.lower())
            found[one.id] = wanted
            continue
        new = _unique(new, taken if own else taken | kept)
        taken.add(new.lower())
        found[one.id] = new
        if new != one.id:
            remarks.decide("id_changed", one.where, f"{one.id} is {new}", item=new)
    return found


def _is_item_id(id: str) -> bool:
    return bool(ITEM.fullmatch(id)) and len(id) <= LONGEST_ID and id.lower() not in RESERVED_ITEMS


def _as_item_id(id: str) -> str:
    new = re.sub(r"[^A-Za-z0-9_]+", "_", without_accents(id)).strip("_") or "q"
    new = new if new[0].isalpha() else f"q_{new}"
    new = new[: LONGEST_ID - 4].rstrip("_")
    return f"{new}_asked" if new.lower() in RESERVED_ITEMS else new


def _unique(id: str, taken: set[str]) -> str:
    if id.lower() not in taken:
        return id
    number = 2
    while f"{id[: LONGEST_ID - 5]}_{number}".lower() in taken:
        number += 1
    return f"{id[: LONGEST_ID - 5]}_{number}"


def name_of(text: str, fallback: str = MADE_ID) -> str:
    """A lower-case name, as of instruments and subscales."""
    words = re.sub(r"[^a-z0-9]+", "-", without_accents(text).lower()).strip("-")
    words = words if words[:1].isalpha() else f"{fallback}-{words}".strip("-")
    return words[:LONGEST_ID].rstrip("-")


def is_name(text: str) -> bool:
    """Whether a text can be an instrument's id as it is."""
    return bool(NAME.fullmatch(text)) and len(text) <= LONGEST_ID


def is_version(text: str) -> bool:
    return VERSION.fullmatch(text) is not None


def is_language(text: str) -> bool:
    return LANGUAGE.fullmatch(text) is not None


def unique_name(text: str, taken: set[str], fallback: str = MADE_ID) -> str:
    """A name that is not among those taken, and is from now on."""
    found = _unique(name_of(text, fallback), taken)
    found = found.replace("_", "-") if not NAME.fullmatch(found) else found
    taken.add(found.lower())
    return found


def number_of(code: str) -> int | float | None:
    """The number that a code is, or None for a word."""
    if not NUMBER.fullmatch(code):
        return None
    number = float(code)
    return int(number) if number.is_integer() else number


def value_of(code: str) -> Value:
    """An option's value for a code: the same number, the same word, or the nearest word that is one."""
    number = number_of(code)
    if number is not None and str(number) == code:
        return number
    if WORD.fullmatch(code) and len(code) <= LONGEST_ID:
        return code
    word = re.sub(r"[^A-Za-z0-9_+-]+", "_", without_accents(code)).strip("_-+")[:LONGEST_ID]
    return word or "option"


def unique_value(value: Value, taken: set[str]) -> Value:
    """A value that is not among those taken, and is from now on."""
    found: Value = value
    number = 2
    while str(found) in taken:
        found = f"{str(value)[: LONGEST_ID - 5]}_{number}"
        number += 1
    taken.add(str(found))
    return found


def without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
