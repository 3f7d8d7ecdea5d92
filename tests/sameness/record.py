"""What was seen: a digest by key, and on request the bodies, to look at where a digest differs."""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

LONGEST_NAME: Final = 150


class Record:
    """Keys with the digests of what stands under them; `only` are beginnings of keys that are wanted."""

    def __init__(self, bodies: Path | None = None, only: tuple[str, ...] = ()) -> None:
        self.digests: dict[str, str] = {}
        self.rules: set[str] = set()  # of the application, for GET
        self.opened: dict[str, str] = {}  # rules, each with an address that was answered by no error
        self.only = only
        self.bodies = bodies
        if bodies is not None:
            bodies.mkdir(parents=True, exist_ok=True)

    def wants(self, part: str) -> bool:
        """Whether any key of a part, such as `web/anonymous/`, can be wanted."""
        return not self.only or any(one.startswith(part) or part.startswith(one) for one in self.only)

    def keep(self, key: str, body: str | bytes) -> None:
        """Keep a body's digest under its key; a key that is there already gets a number."""
        if self.only and not key.startswith(self.only):
            return
        number, name = 1, key
        while name in self.digests:
            number += 1
            name = f"{key} #{number}"
        data = body.encode() if isinstance(body, str) else body
        self.digests[name] = sha256(data).hexdigest()
        if self.bodies is not None:
            path = body_path(self.bodies, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def write(self, target: Path) -> None:
        bodies = None if self.bodies is None else str(self.bodies.resolve())
        document = {"bodies": bodies, "digests": dict(sorted(self.digests.items()))}
        target.write_text(json.dumps(document, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def body_path(bodies: Path, key: str) -> Path:
    """The file of a key's body: its first part is a folder, the rest its name."""
    part, _, rest = key.partition(" ")
    name = re.sub(r"[^\w.,=&-]+", "_", rest or part).strip("_") or "_"
    folder = re.sub(r"[^\w./-]+", "_", part) if rest else "single"
    mark = sha256(key.encode()).hexdigest()[:8]
    return bodies / folder / f"{name[:LONGEST_NAME]}.{mark}"


def say(text: str) -> None:
    """Tell how it goes, past whatever is caught of standard output."""
    (sys.__stderr__ or sys.stderr).write(text + "\n")
