"""`include:` composes a form of modules: items, scales, stems and subscales of other instruments, with their versions.

A module is read whole and checked as any definition. What is taken from it is put behind the instrument's own entries,
so that all checks run on the whole; the digest of what the module was is kept with the instrument for good.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from engine.instrument.canonical import canonical_text
from engine.instrument.model import Instrument, Module
from engine.instrument.translation import Translation
from engine.loading.format.instrument import IncludeEntry
from engine.loading.format.wording import entry_or_none
from engine.loading.places import construct_folders, module_folders
from engine.loading.source import Source, Where
from engine.loading.yaml_source import read_source
from engine.problems import Problem, Refused, did_you_mean, listed

INCLUDE: Final = "include"
CONSTRUCTS: Final = "construct_map"
SHARED: Final = ("response_scales", "stems")  # by id; what two modules have alike is one

# The folders whose modules are being read, from the outermost in, so that a circle is seen.
_WITHIN: Final[ContextVar[tuple[Path, ...]]] = ContextVar("within", default=())

Read = Callable[[Path], tuple[Instrument, Mapping[str, Translation]]]


@dataclass(frozen=True, slots=True, eq=False)
class Included:
    """A source with its modules in it, and what was taken: `translations` by language have their texts."""

    source: Source
    modules: tuple[Module, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


def with_modules(folder: Path, source: Source, read: Read, found: list[Problem]) -> Included:
    """The source of an instrument.yaml with its modules; whatever is wrong with one is among the problems found."""
    entries = source.at((INCLUDE,))
    if not isinstance(entries, list) or not isinstance(source.data, dict):
        return Included(source)
    data = {key: _copied(value) for key, value in source.data.items()}
    modules: list[Module] = []
    texts: dict[str, dict[str, str]] = {}
    with _inside(folder):
        for number, raw in enumerate(entries):
            entry = entry_or_none(IncludeEntry, raw)
            if entry is None:
                continue  # its shape is told with the file's
            try:
                modules.append(_include(folder, source, (INCLUDE, number), entry, data, texts, read, found))
            except Refused as refused:
                found += refused.problems
    return Included(replace(source, data=data), tuple(modules), texts)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    token = _WITHIN.set((*_WITHIN.get(), folder.absolute()))
    try:
        yield
    finally:
        _WITHIN.reset(token)


def _include(
    folder: Path,
    source: Source,
    where: Where,
    entry: IncludeEntry,
    data: dict[str, Any],
    texts: dict[str, dict[str, str]],
    read: Read,
    found: list[Problem],
) -> Module:
    place = _folder(folder, source, where, entry)
    if place.absolute() in _WITHIN.get():
        cause = (
            f"{entry.instrument} {entry.version} includes this definition, itself or by a module of its own"
        )
        raise _refused(
            source, where, "unknown_module", cause, "leave one of the two out, so that there is no circle"
        )
    try:
        instrument, translations = read(place)
    except Refused as refused:
        cause = f"{entry.instrument} {entry.version} has problems of its own: {refused.problems[0]}"
        raise _refused(
            source, where, "unknown_module", cause, f"run `barograph check` on {place.name}"
        ) from None
    digest = hashlib.sha256(canonical_text(instrument).encode()).hexdigest()
    if entry.digest is not None and not digest.startswith(entry.digest):
        cause = f"{entry.instrument} {entry.version} is another than the one that was included: {digest[:12]}"
        remedy = "compare the two, then write the new digest, or include the version that was meant"
        raise _refused(source, (*where, "digest"), "module_changed", cause, remedy)
    if data.get("display_text", True) and not instrument.display_text:
        cause = f"the texts of {entry.instrument} belong to others, and this definition lets them be shown"
        remedy = "write `display_text: false`, or leave the module out"
        raise _refused(source, where, "module_conflict", cause, remedy)
    items = _taken(source, where, entry, instrument)
    module, _ = read_source(place / "instrument.yaml")
    theirs = with_modules(place, module, read, []).source.data if module else {}
    _merge(source, where, data, theirs, items)
    found += _take_subscales(folder, source, where, data, theirs, items)
    kept = _prefixes(instrument, items)
    for language, translation in translations.items():
        own = texts.setdefault(language, {})
        own |= {id: text for id, text in translation.texts.items() if id.startswith(kept)}
    return Module(entry.instrument, entry.version, digest, items)


def _folder(folder: Path, source: Source, where: Where, entry: IncludeEntry) -> Path:
    roots = module_folders(folder)
    for root in roots:
        place = root / entry.instrument / entry.version
        if (place / "instrument.yaml").is_file() and place.absolute() != folder.absolute():
            return place
    known = sorted({path.parent.parent.name for root in roots for path in root.glob("*/*/instrument.yaml")})
    versions = sorted(
        {path.parent.name for root in roots for path in root.glob(f"{entry.instrument}/*/instrument.yaml")}
    )
    cause = f"there is no {entry.instrument} {entry.version} beside this definition or among those shipped"
    remedy = f"its versions are {listed(versions)}" if versions else did_you_mean(entry.instrument, known)
    raise _refused(
        source, (*where, "instrument"), "unknown_module", cause, remedy or "put its folder beside this one"
    )


def _taken(source: Source, where: Where, entry: IncludeEntry, instrument: Instrument) -> tuple[str, ...]:
    """The items that are included: those that are named, or all."""
    known = list(instrument.item_by_id)
    problems = []
    for number, id in enumerate(entry.items or ()):
        if id not in known:
            remedy = did_you_mean(id, known) or f"its items are {listed(known)}"
            cause = f"{instrument.name} has no item {id!r}"
            problems.append(source.problem("unknown_item", (*where, "items", number), cause, remedy))
    if problems:
        raise Refused(problems)
    wanted = set(entry.items or known)
    return tuple(id for id in known if id in wanted)


def _merge(
    source: Source, where: Where, data: dict[str, Any], module: Mapping[str, Any], items: Sequence[str]
) -> None:
    """Put the items and what they need behind the instrument's own, and the subscales that came whole."""
    there = data.get("items")
    own = [item.get("id") for item in there if isinstance(item, dict)] if isinstance(there, list) else []
    twice = [id for id in items if id in own]
    if twice:
        cause = f"the item {twice[0]!r} is here already"
        raise _refused(
            source, where, "module_conflict", cause, "leave one of the two out, or give one another id"
        )
    entries = [item for item in module["items"] if item["id"] in items]
    named = {
        "response_scales": {entry["scale"] for entry in entries if "scale" in entry},
        "stems": {entry["stem"] for entry in entries if "stem" in entry},
    }
    for key in SHARED:
        shared = data.get(key) or {}
        if not isinstance(shared, dict):
            continue
        data[key] = shared
        for id in sorted(named[key]):
            theirs = module[key][id]
            if shared.setdefault(id, theirs) != theirs:
                cause = f"{key}.{id} is another here than in the module"
                raise _refused(source, where, "module_conflict", cause, "give one of the two another id")
    _put_behind(data, "items", entries)


def _take_subscales(
    folder: Path,
    source: Source,
    where: Where,
    data: dict[str, Any],
    module: Mapping[str, Any],
    items: Sequence[str],
) -> list[Problem]:
    """Put the subscales that came whole behind the instrument's own, with their constructs where the map is the same.

    A definition that names no map takes that of its first module with one, if it can be found from here too.
    """
    whole = [one for one in module.get("subscales") or () if set(one["items"]) <= set(items)]
    named = [one for one in whole if one.get("construct") is not None]
    theirs = module.get(CONSTRUCTS)
    if named and data.get(CONSTRUCTS) is None and _found(folder, theirs):
        data[CONSTRUCTS] = theirs
    same = data.get(CONSTRUCTS) == theirs
    _put_behind(data, "subscales", whole if same else [_without_construct(one) for one in whole])
    if same or not named:
        return []
    own = data.get(CONSTRUCTS)
    cause = (
        f"{listed(str(one['id']) for one in named)} lose their constructs: these are of the map {theirs!r}"
    )
    if own is None:
        remedy = f"put constructs/{theirs}.yaml beside this definition"
    else:
        remedy = f"use that map, or bring its constructs into {own!r}, as an instrument has one map"
    return [source.problem("construct_left", where, cause, remedy)]


def _found(folder: Path, name: Any) -> bool:
    return isinstance(name, str) and any(
        (place / f"{name}.yaml").is_file() for place in construct_folders(folder)
    )


def _put_behind(data: dict[str, Any], key: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Behind the instrument's own; where these are no list, that is told with the file's shape."""
    own = data.get(key) or []
    if isinstance(own, list):
        data[key] = [*own, *entries]


def _without_construct(subscale: Mapping[str, Any]) -> dict[str, Any]:
    """A construct belongs to a map that the instrument does not use."""
    return {key: value for key, value in subscale.items() if key != "construct"}


def _prefixes(instrument: Instrument, items: Sequence[str]) -> tuple[str, ...]:
    """How the ids of the texts begin that came with the items."""
    taken = [instrument.item(id) for id in items]
    return (
        *(f"items.{item.id}." for item in taken),
        *(f"response_scales.{item.scale}." for item in taken if item.scale),
        *(f"stems.{item.stem}" for item in taken if item.stem),
        *(f"subscales.{one.id}." for one in instrument.subscales if set(one.items) <= set(items)),
    )


def _copied(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else list(value) if isinstance(value, list) else value


def _refused(source: Source, where: Where, code: str, cause: str, remedy: str) -> Refused:
    return Refused([source.problem(code, where, cause, remedy)])
