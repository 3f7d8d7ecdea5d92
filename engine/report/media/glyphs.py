"""Signs that no typeface of a printed report has: another stands for them, and the file says so.

The typefaces draw the scripts of most languages and emoji; newer emoji and rare scripts they lack. PDF/UA takes no text
without letters, so that a single such sign would cost the whole file.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from engine.language import say
from engine.report.media.typefaces import FACES, fonts

STAND_IN: Final = "\ufffd"
RARE: Final = re.compile(r"[^\t\n\r -~]")
UNCOMMON: Final = re.compile(r"[^\t\n\r -~\xa0-\u017f\u2010-\u2027\u2030-\u203a\u2212\u2264\u2265]")
ALONE: Final = f'#set document(title: "a sign")\n#set text(font: {FACES})\n#sys.inputs.sign'.replace(
    "'", '"'
).encode()


def drawable(value: Any) -> Any:
    """A value as JSON has it, with every sign that cannot be drawn replaced in all of its texts.

    A sign counts with the marks on it; where the typeface has the sign alone, it loses its marks.
    """
    return _texts(value, lambda text: "".join(map(_drawn, _signs(text))) if RARE.search(text) else text)


def surely_drawable(value: Any) -> Any:
    """The same for what still could not be set: a text that isn't drawn as a whole keeps what is common in Latin.

    Marks of some scripts are drawn alone and not in the middle of other words.
    """
    return _texts(
        value,
        lambda text: UNCOMMON.sub(STAND_IN, text) if UNCOMMON.search(text) and not _is_drawn(text) else text,
    )


def lacking(value: Any) -> list[str]:
    """A line that names the signs that `drawable` puts another in place of, each once; empty without any."""
    signs: dict[str, None] = {}

    def seen(text: str) -> str:
        if RARE.search(text):
            signs.update((sign, None) for sign in _signs(text) if _drawn(sign) == STAND_IN != sign)
        return text

    _texts(value, seen)
    names = [" ".join(f"U+{ord(part):04X}" for part in sign) for sign in signs]
    return [say("report.paper.lacking", sign=STAND_IN, signs=", ".join(names))] if names else []


def _texts(value: Any, put: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return put(value)
    if isinstance(value, dict):
        return {name: _texts(inner, put) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner, put) for inner in value]
    return value


def _signs(text: str) -> list[str]:
    """The signs of a text, each with the marks that follow it."""
    found: list[str] = []
    for sign in text:
        if found and unicodedata.category(sign)[0] == "M":
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _drawn(sign: str) -> str:
    if not RARE.search(sign) or _is_drawn(sign):
        return sign
    return sign[0] if len(sign) > 1 and _is_drawn(sign[0]) else STAND_IN


@lru_cache(maxsize=8192)
def _is_drawn(sign: str) -> bool:
    """Whether typst sets a sign; a few milliseconds, once for each sign."""
    import typst

    try:
        typst.compile(ALONE, sys_inputs={"sign": sign}, font_paths=fonts(), pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True
