"""Rows of a sheet by the names in its header: for formats that are written in spreadsheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row below a header: its cells by column name, without blanks around them, and where it stands."""

    sheet: str
    number: int  # as a spreadsheet numbers it
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def where(self) -> str:
        return f"{self.sheet}, row {self.number}" if self.sheet else f"row {self.number}"

    @property
    def is_empty(self) -> bool:
        return not any(self.cells.values())


def named_rows(sheet: str, rows: Sequence[Sequence[str]], first: int = 1) -> Iterator[NamedRow]:
    """The rows below the header, which is the first row that holds anything; of two equal names the first counts.

    `first` is the number of the first of these rows.
    """
    header: list[str] | None = None
    for number, row in enumerate(rows, start=first):
        if header is None:
            if any(cell.strip() for cell in row):
                header = [" ".join(cell.split()) for cell in row]
            continue
        cells: dict[str, str] = {}
        for name, cell in zip(header, row, strict=False):
            if name and name not in cells:
                cells[name] = cell.strip()
        yield NamedRow(sheet, number, MappingProxyType(cells))
