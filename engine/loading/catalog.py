"""Finds instruments: (id, version) or a folder -> Instrument, its translations, and what there is to list."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from engine.instrument.model import Audience, Crosswalk, Instrument
from engine.instrument.publishing import by_number
from engine.instrument.translation import Translation, translate
from engine.loading.folder import INSTRUMENT, Definition, read
from engine.loading.format.values import LONGEST_ID, NAME, VERSION
from engine.loading.places import construct_folders, instruments_folder
from engine.problems import Problem, Refused, did_you_mean, listed

_translations: WeakKeyDictionary[Instrument, tuple[Translation, ...]] = WeakKeyDictionary()
_crosswalks: WeakKeyDictionary[Instrument, tuple[Crosswalk, ...]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One version of an instrument as a list shows it; one with `problems` has no more than its folder's names."""

    id: str
    version: str
    title: str = ""
    audience: Audience | None = None
    minutes: int | None = None
    items: int = 0
    languages: tuple[str, ...] = ()
    licence: str = ""
    own_texts: bool = True  # false: the texts belong to others and are shown by id
    research_only: bool = False  # true: for studies, and in no list of what a network asks
    problems: tuple[Problem, ...] = ()


def find(name_or_folder: str | Path, version: str | None = None) -> Instrument:
    """An instrument by id (its highest version), by `id@version`, or by a folder with an instrument.yaml.

    The same object comes back until a file of the folder changes. Raises `Refused` with every problem of the
    definition, or with the ids there are where none has that name.
    """
    return definition(folder(name_or_folder, version)).instrument


def folder(name_or_folder: str | Path, version: str | None = None) -> Path:
    """The folder that `find` would read; raises `Refused` where there is none."""
    if isinstance(name_or_folder, Path):
        return name_or_folder
    id, _, wanted = name_or_folder.partition("@")
    here = Path(name_or_folder)
    if _is_folder(here) or len(id) > LONGEST_ID or not NAME.fullmatch(id):
        return here
    if here.is_dir() and id not in ids():
        return here
    return _shipped_folder(id, version or wanted or None)


def definition(folder: Path) -> Definition:
    """All that a folder holds, kept until one of its files changes; raises `Refused`."""
    found = _read(folder.absolute(), _state(folder))
    _translations[found.instrument] = tuple(found.translations.values())
    _crosswalks[found.instrument] = found.crosswalks
    return found


def translations(instrument: Instrument) -> tuple[Translation, ...]:
    """The translations of an instrument that came from `find`."""
    return _translations.get(instrument, ())


def crosswalks(instrument: Instrument) -> tuple[Crosswalk, ...]:
    """The crosswalks beside an instrument that came from `find`."""
    return _crosswalks.get(instrument, ())


def languages(instrument: Instrument) -> tuple[str, ...]:
    """The languages of an instrument that came from `find`, its own first."""
    return (instrument.language, *(translation.language for translation in translations(instrument)))


def in_language(instrument: Instrument, language: str) -> Instrument:
    """The instrument in another of its languages; raises `Refused` where it has no such translation."""
    if language == instrument.language:
        return instrument
    for translation in translations(instrument):
        if translation.language == language:
            return translate(instrument, translation)
    cause = f"there is no translation into {language!r}"
    remedy = f"the languages are {listed(languages(instrument))}"
    raise Refused([Problem("unknown_language", instrument.name, cause, remedy)])


def list_instruments() -> tuple[CatalogEntry, ...]:
    """Every version of every instrument there is, by id and from the highest version down."""
    return tuple(_entry(id, version) for id in ids() for version in versions(id))


def _entry(id: str, version: str) -> CatalogEntry:
    try:
        instrument = find(instruments_folder() / id / version)
    except Refused as refused:
        return CatalogEntry(id, version, problems=refused.problems)
    return CatalogEntry(
        id=id,
        version=version,
        title=instrument.title,
        audience=instrument.audience,
        minutes=instrument.minutes,
        items=len(instrument.items),
        languages=languages(instrument),
        licence=instrument.licence,
        own_texts=instrument.display_text,
        research_only=instrument.research_only,
    )


def _shipped_folder(id: str, version: str | None) -> Path:
    known_ids = ids()
    if id not in known_ids:
        near = did_you_mean(id, known_ids)
        known = (
            f"the instruments are {listed(known_ids)}"
            if known_ids
            else f"there is none in {instruments_folder()}"
        )
        remedy = f"{near} {known}" if near else f"{known}; or name a folder with an {INSTRUMENT}"
        raise Refused([Problem("unknown_instrument", id, f"there is no instrument {id!r}", remedy)])
    there = versions(id)
    if version is not None and version not in there:
        cause = f"there is no version {version!r} of {id}"
        raise Refused([Problem("unknown_version", id, cause, f"its versions are {listed(there)}")])
    return instruments_folder() / id / (version or there[0])


def ids() -> list[str]:
    return sorted(
        place.name
        for place in _folders(instruments_folder())
        if NAME.fullmatch(place.name) and versions(place.name)
    )


def versions(id: str) -> list[str]:
    """The versions of an instrument, the highest first."""
    names = [place.name for place in _folders(instruments_folder() / id) if VERSION.fullmatch(place.name)]
    return sorted(
        (name for name in names if _is_folder(instruments_folder() / id / name)), key=by_number, reverse=True
    )


def _folders(place: Path) -> Iterator[Path]:
    try:
        yield from (inner for inner in place.iterdir() if inner.is_dir())
    except OSError:
        return


def _is_folder(place: Path) -> bool:
    """Whether a definition stands there; a path that no system could have holds none."""
    try:
        return (place / INSTRUMENT).is_file()
    except OSError:
        return False


State = tuple[tuple[str, int, int], ...]


def _state(folder: Path) -> State:
    """The files that a definition is read from, each with its time and size."""
    folders = [folder, folder.parent, *construct_folders(folder)]
    state = []
    for place in folders:
        try:
            files = [file for file in place.iterdir() if file.suffix == ".yaml"]
            state += [(str(file), (now := file.stat()).st_mtime_ns, now.st_size) for file in files]
        except (OSError, ValueError):
            continue
    return tuple(sorted(state))


@lru_cache(maxsize=64)
def _read(folder: Path, state: State) -> Definition:
    return read(folder)
