"""How a file of responses that others collected is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


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
