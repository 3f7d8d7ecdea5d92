"""Texts in other languages: every text of an instrument has an id, and a translation is texts by id.

`retext` is the one place that knows where an instrument has texts; translating, listing what is missing and
the digest of the texts all go through it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType
from typing import Final, SupportsIndex, TypeVar

from engine.instrument.construct_map import retext_map
from engine.instrument.model import (
    Composite,
    EventParameter,
    Form,
    Instrument,
    Item,
    NonAnswer,
    Option,
    ResponseScale,
    Subscale,
)
from engine.language import direction

Put = Callable[[str, str], str]
NAMES: Final = (
    "facets",
    "populations",
    "needs",
)  # of what stands in no form: as reference, so that they are in no digest
S = TypeVar("S", Subscale, Composite)


@dataclass(frozen=True, slots=True)
class Translation:
    """Texts of one language by their ids, as `items.VS1.text`; `reviewed` once a second speaker read them.

    `names` are those of facets and of norms' populations, which only results name, and the needs that it answers, which
    stand on pages for choosing: by what the source calls them.
    """

    language: str
    texts: Mapping[str, str]
    reviewed: bool = False
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Untranslated(str):
    """A text that a translation lacks, which knows the source's language: it is the text wherever texts are wanted.

    Where a template writes it, it is an element that names its language (WCAG 2.2, 3.1.2). Attributes, `<title>` and
    `<option>` hold no elements: they take it as `str(text)`.
    """

    language: str

    def __new__(cls, text: str, language: str) -> "Untranslated":
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __reduce__(self) -> tuple[type["Untranslated"], tuple[str, str]]:
        return Untranslated, (str(self), self.language)

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> "Untranslated":
        return Untranslated(super().replace(old, new, count), self.language)

    def __html__(self) -> str:
        return f'<bdi lang="{escape(self.language)}" dir="{direction(self.language)}">{escape(self)}</bdi>'


def as_part_of(text: str, part: str) -> str:
    """A part of a text, in the language of the text."""
    return Untranslated(part, text.language) if isinstance(text, Untranslated) and part else part


def translate(instrument: Instrument, translation: Translation) -> Instrument:
    """The instrument in the translation's language; texts that it lacks stay in the source's, and say so.

    Its construct map is read in that language where the map has a translation of its own.
    """

    def by(said: Mapping[str, str]) -> Put:
        def put(id: str, text: str) -> str:
            if (found := said.get(id)) is not None:
                return found
            return Untranslated(text, instrument.language) if _has_words(text) else text

        return put

    constructs = instrument.construct_map
    theirs = constructs.translation(translation.language) if constructs else None
    if constructs is not None and theirs is not None:
        constructs = retext_map(constructs, by(theirs.texts))
    translated = retext(instrument, by(translation.texts))
    needs = tuple(by(translation.names)(need, need) for need in instrument.needs)
    return replace(translated, language=translation.language, construct_map=constructs, needs=needs)


def missing_texts(instrument: Instrument, translation: Translation) -> tuple[str, ...]:
    """The ids of the texts that the translation lacks, in order; a point such as "7" needs no translation."""
    return tuple(
        id for id, text in texts(instrument).items() if id not in translation.texts and _has_words(text)
    )


def _has_words(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def names(instrument: Instrument) -> dict[str, str]:
    """What no form says, by id: the facets of items and the populations of norms, and the needs that it answers."""
    facets = [item.facet for item in instrument.items if item.facet is not None]
    found = {f"facets.{facet}": facet for facet in facets}
    found |= {f"populations.{norm.population}": norm.population for norm in instrument.norms}
    return found | {f"needs.{number}": need for number, need in enumerate(instrument.needs, 1)}


def texts(instrument: Instrument) -> dict[str, str]:
    """All texts that people read, by id, in the instrument's order."""
    found: dict[str, str] = {}

    def note(id: str, text: str) -> str:
        found[id] = text
        return text

    retext(instrument, note)
    return found


def retext(instrument: Instrument, put: Put) -> Instrument:
    """The same instrument with each text replaced by `put(id, text)`.

    An optional text replaced by nothing is gone; a label stays, and is empty.
    """
    headed = replace(
        instrument,
        title=put("title", instrument.title),
        purpose=_optional("purpose", instrument.purpose, put),
        intended_use=_optional("intended_use", instrument.intended_use, put),
        not_for=tuple(
            said
            for number, text in enumerate(instrument.not_for, 1)
            if (said := put(f"not_for.{number}", text))
        ),
        thanks=_optional("thanks", instrument.thanks, put),
        consent=_optional("consent", instrument.consent, put),
        notice=_optional("notice", instrument.notice, put),
        event=_event(instrument.event, put),
    )
    scales = {scale.id: _scale(scale, put) for scale in instrument.response_scales}
    return replace(
        headed,
        response_scales=tuple(scales.values()),
        stems=MappingProxyType({id: put(f"stems.{id}", text) for id, text in instrument.stems.items()}),
        items=tuple(_item(item, scales, put) for item in instrument.items),
        subscales=tuple(_score("subscales", subscale, put) for subscale in instrument.subscales),
        composites=tuple(_score("composites", composite, put) for composite in instrument.composites),
        forms=tuple(_form(form, put) for form in instrument.forms),
    )


def _optional(id: str, text: str | None, put: Put) -> str | None:
    return (put(id, text) or None) if text is not None else None


def _event(event: EventParameter | None, put: Put) -> EventParameter | None:
    if event is None:
        return None
    return EventParameter(put("event.question", event.question), put("event.example", event.example))


def _options(id: str, options: Iterable[Option], put: Put) -> tuple[Option, ...]:
    return tuple(replace(option, label=put(f"{id}.{option.value}", option.label)) for option in options)


def _non_answers(id: str, non_answers: Iterable[NonAnswer], put: Put) -> tuple[NonAnswer, ...]:
    return tuple(
        NonAnswer(non_answer.id, put(f"{id}.{non_answer.id}", non_answer.label)) for non_answer in non_answers
    )


def _scale(scale: ResponseScale, put: Put) -> ResponseScale:
    id = f"response_scales.{scale.id}"
    return replace(
        scale,
        options=_options(id, scale.options, put),
        non_answers=_non_answers(id, scale.non_answers, put),
    )


def _item(item: Item, scales: Mapping[str, ResponseScale], put: Put) -> Item:
    id = f"items.{item.id}"
    text, note = put(f"{id}.text", item.text), _optional(f"{id}.note", item.note, put)
    if item.scale is not None:
        scale = scales[item.scale]
        options, non_answers = scale.options, scale.non_answers
    else:
        options = _options(f"{id}.options", item.options, put)
        non_answers = _non_answers(f"{id}.non_answers", item.non_answers, put)
    return replace(
        item,
        text=text,
        note=note,
        options=options,
        non_answers=non_answers,
        before=_optional(f"{id}.before", item.before, put),
        levels=tuple(
            put(f"{id}.levels.{option.value}", level)
            for option, level in zip(item.options, item.levels, strict=False)
        ),
        ends=tuple(put(f"{id}.ends.{number}", end) for number, end in enumerate(item.ends, 1)),
        evidence=None if item.evidence is None else put(f"{id}.evidence", item.evidence),
    )


def _score(kind: str, score: S, put: Put) -> S:
    id = f"{kind}.{score.id}"
    label = put(f"{id}.label", score.label)
    levels = tuple(
        replace(
            level,
            label=put(f"{id}.levels.{level.id}.label", level.label),
            text=put(f"{id}.levels.{level.id}.text", level.text) if level.text else "",
            you=put(f"{id}.levels.{level.id}.you", level.you) if level.you else "",
        )
        for level in score.levels
    )
    return replace(score, label=label, levels=levels)


def _form(form: Form, put: Put) -> Form:
    id = f"forms.{form.id}"
    title = _optional(f"{id}.title", form.title, put)
    pages = tuple(
        replace(
            page,
            title=_optional(f"{id}.pages.{number}", page.title, put),
            text=_optional(f"{id}.texts.{number}", page.text, put),
        )
        for number, page in enumerate(form.pages, 1)
    )
    return replace(form, title=title, pages=pages)
