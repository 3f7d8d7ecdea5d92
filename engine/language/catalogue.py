"""Catalogues: the sentences of a language, kept as `catalogues/<language>/<part>.toml`.

A file is a part of the product, such as `respondent` or `report`. Its tables nest, and a sentence's key is the way to
it, such as `one_page.title`; no two parts of a language hold the same key. A sentence about a number of things is a
table of CLDR's plural categories (`one`, `few`, `other` ...). `catalogue.reviewed = true` at the top of a file says
that a speaker of the language has read it; `language.toml` says of the language what CLDR cannot. Where a language
addresses children otherwise than adults, `<part>.young.toml` holds the sentences that differ.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

SHIPPED: Final = Path(__file__).parent / "catalogues"
FURTHER: Final = "BAROGRAPH_LANGUAGES"  # names a folder of further languages, laid out as the shipped one
ABOUT: Final = "language.toml"  # beside the parts; says of the language what CLDR cannot
OF_ITSELF: Final = "catalogue"  # the table in which a part speaks of itself
YOUNG: Final = ".young"  # behind the name of a part: its sentences as they are said to children
CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")

Sentence = str | Mapping[str, str]  # one text, or one a plural category


class CatalogueError(Exception):
    """A catalogue cannot be read, or does not hold the sentence that was asked for."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sentences of a language by key, the part that each is of, and the parts that a speaker has read.

    `young` holds those that are said otherwise to children; a part is read when both of its files are.
    `locale` is the name under which CLDR has its numbers, dates and plurals; `name` its own name where CLDR has none.
    """

    language: str
    locale: str
    name: str | None
    sentences: Mapping[str, Sentence]
    young: Mapping[str, Sentence]
    part_of: Mapping[str, str]
    reviewed: frozenset[str]

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(self.part_of.values())


def folders() -> tuple[Path, ...]:
    """The folders that hold languages: the shipped one, and the one that `BAROGRAPH_LANGUAGES` names."""
    further = os.environ.get(FURTHER)
    return (SHIPPED, Path(further)) if further else (SHIPPED,)


@lru_cache(maxsize=16)
def places(among: tuple[Path, ...]) -> Mapping[str, Path]:
    """The folder of each language by its tag, in order of tags; of two, the one named last."""
    found = {place.name: place for folder in among for place in folder.iterdir() if place.is_dir()}
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=64)
def load(place: Path) -> Catalogue:
    """The catalogue in a language's folder; raises `CatalogueError` with the file where one is broken."""
    about = _read(place / ABOUT) if (place / ABOUT).exists() else {}
    said: dict[bool, dict[str, Sentence]] = {True: {}, False: {}}
    part_of: dict[str, str] = {}
    unread = set()
    for file in sorted(place.glob("*.toml")):
        if file.name == ABOUT:
            continue
        content, young = _read(file), file.stem.endswith(YOUNG)
        part = file.stem.removesuffix(YOUNG)
        if content.pop(OF_ITSELF, {}).get("reviewed") is not True:
            unread.add(part)
        for key, sentence in _sentences(content, file):
            if key in said[young]:
                raise CatalogueError(f"{file}: {key!r} stands in {part_of[key]}.toml already")
            said[young][key] = sentence
            part_of.setdefault(key, part)
    strangers = sorted(said[True].keys() - said[False].keys())
    if strangers:
        raise CatalogueError(f"{place}: {strangers[0]!r} is said to children and to nobody else")
    return Catalogue(
        language=place.name,
        locale=str(about.get("locale", place.name)),
        name=about.get("name"),
        sentences=MappingProxyType(said[False]),
        young=MappingProxyType(said[True]),
        part_of=MappingProxyType(part_of),
        reviewed=frozenset(part_of.values()) - unread,
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CatalogueError(f"{file}: {error}") from None


def _sentences(table: Mapping[str, Any], file: Path, before: str = "") -> Iterator[tuple[str, Sentence]]:
    for name, value in table.items():
        key = f"{before}{name}"
        if isinstance(value, str):
            yield key, value
        elif not isinstance(value, dict) or not value:
            raise CatalogueError(f"{file}: {key!r} is neither a sentence nor a table of sentences")
        elif value.keys() <= set(CATEGORIES):
            if "other" not in value or not all(isinstance(text, str) for text in value.values()):
                raise CatalogueError(f"{file}: {key!r} lacks the plural category 'other'")
            yield key, MappingProxyType(value)
        else:
            yield from _sentences(value, file, f"{key}.")
