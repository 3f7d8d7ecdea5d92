"""A language as it is spoken: sentences with their blanks filled in; numbers, days and lists by its customs (CLDR)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from engine.language import catalogue
from engine.language.catalogue import Catalogue, CatalogueError, Sentence

ENGLISH: Final = "en"

Filling = str | int | float | date

DAY_PARTS: Final = {"day": "d", "month": "M", "year": "y"}  # with their letters in CLDR's patterns

# Spanish changes its words for "and" and "or" before their own sound; CLDR leaves that to programs, and Babel does not.
EUPHONY: Final = {
    ("es", "and"): ("y ", re.compile(r"h?[ií](?![aeou])", re.IGNORECASE), "e "),
    ("es", "or"): ("o ", re.compile(r"h?[oó]|8", re.IGNORECASE), "u "),
}


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language that sentences are kept in. Take it by `of` or `nearest`, which keep one object a language.

    `tag` is a BCP 47 tag, such as `es`: the value of `lang=` for what this object says. Somebody `young` is addressed
    as the language addresses children: in Spanish with tú and not with usted.
    """

    tag: str
    catalogue: Catalogue
    locale: Locale
    young: bool = False

    @staticmethod
    def of(tag: str, *, young: bool = False) -> "Language":
        """The language of a tag, or of its first part: `es-MX` is spoken with Mexican numbers and dates.

        Raises `CatalogueError` where no sentences are kept in it: nothing falls back to English in silence.
        """
        return _language(tag, catalogue.folders(), young)

    @staticmethod
    def nearest(tag: str, *, young: bool = False) -> "Language":
        """The language of a tag, or English. Who asks compares `speaks(tag)`, and marks what is in another language."""
        return Language.of(tag if _kept_as(tag, catalogue.folders()) else ENGLISH, young=young)

    @staticmethod
    def all() -> tuple["Language", ...]:
        """Every language that sentences are kept in."""
        return tuple(Language.of(tag) for tag in catalogue.places(catalogue.folders()))

    def speaks(self, tag: str) -> bool:
        """Whether a text with this tag is in this language, in whatever country."""
        return base(tag) == base(self.tag)

    # Sentences

    def say(self, key: str, **values: Filling) -> str:
        """The sentence of a key with its blanks filled in; numbers and days are written as the language has them.

        Give a text where a number is a name, such as a year or a version.
        """
        sentence = self._sentence(key)
        if not isinstance(sentence, str):
            raise CatalogueError(f"{self.tag}: {key!r} is about a number of things; ask `count` for it")
        return self._filled(key, sentence, values)

    def count(self, key: str, n: int, **values: Filling) -> str:
        """The sentence about `n` things, in the plural category that CLDR gives for n; `{n}` is the number."""
        sentence = self._sentence(key)
        if isinstance(sentence, str):
            raise CatalogueError(f"{self.tag}: {key!r} has no plural forms; ask `say` for it")
        form = sentence.get(self.locale.plural_form(n), sentence["other"])
        return self._filled(key, form, {"n": n, **values})

    def has(self, key: str) -> bool:
        return key in self.catalogue.sentences

    def counts(self, key: str) -> bool:
        """Whether a sentence is about a number of things, so that `count` says it and not `say`."""
        return not isinstance(self._sentence(key), str)

    def reviewed(self, part: str) -> bool:
        """Whether a speaker of the language has read the sentences of a part; what has not been read is a draft."""
        return part in self.catalogue.reviewed

    def _sentence(self, key: str) -> Sentence:
        if self.young and key in self.catalogue.young:
            return self.catalogue.young[key]
        try:
            return self.catalogue.sentences[key]
        except KeyError:
            raise CatalogueError(f"{self.tag}: no catalogue holds {key!r}") from None

    def _filled(self, key: str, sentence: str, values: dict[str, Filling]) -> str:
        if not values:
            return sentence
        try:
            return sentence.format_map({name: self._written(value) for name, value in values.items()})
        except KeyError as blank:
            raise CatalogueError(f"{self.tag}: nothing was given for {blank} in {key!r}") from None

    def _written(self, value: Filling) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return self.date(value)
        return self.number(value, None)

    # Numbers, days and lists

    def number(self, value: float, decimals: int | None = 0) -> str:
        """A number with so many decimals, or with as many as it has where `decimals` is None: 12,345.5.

        The minus is the true sign, and what rounds to nought is not negative.
        """
        if decimals is None:
            return self._minus(_number(self.locale, value or 0, "#,##0.###############"))
        rounded = round(value, decimals) or 0
        return self._minus(_number(self.locale, rounded, f"#,##0{_places(decimals)}"))

    def digits(self, value: float) -> str:
        """A number as people type it, with all its decimals and nothing between thousands: 12345.5."""
        return self._minus(format_decimal(value or 0, "0.###############", self.locale))

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share of 1 as a percentage, with the sign where the language puts it."""
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", f"#,##0{_places(decimals)}")
        return self._minus(format_percent(round(share, decimals + 2) or 0, pattern, self.locale))

    def month(self, day: date, *, short: bool = False) -> str:
        """The month of a day: May 2027, mayo de 2027; as short as an axis wants it: May 27, may 27."""
        return _month(self.locale, day, "yyMMM" if short else "yMMMM")

    def date(self, day: date | str) -> str:
        """A day, or a day or moment in ISO 8601, as people write the day: May 8, 2027; 8 de mayo de 2027."""
        return _day(self.locale, date.fromisoformat(day[:10]) if isinstance(day, str) else day)

    def parts_of_day(self) -> tuple[str, ...]:
        """The order in which a day is written: `month`, `day` and `year` in the United States."""
        pattern = self.locale.date_formats["short"].pattern
        return tuple(sorted(DAY_PARTS, key=lambda part: pattern.index(DAY_PARTS[part])))

    def moment(self, at: datetime) -> str:
        """A moment in its own time zone: May 8, 2027, 2:05 PM CDT."""
        return f"{self.date(at)}, {format_datetime(at, 'h:mm a z', at.tzinfo, locale=self.locale)}"

    def list(self, names: Iterable[str], last: Literal["and", "or"] = "and") -> str:
        """Names in a row, with the language's word before the last."""
        given = list(names)
        made = format_list(given, "standard" if last == "and" else "or", self.locale)
        before, sound, instead = EUPHONY.get((base(self.tag), last), ("", None, ""))
        if sound is None or len(given) < 2 or not sound.match(given[-1]):
            return made
        return f"{made.removesuffix(f'{before}{given[-1]}')}{instead}{given[-1]}"

    # The language itself

    @property
    def direction(self) -> str:
        """The direction of writing, as HTML's `dir` wants it: `ltr` or `rtl`."""
        return self.locale.text_direction

    @property
    def name(self) -> str:
        """The language's own name: Español."""
        return own_name(self.tag)

    def _minus(self, text: str) -> str:
        return text.replace("-", "−")


def base(tag: str) -> str:
    """The language of a tag without its country or script: `es-MX` is `es`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def own_name(tag: str) -> str:
    """What a language calls itself, or its tag where nobody knows; no sentences need be kept in it."""
    folders = catalogue.folders()
    kept = _kept_as(tag, folders)
    name = (catalogue.load(catalogue.places(folders)[kept]).name if kept else None) or _name(base(tag))
    return f"{name[:1].upper()}{name[1:]}" if name else tag


def needed_plurals(tag: str) -> tuple[str, ...]:
    """The plural categories of whole numbers in a language, as CLDR orders them; `other` alone where it knows none."""
    locale = _locale(tag) or _locale(base(tag))
    found = {locale.plural_form(n) for n in range(201)} if locale else set()
    return tuple(form for form in catalogue.CATEGORIES if form in {*found, "other"})


def direction(tag: str) -> str:
    """The direction of writing of a language, known to CLDR or not: what is unknown runs from left to right."""
    locale = _locale(tag) or _locale(base(tag))
    return locale.text_direction if locale else "ltr"


@lru_cache(maxsize=64)
def _name(language: str) -> str | None:
    locale = _locale(language)
    return locale.get_language_name() if locale else None


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _kept_as(tag: str, folders: tuple[Path, ...]) -> str | None:
    known = catalogue.places(folders)
    return next((name for name in (tag, base(tag)) if name in known), None)


@lru_cache(maxsize=64)
def _language(tag: str, folders: tuple[Path, ...], young: bool) -> Language:
    name = _kept_as(tag, folders)
    if name is None:
        known = ", ".join(catalogue.places(folders))
        raise CatalogueError(f"there is no catalogue in {tag!r}; there are {known}")
    kept = catalogue.load(catalogue.places(folders)[name])
    locale = (_locale(tag) if tag != name else None) or _locale(kept.locale)
    if locale is None:
        cause = f"{name}: CLDR does not know the locale {kept.locale!r}"
        raise CatalogueError(f"{cause}; name one that it knows in {catalogue.ABOUT}")
    return Language(name, kept, locale, young)


@lru_cache(maxsize=1024)
def _day(locale: Locale, day: date) -> str:
    return format_date(day, "long", locale)


@lru_cache(maxsize=1024)
def _month(locale: Locale, day: date, skeleton: str) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))


@lru_cache(maxsize=4096)
def _number(locale: Locale, value: float, pattern: str) -> str:
    return format_decimal(value, pattern, locale)


def _places(decimals: int) -> str:
    return f".{'0' * decimals}" if decimals else ""
