"""YAML -> Instrument: every problem at once, each with its line. The only door by which definitions come in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from engine.instrument.model import ColumnMap, ConstructMap, Crosswalk, Example, Instrument, Norm
from engine.instrument.translation import Translation
from engine.loading.building import (
    build_column_map,
    build_construct_map,
    build_crosswalks,
    build_examples,
    build_instrument,
    build_norms,
    located_texts,
)
from engine.loading.checks import check_definition
from engine.loading.checks.companions import (
    check_column_map,
    check_construct_map,
    check_crosswalks,
    check_examples,
    check_norms,
    check_translation,
)
from engine.loading.checks.draft import draft_of, whole_draft
from engine.loading.checks.event import check_translated_event
from engine.loading.format import (
    ColumnMapFile,
    ConstructMapFile,
    CrosswalkFile,
    ExamplesFile,
    InstrumentFile,
    NormsFile,
    TranslationFile,
)
from engine.loading.format.values import LANGUAGE, NAME, VERSION
from engine.loading.format.wording import read_as
from engine.loading.hints import hint
from engine.loading.nodes import Sign, Token, Tree
from engine.loading.places import construct_rooms
from engine.loading.source import Source, shown
from engine.loading.text_file import read_text
from engine.problems import Problem, Refused, did_you_mean, first_problems, listed

INSTRUMENT: Final = "instrument.yaml"
COMPANIONS: Final = ("examples.yaml", "norms.yaml", "crosswalk.yaml", "columns.yaml")

M = TypeVar("M", bound=BaseModel)


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


def examples(folder: Path | str) -> tuple[Example, ...]:
    """The examples that a folder's definition carries; raises `Refused` as `read` does."""
    return read(folder).examples


def column_map(file: Path | str) -> ColumnMap:
    """How a file of responses is to be read; raises `Refused` with every problem of the map."""
    found: list[Problem] = []
    read_file = _file(Path(file), ColumnMapFile, found)
    if read_file is None:
        raise Refused(found)
    return build_column_map(read_file[1])


def places(folder: Path | str) -> Mapping[str, str]:
    """Where each thing of a folder's instrument.yaml stands, as `file:line` by its path, as `items.VS1.text`."""
    source = _source(Path(folder) / INSTRUMENT, [])
    if source is None:
        return {}
    return {source.name(where): f"{source.file}:{line}" for where, line in source.lines.items()}


def construct_map(file: Path | str) -> ConstructMap:
    """A construct map by its file; raises `Refused` with every problem of the map."""
    found: list[Problem] = []
    built = _construct_map(Path(file), found)
    if built is None:
        raise Refused(found)
    return built


def _read(folder: Path) -> tuple[Definition | None, list[Problem]]:
    """The definition, or None where anything refuses; and all that was found, file by file."""
    found: list[Problem] = []
    names = _names(folder, found)
    if names is None:
        return None, found
    instrument = _instrument(folder, found)
    translations = _translations(folder, names, instrument, found)
    examples = _examples(folder, instrument, found)
    norms = _norms(folder, instrument, found)
    crosswalks = _crosswalks(folder, instrument, found)
    _column_map(folder, instrument, found)
    if instrument is None or any(problem.refuses for problem in found):
        return None, found
    instrument = replace(instrument, norms=norms)
    return Definition(folder, instrument, translations, examples, crosswalks, tuple(found)), found


def _names(folder: Path, found: list[Problem]) -> list[str] | None:
    """The YAML files of a folder; None, with the reason among the problems, where it holds no instrument."""
    place = f"{shown(folder)}:1"
    try:
        if not folder.exists():
            cause, remedy = "there is no such folder", "check the path and the spelling"
            found.append(Problem("no_folder", place, cause, remedy))
            return None
        if not folder.is_dir():
            cause, remedy = "this is a file", "name the folder that holds it"
            found.append(Problem("not_a_folder", place, cause, remedy))
            return None
        names = sorted(one.name for one in folder.iterdir() if one.suffix in (".yaml", ".yml"))
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
                Problem("unknown_file", f"{shown(folder / name)}:1", "nothing reads this file", remedy)
            )
    return names


def _is_translation(name: str) -> bool:
    return name.endswith(".yaml") and LANGUAGE.fullmatch(name.removesuffix(".yaml")) is not None


def _instrument(folder: Path, found: list[Problem]) -> Instrument | None:
    source = _source(folder / INSTRUMENT, found)
    if source is None:
        return None
    file, here = read_as(source, InstrumentFile)
    draft = whole_draft(source, file) if file is not None else draft_of(source)
    built_map = _named_map(folder, source, draft.construct_map, here, found)
    constructs = [one.id for one in built_map.constructs] if built_map is not None else None
    here += check_definition(draft, constructs)
    here += _folder_name(folder, source)
    found += sorted(here, key=_line)
    if file is None or source.spoiled or any(problem.refuses for problem in found):
        return None
    return build_instrument(file, built_map)


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
    rooms = construct_rooms(folder)
    for room in rooms:
        if (room / f"{name}.yaml").is_file():
            return _construct_map(room / f"{name}.yaml", found)
    known = sorted(path.stem for room in rooms for path in room.glob("*.yaml"))
    remedy = did_you_mean(name, known) or f"write constructs/{name}.yaml, or delete the key"
    here.append(
        source.problem("unknown_construct_map", ("construct_map",), f"there is no map {name!r}", remedy)
    )
    return None


def _construct_map(path: Path, found: list[Problem]) -> ConstructMap | None:
    pair = _file(path, ConstructMapFile, found)
    if pair is None:
        return None
    source, file = pair
    bad = first_problems(check_construct_map(source, file, path.stem))
    found += bad
    return None if bad else build_construct_map(file)


def _translations(
    folder: Path, names: list[str], instrument: Instrument | None, found: list[Problem]
) -> Mapping[str, Translation]:
    translations: dict[str, Translation] = {}
    for name in filter(_is_translation, names):
        pair = _file(folder / name, TranslationFile, found)
        if pair is None or instrument is None:
            continue
        source, file = pair
        located = located_texts(file)
        where = {id: place for id, (_, place) in located.items()}
        found += first_problems(
            check_translation(source, file, name.removesuffix(".yaml"), where, instrument)
        )
        found += first_problems(check_translated_event(source, located, instrument))
        spoken = MappingProxyType({id: text for id, (text, _) in located.items()})
        translations[file.language] = Translation(file.language, spoken, file.reviewed)
    return MappingProxyType(translations)


def _examples(folder: Path, instrument: Instrument | None, found: list[Problem]) -> tuple[Example, ...]:
    pair = _file(folder / "examples.yaml", ExamplesFile, found, optional=True)
    if pair is None or instrument is None:
        return ()
    found += first_problems(check_examples(*pair, instrument))
    return build_examples(pair[1])


def _norms(folder: Path, instrument: Instrument | None, found: list[Problem]) -> tuple[Norm, ...]:
    pair = _file(folder / "norms.yaml", NormsFile, found, optional=True)
    if pair is None or instrument is None:
        return ()
    found += first_problems(check_norms(*pair, instrument))
    return build_norms(pair[1])


def _crosswalks(folder: Path, instrument: Instrument | None, found: list[Problem]) -> tuple[Crosswalk, ...]:
    """From beside the versions; from the folder itself where it is not named as a version."""
    room = folder.absolute().parent if VERSION.fullmatch(folder.absolute().name) else folder
    pair = _file(room / "crosswalk.yaml", CrosswalkFile, found, optional=True)
    if pair is None or instrument is None:
        return ()
    found += first_problems(check_crosswalks(*pair, instrument))
    return build_crosswalks(pair[1])


def _column_map(folder: Path, instrument: Instrument | None, found: list[Problem]) -> None:
    """A column map beside an instrument is only checked; it is read with the data file."""
    pair = _file(folder / "columns.yaml", ColumnMapFile, found, optional=True)
    if pair is not None and instrument is not None:
        found += first_problems(check_column_map(*pair, instrument))


def _file(
    path: Path, model: type[M], found: list[Problem], *, optional: bool = False
) -> tuple[Source, M] | None:
    """A file by its model, or None with its problems among those found."""
    if optional and not path.exists():
        return None
    source = _source(path, found)
    if source is None:
        return None
    file, bad = read_as(source, model)
    found += bad
    return (source, file) if file is not None and not source.spoiled else None


def _source(path: Path, found: list[Problem]) -> Source | None:
    """What a YAML file says; None where it could not be read to its end."""
    text = read_text(path)
    if isinstance(text, Problem):
        found.append(text)
        return None
    tree = Tree(shown(path))
    try:
        whole = tree.grow(_tokens(text))
    except MarkedYAMLError as error:
        tree.problems.append(_syntax(tree.file, text, error))
        whole = False
    except (YAMLError, ValueError, OverflowError) as error:
        cause, remedy = hint(str(error))
        tree.problems.append(Problem("yaml_syntax", f"{tree.file}:{tree.line}", cause, remedy))
        whole = False
    if whole and tree.empty:
        remedy = "write keys with values; instruments/README.md shows how"
        tree.problems.append(Problem("empty_file", f"{tree.file}:1", "there is nothing in it", remedy))
        whole = False
    elif whole and not isinstance(tree.data, dict):
        remedy = "write lines of `key: value`, with a space after each colon"
        cause = "the file is a list" if isinstance(tree.data, list) else "the file is one text"
        tree.problems.append(Problem("not_keys", f"{tree.file}:{tree.lines[()]}", cause, remedy))
        whole = False
    found += tree.problems
    return tree.source() if whole else None


def _syntax(file: str, text: str, error: MarkedYAMLError) -> Problem:
    said = str(error.problem or error.context or "")
    at_opening = error.context_mark is not None and ("end of stream" in said or "stream end" in said)
    mark = error.context_mark if at_opening else error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 1
    lines = text.split("\n")
    before = lines[line - 1] if line <= len(lines) else ""
    if "\t" in before[: len(before) - len(before.lstrip())]:
        return Problem(
            "tab", f"{file}:{line}", "the line is indented with a tab", "use spaces, two for each level"
        )
    cause, remedy = hint(said)
    return Problem("yaml_syntax", f"{file}:{line}", cause, remedy)


def _tokens(text: str) -> Iterator[Token]:
    """The parser's events, as far as definitions have any use for them."""
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        match event:
            case DocumentStartEvent():
                yield Token(Sign.DOCUMENT, line)
            case CollectionEndEvent():
                yield Token(Sign.END, line)
            case AliasEvent():
                yield Token(Sign.ALIAS, line)
            case CollectionStartEvent():
                sign = Sign.KEYS if isinstance(event, MappingStartEvent) else Sign.LIST
                tagged, marked = event.tag is not None, event.anchor is not None
                yield Token(sign, line, tagged=tagged, marked=marked)
            case ScalarEvent():
                tagged, marked = event.tag is not None, event.anchor is not None
                yield Token(Sign.SCALAR, line, event.value, event.implicit[0], tagged, marked)
