"""Each score of a school with what lies behind it: level, statements from the easiest on, facets, agreement."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.printed import ABSENT, labels_in_sentence, whole
from engine.report.document import (
    AGREEING_LOWERS,
    BarFigure,
    BarRow,
    Block,
    Column,
    Paragraph,
    Section,
    Table,
)
from engine.report.school.scores import camps
from engine.report.school.wording import (
    TYPICALLY,
    agreement_words,
    bounded,
    change_words,
    interval,
    level_label,
    measure_column,
    moved_words,
    number,
    printed,
    share_cells,
    shares_of,
)
from engine.results.model import FrozenItemText, FrozenLevel, FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenAgreement, FrozenItem, FrozenScore

BANDS: Final = ("0 to 20", "20 to 40", "40 to 60", "60 to 80", "80 to 100")
INTRO: Final = (
    "Within each score the statement with the most favorable answers comes first. Statements differ in how easily "
    "people agree with them: compare the same statement over the years, not one statement with another."
)
LACKING: Final[Mapping[str, str]] = {
    "source": "Where it is lacking, the usual consequence is “{}”.",
    "our_reading": "Where it is lacking, a likely consequence is “{}” (our reading, not a finding).",
}


def condition_sections(site: FrozenSchool, measures: Measures) -> list[Section]:
    """A part for each score; its id is what the row of the one page leads to."""
    if not measures:
        return []
    parts = tuple(
        Section(f"condition-{one.id}", one.label, tuple(_blocks(one, site.score_of(one.id))))
        for one in measures
    )
    return [Section("conditions", "Score by score", (Paragraph(INTRO),), parts)]


def _blocks(one: FrozenMeasure, score: FrozenScore) -> list[Block]:
    blocks: list[Block] = [Paragraph(words, strong=True) for words in _summary(one, score)]
    blocks += [Paragraph(text) for text in _meaning(one, score)]
    if score.items:
        blocks.append(_statements(one, score.items))
    else:
        reason = (
            "people answered almost alike, so single answers could be inferred"
            if score.alike
            else "it takes eight people who answered each of them"
        )
        blocks.append(Paragraph(f"Statements are not shown: {reason}."))
    return [*blocks, *_facets(one, score)]


def statement_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """The statements of conditions that this form asks too few of for a score."""
    if not site.statements:
        return []
    known = {one.id: one for one in frozen.measures}
    blocks: list[Block] = [_statements(known[one.measure], one.items) for one in site.statements if one.items]
    hidden = [known[one.measure].label for one in site.statements if not one.items]
    if hidden:
        blocks.append(
            Paragraph(
                f"Not shown, as it takes eight people who answered, and not all alike: {labels_in_sentence(hidden)}."
            )
        )
    return [Section("statements", "Statement by statement", tuple(blocks))]


def _summary(one: FrozenMeasure, score: FrozenScore) -> list[str]:
    level = level_label(one, score)
    words = f"{printed(one, score)} of {one.high:g} (95% interval {interval(one, score)})"
    words += f", level: {level}" if level else ""
    if score.change:
        words += f", {change_words(one, score)} since {score.change.since}"
    if score.first_change:
        words += f", {moved_words(one, score.first_change)} since {score.first_change.since}"
    return [f"{words}."]


def _meaning(one: FrozenMeasure, score: FrozenScore) -> list[str]:
    """What the condition is, what people at this level say, and what tends to follow where it is lacking."""
    level = next((level for level in one.levels if level.id == score.level), None)
    fits = level is not None and not _denied(one, level, score.items or ())
    texts = [one.meaning or "", level.text or "" if level and fits else ""]
    lacking = one.when_lacking
    if lacking and level and one.levels.index(level) < len(one.levels) / 2:
        texts.append(LACKING[lacking.status].format(lacking.consequence))
    return [text for text in texts if text]


def _denied(one: FrozenMeasure, level: FrozenLevel, items: Sequence[FrozenItem]) -> bool:
    """Whether a statement lies on the other side of the scale's middle than the level that the text is of."""
    middle = (one.low + one.high) / 2
    at = one.levels.index(level)
    start = one.levels[at - 1].below if at else one.low
    low = level.below is not None and level.below <= middle
    high = start is not None and start >= middle
    reverse = {item.id: item.reverse for item in one.item_texts}
    means = [_place(row, turned=reverse[row.id]) for row in items]
    return (low and any(mean > 0.5 for mean in means)) or (high and any(mean < 0.5 for mean in means))


def _place(row: FrozenItem, *, turned: bool) -> float:
    """Where the mean answer to a statement lies between the ends of its options, turned where agreeing lowers."""
    shares = [share for share, _ in shares_of(row.shares, row.ends)]
    mean = sum(place * share for place, share in enumerate(shares)) / max(1, len(shares) - 1)
    return 1 - mean if turned else mean


def _statements(one: FrozenMeasure, items: Sequence[FrozenItem]) -> BarFigure:
    texts = {item.id: item for item in one.item_texts}
    options = tuple(texts[items[0].id].options)
    labels = [_item_label(texts[row.id]) for row in items]
    return BarFigure(
        title=f"Answers to the statements of {one.label}",
        description="For each statement the share of people who chose each option, the most favorable answers first.",
        key="From left to right: " + ", ".join(options) + ". n: people who answered.",
        options=options,
        rows=tuple(
            BarRow(row.id, label, shares_of(row.shares, row.ends), (whole(row.n),))
            for row, label in zip(items, labels, strict=True)
        ),
        table=Table(
            caption=f"{one.label}: answers, percent of those who answered; ≤ and ≥ are bounds",
            columns=(
                Column("Statement"),
                Column("n", "end"),
                *(Column(option, "end") for option in options),
            ),
            rows=tuple(
                (f"{row.id} {label}", whole(row.n), *share_cells(row.shares, row.ends))
                for row, label in zip(items, labels, strict=True)
            ),
        ),
        after=("n",),
    )


def _item_label(item: FrozenItemText) -> str:
    return item.text + (f" ({AGREEING_LOWERS})" if item.reverse else "")


def _facets(one: FrozenMeasure, score: FrozenScore) -> list[Block]:
    """Facets of several statements; one of a single statement is that statement."""
    if not score.facets:
        return []
    names = [
        f"{facet.facet} ({', '.join(facet.items)}) {bounded(one, facet.mean, facet.end)}"
        for facet in score.facets
    ]
    return [Paragraph(f"Facets with several statements, on the same scale: {'; '.join(names)}.")]


def agreement_sections(site: FrozenSchool, measures: Measures) -> list[Section]:
    """Whether people see it alike: a word, the spread, and the histogram that keeps both honest."""
    shown = [(one, found) for one in measures if (found := site.score_of(one.id).agreement)]
    if not shown:
        return []
    texts = [Paragraph(text) for text in camps(site, measures)]
    return [Section("agreement", "Do people see it alike?", (*texts, _spread(site, shown)))]


def _spread(site: FrozenSchool, shown: Sequence[tuple[FrozenMeasure, FrozenAgreement]]) -> BarFigure:
    words = [agreement_words(site.score_of(one.id)) for one, _ in shown]
    return BarFigure(
        title="How people’s own scores spread",
        description="For each row the share of people with a score in each fifth of the scale.",
        key="From left to right: from the lowest to the highest fifth of the scale. ±: how far people "
        "typically lie from the mean (standard deviation).",
        options=BANDS,
        rows=tuple(
            BarRow(
                label=one.label,
                text="",
                shares=shares_of(found.histogram.shares, found.histogram.ends),
                after=(word, number(one, found.sd)),
            )
            for (one, found), word in zip(shown, words, strict=True)
        ),
        table=Table(
            caption="People by their own score, percent; ≤ and ≥ are bounds",
            columns=(
                measure_column([one for one, _ in shown]),
                Column("Agreement"),
                Column(TYPICALLY, "end"),
                *(Column(band, "end") for band in BANDS),
            ),
            rows=tuple(
                (
                    one.label,
                    word or ABSENT,
                    number(one, found.sd),
                    *share_cells(found.histogram.shares, found.histogram.ends),
                )
                for (one, found), word in zip(shown, words, strict=True)
            ),
        ),
        after=("Agreement", TYPICALLY),
    )
