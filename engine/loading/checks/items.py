"""Items and response scales: references, the keys of each kind, options and their values."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from engine.instrument.kinds import KINDS
from engine.instrument.parts import HIGHEST, LOWEST, STEP
from engine.instrument.passage import links, may_lead
from engine.instrument.rules import Value
from engine.instrument.written_number import same_number
from engine.loading.checks.outline import Declared, Outline
from engine.loading.format.items import ItemEntry, PointEntry, ScaleEntry, allowed_keys
from engine.loading.source import Source, Where
from engine.printed import counted
from engine.problems import Problem, did_you_mean, listed
from engine.responses.layout import MAXIMUM_NON_ANSWERS, MAXIMUM_OPTIONS
from psychometrics.summaries.codes import grid_unit

FEWEST_POINTS, MOST_POINTS = 2, 11


def check_items(outline: Outline) -> Iterator[Problem]:
    for scale in outline.scales:
        if scale.entry is not None:
            yield from _scale(outline.source, scale.where, scale.entry)
    yield from duplicates(outline.source, ((item.id, item.where) for item in outline.items), fold=True)
    for item in outline.items:
        if item.entry is not None:
            yield from _item(outline, item, item.entry)


def duplicates(
    source: Source, declared: Iterable[tuple[str, Where]], fold: bool = False
) -> Iterator[Problem]:
    """Ids that stand twice; with `fold`, also ids that differ in capitals only."""
    first: dict[str, tuple[str, Where]] = {}
    for id, where in declared:
        key = id.lower() if fold else id
        if key not in first:
            first[key] = id, where
            continue
        before, place = first[key]
        cause = f"the id {id!r} is already used in line {source.line(place)}"
        if before != id:
            cause = f"the id {id!r} differs from {before!r} in line {source.line(place)} in capitals only"
        yield source.problem("duplicate_id", (*where, "id"), cause, "give one of the two another id")


def unknown_id(source: Source, code: str, where: Where, what: str, id: str, known: Sequence[str]) -> Problem:
    """A reference to something that is not there."""
    remedy = did_you_mean(id, known) or (
        f"the ids there are {listed(known)}" if known else "there is none yet: define it first"
    )
    return source.problem(code, where, f"there is no {what} {id!r}", remedy)


def check_options(source: Source, where: Where, options: Sequence[PointEntry]) -> Iterator[Problem]:
    """No value and no label may stand twice, and no more than a response can hold."""
    if len(options) > MAXIMUM_OPTIONS:
        remedy = f"keep {MAXIMUM_OPTIONS} or fewer, or ask for a short_text"
        yield source.problem("too_many_options", where, f"there are {len(options)} options", remedy)
    for key in ("value", "label"):
        seen: set[str] = set()
        for index, option in enumerate(options):
            said = getattr(option, key)
            text = str(said)
            if said is not None and text in seen:
                cause = f"the {key} {text!r} appears twice"
                yield source.problem("duplicate_option", (*where, index, key), cause, f"change one {key}")
            seen.add(text)


def check_non_answers(
    source: Source, where: Where, non_answers: dict[str, str] | None, options: Sequence[PointEntry]
) -> Iterator[Problem]:
    non_answers = non_answers or {}
    if len(non_answers) > MAXIMUM_NON_ANSWERS:
        cause, remedy = f"there are {len(non_answers)} non-answers", f"keep {MAXIMUM_NON_ANSWERS} or fewer"
        yield source.problem("too_many_non_answers", where, cause, remedy)
    values, labels = {str(option.value) for option in options}, {option.label for option in options}
    for id, label in non_answers.items():
        if id in values or label in labels:
            cause = f"the non-answer {id!r} has the value or the label of an option"
            yield source.problem("duplicate_option", (*where, id), cause, "change one of the two")


def _scale(source: Source, where: Where, scale: ScaleEntry) -> Iterator[Problem]:
    place = (*where, "options")
    if not FEWEST_POINTS <= len(scale.options) <= MOST_POINTS:
        cause = f"the scale has {counted(len(scale.options), 'point')}"
        remedy = f"write {FEWEST_POINTS} to {MOST_POINTS}; for a longer list use an item of kind choose_one"
        yield source.problem("scale_points", place, cause, remedy)
    yield from _values(source, place, scale.options)
    yield from _names(source, place, scale)
    yield from check_options(source, place, scale.options)
    yield from check_non_answers(source, (*where, "non_answers"), scale.non_answers, scale.options)


def _names(source: Source, where: Where, scale: ScaleEntry) -> Iterator[Problem]:
    """The ends of a scale are named in words, and so is every point that has a face."""
    last = len(scale.options) - 1
    for index, point in enumerate(scale.options):
        if point.label is None and (scale.faces or index in (0, last)):
            what = "a face says nothing without a word" if scale.faces else "nobody knows what this end means"
            yield source.problem("unnamed_point", (*where, index), what, "add `label: ...`")


def _values(source: Source, where: Where, options: Sequence[PointEntry]) -> Iterator[Problem]:
    for index, option in enumerate(options):
        if isinstance(option.value, str):
            cause = f"the value {option.value!r} is a word"
            remedy = "write a number without quotes; words belong into the label"
            yield source.problem("scale_values", (*where, index, "value"), cause, remedy)
    for index, (before, after) in enumerate(pairwise(options), start=1):
        if (
            not isinstance(before.value, str)
            and not isinstance(after.value, str)
            and after.value < before.value
        ):
            cause = f"the value {after.value} comes after {before.value}"
            remedy = "write the points lowest first; for an item that is turned use `reverse: true`"
            yield source.problem("scale_values", (*where, index, "value"), cause, remedy)
    yield from _uneven(source, where, [option.value for option in options])


def _uneven(source: Source, where: Where, values: Sequence[Value]) -> Iterator[Problem]:
    """The first value that no grid holds with those before it: scores are summed in whole steps of one, exactly."""
    numbers = [float(value) for value in values if not isinstance(value, str)]
    for index in range(1, len(numbers)):
        if grid_unit(np.array(numbers[: index + 1])) is None:
            cause = f"the value {values[index]} and those before it have no step in common that sums can hold exactly"
            remedy = (
                "round the values to one decimal (33.3, 66.7) or write whole numbers; a code for a missing answer, "
                "such as 99, belongs into `non_answers`"
            )
            yield source.problem("uneven_values", (*where, index, "value"), cause, remedy)
            return


def _item(outline: Outline, item: Declared[ItemEntry], entry: ItemEntry) -> Iterator[Problem]:
    source, where = outline.source, item.where
    yield from _keys_of_kind(source, where, entry)
    if entry.scale is not None and entry.scale not in (scales := [scale.id for scale in outline.scales]):
        yield unknown_id(source, "unknown_scale", (*where, "scale"), "response scale", entry.scale, scales)
    if entry.stem is not None and entry.stem not in outline.stems:
        yield unknown_id(source, "unknown_stem", (*where, "stem"), "stem", entry.stem, outline.stems)
    if entry.options is not None and "options" in allowed_keys(entry.kind):
        if len(entry.options) < entry.kind.fewest_options:
            cause = f"there are {len(entry.options)} options"
            remedy = f"write {entry.kind.fewest_options} or more"
            yield source.problem("too_few_options", (*where, "options"), cause, remedy)
        yield from check_options(source, (*where, "options"), entry.options)
    if entry.non_answers is not None and "non_answers" in allowed_keys(entry.kind):
        yield from check_non_answers(source, (*where, "non_answers"), entry.non_answers, entry.options or ())
    yield from _levels(outline, where, entry)
    yield from _numbered(source, where, entry)
    if entry.before is not None:
        yield from check_passage(source, (*where, "before"), entry.before)
    yield from _limits(source, where, entry)


def check_passage(source: Source, where: Where, text: str) -> Iterator[Problem]:
    """The links of a text between questions lead to pages, or to an address of mail."""
    for link in links(text):
        if not may_lead(link):
            cause = f"the link {link[:40]!r} leads to no page that a respondent could open"
            yield source.problem(
                "passage_link", where, cause, "write the whole address, as https://example.org"
            )


def _numbered(source: Source, where: Where, entry: ItemEntry) -> Iterator[Problem]:
    """What belongs to rankings, constant sums and sliders alone."""
    options = entry.options or []
    if entry.top is not None and "top" in entry.kind.may and entry.top > len(options) > 0:
        cause = f"there are {entry.top} places to give and {counted(len(options), 'option')}"
        yield source.problem("ranking_top", (*where, "top"), cause, f"write {len(options)} or less")
    for index, option in enumerate(options):
        if option.specify and entry.kind.numbered:
            cause = f"an option of kind {entry.kind} takes no words"
            remedy = "delete `specify`, and ask in a question of its own"
            yield source.problem("key_of_other_kind", (*where, "options", index, "specify"), cause, remedy)
    if "step" in entry.kind.may:
        low, high = LOWEST if entry.minimum is None else entry.minimum, entry.maximum
        high, step = HIGHEST if high is None else high, STEP if entry.step is None else entry.step
        steps = (high - low) / step
        if low < high and not (same_number(steps, round(steps)) and round(steps) < MAXIMUM_OPTIONS):
            cause = f"from {low:g} to {high:g} there are {steps:.6g} steps of {step:g}"
            remedy = f"choose a step that fits a whole number of times, at most {MAXIMUM_OPTIONS - 1}"
            yield source.problem("slider_steps", (*where, "step"), cause, remedy)


def _levels(outline: Outline, where: Where, entry: ItemEntry) -> Iterator[Problem]:
    """A rubric says of each point of its scale what it looks like, and of nothing else."""
    scale = outline.scale(entry.scale) if entry.scale is not None else None
    if entry.levels is None or scale is None or "levels" not in allowed_keys(entry.kind):
        return
    points = [str(point.value) for point in scale.options]
    for value in entry.levels:
        if value not in points:
            cause = f"the scale {entry.scale!r} has no point {value!r}"
            remedy = did_you_mean(value, points) or f"its points are {listed(points)}"
            yield outline.source.problem("rubric_levels", (*where, "levels", value), cause, remedy)
    absent = [point for point in points if point not in entry.levels]
    if absent:
        cause = f"nothing says what the point {absent[0]} of {entry.scale!r} looks like"
        yield outline.source.problem("rubric_levels", (*where, "levels"), cause, f"add `{absent[0]}: ...`")


def _keys_of_kind(source: Source, where: Where, entry: ItemEntry) -> Iterator[Problem]:
    kind, on_scale = entry.kind, "scale" in entry.kind.needs
    raw = source.at(where)
    for key in raw:
        if key in allowed_keys(kind):
            continue
        if key == "reverse":
            cause = f"an item of kind {kind} can't be reverse-keyed"
            remedy = "delete `reverse`, or give the item a response scale"
            yield source.problem("reverse_not_scale", (*where, key), cause, remedy)
            continue
        owners = [other.name for other in KINDS.values() if key in allowed_keys(other)]
        cause = f"an item of kind {kind} has no `{key}`"
        remedy = f"delete it, or write `kind: {owners[0]}`"
        if on_scale and key in ("options", "non_answers"):
            kinds = " or ".join(f"`kind: {other}`" for other in KINDS.values() if "options" in other.needs)
            remedy = (
                "write it at the item's response scale" if entry.scale else f"say which kind it is: {kinds}"
            )
        yield source.problem("key_of_other_kind", (*where, key), cause, remedy)
    for key in kind.needs:
        if key in raw or (on_scale and "options" in raw):
            continue
        cause = f"an item of kind {kind} needs `{key}`"
        remedy = f"add `{key}: ...`"
        if "kind" not in raw:
            cause, remedy = "the item has neither a `scale` nor a `kind`", "add one of the two"
        yield source.problem("missing_key", where, cause, remedy)


def _limits(source: Source, where: Where, entry: ItemEntry) -> Iterator[Problem]:
    if entry.minimum is not None and entry.maximum is not None and entry.minimum >= entry.maximum:
        cause = f"the minimum {entry.minimum:g} is not below the maximum {entry.maximum:g}"
        yield source.problem("limits_reversed", (*where, "minimum"), cause, "exchange or correct them")
    if entry.earliest is not None and entry.latest is not None and entry.earliest > entry.latest:
        cause = f"the earliest date {entry.earliest} is after the latest {entry.latest}"
        yield source.problem("limits_reversed", (*where, "earliest"), cause, "exchange or correct them")
