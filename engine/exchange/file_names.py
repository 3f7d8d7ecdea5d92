"""Names of files that people keep: what it is of stands first, in the script it is written in."""

import re
import unicodedata
from collections.abc import Iterable, Set
from typing import Final

BETWEEN: Final = " - "
MOST_BYTES: Final = 80  # of a word, in UTF-8; systems take 255 for a whole name
JOINERS: Final = "\u200c\u200d"  # without them words of Persian and signs of several people fall apart
PATH_SIGNS: Final = re.compile(r'[\\/:*?"<>|]+')  # kept from names by one system or another


def file_name(ending: str, *words: str) -> str:
    """The words that hold something, one after the other; no sign in it leads to a folder or is unseen."""
    kept = [clean for word in words if (clean := _clean(word))]
    return f"{BETWEEN.join(kept) or 'file'}.{ending}"


def ascii_name(name: str) -> str:
    """The same for programs that read ASCII alone: letters without their marks, others left out."""
    stem, _, ending = name.rpartition(".")
    plain = [_plain(word) for word in stem.split(BETWEEN)]
    return f"{BETWEEN.join(word for word in plain if word) or 'file'}.{_plain(ending)}"


def unlike(name: str, taken: Set[str]) -> str:
    """The name with a number where it is taken; systems take "Oak" and "OAK" for one name."""
    stem, _, ending = name.rpartition(".")
    names: Iterable[str] = (f"{stem} ({number}).{ending}" for number in range(2, len(taken) + 3))
    return next((one for one in (name, *names) if one.casefold() not in taken), name)


def _clean(word: str) -> str:
    seen = "".join(
        sign if sign in JOINERS or unicodedata.category(sign)[0] != "C" else " "
        for sign in unicodedata.normalize("NFC", word)
    )
    return _cut(" ".join(PATH_SIGNS.sub("-", seen).split()).strip(" .-" + JOINERS))


def _cut(word: str) -> str:
    """A word of at most so many bytes, cut before a sign and not before its marks."""
    kept = word
    while len(kept.encode()) > MOST_BYTES:
        kept = kept[:-1]
        while kept and _goes_on(kept[-1], word[len(kept)]):
            kept = kept[:-1]
    return kept.rstrip(" .-" + JOINERS)


def _goes_on(last: str, following: str) -> bool:
    """Whether a sign belongs to the one before it."""
    return (
        following in JOINERS
        or last in JOINERS
        or unicodedata.category(following)[0] == "M"
        or unicodedata.category(following) == "Sk"
    )


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^A-Za-z0-9 .,'()_-]+", " ", letters).split()).strip(" .,'-")
