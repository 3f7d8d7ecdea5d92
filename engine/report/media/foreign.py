"""Texts in a document that are in another language than the document, such as those that nobody has translated yet.

They are marked, so that they are read aloud as what they are (WCAG 3.1.2).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from engine.printed import lowered


@lru_cache(maxsize=128)
def foreign_pattern(texts: tuple[str, ...]) -> str:
    """A pattern that finds the texts where they stand as whole words, the longest first; empty without any.

    It is for Python and for Typst alike. Labels are found within sentences too, where they have lost their capital.
    """
    known = {form for text in texts for form in (text, lowered(text)) if any(sign.isalpha() for sign in text)}
    longest_first = sorted(known, key=lambda text: (-len(text), text))
    return "|".join(_whole(text) for text in longest_first)


def _whole(text: str) -> str:
    before, after = (r"\b" if re.match(r"\w", end) else "" for end in (text[0], text[-1]))
    return before + re.escape(text) + after


def split_foreign(words: str, texts: Iterable[str]) -> list[tuple[str, bool]]:
    """The words in pieces, each with whether it is one of the foreign texts."""
    pattern = foreign_pattern(tuple(texts))
    if not pattern:
        return [(words, False)]
    pieces = re.split(f"({pattern})", words)
    return [(piece, bool(at % 2)) for at, piece in enumerate(pieces) if piece]
