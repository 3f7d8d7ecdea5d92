"""The smallest definition there is, as a file, and what is said about a folder."""

from pathlib import Path

from engine.loading.folder import problems

KINDS = Path(__file__).parents[1] / "kinds"  # a definition with every kind of item and every key
SMALL = """\
id: small
version: 1.0.0
title: Small
language: en
licence: CC-BY-4.0
audience: staff
privacy: anonymous
minimum_group: 5
response_scales:
  agree:
    options: [{value: 1, label: Disagree}, {value: 2, label: Agree}]
items:
  - {id: A1, text: One., scale: agree}
  - {id: A2, text: Two., scale: agree}
subscales:
  - {id: one, label: One, items: [A1, A2], score: {method: mean, minimum_answered: 1}}
"""


def write(folder: Path, text: str | bytes = SMALL, name: str = "instrument.yaml") -> Path:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return folder


def said(folder: Path) -> list[tuple[int, str]]:
    return [(int(one.place.rpartition(":")[2]), one.code) for one in problems(folder)]


def changed(tmp_path: Path, old: str, new: str) -> list[tuple[int, str]]:
    assert old in SMALL
    return said(write(tmp_path, SMALL.replace(old, new, 1)))
