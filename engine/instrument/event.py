"""What happened, in the words of a wave: `{event}` in an instrument's texts, filled in before anyone reads them.

An instrument whose texts were filled in is an instrument like any other, so that whatever is kept by instrument
(pages, drawings, codes) is kept by event too, and one without an event is not touched at all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from engine.instrument.model import Instrument
from engine.instrument.translation import Untranslated, retext, texts

EVENT: Final = "event"
BLANK: Final = "{event}"
LONGEST_EVENT: Final = 200  # characters: it stands in the middle of a sentence
WORD: Final = re.compile(r"\{(\s*[^\W\d][\w -]*)\}")  # a name in brackets; {1, 2} is none
NO_EVENT: Final[Mapping[str, str]] = MappingProxyType({})


def with_event(instrument: Instrument, event: Mapping[str, str]) -> Instrument:
    """The instrument with its texts filled in; the same object where it declares no event.

    `event` holds a wave's words by language; without words the definition's example stands there.
    """
    if instrument.event is None:
        return instrument
    default = next(iter(event.values()), instrument.event.example)
    return _fill(instrument, default, tuple(event.items()))


@lru_cache(maxsize=256)
def _fill(instrument: Instrument, default: str, said: tuple[tuple[str, str], ...]) -> Instrument:
    event = dict(said)

    def fill(id: str, text: str) -> str:
        language = text.language if isinstance(text, Untranslated) else instrument.language
        return text.replace(BLANK, event.get(language) or default) if may_hold(id) else text

    return replace(retext(instrument, fill), event=None)


def as_reported(instrument: Instrument, event: Mapping[str, str] = NO_EVENT) -> Instrument:
    """The instrument as results, studies and comments speak of it: its texts filled in, and ids where the statements
    belong to others (`display_text: false`), which only those who answer their authors' form may read.
    """
    filled = with_event(instrument, event)
    return filled if filled.display_text else _by_id(filled)


@lru_cache(maxsize=256)
def _by_id(instrument: Instrument) -> Instrument:
    return replace(instrument, items=tuple(replace(item, text=item.id) for item in instrument.items))


def asks_for_event(instrument: Instrument, form: str) -> bool:
    """Whether people who answer a form read of the event."""
    if instrument.event is None:
        return False
    asked = instrument.form(form).items
    whole = {"purpose", "thanks", *(f"stems.{instrument.item(item).stem}" for item in asked)}
    parts = (f"forms.{form}.pages.", f"forms.{form}.texts.", *(f"items.{item}." for item in asked))
    return any(
        BLANK in text and (id in whole or id.startswith(parts)) for id, text in texts(instrument).items()
    )


def may_hold(id: str) -> bool:
    """Whether the text of an id, as `engine.instrument.translation` gives them, may hold the blank."""
    kind, *rest = id.split(".")
    if kind == "forms":
        return rest[1:2] in (["pages"], ["texts"])
    return kind in ("items", "stems") or id in ("purpose", "thanks")


def blanks(text: str) -> Iterator[str]:
    """The names in curly brackets that a text holds, as they are written."""
    return (match.group(1) for match in WORD.finditer(text))
