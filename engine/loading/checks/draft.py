"""A definition as far as it could be read: entries with a wrong shape are known by id and skipped by checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import BaseModel

from engine.loading.format import (
    CompositeEntry,
    FormEntry,
    InstrumentFile,
    ItemEntry,
    ScaleEntry,
    SubscaleEntry,
    ValidationEntry,
)
from engine.loading.format.wording import valid
from engine.loading.source import Source, Where

E = TypeVar("E", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Declared(Generic[E]):
    """An entry that stands in the file: where, under which id, and what it says where that could be read."""

    id: str
    where: Where
    entry: E | None


@dataclass(frozen=True)
class Draft:
    source: Source
    scales: tuple[Declared[ScaleEntry], ...]
    stems: tuple[str, ...]
    items: tuple[Declared[ItemEntry], ...]
    subscales: tuple[Declared[SubscaleEntry], ...]
    composites: tuple[Declared[CompositeEntry], ...]
    forms: tuple[Declared[FormEntry], ...]
    validation: ValidationEntry | None
    construct_map: str | None

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

    def lacks_item(self, id: str) -> bool:
        """Whether a reference leads nowhere; where no item could be read at all, that has been said already."""
        return bool(self.items) and id not in self.item_by_id


def draft_of(source: Source) -> Draft:
    """What can be read of an instrument.yaml, entry by entry."""
    map_name = source.at(("construct_map",))
    return Draft(
        source=source,
        scales=tuple(_by_key(source, "response_scales", ScaleEntry)),
        stems=tuple(_keys(source, "stems")),
        items=tuple(_listed(source, "items", ItemEntry)),
        subscales=tuple(_listed(source, "subscales", SubscaleEntry)),
        composites=tuple(_listed(source, "composites", CompositeEntry)),
        forms=tuple(_by_key(source, "forms", FormEntry)),
        validation=valid(ValidationEntry, source.at(("validation",))),
        construct_map=map_name if isinstance(map_name, str) else None,
    )


def whole_draft(source: Source, file: InstrumentFile) -> Draft:
    """The same for a file whose shape is right throughout, without reading its entries again."""
    return Draft(
        source=source,
        scales=_mapped("response_scales", file.response_scales),
        stems=tuple(file.stems or ()),
        items=_numbered("items", file.items),
        subscales=_numbered("subscales", file.subscales),
        composites=_numbered("composites", file.composites or ()),
        forms=_mapped("forms", file.forms),
        validation=file.validation,
        construct_map=file.construct_map,
    )


def _by_id(declared: Sequence[Declared[E]]) -> dict[str, E | None]:
    """By id; of two with the same, which is a problem of its own, the first."""
    found: dict[str, E | None] = {}
    for one in declared:
        found.setdefault(one.id, one.entry)
    return found


def _keys(source: Source, key: str) -> list[str]:
    found = source.at((key,))
    return list(found) if isinstance(found, dict) else []


def _by_key(source: Source, key: str, model: type[E]) -> Iterator[Declared[E]]:
    for id in _keys(source, key):
        yield Declared(id, (key, id), valid(model, source.at((key, id))))


def _listed(source: Source, key: str, model: type[E]) -> Iterator[Declared[E]]:
    found = source.at((key,))
    for index, raw in enumerate(found if isinstance(found, list) else ()):
        id = raw.get("id") if isinstance(raw, dict) else None
        if isinstance(id, str):
            yield Declared(id, (key, index), valid(model, raw))


def _mapped(key: str, entries: dict[str, E] | None) -> tuple[Declared[E], ...]:
    return tuple(Declared(id, (key, id), entry) for id, entry in (entries or {}).items())


def _numbered(key: str, entries: Sequence[E]) -> tuple[Declared[E], ...]:
    return tuple(
        Declared(str(getattr(entry, "id", "")), (key, index), entry) for index, entry in enumerate(entries)
    )
