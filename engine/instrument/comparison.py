"""Two versions of an instrument side by side, in words, and the step in the version that the change asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from engine.instrument.model import Form, Instrument, Item, ResponseScale
from engine.instrument.publishing import REASONS, Step, by_number, next_version, step_needed
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule
from engine.instrument.translation import Translation, texts
from engine.problems import listed


class Part(StrEnum):
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
class Change:
    """One thing that changed: `name` is its id, `before` and `after` what it said, where there is a text."""

    part: Part
    did: Did
    name: str
    sentence: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from a published version to a candidate, and the version that asks for.

    `needed` is the least step; `enough` whether the candidate's own version takes it; `least` the lowest
    version that does.
    """

    published: str
    candidate: str
    changes: tuple[Change, ...]
    needed: Step
    reason: str
    enough: bool
    least: str

    def of(self, part: Part) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.part is part)


Found = Iterator[Change]

SAID_OF_ITEMS: Final[Mapping[str, str]] = {
    "kind": "kind of question",
    "stem": "stem",
    "scale": "response scale",
    "facet": "facet",
    "minimum": "least number",
    "maximum": "largest number",
    "whole": "whole numbers only",
    "earliest": "earliest day",
    "latest": "latest day",
    "maximum_length": "longest text",
    "show_if": "rule that shows it",
}
SAID_OF_THE_WHOLE: Final[Mapping[str, str]] = {
    "licence": "licence",
    "audience": "audience",
    "privacy": "privacy",
    "minimum_group": "minimum group",
    "display_text": "whether texts may be shown",
    "citation": "citation",
    "minutes": "minutes",
    "reading_grade": "reading grade",
    "language": "source language",
}


def compare(
    published: Instrument,
    candidate: Instrument,
    spoken: Iterable[Translation] = (),
    said: Iterable[Translation] = (),
) -> Comparison:
    """What changed from `published`, with its translations `spoken`, to `candidate`, with those `said`."""
    changes = (
        *_items(published, candidate),
        *_scales(published, candidate),
        *_scores(published, candidate),
        *_forms(published, candidate),
        *_other_texts(published, candidate),
        *_about(published, candidate),
        *_languages(spoken, said),
    )
    needed = step_needed(published, candidate)
    old, new = by_number(published.version), by_number(candidate.version)
    least = next_version(old, needed) if needed else published.version
    enough = new >= by_number(least)
    reason = REASONS.get(needed, "nothing that was published is another")
    return Comparison(published.version, candidate.version, changes, needed, reason, enough, least)


def _items(old: Instrument, new: Instrument) -> Found:
    for item in new.items:
        if item.id not in old.item_by_id:
            yield Change(Part.ITEMS, Did.ADDED, item.id, f"{item.id} is new.", after=item.text)
    for item in old.items:
        if item.id not in new.item_by_id:
            yield Change(Part.ITEMS, Did.REMOVED, item.id, f"{item.id} is no longer asked.", before=item.text)
    for item in new.items:
        if item.id in old.item_by_id:
            yield from _item(old.item(item.id), item)
    kept = [item.id for item in old.items if item.id in new.item_by_id]
    if kept != [item.id for item in new.items if item.id in old.item_by_id]:
        yield Change(Part.ITEMS, Did.CHANGED, "items", "The items stand in another order.")


def _item(old: Item, new: Item) -> Found:
    id, part = new.id, Part.ITEMS
    if old.text != new.text:
        yield Change(part, Did.REWORDED, id, f"{id} is worded otherwise.", old.text, new.text)
    if old.note != new.note:
        sentence = f"The note under {id} is another."
        yield Change(part, Did.REWORDED, id, sentence, old.note or "", new.note or "")
    if old.reverse != new.reverse:
        now = "is reverse-keyed now" if new.reverse else "is no longer reverse-keyed"
        yield Change(part, Did.REKEYED, id, f"{id} {now}: its answers count the other way round.")
    for name, word in SAID_OF_ITEMS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(
                part, Did.CHANGED, id, f"The {word} of {id} is another.", _said(before), _said(after)
            )
    if new.scale is None and (old.options, old.non_answers) != (new.options, new.non_answers):
        before, after = _answers(old), _answers(new)
        yield Change(part, Did.CHANGED, id, f"The answers to {id} are others.", before, after)


def _scales(old: Instrument, new: Instrument) -> Found:
    part = Part.SCALES
    yield from _by_id(part, "response scale", old.response_scales, new.response_scales, _scale)
    for id in {**old.stems, **new.stems}:
        before, after = old.stems.get(id), new.stems.get(id)
        if before == after:
            continue
        did = Did.ADDED if before is None else Did.REMOVED if after is None else Did.REWORDED
        yield Change(part, did, id, f"The stem {id} is {did.value}.", before or "", after or "")


def _scale(old: ResponseScale, new: ResponseScale) -> Found:
    if old == new:
        return
    values = [option.value for option in old.options], [option.value for option in new.options]
    if values[0] != values[1]:
        did, sentence = Did.CHANGED, f"The response scale {new.id} has other points."
    elif [one.id for one in old.non_answers] != [one.id for one in new.non_answers]:
        did, sentence = Did.CHANGED, f"The response scale {new.id} has other ways of not answering."
    else:
        did, sentence = Did.REWORDED, f"The points of the response scale {new.id} are named otherwise."
    yield Change(Part.SCALES, did, new.id, sentence, _answers(old), _answers(new))


def _scores(old: Instrument, new: Instrument) -> Found:
    yield from _by_id(Part.SCORES, "subscale", old.subscales, new.subscales, _score)
    yield from _by_id(Part.SCORES, "composite", old.composites, new.composites, _score)


def _score(old: Any, new: Any) -> Found:
    """Between two subscales, or two composites."""
    part, id = Part.SCORES, new.id
    members = "items" if hasattr(new, "items") else "of"
    before, after = getattr(old, members), getattr(new, members)
    if set(before) != set(after):
        sentence = f"{id} is made of other parts{_gained(before, after)}."
        yield Change(part, Did.CHANGED, id, sentence, listed(before), listed(after))
    if old.score != new.score:
        sentence = f"The scoring rule of {id} is another."
        yield Change(part, Did.CHANGED, id, sentence, _rule(old.score), _rule(new.score))
    if old.label != new.label:
        yield Change(part, Did.REWORDED, id, f"{id} has another name.", old.label, new.label)
    if getattr(old, "construct", None) != getattr(new, "construct", None):
        sentence = f"{id} measures another construct."
        yield Change(part, Did.CHANGED, id, sentence, old.construct or "none", new.construct or "none")
    cuts = (
        [(level.id, level.below) for level in old.levels],
        [(level.id, level.below) for level in new.levels],
    )
    if cuts[0] != cuts[1]:
        sentence = f"The levels of {id} or their cut scores are others."
        yield Change(part, Did.CHANGED, id, sentence, _levels(old.levels), _levels(new.levels))
    elif old.levels != new.levels:
        yield Change(part, Did.REWORDED, id, f"The texts of the levels of {id} are others.")


def _forms(old: Instrument, new: Instrument) -> Found:
    yield from _by_id(Part.FORMS, "form", old.forms, new.forms, _form)


def _form(old: Form, new: Form) -> Found:
    part, id = Part.FORMS, new.id
    if set(old.items) != set(new.items):
        sentence = f"The form {id} asks other items{_gained(old.items, new.items)}."
        yield Change(part, Did.CHANGED, id, sentence)
    elif old.items != new.items:
        yield Change(part, Did.CHANGED, id, f"The form {id} asks its items in another order.")
    elif [page.items for page in old.pages] != [page.items for page in new.pages]:
        yield Change(part, Did.CHANGED, id, f"The pages of the form {id} are divided otherwise.")
    for name, word in (
        ("feedback", "feedback to respondents"),
        ("minimum_answered", "least number of answers for a score"),
        ("minutes", "minutes"),
    ):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            sentence = f"The {word} on the form {id} changed."
            yield Change(part, Did.CHANGED, id, sentence, _said(before), _said(after))


TOLD_ABOVE: Final = ("items.", "response_scales.", "stems.", "subscales.", "composites.")


def _other_texts(old: Instrument, new: Instrument) -> Found:
    before, after = texts(old), texts(new)
    forms = {form.id for form in old.forms} & {form.id for form in new.forms}
    for id in {**before, **after}:
        told = id.startswith(TOLD_ABOVE) or (id.startswith("forms.") and id.split(".")[1] not in forms)
        if told or before.get(id) == after.get(id):
            continue
        did = Did.ADDED if id not in before else Did.REMOVED if id not in after else Did.REWORDED
        sentence = f"The text {id} is {did.value}."
        yield Change(Part.TEXTS, did, id, sentence, before.get(id, ""), after.get(id, ""))


def _about(old: Instrument, new: Instrument) -> Found:
    for name, word in SAID_OF_THE_WHOLE.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(
                Part.ABOUT, Did.CHANGED, name, f"The {word} is another.", _said(before), _said(after)
            )
    for name, word in (("sources", "sources"), ("validation", "validation plan"), ("norms", "norms")):
        if getattr(old, name) != getattr(new, name):
            yield Change(Part.ABOUT, Did.CHANGED, name, f"The {word} changed.")
    if old.construct_map != new.construct_map:
        yield Change(Part.ABOUT, Did.CHANGED, "construct_map", "The construct map changed.")


def _languages(spoken: Iterable[Translation], said: Iterable[Translation]) -> Found:
    old, new = {one.language: one for one in spoken}, {one.language: one for one in said}
    for language in {**old, **new}:
        if language not in old:
            did, sentence = Did.ADDED, f"It can be answered in {language}."
        elif language not in new:
            did, sentence = Did.REMOVED, f"It can no longer be answered in {language}."
        elif old[language].texts != new[language].texts:
            before, after = old[language].texts, new[language].texts
            count = sum(before.get(id) != after.get(id) for id in {**before, **after})
            did, sentence = Did.REWORDED, f"{count} text{'' if count == 1 else 's'} in {language} changed."
        else:
            continue
        yield Change(Part.LANGUAGES, did, language, sentence)


def _by_id(
    part: Part, word: str, old: Iterable[Any], new: Iterable[Any], between: Callable[[Any, Any], Found]
) -> Found:
    """What is new, what is gone, and what changed between those that stayed."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for id, one in after.items():
        if id in before:
            yield from between(before[id], one)
        else:
            yield Change(part, Did.ADDED, id, f"The {word} {id} is new.")
    for id in before:
        if id not in after:
            yield Change(part, Did.REMOVED, id, f"The {word} {id} is gone.")


def _gained(before: Iterable[str], after: Iterable[str]) -> str:
    old, new = list(before), list(after)
    more, fewer = [id for id in new if id not in old], [id for id in old if id not in new]
    said = [f"with {listed(more)}"] * bool(more) + [f"without {listed(fewer)}"] * bool(fewer)
    return f", {' and '.join(said)}" if said else ""


def _answers(of: Item | ResponseScale) -> str:
    points = [f"{option.value} {option.label}" for option in of.options]
    return "; ".join([*points, *(one.label for one in of.non_answers)])


def _rule(score: Any) -> str:
    rescaled = f", shown from {score.rescale[0]:g} to {score.rescale[1]:g}" if score.rescale else ""
    return f"{score.method} of at least {score.minimum_answered} answers{rescaled}"


def _levels(levels: Iterable[Any]) -> str:
    return "; ".join(
        f"{level.label} below {level.below:g}" if level.below is not None else level.label for level in levels
    )


def _said(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return rule_in_words(value) if isinstance(value, Rule) else str(getattr(value, "value", value))


def rule_in_words(rule: Rule) -> str:
    """A show-if rule as a person would say it."""
    match rule:
        case Is(item, values):
            return f"{item} is {' or '.join(map(str, values))}"
        case AtLeast(item, number):
            return f"{item} is at least {number:g}"
        case AtMost(item, number):
            return f"{item} is at most {number:g}"
        case Answered(item):
            return f"{item} is answered"
        case All(rules):
            return "(" + " and ".join(map(rule_in_words, rules)) + ")"
        case AnyOf(rules):
            return "(" + " or ".join(map(rule_in_words, rules)) + ")"
        case Not(inner):
            return f"not {rule_in_words(inner)}"
