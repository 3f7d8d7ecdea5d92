"""The sheets of an XLSForm: their rows, and which columns hold texts of which language."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.foreign.facts import UNMARKED
from engine.exchange.foreign.formats.sheet_rows import NamedRow, named_rows
from engine.exchange.foreign.opening import OpenedFile
from engine.exchange.foreign.wording import language_tag

SHEETS: Final = ("survey", "choices", "settings")
OLD_NAMES: Final = {
    "list name": "list_name",
    "bind:constraint": "constraint",
    "bind:relevant": "relevant",
    "bind:required": "required",
    "bind:calculate": "calculation",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::required": "required",
    "control:appearance": "appearance",
    "control::appearance": "appearance",
    "value": "name",
    "caption": "label",
    "calculate": "calculation",
    "relevance": "relevant",
}


def form_sheets(opened: OpenedFile) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The rows of each sheet by its name in small letters; of a CSV, the name stands in the first column."""
    if opened.sheets is not None:
        return {sheet.name.strip().lower(): sheet.rows for sheet in opened.sheets}
    found: dict[str, list[tuple[str, ...]]] = {}
    current = ""
    for row in opened.rows or ():
        if row and row[0].strip():
            current = row[0].strip().lower()
            if current not in (*SHEETS, "cascades", "columns", "osm", "external_choices", "entities"):
                return {}
            found.setdefault(current, [])
        elif current:
            found[current].append(tuple(row[1:]))
        elif any(cell.strip() for cell in row):
            return {}
    return {name: tuple(rows) for name, rows in found.items()}


def form_rows(sheet: str, rows: Sequence[Sequence[str]]) -> list[NamedRow]:
    """The rows of a sheet, with the names of columns as today's forms write them."""
    if not rows:
        return []
    at = next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if at is None:
        return []
    header = tuple(_column(cell) for cell in rows[at])
    return [row for row in named_rows(sheet, (header, *rows[at + 1 :]), first=at + 1) if not row.is_empty]


def _column(name: str) -> str:
    plain = " ".join(name.split())
    base, mark, language = plain.partition("::")
    lower = base.strip().lower()
    if mark and lower not in ("bind", "control", "media", "instance"):
        return f"{lower}::{language.strip()}"
    lower = plain.lower()
    return OLD_NAMES.get(
        lower,
        lower
        if not re.match(r"(label|hint):[^:]", lower)
        else f"{lower[: lower.index(':')]}::{plain.partition(':')[2].strip()}",
    )


@dataclass(frozen=True, slots=True)
class TextColumns:
    """Which columns hold texts of which language."""

    names: tuple[str, ...]
    languages: dict[str, str]

    def of(self, column: str) -> list[tuple[str, str]]:
        """The columns of a text, the unmarked one first, each with its language."""
        found = [(column, UNMARKED)] if column in self.names else []
        for name in self.names:
            base, mark, language = name.partition("::")
            if mark and base == column:
                found.append((name, self.languages.get(language) or UNMARKED))
        return found


def text_columns(names: Iterable[str]) -> TextColumns:
    all_names = tuple(dict.fromkeys(names))
    languages = {
        name.partition("::")[2]: language_tag(name.partition("::")[2])
        for name in all_names
        if name.startswith(("label::", "hint::"))
    }
    return TextColumns(all_names, languages)
