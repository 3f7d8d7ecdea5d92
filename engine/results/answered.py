"""A sealed prediction beside what came of it: what a page, a file and a program are told."""

from dataclasses import dataclass
from typing import Literal

from engine.results.model import FrozenMeasure
from engine.results.model_score import FrozenChange
from engine.results.predictions import Expected, PredictionLabel
from engine.store import Prediction, Wave

NoLabel = Literal["waiting", "hidden", "not_compared", "end", "no_interval"]


@dataclass(frozen=True, slots=True)
class JudgedPrediction:
    """A prediction with what came: the label, or why there is none.

    `made_on` is the wave on whose result it was sealed, `by` the one that answers it. Without a label `reason` is
    *waiting* (no later wave shows the score yet), *hidden* (the reader may not read the wave that answers),
    *not_compared* (too few statements are shared), *end* (a score lies at an end of its scale), or *no_interval* (a
    result from before there were predictions).
    """

    prediction: Prediction
    made_on: Wave
    measure: FrozenMeasure  # of the result it was made on, else of the one that answers
    by: Wave | None = None
    change: FrozenChange | None = None
    outcome: PredictionLabel | None = None
    reason: NoLabel | None = "waiting"

    @property
    def expected(self) -> Expected:
        return Expected(self.prediction.low, self.prediction.high)
