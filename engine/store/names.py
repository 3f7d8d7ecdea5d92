"""Names of networks, schools, studies and waves: what one may be, and when two are the name of the same thing."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from engine.instrument.written_text import unseen_sign
from engine.store.errors import StoreError

LONGEST_NAME: Final = 300


def check_name(noun: str, name: str) -> None:
    """Raise `StoreError` for a name that no page could show or no database would hold."""
    if not name.strip():
        raise StoreError(f"The {noun} has no name", "give it one that its people know it by")
    if len(name) > LONGEST_NAME:
        cause = f"The name of the {noun} has {len(name)} characters: {name[:40]!r} and so on"
        raise StoreError(cause, f"shorten it to {LONGEST_NAME} or fewer")
    if sign := unseen_sign(name):
        cause = f"The name of the {noun} holds {sign}: {name[:60]!r}"
        raise StoreError(cause, "type the name anew")


def kept_name(name: str) -> str:
    """A name as it is kept: composed letters (NFC), single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def identity(name: str) -> str:
    """What two names share that are one: composed letters, single spaces, and no difference of capitals."""
    return unicodedata.normalize("NFC", kept_name(name).casefold())


def one_spelling(names: Sequence[str]) -> tuple[tuple[str, ...], Mapping[str, list[str]]]:
    """The names with each in its most common spelling; and what else each was written as, where there was a choice."""
    counts = Counter(names)
    spellings: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], *_loud(name), name != kept_name(name), name)):
        spellings.setdefault(identity(name), []).append(name)
    kept = {name: common for common, *others in spellings.values() for name in (common, *others)}
    several = {common: others for common, *others in spellings.values() if others}
    return tuple(kept[name] for name in names), several


def alike(name: str, others: Iterable[str]) -> str | None:
    """One of `others` that differs from a name in accents, points, hyphens or spaces alone; not the name itself.

    Such a name is more likely a slip than another school, and nobody but its people can tell: whoever adds it is asked.
    """
    bare, own = _bare(name), identity(name)
    return next((other for other in others if _bare(other) == bare and identity(other) != own), None)


def _loud(name: str) -> tuple[bool, bool]:
    """Of two spellings the one without words in capitals comes first, and the one without capitals last."""
    return any(word.isupper() and len(word) > 1 for word in name.split()), name.islower()


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
