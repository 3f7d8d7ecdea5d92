"""The sentences of the respondent's pages: kept in `wordings/<language>.toml`, filled in here.

Texts of an instrument come from its definition; these are the ones around them.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

LANGUAGE_NAMES: Final[Mapping[str, str]] = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ht": "Kreyòl ayisyen",
    "it": "Italiano",
    "ko": "한국어",
    "nl": "Nederlands",
    "pt": "Português",
    "ru": "Русский",
    "tl": "Tagalog",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}

WORDING: Final[Mapping[str, str]] = tomllib.loads(
    (Path(__file__).parent / "wordings" / "en.toml").read_text(encoding="utf-8")
)


WORDING_LANGUAGE: Final = "en"


def foreign(language: str) -> bool:
    """Whether the sentences kept here are in another language than a page's."""
    return _base(language) != WORDING_LANGUAGE


def say(key: str, **values: object) -> str:
    """A sentence with its blanks filled in."""
    return WORDING[key].format(**values) if values else WORDING[key]


def count(key: str, n: int, **values: object) -> str:
    """A sentence about a number of things."""
    return WORDING[f"{key}_one" if n == 1 else key].format(n=f"{n:,}", **values)


def direction(language: str) -> str:
    """The direction of writing, as HTML's `dir` wants it."""
    return "rtl" if _base(language) in RIGHT_TO_LEFT else "ltr"


def language_name(language: str) -> str:
    """A language's own name, or its code where we do not know it."""
    return LANGUAGE_NAMES.get(_base(language), language)


def _base(language: str) -> str:
    return language.partition("-")[0].lower()
