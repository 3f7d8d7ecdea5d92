"""Scores, intervals, changes and positions as words: the same on the page, in files and for a hub."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from engine.report.document import Column

Site = Any
Measure = Any
Measures = Sequence[Measure]
Score = Any

NONE: Final = "–"
BOUNDS: Final[Mapping[str | None, str]] = {"at_least": " or more", "at_most": " or less", None: ""}
SIGNS: Final[Mapping[int, str]] = {-1: "≤ ", 0: "", 1: "≥ "}
VERDICTS: Final[Mapping[str, str]] = {
    "good": "a good basis",
    "care": "read with care, as those who did not answer may see it otherwise",
    "low": "too few to speak for everyone, so take this as the view of those who answered",
}


def number(measure: Measure, value: float) -> str:
    """A score as printed: the measure's decimals, so that columns align."""
    return f"{value:.{measure['decimals']}f}"


def bounded(measure: Measure, value: float, end: str | None) -> str:
    """A score with the words that make it a bound, where it lies near an end of the scale."""
    return number(measure, value) + BOUNDS[end]


def printed(measure: Measure, score: Score) -> str:
    """A score's mean, as a bound where it lies near an end of the scale."""
    return bounded(measure, score["mean"], score["end"])


def interval(measure: Measure, score: Score) -> str:
    """A score's 95% interval: `58 to 66`."""
    return span(measure, score["low"], score["high"])


def span(measure: Measure, low: float, high: float) -> str:
    """Two ends in a measure's own decimals: `58 to 66`."""
    return f"{number(measure, low)} to {number(measure, high)}"


def change_words(measure: Measure, score: Score) -> str:
    """The change in words: nothing is said of one that its interval does not tell from none."""
    first, second = change_parts(measure, score)
    return f"{first} ({second})" if second else first


def change_parts(measure: Measure, score: Score) -> tuple[str, str]:
    """How far a score moved, and Hedges' g in a word; empty where there is no g."""
    change = score["change"]
    if change is None:
        return "no earlier result", ""
    if not change["clear"]:
        return "no clear change", ""
    direction = "up" if change["points"] > 0 else "down"
    return f"{direction} {number(measure, abs(change['points']))}", change["size"] or ""


def level_label(measure: Measure, score: Score) -> str | None:
    """The name of the level a score lies in; None for a measure without levels."""
    return next((one["label"] for one in measure["levels"] if one["id"] == score["level"]), None)


def agreement_words(score: Score) -> str:
    """How alike people see it, or why that is not told."""
    found = score["agreement"]
    if score["alike"]:
        return "almost all alike"
    if found is None:
        return "not shown"
    return "two camps" if found["two_camps"] else found["word"] or NONE


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
    return [f"{SIGNS[end]}{share}" for share, end in zip(shares, ends, strict=True)]


def response_sentence(site: Site) -> str:
    """How many answered, and in plain words what that is good for."""
    answered, roster, rate = site["responses"], site["roster"], site["rate"]
    if rate is None:
        reason = "how many were asked is not known" if not roster else "more answered than the roster lists"
        return f"{answered} people answered; {reason}, so the response rate can’t be given."
    return f"{answered} of {roster} people answered ({rate}%): {VERDICTS[site['verdict']]}."


def nouns(measures: Measures, count: int) -> str:
    """What an instrument's measures are called: conditions where its construct map orders them, else measures."""
    word = "condition" if any(one.get("comes_first") is not None for one in measures) else "measure"
    return word if count == 1 else f"{word}s"


def measure_column(measures: Measures) -> Column:
    """The column that names the measures of a table."""
    return Column(capital(nouns(measures, 1)))


def joined(labels: Sequence[str], last: str = "and") -> str:
    """Labels as part of a sentence: the first as it is, the others without their capital."""
    words = [labels[0], *(lowered(label) for label in labels[1:])]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a row, the last after a word; a comma stands before it where a name holds that word itself."""
    if len(names) == 1:
        return names[0]
    comma = "," if len(names) > 2 and any(f" {last} " in name for name in names) else ""
    return f"{', '.join(names[:-1])}{comma} {last} {names[-1]}"


def lowered(label: str) -> str:
    """A label within a sentence; one that begins with a capitalized abbreviation or name of its own stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def capital(words: str) -> str:
    """Words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def in_ten(probability: float | None) -> str:
    """A probability in tenths, as people say it."""
    return "" if probability is None else f"about {round(10 * probability)} in 10"


def day_words(day: str) -> str:
    """A day or a moment in ISO 8601 as people write the day: 8 May 2027."""
    found = date.fromisoformat(day[:10])
    return f"{found.day} {found:%B %Y}"
