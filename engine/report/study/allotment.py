"""Rankings, points that make up a sum, and sliders, each by what suits it."""

from collections.abc import Iterator

from engine.printed import count, decimal, percent, several
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.ternary import ternary_blocks
from engine.validation.allotment import RankingStudy, SliderStudy, SumStudy
from engine.validation.study import ValidationStudy
from psychometrics.compositional import NOUGHT
from psychometrics.intervals import Interval

HOW_TO_READ = (
    "These questions are no part of a scale, so none has a reliability here: the numbers of one answer are bound to "
    "each other, and one slider is one item."
)
OF_SUMS = (
    "Points are parts of one sum: one share rises because another falls, so that correlations of shares would mislead. "
    "The center is the geometric mean of the shares, made to add up to 100%; the table of ratios has the variance of "
    "the logarithm of each ratio of two parts, which is 0 where everybody gives the two in one proportion. "
    f"Nought is read as {100 * NOUGHT:g}% of the sum."
)


def allotment_section(study: ValidationStudy) -> Section | None:
    """A part for each question; None where none was asked."""
    if not study.allotment.any:
        return None
    display = study.plan.instrument.display
    parts = [
        *((found.item, tuple(_ranking(found))) for found in study.allotment.rankings),
        *((found.item, tuple(_sum(found))) for found in study.allotment.sums),
        *((found.item, tuple(_slider(found))) for found in study.allotment.sliders),
    ]
    sections = tuple(Section(f"allotment-{item.id}", display(item), blocks) for item, blocks in parts)
    return Section("allotment", "Rankings, points and sliders", (Paragraph(HOW_TO_READ),), sections)


def _ranking(found: RankingStudy) -> Iterator[Block]:
    yield Paragraph(f"{several(found.n, 'person', 'people')} ranked.")
    places = [f"Place {number}" for number in range(1, len(found.options[0].places) + 1)]
    yield table(
        f"{found.item.id}: who put what where",
        ["Option"],
        ["First [95% CI]", "Any place [95% CI]", *places],
        [
            (
                one.option.label,
                _share(one.first, one.first_interval),
                _share(one.ranked, one.ranked_interval),
                *map(count, one.places),
            )
            for one in found.options
        ],
        note="Shares of all who ranked; intervals by Wilson's method, as if nobody shared a school.",
    )


def _share(value: float, interval: Interval) -> str:
    return f"{percent(value)} [{percent(interval.lower)}, {percent(interval.upper)}]"


def _sum(found: SumStudy) -> Iterator[Block]:
    yield Paragraph(f"{several(found.n, 'person', 'people')} gave {found.total} points. {OF_SUMS}")
    made, labels = found.composition, [option.label for option in found.item.options]
    few = f"fewer than {found.least}"
    yield table(
        f"{found.item.id}: shares of the sum",
        ["Part"],
        ["Mean", "Center", "Gave nothing"],
        [
            (label, percent(mean), percent(center), few if nothing is None else count(nothing))
            for label, mean, center, nothing in zip(
                labels, made.mean.tolist(), made.center.tolist(), found.noughts, strict=True
            )
        ],
        note=f"Total variance of the log-ratios: {decimal(made.total_variance)}.",
    )
    yield from ternary_blocks(found)
    yield _ratios(found.item.id, labels, made.variation.tolist())


def _ratios(id: str, labels: list[str], variation: list[list[float]]) -> Table:
    rows = [
        (label, *(decimal(value) if at > row else "–" for at, value in enumerate(variation[row])))
        for row, label in enumerate(labels)
    ]
    return table(f"{id}: variance of the logarithm of each ratio", ["Part"], labels, rows)


def _slider(found: SliderStudy) -> Iterator[Block]:
    low, middle, high = found.quartiles.tolist()
    people = several(found.n, "person", "people")
    yield Paragraph(f"{people} moved the slider, from “{found.item.ends[0]}” to “{found.item.ends[1]}”.")
    yield table(
        f"{found.item.id}: its numbers",
        [],
        ["n", "Mean", "SD", "First quartile", "Median", "Third quartile"],
        [
            (
                count(found.n),
                decimal(found.mean),
                decimal(found.sd),
                decimal(low),
                decimal(middle),
                decimal(high),
            )
        ],
        note="Untouched sliders are no answers.",
    )
