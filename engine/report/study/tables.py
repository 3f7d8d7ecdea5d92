"""Short ways to say which columns of a table hold words and which hold numbers."""

from collections.abc import Iterable, Sequence

from engine.report.document import Column, Table


def table(
    caption: str,
    words: Sequence[str],
    numbers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    note: str | None = None,
) -> Table:
    """A table whose first columns hold words and whose others hold numbers."""
    columns = (*(Column(label) for label in words), *(Column(label, "end") for label in numbers))
    return Table(caption, columns, tuple(tuple(row) for row in rows), note)
