"""A month's check-in: the statements and the worksheet that it asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.instrument.model import Instrument, Item
from engine.loading import catalog
from engine.playbooks.folder import PlaybookFolder
from engine.playbooks.model import Playbook
from engine.playbooks.sheets import TeamSheet

MOST_ROWS: Final = 2  # of what is in the way


@dataclass(frozen=True, slots=True)
class PulseStatement:
    """A statement of the survey that a check-in asks, and the construct that it stands for."""

    item: Item
    construct: str
    label: str


@dataclass(frozen=True, slots=True)
class MonthlyForm:
    """What a month asks: its statements and the fields of the worksheet, in the words of one language."""

    playbook: Playbook
    sheet: TeamSheet
    constructs: Mapping[str, str]
    statements: tuple[PulseStatement, ...]


def monthly_form(folder: PlaybookFolder, language: str, month: date) -> MonthlyForm:
    """What the check-in of a month asks."""
    statements = all_statements(folder, language)
    asked = folder.playbook.check_in.statements(month.month)
    return MonthlyForm(
        folder.spoken(language)[0],
        _sheet(folder, language),
        {one.construct: one.label for one in statements},
        tuple(one for one in statements if one.item.id in asked),
    )


def all_statements(folder: PlaybookFolder, language: str) -> tuple[PulseStatement, ...]:
    """The statements of a whole cycle, in the order of the map's constructs."""
    check_in, instrument = folder.playbook.check_in, _instrument(folder, language)
    asked = {id for month in check_in.months for id in month}
    found = {
        one.construct: PulseStatement(instrument.item(id), one.construct, one.label)
        for one in instrument.subscales
        for id in one.items
        if one.construct and id in asked
    }
    return tuple(found[one.id] for one in folder.constructs.constructs)


def _sheet(folder: PlaybookFolder, language: str) -> TeamSheet:
    playbook, _ = folder.spoken(language)
    found = playbook.worksheet(folder.playbook.check_in.sheet)
    assert found is not None  # noqa: S101 - the playbook was checked when it was read
    return found


def _instrument(folder: PlaybookFolder, language: str) -> Instrument:
    """The version that the statements are taken from, in the language where it is translated."""
    source = catalog.find(folder.playbook.instrument, folder.playbook.check_in.instrument_version)
    return catalog.in_language(source, language) if language in catalog.languages(source) else source
