"""The second look at a definition: what may make its questions hard to answer or its scores weak.

Everything here is advice and keeps nothing from being published. Wording is read in English and Spanish, in
translations too; of a text in another language only what needs no words is looked at. Texts that belong to others
(`display_text: false`) are left alone, because they may not be changed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.authoring import readability, spanish_reading
from engine.authoring.item_wording import ENGLISH, WordingRules, remarks
from engine.authoring.spanish_wording import SPANISH
from engine.instrument.event import NO_EVENT, with_event
from engine.instrument.model import Audience, Instrument, Item
from engine.instrument.translation import Untranslated, translate
from engine.instrument.uses import allotted, single_statements
from engine.loading.folder import Definition, places
from engine.printed import counted
from engine.problems import Problem, listed
from engine.responses.sorting import groups_of

FEWEST_ITEMS: Final = 3
CHILDREN: Final = frozenset({Audience.STUDENTS, Audience.FAMILIES})
TOLERANCE: Final = 0.5  # of a grade
HARDEST: Final = 3  # questions named with the reading grade
USUAL_GRADE: Final[Mapping[Audience, int]] = {Audience.STUDENTS: 6, Audience.FAMILIES: 6}
GRADE_OF_ADULTS: Final = 9
WHOLE: Final = "id"  # where advice on the whole instrument stands
MOST_FACES: Final = 4
WORDED: Final = frozenset(  # what a translation can do better
    {*("reading_grade", "long_question", "double_barrelled", "double_negation", "absolute_word", "idiom")}
)
SENTENCES: Final = 5  # fewer say nothing about a reading grade


@dataclass(frozen=True, slots=True)
class Reader:
    """How texts of one language are read: words, the grade by a formula, and what its wording is held to."""

    words: Callable[[str], list[str]]
    grade: Callable[[Sequence[str]], float]
    formula: str
    rules: WordingRules


READERS: Final[Mapping[str, Reader]] = {
    "en": Reader(readability.words, readability.grade, "Flesch-Kincaid", ENGLISH),
    "es": Reader(spanish_reading.words, spanish_reading.grade, "Crawford", SPANISH),
}


def lint_folder(definition: Definition) -> tuple[Problem, ...]:
    """The advice about a definition of a folder and about its translations, each piece with its line."""
    found = lint(definition.instrument, places(definition.folder))
    for translation in definition.translations.values():
        there = translate(definition.instrument, translation)
        lines = places(definition.folder, f"{translation.language}.yaml")
        found += lint(there, lines, worded_alone=True)
    return found


def lint(
    instrument: Instrument, places: Mapping[str, str] | None = None, *, worded_alone: bool = False
) -> tuple[Problem, ...]:
    """The advice about an instrument: its reading grade, then question by question, its subscales, what none reads.

    `places` says where each thing stands, by its path as `items.VS1.text` (see `loading.places`); without it
    a piece of advice stands at the instrument's name. With `worded_alone` only what a translation can do is looked at.
    """
    found = []
    filled = with_event(instrument, NO_EVENT)
    lines = places or {}
    for code, path, cause, remedy in _advice(filled):
        if worded_alone and code not in WORDED:
            continue
        place = _place(path, lines) or lines.get("language", instrument.name)
        said = cause if path == WHOLE else f"{path}: {cause}"
        found.append(Problem(code, place, said, remedy, path=path))
    return tuple(found)


def reader_of(instrument: Instrument) -> Reader | None:
    """Who reads the wording of an instrument: nobody where the language is not known, or the texts are of others."""
    return READERS.get(instrument.language.partition("-")[0]) if instrument.display_text else None


Advice = tuple[str, str, str, str]  # code, path, cause, remedy


def _advice(instrument: Instrument) -> Iterator[Advice]:
    reader = reader_of(instrument)
    if reader is not None:
        yield from _reading_grade(instrument, reader)
        yield from _wording(instrument, reader)
    yield from _subscales(instrument)
    yield from _reverse_keyed(instrument)
    yield from _faces(instrument)
    yield from _unread(instrument)


def measured_grade(instrument: Instrument) -> tuple[float, str] | None:
    """The reading grade of an instrument's scored questions and their stems, and the formula that it is by.

    None where nobody reads its wording, or where it has too few sentences to say.
    """
    reader = reader_of(instrument)
    if reader is None or len(_asked(instrument, reader)) < SENTENCES:
        return None
    return _grade(instrument, reader), reader.formula


def _asked(instrument: Instrument, reader: Reader) -> list[Item]:
    return [item for item in instrument.items if item.kind.scored and reader.words(_own(item.text))]


def _grade(instrument: Instrument, reader: Reader) -> float:
    stems = [text for text in instrument.stems.values() if reader.words(_own(text))]
    return reader.grade([*stems, *(item.text for item in _asked(instrument, reader))])


def _reading_grade(instrument: Instrument, reader: Reader) -> Iterator[Advice]:
    asked = _asked(instrument, reader)
    if len(asked) < SENTENCES:
        return
    grade = _grade(instrument, reader)
    stated, usual = instrument.reading_grade, USUAL_GRADE.get(instrument.audience, GRADE_OF_ADULTS)
    if stated is not None and instrument.audience in USUAL_GRADE and stated > usual:
        cause = f"a reading grade of {stated} is stated, and {instrument.audience.value} are asked"
        remedy = f"word it for grade {usual} or lower, or say in `intended_use` who reads better"
        yield "reading_grade_audience", "reading_grade", cause, remedy
    if stated is None:
        cause = f"the questions read at about grade {max(grade, 1):.0f}, and no reading grade is stated"
        yield "reading_grade_missing", WHOLE, cause, f"state reading_grade; {usual} suits this audience"
    elif grade > stated + TOLERANCE:
        hardest = sorted(asked, key=lambda item: reader.grade([item.text]), reverse=True)[:HARDEST]
        cause = f"the questions read at about grade {grade:.1f}, stated is {stated} ({reader.formula})"
        remedy = f"use shorter words and sentences, first in {listed(item.id for item in hardest)}"
        yield "reading_grade", "reading_grade", cause, remedy


def _own(text: str) -> str:
    """A text in the language that is read; nothing where a translation lacks it."""
    return "" if isinstance(text, Untranslated) else text


def _wording(instrument: Instrument, reader: Reader) -> Iterator[Advice]:
    for item in instrument.items:
        if not (item.kind.scored or item.kind.numbered or _on_a_line(item)):
            continue
        stem = instrument.stems.get(item.stem, "") if item.stem else ""
        for remark in remarks(_own(item.text), _own(stem), instrument.reading_grade, reader.rules):
            yield remark.code, f"items.{item.id}.text", remark.cause, remark.remedy


def _subscales(instrument: Instrument) -> Iterator[Advice]:
    for subscale in instrument.subscales:
        count = len(subscale.items)
        if count < FEWEST_ITEMS:
            cause = f"{counted(count, 'item')} cannot tell a score from chance"
            remedy = f"write at least {FEWEST_ITEMS}, better five, or ask without a score"
            yield "few_items", f"subscales.{subscale.id}", cause, remedy


def _reverse_keyed(instrument: Instrument) -> Iterator[Advice]:
    children = instrument.audience in CHILDREN
    turned = [item for item in instrument.items if item.reverse and (children or item.faces)]
    if turned:
        path = f"items.{turned[0].id}.reverse"
        who = instrument.audience.value if children else "young readers"
        cause = f"{who} often miss the turn of a reverse-keyed item ({_ids(turned)})"
        yield "reversed_for_children", path, cause, "word every item in one direction"


def _faces(instrument: Instrument) -> Iterator[Advice]:
    """Young readers tell few faces apart."""
    for scale in instrument.response_scales:
        if scale.faces and len(scale.options) > MOST_FACES:
            cause = f"{len(scale.options)} faces are more than young readers tell apart"
            remedy = f"keep {MOST_FACES} or fewer, or leave out `faces`"
            yield "many_faces", f"response_scales.{scale.id}.faces", cause, remedy


def _on_a_line(item: Item) -> bool:
    """Whether the answer is an amount that a statement asks for, and no fact about somebody."""
    return item.kind.coding is not None and item.kind.coding.quantity


def _unread(instrument: Instrument) -> Iterator[Advice]:
    """What people are asked and no result shows: in no score, no group of staff, no outcome and no comment."""
    read = {id for subscale in instrument.subscales for id in subscale.items}
    read |= {item.id for form in instrument.forms for item in single_statements(instrument, form.id)}
    read |= {item.id for form in instrument.forms for item in allotted(instrument, form.id)}
    for item in instrument.items:
        if item.id in read or item.kind.in_words or (item.kind.background and groups_of(item)):
            continue
        if item.kind.numbered or _on_a_line(item):
            cause = "some people are asked, so a school's result does not show it; a validation study does"
            yield "unread", f"items.{item.id}", cause, "ask everyone, or say in `purpose` who reads it"
            continue
        if item.kind.numeric:
            remedy = "give it a `minimum` and a `maximum`, so that results can band it"
        else:
            remedy = (
                "ask everyone" if item.kind.scored else "leave it out, or ask it as a question with options"
            )
        yield "unread", f"items.{item.id}", "people are asked, and no result shows what they say", remedy


def _ids(items: list[Item]) -> str:
    return listed(item.id for item in items)


def _place(path: str, places: Mapping[str, str]) -> str | None:
    """Where a path stands, or the nearest thing around it that has a line."""
    while path and path not in places:
        path = path.rpartition(".")[0]
    return places.get(path)
