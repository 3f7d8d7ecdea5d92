"""Scores, intervals, changes and positions as words: the same on the page, in files and for a hub."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.language import count, say
from engine.printed import ABSENT, Number, Parted, capital, fixed, from_to, joined, per_cent, whole
from engine.report.document import Column
from engine.results.model import FrozenMeasure, Measures
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenChange, FrozenScore

SIGNS: Final[Mapping[int, str]] = {-1: "≤ ", 0: "", 1: "≥ "}
FEW_PEOPLE: Final = 8  # a good rate of fewer is still the view of few


def typically() -> str:
    """The head of a column of standard deviations."""
    return say("report.typically")


def number(measure: FrozenMeasure, value: float) -> str:
    """A score as printed: the measure's decimals, so that columns align."""
    return fixed(value, measure.decimals)


def signed_number(measure: FrozenMeasure, value: float) -> Number:
    """A difference as printed: with its sign, and none of nought."""
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return Number(f"{sign}{number(measure, abs(value))}", value, measure.decimals)


def bounded(measure: FrozenMeasure, value: float, end: str | None) -> str:
    """A score with the words that make it a bound, where it lies near an end of the scale."""
    return as_bound(number(measure, value), end)


def as_bound(number: str, end: str | None) -> str:
    """A printed number with the words that make it a bound: `90 or more`."""
    return number if end is None else say(f"report.bound.{end}", number=number)


def printed(measure: FrozenMeasure, score: FrozenScore) -> str:
    """A score's mean, as a bound where it lies near an end of the scale."""
    return bounded(measure, score.mean, score.end)


def interval(measure: FrozenMeasure, score: FrozenScore) -> Parted:
    """A score's 95% interval: `58 to 66`."""
    return span(measure, score.low, score.high)


def span(measure: FrozenMeasure, low: float, high: float) -> Parted:
    """Two ends in a measure's own decimals: `58 to 66`."""
    return from_to(number(measure, low), number(measure, high))


def change_words(measure: FrozenMeasure, score: FrozenScore) -> str:
    """The change in words: nothing is said of one that its interval does not tell from none."""
    if score.change is not None:
        return moved_words(measure, score.change)
    first, second = change_parts(measure, score)
    return f"{first} ({second})" if second else first


def moved_words(measure: FrozenMeasure, change: FrozenChange, *, ends: bool = True) -> str:
    """How far a score moved since the wave of the change, with the ends of its interval where they are wanted."""
    first, second = moved_parts(measure, change)
    words = f"{first} ({second})" if second and ends else first
    if change.moved is None:
        return words
    return Parted(words, ("", words), ("points", signed_number(measure, change.moved)))


def change_parts(measure: FrozenMeasure, score: FrozenScore) -> tuple[str, str]:
    """How far a score moved, and the 95% interval by which that was decided; empty at an end of the scale."""
    change = score.change
    if change is None:
        unlike = any(one.kind == "own" and one.reason == "not_comparable" for one in score.references)
        if unlike:
            return say("report.change.not_compared"), say("report.change.other_statements")
        return say("report.change.no_earlier"), ""
    return moved_parts(measure, change)


def moved_parts(measure: FrozenMeasure, change: FrozenChange) -> tuple[str, str]:
    """The same of one change, which is there."""
    if change.moved is None:
        return say("report.change.unclear"), ""
    direction = "up" if change.moved > 0 else "down"
    ends = [signed_number(measure, end) for end in (change.low, change.high) if end is not None]
    interval = say("printed.from_to", low=ends[0], high=ends[1]) if len(ends) > 1 else "".join(ends)
    return say(f"report.change.moved_{direction}", points=number(measure, abs(change.moved))), interval


def changed_since(waves: Sequence[str]) -> str:
    """The head of a column of changes."""
    return say("report.column.change_since", waves=joined(waves, "or"))


def level_label(measure: FrozenMeasure, score: FrozenScore) -> str | None:
    """The name of the level a score lies in, and which of how many it is; None for a measure without levels."""
    found = [(one.label, place) for place, one in enumerate(measure.levels, 1) if one.id == score.level]
    for label, place in found:
        return say("report.level", label=label, place=place, levels=len(measure.levels))
    return None


def agreement_words(score: FrozenScore) -> str:
    """How alike people see it, or why that is not told."""
    found = score.agreement
    if score.alike:
        return say("report.agreement.alike")
    if found is None:
        return say("report.agreement.hidden")
    if found.two_camps:
        return say("report.agreement.camps")
    word = (found.word or "").replace(" ", "_")
    return say(f"report.agreement.word_{word}") if word else ABSENT


def shares_of(shares: Sequence[int], ends: Sequence[int]) -> tuple[tuple[float, str], ...]:
    """Shares of a whole, with their words; what is only bounded from above shares what the others leave."""
    bounded_above = [end < 0 for end in ends]
    left = max(0, 100 - sum(share for share, low in zip(shares, bounded_above, strict=True) if not low))
    each = left / max(1, sum(bounded_above))
    lengths = [min(share, each) if low else share for share, low in zip(shares, bounded_above, strict=True)]
    whole = sum(lengths) or 1
    return tuple(
        (length / whole, cell) for length, cell in zip(lengths, share_cells(shares, ends), strict=True)
    )


def share_cells(shares: Sequence[int], ends: Sequence[int]) -> list[str]:
    """Shares in per cent, those that are bounds with their sign: `≤ 13`."""
    return [f"{SIGNS[end]}{share}" if end else whole(share) for share, end in zip(shares, ends, strict=True)]


def response_sentence(site: FrozenSchool) -> str:
    """How many answered, and in plain words what that is good for."""
    answered, roster, rate = site.responses, site.roster, site.rate
    if rate is None:
        reason = "no_roster" if not roster else "above_roster"
        return say(f"report.answered.without_{reason}", people=whole(answered))
    few = site.verdict == "good" and answered < FEW_PEOPLE
    good_for = "few" if few else site.verdict
    verdict = say(f"report.answered.verdict_{good_for}")
    people, of = whole(answered), whole(roster) if roster is not None else ""
    return say("report.answered.rate", people=people, of=of, rate=per_cent(rate), verdict=verdict)


def by_range(measures: Measures) -> list[Measures]:
    """The measures by the range of their scores: what differs in it shares no axis and no comparison."""
    ranges: dict[tuple[float, float], list[FrozenMeasure]] = {}
    for one in measures:
        ranges.setdefault((one.low, one.high), []).append(one)
    return list(ranges.values())


def nouns(measures: Measures, number: int) -> str:
    """What an instrument's measures are called: conditions where its construct map orders them, else measures."""
    word = "condition" if any(one.comes_first is not None for one in measures) else "measure"
    return count(f"report.noun.{word}", number)


def measure_column(measures: Measures) -> Column:
    """The column that names the measures of a table."""
    return Column(capital(nouns(measures, 1)))
