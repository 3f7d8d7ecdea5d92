"""Two versions of an instrument side by side, in words, and the step in the version that the change asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from engine.instrument.model import Instrument, Item, Level, Module, ResponseScale, Scoring
from engine.instrument.publishing import REASONS, Step, by_number, next_version, step_needed
from engine.instrument.rules import Rule, rule_in_words
from engine.instrument.translation import Translation, texts
from engine.printed import counted
from engine.problems import listed


class Topic(StrEnum):
    """What a change is about, in the order it is told."""

    ITEMS = "Items"
    SCALES = "Response scales and stems"
    SCORES = "Scores"
    FORMS = "Forms"
    TEXTS = "Other texts"
    ABOUT = "About the instrument"
    LANGUAGES = "Languages"


class Did(StrEnum):
    """What was done to the thing that changed."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    REKEYED = "re-keyed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One thing that changed: `name` is its id, `before` and `after` what it said, where there is a text."""

    topic: Topic
    did: Did
    name: str
    sentence: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What changed from a published version to a candidate, and the version that asks for.

    `needed` is the least step; `enough` whether the candidate's own version takes it; `least` the lowest
    version that does.
    """

    published: str
    candidate: str
    changes: tuple[VersionChange, ...]
    needed: Step
    reason: str
    enough: bool
    least: str

    def of(self, topic: Topic) -> tuple[VersionChange, ...]:
        return tuple(change for change in self.changes if change.topic is topic)


Found = Iterator[VersionChange]


def _in_words(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return rule_in_words(value) if isinstance(value, Rule) else str(getattr(value, "value", value))


def _text(value: str | None) -> str:
    return value or ""


def _nothing(*values: object) -> str:
    return ""


def _answers(of: Item | ResponseScale) -> str:
    points = [f"{option.value} {option.label}" for option in of.options]
    return "; ".join([*points, *(non_answer.label for non_answer in of.non_answers)])


def _modules(modules: Iterable[Module]) -> str:
    return "; ".join(f"{one.instrument} {one.version} ({one.digest[:12]})" for one in modules)


def _rule(score: Scoring) -> str:
    rescaled = f", shown from {score.rescale[0]:g} to {score.rescale[1]:g}" if score.rescale else ""
    return f"{score.method} of at least {score.minimum_answered} answers{rescaled}"


def _levels(levels: Iterable[Level]) -> str:
    return "; ".join(
        f"{level.label} below {level.below:g}" if level.below is not None else level.label for level in levels
    )


def _direction(before: bool, after: bool) -> str:
    return "is reverse-keyed now" if after else "is no longer reverse-keyed"


def _gains_and_losses(before: Iterable[str], after: Iterable[str]) -> str:
    more, fewer = [id for id in after if id not in before], [id for id in before if id not in after]
    parts = [f"with {listed(more)}"] * bool(more) + [f"without {listed(fewer)}"] * bool(fewer)
    return f", {' and '.join(parts)}" if parts else ""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something in which two of a kind can differ, and how that is told.

    Without a `field` it is the whole thing. `by` says what of it counts, and `words` says each side;
    `otherwise` is told only where the aspect above is not.
    """

    field: str
    sentence: str
    did: Did = Did.CHANGED
    words: Callable[[Any], str] = _in_words
    by: Callable[[Any], object] = lambda value: value
    more: Callable[[Any, Any], str] = _nothing  # what the sentence says of both sides
    otherwise: bool = False
    applies: Callable[[Any], bool] = lambda new: True


OF_TEXTS: Final = ("text", "note", "before", "levels", "ends", "evidence")
OF_SCALE: Final = ("highest_first", "faces")  # what an item takes from its response scale
WORDS_OF_KEYS: Final[Mapping[str, str]] = {  # others are told by their name
    "kind": "kind of question",
    "scale": "response scale",
    "minimum": "least number",
    "maximum": "largest number",
    "whole": "whole numbers only",
    "step": "step of the slider",
    "total": "sum of the points",
    "top": "number of places",
    "earliest": "earliest day",
    "latest": "latest day",
    "maximum_length": "longest text",
    "show_if": "rule that shows it",
}
ITEM: Final = (
    Aspect("text", "{id} is worded otherwise.", Did.REWORDED, _text),
    Aspect("note", "The note under {id} is another.", Did.REWORDED, _text),
    Aspect("before", "The text above {id} is another.", Did.REWORDED, _text),
    Aspect("levels", "The texts of the levels of {id} are others.", Did.REWORDED, "; ".join),
    Aspect("ends", "The ends of {id} are named otherwise.", Did.REWORDED, " – ".join),
    Aspect("evidence", "What {id} asks for as evidence is another.", Did.REWORDED, _text),
    Aspect(
        "reverse",
        "{id} {more}: its answers count the other way round.",
        Did.REKEYED,
        _nothing,
        more=_direction,
    ),
    *(
        Aspect(key, f"The {WORDS_OF_KEYS.get(key, key.replace('_', ' '))} of {{id}} is another.")
        for key in (field.name for field in fields(Item))
        if key not in ("id", "reverse", "options", "non_answers", *OF_SCALE, *OF_TEXTS)
    ),
    Aspect(
        "",
        "The answers to {id} are others.",
        words=_answers,
        by=lambda item: (item.options, item.non_answers),
        applies=lambda item: item.scale is None,
    ),
)
SCALE: Final = (
    Aspect(
        "",
        "The response scale {id} has other points.",
        words=_answers,
        by=lambda scale: [option.value for option in scale.options],
    ),
    Aspect(
        "",
        "The response scale {id} has other ways of not answering.",
        words=_answers,
        by=lambda scale: [non_answer.id for non_answer in scale.non_answers],
        otherwise=True,
    ),
    Aspect(
        "",
        "The points of the response scale {id} are named otherwise.",
        Did.REWORDED,
        _answers,
        by=lambda scale: (scale.options, scale.non_answers),
        otherwise=True,
    ),
    Aspect("highest_first", "Which end of the response scale {id} comes first on a page is another."),
    Aspect("faces", "The faces beside the points of the response scale {id} changed."),
)
_SCORE: Final = (
    Aspect("score", "The scoring rule of {id} is another.", words=_rule),
    Aspect("label", "{id} has another name.", Did.REWORDED, _text),
)
_LEVELS: Final = (
    Aspect(
        "levels",
        "The levels of {id} or their cut scores are others.",
        words=_levels,
        by=lambda levels: [(level.id, level.below) for level in levels],
    ),
    Aspect("levels", "The texts of the levels of {id} are others.", Did.REWORDED, _nothing, otherwise=True),
)
_PARTS: Final = "{id} is made of other parts{more}."
SUBSCALE: Final = (
    Aspect("items", _PARTS, words=listed, by=set, more=_gains_and_losses),
    *_SCORE,
    Aspect("construct", "{id} measures another construct."),
    *_LEVELS,
)
COMPOSITE: Final = (Aspect("of", _PARTS, words=listed, by=set, more=_gains_and_losses), *_SCORE, *_LEVELS)
FORM: Final = (
    Aspect("items", "The form {id} asks other items{more}.", words=_nothing, by=set, more=_gains_and_losses),
    Aspect("items", "The form {id} asks its items in another order.", words=_nothing, otherwise=True),
    Aspect(
        "pages",
        "The pages of the form {id} are divided otherwise.",
        words=_nothing,
        by=lambda pages: [page.items for page in pages],
        otherwise=True,
    ),
    Aspect(
        "pages",
        "Which pages of the form {id} ask in random order changed.",
        words=_nothing,
        by=lambda pages: {item for page in pages if page.random for item in page.items},
    ),
    Aspect("random_pages", "Whether the pages of the form {id} stand in random order changed."),
    Aspect("feedback", "The feedback to respondents on the form {id} changed."),
    Aspect("minimum_answered", "The least number of answers for a score on the form {id} changed."),
    Aspect("minutes", "The minutes on the form {id} changed."),
)
ABOUT: Final = (
    Aspect("licence", "The licence is another."),
    Aspect("audience", "The audience is another."),
    Aspect("privacy", "The privacy is another."),
    Aspect("minimum_group", "The minimum group is another."),
    Aspect("display_text", "Whether texts may be shown is another."),
    Aspect("research_only", "Whether it is for research only is another."),
    Aspect("needs", "The needs that it answers are others.", words="; ".join),
    Aspect("few_at_a_school", "Whether a school has few of the people asked is another."),
    Aspect("grades", "The grades of students who are asked are others.", words=_nothing),
    Aspect("protected_topics", "The protected topics are others.", words=_nothing),
    Aspect("citation", "The citation is another."),
    Aspect("minutes", "The minutes is another."),
    Aspect("reading_grade", "The reading grade is another."),
    Aspect("language", "The source language is another."),
    Aspect("sources", "The sources changed.", words=_nothing),
    Aspect("validation", "The validation plan changed.", words=_nothing),
    Aspect("norms", "The norms changed.", words=_nothing),
    Aspect("modules", "What is included from other instruments changed.", words=_modules),
    Aspect("construct_map", "The construct map changed.", words=_nothing),
)
TOLD_ABOVE: Final = ("items.", "response_scales.", "stems.", "subscales.", "composites.")


def compare(
    published: Instrument,
    candidate: Instrument,
    of_published: Iterable[Translation] = (),
    of_candidate: Iterable[Translation] = (),
) -> VersionComparison:
    """What changed from `published` to `candidate`, and between the translations of each."""
    changes = (
        *_items(published, candidate),
        *_by_id(Topic.SCALES, "response scale", "response_scales", SCALE, published, candidate),
        *_texts(Topic.SCALES, "The stem {id} is {did}.", published.stems, candidate.stems),
        *_by_id(Topic.SCORES, "subscale", "subscales", SUBSCALE, published, candidate),
        *_by_id(Topic.SCORES, "composite", "composites", COMPOSITE, published, candidate),
        *_by_id(Topic.FORMS, "form", "forms", FORM, published, candidate),
        *_other_texts(published, candidate),
        *_between(Topic.ABOUT, ABOUT, published, candidate),
        *_languages(of_published, of_candidate),
    )
    needed = step_needed(published, candidate)
    old, new = by_number(published.version), by_number(candidate.version)
    least = next_version(old, needed) if needed else published.version
    enough = new >= by_number(least)
    reason = REASONS.get(needed, "nothing that was published is another")
    return VersionComparison(published.version, candidate.version, changes, needed, reason, enough, least)


def _between(topic: Topic, aspects: Iterable[Aspect], old: Any, new: Any) -> Found:
    """What differs between the same thing in two versions."""
    told = False
    for aspect in aspects:
        if told and aspect.otherwise:
            continue
        before, after = (getattr(thing, aspect.field) if aspect.field else thing for thing in (old, new))
        told = aspect.applies(new) and aspect.by(before) != aspect.by(after)
        if told:
            name = aspect.field if topic is Topic.ABOUT else new.id
            sentence = aspect.sentence.format(id=name, more=aspect.more(before, after))
            yield VersionChange(topic, aspect.did, name, sentence, aspect.words(before), aspect.words(after))


def _by_id(
    topic: Topic, word: str, field: str, aspects: Iterable[Aspect], old: Instrument, new: Instrument
) -> Found:
    """What is new, what is gone, and what differs between those that stayed."""
    before, after = ({thing.id: thing for thing in getattr(version, field)} for version in (old, new))
    for id, thing in after.items():
        if id in before:
            yield from _between(topic, aspects, before[id], thing)
        else:
            yield VersionChange(topic, Did.ADDED, id, f"The {word} {id} is new.")
    for id in before:
        if id not in after:
            yield VersionChange(topic, Did.REMOVED, id, f"The {word} {id} is gone.")


def _items(old: Instrument, new: Instrument) -> Found:
    """Items that are new or gone show their texts."""
    for id, item in new.item_by_id.items():
        if id not in old.item_by_id:
            yield VersionChange(Topic.ITEMS, Did.ADDED, id, f"{id} is new.", after=item.text)
    for id, item in old.item_by_id.items():
        if id not in new.item_by_id:
            yield VersionChange(Topic.ITEMS, Did.REMOVED, id, f"{id} is no longer asked.", before=item.text)
    kept = [id for id in new.item_by_id if id in old.item_by_id]
    for id in kept:
        yield from _between(Topic.ITEMS, ITEM, old.item(id), new.item(id))
    if kept != [id for id in old.item_by_id if id in new.item_by_id]:
        yield VersionChange(Topic.ITEMS, Did.CHANGED, "items", "The items stand in another order.")


def _texts(topic: Topic, sentence: str, old: Mapping[str, str], new: Mapping[str, str]) -> Found:
    for id in {**old, **new}:
        before, after = old.get(id), new.get(id)
        if before != after:
            did = Did.ADDED if before is None else Did.REMOVED if after is None else Did.REWORDED
            yield VersionChange(topic, did, id, sentence.format(id=id, did=did), before or "", after or "")


def _other_texts(old: Instrument, new: Instrument) -> Found:
    """The texts that no topic above tells of; those of a form that is new or gone are told with it."""
    of_forms = tuple(f"forms.{id}." for id in old.form_by_id.keys() ^ new.form_by_id.keys())
    before, after = (
        {id: text for id, text in texts(version).items() if not id.startswith((*TOLD_ABOVE, *of_forms))}
        for version in (old, new)
    )
    yield from _texts(Topic.TEXTS, "The text {id} is {did}.", before, after)


def _languages(of_published: Iterable[Translation], of_candidate: Iterable[Translation]) -> Found:
    old, new = (
        {translation.language: translation.texts for translation in of_published},
        {translation.language: translation.texts for translation in of_candidate},
    )
    for language in {**old, **new}:
        before, after = old.get(language), new.get(language)
        if before is None:
            did, sentence = Did.ADDED, f"It can be answered in {language}."
        elif after is None:
            did, sentence = Did.REMOVED, f"It can no longer be answered in {language}."
        elif before != after:
            count = sum(before.get(id) != after.get(id) for id in {**before, **after})
            did, sentence = Did.REWORDED, f"{counted(count, 'text')} in {language} changed."
        else:
            continue
        yield VersionChange(Topic.LANGUAGES, did, language, sentence)
