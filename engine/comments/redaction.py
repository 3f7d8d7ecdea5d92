"""Taking words out of a comment, and nothing else: who reviews comments must not change what people said."""

import re
from collections.abc import Iterable
from typing import Final

GAP: Final = "[...]"
_BRACKETS = re.compile(r"\[[^\[\]]*\](?:[’']s\b)?")
_GAPS = re.compile(r"\[(?:\.\.\.|…)\](?:\s*\[(?:\.\.\.|…)\])+")
_WORD = re.compile(r"\w[\w’'-]*")


def without(text: str, words: Iterable[str]) -> str:
    """The text with each of these stretches of words, wherever it stands, replaced by a gap."""
    for stretch in sorted(set(words), key=len, reverse=True):
        if stretch.strip():
            whole = rf"(?<!\w){re.escape(stretch)}(?!\w)"
            text = re.sub(whole, GAP, text)
    return _GAPS.sub(GAP, text)


def says_something(shown: str) -> bool:
    """Whether words of the writer are left beside what stands in square brackets."""
    return bool(_words(_BRACKETS.sub(" ", shown)))


def added(written: str, shown: str) -> tuple[str, ...]:
    """The words of an edited comment that the writer did not write, in order; none where words were only
    taken out.

    What stands in square brackets is the reviewer's own and may be anything: a gap, or "[a colleague]".
    """
    theirs, at = _words(written), 0
    found = []
    for word in _words(_BRACKETS.sub(" ", shown)):
        try:
            at = theirs.index(word, at) + 1
        except ValueError:
            found.append(word)
    return tuple(dict.fromkeys(found))


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
