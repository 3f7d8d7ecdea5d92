"""The typefaces of printed reports: one for Latin, Greek, Cyrillic and Hebrew, and those for other scripts after it.

The first comes inside typst, the others with Barograph (`engine/report/fonts`), so that a report looks alike on every
machine: what a server has installed is not asked.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typst import Fonts

FOLDER: Final = Path(__file__).parents[1] / "fonts"
FIRST: Final = "Libertinus Serif"
SERIFS: Final = (
    *("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala"),
    *("Thai", "Lao", "Khmer", "Myanmar", "Ethiopic", "Georgian", "Armenian"),
)
SANS: Final = ("Oriya", "CanAborig", "Thaana", "NKo", "Tifinagh")  # no letters with serifs are made for them
FACES: Final = (  # in the order in which a sign looks for one that has it; the last has digits and letters too
    FIRST,
    "Noto Naskh Arabic",
    *(f"Noto Serif {script}" for script in SERIFS),
    *(f"Noto Sans {script}" for script in SANS),
    "Droid Sans Fallback",  # Chinese and Japanese
    "Barograph Hangul",
    "Noto Emoji",
)


@cache
def fonts() -> "Fonts":
    """What typst sets text with; read once a process, in 20 ms."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER])
