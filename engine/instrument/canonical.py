"""An instrument as one stable text, and the three digests that tell what has changed.

The canonical text is what publishing keeps in the database, with all its languages, so that answers are
decoded from it for good.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from engine.instrument.construct_map import ConstructMap
from engine.instrument.model import Composite, Instrument, Subscale, ValidationPlan
from engine.instrument.plain import from_plain, to_plain
from engine.instrument.translation import Translation, retext, texts, translate

S = TypeVar("S", Subscale, Composite)


@dataclass(frozen=True, slots=True)
class Digests:
    """`structure`: what is asked, and how codes are decoded. `scoring`: keys, scores, levels. `text` by language."""

    structure: str
    scoring: str
    text: Mapping[str, str]


def canonical_text(instrument: Instrument, translations: Iterable[Translation] = ()) -> str:
    """The instrument in its source language and its translations as JSON: equal definitions, equal text.

    Of its construct map it holds the translations into these languages, so that the source's text grows with none.
    """
    ordered = sorted(translations, key=lambda translation: translation.language)
    constructs = _spoken(instrument.construct_map, [one.language for one in ordered])
    document: dict[str, Any] = {"instrument": to_plain(replace(instrument, construct_map=constructs))}
    if ordered:
        document["translations"] = [to_plain(translation) for translation in ordered]
    return _json(document)


def from_canonical(text: str, language: str | None = None) -> Instrument:
    """The instrument that a canonical text holds, in its source language or a translated one.

    Raises `KeyError` for a language that the text does not hold.
    """
    document = json.loads(text)
    instrument = from_plain(Instrument, document["instrument"])
    if language in (None, instrument.language):
        return instrument
    return translate(instrument, canonical_translations(text)[str(language)])


def canonical_translations(text: str) -> dict[str, Translation]:
    """The translations that a canonical text holds, by language."""
    return {
        translation["language"]: from_plain(Translation, translation)
        for translation in json.loads(text).get("translations", [])
    }


def digests(instrument: Instrument, translations: Iterable[Translation] = ()) -> Digests:
    """What has to stay the same in a published version, as SHA-256 of what each part says.

    Reference material that grows without changing an answer or a score is in none: norms, the construct map's
    texts, the validation plan.
    """
    bare = retext(instrument, lambda id, text: "")
    said = {instrument.language: texts(instrument)}
    said |= {translation.language: texts(translate(instrument, translation)) for translation in translations}
    about = to_plain((instrument.licence, instrument.citation, instrument.sources, *_lengths(instrument)))
    about += to_plain(instrument.modules)
    about += sorted(item.id for item in instrument.items if item.required)
    return Digests(
        structure=_digest(to_plain(structure_of(bare))),
        scoring=_digest(scoring_of(bare)),
        text=MappingProxyType({language: _digest([found, about]) for language, found in said.items()}),
    )


def structure_of(bare: Instrument) -> Instrument:
    """Of an instrument without texts: what decodes answers, and nothing that scores them."""
    return replace(
        bare,
        id="",
        version="",
        language="",
        licence="",
        citation=None,
        sources=(),
        minutes=None,
        reading_grade=None,
        items=tuple(replace(item, reverse=False, facet=None, required=False) for item in bare.items),
        forms=tuple(replace(form, minimum_answered=None, minutes=None) for form in bare.forms),
        subscales=(),
        composites=(),
        validation=ValidationPlan(),
        construct_map=None,
        norms=(),
        event=None,
        modules=(),
        research_only=False,
        needs=(),
    )


def scoring_of(bare: Instrument) -> dict[str, Any]:
    """Of an instrument without texts: how answers become scores."""
    return {
        "reverse": sorted(item.id for item in bare.items if item.reverse),
        "facets": {item.id: item.facet for item in bare.items if item.facet},
        "subscales": [to_plain(_without_conditions(one)) for one in bare.subscales],
        "composites": [to_plain(_without_conditions(one)) for one in bare.composites],
        "minimum_answered": {form.id: form.minimum_answered for form in bare.forms if form.minimum_answered},
    }


def _without_conditions(score: S) -> S:
    """A score whose levels say nothing of when a text is printed: it scores nothing."""
    return replace(score, levels=tuple(replace(level, text_holds_if=()) for level in score.levels))


def _spoken(constructs: ConstructMap | None, languages: Iterable[str]) -> ConstructMap | None:
    """The map with those of its translations that these languages read."""
    if constructs is None:
        return None
    theirs = dict.fromkeys(languages)
    read = [one for one in map(constructs.translation, theirs) if one is not None]
    kept = tuple(one for one in constructs.translations if any(one is other for other in read))
    return replace(constructs, translations=kept)


def _lengths(instrument: Instrument) -> tuple[int | None, ...]:
    return instrument.minutes, instrument.reading_grade, *(form.minutes for form in instrument.forms)


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(document: object) -> str:
    return hashlib.sha256(_json(document).encode()).hexdigest()
