"""What somebody wrote into a form that was not taken, each text under the question that it answers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.language import Language
from engine.loading import catalog
from engine.playbooks.folder import find_playbook
from engine.playbooks.sheets import SheetField, TeamSheet
from web.wording import say

PLAYBOOK: Final = "collective-leadership"
RUBRIC: Final = "condition-rubric"
# A field of a sheet, with its row and column where it has rows; of a monthly check-in; the evidence in a rubric.
OF_SHEET: Final = re.compile(r"f\.(?P<field>\w+)(?:\.(?P<row>\d+)\.(?P<column>\w+))?")
OF_MONTH: Final = re.compile(r"answer_(?P<field>[a-z_]+?)(?:_(?P<row>\d+)_(?P<column>\w+))?")
OF_RUBRIC: Final = re.compile(r"evidence_(?P<item>\w+)")


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text with the question that it answers; `label` is empty where that is not known."""

    label: str
    text: str


def under_questions(
    typed: Iterable[tuple[str, str]], sheet: str, language: Language
) -> Iterator[WrittenText]:
    """The texts with their questions; `sheet` is the worksheet as the address of the form names it."""
    playbook, _ = find_playbook(PLAYBOOK).spoken(language.tag)
    named = playbook.worksheet(re.sub(r"-\d+$", "", sheet).replace("-", "_"))
    month = playbook.worksheet(playbook.check_in.sheet)
    for name, text in typed:
        if found := OF_SHEET.fullmatch(name):
            label = _of_sheet(named, found["field"], found["row"], found["column"], first=0)
        elif found := OF_MONTH.fullmatch(name):
            label = _of_sheet(month, found["field"], found["row"], found["column"], first=1)
        elif found := OF_RUBRIC.fullmatch(name):
            label = _of_rubric(found["item"], language.tag)
        else:
            key = f"account.not_taken.{name}"
            label = say(key) if language.has(key) else ""
        yield WrittenText(label, text)


def _of_sheet(sheet: TeamSheet | None, id: str, row: str | None, column: str | None, first: int) -> str:
    """`first` is the number that the form gives the first row; people count from 1."""
    field = next((one for one in sheet.fields if one.id == id), None) if sheet is not None else None
    if field is None:
        return ""
    if row is None:
        return field.label
    return say(
        "account.not_taken.row", field=field.label, column=_column(field, column), row=int(row) - first + 1
    )


def _column(field: SheetField, id: str | None) -> str:
    return next((one.label for one in field.columns or () if one.id == id), "")


def _of_rubric(id: str, tag: str) -> str:
    rubric = catalog.find(RUBRIC)
    if tag in catalog.languages(rubric):
        rubric = catalog.in_language(rubric, tag)
    return next((one.text for one in rubric.items if one.id == id), "")
