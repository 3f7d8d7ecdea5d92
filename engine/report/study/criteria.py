"""Scores beside other variables of the same people."""

from collections.abc import Iterator

from engine.printed import ABSENT, bracketed, coefficient, count, joined, known, plural, several
from engine.report.document import Block, Paragraph, Section, Table
from engine.report.study.columns import Columns, how_many, named_table
from engine.validation.criteria import CriterionStudy
from engine.validation.study import ValidationStudy
from psychometrics.estimate import Estimate

HOW_TO_READ = (
    "How a score goes with something else that is known of the same people. The study prints the correlations and "
    "judges none: how large they should be follows from what the two are, and has to be said before anybody looks. A "
    "narrow range of either makes them smaller, and none of them shows what causes what."
)


def criteria_section(study: ValidationStudy) -> Section | None:
    """A part for each criterion; None where none was named."""
    if not study.criteria:
        return None
    parts = tuple(
        Section(f"criterion-{found.name}", f"With {found.name}", tuple(_blocks(study, found)))
        for found in study.criteria
    )
    return Section("criteria", "Relations to other variables", (Paragraph(HOW_TO_READ),), parts)


def _blocks(study: ValidationStudy, found: CriterionStudy) -> Iterator[Block]:
    missing = study.sample.n - found.n
    text = f"{several(found.n, 'person', 'people')} have a value of {found.name}"
    text += f"; {count(missing)} do not." if missing else "."
    if found.two is not None:
        text += (
            f" It has two values: {found.two[1]} counts as the higher, {found.two[0]} as the lower. The area under the "
            f"curve is the chance that somebody with {found.name} {found.two[1]} scores higher than somebody with "
            f"{found.name} {found.two[0]}; at .50 the score does not tell them apart at all."
        )
    compared = [scale for scale in found.subscales if scale.association is not None]
    clustered = [one.association.clusters for one in compared if one.association and one.association.clusters]
    if clustered:
        noun = study.plan.choices.cluster_noun
        many = several(max(clustered), noun, plural(noun))
        text += f" Intervals allow for people of one {noun} being alike ({many})."
    yield Paragraph(text)
    absent = [study.labels[scale.id] for scale in found.subscales if scale.association is None]
    if absent:
        yield Paragraph(f"Not computed for {joined(absent)}: the warnings of the analysis say why.")
    if compared:
        yield _table(study, found)


def _table(study: ValidationStudy, found: CriterionStudy) -> Table:
    columns: Columns = (
        ("n", how_many, "association.n"),
        ("r [95% CI]", _estimate, "association.r"),
        ("Without the score’s error", coefficient, "disattenuated"),
        ("Ranks: rho [95% CI]", _estimate, "association.rho"),
    )
    note = (
        "Without the score’s error: r over the square root of alpha, given where alpha is above 0 with its interval. "
        "The error of the other variable is in it still."
    )
    if found.two is not None:
        columns += (("Area [95% CI]", _estimate, "association.area"),)
        note = f"r: point-biserial. {note}"
    named = ((study.labels[scale.id], scale) for scale in found.subscales if scale.association is not None)
    return named_table(f"Scores and {found.name}", columns, named, note=note)


def _estimate(found: Estimate | None) -> str:
    if found is None:
        return ABSENT
    if known(found.lower) is None:
        return coefficient(found.value)
    return f"{coefficient(found.value)} {bracketed(found.lower, found.upper)}"
