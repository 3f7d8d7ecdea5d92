"""What came of the predictions that schools sealed before a wave: counted, and one by one where a school shares them.

There is a picture and no coefficient: each school predicts once or twice a year, so that an average of ten would be
of ten different conditions, and a correlation of them of nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from engine.printed import counted, fixed, several, shortest, whole
from engine.report.document import (
    Axis,
    Block,
    Column,
    IntervalFigure,
    IntervalRow,
    Paragraph,
    Section,
    Table,
)
from engine.report.school.predicted import interval_words, label_words, range_words
from engine.results.answered import JudgedPrediction
from engine.results.predictions import MOST_FALSE, PredictionLabel, interval_of
from engine.store import PredictionKind

TITLE: Final = "What schools predicted, and what came"
WORDS: Final[Mapping[PredictionLabel, str]] = {
    PredictionLabel.AS_EXPECTED: "As expected: the whole interval of the change within the range",
    PredictionLabel.DIRECTION: "In the direction expected, by how much is open",
    PredictionLabel.HIGHER: "Higher than expected",
    PredictionLabel.LOWER: "Lower than expected",
    PredictionLabel.CANNOT_TELL: "Can’t be told from chance",
}
SHORT: Final[Mapping[PredictionLabel, str]] = {  # beside a figure
    PredictionLabel.AS_EXPECTED: "as expected",
    PredictionLabel.DIRECTION: "right direction",
    PredictionLabel.HIGHER: "higher",
    PredictionLabel.LOWER: "lower",
    PredictionLabel.CANNOT_TELL: "open",
}
Shared = Sequence[tuple[str, JudgedPrediction]]  # the school's name, and a prediction that it shares


def predictions_section(labels: Sequence[PredictionLabel], shared: Shared) -> Section | None:
    """How often each label came, and the predictions that schools share with what came of each.

    `labels` are those that may be counted (`engine.disclosure.names.outcomes_counted`), of the shared ones too. None
    where nothing may be told. Its id is "predicted".
    """
    if not labels:
        return None
    blocks: list[Block] = [Paragraph(_lead(labels)), _counts(labels)]
    alike = sorted(shared, key=_range)
    for _, group in groupby(alike, _range):
        blocks.append(_figure(list(group)))
    if not shared:
        blocks.append(Paragraph("No school that is named here shares a prediction that this survey answers."))
    return Section("predicted", TITLE, tuple(blocks))


def _lead(labels: Sequence[PredictionLabel]) -> str:
    settled = sum(label is not PredictionLabel.CANNOT_TELL for label in labels)
    wrong = fixed(len(labels) * MOST_FALSE, 2)
    return (
        f"This survey answers {counted(len(labels), 'prediction')} that schools sealed before it opened; something can "
        f"be said of {whole(settled)}. What can’t be told is neither a hit nor a miss: few people answered, or the "
        f"range was narrow. At most {wrong} of these labels are expected to be wrong. A prediction that came true "
        "does not say what made it so."
    )


def _counts(labels: Sequence[PredictionLabel]) -> Table:
    found = Counter(labels)
    return Table(
        caption="Predictions by what came",
        columns=(Column("What came"), Column("Predictions", "end")),
        rows=tuple((words, whole(found[label])) for label, words in WORDS.items()),
    )


def _range(one: tuple[str, JudgedPrediction]) -> tuple[float, float]:
    return one[1].measure.low, one[1].measure.high


def _figure(shared: Shared) -> IntervalFigure:
    """Each shared prediction: its range as a band, the interval of the change as a line."""
    reach = max(max(map(abs, _ends(one))) for _, one in shared)
    low, high = _range(shared[0])
    step = (high - low) / 20
    end = step * (int(reach / step) + 1)
    order = sorted(shared, key=lambda pair: (pair[0], pair[1].measure.label))
    return IntervalFigure(
        title="Predicted and seen, where schools share it",
        description=f"For each of {several(len(shared), 'prediction')} the range that was expected as a band, and the "
        "95% interval of the change that came as a line; right of the middle is a rise.",
        key="band: expected · line: 95% interval of the change that came · dot: its middle, in points",
        axis=Axis(-end, end, ((-end, f"−{shortest(end)}"), (0.0, "0"), (end, f"+{shortest(end)}"))),
        rows=tuple(_row(school, one) for school, one in order),
        table=_table(order),
    )


def _ends(one: JudgedPrediction) -> tuple[float, ...]:
    ends = interval_of(one.change) if one.change is not None else None
    return (one.prediction.low, one.prediction.high, *(ends or ()))


def _row(school: str, one: JudgedPrediction) -> IntervalRow:
    ends = interval_of(one.change) if one.change is not None else None
    return IntervalRow(
        label=f"{school}: {one.measure.label}",
        value=None if ends is None else (ends[0] + ends[1]) / 2,
        low=None if ends is None else ends[0],
        high=None if ends is None else ends[1],
        band=(one.prediction.low, one.prediction.high),
        number=interval_words(one),
        text=SHORT[one.outcome] if one.outcome is not None else "",
    )


def _table(order: Shared) -> Table:
    names = ("School", "Condition", "Expected change", "Change, 95% interval", "What came", "The idea")
    return Table(
        caption="Predictions that schools share, in points",
        columns=tuple(Column(name) for name in names),
        rows=tuple(
            (
                school,
                one.measure.label,
                _expected(one),
                interval_words(one),
                label_words(one),
                one.prediction.reason,
            )
            for school, one in order
        ),
    )


def _expected(one: JudgedPrediction) -> str:
    words = range_words(one.measure, one.prediction)
    return f"less than {words} either way" if one.prediction.kind is PredictionKind.NO_CHANGE else words
