"""What the page of a sheet shows, whoever it belongs to: its form, its saves with what changed, the way to undo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.language import speaking
from engine.playbooks.filled import Values, asked_for, changed_fields
from engine.playbooks.folder import PlaybookFolder
from engine.playbooks.sheets import SheetColumn, SheetField, TeamSheet
from engine.report.guides.sheet import words_of_cell
from engine.store.plan_records import OwnSheet, SheetSave
from engine.store.sheet_saves import EMPTY
from web.team.sheet_form import TypedSheet, name_of
from web.wording import language, say


@dataclass(frozen=True, slots=True)
class Version:
    """A save in the list of a sheet: who, when, and which fields differ from the one before."""

    id: int
    name: str
    at: datetime
    changed: tuple[str, ...]
    removed: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet in the language of its page; all that is done to it stands under `address`."""

    folder: PlaybookFolder
    sheet: TeamSheet
    title: str
    address: str

    @property
    def constructs(self) -> Mapping[str, str]:
        """The constructs of the map with their names, in the language of the page."""
        playbook, _ = self.folder.spoken(language().tag)
        titles = {guide.id: guide.title for guide in playbook.guides}
        known = self.folder.constructs.constructs
        return {one.id: titles.get(one.id, one.label) for one in known}

    def options(self, field: SheetField | SheetColumn) -> list[tuple[str, str]]:
        """The values and words of a field that is chosen from."""
        if isinstance(field, SheetField) and field.options_from == "constructs":
            return list(self.constructs.items())
        return [(str(one.value), one.label) for one in field.options or ()]

    def values_of(self, given: TypedSheet, meanwhile: Values | None) -> dict[str, object]:
        """What the template of a form asks for besides the page itself."""
        return {
            "page": self,
            "sheet": self.sheet,
            "given": given,
            "name_of": name_of,
            "theirs": {} if meanwhile is None else self.told(meanwhile),
        }

    def gently(self, given: TypedSheet) -> dict[str, str]:
        """What looks like a slip and is kept all the same, by the name of its input: days in the wrong order."""
        found: dict[str, str] = {}
        for one in self.sheet.open_fields:
            if one.kind == "rows":
                columns = {column.id: column for column in one.columns or ()}
                for number in range(given.rows.get(one.id, 0)):
                    names = {id: name_of(one, number, column) for id, column in columns.items()}
                    found |= _turned(columns, names, given)
        fields = {one.id: one for one in self.sheet.open_fields}
        return found | _turned(fields, {id: name_of(one) for id, one in fields.items()}, given)

    def told(self, values: Values) -> dict[str, str]:
        """What stands in each field, in words on one line: to be compared with what somebody typed."""
        with speaking(language().tag):
            return {
                one.id: self._told(one, values[one.id]) for one in self.sheet.open_fields if one.id in values
            }

    def _told(self, field: SheetField, value: Any) -> str:
        if field.kind != "rows":
            return dict(self.options(field)).get(str(value)) or words_of_cell(
                field, self.folder.constructs, value
            )
        columns = {one.id: one for one in field.columns or ()}
        rows = (
            ", ".join(words_of_cell(columns[id], self.folder.constructs, cell) for id, cell in row.items())
            for row in value
        )
        return "; ".join(rows)


def _turned(
    fields: Mapping[str, SheetField | SheetColumn], names: Mapping[str, str], given: TypedSheet
) -> dict[str, str]:
    """The dates that lie before the one that they should not lie before."""
    found = {}
    for id, one in fields.items():
        if one.not_before is None:
            continue
        late, early = (given.texts.get(names[other], "") for other in (id, one.not_before))
        if late and early and late < early and not {names[id], names[one.not_before]} & given.problems.keys():
            label = fields[one.not_before].label
            found[names[id]] = say("plan.gentle.before", label=label, day=date.fromisoformat(early))
    return found


def versions(
    sheet: TeamSheet, history: Sequence[SheetSave | OwnSheet], local: Callable[[datetime], datetime]
) -> list[Version]:
    """The saves of a sheet, the newest first."""
    before: list[Values] = [*(one.values for one in history[1:]), {}]
    before = before[: len(history)]
    return [
        Version(
            one.id,
            one.name if isinstance(one, SheetSave) else "",
            local(one.at),
            tuple(field.label for field in changed_fields(sheet, earlier, one.values)),
            isinstance(one, SheetSave) and one.removed,
            one is history[0],
        )
        for one, earlier in zip(history, before, strict=True)
    ]


def undo_of(history: Sequence[SheetSave | OwnSheet]) -> int | None:
    """The save that stood before the last one, `EMPTY` before the first; None where nothing was saved."""
    if not history:
        return None
    return history[1].id if len(history) > 1 else EMPTY


def still_empty(sheet: TeamSheet, values: Values) -> list[SheetField]:
    """The fields that a page asks for once and in which nothing stands."""
    return [one for one in asked_for(sheet) if one.id not in values]


def construct_ids(folder: PlaybookFolder) -> frozenset[str]:
    """The ids of the constructs that a field may name."""
    return frozenset(one.id for one in folder.constructs.constructs)
