"""The sentences of a page, in the language that the page speaks.

They are kept in `engine/language/catalogues`. A page speaks English unless a view has said otherwise by `speak`. Texts
of an instrument come from its definition; these are the ones around them.
"""

from datetime import date

from flask import g, has_request_context

from engine.language import ENGLISH, Language


def speak(language: Language) -> None:
    """Let the rest of this request speak a language."""
    g.language = language


def language() -> Language:
    """The language that this request speaks."""
    spoken = g.get("language") if has_request_context() else None
    return spoken or Language.of(ENGLISH)


def say(key: str, **values: str | int | float | date) -> str:
    """A sentence with its blanks filled in."""
    return language().say(key, **values)


def count(key: str, n: int, **values: str | int | float | date) -> str:
    """A sentence about a number of things."""
    return language().count(key, n, **values)
