"""The constant part of a page, kept: all that is the same for everyone who is asked the same at the same place.

What differs from person to person stands in it as slots, which are filled at each request. A slot's name is between
signs that are drawn when the program starts, so that no text of anybody's can be taken for one.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from typing import Final

from markupsafe import Markup

MOST: Final = 600  # pages of some 15 kilobytes
SIGNS: Final = f"slot{secrets.token_hex(12)}"
END: Final = "z"  # no name of a slot holds it
SLOT: Final = re.compile(f"{SIGNS}([a-y0-9]+){END}")

EXTENSION: Final = "page_shells"


class Shells(dict[Hashable, list[str]]):
    """The pages of one application: texts, and between them the names of slots."""

    def fill(self, key: Hashable, draw: Callable[[], str], values: Mapping[str, str]) -> str:
        """The page of a key with its slots filled by HTML; `draw` makes it with slots where it is not kept yet."""
        parts = self.get(key)
        if parts is None:
            if len(self) >= MOST:
                self.clear()
            parts = self[key] = SLOT.split(draw())
        filled = parts.copy()
        filled[1::2] = [values[name] for name in parts[1::2]]
        return "".join(filled)


def slot(name: str) -> Markup:
    """What stands in a page for a value, in text, in an attribute and in an address."""
    return Markup(f"{SIGNS}{name}{END}")  # noqa: S704  # hexadecimal digits and the program's own names
