"""Groups of a school's staff beside everyone else, and what is known of those who did not answer."""

from collections.abc import Mapping
from typing import Final

from engine.printed import ABSENT, Parted, capital, lowered, whole
from engine.report.document import Block, Bullets, Column, Paragraph, Section, Table
from engine.report.school.wording import SIGNS, measure_column, number, signed_number, span
from engine.results.model import FrozenMeasure, Measures
from engine.results.model_school import (
    FrozenCareless,
    FrozenGap,
    FrozenGrouping,
    FrozenGroupScore,
    FrozenMeasureByGroup,
    FrozenNonresponse,
    FrozenSchool,
)
from engine.results.nonresponse import LEANS_FROM

FINDING: Final = 15  # per cent of careless answers from which they are a finding about the survey
GROUPS: Final = (
    "Groups of fewer than ten are never shown, nor a group that would show them by what is left. Of twenty differences "
    "one looks clear by chance alone. Before you call it a gap, ask whether both groups read the statements alike."
)
UNKNOWN: Final[Mapping[str, str]] = {
    "no_roster": "the roster by role is not known",
    "no_groups": "too few people answered for groups to be shown",
    "mismatch": "more people answered in some group than the roster lists",
}


def group_sections(site: FrozenSchool, measures: Measures) -> list[Section]:
    """Groups of at least ten beside everyone else; a gap is named where its interval leaves out zero."""
    blocks: list[Block] = []
    for grouping in site.groups:
        blocks.append(Paragraph(f"By the question: {grouping.question}", strong=True))
        blocks += [_gaps(grouping, measures), _table(grouping, measures)]
    return [Section("groups", "Groups of staff", (*blocks, Paragraph(GROUPS)))] if blocks else []


def _gaps(grouping: FrozenGrouping, measures: Measures) -> Block:
    """The clear gaps in words."""
    labels = {one.id: one.label for one in grouping.groups}
    found = [
        f"{one.label}: “{labels[name]}” lies {_gap(one, *clear)}."
        for one in measures
        if (part := grouping.measures.get(one.id)) is not None
        for name, gap in part.gaps.items()
        if (clear := _clear(gap))
    ]
    if not found:
        return Paragraph("No group differs clearly from everyone else.")
    return Bullets(tuple(found))


def _clear(gap: FrozenGap) -> tuple[float, float, float] | None:
    """The points of a clear gap with both ends of their interval; None where it is not clear."""
    if not gap.clear or gap.points is None or gap.low is None or gap.high is None:
        return None
    return gap.points, gap.low, gap.high


def _gap(one: FrozenMeasure, points: float, low: float, high: float) -> str:
    """A clear gap as a part of a sentence."""
    side = "above" if points > 0 else "below"
    ends = sorted((abs(low), abs(high)))
    words = _points(float(number(one, abs(points))))
    return f"{words} {side} everyone else (95% interval {span(one, ends[0], ends[1])})"


def _apart(one: FrozenMeasure, gap: FrozenGap) -> str:
    clear = _clear(gap)
    if clear is None:
        return "no clear difference"
    points, low, high = clear
    ends = sorted((abs(low), abs(high)))
    side = "higher" if points > 0 else "lower"
    words = f"{number(one, abs(points))} {side} ({span(one, ends[0], ends[1])})"
    numbers = zip(("points", "low", "high"), clear, strict=True)
    return Parted(words, ("", words), *((name, signed_number(one, value)) for name, value in numbers))


def _table(grouping: FrozenGrouping, measures: Measures) -> Table:
    labels = {one.id: one.label for one in grouping.groups}
    rows = [
        (
            one.label,
            label,
            whole(part.n),
            number(one, part.mean),
            span(one, part.low, part.high),
            words,
        )
        for one in measures
        if (found := grouping.measures.get(one.id)) is not None
        for label, part, words in _parts(one, found, labels)
    ]
    return Table(
        caption=f"Scores of groups by the question: {grouping.question}",
        columns=(
            measure_column(measures),
            Column("Group"),
            Column("n", "end"),
            Column("Score", "end"),
            Column("95% interval", "end"),
            Column("Against everyone else"),
        ),
        rows=tuple(rows),
    )


def _parts(
    one: FrozenMeasure, found: FrozenMeasureByGroup, labels: Mapping[str, str]
) -> list[tuple[str, FrozenGroupScore, str]]:
    """The groups of one measure, and everyone else where one group is shown alone."""
    parts = [(labels[name], part, _apart(one, found.gaps[name])) for name, part in found.groups.items()]
    return [*parts, ("Everyone else", found.rest, ABSENT)] if len(parts) == 1 else parts


# Who answered


def who_section(site: FrozenSchool) -> Section:
    """Who answered: rates by role, what that may do to the scores, and answers given without reading."""
    blocks = [*_nonresponse(site), *_careless(site.careless)]
    return Section("who", "Who answered", tuple(blocks))


def _nonresponse(site: FrozenSchool) -> list[Block]:
    found = site.nonresponse
    if found is None:  # a result that was frozen before this was asked
        return [Paragraph("This result does not say who did not answer.")]
    if found.reason is not None:
        return [Paragraph(f"Those who did not answer can’t be described: {UNKNOWN[found.reason]}.")]
    labels = {one.id: one.label or one.id for one in found.groups}
    table = Table(
        caption="Who answered, by what they said of themselves and by the roster",
        columns=(
            Column("Group"),
            Column("Answered", "end"),
            Column("Roster", "end"),
            Column("Rate, percent", "end"),
        ),
        rows=tuple(
            (labels[one.id], whole(one.n), whole(one.roster), whole(one.rate)) for one in found.groups
        ),
        note="People who did not name their role are among everyone else.",
    )
    return [Paragraph(f"{_rates(found)} {_moved(found.moves)}".strip()), table]


def _rates(found: FrozenNonresponse) -> str:
    """The highest and the lowest rate, and what their difference is worth; a small one is no proof of likeness."""
    groups = {one.id: one for one in found.groups}
    most, least = (
        next((groups[id] for id in groups if id == end), None) for end in (found.most, found.least)
    )
    if most is None or least is None or most == least:
        return ""
    rates = (
        f"{capital(lowered(most.label or most.id))} answered most often ({most.rate}%), "
        f"{lowered(least.label or least.id)} least often ({least.rate}%)"
    )
    if most.rate == least.rate:
        return f"In every group {most.rate}% answered. Those who did not may still see it otherwise."
    if found.verdict == "leans":
        return f"{rates}. This is more than chance, so the result leans toward those who answered more often."
    if most.rate - least.rate >= LEANS_FROM:
        return (
            f"{rates}. With so few people chance alone can make such a difference. It may also be real: the survey "
            "can’t tell."
        )
    return f"{rates}. The rates lie close together; those who did not answer may still see it otherwise."


def _moved(points: float | None) -> str:
    if points is None:
        return ""
    if not points:
        return "Counted as the roster has them, no score would move by a point."
    return f"Counted as the roster has them, the score that moves most would move by {_points(points)}."


def _points(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"


def _careless(found: FrozenCareless | None) -> list[Block]:
    if found is None:
        return []
    share = f"{SIGNS[found.end].replace('≤', 'At most').replace('≥', 'At least')}{found.share}%"
    texts = [
        f"{share} of the answers look as if given without reading (one answer to half of the statements in a row, or a "
        "combination that is very rare). They are counted all the same."
    ]
    moves = found.moves
    if moves is not None:
        texts.append(
            "Without them, no score would move by a point."
            if not moves
            else f"Without them the score that moves most would move by {_points(moves)}."
        )
    if found.share > FINDING:
        texts.append("That is a finding about the survey: read all scores with care.")
    return [Paragraph(" ".join(texts))]
