"""What became of a prediction: the change that a team expected, held against the change that its next wave found.

The observed change comes with its 95% interval, and **a label says no more than what holds of every change in it**:

- *higher*, *lower*: the whole interval lies above, or below, what was expected;
- *as expected*: it lies within what was expected, and touches neither end. That an interval overlaps the range is no
  evidence for it: then few answers would make every prediction come true (Schuirmann 1987, doi:10.1007/BF01068419;
  Lakens 2017, doi:10.1177/1948550617697177);
- *direction*: it lies on the side of zero that was expected, and overlaps the range: how far is open;
- *can't tell*: everything else.

Ends that are printed alike decide nothing, as one of them was rounded. So a label is false only where the interval
misses the truth: all labels of one prediction together in at most one of twenty, each single one in about one of forty.
`benchmarks.predictions` measures it; docs/predictions.md has the tables.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.results.model_score import FrozenChange

# Of the scale: two fifths of the step from one option of five to the next. Half a standard deviation of people is often
# taken for the least change that matters (Norman, Sloan and Wyrwich 2003, doi:10.1097/01.MLR.0000062554.74615.4C); of
# people at one school that is about 9 of 100 points.
NO_CHANGE: Final = 0.10
LEVEL: Final = 0.95  # of the interval
MOST_FALSE: Final = 1 - LEVEL  # of the labels of one prediction


class PredictionLabel(StrEnum):
    """What can be said of a prediction once the next wave has answered."""

    AS_EXPECTED = "as_expected"
    DIRECTION = "direction"
    HIGHER = "higher"
    LOWER = "lower"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Expected:
    """A change of so many points at least, and at most."""

    low: float
    high: float

    @property
    def side(self) -> int:
        """Where the range expects the score to go: 1 up, -1 down, 0 where it allows for both or for neither."""
        return 1 if self.low >= 0 < self.high else -1 if self.high <= 0 > self.low else 0


def no_change(low: float, high: float, decimals: int) -> Expected:
    """What "no change" stands for on a scale from `low` to `high`: less, either way, than what matters."""
    margin = round(NO_CHANGE * (high - low), decimals)
    return Expected(-margin, margin)


def outcome(expected: Expected, low: float, high: float) -> PredictionLabel:
    """What an observed change whose 95% interval is `low` to `high`, as printed, says of what was expected."""
    if low > expected.high:
        return PredictionLabel.HIGHER
    if high < expected.low:
        return PredictionLabel.LOWER
    if expected.low < low and high < expected.high:
        return PredictionLabel.AS_EXPECTED
    if (expected.side > 0 and low > 0) or (expected.side < 0 and high < 0):
        return PredictionLabel.DIRECTION
    return PredictionLabel.CANNOT_TELL


def claims(label: PredictionLabel, expected: Expected, true: float) -> bool:
    """Whether what a label says is so, where the true change is known; "can't tell" says nothing."""
    return {
        PredictionLabel.HIGHER: true > expected.high,
        PredictionLabel.LOWER: true < expected.low,
        PredictionLabel.AS_EXPECTED: expected.low <= true <= expected.high,
        PredictionLabel.DIRECTION: true * expected.side > 0,
        PredictionLabel.CANNOT_TELL: True,
    }[label]


def held_against(expected: Expected, change: FrozenChange) -> PredictionLabel | None:
    """The label of a prediction by a change of a frozen result; None where that has no interval."""
    ends = interval_of(change)
    return None if ends is None else outcome(expected, *ends)


def interval_of(change: FrozenChange) -> tuple[float, float] | None:
    """The 95% interval of a change, clear or not, as far as its result holds it."""
    if change.around is not None:
        return change.around
    if change.low is None or change.high is None:
        return None
    return change.low, change.high


def clear_change(n: int, low: float, high: float) -> float:
    """The least change that a second survey like this one could tell from none, from a score's printed interval.

    `n` is the number of answers; as many are supposed to come again, and to differ as much. A range has to be twice as
    wide at least, or "as expected" can't come out whatever happens.
    """
    from scipy.special import stdtrit

    level = (1 + LEVEL) / 2
    error = (high - low) / 2 / float(stdtrit(n - 1, level))
    return float(stdtrit(2 * n - 2, level)) * error * 2**0.5
