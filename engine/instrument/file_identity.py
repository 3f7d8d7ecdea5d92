"""What an instrument.yaml calls itself, read and rewritten line by line: for a text that may not be YAML yet."""

import re
from typing import Final

LONGEST: Final = 200


def identity(text: str) -> tuple[str, str, str]:
    """Id, version and title as the text says them, however wrong the rest of it is; or empty."""
    id, version, title = (_value(text, key) for key in ("id", "version", "title"))
    return id, version, title


def with_version(text: str, version: str) -> str:
    """The text with another version; all else, its comments too, as it was."""
    return re.sub(
        r"^(version:[ \t]*)([^\s#]+)", lambda found: found[1] + version, text, count=1, flags=re.MULTILINE
    )


def _value(text: str, key: str) -> str:
    found = re.search(rf"^{key}:[ \t]*(.+?)[ \t]*(?:[ \t]#.*)?$", text, re.MULTILINE)
    return found[1].strip("\"' ")[:LONGEST] if found else ""
