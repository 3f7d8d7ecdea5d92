"""A frozen result read in another language: the texts of its instrument as a translation has them.

What is frozen stays as it is. Texts that no translation has stay in the language of the definition, and whoever prints
them says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from engine.instrument.construct_map import map_texts
from engine.instrument.model import Instrument
from engine.instrument.translation import texts
from engine.responses.sorting import ALONE, LANGUAGE, SEVERAL
from engine.results.model import FrozenOffered, FrozenWave
from engine.results.model_school import FrozenGrouping, FrozenGroupRate
from engine.results.model_score import FrozenComparison, FrozenReference, OwnPosition
from engine.results.nonresponse import REST

T = TypeVar("T")

# Fields that hold what an author wrote.
WRITTEN: Final = frozenset(
    {
        *("title", "label", "text", "question", "meaning", "consequence", "facet", "population"),
        *("options", "counted", "named", "not_for"),
    }
)
NOT_WRITTEN: Final = (
    FrozenWave,
    FrozenOffered,
    FrozenComparison,
    FrozenReference,
    OwnPosition,
)  # our words and names


def words_of(source: Instrument, translated: Instrument) -> Mapping[str, str]:
    """The texts of a definition and of its construct map with what stands for each in a translation of it.

    A text that is the same in both is left out. What both name goes by the definition's translation.
    """
    other = _all_texts(translated)
    return {text: other[id] for id, text in _all_texts(source).items() if other.get(id, text) != text}


def _all_texts(instrument: Instrument) -> dict[str, str]:
    constructs = map_texts(instrument.construct_map) if instrument.construct_map else {}
    return {**{f"construct_map.{id}": text for id, text in constructs.items()}, **texts(instrument)}


def in_language(value: T, words: Mapping[str, str]) -> T:
    """A part of a frozen result with its texts as the translation has them."""
    if not words or not is_dataclass(value) or isinstance(value, NOT_WRITTEN):
        return value
    changed: dict[str, Any] = {}  # of fields of any class
    for one in fields(value):
        held = getattr(value, one.name)
        new = _put(held, words, written=one.name in WRITTEN)
        if new is not held:
            changed[one.name] = new
    return replace(value, **changed) if changed else value  # type: ignore[type-var]


def _put(held: Any, words: Mapping[str, str], *, written: bool) -> Any:
    if isinstance(held, str):
        return _worded(held, words) if written else held
    if isinstance(held, tuple):
        new = tuple(_put(part, words, written=written) for part in held)
        return new if any(a is not b for a, b in zip(new, held, strict=True)) else held
    if isinstance(held, Mapping):
        made = {key: _put(part, words, written=False) for key, part in held.items()}
        return made if any(made[key] is not part for key, part in held.items()) else held
    return in_language(held, words)


def _worded(text: str, words: Mapping[str, str]) -> str:
    """A text as the translation has it; of an option that was chosen alone, the option."""
    option = text.removesuffix(ALONE)
    return words.get(text) or f"{words.get(option, option)}{text[len(option) :]}"


def written_texts(value: object) -> Iterator[str]:
    """Every text of a part of a frozen result that an author wrote."""
    if not is_dataclass(value) or isinstance(value, NOT_WRITTEN):
        return
    if isinstance(value, FrozenGroupRate) and value.id == REST:
        return
    if isinstance(value, FrozenGrouping) and value.by == LANGUAGE:
        return  # languages have names of their own, and the question is ours
    for one in fields(value):
        yield from _texts_in(getattr(value, one.name), written=one.name in WRITTEN)


def _texts_in(held: object, *, written: bool) -> Iterator[str]:
    if isinstance(held, str):
        if written and held != SEVERAL:
            yield held.removesuffix(ALONE)
    elif isinstance(held, tuple):
        for part in held:
            yield from _texts_in(part, written=written)
    elif isinstance(held, Mapping):
        for part in held.values():
            yield from _texts_in(part, written=False)
    else:
        yield from written_texts(held)
