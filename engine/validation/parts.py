"""The parts in which responses are read, and who works on them: a function of a part, and its results in order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.responses.layout import Codes

Places = NDArray[np.int64]
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Part:
    """Some persons: `codes` in the instrument's layout, and for each the place of their group, -1 if unknown.

    `clusters` are places in the cluster's labels; `groups` holds one array a grouping of the data.
    """

    codes: Codes
    clusters: Places | None
    groups: tuple[Places, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def read(self) -> "Part":
        """Itself: a part is a piece that has been read."""
        return self


class PartSource(Protocol):
    """What a part is read from when it is needed, on this machine or another."""

    def read(self) -> Part: ...


class Executor(Protocol):
    """Who does a pass.

    `each` gives the results of a function for every piece in the order of the pieces, whichever was finished first:
    sums that are merged in this order are the same to the last bit, wherever they were made.
    """

    def each(self, work: Callable[[Part], R], pieces: Iterable[PartSource], doing: str) -> Iterator[R]: ...


class Here:
    """This process, a piece after the other."""

    def each(self, work: Callable[[Part], R], pieces: Iterable[PartSource], doing: str) -> Iterator[R]:
        return (work(piece.read()) for piece in pieces)


HERE: Final = Here()


def plus(one: Any, other: Any) -> Any:
    """The sum of two sums, either of which may be of nobody (None)."""
    if one is None or other is None:
        return other if one is None else one
    return one + other
