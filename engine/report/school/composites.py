"""Scores made of several scores: at a school, and over the schools of a network."""

from collections.abc import Sequence

from engine.language import say
from engine.printed import ABSENT, fixed, from_to
from engine.report.document import Block, Column, Paragraph, Section, Table
from engine.report.school.wording import as_bound
from engine.results.model import FrozenComposite, FrozenResult
from engine.results.model_network import HubNetwork
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenCompositeScore


def composite_words(frozen: FrozenResult, site: FrozenSchool) -> list[Block]:
    """A school's composites in a sentence, with their intervals; nothing where it has none."""
    said = [
        f"{one.label} {_mean(one, score)} ({_interval(one, score)})" for one, score in _shown(frozen, site)
    ]
    return [Paragraph(say("report.composites.words", scores="; ".join(said)))] if said else []


def composite_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """A school's composites as a table, with what each is made of."""
    shown = _shown(frozen, site)
    if not shown:
        return []
    levels = any(one.levels for one, _ in shown)
    table = Table(
        caption=say("report.composites.table"),
        columns=(
            Column(say("report.composites.column")),
            Column(say("report.column.score"), "end"),
            Column(say("report.column.interval"), "end"),
            *((Column(say("report.column.level")),) if levels else ()),
            Column(say("report.composites.parts")),
        ),
        rows=tuple(_row(one, score, levels=levels) for one, score in shown),
        note=say("report.composites.note"),
    )
    return [Section("composites", say("report.composites.title"), (table,))]


def _shown(frozen: FrozenResult, site: FrozenSchool) -> list[tuple[FrozenComposite, FrozenCompositeScore]]:
    found = {score.id: score for score in site.composites}
    return [(one, found[one.id]) for one in frozen.composites if one.id in found]


def _mean(one: FrozenComposite, score: FrozenCompositeScore) -> str:
    return as_bound(fixed(score.mean, one.decimals), score.end)


def _interval(one: FrozenComposite, score: FrozenCompositeScore) -> str:
    return from_to(fixed(score.low, one.decimals), fixed(score.high, one.decimals))


def _row(one: FrozenComposite, score: FrozenCompositeScore, *, levels: bool) -> tuple[str, ...]:
    level = next((level.label for level in one.levels if level.id == score.level), ABSENT)
    return (
        one.label,
        _mean(one, score),
        _interval(one, score),
        *((level,) if levels else ()),
        _parts(one, score.of),
    )


def network_composites(composites: Sequence[FrozenComposite], network: HubNetwork) -> list[Section]:
    """The network's composites, of its means above."""
    found = {one.id: one for one in network.composites}
    rows = tuple(
        (one.label, fixed(found[one.id].mean, one.decimals + 1), _parts(one, found[one.id].of))
        for one in composites
        if one.id in found
    )
    if not rows:
        return []
    table = Table(
        caption=say("report.composites.network"),
        columns=(
            Column(say("report.composites.column")),
            Column(say("report.column.mean"), "end"),
            Column(say("report.composites.parts")),
        ),
        rows=rows,
    )
    return [Section("composites", say("report.composites.title"), (table,))]


def _parts(one: FrozenComposite, of: int) -> str:
    whole = "all" if of == len(one.of) else "some"
    return say(f"report.composites.of_{whole}", number=of, all=len(one.of))
