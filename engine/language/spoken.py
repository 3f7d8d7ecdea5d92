"""The language that is spoken where no object of it is at hand: a document is composed, and laid out, in one.

It is English until `speaking` says otherwise, and again afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from engine.language.speaker import ENGLISH, Filling, Language

_TAG: Final = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(tag: str) -> Iterator[Language]:
    """Speak the language of a tag, or English where no sentences are kept in it."""
    before = _TAG.set(tag)
    try:
        yield spoken()
    finally:
        _TAG.reset(before)


def spoken() -> Language:
    """The language that is spoken."""
    return Language.nearest(_TAG.get())


def say(key: str, **values: Filling) -> str:
    """A sentence of the language that is spoken."""
    return spoken().say(key, **values)


def count(key: str, n: int, **values: Filling) -> str:
    """A sentence about a number of things, in the language that is spoken."""
    return spoken().count(key, n, **values)
