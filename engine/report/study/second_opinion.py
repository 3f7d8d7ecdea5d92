"""What other programs say of the study's main numbers: the largest difference first, then each with its reason."""

from collections.abc import Iterator, Sequence
from typing import Final

from engine.printed import ABSENT, coefficient, count, decimal, joined, probability, several
from engine.report.document import Block, Bullets, Column, DefinitionList, Paragraph, Section, Table
from engine.validation.study import ValidationStudy
from psychometrics.second_opinion.answers import Program
from psychometrics.second_opinion.compared import ComparedNumber, Opinion, largest
from psychometrics.second_opinion.numbers import NUMBERS, Part
from psychometrics.second_opinion.opinion import Consulted, SecondOpinion
from psychometrics.second_opinion.reasons import CLOSE, REASONS

PARTS: Final[dict[Part, str]] = {
    "reliability": "Reliability",
    "one_factor": "One factor for each scale",
    "confirmatory": "Confirmatory models",
    "structure": "All items together",
    "scores": "Scores together",
    "clusters": "People in clusters",
    "groups": "Groups",
    "twice": "The same people twice",
    "raters": "Raters",
}
PAIRS: Final = {"loadings": "on", "phi": "with", "score_correlations": "with", "partial_correlations": "with"}
SMALLEST: Final = 0.00005
"""What four decimals still show."""


def second_opinion_section(study: ValidationStudy) -> Section | None:
    """None where no second opinion was asked for, or none could be."""
    found = study.second_opinion
    if found is None:
        return None
    return Section("second-opinion", "Second opinion", tuple(opinion_blocks(found)))


def opinion_blocks(found: SecondOpinion) -> Iterator[Block]:
    """The largest difference, who was asked, what that proves, and a table a part."""
    yield Paragraph(largest_in_words(found))
    yield from _with_reasons(found)
    yield Paragraph(_asked(found))
    yield Paragraph(
        "Where programs agree, a number is computed as others compute it. Whether the scores mean what they are meant "
        "to mean is another question: that programs agree is no evidence of validity."
    )
    left = [*_missing(found), *_unanswered(found)]
    if left:
        yield Bullets(tuple(left))
    for part, title in PARTS.items():
        own = [one for one in found.comparisons if NUMBERS[one.number].part == part]
        if own:
            yield _table(title, own)
    reasons = [name for name in REASONS if any(name in opinion.why for opinion in _opinions(found))]
    if reasons:
        yield Paragraph("The reasons", strong=True)
        yield DefinitionList(
            tuple((_capital(REASONS[name].short), f"{_capital(REASONS[name].sentence)}.") for name in reasons)
        )


def _opinions(found: SecondOpinion) -> list[Opinion]:
    return [opinion for comparison in found.comparisons for opinion in comparison.opinions]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# In words


def largest_in_words(found: SecondOpinion) -> str:
    """Where any program differs most, and why."""
    widest = largest(found.comparisons)
    if widest is None:
        return "No other program gave any of the numbers, so there is nothing to compare."
    comparison, opinion = widest
    if opinion.largest < SMALLEST:
        return f"No difference reaches {coefficient(SMALLEST, 5)}."
    size, ours = _difference(abs(opinion.difference)), _value(comparison, comparison.ours)
    text = f"The largest difference is {size}: {_named(comparison)}, where Barograph has {ours} and {opinion.program} "
    text += f"{_theirs(comparison, opinion)}."
    return f"{text} Why: {joined([REASONS[name].short for name in opinion.why])}." if opinion.why else text


def _with_reasons(found: SecondOpinion) -> Iterator[Paragraph]:
    """Whether every difference that can be seen has a reason; where none can be seen, nothing."""
    near = coefficient(CLOSE, 4)
    unknown = largest(found.comparisons, unknown=True)
    if unknown is not None:
        how_many = sum(one.left > CLOSE and not one.known for one in _opinions(found))
        text = f"Without a known reason: {several(how_many, 'difference')} of {near} or more, the largest in "
        text += f"{_named(unknown[0])} by {unknown[1].program}. Look into it before you rely on that number."
        yield Paragraph(text)
    elif any(one.largest >= CLOSE for one in _opinions(found)):
        yield Paragraph(f"Every difference of {near} or more has a reason that was tried on these data.")


def _asked(found: SecondOpinion) -> str:
    there = [one for one in found.programs if one.asked]
    given, asked = sum(one.answered for one in there), sum(one.asked for one in there)
    near = sum(one.largest < CLOSE for one in _opinions(found))
    if not there:
        return f"No program could be asked. That took {_seconds(found.seconds)}."
    names = joined([f"{one.program} {one.version}" for one in there])
    text = f"{names} {'were' if len(there) > 1 else 'was'} asked on the same answers, as they come, "
    text += (
        f"and gave {count(given)} of {several(asked, 'number')}; {count(near)} of these differ by less than "
    )
    text += f"{coefficient(CLOSE, 4)}. It took {_seconds(found.seconds)}"
    parts = [f"{one.program} {one.seconds:.1f}" for one in there if one.seconds is not None]
    return f"{text} ({joined(parts)})." if parts else f"{text}."


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} seconds"


def _missing(found: SecondOpinion) -> Iterator[str]:
    for one in found.programs:
        said = _standing(one)
        if said:
            yield f"{one.program} {said}"


def _standing(one: Consulted) -> str:
    match one.state:
        case "missing":
            return f"is not there: {one.remedy}."
        case "broken":
            return "is there and stopped; install it anew."
        case "not_reached":
            return "was not asked: the others took the time, or their process stopped."
        case "cut_off":
            return f"was cut off after {count(one.answered)} of {several(one.asked, 'number')}."
        case "answered":
            return ""


def _unanswered(found: SecondOpinion) -> Iterator[str]:
    """What a program stopped at, by program and cause."""
    groups: dict[tuple[Program, str], list[str]] = {}
    for one in found.unanswered:
        words = NUMBERS[one.number].words + (f" ({one.about})" if one.about else "")
        groups.setdefault((one.program, one.why), []).append(words)
    for (program, why), numbers in groups.items():
        cause = {"too_slow": "time was up", "stopped": "the process stopped"}.get(
            why, f"it stopped with {why}"
        )
        yield f"{program} did not give {joined(numbers)}: {cause}."


# Tables


def _table(title: str, comparisons: Sequence[ComparedNumber]) -> Table:
    """Folded where nobody differs, and without a column of reasons where there are none."""
    programs = list(dict.fromkeys(one.program for comparison in comparisons for one in comparison.opinions))
    rows = [_row(comparison, programs) for comparison in comparisons]
    columns = [
        Column("Number"),
        *(Column(name, "end") for name in ("Barograph", *programs, "Difference")),
        Column("Why"),
    ]
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    note = None
    if any(comparison.values > 1 for comparison in comparisons):
        note = "Of several values the one that differs most, with how many were compared."
    alike = all(comparison.largest < CLOSE for comparison in comparisons)
    return Table(title, tuple(columns), tuple(rows), note, folded=alike)


def _row(comparison: ComparedNumber, programs: Sequence[Program]) -> tuple[str, ...]:
    given = {one.program: one for one in comparison.opinions}
    theirs = (_theirs(comparison, given[program]) if program in given else ABSENT for program in programs)
    widest = max(comparison.opinions, key=lambda one: abs(one.difference))
    return (
        _named(comparison, counted=True),
        _value(comparison, comparison.ours),
        *theirs,
        _difference(widest.difference),
        _why(comparison),
    )


def _named(comparison: ComparedNumber, *, counted: bool = False) -> str:
    text = NUMBERS[comparison.number].words
    if comparison.about:
        text += f", {comparison.about}"
    if comparison.place:
        between = PAIRS.get(comparison.number, "")
        text += f": {f' {between} '.join(comparison.place)}"
    if counted and comparison.values > 1:
        text += f" ({count(comparison.values)} compared)"
    return text


def _value(comparison: ComparedNumber, value: float) -> str:
    match NUMBERS[comparison.number].printed:
        case "statistic":
            return decimal(value, 2)
        case "probability":
            return probability(value)
        case "coefficient":
            return coefficient(value, 3) if abs(value) < 1 else decimal(value, 3)


def _theirs(comparison: ComparedNumber, opinion: Opinion) -> str:
    """As the program gives it, where it gives fewer decimals than we print."""
    if opinion.decimals is not None:
        return coefficient(opinion.value, min(3, opinion.decimals))
    return _value(comparison, opinion.value)


def _difference(difference: float) -> str:
    if abs(difference) < SMALLEST:
        return "<.0001"
    return coefficient(difference, 4) if abs(difference) < 1 else decimal(difference, 2)


def _why(comparison: ComparedNumber) -> str:
    """The reasons; those that are not of all programs that gave the number, with the programs that they are of."""
    said: dict[str, list[str]] = {}
    for opinion in comparison.opinions:
        for name in opinion.why:
            said.setdefault(REASONS[name].short, []).append(opinion.program)
        if opinion.left > CLOSE and not opinion.known:
            said.setdefault("no known reason", []).append(opinion.program)
    together: dict[str, list[str]] = {"": []}
    for words, programs in said.items():
        named = "" if len(programs) == len(comparison.opinions) else f"{joined(programs)}: "
        together.setdefault(named, []).append(words)
    return "; ".join(f"{named}{', '.join(words)}" for named, words in together.items() if words)
