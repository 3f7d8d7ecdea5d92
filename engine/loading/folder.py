"""YAML -> Instrument: every problem at once, each with its line. The only door by which definitions come in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import BaseModel

from engine.instrument.column_map import ColumnMap
from engine.instrument.construct_map import ConstructMap, MapTranslation
from engine.instrument.model import Crosswalk, Example, Instrument
from engine.instrument.translation import NAMES, Translation
from engine.loading.building import (
    build_column_map,
    build_construct_map,
    build_crosswalks,
    build_examples,
    build_instrument,
    build_map_translation,
    build_norms,
    located_texts,
)
from engine.loading.checks import check_definition
from engine.loading.checks.companions import (
    check_column_map,
    check_construct_map,
    check_crosswalks,
    check_examples,
    check_map_translation,
    check_norms,
    check_translation,
)
from engine.loading.checks.event import check_translated_event
from engine.loading.checks.outline import outline_of
from engine.loading.format.companions import (
    ColumnMapFile,
    ConstructMapFile,
    CrosswalkFile,
    ExamplesFile,
    MapTranslationFile,
    NormsFile,
    TranslationFile,
)
from engine.loading.format.instrument import InstrumentFile
from engine.loading.format.values import LANGUAGE, NAME, VERSION
from engine.loading.format.wording import read_as
from engine.loading.including import with_modules
from engine.loading.places import construct_folders
from engine.loading.source import Source, Where, typed_path
from engine.loading.yaml_source import read_source
from engine.problems import Problem, Refused, did_you_mean, first_problems, listed

INSTRUMENT: Final = "instrument.yaml"
COMPANIONS: Final = ("examples.yaml", "norms.yaml", "crosswalk.yaml", "columns.yaml")

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Definition:
    """All that a folder holds: an instrument, its translations by language, and what stands beside it."""

    folder: Path
    instrument: Instrument
    translations: Mapping[str, Translation]
    examples: tuple[Example, ...]
    crosswalks: tuple[Crosswalk, ...]
    advice: tuple[Problem, ...] = ()


def load(folder: Path | str) -> Instrument:
    """The instrument that a folder defines; raises `Refused` with every problem of every file in it."""
    return read(folder).instrument


def read(folder: Path | str) -> Definition:
    """All that a folder holds; raises `Refused` with every problem of every file in it."""
    definition, found = _read(Path(folder))
    if definition is None:
        raise Refused(found)
    return definition


def problems(folder: Path | str) -> tuple[Problem, ...]:
    """Every problem and every piece of advice about a folder; it loads if none of them refuses."""
    return tuple(_read(Path(folder))[1])


def column_map(file: Path | str) -> ColumnMap:
    """How a file of responses is to be read; raises `Refused` with every problem of the map."""
    found: list[Problem] = []
    read_file = _file(Path(file), ColumnMapFile, found)
    if read_file is None:
        raise Refused(found)
    return build_column_map(read_file[1])


def construct_map(file: Path | str) -> ConstructMap:
    """The map that a file holds, with its translations; raises `Refused` with every problem of these files."""
    found: list[Problem] = []
    built = _construct_map(Path(file), found)
    if built is None or any(problem.refuses for problem in found):
        raise Refused(found)
    return built


def places(folder: Path | str, file: str = INSTRUMENT) -> Mapping[str, str]:
    """Where each thing of a folder's file stands, as `file:line` by its path, as `items.VS1.text`."""
    source, _ = read_source(Path(folder) / file)
    if source is None:
        return {}
    return {source.name(where): f"{source.file}:{line}" for where, line in source.lines.items()}


def _read(folder: Path) -> tuple[Definition | None, list[Problem]]:
    """The definition, or None where anything refuses; and all that was found, file by file."""
    found: list[Problem] = []
    names = _names(folder, found)
    if names is None:
        return None, found
    composed = _instrument(folder, found)
    instrument = composed.instrument if composed else None
    here = instrument, found
    norms = _beside(folder / "norms.yaml", NormsFile, check_norms, build_norms, *here)
    if composed is not None:
        composed = replace(composed, instrument=replace(composed.instrument, norms=norms))
    translations = _translations(folder, names, composed, found)
    examples = _beside(folder / "examples.yaml", ExamplesFile, check_examples, build_examples, *here)
    shared = folder.absolute().parent if VERSION.fullmatch(folder.absolute().name) else folder
    crosswalks = _beside(shared / "crosswalk.yaml", CrosswalkFile, check_crosswalks, build_crosswalks, *here)
    # A column map beside an instrument is only checked; it is read with the data file.
    _beside(folder / "columns.yaml", ColumnMapFile, check_column_map, lambda file: (), *here)
    if instrument is None or any(problem.refuses for problem in found):
        return None, found
    instrument = replace(instrument, norms=norms)
    return Definition(folder, instrument, translations, examples, crosswalks, tuple(found)), found


def _names(folder: Path, found: list[Problem]) -> list[str] | None:
    """The YAML files of a folder; None, with the reason among the problems, where it holds no instrument."""
    place = f"{typed_path(folder)}:1"
    try:
        if not folder.exists():
            cause, remedy = "there is no such folder", "check the path and the spelling"
            found.append(Problem("no_folder", place, cause, remedy))
            return None
        if not folder.is_dir():
            cause, remedy = "this is a file", "name the folder that holds it"
            found.append(Problem("not_a_folder", place, cause, remedy))
            return None
        names = sorted(path.name for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except (OSError, ValueError) as error:
        cause = f"the folder can't be read ({getattr(error, 'strerror', None) or error})"
        found.append(Problem("unreadable_file", place, cause, "check the path and its permissions"))
        return None
    names = [name for name in names if not name.startswith(".")]
    if INSTRUMENT not in names:
        remedy = did_you_mean(INSTRUMENT, names) or "name the folder of one version, or write the file"
        found.append(Problem("no_instrument_file", place, f"the folder holds no {INSTRUMENT}", remedy))
        return None
    for name in names:
        if name not in (INSTRUMENT, *COMPANIONS) and not _is_translation(name):
            known = [INSTRUMENT, *COMPANIONS]
            remedy = (
                did_you_mean(name, known) or f"a translation is named es.yaml; others are {listed(known)}"
            )
            found.append(
                Problem("unknown_file", f"{typed_path(folder / name)}:1", "nothing reads this file", remedy)
            )
    return names


def _is_translation(name: str) -> bool:
    return name.endswith(".yaml") and LANGUAGE.fullmatch(name.removesuffix(".yaml")) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Composed:
    """An instrument with its modules in it, and their texts in other languages."""

    instrument: Instrument
    texts: Mapping[str, Mapping[str, str]]


def _instrument(folder: Path, found: list[Problem]) -> Composed | None:
    source, bad = read_source(folder / INSTRUMENT)
    found += bad
    if source is None:
        return None
    included = with_modules(folder, source, _module, found)
    source = included.source
    file, here = read_as(source, InstrumentFile)
    outline = outline_of(source, file)
    built_map = _named_map(folder, source, outline.construct_map, here, found)
    constructs = [construct.id for construct in built_map.constructs] if built_map is not None else None
    here += check_definition(outline, constructs)
    here += _folder_name(folder, source)
    found += sorted(here, key=_line)
    if file is None or source.spoiled or any(problem.refuses for problem in found):
        return None
    built = build_instrument(file, built_map)
    return Composed(replace(built, modules=included.modules), included.translations)


def _module(folder: Path) -> tuple[Instrument, Mapping[str, Translation]]:
    definition = read(folder)
    return definition.instrument, definition.translations


def _line(problem: Problem) -> int:
    return int(problem.place.rpartition(":")[2])


def _folder_name(folder: Path, source: Source) -> Iterator[Problem]:
    """Where a folder is named as a version, it and the one around it say what the file says."""
    folder = folder.absolute()
    if not VERSION.fullmatch(folder.name):
        return
    for key, name in (("version", folder.name), ("id", folder.parent.name)):
        said = source.at((key,))
        if isinstance(said, str) and said != name:
            cause = f"the file says {said!r} and its folder is named {name!r}"
            yield source.problem("folder_name", (key,), cause, "make the two the same")


def _named_map(
    folder: Path, source: Source, name: str | None, here: list[Problem], found: list[Problem]
) -> ConstructMap | None:
    """The construct map of that name: in `constructs/` beside the definition, further up, or among those shipped."""
    if name is None or not NAME.fullmatch(name):
        return None
    places = construct_folders(folder)
    for place in places:
        if (place / f"{name}.yaml").is_file():
            return _construct_map(place / f"{name}.yaml", found)
    known = sorted(path.stem for place in places for path in place.glob("*.yaml") if "." not in path.stem)
    remedy = did_you_mean(name, known) or f"write constructs/{name}.yaml, or delete the key"
    here.append(
        source.problem("unknown_construct_map", ("construct_map",), f"there is no map {name!r}", remedy)
    )
    return None


def _construct_map(path: Path, found: list[Problem]) -> ConstructMap | None:
    pair = _map_file(path, ConstructMapFile, found)
    if pair is None:
        return None
    source, file = pair
    bad = first_problems(check_construct_map(source, file, path.stem, _constructs_beside(path, file)))
    found += bad
    if bad:
        return None
    built = build_construct_map(file)
    beside = sorted(path.parent.glob(f"{path.stem}.*.yaml"))
    translations = [_map_translation(one, built, file.language, found) for one in beside]
    return replace(built, translations=tuple(one for one in translations if one is not None))


def _constructs_beside(path: Path, file: ConstructMapFile) -> set[str]:
    """The constructs of the other maps of the folder, where one of this map is part of another than its own."""
    own = {entry.id for entry in file.constructs}
    if all(entry.under is None or entry.under in own for entry in file.constructs):
        return set()
    others = (other for other in path.parent.glob("*.yaml") if "." not in other.stem and other != path)
    read = (_map_file(other, ConstructMapFile, []) for other in sorted(others))
    return {entry.id for pair in read if pair is not None for entry in pair[1].constructs}


def _map_translation(
    path: Path, constructs: ConstructMap, own: str, found: list[Problem]
) -> MapTranslation | None:
    """A map in another language, as `trust.es.yaml` stands beside `trust.yaml`."""
    pair = _map_file(path, MapTranslationFile, found)
    if pair is None:
        return None
    source, file = pair
    where = {id: at for id, (_, at) in located_texts(file).items()}
    language = path.stem.removeprefix(f"{constructs.id}.")
    bad = first_problems(check_map_translation(source, file, language, where, constructs, own))
    found += bad
    return None if any(problem.refuses for problem in bad) else build_map_translation(file)


def _translations(
    folder: Path, names: list[str], composed: Composed | None, found: list[Problem]
) -> Mapping[str, Translation]:
    translations: dict[str, Translation] = {}
    instrument = composed.instrument if composed else None
    for name in filter(_is_translation, names):
        pair = _file(folder / name, TranslationFile, found)
        if pair is None or instrument is None:
            continue
        source, file = pair
        located = located_texts(file)
        theirs = composed.texts.get(file.language, {}) if composed else {}
        where: dict[str, Where] = {**dict.fromkeys(theirs, ()), **{id: at for id, (_, at) in located.items()}}
        found += first_problems(
            check_translation(source, file, name.removesuffix(".yaml"), where, instrument)
        )
        found += first_problems(check_translated_event(source, located, instrument))
        said = {id: text for id, (text, _) in located.items() if id.partition(".")[0] not in NAMES}
        needs = dict(zip(instrument.needs, file.needs or (), strict=False))
        named = MappingProxyType({**(file.facets or {}), **(file.populations or {}), **needs})
        spoken = MappingProxyType({**theirs, **said})
        translations[file.language] = Translation(file.language, spoken, file.reviewed, named)
    return MappingProxyType(translations)


def _beside(
    path: Path,
    model: type[M],
    check: Callable[[Source, M, Instrument], Iterator[Problem]],
    build: Callable[[M], tuple[T, ...]],
    instrument: Instrument | None,
    found: list[Problem],
) -> tuple[T, ...]:
    """What a file beside the instrument holds, where there is one."""
    pair = _file(path, model, found) if path.exists() else None
    if pair is None or instrument is None:
        return ()
    found += first_problems(check(*pair, instrument))
    return build(pair[1])


def _map_file(path: Path, model: type[M], found: list[Problem]) -> tuple[Source, M] | None:
    """A file of a map, read once for all the instruments that point into it, until it changes."""
    try:
        now = path.stat()
    except OSError:
        return _file(path, model, found)
    pair, bad = _map_as_it_is(path, model, (now.st_mtime_ns, now.st_size))
    found += bad
    return pair


@lru_cache(maxsize=64)
def _map_as_it_is(
    path: Path, model: type[M], state: tuple[int, int]
) -> tuple[tuple[Source, M] | None, tuple[Problem, ...]]:
    bad: list[Problem] = []
    return _file(path, model, bad), tuple(bad)


def _file(path: Path, model: type[M], found: list[Problem]) -> tuple[Source, M] | None:
    """A file by its model, or None with its problems among those found."""
    source, bad = read_source(path)
    found += bad
    if source is None:
        return None
    file, bad = read_as(source, model)
    found += bad
    return (source, file) if file is not None and not source.spoiled else None
