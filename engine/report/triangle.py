"""A figure of three parts of a whole as a renderer takes it; the other figures are in `document`."""

from dataclasses import dataclass

from engine.report.document import Figure

Shares = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class TernaryPatch:
    """A small triangle by its corners; `weight` (0 to 1) is its shade, `number` how many people are in it."""

    corners: tuple[Shares, ...]
    weight: float
    number: str


@dataclass(frozen=True, slots=True)
class TernaryFigure(Figure):
    """Patches in a triangle whose corners, top, left and right, are a whole that is one of the `parts` alone.

    `ticks` are the same on all sides, `unit` says what they count, with the part's name. A side has `steps`; the
    `outline` of the centre's region may be empty.
    """

    parts: tuple[str, str, str]
    unit: tuple[str, str, str]
    ticks: tuple[tuple[float, str], ...]
    steps: int
    patches: tuple[TernaryPatch, ...]
    center: Shares
    outline: tuple[Shares, ...]
