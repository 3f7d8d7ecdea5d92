"""Outcomes: single statements that no score is made of, at a school and over the schools of a network."""

from collections.abc import Mapping, Sequence

from engine.language import say
from engine.printed import from_to, listed, per_cent, whole
from engine.report.document import Block, Column, Paragraph, Section, Table
from engine.report.school.wording import SIGNS
from engine.results.model import FrozenOutcomeText, FrozenResult
from engine.results.model_network import FrozenNetworkOutcome, HubNetwork
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenOutcome


def school_outcomes(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """The share of a school's people above the middle of the scale, and which statements are not shown.

    A rubric stands with its levels among the allotments, and nowhere else.
    """
    rubrics = {one.id for one in frozen.allotments}
    asked = [one for one in frozen.outcomes if one.id not in rubrics]
    if not asked:
        return []
    told = {one.id: _cells(one, SIGNS[one.end], one.n) for one in site.outcomes}
    blocks: list[Block] = _tables(asked, told, "")
    hidden = [f"“{one.text}”" for one in asked if one.id not in told]
    if hidden:
        blocks.append(Paragraph(say("report.outcomes.hidden", statements=listed(hidden))))
    return [Section("outcomes", say("report.outcomes.title"), tuple(blocks))]


def network_outcomes(statements: Sequence[FrozenOutcomeText], network: HubNetwork) -> list[Section]:
    """The mean of what the schools print, each school once."""
    told = {one.id: _cells(one, "", one.schools) for one in network.outcomes}
    blocks = _tables(statements, told, say("report.outcomes.over_schools"))
    return [Section("outcomes", say("report.outcomes.title"), tuple(blocks))] if blocks else []


def _cells(one: FrozenOutcome | FrozenNetworkOutcome, sign: str, of: int) -> tuple[str, ...]:
    share = per_cent(one.share)
    return f"{sign}{share}" if sign else share, from_to(per_cent(one.low), per_cent(one.high)), whole(of)


def _tables(
    statements: Sequence[FrozenOutcomeText], told: Mapping[str, tuple[str, ...]], note: str
) -> list[Block]:
    """A table for each question with its way to answer: what differs in it shares none."""
    alike: dict[tuple[str | None, tuple[str, ...]], list[FrozenOutcomeText]] = {}
    for one in statements:
        if one.id in told:
            alike.setdefault((one.question, one.counted), []).append(one)
    return [
        Table(
            caption=say("report.outcomes.table", answers=_counted(counted)),
            columns=(
                Column(say("report.column.statement")),
                Column(say("report.column.share"), "end"),
                Column(say("report.column.interval"), "end"),
                Column(say("report.column.n"), "end"),
            ),
            rows=tuple((one.text, *told[one.id]) for one in part),
            note=" ".join(
                words
                for words in (
                    say("report.outcomes.note"),
                    say("report.outcomes.asked", question=question) if question else "",
                    note,
                )
                if words
            ),
        )
        for (question, counted), part in alike.items()
    ]


def _counted(labels: Sequence[str]) -> str:
    """The options above the middle: two by name, more by the lowest."""
    if len(labels) > 2:
        return say("report.outcomes.or_higher", answer=labels[0])
    return listed([f"“{label}”" for label in labels], "or")
