"""Rules of thumb in print: scales that stand alike are said in one sentence, the rule and its limit once."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.printed import Value, between, in_words, joined, known, percent, span
from engine.report.document import Bullets, Paragraph
from psychometrics.guidelines import GUIDELINES, Band, Guideline


@dataclass(frozen=True, slots=True)
class Judged:
    """A value of one scale or item, with its interval where it has one."""

    name: str
    value: Value
    low: Value = None
    high: Value = None


def sentences(statistic: str, values: Sequence[Judged]) -> Bullets | Paragraph:
    """A sentence for each band that any value falls into, in the order in which the bands were met."""
    guide = GUIDELINES[statistic]
    bands: dict[Band, list[Judged]] = {}
    for judged in values:
        number = known(judged.value)
        if number is not None:
            bands.setdefault(guide.band(number), []).append(judged)
    if len(bands) == 1 and len(values) > 2 and len(next(iter(bands.values()))) == len(values):
        ((band, members),) = bands.items()
        return Paragraph(_sentence(guide, band, members, who=f"All {in_words(len(values))}"))
    found = tuple(_sentence(guide, band, members) for band, members in bands.items())
    return Bullets(found) if len(found) > 1 else Paragraph(" ".join(found))


def _sentence(guide: Guideline, band: Band, members: Sequence[Judged], who: str = "") -> str:
    who = who or joined([judged.name for judged in members])
    values = [judged.value for judged in members]
    shown = f"{guide.name} {percent(values[0], 1) if guide.percent else span(values)}"
    alone = members[0]
    if len(members) == 1 and known(alone.low) is not None and known(alone.high) is not None:
        shown += f", 95% interval {between(alone.low, alone.high)}"
    return f"{who}: {band.meaning} ({shown})."


def rule(statistic: str) -> Paragraph:
    """The rule of thumb, called so, with its source and what to keep in mind."""
    guide = GUIDELINES[statistic]
    return Paragraph(
        f"Rule of thumb for {guide.name}: {guide.rule} ({guide.citation.short}). Keep in mind: {guide.limit}."
    )


def unsure(statistic: str, values: Sequence[Judged]) -> list[str]:
    """The names of those whose interval reaches into another band, so that their standing is not certain."""
    guide = GUIDELINES[statistic]
    found = []
    for judged in values:
        low, high = known(judged.low), known(judged.high)
        if low is not None and high is not None and guide.band(low).standing != guide.band(high).standing:
            found.append(judged.name)
    return found
