"""Which schools stand out: the funnel of scores and changes, with names where schools agreed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2, sqrt
from typing import Final

from engine.printed import ABSENT, capital, counted, fixed, from_to, listed, signed, whole
from engine.report.axes import sizes_axis, values_axis
from engine.report.document import Axis, Block, Column, Mark, Paragraph, Section, Table
from engine.report.funnels import FunnelDot, FunnelFigure, FunnelPanel
from engine.results.funnel import BEYOND
from engine.results.model import HubResult
from engine.results.model_network import FrozenFunnel, FrozenLimits, SchoolDot
from engine.results.model_school import FrozenOverall, SchoolLine

POINTS: Final = 40  # of a drawn limit
LABELLED: Final = 6  # names that a panel has room for
NAMED_IN_WORDS: Final = 8
UNNAMED: Final = "not named"


@dataclass(frozen=True, slots=True)
class SchoolInFunnel:
    """A school in the funnel; `most` is None for a range without an end. One with a name has its own size."""

    name: str
    least: int
    most: int | None
    score: int
    change: int | None
    bright: bool
    risen: bool

    @property
    def named(self) -> bool:
        return bool(self.name)

    @property
    def stands_out(self) -> bool:
        return self.bright or self.risen


def standings(view: HubResult) -> list[SchoolInFunnel]:
    """The schools that are shown, those with a name first."""
    return [
        *_named(view.schools),
        *(_standing("", one.least, one.most, one) for one in view.dots),
    ]


def _named(schools: Sequence[SchoolLine]) -> Iterator[SchoolInFunnel]:
    for one in schools:
        if one.overall:
            yield _standing(one.school, one.responses, one.responses, one.overall)


def _standing(name: str, least: int, most: int | None, overall: FrozenOverall | SchoolDot) -> SchoolInFunnel:
    return SchoolInFunnel(
        name,
        least,
        most,
        overall.mean,
        overall.change,
        overall.bright,
        overall.bright_change,
    )


def standing_section(view: HubResult, funnel: FrozenFunnel | None, most_rows: int | None) -> Section:
    """The funnel; `most_rows` bounds its table where a page must stay small."""
    found = standings(view)
    if not found:
        words = "No school agreed to be named, and too few may be shown without a name."
        return Section("bright", "Schools that stand out", (Paragraph(words),))
    blocks: list[Block] = [Paragraph(words) for words in _words(found)]
    panels = _panels(funnel, found)
    table = _table(found, most_rows)
    blocks.append(_figure(found, panels, table) if panels else table)
    return Section("bright", "Schools that stand out", tuple(blocks))


def _words(found: Sequence[SchoolInFunnel]) -> list[str]:
    """Who stands out by name, how many without, and what to do with it."""
    texts = []
    for out, words in (
        ([one for one in found if one.bright], "scored higher"),
        ([one for one in found if one.risen], "rose more"),
    ):
        if out:
            texts.append(f"{_who(out)} {words} than size and chance explain.")
    if not texts:
        return ["No school lies above what size and chance explain. Differences between schools are modest."]
    asking = (
        "Ask them how."
        if any(one.stands_out and one.named for one in found)
        else ("Schools are named only where they agreed to it; invite all to tell what they do.")
    )
    return [" ".join([*texts, asking])]


def _who(out: Sequence[SchoolInFunnel]) -> str:
    names = [one.name for one in out if one.named]
    rest = len(out) - len(names)
    shown, more = names[:NAMED_IN_WORDS], len(names[NAMED_IN_WORDS:])
    parts = [*shown]
    if more:
        parts.append(f"{more} more with a name")
    if rest:
        parts.append(f"{counted(rest, 'school')} without a name" if names else _schools(rest))
    return capital(listed(parts))


def _schools(count: int) -> str:
    return "one school" if count == 1 else counted(count, "school")


def _panels(funnel: FrozenFunnel | None, found: Sequence[SchoolInFunnel]) -> tuple[FunnelPanel, ...]:
    if not funnel:
        return ()
    made = [
        _panel("Score, in percent of the scale", funnel.score, found, moved=False),
        _panel("Change, in points", funnel.change, found, moved=True),
    ]
    return tuple(one for one in made if one is not None)


def _panel(
    title: str, limits: FrozenLimits | None, found: Sequence[SchoolInFunnel], *, moved: bool
) -> FunnelPanel | None:
    chosen = [one for one in found if not moved or one.change is not None]
    if limits is None or not chosen:
        return None
    sizes = _sizes(chosen)
    lines = tuple(
        _limits(limits, sizes.low + (sizes.high - sizes.low) * at / POINTS) for at in range(POINTS + 1)
    )
    labelled = _labelled(chosen, moved=moved)
    dots = tuple(_dot(one, sizes.high, moved=moved, labelled=one.name in labelled) for one in chosen)
    ends = [lines[0][1], lines[0][2], *(dot.value for dot in dots)]
    centre = limits.centre
    return FunnelPanel(
        title=title,
        across="answers, each step twice as many",
        sizes=sizes,
        values=values_axis(ends, -100 if moved else 0, 100, sign=moved),
        centre=Mark(centre, f"mean {signed(centre, 1) if moved else fixed(centre, 1)}"),
        limits=lines,
        dots=dots,
    )


def _sizes(found: Sequence[SchoolInFunnel]) -> Axis:
    """From the smallest school to the largest; a range stands for its ends."""
    return sizes_axis(
        min(one.least for one in found),
        max(one.least if one.most is None else one.most + (0 if one.named else 1) for one in found),
        open_from=max((one.least for one in found if one.most is None), default=None),
    )


def _limits(limits: FrozenLimits, place: float) -> tuple[float, float, float]:
    """Where 95% of schools of this size lie by chance and by how schools differ anyway."""
    half = BEYOND * sqrt(limits.between_sd**2 + limits.within_sd**2 / 2**place)
    return round(place, 4), limits.centre - half, limits.centre + half


def _labelled(found: Sequence[SchoolInFunnel], *, moved: bool) -> set[str]:
    """The names of those that stand out in a panel, if it has room for all; the table has them anyway."""
    out = {one.name for one in found if one.named and (one.risen if moved else one.bright)}
    return out if len(out) <= LABELLED else set()


def _value(one: SchoolInFunnel, *, moved: bool) -> float:
    return float(one.change or 0) if moved else float(one.score)


def _dot(one: SchoolInFunnel, end: float, *, moved: bool, labelled: bool) -> FunnelDot:
    value, apart = _value(one, moved=moved), one.risen if moved else one.bright
    if one.named:
        return FunnelDot(value, log2(one.least), None, apart, one.name if labelled else "")
    reach = (log2(one.least), end if one.most is None else log2(one.most + 1))
    return FunnelDot(value, sum(reach) / 2, reach, apart)


def _figure(found: Sequence[SchoolInFunnel], panels: tuple[FunnelPanel, ...], table: Table) -> FunnelFigure:
    named = any(one.named for one in found)
    unnamed = any(not one.named for one in found)
    key = ["curves: 95% of schools lie between them by chance and by how schools differ anyway"]
    key.append("dot: a school" + (" that agreed to be named" if named and unnamed else ""))
    if unnamed:
        key.append(
            "hollow: a school without a name; of its number of answers only the range is told, the gray column"
        )
    if any(one.stands_out for one in found):
        key.append("diamond: stands out")
    return FunnelFigure(
        title="Schools by the number of their answers",
        description="Schools as dots over the number of people who answered, between curves that narrow as schools "
        "grow; a dot above the upper curve stands out.",
        key=" · ".join(key),
        panels=panels,
        table=table,
    )


def _table(found: Sequence[SchoolInFunnel], most_rows: int | None) -> Table:
    """Every school; a page that must stay small has the outstanding and the first others."""
    rows = found
    note = (
        "A school stands out beyond 95% limits that allow for its size, for the spread among its own people and for "
        "how schools differ anyway. Schools are named where they agreed; this is no ranking."
    )
    if most_rows is not None and len(found) > most_rows:
        rows = sorted(found, key=lambda one: not one.stands_out)[:most_rows]
        note = (
            f"{most_rows} of {len(found):,} schools, those that stand out first; the files hold all. {note}"
        )
    return Table(
        caption="All measures together, in percent of the scale",
        columns=(
            Column("School"),
            Column("Answers", "end"),
            Column("Score", "end"),
            Column("Change since its first wave", "end"),
            Column("Stands out"),
        ),
        rows=tuple(_row(one) for one in rows),
        note=note,
    )


def _row(one: SchoolInFunnel) -> tuple[str, ...]:
    size = (
        whole(one.least)
        if one.named
        else from_to(whole(one.least), whole(one.most))
        if one.most
        else f"{one.least} or more"
    )
    moved = ABSENT if one.change is None else signed(one.change)
    words = [word for there, word in ((one.bright, "high"), (one.risen, "risen")) if there]
    return (one.name or UNNAMED, size, whole(one.score), moved, " and ".join(words) or ABSENT)
