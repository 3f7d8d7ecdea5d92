"""Groups of a school's staff beside everyone else, and what is known of those who did not answer."""

import re
from collections.abc import Mapping
from typing import Final

from engine.language import say
from engine.printed import (
    ABSENT,
    Parted,
    capital,
    day_words,
    joined,
    labels_in_sentence,
    lowered,
    per_cent,
    shortest,
    whole,
)
from engine.report.document import Block, Bullets, Column, Paragraph, Section, Table
from engine.report.school.wording import measure_column, number, signed_number, span
from engine.responses.sorting import ALONE, BY_LANGUAGE, SEVERAL
from engine.results.examined import (
    NOT_EXAMINED,
    ExaminedGroups,
    ExaminedScore,
    GroupsByQuestion,
    Outcome,
)
from engine.results.model import FrozenMeasure, Measures
from engine.results.model_school import (
    FrozenCareless,
    FrozenGap,
    FrozenGrouping,
    FrozenGroupRate,
    FrozenGroupScore,
    FrozenMeasureByGroup,
    FrozenNonresponse,
    FrozenSchool,
)
from engine.results.nonresponse import LEANS_FROM, REST

WORDED: Final = (  # as `engine.responses.sorting` words them
    (re.compile(re.escape(BY_LANGUAGE)), "report.groups.language"),
    (re.compile(re.escape(SEVERAL)), "report.groups.several"),
    (re.compile(f"(?P<option>.+){re.escape(ALONE)}"), "report.groups.alone"),
    (re.compile(r"(?P<low>\d+) to (?P<high>\d+)"), "printed.from_to"),
    (re.compile(r"(?P<low>\d+) to under (?P<high>\d+)"), "report.groups.to_under"),
    (re.compile(r"Under (?P<high>\d+)"), "report.groups.under"),
    (re.compile(r"(?P<number>\d+) or more"), "report.bound.at_least"),
)
OUTCOMES: Final[tuple[Outcome, ...]] = ("equal", "partly", "differs", "open", "untested")
FINDING: Final = 15  # per cent of careless answers from which they are a finding about the survey


def group_sections(
    site: FrozenSchool, measures: Measures, examined: GroupsByQuestion = NOT_EXAMINED
) -> list[Section]:
    """Groups of at least ten beside everyone else; a difference is named where its interval leaves out zero.

    Whether it may be called a gap is what the study of the wave found (`examined`); without one the section says so.
    """
    blocks: list[Block] = []
    for grouping in site.groups:
        blocks.append(
            Paragraph(say("report.groups.by", question=group_label(grouping.question)), strong=True)
        )
        found = _understood(examined.get(grouping.by), measures)
        blocks += [_gaps(grouping, measures), found, _table(grouping, measures)]
    note = Paragraph(say("report.groups.note"))
    return [Section("groups", say("report.groups.title"), (*blocks, note))] if blocks else []


def _gaps(grouping: FrozenGrouping, measures: Measures) -> Block:
    """The clear gaps in words."""
    labels = {one.id: group_label(one.label) for one in grouping.groups}
    found = [
        _gap(one, labels[name], *clear)
        for one in measures
        if (part := grouping.measures.get(one.id)) is not None
        for name, gap in part.gaps.items()
        if (clear := _clear(gap))
    ]
    if not found:
        return Paragraph(say("report.groups.none"))
    return Bullets(tuple(found))


def _understood(found: ExaminedGroups | None, measures: Measures) -> Block:
    """Whether the groups understand the statements alike, as far as a study of the whole wave could tell."""
    if found is None:
        return Paragraph(say("report.groups.not_examined"))
    groups = joined([say("report.groups.quoted", name=group_label(name)) for name in found.groups])
    day = day_words(found.day)
    sentences = []
    for outcome in OUTCOMES:
        scores = [one for one in measures if _outcome(found, one) == outcome]
        if outcome == "partly":
            sentences += [_partly(one, found.scores[one.id], groups, day) for one in scores]
        elif scores:
            named = labels_in_sentence([one.label for one in scores])
            sentences.append(say(f"report.groups.{outcome}", scores=named, groups=groups, day=day))
    return Bullets(tuple(sentences))


def _outcome(found: ExaminedGroups, one: FrozenMeasure) -> Outcome:
    score = found.scores.get(one.id)
    return "untested" if score is None else score.outcome


def _partly(one: FrozenMeasure, score: ExaminedScore, groups: str, day: str) -> str:
    texts = {text.id: text.text for text in one.item_texts}
    quoted = [say("report.groups.quoted", name=texts.get(id, id)) for id in score.items]
    return say("report.groups.partly", score=one.label, groups=groups, statements=joined(quoted), day=day)


def _clear(gap: FrozenGap) -> tuple[float, float, float] | None:
    """The points of a clear gap with both ends of their interval; None where it is not clear."""
    if not gap.clear or gap.points is None or gap.low is None or gap.high is None:
        return None
    return gap.points, gap.low, gap.high


def _gap(one: FrozenMeasure, group: str, points: float, low: float, high: float) -> str:
    """A clear gap as a sentence."""
    side = "above" if points > 0 else "below"
    ends = sorted((abs(low), abs(high)))
    return say(
        f"report.groups.lies_{side}",
        label=one.label,
        group=group,
        points=points_in_words(round(abs(points), one.decimals)),
        interval=span(one, ends[0], ends[1]),
    )


def _apart(one: FrozenMeasure, gap: FrozenGap) -> str:
    clear = _clear(gap)
    if clear is None:
        return say("report.groups.unclear")
    points, low, high = clear
    ends = sorted((abs(low), abs(high)))
    side = "higher" if points > 0 else "lower"
    words = say(
        f"report.groups.is_{side}", points=number(one, abs(points)), interval=span(one, ends[0], ends[1])
    )
    numbers = zip(("points", "low", "high"), clear, strict=True)
    return Parted(words, ("", words), *((name, signed_number(one, value)) for name, value in numbers))


def _table(grouping: FrozenGrouping, measures: Measures) -> Table:
    labels = {one.id: group_label(one.label) for one in grouping.groups}
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
        caption=say("report.groups.table", question=group_label(grouping.question)),
        columns=(
            measure_column(measures),
            Column(say("report.groups.group")),
            Column(say("report.column.n"), "end"),
            Column(say("report.column.score"), "end"),
            Column(say("report.column.interval"), "end"),
            Column(say("report.groups.against")),
        ),
        rows=tuple(rows),
    )


def _parts(
    one: FrozenMeasure, found: FrozenMeasureByGroup, labels: Mapping[str, str]
) -> list[tuple[str, FrozenGroupScore, str]]:
    """The groups of one measure, and everyone else where one group is shown alone."""
    parts = [(labels[name], part, _apart(one, found.gaps[name])) for name, part in found.groups.items()]
    rest = say("report.groups.everyone_else")
    return [*parts, (rest, found.rest, ABSENT)] if len(parts) == 1 else parts


# Who answered


def who_section(site: FrozenSchool) -> Section:
    """Who answered: rates by role, what that may do to the scores, and answers given without reading."""
    blocks = [*_nonresponse(site), *_careless(site.careless)]
    return Section("who", say("report.who.title"), tuple(blocks))


def _nonresponse(site: FrozenSchool) -> list[Block]:
    found = site.nonresponse
    if found is None:  # a result that was frozen before this was asked
        return [Paragraph(say("report.who.not_asked"))]
    if found.reason is not None:
        return [Paragraph(say(f"report.who.unknown_{found.reason}"))]
    labels = {one.id: _label(one) for one in found.groups}
    table = Table(
        caption=say("report.who.table"),
        columns=(
            Column(say("report.groups.group")),
            Column(say("report.who.answered"), "end"),
            Column(say("report.who.roster"), "end"),
            Column(say("report.who.rate"), "end"),
        ),
        rows=tuple(
            (labels[one.id], whole(one.n), whole(one.roster), whole(one.rate)) for one in found.groups
        ),
        note=say("report.who.note"),
    )
    return [Paragraph(f"{_rates(found)} {_moved(found.moves)}".strip()), table]


def _label(group: FrozenGroupRate) -> str:
    """A group by its name; those of no group that is shown have none of their own."""
    if group.id == REST:
        return say("report.groups.everyone_else")
    return group_label(group.label) if group.label else group.id


def group_label(label: str) -> str:
    """A group or its question by the label; what we worded ourselves was frozen in English and is said anew."""
    for form, key in WORDED:
        found = form.fullmatch(label)
        if found:
            return say(key, **found.groupdict())
    return label


def _rates(found: FrozenNonresponse) -> str:
    """The highest and the lowest rate, and what their difference is worth; a small one is no proof of likeness."""
    groups = {one.id: one for one in found.groups}
    most, least = (
        next((groups[id] for id in groups if id == end), None) for end in (found.most, found.least)
    )
    if most is None or least is None or most == least:
        return ""
    if most.rate == least.rate:
        return say("report.who.alike", rate=per_cent(most.rate))
    far = most.rate - least.rate >= LEANS_FROM
    meaning = "leans" if found.verdict == "leans" else "unclear" if far else "close"
    rates = say(
        "report.who.rates",
        most=capital(lowered(_label(most))),
        highest=per_cent(most.rate),
        least=lowered(_label(least)),
        lowest=per_cent(least.rate),
    )
    return f"{rates} {say(f'report.who.rates_{meaning}')}"


def _moved(points: float | None) -> str:
    if points is None:
        return ""
    if not points:
        return say("report.who.weighted_none")
    return say("report.who.weighted", points=points_in_words(points))


def points_in_words(points: float) -> str:
    """`1 point`, `2.5 points`"""
    return say("report.points.single" if points == 1 else "report.points.several", points=shortest(points))


def _careless(found: FrozenCareless | None) -> list[Block]:
    if found is None:
        return []
    bound = {-1: "at_most", 0: "share", 1: "at_least"}[found.end]
    texts = [say(f"report.who.careless_{bound}", share=per_cent(found.share))]
    moves = found.moves
    if moves is not None:
        texts.append(
            say("report.who.careless_moves", points=points_in_words(moves))
            if moves
            else say("report.who.careless_none")
        )
    if found.share > FINDING:
        texts.append(say("report.who.careless_finding"))
    return [Paragraph(" ".join(texts))]
