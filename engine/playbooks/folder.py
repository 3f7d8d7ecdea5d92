"""Finds and reads playbooks: a folder of one version -> `Playbook`, with its translations beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from engine.instrument.construct_map import ConstructMap
from engine.instrument.model import Instrument
from engine.instrument.publishing import by_number
from engine.loading import catalog
from engine.loading.folder import construct_map
from engine.loading.format.values import LANGUAGE, VERSION
from engine.loading.format.wording import read_as
from engine.loading.places import construct_folders, instruments_folder
from engine.loading.source import Source, typed_path
from engine.loading.yaml_source import read_source
from engine.playbooks.checks import check_playbook, check_statements, check_translated
from engine.playbooks.model import Playbook
from engine.playbooks.resource_checks import check_resources
from engine.playbooks.texts import in_other_words, texts_of, texts_of_plain
from engine.problems import Problem, Refused, first_problems, listed

PLAYBOOK: Final = "playbook.yaml"
NO_TEXTS: Final = frozenset({"language", "reviewed"})


@dataclass(frozen=True, slots=True, eq=False)
class PlaybookFolder:
    """All that a folder holds: a playbook, the map it is about, and its texts in other languages."""

    playbook: Playbook
    constructs: ConstructMap
    translations: Mapping[str, Mapping[str, str]]
    advice: tuple[Problem, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.playbook.language, *self.translations)

    def spoken(self, language: str) -> tuple[Playbook, str]:
        """The playbook in a language as far as it is translated, and the language that it is in."""
        for tag in (language, language.partition("-")[0]):
            if tag in self.translations:
                return in_other_words(self.playbook, self.translations[tag]), tag
        return self.playbook, self.playbook.language


def read_playbook(folder: Path | str) -> PlaybookFolder:
    """All that a folder holds; raises `Refused` with every problem of every file in it."""
    made, found = _read(Path(folder))
    if made is None:
        raise Refused(found)
    return made


def playbook_problems(folder: Path | str) -> tuple[Problem, ...]:
    """Every problem and every piece of advice about a folder; it loads if none of them refuses."""
    return tuple(_read(Path(folder))[1])


def find_playbook(id: str, version: str | None = None) -> PlaybookFolder:
    """A shipped playbook by id, in its highest version or in the one named; raises `Refused` where there is none."""
    places = {place.name: place for place in _versions(id)}
    name = version or next(iter(places), "")
    if name not in places:
        known = sorted({folder.parent.name for folder in _all()})
        cause = (
            f"there is no version {version} of it" if version and places else f"there is no playbook {id!r}"
        )
        remedy = (
            f"its versions are {listed(list(places))}" if places else f"the playbooks are {listed(known)}"
        )
        raise Refused([Problem("unknown_playbook", id, cause, remedy)])
    return _kept(places[name], _state(places[name]))


def playbook_of(construct_map: str) -> PlaybookFolder | None:
    """The playbook whose guides are about the constructs of a map, or None."""
    for id in dict.fromkeys(folder.parent.name for folder in _all()):
        found = find_playbook(id)
        if found.playbook.construct_map == construct_map:
            return found
    return None


def load_shipped() -> None:
    """Read every shipped playbook in its highest version, so that no page waits for it."""
    for id in dict.fromkeys(folder.parent.name for folder in _all()):
        find_playbook(id)


def _all() -> Iterator[Path]:
    yield from sorted(path.parent for path in (instruments_folder() / "playbooks").glob(f"*/*/{PLAYBOOK}"))


def _versions(id: str) -> list[Path]:
    """The folders of a playbook's versions, the highest first."""
    named = [folder for folder in _all() if folder.parent.name == id and VERSION.fullmatch(folder.name)]
    return sorted(named, key=lambda folder: by_number(folder.name), reverse=True)


State = tuple[tuple[str, int, int], ...]


def _state(folder: Path) -> State:
    files = sorted(folder.glob("*.yaml"))
    return tuple((file.name, (now := file.stat()).st_mtime_ns, now.st_size) for file in files)


@lru_cache(maxsize=16)
def _kept(folder: Path, state: State) -> PlaybookFolder:
    return read_playbook(folder)


def _read(folder: Path) -> tuple[PlaybookFolder | None, list[Problem]]:
    source, found = read_source(folder / PLAYBOOK)
    if source is None:
        return None, found
    playbook, bad = read_as(source, Playbook)
    found += bad
    if playbook is None or source.spoiled:
        return None, found
    constructs = _map(folder, source, playbook, found)
    if constructs is not None:
        read = _instruments(source, playbook, found)
        statements = {item.id: item.reverse for instrument in read.values() for item in instrument.items}
        found += first_problems(check_playbook(source, playbook, constructs, statements))
        found += _checked_in(source, playbook, constructs, read)
    found += first_problems(check_resources(source, playbook, catalog.ids()))
    found += _named_as_it_says(folder, source, playbook)
    translations = {
        file.stem: texts
        for file in sorted(folder.glob("*.yaml"))
        if file.name != PLAYBOOK and (texts := _translation(file, playbook, found)) is not None
    }
    if constructs is None or any(problem.refuses for problem in found):
        return None, found
    return PlaybookFolder(playbook, constructs, translations, tuple(found)), found


def _named_as_it_says(folder: Path, source: Source, playbook: Playbook) -> Iterator[Problem]:
    """Where a folder is named as a version, it and the one around it say what the file says."""
    folder = folder.absolute()
    if not VERSION.fullmatch(folder.name):
        return
    for key, name in (("version", folder.name), ("id", folder.parent.name)):
        said = getattr(playbook, key)
        if said != name:
            cause = f"the file says {said!r} and its folder is named {name!r}"
            yield source.problem("folder_name", (key,), cause, "make the two the same")


def _map(folder: Path, source: Source, playbook: Playbook, found: list[Problem]) -> ConstructMap | None:
    for place in construct_folders(folder):
        file = place / f"{playbook.construct_map}.yaml"
        if file.is_file():
            return construct_map(file)
    cause = f"there is no map {playbook.construct_map!r}"
    remedy = f"write constructs/{playbook.construct_map}.yaml, or name another"
    found.append(source.problem("unknown_construct_map", ("construct_map",), cause, remedy))
    return None


def _instruments(source: Source, playbook: Playbook, found: list[Problem]) -> dict[str, Instrument]:
    """Every version of the instrument whose statements are named."""
    try:
        versions = catalog.versions(playbook.instrument)
        read = {version: catalog.find(playbook.instrument, version) for version in versions}
    except Refused as refused:
        found += refused.problems
        return {}
    if not versions:
        cause = f"there is no instrument {playbook.instrument!r}"
        found.append(source.problem("unknown_instrument", ("instrument",), cause, "name one that is there"))
    return read


def _checked_in(
    source: Source, playbook: Playbook, constructs: ConstructMap, read: Mapping[str, Instrument]
) -> Iterator[Problem]:
    version = playbook.check_in.instrument_version
    if version in read:
        ids = [construct.id for construct in constructs.constructs]
        yield from check_statements(source, playbook, read[version], ids)
    elif read:
        cause = f"there is no version {version} of {playbook.instrument}"
        where = ("check_in", "instrument_version")
        yield source.problem("unknown_instrument", where, cause, f"name one of {listed(list(read))}")


def _translation(file: Path, playbook: Playbook, found: list[Problem]) -> dict[str, str] | None:
    """The texts of a file in another language by their ids; it has the shape of the playbook itself."""
    if not LANGUAGE.fullmatch(file.stem):
        remedy = f"a playbook is in {PLAYBOOK}, a translation is named es.yaml"
        found.append(Problem("unknown_file", f"{typed_path(file)}:1", "nothing reads this file", remedy))
        return None
    source, bad = read_source(file)
    found += bad
    if source is None:
        return None
    texts = {id: text for id, text in texts_of_plain(source.data).items() if id not in NO_TEXTS}
    known = texts_of(playbook)
    ids = {id for id in texts if id not in known and id.rpartition(".")[2] in ("id", "value")}
    texts = {id: text for id, text in texts.items() if id not in ids}
    found += first_problems(
        check_translated(source, file.stem, str(source.at(("language",))), texts, playbook)
    )
    return texts
