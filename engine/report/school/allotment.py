"""Rankings, points that make up a sum, sliders and rubrics at a school: a table a question, and which are not shown."""

from collections.abc import Iterator, Sequence
from typing import Final

from engine.disclosure.rounding import AT_LEAST, AT_MOST
from engine.language import count, say
from engine.printed import fixed, from_to, listed, per_cent, shortest, whole
from engine.report.document import Block, Column, Paragraph, Section, Table
from engine.report.school.wording import SIGNS, as_bound
from engine.results.model import FrozenAllotmentText, FrozenResult
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenAllotment, FrozenAllotmentPart

SECTION: Final = "allotments"


def allotments_in_short(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """A row a question, for the one page: what its people put first, how they divided points, where they stand."""
    told = {one.id: one for one in site.allotments}
    shown = [(question, told[question.id]) for question in frozen.allotments if question.id in told]
    table = Table(
        caption=say("allotment.in_short"),
        columns=(
            Column(say("allotment.question")),
            Column(say("allotment.answers")),
            Column(say("report.column.n"), "end"),
        ),
        rows=tuple((*_in_short(question, found), whole(found.n)) for question, found in shown),
    )
    return _section(frozen, site, [table] if shown else [])


def school_allotments(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """A table a question, with intervals."""
    told = {one.id: one for one in site.allotments}
    found = ((question, told.get(question.id)) for question in frozen.allotments)
    blocks = [block for question, own in found if own is not None for block in _blocks(question, own)]
    return _section(frozen, site, blocks)


def _blocks(question: FrozenAllotmentText, found: FrozenAllotment) -> list[Block]:
    said = _most(question, found)
    return [_table(question, found), *([Paragraph(said)] if said else [])]


def _most(question: FrozenAllotmentText, found: FrozenAllotment) -> str:
    """Of points that make up a sum, what got most and least on average, where its interval keeps clear of all others.

    The shares are of the same people and bound to each other, so that two intervals that keep clear part them for sure.
    """
    if question.told != "points" or len(found.parts) < 2:
        return ""
    labels = {one.id: one.label for one in question.parts}
    order = sorted(found.parts, key=lambda part: part.value)
    most, least = order[-1], order[0]
    said = []
    if all(most.low > part.high for part in order[:-1]):
        said.append(say("allotment.most", answer=labels[most.id]))
    if all(least.high < part.low for part in order[1:]):
        said.append(say("allotment.least", answer=labels[least.id]))
    return " ".join(said) or say("allotment.not_parted")


def _section(frozen: FrozenResult, site: FrozenSchool, tables: Sequence[Block]) -> list[Section]:
    """The tables, and which questions are not shown; nothing where no such question was asked."""
    if not frozen.allotments:
        return []
    told = {one.id for one in site.allotments}
    hidden = [f"“{one.text}”" for one in frozen.allotments if one.id not in told]
    left = [Paragraph(say("allotment.hidden", questions=listed(hidden)))] if hidden else []
    return [Section(SECTION, say("allotment.title"), (*tables, *left))]


def _in_short(question: FrozenAllotmentText, found: FrozenAllotment) -> tuple[str, str]:
    """The question with what its numbers are, and each answer with its number."""
    labels = {one.id: one.label for one in question.parts}
    numbers = [(labels.get(part.id), _value(question, part)) for part in found.parts]
    words = [value if label is None else f"{label} {value}" for label, value in numbers]
    return f"{question.text} {_told(question)}", "; ".join(words)


def _table(question: FrozenAllotmentText, found: FrozenAllotment) -> Table:
    return Table(
        caption=f"{question.text} {_told(question)}",
        columns=(
            Column(say("allotment.answer")),
            Column(say("report.column.share" if _shares(question) else "report.column.mean"), "end"),
            Column(say("report.column.interval"), "end"),
            Column(say("report.column.n"), "end"),
        ),
        rows=tuple(_rows(question, found)),
        note=say(f"allotment.note.{question.told}"),
    )


def _told(question: FrozenAllotmentText) -> str:
    """What the numbers of a question are."""
    if question.told == "ranked":
        return count("allotment.ranked", question.places or 1)
    if question.told == "level":
        return say("allotment.level")
    low, high = shortest(question.low), shortest(question.high)
    if question.told == "points":
        return say("allotment.points", total=high)
    if not question.named:
        return say("allotment.slider_bare", low=low, high=high)
    return say("allotment.slider", low=low, high=high, least=question.named[0], most=question.named[1])


def _rows(question: FrozenAllotmentText, found: FrozenAllotment) -> Iterator[tuple[str, ...]]:
    texts = {one.id: one for one in question.parts}
    for part in found.parts:
        option = texts.get(part.id)
        label = say("allotment.all") if option is None else option.label
        words = f"{label}: {option.text}" if option is not None and option.text else label
        ends = from_to(_number(question, part.low), _number(question, part.high))
        yield words, _value(question, part), ends, whole(found.n)


def _value(question: FrozenAllotmentText, part: FrozenAllotmentPart) -> str:
    number = _number(question, part.value)
    if part.end is None or not _shares(question):
        return as_bound(number, part.end)
    return f"{SIGNS[AT_MOST if part.end == 'at_most' else AT_LEAST]}{number}"


def _number(question: FrozenAllotmentText, value: float) -> str:
    return per_cent(value) if _shares(question) else fixed(value, question.decimals)


def _shares(question: FrozenAllotmentText) -> bool:
    return question.told in ("ranked", "level")
