"""An item that a file holds twice, whole and with a column for each option, as KoboToolbox and SurveyCTO write it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.exchange.csv_columns import AnswerColumn
from engine.instrument.model import Item
from engine.printed import counted
from engine.problems import Problem, listed
from engine.responses.layout import FIRST_NON_ANSWER, NOT_ON_FORM, Codes


@dataclass
class WholeAndOptions:
    """Joins the columns of one item, and gathers the rows in which the whole and an option say different things."""

    item: Item
    whole: str = ""
    options: dict[int, str] = field(default_factory=dict)  # the column of each option, by its place
    different: set[int] = field(default_factory=set)  # the options that differ anywhere
    rows: NDArray[np.integer] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def joined(self, old: Codes, new: Codes, before: AnswerColumn, source: AnswerColumn) -> Codes:
        """Both as one (persons x columns of the item, or x 1): where one is empty, the other counts.

        A way of not answering has no column among the options, where it is that none was chosen: it stays.
        """
        for column in (before, source):
            if column.option is None:
                self.whole = column.name
            else:
                self.options[self.item.options.index(column.option)] = column.name
        there, found = old < NOT_ON_FORM, new < NOT_ON_FORM
        stays = there & self._is_out(old, new)
        differ = there & found & (old != new) & ~stays & ~self._is_out(new, old)
        places = range(len(self.item.options)) if source.option is None else [self._place(source)]
        self.different |= {place for place, found in zip(places, differ.any(axis=0), strict=True) if found}
        self.rows = np.union1d(self.rows, np.flatnonzero(differ.any(axis=1)))
        return np.where(found & ~stays, new, old)

    def problem(self, place: str) -> Problem | None:
        """What is wrong where the two differ; nothing where they say the same."""
        if not len(self.rows):
            return None
        named = [self.options[place] for place in sorted(self.different) if place in self.options]
        cause = f"column {self.whole} answers item {self.item.id!r} otherwise than {listed(named)}"
        remedy = (
            f"correct what is wrong (they differ in {counted(len(self.rows), 'row')}), "
            "or ignore the one or the others in the column map"
        )
        return Problem("duplicate_column", place, cause, remedy)

    def _place(self, source: AnswerColumn) -> int:
        return self.item.options.index(source.option) if source.option is not None else 0

    def _is_out(self, one: Codes, other: Codes) -> NDArray[np.bool_]:
        """Where the one is a way of not answering and the other says that an option was not chosen."""
        marks = self.item.kind.coding.marks if self.item.kind.coding else None
        out = (one >= FIRST_NON_ANSWER) & (one < NOT_ON_FORM)
        return out & (other == marks.unmarked) if marks is not None else np.zeros_like(out)
