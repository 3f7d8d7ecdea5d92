"""Subscales, composites and levels: that what is scored can be scored."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from engine.loading.checks.items import duplicates, unknown_id
from engine.loading.checks.outline import Outline
from engine.loading.format.scores import CompositeEntry, LevelEntry, ScoreEntry, SubscaleEntry
from engine.loading.source import Source, Where
from engine.printed import counted
from engine.problems import Problem, listed

Range = tuple[float, float]


def check_scores(outline: Outline, constructs: Collection[str] | None) -> Iterator[Problem]:
    named = [(subscale.id, subscale.where) for subscale in outline.subscales]
    named += [(composite.id, composite.where) for composite in outline.composites]
    yield from duplicates(outline.source, named)
    for subscale in outline.subscales:
        if subscale.entry is not None:
            yield from _subscale(outline, subscale.where, subscale.entry, constructs)
    told = [
        problem
        for composite in outline.composites
        if composite.entry is not None
        for problem in _composite(outline, composite.where, composite.entry)
    ]
    yield from told
    if not any(problem.code in ("mixed_ranges", "composite_ranges") for problem in told):
        yield from _unlike(outline)


def _unlike(outline: Outline) -> Iterator[Problem]:
    """Subscales whose scores have different ranges, told at the first that differs from the first of all."""
    ranges: dict[str, Range] = {}
    for subscale in outline.subscales:
        entry = subscale.entry
        found = None if entry is None else entry.score.rescale or _subscale_range(outline, entry)
        if entry is None or found is None:
            continue
        ranges[entry.id] = (float(found[0]), float(found[1]))
        if len(set(ranges.values())) > 1:
            remedy = "give all the same `rescale`; else they share no axis, no headline and no comparison"
            yield from _mixed(outline.source, "subscale_ranges", (*subscale.where, "score"), ranges, remedy)
            return


def repeated_ids(source: Source, where: Where, ids: Sequence[str], what: str) -> Iterator[Problem]:
    """Ids that a list names twice."""
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            yield source.problem(
                "item_twice", (*where, index), f"the {what} {id!r} appears twice", "keep one"
            )
        seen.add(id)


def _subscale(
    outline: Outline, where: Where, entry: SubscaleEntry, constructs: Collection[str] | None
) -> Iterator[Problem]:
    source, place = outline.source, (*where, "items")
    yield from _construct(outline, where, entry, constructs)
    yield from repeated_ids(source, place, entry.items, "item")
    for index, id in enumerate(entry.items):
        if outline.lacks_item(id):
            yield unknown_id(source, "unknown_item", (*place, index), "item", id, list(outline.item_by_id))
            continue
        item = outline.item(id)
        if item is not None and not item.kind.scored:
            cause = f"{id} is of kind {item.kind}, and a score is made of items with a response scale"
            remedy = "take it out, or give it a `scale`"
            yield source.problem("not_scored", (*place, index), cause, remedy)
    ranges = {id: found for id in entry.items if (found := _item_range(outline, id)) is not None}
    yield from _mixed(source, "mixed_ranges", place, ranges, "use one response scale in a subscale")
    yield from _minimum(source, where, entry.score, len(entry.items), "item")
    reached = _subscale_range(outline, entry)
    yield from _score(source, where, entry.score, entry.levels, reached)
    yield from _conditions(source, where, entry.levels, entry.items, reached=ranges)


def _construct(
    outline: Outline, where: Where, entry: SubscaleEntry, constructs: Collection[str] | None
) -> Iterator[Problem]:
    if entry.construct_ is None:
        return
    place = (*where, "construct")
    if outline.construct_map is None:
        cause = f"the construct {entry.construct_!r} is named, and no construct map"
        remedy = "add `construct_map: ...` at the top, or delete `construct`"
        yield outline.source.problem("unknown_construct", place, cause, remedy)
    elif constructs is not None and entry.construct_ not in constructs:
        known = sorted(constructs)
        yield unknown_id(outline.source, "unknown_construct", place, "construct", entry.construct_, known)


def _composite(outline: Outline, where: Where, entry: CompositeEntry) -> Iterator[Problem]:
    source, place = outline.source, (*where, "of")
    yield from repeated_ids(source, place, entry.of, "subscale")
    for index, id in enumerate(entry.of):
        if id not in outline.subscale_by_id:
            yield unknown_id(
                source, "unknown_subscale", (*place, index), "subscale", id, list(outline.subscale_by_id)
            )
    yield from _minimum(source, where, entry.score, len(entry.of), "subscale")
    ranges = {}
    for id in entry.of:
        subscale = outline.subscale(id)
        found = _subscale_range(outline, subscale) if subscale is not None else None
        if found is not None:
            ranges[id] = found
    remedy = "use `method: mean` and one response scale for all of them, or leave the composite out"
    code = "composite_ranges" if entry.score.rescale is None else "mixed_ranges"
    yield from _mixed(source, code, place, ranges, remedy)
    reached = next(iter(ranges.values()), None) if len(set(ranges.values())) == 1 else None
    if reached is not None and entry.score.method == "sum":
        reached = (reached[0] * len(entry.of), reached[1] * len(entry.of))
    yield from _score(source, where, entry.score, entry.levels, reached)
    yield from _conditions(source, where, entry.levels, (), reached={})


def _mixed(
    source: Source, code: str, where: Where, ranges: dict[str, Range], remedy: str
) -> Iterator[Problem]:
    if len(set(ranges.values())) > 1:
        said = listed(f"{id} {low:g} to {high:g}" for id, (low, high) in ranges.items())
        yield source.problem(code, where, f"the ranges differ ({said})", remedy)


def _minimum(source: Source, where: Where, score: ScoreEntry, count: int, what: str) -> Iterator[Problem]:
    if score.minimum_answered > count:
        cause = f"{score.minimum_answered} answers are asked for, of {counted(count, what)}"
        remedy = f"write {count} or less"
        yield source.problem("minimum_answered", (*where, "score", "minimum_answered"), cause, remedy)


def _item_range(outline: Outline, id: str) -> Range | None:
    item = outline.item(id)
    if item is None:
        return None
    asked = item.scale is not None or (item.kind.scored and "options" in item.kind.needs)
    options = outline.options(item) if asked else None
    numbers = [float(option.value) for option in options or () if not isinstance(option.value, str)]
    return (min(numbers), max(numbers)) if numbers else None


def _subscale_range(outline: Outline, entry: SubscaleEntry) -> Range | None:
    """The lowest and the highest score there can be, before rescaling."""
    ranges = {_item_range(outline, id) for id in entry.items}
    found = ranges.pop() if len(ranges) == 1 else None
    if found is None or entry.score.method == "mean":
        return found
    return (found[0] * len(entry.items), found[1] * len(entry.items))


def _score(
    source: Source, where: Where, score: ScoreEntry, levels: list[LevelEntry] | None, reached: Range | None
) -> Iterator[Problem]:
    if score.rescale is not None:
        low, high = score.rescale
        if low >= high:
            cause = f"the low end {low:g} is not below the high end {high:g}"
            remedy = "write the lower number first; an item that is turned is marked at the item"
            yield source.problem("limits_reversed", (*where, "score", "rescale"), cause, remedy)
            return
        reached = (low, high)
    if levels:
        yield from _levels(source, (*where, "levels"), levels, reached)


def _conditions(
    source: Source,
    where: Where,
    levels: list[LevelEntry] | None,
    items: Sequence[str],
    *,
    reached: Mapping[str, Range],
) -> Iterator[Problem]:
    """What a level's text hangs on: statements of its own subscale, and answers that there are."""
    for index, level in enumerate(levels or ()):
        for number, held in enumerate(level.text_holds_if or ()):
            place: Where = (*where, "levels", index, "text_holds_if", number)
            if held.item not in items:
                yield unknown_id(
                    source, "unknown_item", (*place, "item"), "item in this subscale", held.item, list(items)
                )
            elif held.from_ > held.to:
                cause = f"{held.from_:g} is above {held.to:g}"
                yield source.problem(
                    "limits_reversed", (*place, "from"), cause, "write the lower number first"
                )
            elif held.item in reached and not (
                reached[held.item][0] <= held.from_ and held.to <= reached[held.item][1]
            ):
                low, high = reached[held.item]
                cause = f"{held.from_:g} to {held.to:g} is not within the answers of {held.item}, {low:g} to {high:g}"
                yield source.problem("level_out_of_range", place, cause, "write numbers between them")


def _levels(
    source: Source, where: Where, levels: Sequence[LevelEntry], reached: Range | None
) -> Iterator[Problem]:
    yield from duplicates(source, ((level.id, (*where, index)) for index, level in enumerate(levels)))
    for index, level in enumerate(levels):
        last = index == len(levels) - 1
        if last and level.below is not None:
            cause, remedy = (
                "the last level has a cut",
                "delete its `below`: it holds all scores above the others",
            )
            yield source.problem("level_cut", (*where, index, "below"), cause, remedy)
        elif not last and level.below is None:
            cause, remedy = "the level has no cut", "add `below: ...`; only the last level has none"
            yield source.problem("level_cut", (*where, index), cause, remedy)
        elif level.below is not None and reached and not reached[0] < level.below < reached[1]:
            cause = f"the cut {level.below:g} lies outside the scores from {reached[0]:g} to {reached[1]:g}"
            yield source.problem(
                "level_out_of_range", (*where, index, "below"), cause, "write one between them"
            )
    for index, (one, two) in enumerate(pairwise(levels), start=1):
        if one.below is not None and two.below is not None and two.below <= one.below:
            cause = f"the cut {two.below:g} comes after {one.below:g}"
            yield source.problem(
                "level_order", (*where, index, "below"), cause, "write the lowest level first"
            )
