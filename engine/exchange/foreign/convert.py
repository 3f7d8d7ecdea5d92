"""From a foreign file to the files of a draft and the report of what became of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.exchange.foreign.building.draft import draft_of
from engine.exchange.foreign.building.other_words import words_apart
from engine.exchange.foreign.building.wishes import NEEDED, Wishes
from engine.exchange.foreign.losses import Remarks, SourceRemark
from engine.exchange.foreign.opening import OpenedFile, open_foreign, refused
from engine.exchange.foreign.table import FORMATS, ForeignFormat
from engine.exchange.foreign.zipped import unzipped
from engine.loading.yaml_text import yaml_text
from engine.printed import counted
from engine.problems import Problem, Refused, did_you_mean, listed

LONGEST_HASH: Final = 1024**2


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a foreign file: the texts of the draft's files by name, and the report."""

    format: str
    source: str  # its name
    digest: str
    title: str
    languages: tuple[str, ...]
    questions: Mapping[str, int]
    ids: Mapping[str, str]
    losses: tuple[SourceRemark, ...]
    decisions: tuple[SourceRemark, ...]
    statements: tuple[SourceRemark, ...]
    idle: tuple[str, ...]  # what was to be undone and never decided
    missing: tuple[str, ...]
    files: Mapping[str, str]


def convert(path: Path, wishes: Wishes | None = None, format: str | None = None) -> Conversion:
    """Convert a file, a folder, or a zip of one. Raises `Refused` where it can't be read or nobody knows its format."""
    with unzipped(path) as place:
        return _converted(open_foreign(place), wishes or Wishes(), format)


def _converted(opened: OpenedFile, wishes: Wishes, format: str | None) -> Conversion:
    found = _format(opened, format)
    remarks = Remarks(wishes.undo)
    survey = words_apart(found.read(opened, remarks), remarks)
    if not any(survey.questions):
        raise refused(
            opened.name, "foreign_empty", "it asks nothing", "is it the survey, or a file beside it?"
        )
    draft = draft_of(survey, wishes, opened.name, remarks)
    if not draft.kinds:
        cause = "none of its questions can be asked here: " + _reasons(remarks)
        raise refused(
            opened.name, "foreign_empty", cause, "see docs/bringing-a-survey.md for what each format loses"
        )
    remarks.close()
    digest = _digest(opened)
    texts = {name: yaml_text(data) for name, data in draft.files.items()}
    head = _head(found, opened.name, digest, remarks, draft.missing)
    texts["instrument.yaml"] = head + texts["instrument.yaml"]
    return Conversion(
        found.name,
        opened.name,
        digest,
        draft.title,
        draft.languages,
        draft.kinds,
        draft.ids,
        tuple(remarks.losses),
        tuple(remarks.decisions),
        tuple(remarks.statements),
        remarks.idle,
        draft.missing,
        texts,
    )


def _format(opened: OpenedFile, named: str | None) -> ForeignFormat:
    if named is not None:
        if named not in FORMATS:
            remedy = did_you_mean(named, FORMATS) or f"the formats are {listed(FORMATS)}"
            raise Refused([Problem("foreign_format", "--format", f"there is no format {named!r}", remedy)])
        return FORMATS[named]
    _ = opened.xml, opened.json  # what begins as one of these and is none is refused as that
    for one in FORMATS.values():
        if one.recognizes(opened):
            return one
    known = listed(one.label for one in FORMATS.values())
    cause = f"it is none of {known}, as far as its content tells"
    raise refused(
        opened.name, "foreign_format", cause, "say --format, or export the survey (not its answers)"
    )


def _reasons(remarks: Remarks) -> str:
    return "; ".join(dict.fromkeys(remark.what for remark in remarks.losses[:3])) or "no question is left"


def _digest(opened: OpenedFile) -> str:
    if not opened.is_folder:
        return hashlib.sha256(opened.data).hexdigest()
    digest = hashlib.sha256()
    for path in sorted(path for path in opened.path.rglob("*") if path.is_file())[:2000]:
        digest.update(path.relative_to(opened.path).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()[:LONGEST_HASH]).digest())
    return digest.hexdigest()


def _head(found: ForeignFormat, name: str, digest: str, remarks: Remarks, missing: tuple[str, ...]) -> str:
    lines = [
        f"# A draft, brought over from {found.label}: {' '.join(name.split())}",
        f"# SHA-256 of the source: {digest}",
        f"# {counted(len(remarks.losses), 'loss', 'losses')} and {counted(len(remarks.decisions), 'decision')} "
        "were told when it came over.",
    ]
    lines += [f"# Still to be said: {key} ({NEEDED[key]})" for key in missing]
    return "\n".join(lines) + "\n"
