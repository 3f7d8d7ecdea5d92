"""An instrument as one stable text, and the three digests that tell what has changed.

The canonical text is what publishing keeps in the database, with all its languages, so that answers are
decoded from it for good. A field that has its default is left out: a later field changes no older text.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from engine.instrument.model import Instrument, ValidationPlan
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not
from engine.instrument.translation import Translation, retext, texts, translate

TAG: Final = "$rule"  # no id begins with a dollar sign
RULES: Final = {rule.__name__: rule for rule in (Is, AtLeast, AtMost, Answered, All, AnyOf, Not)}


@dataclass(frozen=True, slots=True)
class Digests:
    """`structure`: what is asked, and how codes are decoded. `scoring`: keys, scores, levels. `text` by language."""

    structure: str
    scoring: str
    text: Mapping[str, str]


def canonical(instrument: Instrument, translations: Iterable[Translation] = ()) -> str:
    """The instrument in its source language and its translations as JSON: equal definitions, equal text."""
    document: dict[str, Any] = {"instrument": _plain(instrument)}
    ordered = sorted(translations, key=lambda one: one.language)
    if ordered:
        document["translations"] = [_plain(one) for one in ordered]
    return _json(document)


def from_canonical(text: str, language: str | None = None) -> Instrument:
    """The instrument that a canonical text holds, in its source language or a translated one.

    Raises `KeyError` for a language that the text does not hold.
    """
    document = json.loads(text)
    instrument = _made(Instrument, document["instrument"])
    if not isinstance(instrument, Instrument):
        raise TypeError("a canonical text holds an instrument")
    if language in (None, instrument.language):
        return instrument
    return translate(instrument, canonical_translations(text)[str(language)])


def canonical_translations(text: str) -> dict[str, Translation]:
    """The translations that a canonical text holds, by language."""
    return {one["language"]: _made(Translation, one) for one in json.loads(text).get("translations", [])}


def digests(instrument: Instrument, translations: Iterable[Translation] = ()) -> Digests:
    """What has to stay the same in a published version, as SHA-256 of what each part says.

    Reference material that grows without changing an answer or a score is in none: norms, the construct map's
    texts, the validation plan.
    """
    bare = retext(instrument, lambda id, text: "")
    said = {instrument.language: texts(instrument)}
    said |= {one.language: texts(translate(instrument, one)) for one in translations}
    about = _plain((instrument.licence, instrument.citation, instrument.sources, *_lengths(instrument)))
    return Digests(
        structure=_digest(_plain(structure_of(bare))),
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
        items=tuple(replace(item, reverse=False, facet=None) for item in bare.items),
        forms=tuple(replace(form, minimum_answered=None, minutes=None) for form in bare.forms),
        subscales=(),
        composites=(),
        validation=ValidationPlan(),
        construct_map=None,
        norms=(),
        event=None,
    )


def scoring_of(bare: Instrument) -> dict[str, Any]:
    """Of an instrument without texts: how answers become scores."""
    return {
        "reverse": sorted(item.id for item in bare.items if item.reverse),
        "facets": {item.id: item.facet for item in bare.items if item.facet},
        "subscales": _plain(bare.subscales),
        "composites": _plain(bare.composites),
        "minimum_answered": {form.id: form.minimum_answered for form in bare.forms if form.minimum_answered},
    }


def _lengths(instrument: Instrument) -> tuple[int | None, ...]:
    return instrument.minutes, instrument.reading_grade, *(form.minutes for form in instrument.forms)


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(document: object) -> str:
    return hashlib.sha256(_json(document).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: _plain(getattr(value, field.name)) for field in _differing(value)}
        name = type(value).__name__
        return {TAG: name, **plain} if name in RULES else plain
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _differing(value: Any) -> list[Field[Any]]:
    """The fields whose value is not their default."""
    found = []
    for field in fields(value):
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if default is MISSING or getattr(value, field.name) != default:
            found.append(field)
    return found


def _made(wanted: Any, plain: Any) -> Any:
    """The value of a type from its plain form: the inverse of `_plain`."""
    if plain is None:
        return None
    arguments = [one for one in get_args(wanted) if one is not type(None)]
    if get_origin(wanted) in (Union, UnionType) and not (isinstance(plain, dict) and TAG in plain):
        return _made(arguments[0], plain) if len(arguments) == 1 else plain
    if isinstance(plain, dict):
        return _made_from_keys(wanted, arguments, plain)
    if isinstance(plain, list):
        kinds = [arguments[0]] * len(plain) if arguments[-1] is Ellipsis else arguments
        return tuple(_made(kind, one) for kind, one in zip(kinds, plain, strict=True))
    return wanted(plain) if isinstance(wanted, type) and issubclass(wanted, Enum) else plain


def _made_from_keys(wanted: Any, arguments: list[Any], plain: dict[str, Any]) -> Any:
    make = RULES[plain[TAG]] if TAG in plain else wanted
    if not hasattr(make, "__dataclass_fields__"):
        return MappingProxyType({key: _made(arguments[-1], one) for key, one in plain.items()})
    kinds = _kinds(make)
    return make(**{key: _made(kinds[key], one) for key, one in plain.items() if key != TAG})


@cache
def _kinds(made: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(made)
