"""An instrument.yaml in outline, as far as it could be read: entries with a wrong shape are known by their ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, TypeVar

from pydantic import BaseModel

from engine.loading.format.instrument import FormEntry, GroupEntry, InstrumentFile, ValidationEntry
from engine.loading.format.items import ItemEntry, PointEntry, RuleEntry, ScaleEntry
from engine.loading.format.scores import CompositeEntry, SubscaleEntry
from engine.loading.format.wording import entry_or_none
from engine.loading.source import Source, Where

BY_ID: Final = ("response_scales", "forms")  # their entries stand under their ids; others are lists

E = TypeVar("E", bound=BaseModel)
Placed = tuple[Where, RuleEntry]  # a rule, and where it stands


@dataclass(frozen=True, slots=True)
class Declared(Generic[E]):
    """An entry that stands in the file: where, under which id, and what it says where that could be read."""

    id: str
    where: Where
    entry: E | None


@dataclass(frozen=True)
class Outline:
    """The parts of an instrument.yaml, each with its place; checks skip an entry that could not be read."""

    source: Source
    scales: tuple[Declared[ScaleEntry], ...]
    stems: tuple[str, ...]
    items: tuple[Declared[ItemEntry], ...]
    subscales: tuple[Declared[SubscaleEntry], ...]
    composites: tuple[Declared[CompositeEntry], ...]
    forms: tuple[Declared[FormEntry], ...]
    validation: ValidationEntry | None
    construct_map: str | None
    groups: tuple[GroupEntry, ...] = ()

    @cached_property
    def rules(self) -> dict[str, list[Placed]]:
        """The rules of each item, its own last, each with its place."""
        forms = {form.id: form.entry for form in self.forms if form.entry is not None}
        found = rules_around(self.groups, forms)
        for item in self.items:
            if item.entry is not None and item.entry.show_if is not None:
                found.setdefault(item.id, []).append(((*item.where, "show_if"), item.entry.show_if))
        return found

    @cached_property
    def item_by_id(self) -> dict[str, ItemEntry | None]:
        return _by_id(self.items)

    @cached_property
    def scale_by_id(self) -> dict[str, ScaleEntry | None]:
        return _by_id(self.scales)

    @cached_property
    def subscale_by_id(self) -> dict[str, SubscaleEntry | None]:
        return _by_id(self.subscales)

    def item(self, id: str) -> ItemEntry | None:
        return self.item_by_id.get(id)

    def scale(self, id: str) -> ScaleEntry | None:
        return self.scale_by_id.get(id)

    def subscale(self, id: str) -> SubscaleEntry | None:
        return self.subscale_by_id.get(id)

    def options(self, item: ItemEntry) -> Sequence[PointEntry] | None:
        """What is chosen from; None where the item has none of its own, or its scale's could not be read."""
        if item.scale is not None:
            scale = self.scale(item.scale)
            return scale.options if scale else None
        return item.options

    def lacks_item(self, id: str) -> bool:
        """Whether a reference leads nowhere; where no item could be read at all, that has been said already."""
        return bool(self.items) and id not in self.item_by_id


def rules_around(
    groups: Sequence[GroupEntry] | None, forms: Mapping[str, FormEntry] | None
) -> dict[str, list[Placed]]:
    """The rules of the groups and pages that each item stands in, by the item, each with its place."""
    found: dict[str, list[Placed]] = {}
    for number, group in enumerate(groups or ()):
        for id in group.items:
            found.setdefault(id, []).append((("item_groups", number, "show_if"), group.show_if))
    for form, entry in (forms or {}).items():
        for number, page in enumerate(entry.pages or ()):
            for id in page.items if page.show_if is not None else ():
                place: Where = ("forms", form, "pages", number, "show_if")
                found.setdefault(id, []).append((place, page.show_if))  # type: ignore[arg-type]
    return found


def outline_of(source: Source, file: InstrumentFile | None) -> Outline:
    """What can be read of an instrument.yaml: its `file`, or entry by entry where the whole has a wrong shape."""
    stems, map_name = source.at(("stems",)), source.at(("construct_map",))
    groups = source.at(("item_groups",))
    return Outline(
        source=source,
        scales=_declared(source, "response_scales", ScaleEntry, file),
        stems=tuple(stems) if isinstance(stems, dict) else (),
        items=_declared(source, "items", ItemEntry, file),
        subscales=_declared(source, "subscales", SubscaleEntry, file),
        composites=_declared(source, "composites", CompositeEntry, file),
        forms=_declared(source, "forms", FormEntry, file),
        validation=entry_or_none(ValidationEntry, source.at(("validation",))),
        groups=tuple(
            entry
            for raw in (groups if isinstance(groups, list) else ())
            if (entry := entry_or_none(GroupEntry, raw)) is not None
        ),
        construct_map=map_name if isinstance(map_name, str) else None,
    )


def _by_id(declared: Sequence[Declared[E]]) -> dict[str, E | None]:
    """By id; of two with the same, which is a problem of its own, the first."""
    found: dict[str, E | None] = {}
    for declaration in declared:
        found.setdefault(declaration.id, declaration.entry)
    return found


def _declared(
    source: Source, key: str, model: type[E], file: InstrumentFile | None
) -> tuple[Declared[E], ...]:
    """The entries under a key that have an id: those of the file, or each read on its own."""
    said, whole = source.at((key,)), getattr(file, key, None)
    if not isinstance(said, dict if key in BY_ID else list):
        return ()
    found = []
    for step, raw in said.items() if isinstance(said, dict) else enumerate(said):
        id = step if key in BY_ID else raw.get("id") if isinstance(raw, dict) else None
        if isinstance(id, str):
            entry = whole[step] if whole is not None else entry_or_none(model, raw)
            found.append(Declared(id, (key, step), entry))
    return tuple(found)
