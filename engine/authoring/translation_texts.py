"""What there is to translate: an instrument's texts, and Barograph's own sentences; and what is not translated yet."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.authoring.translation_sheet import FORM, SheetText
from engine.instrument.construct_map import ConstructMap, MapTranslation, map_texts
from engine.instrument.model import Instrument
from engine.instrument.translation import Translation, missing_texts, names, texts
from engine.language import ENGLISH, Language, needed_plurals
from engine.language.catalogue import Sentence

OURS: Final = "barograph"  # what the sheet of Barograph's own sentences is asked for by
MAPS: Final = "constructs/"  # and the name of a construct map: what its sheet is asked for by
ENGLISH_ALONE: Final = frozenset({"authoring"})  # parts that nobody reads who chose another language
FOR_CHILDREN: Final = "barograph-young"  # and the sheet of those that are said otherwise to children
YOUNG: Final = "young"
PLAIN_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
SPLITS: Final = {
    "response_scales": 2,
    "items": 3,
    "facets": 1,
    "populations": 1,
}  # the last step of an id may hold points itself, as 1.5
LISTS: Final = re.compile(r"not_for|needs|items\.\w+\.ends")  # whose texts are numbered: a list in the file
WHERE: Final = {
    "title": "title",
    "purpose": "before the start",
    "intended_use": "for researchers",
    "not_for": "before the start, a list",
    "thanks": "after sending",
    "stems": "beginning of questions",
    "response_scales": "answer",
    "items": "question",
    "subscales": "score",
    "composites": "score",
    "forms": "page title",
    "event": "for who sets up a wave",
    "facets": "facet, in results",
    "needs": "for who chooses a survey, a list",
    "populations": "whom a norm is of, in results",
    "constructs": "construct, in results",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a translation is: of what, into which language, how many of its texts, and the ids that it lacks."""

    name: str
    language: str
    texts: int
    missing: tuple[str, ...]
    reviewed: bool


def standing(instrument: Instrument, translation: Translation) -> Standing:
    """How far an instrument's translation is."""
    needed = sum(any(sign.isalpha() for sign in text) for text in texts(instrument).values())
    missing = missing_texts(instrument, translation)
    return Standing(instrument.id, translation.language, needed, missing, translation.reviewed)


def own_standings() -> Iterator[Standing]:
    """How far each part of Barograph's own sentences is in each language that has any."""
    english = Language.of(ENGLISH).catalogue
    for language in Language.all():
        if language.tag == ENGLISH:
            continue
        for part in sorted(english.parts - ENGLISH_ALONE):
            keys = [key for key, of in english.part_of.items() if of == part]
            missing = tuple(key for key in keys if not language.has(key))
            yield Standing(f"{OURS}: {part}", language.tag, len(keys), missing, language.reviewed(part))


def instrument_texts(instrument: Instrument, translation: Translation | None) -> list[SheetText]:
    """An instrument's texts as rows of a sheet."""
    said = translation.texts if translation else {}
    named = translation.names if translation else {}
    rows = [
        SheetText(id, _where(id), text, said.get(id, ""), _scale(id))
        for id, text in texts(instrument).items()
    ]
    return rows + [
        SheetText(id, _where(id), text, named.get(text, "")) for id, text in names(instrument).items()
    ]


def map_standings(constructs: ConstructMap) -> Iterator[Standing]:
    """How far each translation of a construct map is."""
    ids = list(map_texts(constructs))
    for one in constructs.translations:
        missing = tuple(id for id in ids if id not in one.texts)
        yield Standing(f"{MAPS}{constructs.id}", one.language, len(ids), missing, one.reviewed)


def construct_texts(constructs: ConstructMap, translation: MapTranslation | None) -> list[SheetText]:
    """A construct map's texts as rows of a sheet."""
    said = translation.texts if translation else {}
    return [SheetText(id, _where(id), text, said.get(id, "")) for id, text in map_texts(constructs).items()]


def own_texts(tag: str) -> list[SheetText]:
    """Barograph's sentences as rows, one for each plural category that the language has."""
    english = Language.of(ENGLISH).catalogue
    there = Language.of(tag).catalogue.sentences if tag in {one.tag for one in Language.all()} else {}
    rows = []
    for key, sentence in english.sentences.items():
        part, kept = english.part_of[key], there.get(key, "")
        if part in ENGLISH_ALONE:
            continue
        if isinstance(sentence, str):
            rows.append(SheetText(f"{part}.{key}", part, sentence, kept if isinstance(kept, str) else ""))
            continue
        forms = kept if not isinstance(kept, str) else {}
        number = sentence["other"]
        rows += [_form(part, key, form, number, forms.get(form, "")) for form in needed_plurals(tag)]
    return rows


def young_texts(tag: str) -> list[SheetText]:
    """Sentences that a language may say otherwise to children: each beside the one for adults, to be left empty or not.

    The source is the language's own sentence for adults, as the two differ in nothing but the address.
    """
    language = Language.nearest(tag)
    addressed = {one.catalogue.part_of[key] for one in Language.all() for key in one.catalogue.young}
    kept = language.catalogue.young if language.speaks(tag) else {}
    rows: list[SheetText] = []
    for key, sentence in language.catalogue.sentences.items():
        part = language.catalogue.part_of[key]
        if part in addressed:
            rows += _beside(tag, f"{part}.{YOUNG}.{key}", f"{part}, to children", sentence, kept.get(key, ""))
    return [row for row in rows if row.needs_words]


def _beside(tag: str, id: str, where: str, sentence: Sentence, kept: Sentence) -> Iterator[SheetText]:
    """A sentence as rows, one a plural category; where there is a word for children in it, that stands beside it."""
    if isinstance(sentence, str):
        yield SheetText(id, where, sentence, kept if isinstance(kept, str) else "", optional=True)
        return
    forms = {} if isinstance(kept, str) else kept
    for form in needed_plurals(tag):
        text = sentence.get(form, sentence["other"])
        number = f"{where}, number: {form}"
        yield SheetText(
            f"{id}{FORM}{form}", number, text, forms.get(form, ""), in_words=form != "other", optional=True
        )


def _form(part: str, key: str, form: str, source: str, kept: str) -> SheetText:
    """The row of one plural category; in all but `other` the number may be in words."""
    where = f"{part}, number: {form}"
    return SheetText(f"{part}.{key}{FORM}{form}", where, source, kept, in_words=form != "other")


def catalogues(said: Mapping[str, str]) -> dict[str, str]:
    """Catalogues as TOML by part, of translations by the ids of `own_texts`; drafts until a speaker has read them."""
    parts: dict[str, dict[str, dict[str, str] | str]] = {}
    for id, text in said.items():
        part, _, key = id.partition(".")
        if key.startswith(f"{YOUNG}."):
            part, key = f"{part}.{YOUNG}", key.removeprefix(f"{YOUNG}.")
        key, _, form = key.partition(FORM)
        into = parts.setdefault(part, {})
        if form:
            forms = into.get(key)
            into[key] = {**(forms if isinstance(forms, dict) else {}), form: text}
        else:
            into[key] = text
    return {part: _toml(sentences) for part, sentences in parts.items()}


def _toml(sentences: Mapping[str, Mapping[str, str] | str]) -> str:
    lines = ["catalogue.reviewed = false", ""]
    for key, sentence in sentences.items():
        if isinstance(sentence, str):
            lines.append(f"{key} = {_quoted(sentence)}")
        else:
            lines.append(
                f"{key} = {{ {', '.join(f'{form} = {_quoted(text)}' for form, text in sentence.items())} }}"
            )
    return "\n".join(lines) + "\n"


def translation_yaml(language: str, said: Mapping[str, str], *, reviewed: bool = False) -> str:
    """A translation's file, of texts by their ids, as `es.yaml` beside an instrument has them."""
    tree: dict[str, object] = {}
    for id, text in said.items():
        kind = id.partition(".")[0]
        steps = id.split(".", SPLITS.get(kind, -1))
        at = tree
        for step in steps[:-1]:
            at = at.setdefault(step, {})  # type: ignore[assignment]
        at[steps[-1]] = text
    return (
        "\n".join([f"language: {language}", f"reviewed: {'true' if reviewed else 'false'}", *_yaml(tree)])
        + "\n"
    )


def _yaml(tree: Mapping[str, object], path: str = "") -> Iterator[str]:
    indent = "  " * path.count(".")
    for key, value in tree.items():
        name = key if PLAIN_KEY.fullmatch(key) else _quoted(key)
        if isinstance(value, str):
            yield f"{indent}{name}: {_quoted(value)}"
        elif isinstance(value, dict) and LISTS.fullmatch(f"{path}{key}"):
            yield f"{indent}{name}:"
            yield from (f"{indent}  - {_quoted(text)}" for text in value.values())
        elif isinstance(value, dict):
            yield f"{indent}{name}:"
            yield from _yaml(value, f"{path}{key}.")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _where(id: str) -> str:
    kind, *rest = id.split(".")
    if kind == "items" and len(rest) > 1 and rest[1] in ("options", "non_answers", "levels"):
        return f"answer to {rest[0]}"
    if kind == "forms" and rest[1:2] == ["title"]:
        return "name of a form"
    return WHERE.get(kind, kind)


def _scale(id: str) -> str:
    """The response scale whose label a text is."""
    kind, *rest = id.split(".")
    return rest[0] if kind == "response_scales" else ""
