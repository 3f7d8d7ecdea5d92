"""Moves simulated answers, so that a school, a grade or an audience shows what it was planted for.

An answer moves by so many points of its scale in the mean, towards agreement for a reverse-keyed item turned round,
and stays on the scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument, Item
from engine.responses.layout import FIRST_NON_ANSWER, Codes, layout
from psychometrics.contract import Floats

TIMES: Final = 6  # that answers are moved until they have a mean


@dataclass(frozen=True, slots=True)
class AnswersOf:
    """Some people of one wave, by their rows, whose answers are changed in place."""

    generator: np.random.Generator
    instrument: Instrument
    codes: Codes
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, rows: NDArray[np.int64]) -> "AnswersOf":
        return replace(self, rows=rows)

    def move(self, subscales: Sequence[str], points: float) -> None:
        """Every answer to these subscales moves by so many points in the mean."""
        for id in subscales:
            for item in self._items(id):
                self._move(item, points)

    def bring(self, subscale: str, mean: float) -> None:
        """Moves the answers until their mean is this; answers at an end of the scale stay behind at first."""
        for _ in range(TIMES):
            self.move((subscale,), mean - self.mean(subscale))

    def bring_item(self, id: str, mean: float) -> None:
        """As `bring`, of one statement."""
        item = self.instrument.item(id)
        for _ in range(TIMES):
            self._move(item, mean - self._mean([item]))

    def mean(self, subscale: str) -> float:
        """The mean keyed answer, in points of the scale from 1."""
        return self._mean(self._items(subscale))

    def mean_of(self, items: Sequence[str]) -> float:
        """As `mean`, of some statements."""
        return self._mean([self.instrument.item(id) for id in items])

    def _mean(self, items: Sequence[Item]) -> float:
        parts: list[Floats] = []
        for item in items:
            codes = self.codes[self.rows, layout(self.instrument).first[item.id]].astype(np.float64)
            keyed = len(item.options) - 1 - codes if item.reverse else codes
            parts.append(keyed[codes < FIRST_NON_ANSWER])
        return float(np.concatenate(parts).mean()) + 1

    def _move(self, item: Item, points: float) -> None:
        column = layout(self.instrument).first[item.id]
        codes = self.codes[self.rows, column].astype(np.int64)
        step = np.floor((-points if item.reverse else points) + self.generator.random(len(codes)))
        moved = np.clip(codes + step.astype(np.int64), 0, len(item.options) - 1)
        self.codes[self.rows, column] = np.where(codes < FIRST_NON_ANSWER, moved, codes)

    def choose(self, item: str, option: int) -> None:
        self.codes[self.rows, layout(self.instrument).first[item]] = option

    def without_reading(self) -> None:
        """Half of these people give one answer throughout, half answer at random."""
        scaled = [item for item in self.instrument.items if item.kind.scored]
        columns = np.array(layout(self.instrument).indexes([item.id for item in scaled]))
        half = len(self.rows) // 2
        self.codes[np.ix_(self.rows[:half], columns)] = 3
        drawn = self.generator.integers(0, 5, (len(self.rows) - half, len(columns)))
        self.codes[np.ix_(self.rows[half:], columns)] = drawn.astype(np.uint8)

    def _items(self, subscale: str) -> list[Item]:
        return [self.instrument.item(id) for id in self.instrument.subscale(subscale).items]
