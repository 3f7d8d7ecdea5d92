"""Each score of a school with what lies behind it: level, statements from the easiest on, facets, agreement."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.language import say
from engine.printed import ABSENT, labels_in_sentence, shortest, whole
from engine.report.document import (
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
    typically,
)
from engine.results.model import FrozenItemText, FrozenLevel, FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenAgreement, FrozenItem, FrozenScore

BANDS: Final = (("0", "20"), ("20", "40"), ("40", "60"), ("60", "80"), ("80", "100"))


def condition_sections(site: FrozenSchool, measures: Measures) -> list[Section]:
    """A part for each score; its id is what the row of the one page leads to."""
    if not measures:
        return []
    parts = tuple(
        Section(f"condition-{one.id}", one.label, tuple(_blocks(one, site.score_of(one.id))))
        for one in measures
    )
    return [
        Section(
            "conditions", say("report.conditions.title"), (Paragraph(say("report.conditions.intro")),), parts
        )
    ]


def _blocks(one: FrozenMeasure, score: FrozenScore) -> list[Block]:
    blocks: list[Block] = [Paragraph(words, strong=True) for words in _summary(one, score)]
    blocks += [Paragraph(text) for text in meaning_texts(one, score)]
    if score.items:
        blocks.append(statements_figure(one, score.items))
    else:
        reason = "alike" if score.alike else "few"
        blocks.append(Paragraph(say(f"report.conditions.hidden_{reason}")))
    return [*blocks, *_facets(one, score)]


def statement_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """The statements of conditions that this form asks too few of for a score."""
    if not site.statements:
        return []
    known = {one.id: one for one in frozen.measures}
    blocks: list[Block] = [
        statements_figure(known[one.measure], one.items) for one in site.statements if one.items
    ]
    hidden = [known[one.measure].label for one in site.statements if not one.items]
    if hidden:
        labels = labels_in_sentence(hidden)
        blocks.append(Paragraph(say("report.conditions.statements_hidden", labels=labels)))
    return [Section("statements", say("report.conditions.statements"), tuple(blocks))]


def _summary(one: FrozenMeasure, score: FrozenScore) -> list[str]:
    level = level_label(one, score)
    ends = interval(one, score)
    words = [
        say("report.conditions.score", score=printed(one, score), high=shortest(one.high), interval=ends)
    ]
    words += [say("report.conditions.level", level=level)] if level else []
    if score.change:
        moved = change_words(one, score)
        words.append(say("report.conditions.since", change=moved, wave=score.change.since))
    if score.first_change:
        moved = moved_words(one, score.first_change)
        words.append(say("report.conditions.since", change=moved, wave=score.first_change.since))
    return [f"{', '.join(words)}."]


def meaning_texts(one: FrozenMeasure, score: FrozenScore) -> list[str]:
    """What the condition is, what people at this level say, and what tends to follow where it is lacking."""
    level = next((level for level in one.levels if level.id == score.level), None)
    fits = level is not None and not _denied(one, level, score.items or ())
    texts = [one.meaning or "", level.text or "" if level and fits else ""]
    lacking = one.when_lacking
    if lacking and level and one.levels.index(level) < len(one.levels) / 2:
        texts.append(say(f"report.conditions.lacking_{lacking.status}", consequence=lacking.consequence))
    return [text for text in texts if text]


def _denied(one: FrozenMeasure, level: FrozenLevel, items: Sequence[FrozenItem]) -> bool:
    """Whether a statement contradicts the text of a level.

    The text may say between which answers it holds. Where it says nothing, no statement may lie on the other side of
    the scale's middle than the level.
    """
    reverse = {item.id: item.reverse for item in one.item_texts}
    places = {row.id: item_place(row, turned=reverse[row.id]) for row in items}
    if level.holds_if:
        return any(not held.low <= places.get(held.item, held.low) <= held.high for held in level.holds_if)
    middle = (one.low + one.high) / 2
    at = one.levels.index(level)
    start = one.levels[at - 1].below if at else one.low
    low = level.below is not None and level.below <= middle
    high = start is not None and start >= middle
    means = places.values()
    return (low and any(mean > 0.5 for mean in means)) or (high and any(mean < 0.5 for mean in means))


def item_place(row: FrozenItem, *, turned: bool) -> float:
    """Where the mean answer to a statement lies between the ends of its options, turned where agreeing lowers."""
    shares = [share for share, _ in shares_of(row.shares, row.ends)]
    mean = sum(place * share for place, share in enumerate(shares)) / max(1, len(shares) - 1)
    return 1 - mean if turned else mean


def statements_figure(
    one: FrozenMeasure, items: Sequence[FrozenItem], beside: Mapping[str, str] | None = None
) -> BarFigure:
    """How the answers to each statement spread; `beside` holds by statement what one person chose, to look at both."""
    texts = {item.id: item for item in one.item_texts}
    options = tuple(texts[items[0].id].options)
    labels = [_item_label(texts[row.id]) for row in items]
    heads = (say("units.result.own"),) if beside is not None else ()
    own = {} if beside is None else {row.id: (beside.get(row.id, ABSENT),) for row in items}
    return BarFigure(
        title=say("report.conditions.figure", label=one.label),
        description=say("report.conditions.described"),
        key=say("report.conditions.key", options=", ".join(options)),
        options=options,
        rows=tuple(
            BarRow(row.id, label, shares_of(row.shares, row.ends), (whole(row.n), *own.get(row.id, ())))
            for row, label in zip(items, labels, strict=True)
        ),
        table=Table(
            caption=say("report.conditions.table", label=one.label),
            columns=(
                Column(say("report.column.statement")),
                Column(say("report.column.n"), "end"),
                *(Column(option, "end") for option in options),
                *(Column(head) for head in heads),
            ),
            rows=tuple(
                (
                    f"{row.id} {label}",
                    whole(row.n),
                    *share_cells(row.shares, row.ends),
                    *own.get(row.id, ()),
                )
                for row, label in zip(items, labels, strict=True)
            ),
        ),
        after=(say("report.column.n"), *heads),
    )


def _item_label(item: FrozenItemText) -> str:
    return say("report.conditions.reverse", statement=item.text) if item.reverse else item.text


def _facets(one: FrozenMeasure, score: FrozenScore) -> list[Block]:
    """Facets of several statements; one of a single statement is that statement."""
    if not score.facets:
        return []
    names = [
        f"{facet.facet} ({', '.join(facet.items)}) {bounded(one, facet.mean, facet.end)}"
        for facet in score.facets
    ]
    return [Paragraph(say("report.conditions.facets", facets="; ".join(names)))]


def agreement_sections(site: FrozenSchool, measures: Measures) -> list[Section]:
    """Whether people see it alike: a word, the spread, and the histogram that keeps both honest."""
    shown = [(one, found) for one in measures if (found := site.score_of(one.id).agreement)]
    if not shown:
        return []
    texts = [Paragraph(text) for text in camps(site, measures)]
    return [Section("agreement", say("report.spread.title"), (*texts, _spread(site, shown)))]


def _spread(site: FrozenSchool, shown: Sequence[tuple[FrozenMeasure, FrozenAgreement]]) -> BarFigure:
    words = [agreement_words(site.score_of(one.id)) for one, _ in shown]
    bands = tuple(say("printed.from_to", low=low, high=high) for low, high in BANDS)
    agreement, spread = say("report.column.agreement"), typically()
    return BarFigure(
        title=say("report.spread.figure"),
        description=say("report.spread.described"),
        key=say("report.spread.key"),
        options=bands,
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
            caption=say("report.spread.table"),
            columns=(
                measure_column([one for one, _ in shown]),
                Column(agreement),
                Column(spread, "end"),
                *(Column(band, "end") for band in bands),
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
        after=(agreement, spread),
    )
