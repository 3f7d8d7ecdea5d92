"""Whether the survey itself works in a network, what its result can't tell, and how its numbers were made."""

from collections.abc import Sequence
from typing import Final

from engine.printed import (
    ABSENT,
    fixed,
    from_to,
    listed,
)
from engine.report.document import Bullets, Column, Paragraph, Section, Table
from engine.report.school.wording import by_range, measure_column, nouns
from engine.results.model import FrozenData, Measures
from engine.results.model_network import FrozenWithoutCareless

FAIR: Final = 0.70  # reliability of a person's score, as the guidelines for groups have it
TOLD_APART: Final = 0.60  # reliability of school means
USUAL_CARELESS: Final = 9  # per cent, at most, of adults: Maniaci and Rogge 2014
USUAL: Final = "3 to 9% that studies of adults find (Maniaci and Rogge 2014, doi:10.1016/j.jrp.2013.09.008)"


def health_section(data: FrozenData, without: FrozenWithoutCareless | None, measures: Measures) -> Section:
    """Reliability, missing answers, answers without reading."""
    texts = [*_reliability(measures)]
    if data.missing is not None:
        texts.append(f"{data.missing:.1f}% of the answers asked for are missing.")
    if data.careless is not None:
        more = data.careless > USUAL_CARELESS
        words = (
            f", more than the {USUAL}: look at how the survey was given"
            if more
            else f". Compare with the {USUAL}"
        )
        texts.append(f"{data.careless}% of the people answered as if without reading{words}.")
        texts += _without_careless(without, measures)
    blocks = (Bullets(tuple(texts)), _table(measures)) if texts else (_table(measures),)
    return Section("health", "Does the survey work?", blocks)


def _without_careless(found: FrozenWithoutCareless | None, measures: Measures) -> list[str]:
    """How far the means would move without the people who seem not to have read."""
    if found is None or found.reason is not None or not found.measures:
        return []
    known = found.measures
    moves = [
        max((abs(known[one.id].moves), one.label) for one in alike)
        for alike in by_range([one for one in measures if one.id in known])
    ]
    return [_moved(most, label, several=len(moves) > 1) for most, label in moves]


def _moved(most: float, label: str, *, several: bool) -> str:
    """How far the mean moves that moves most; of `several` ranges each is told by itself."""
    scores = f"no mean on the scale of {label}" if several else "no mean"
    if most == 0:
        return f"Without them {scores} would move by a point."
    unit = "a point" if most == 1 else f"{most:g} points"
    return f"Without them {scores} would move by more than {unit} (most: {label})."


def _reliability(measures: Measures) -> list[str]:
    found = [(one.label, one.alpha.value) for one in measures if one.alpha]
    texts = []
    if found:
        weak = [label for label, alpha in found if alpha < FAIR]
        texts.append(
            f"The statements of {listed(weak)} hang together less than they should."
            if weak
            else f"The statements of every {nouns(measures, 1)} hang together."
        )
    means = [(one.label, one.icc2) for one in measures if one.icc2 is not None]
    if means:
        weak = [label for label, icc2 in means if icc2 < TOLD_APART]
        texts.append(
            f"Means of schools can’t be told apart well enough in {listed(weak)}: "
            "differences between schools are mostly chance there."
            if weak
            else f"Means of schools can be told apart in every {nouns(measures, 1)}."
        )
    return texts


def _table(measures: Measures) -> Table:
    return Table(
        caption="Reliability in this wave, over all schools shown",
        columns=(
            measure_column(measures),
            Column("Alpha", "end"),
            Column("95% interval", "end"),
            Column("ICC(2), school means", "end"),
        ),
        rows=tuple(
            (
                one.label,
                fixed(one.alpha.value, 2) if one.alpha else ABSENT,
                from_to(fixed(one.alpha.low, 2), fixed(one.alpha.high, 2)) if one.alpha else ABSENT,
                fixed(one.icc2, 2) if one.icc2 is not None else ABSENT,
            )
            for one in measures
        ),
        note="Alpha: how far the statements go together among people; .70 or more is enough. ICC(2): how well means of "
        "schools of average size can be told apart; .60 or more is enough.",
        folded=True,
    )


def limits_section(not_for: Sequence[str]) -> Section:
    """What no survey of schools that chose to take part can tell."""
    texts = (
        "These are perceptions of the people who answered, not the effectiveness of anyone."
        + (f" Not for {listed(not_for, 'or')}." if not_for else ""),
        "Schools that take part chose to; their change is not the effect of a program.",
        "People come and go between waves, and people who learn about a subject judge it more critically.",
        "The lowest schools rise and the highest fall by chance alone.",
        "People who did not answer may see it otherwise.",
    )
    return Section("limits", "What this can’t tell you", (Bullets(texts),))


def methods_section() -> Section:
    """The rules of all the numbers above, with their sources."""
    return Section("methods", "How the numbers were made", tuple(Paragraph(text) for text in METHODS))


METHODS: Final = (
    "Only schools with enough answers are in any number, and a network’s mean is the mean of the schools’ printed "
    "scores, each school once. How many schools are hidden is not told.",
    "The change of each school is since its own earlier wave. Mean changes are tested by t over schools, adjusted by "
    "Holm over the measures; the sign test is exact and two-sided, and counts directions only. A school moved beyond "
    "its noise where the 95% interval of its own change leaves out zero; by chance alone one school in twenty does.",
    "Limits of what stands out are those of a funnel: 1.96 standard deviations, of schools and of sampling together "
    "(Spiegelhalter 2005, doi:10.1002/sim.1970). The curves are drawn for a school whose people differ as much as "
    "people usually do; each school was judged by how much its own people differ.",
)
