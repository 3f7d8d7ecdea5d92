"""Rules of thumb in print: scales that stand alike are said in one sentence, the rule and its limit once."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.printed import Value, in_words, joined, known, percent, span
from engine.report.document import Bullets, Paragraph
from psychometrics.guidelines import GUIDELINES, Guideline
from psychometrics.verdicts import shown_by, standing_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A value of one scale or item, with its interval where it has one."""

    name: str
    value: Value
    low: Value = None
    high: Value = None


def sentences(statistic: str, values: Sequence[Judged]) -> Bullets | Paragraph:
    """A sentence for each standing that any value has, in the order in which they were met."""
    guide = GUIDELINES[statistic]
    standings: dict[str, list[Judged]] = {}
    for judged in values:
        number = known(judged.value)
        if number is not None:
            _, meaning = standing_of(guide, number, _interval(judged))
            standings.setdefault(meaning, []).append(judged)
    if len(standings) == 1 and len(values) > 2 and len(next(iter(standings.values()))) == len(values):
        ((meaning, members),) = standings.items()
        return Paragraph(_sentence(guide, meaning, members, who=f"All {in_words(len(values))}"))
    found = tuple(_sentence(guide, meaning, members) for meaning, members in standings.items())
    return Bullets(found) if len(found) > 1 else Paragraph(" ".join(found))


def _interval(judged: Judged) -> tuple[float, float] | None:
    low, high = known(judged.low), known(judged.high)
    return None if low is None or high is None else (low, high)


def _sentence(guide: Guideline, meaning: str, members: Sequence[Judged], who: str = "") -> str:
    who = who or joined([judged.name for judged in members])
    values = [judged.value for judged in members]
    shown = f"{guide.name} {percent(values[0], 1) if guide.percent else span(values)}"
    alone, interval = members[0], _interval(members[0])
    if len(members) == 1 and interval is not None:
        low, high = (shown_by(guide, end) for end in interval)
        shown = f"{guide.name} {shown_by(guide, float(alone.value or 0))}, 95% interval {low} to {high}"
    return f"{who}: {meaning} ({shown})."


def rule(statistic: str) -> Paragraph:
    """The rule of thumb, called so, with its source and what to keep in mind."""
    guide = GUIDELINES[statistic]
    return Paragraph(
        f"Rule of thumb for {guide.name}: {guide.rule} ({guide.citation.short}). Keep in mind: {guide.limit}."
    )
