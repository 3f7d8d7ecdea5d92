"""How much people differ within schools, and schools among each other."""

from collections.abc import Sequence
from math import ceil

from engine.printed import (
    ABSENT,
    decimal,
    fixed,
    from_to,
    per_cent,
    whole,
)
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
from engine.report.school.wording import measure_column
from engine.results.model import FrozenMeasure, Measures
from engine.results.model_network import FrozenNetworkMeasure, HubNetwork


def spread_section(network: HubNetwork, measures: Measures) -> Section:
    """How much of the differences lies between schools: ICC(1) with its interval, and both standard deviations."""
    found = [(one, part) for one in measures if (part := network.measures[one.id]) is not None]
    table = Table(
        caption="Spread within and between schools, in points",
        columns=(
            measure_column(measures),
            Column("Schools", "end"),
            Column("Mean", "end"),
            Column("SD within", "end"),
            Column("SD between", "end"),
            Column("Share between", "end"),
            Column("95% interval", "end"),
        ),
        rows=tuple(_row(one, part) for one, part in found),
        note="The share between schools is ICC(1) by REML, in percent of the variance; with few schools its interval "
        "is wide. Small, medium and large begin at 1, 10 and 25% (LeBreton and Senter 2008).",
    )
    blocks: list[Block] = [*_words([part for _, part in found])]
    rows = [
        _interval(one.label, part.share_between, part.share_between_interval)
        for one, part in found
        if part.share_between is not None and part.share_between_interval is not None
    ]
    blocks.append(_figure(rows, table) if rows else table)
    return Section("schools", "Within and between schools", tuple(blocks))


def _interval(label: str, share: int, interval: tuple[int, int]) -> IntervalRow:
    low, high = interval
    return IntervalRow(label, share, low, high, None, f"{share}%", _size(share))


def _size(share: int) -> str:
    """The share between schools in a word: LeBreton and Senter (2008) call 1, 10 and 25% small, medium, large."""
    return next(
        (word for least, word in ((25, "large"), (10, "medium"), (1, "small")) if share >= least), "none"
    )


def _figure(rows: Sequence[IntervalRow], table: Table) -> IntervalFigure:
    most = max((row.high or 0.0) for row in rows)
    end = min(100.0, 20.0 * ceil(most / 20))
    return IntervalFigure(
        title="Share of the differences between people that lies between schools",
        description="For each measure the share of the variance that lies between schools as a dot, with its 95% "
        "interval as a line; the rest lies between people of the same school.",
        key="line: 95% interval · dot: share between schools, in percent",
        axis=Axis(0.0, end, tuple((float(place), f"{place}%") for place in range(0, int(end) + 1, 20))),
        rows=tuple(rows),
        table=table,
    )


def _words(parts: Sequence[FrozenNetworkMeasure]) -> tuple[Paragraph, ...]:
    shares = sorted(part.share_between for part in parts if part.share_between is not None)
    if not shares:
        return ()
    between = f"{shares[0]}%" if shares[0] == shares[-1] else f"{shares[0]} to {shares[-1]}%"
    most = (
        "Most of what people say differs within a school"
        if shares[-1] < 50
        else "Schools differ much among each other"
    )
    return (
        Paragraph(
            f"{most}: {between} of the differences lie between schools, the rest among people of the same school. "
            "A school’s mean hides most of what its people think."
            if shares[-1] < 50
            else f"{most}: {between} of the differences lie between schools."
        ),
    )


def _row(one: FrozenMeasure, part: FrozenNetworkMeasure) -> tuple[str, ...]:
    ends = part.share_between_interval
    return (
        one.label,
        whole(part.schools),
        fixed(part.mean, one.decimals + 1),
        decimal(part.within_sd, 1),
        decimal(part.between_sd, 1),
        per_cent(part.share_between),
        ABSENT if ends is None else from_to(*map(per_cent, ends)),
    )
