"""The texts of an instrument for a result that is read in another language, and what of them stays in its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from engine.instrument.event import with_event
from engine.language import ENGLISH, Language, say, spoken
from engine.report.document import Document
from engine.results.in_language import words_of, written_texts
from engine.store import Store, Wave

PART: Final = "report"  # of the catalogues: what a school's report says
NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class InstrumentTexts:
    """What a definition's texts are in another language, the language that others stay in, and whether all were read.

    `language` is empty where the result is read in the language of the definition.
    """

    words: Mapping[str, str] = field(default_factory=lambda: NO_WORDS)
    language: str = ""
    reviewed: bool = True

    def left(self, *parts: object) -> list[str]:
        """The texts of parts of a result, that have no translation; none where they are in their own language."""
        if not self.language:
            return []
        known = {*self.words, *self.words.values()}
        return [text for part in parts for text in written_texts(part) if text not in known]


def default_language(wave: Wave) -> str:
    """The first of a wave's languages that we speak, else English."""
    first = (Language.nearest(tag) for tag in wave.languages)
    return next((one.tag for one, tag in zip(first, wave.languages, strict=True) if one.speaks(tag)), ENGLISH)


def texts_in(store: Store, wave: Wave, language: str) -> InstrumentTexts:
    """The texts of a wave's instrument in a language."""
    source = store.definitions.get(wave.instrument_id, wave.version)
    if Language.nearest(language).speaks(source.language):
        return InstrumentTexts()
    known = store.definitions.languages(wave.instrument_id, wave.version)
    if language not in known:
        return InstrumentTexts(language=source.language)
    translated = store.definitions.get(wave.instrument_id, wave.version, language)
    said = store.definitions.translation(wave.instrument_id, wave.version, language)
    names = said.names if said is not None else NO_WORDS
    return InstrumentTexts(
        {**names, **words_of(with_event(source, wave.event), with_event(translated, wave.event))},
        source.language,
        store.definitions.reviewed(wave.instrument_id, wave.version, language),
    )


def in_words(document: Document, texts: InstrumentTexts, left: Iterable[str]) -> Document:
    """The document with the texts that nobody translated, and as a draft where nobody reviewed what it says."""
    drafted = not (spoken().reviewed(PART) and texts.reviewed)
    if drafted:
        document = replace(document, tags=(*document.tags, say("report.draft")))
    if not texts.language:
        return document
    return replace(document, foreign=tuple(dict.fromkeys(left)), foreign_language=texts.language)
