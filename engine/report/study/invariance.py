"""Whether the items work alike in groups: what may be compared, scale by scale, and how the levels fit."""

from collections.abc import Iterator, Mapping

from engine.printed import ABSENT, coefficient, count, decimal, joined, probability
from engine.report.document import Block, Bullets, Paragraph, Section, Table, table
from engine.validation.confirmatory.fits import InvarianceStudy, LevelOfInvariance, Measures
from engine.validation.confirmatory.study import RETEST
from engine.validation.study import ValidationStudy
from psychometrics.latent.invariance_rule import Comparability

LEVELS = {
    "configural": "Same items, same scales",
    "thresholds": "and steps between options equal",
    "metric": "and loadings equal",
    "scalar": "and intercepts equal",
    "strict": "and residual variances equal",
}


def invariance_sections(study: ValidationStudy) -> tuple[Section, ...]:
    """One for each grouping in which invariance was asked for."""
    found = () if study.confirmatory is None else study.confirmatory.invariance
    return tuple(invariance_section(one, question_of(one), study.labels) for one in found)


def question_of(found: InvarianceStudy) -> str:
    """The heading under which a grouping is told."""
    if found.name == RETEST and found.same_people:
        return "Do the items work alike at both times?"
    return f"Do the items work alike by {found.name}?"


def invariance_section(found: InvarianceStudy, question: str, labels: Mapping[str, str]) -> Section:
    """What may be compared in the groups of one column, under the question that it answers."""
    return Section(f"alike-{found.name}", question, tuple(_blocks(found, labels)))


def _blocks(found: InvarianceStudy, labels: Mapping[str, str]) -> Iterator[Block]:
    groups = joined([f"{name} ({count(n)})" for name, n in found.n.items()])
    text = f"People without a gap in {groups}, by {found.estimator}."
    if found.same_people:
        names = joined(list(found.n))
        n = count(next(iter(found.n.values())))
        text = f"The same {n} people, who left no gap at any time ({names}), by {found.estimator}. Their times stand "
        text += (
            "side by side in one model: what is an item’s own at one time may go along with it at another."
        )
    if found.instead_of is not None:
        text += f" Levels are not compared by {found.instead_of}, which was asked for."
    if found.left_out:
        text += f" Left out, for too few people: {joined(list(found.left_out))}."
    yield Paragraph(text)
    say = time_sentence if found.same_people else scale_sentence
    yield Bullets(tuple(say(labels.get(one.id, one.id), one.found) for one in found.scales))
    gap = "A change between these times" if found.same_people else "A gap between these groups"
    yield Paragraph(
        f"{gap} is one of the scale where its items are shown to be understood alike. Where that "
        "stays open or could not be tested, nothing here says that they are, or that they are not."
    )
    if found.levels:
        yield _table(found)


def time_sentence(label: str, found: Comparability) -> str:
    """The same of times of the same people."""
    if found.outcome == "equal":
        return f"{label}: people understand its items alike at all times, so means over time can be compared."
    if found.outcome == "partly":
        items = joined(list(found.items))
        verb, them = ("is", "it") if len(found.items) == 1 else ("are", "them")
        text = f"{label}: {items} {verb} understood otherwise from time to time, the rest alike"
        return f"{text}; compare means without {them}."
    alike = "people understand its items alike at all times"
    if found.outcome == "differs":
        return f"{label}: it is not so that {alike}, and a change of means may be one of words."
    if found.outcome == "open":
        return f"{label}: it stays open whether {alike}; call no change of means one."
    return f"{label}: it could not be tested whether {alike} ({found.cause})."


def scale_sentence(label: str, found: Comparability) -> str:
    """What the rule says of a scale, in a sentence for a school leader."""
    if found.outcome == "equal":
        return f"{label}: the groups understand its items alike, so their means can be compared."
    if found.outcome == "partly":
        items = joined(list(found.items))
        verb = "is" if len(found.items) == 1 else "are"
        return (
            f"{label}: {items} {verb} understood otherwise from group to group, the rest alike; compare means without "
            f"{'it' if len(found.items) == 1 else 'them'}."
        )
    if found.outcome == "differs":
        return (
            f"{label}: the groups do not understand its items alike, so a gap of means may be one of words."
        )
    if found.outcome == "open":
        return (
            f"{label}: it stays open whether the groups understand its items alike; call no gap of means one."
        )
    return f"{label}: it could not be tested whether the groups understand its items alike ({found.cause})."


def _table(found: InvarianceStudy) -> Table:
    rows = []
    before: LevelOfInvariance | None = None
    for level in found.levels:
        rows.append(
            (
                LEVELS.get(level.level, level.level),
                f"{decimal(_index(level.measures, 'chisq'), 1)} ({decimal(_index(level.measures, 'df'), 0)})",
                coefficient(_index(level.measures, "cfi"), 3),
                _change(level, before, "cfi"),
                coefficient(_index(level.measures, "rmsea"), 3),
                _change(level, before, "rmsea"),
                ABSENT
                if level.cost is None
                else f"{decimal(level.cost.chisq, 1)} ({decimal(level.cost.df, 0)})",
                ABSENT if level.cost is None else probability(level.cost.pvalue),
                ", ".join(item for item, _ in level.suspects[:3]) or ABSENT,
            )
        )
        before = level
    return table(
        f"All scales {'at these times' if found.same_people else 'in these groups'}, level by level",
        ("Level",),
        ("χ² (df)", "CFI", "Change", "RMSEA", "Change", "Cost, Δχ² (df)", "p", "Most suspect"),
        rows,
        note="CFI and RMSEA are robust where such exist, else scaled. Δχ² is the scaled difference. A fall of CFI by "
        ".010 or a rise of RMSEA by .015 is often taken for too much (Cheung & Rensvold, 2002; Chen, 2007); the "
        "sentences above rest on the rule of docs/invariance.md. Most suspect: items that gain most if not held equal.",
    )


def _index(measures: Measures, name: str) -> float | None:
    for suffix in (".robust", ".scaled", ""):
        value = measures.get(name + suffix)
        if value is not None:
            return value
    return None


def _change(level: LevelOfInvariance, before: LevelOfInvariance | None, name: str) -> str:
    now = _index(level.measures, name)
    then = None if before is None else _index(before.measures, name)
    return ABSENT if now is None or then is None else decimal(now - then, 3)
