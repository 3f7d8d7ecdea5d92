"""The sentences of a page, in the language that the page speaks.

They are kept in `engine/language/catalogues`. A page speaks English unless a view has said otherwise by `speak`. Texts
of an instrument come from its definition; these are the ones around them.
"""

from datetime import date, datetime
from typing import Final

from flask import g, has_request_context, request
from markupsafe import Markup, escape

from engine.instrument.translation import Untranslated
from engine.language import ENGLISH, Language, direction, speaking
from engine.printed import moment_words

FOR_EVERYBODY: Final = ("guides", "choosing")  # rooms whose pages stand in every language, without an account
MARKED: Final = "english"  # how this request marks words that are ours
PRIVATE_USE: Final = 0xE000  # the first of Unicode's signs that no text of ours holds


def speak(language: Language, page: str | None = None) -> None:
    """Let the rest of this request speak a language; `page` is that of the page, where its texts are in another."""
    g.language, g.page_language = language, page or language.tag
    g.pop(MARKED, None)


def spoken() -> bool:
    """Whether a view has said in which language this request speaks."""
    return "language" in g


def language() -> Language:
    """The language that this request speaks."""
    chosen = g.get("language") if has_request_context() else None
    return chosen or Language.of(ENGLISH)


def page_language() -> str:
    """The language of the page, as `lang=` of its root has it."""
    return str(g.get("page_language", ENGLISH))


def carry_language(endpoint: str, values: dict[str, object]) -> None:
    """Let an address of pages for everybody name the language of the page that leads there, where it is not English.

    What was chosen for a school's pages is kept for these alone, and a guide would open as the browser asks.
    """
    room = endpoint.partition(".")[0]
    if (
        room in FOR_EVERYBODY
        and has_request_context()
        and request.blueprint != room
        and page_language() != ENGLISH
    ):
        values.setdefault("language", page_language())


def english() -> Markup:
    """The attribute of an element whose words are ours, where the page is in a language that we do not speak."""
    found: Markup | None = g.get(MARKED)
    if found is None:
        ours = language()
        same = ours.speaks(page_language())
        found = Markup("") if same else Markup(' lang="{}" dir="{}"').format(ours.tag, ours.direction)
        setattr(g, MARKED, found)  # a page asks for each of its sentences
    return found


def in_its_language(text: str) -> Markup:
    """The attributes of an element that holds a text of an instrument, where no translation of it is at hand."""
    if not isinstance(text, Untranslated):
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(text.language, direction(text.language))


def say_around(key: str, **values: str | int | float | date) -> Markup:
    """A sentence around texts of an instrument, of which each that is in another language is marked; no attribute."""
    foreign = {
        name: (chr(PRIVATE_USE + at), text)
        for at, (name, text) in enumerate(values.items())
        if isinstance(text, Untranslated)
    }
    said = escape(say(key, **{**values, **{name: sign for name, (sign, _) in foreign.items()}}))
    for sign, text in foreign.values():
        said = said.replace(sign, escape(text))
    return said


def say(key: str, **values: str | int | float | date) -> str:
    """A sentence with its blanks filled in."""
    return language().say(key, **values)


def count(key: str, n: int, **values: str | int | float | date) -> str:
    """A sentence about a number of things."""
    return language().count(key, n, **values)


def reviewed(*parts: str) -> bool:
    """Whether speakers have read our words of these parts in the language that this request speaks."""
    return all(map(language().reviewed, parts))


def month(day: date) -> str:
    """The month of a day, with its year."""
    return language().month(day)


def day(day: date | str) -> str:
    """A day, or a day or moment in ISO 8601, as people write the day."""
    return language().date(day)


def moment(at: datetime) -> str:
    """A moment in its own time zone, in the language that this request speaks."""
    with speaking(language().tag):
        return moment_words(at)
