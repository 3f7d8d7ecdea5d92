"""What changed in a network: each measure's mean change over schools, and how many schools rose."""

from collections.abc import Sequence
from typing import Final

from engine.printed import (
    Parted,
    from_to,
    listed,
    short_probability,
    signed,
    whole,
)
from engine.report.document import (
    Axis,
    BarFigure,
    BarRow,
    Block,
    Column,
    IntervalFigure,
    IntervalRow,
    Paragraph,
    Section,
    Table,
)
from engine.report.school.wording import by_range, measure_column, nouns
from engine.results.model import FrozenMeasure, Measures
from engine.results.model_network import FrozenChangeOfMeasure, FrozenNetworkChange, HubNetwork

Shown = Sequence[tuple[FrozenMeasure, FrozenChangeOfMeasure]]  # a measure with its part of the change

SURE: Final = 0.05


def shown_measures(since: FrozenNetworkChange, measures: Measures) -> Shown:
    """The measures that have a change, each with it."""
    return [(one, since.measures[one.id]) for one in measures if one.id in since.measures]


def since_words(since: FrozenNetworkChange) -> str:
    """From when a change counts, to stand after "since"."""
    return since.waves[0] if len(since.waves) == 1 else "the schools began"


def change_sections(network: HubNetwork, measures: Measures) -> list[Section]:
    """Change since each school's first wave in full, and since the last one in short where it is another."""
    first, last = network.since_first, network.since_last
    if first is None:
        return []
    shown = shown_measures(first, measures)
    found = [
        Section("since-first", f"What changed since {since_words(first)}", _change(first, shown)),
        Section("rose", "How many schools rose", _rose(shown, measures)),
    ]
    if last is not None and last != first:
        found.append(
            Section(
                "since-last",
                f"What changed since {since_words(last)}",
                _short(last, shown_measures(last, measures)),
            )
        )
    return found


def _change(since: FrozenNetworkChange, shown: Shown) -> tuple[Block, ...]:
    """The figure, and what the earlier wave was where it was not the same for all."""
    texts = []
    if len(since.waves) > 1:
        texts.append(
            "Each school is compared with the first wave it took part in: "
            f"{listed([f'“{wave}”' for wave in since.waves], 'or')}."
        )
    partly = max((part.schools_on_common_items for _, part in shown), default=0)
    if partly:
        texts.append(
            f"{_up_to(partly, shown)} answered another version of the survey then; there both scores are of the "
            "items that both versions share."
        )
    return (*_change_figures(since, shown), *(Paragraph(text) for text in texts))


def _up_to(partly: int, shown: Shown) -> str:
    if partly == 1:
        return "One school"
    return (
        f"{partly} schools"
        if all(p.schools_on_common_items == partly for _, p in shown)
        else (f"Up to {partly} schools")
    )


def _change_figures(since: FrozenNetworkChange, shown: Shown) -> list[IntervalFigure]:
    """A figure for the measures of each range: points of one are not points of another."""
    parts = {one.id: part for one, part in shown}
    ranges = by_range([one for one, _ in shown])
    return [_change_figure(since, [(one, parts[one.id]) for one in alike]) for alike in ranges]


def _change_figure(since: FrozenNetworkChange, shown: Shown) -> IntervalFigure:
    reach = max(max(abs(part.low), abs(part.high)) for _, part in shown)
    step = max(one.high - one.low for one, _ in shown) / 20
    end = step * (int(reach / step) + 1)
    return IntervalFigure(
        title=f"Mean change of schools since {since_words(since)}",
        description=f"For each {nouns([one for one, _ in shown], 1)} the mean change of the schools as a dot and its "
        f"{_interval(since)} as a line; right of the middle is a rise.",
        key=f"line: {_interval(since)} · dot: mean change over schools, in points",
        axis=Axis(-end, end, ((-end, f"−{end:g}"), (0.0, "0"), (end, f"+{end:g}"))),
        rows=tuple(
            IntervalRow(
                label=one.label,
                value=part.mean,
                low=part.low,
                high=part.high,
                band=None,
                number=signed(part.mean, one.decimals + 1),
                text="rose" if part.up else "fell" if part.down else "no clear change",
            )
            for one, part in shown
        ),
        table=_change_table(since, shown),
    )


def _interval(since: FrozenNetworkChange) -> str:
    """What decides whether a measure rose; up to format 3 the test did, and each interval stood by itself."""
    return "95% interval" + (" for all rows together" if since.together and since.of > 1 else "")


def _change_table(since: FrozenNetworkChange, shown: Shown) -> Table:
    return Table(
        caption=f"Mean change of schools in points since {since_words(since)}, with its {_interval(since)}; p after "
        f"Holm, all {nouns([one for one, _ in shown], 2)} together",
        columns=(
            measure_column([one for one, _ in shown]),
            Column("Schools", "end"),
            Column("Mean change", "end"),
            Column("95% interval", "end"),
            Column("p", "end"),
            Column("In words"),
        ),
        rows=tuple(
            (
                one.label,
                whole(part.schools),
                signed(part.mean, one.decimals + 1),
                from_to(signed(part.low, one.decimals + 1), signed(part.high, one.decimals + 1)),
                short_probability(part.p_holm),
                "rose" if part.up else "fell" if part.down else "no clear change",
            )
            for one, part in shown
        ),
    )


def _rose(shown: Shown, measures: Measures) -> tuple[Block, ...]:
    """How many schools rose, whether that exceeds chance, and how many by more than their own noise."""
    moved = [(one, part) for one, part in shown if part.rose + part.fell]
    if not moved:
        return (Paragraph("Every school has the score it had before."),)
    figure = BarFigure(
        title="How many schools fell and rose",
        description=f"For each {nouns(measures, 1)} a bar of all schools: those that fell, darker ones rose; "
        "at either end those that moved by more than their own noise.",
        key="numbers: schools; at both ends those that moved by more than their own noise, between them the others",
        options=("fell by more than noise", "fell a little", "rose a little", "rose by more than noise"),
        rows=tuple(_rose_row(one, part) for one, part in moved),
        table=_rose_table(moved),
        after=("Rose",),
    )
    return (*(Paragraph(text) for text in (_counted(moved, measures), _single(moved))), figure)


def _rose_table(moved: Shown) -> Table:
    return Table(
        caption="Schools that rose and fell; beyond noise: the school’s own 95% interval leaves out zero",
        columns=(
            measure_column([one for one, _ in moved]),
            Column("Rose", "end"),
            Column("Sign test p", "end"),
            Column("Rose beyond noise", "end"),
            Column("Fell beyond noise", "end"),
        ),
        rows=tuple(
            (
                one.label,
                _of(part, part.rose),
                short_probability(part.sign_p),
                whole(part.rose_beyond_noise),
                whole(part.fell_beyond_noise),
            )
            for one, part in moved
        ),
    )


def _of(part: FrozenChangeOfMeasure, count: int) -> str:
    rose, all_of_them = whole(count), whole(part.rose + part.fell)
    return Parted(f"{rose} of {all_of_them}", ("", rose), ("of", all_of_them))


def _rose_row(one: FrozenMeasure, part: FrozenChangeOfMeasure) -> BarRow:
    total = part.rose + part.fell
    counts = (
        part.fell_beyond_noise,
        part.fell - part.fell_beyond_noise,
        part.rose - part.rose_beyond_noise,
        part.rose_beyond_noise,
    )
    return BarRow(
        label=one.label,
        text="",
        shares=tuple((count / total, str(count)) for count in counts),
        after=(_of(part, part.rose),),
    )


def _counted(moved: Shown, measures: Measures) -> str:
    """The counts in words: where they exceed chance, and the others."""
    sure = [(one, part) for one, part in moved if part.sign_p is not None and part.sign_p < SURE]
    texts = []
    for way, counts in (
        ("rose", [(one, part, part.rose) for one, part in sure if part.rose > part.fell]),
        ("fell", [(one, part, part.fell) for one, part in sure if part.rose <= part.fell]),
    ):
        found = [
            f"{one.label} ({_of(part, count)}, sign test p = {short_probability(part.sign_p)})"
            for one, part, count in counts
        ]
        if found:
            texts.append(f"More schools {way} than chance would give in {listed(found)}.")
    rest = [part for one, part in moved if (one, part) not in sure]
    if rest:
        where = "In the others " if sure else f"In all {nouns(measures, 2)} " if len(rest) > 1 else ""
        ps = [part.sign_p for part in rest if part.sign_p is not None]
        least = f" (p = {short_probability(min(ps))}{' or more' if len(ps) > 1 else ''})" if ps else ""
        rose = _between(rest, [part.rose for part in rest])
        texts.append(
            f"{where}{rose} schools rose{least}, no more and no fewer than chance alone could produce."
        )
    return " ".join(texts)


def _single(moved: Shown) -> str:
    """How many schools moved for sure, one by one."""
    parts = [part for _, part in moved]
    rose = _between(parts, [part.rose_beyond_noise for part in parts])
    fell = _ends([part.fell_beyond_noise for part in parts])
    return (
        f"By more than their own noise {rose} schools rose and {fell} fell. What holds for the network need not hold "
        "for each school."
    )


def _between(parts: Sequence[FrozenChangeOfMeasure], counts: Sequence[int]) -> str:
    """The least and the most of a count over measures, out of as many schools as moved at most."""
    return f"{_ends(counts)} of {max(part.rose + part.fell for part in parts)}"


def _ends(counts: Sequence[int]) -> str:
    return str(counts[0]) if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"


def _short(since: FrozenNetworkChange, shown: Shown) -> tuple[Block, ...]:
    up = [one.label for one, part in shown if part.up]
    down = [one.label for one, part in shown if part.down]
    texts = [f"{listed(names)} {verb}." for names, verb in ((up, "rose"), (down, "fell")) if names]
    words = " ".join(texts) or "Nothing changed by more than chance would give, all tests together."
    return (Paragraph(words), *_change_figures(since, shown))
