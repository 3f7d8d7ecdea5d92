"""How a file of responses that others collected is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class CellMeanings:
    """What cells of some items hold: the value of an option, the id of a non-answer, or None where it is no answer."""

    items: tuple[str, ...]
    cells: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How a file of responses that others collected is read: which column is which item, and how it is keyed.

    `keyed` names the items whose answers are already turned in the file (all of them where it is None).
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # column -> item id
    keyed: tuple[str, ...] | None = ()
    site: str | None = None
    respondent: str | None = None
    groups: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # what cells hold in place of an answer, such as -99
    decimal: str | None = None  # the sign that begins decimals
    date_order: str | None = None  # of `engine.instrument.written_date`
    header_rows: int | None = None
    sheet: str | None = None  # of a workbook
    rows: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )  # column -> texts: only rows that hold one of these are people
    values: tuple[CellMeanings, ...] = ()

    def meanings(self) -> Mapping[str, Mapping[str, str | None]]:
        """What cells hold, by item id."""
        found: dict[str, dict[str, str | None]] = {}
        for one in self.values:
            for item in one.items:
                found.setdefault(item, {}).update(one.cells)
        return found
