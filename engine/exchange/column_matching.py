"""Which column of a file is which item, by id or by the text of the question; with how sure that is, and why."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.file_profile import ColumnProfile
from engine.exchange.form_columns import (
    DATA_OF_FORMS,
    named_by_path,
    of_form,
    paths_of,
    spellings,
    with_underscores,
)
from engine.exchange.likeness import likeness, likeness_key, without_numbering
from engine.instrument.column_map import ColumnMap
from engine.instrument.kinds import with_words_beside
from engine.instrument.model import Instrument, Item, Option
from engine.responses.layout import layout

SURE: Final = 0.9  # from here on a match counts unless somebody objects
BEHIND_GROUPS: Final = 0.95
LIKELY: Final = 0.72  # from here on it is offered
CLEAR: Final = 0.05  # so much better than the next best has a match to be
IN_BRACKETS: Final = re.compile(r"^(?P<question>.*?)\s*\[(?P<row>[^\[\]]*)\]\s*$")
AFTER_DASH: Final = re.compile(r"^(?P<question>.*?)\s+-\s+(?P<row>.+)$")
OF_OPTION: Final = (" [{}]", " - {}", "/{}")  # how tools name the column of one option
SELECTED: Final = re.compile(r"\s+-\s+selected choice(?=\s+-|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column with the item it is, or may be; `sure` is 0 where it is none, `rivals` fit as well."""

    column: ColumnProfile
    target: str | None
    sure: float
    why: str
    rivals: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is used unless somebody objects."""
        return self.target is not None and self.sure >= SURE and not self.rivals


@dataclass(frozen=True, slots=True)
class Target:
    """What a column can be: an item or one of its options, with the texts by which tools name its column."""

    id: str
    item: Item
    texts: tuple[str, ...]
    option: Option | None = None


def match_columns(columns: Sequence[ColumnProfile], instrument: Instrument) -> tuple[ColumnMatch, ...]:
    """For each column its match; no item is given to two columns."""
    targets = tuple(_targets(instrument))
    by_id = {_id_key(target.id): target for target in targets}
    found: dict[int, ColumnMatch] = {}
    taken: set[str] = set()
    for place, column in enumerate(columns):
        target = by_id.get(_id_key(column.name))
        if target is not None and target.id not in taken:
            found[place] = ColumnMatch(column, target.id, 1.0, "the item's id")
            taken.add(target.id)
    for place, id in _behind_groups(columns, targets):
        if place not in found and id not in taken:
            found[place] = ColumnMatch(columns[place], id, BEHIND_GROUPS, "the item's id, behind its groups")
            taken.add(id)
    scored = sorted(_scored(columns, targets, found, taken), key=lambda one: (-one[0], one[1], one[2]))
    best: dict[int, list[tuple[float, str]]] = {}
    for sure, place, _, target, why in scored:
        best.setdefault(place, []).append((sure, target.id))
        if place in found or target.id in taken:
            continue
        rivals = _rivals(sure, place, target.id, scored, found, taken)
        found[place] = ColumnMatch(columns[place], target.id, sure, why, rivals)
        taken.add(target.id)
    none = "no question of the instrument is like it"
    return tuple(
        found.get(place, ColumnMatch(column, None, 0.0, none)) for place, column in enumerate(columns)
    )


def _behind_groups(columns: Sequence[ColumnProfile], targets: Sequence[Target]) -> Iterator[tuple[int, str]]:
    """Columns of an XLSForm's data that name the groups of an item before its id, or an option behind it."""
    paths = {
        path: target.id for target in targets for path in paths_of(target.item, target.option, ColumnMap())
    }
    names = [column.name for column in columns]
    groups = of_form(names, paths)
    named = named_by_path(names, paths, groups)
    at = {name: id for id, fits in named.items() if len(fits) == 1 for name in fits}
    by_id = {with_underscores(target.id): target.id for target in targets}
    for place, name in enumerate(names):
        fits = {by_id[spelled] for spelled in spellings(name, groups) if spelled in by_id}
        if name in at:
            yield place, at[name]
        elif groups and len(fits) == 1:
            yield place, fits.pop()


def _rivals(
    sure: float,
    place: int,
    id: str,
    scored: Sequence[tuple[float, int, int, Target, str]],
    found: Mapping[int, ColumnMatch],
    taken: set[str],
) -> tuple[str, ...]:
    """Other items that fit this column nearly as well, and are free; equal texts are told apart by their place."""
    if sure >= 1.0:
        return ()
    near = (
        other.id
        for score, at, _, other, _ in scored
        if at == place and other.id != id and other.id not in taken and sure - score < CLEAR
    )
    return tuple(dict.fromkeys(near))


def _scored(
    columns: Sequence[ColumnProfile],
    targets: Sequence[Target],
    found: Mapping[int, ColumnMatch],
    taken: set[str],
) -> Iterator[tuple[float, int, int, Target, str]]:
    groups = not DATA_OF_FORMS.isdisjoint(column.name for column in columns)
    for place, column in enumerate(columns):
        if place in found:
            continue
        names = [name for name in (column.text, column.name) if name]
        if groups:  # in the labels of groups and questions, with / between
            names += [column.name[sign.end() :] for sign in re.finditer("/", column.name)]
        for order, target in enumerate(targets):
            if target.id in taken:
                continue
            sure, why = max(
                (_alike(name, text) for name in names for text in target.texts), default=(0.0, "")
            )
            if sure >= LIKELY:
                yield sure, place, order, target, why


def _alike(name: str, text: str) -> tuple[float, str]:
    """How alike the name of a column and a text are, and in which way."""
    name = SELECTED.sub("", name)
    one, other = likeness_key(name), likeness_key(text)
    if not one or not other:
        return 0.0, ""
    if one == other:
        return 1.0, "the same text"
    if without_numbering(name) == without_numbering(text):
        return 0.98, "the same text but for its number"
    for shape in (IN_BRACKETS, AFTER_DASH):
        if (found := shape.match(name)) and likeness_key(found["row"]) == other and len(other) > 3:
            return 0.95, "the row of a grid has this text"
    near = likeness(without_numbering(name), without_numbering(text))
    return (round(0.99 * near, 2), "a similar text") if near >= LIKELY else (0.0, "")


def _targets(instrument: Instrument) -> Iterator[Target]:
    for column in layout(instrument).columns:
        item = column.item
        texts = _texts(instrument, item)
        if column.option is None:
            yield Target(column.id, item, texts)
            continue
        label, value = column.option.label, column.option.value
        named = [f"{item.id}___{value}", f"{item.id}[{value}]"]
        yield Target(
            column.id,
            item,
            (*named, *(f"{text}{shape.format(label)}" for text in texts for shape in OF_OPTION)),
            column.option,
        )
    several = [item for item in instrument.items if item.closed and item.kind.several]
    for item in several:
        yield Target(item.id, item, _texts(instrument, item))
    for item in with_words_beside(instrument.items):
        if not item.closed:
            yield Target(item.id, item, _texts(instrument, item))


def _texts(instrument: Instrument, item: Item) -> tuple[str, ...]:
    stem = instrument.stems.get(item.stem) if item.stem else None
    own = (item.text,)
    return own if stem is None else (*own, f"{stem} [{item.text}]", f"{stem} - {item.text}")


def _id_key(name: str) -> str:
    """An id as tools write it: `x___1` of REDCap, `x[1]` of LimeSurvey and x.1 are one."""
    return re.sub(r"[-. _\[\]]+", "_", name).strip("_").casefold()
