"""A language that a machine makes: every sentence in letters that English has not, so that what stays English shows.

Adding it takes no code: a folder of catalogues beside the shipped ones, and an instrument's texts by their ids.
"""

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

from babel import Locale

from engine.instrument.model import Instrument
from engine.instrument.translation import Translation, texts
from engine.language import ENGLISH, Language

FROM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = str.maketrans(FROM, "αβψδεφγηιξκλμνοπθρστυϝωχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥϜΩΧΥΖ")
ARABIC = str.maketrans(FROM, "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2)
SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-left", "data-over", "data-stop")
UNREAD = ("script", "style", "template")
EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


def pseudo(sentence: str, letters: Mapping[int, int | str | None] = GREEK) -> str:
    """A sentence in other letters, its blanks left as they are."""
    parts = Formatter().parse(sentence)
    return "".join(
        said.translate(letters) + (f"{{{blank}}}" if blank is not None else "") for said, blank, _, _ in parts
    )


def write_language(
    folder: Path, tag: str, locale: str, letters: Mapping[int, int | str | None] = GREEK
) -> None:
    """A folder of catalogues of one language more, made of the English ones; with every plural its locale has."""
    place = folder / tag
    place.mkdir(parents=True)
    (place / "language.toml").write_text(f'locale = "{locale}"\nname = "{pseudo("Pseudo", letters)}"\n')
    english = Language.of(ENGLISH).catalogue
    categories = (*Locale.parse(locale).plural_form.tags, "other")
    for part in english.parts:
        lines = ["catalogue.reviewed = true"]
        for key, sentence in english.sentences.items():
            if english.part_of[key] != part:
                continue
            if isinstance(sentence, str):
                lines.append(f"{key} = {_quoted(pseudo(sentence, letters))}")
            else:
                forms = (f"{one} = {_quoted(pseudo(sentence['other'], letters))}" for one in categories)
                lines.append(f"{key} = {{ {', '.join(forms)} }}")
        (place / f"{part}.toml").write_text("\n".join(lines), encoding="utf-8")


def pseudo_texts(
    source: Instrument, tag: str, letters: Mapping[int, int | str | None] = GREEK
) -> Translation:
    """An instrument's texts in that language."""
    said = {id: _beyond_links(text, letters) for id, text in texts(source).items()}
    return Translation(tag, said, reviewed=True)


def _beyond_links(text: str, letters: Mapping[int, int | str | None]) -> str:
    """A text in other letters, but for the addresses of its links."""
    name, link, rest = text.partition("](")
    if not link:
        return pseudo(text, letters)
    address, end, rest = rest.partition(")")
    return f"{pseudo(name, letters)}{link}{address}{end}{_beyond_links(rest, letters)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of TOML too


class Spoken(HTMLParser):
    """What a page says, to eyes and to ears, each with the language that the page says it is in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang", self._language)
        self.said += [(language, given[name]) for name in SPOKEN if given.get(name)]
        if tag not in EMPTY:
            carried = tag == "textarea" and "hidden" in given  # handed on, and shown to nobody
            self._open.append(("script" if carried else tag, language))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self._open.pop()  # our pages close what they open (tests/web/browser)

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1][0] in UNREAD):
            self.said.append((self._language, " ".join(data.split())))

    @property
    def _language(self) -> str:
        return self._open[-1][1] if self._open else ""
