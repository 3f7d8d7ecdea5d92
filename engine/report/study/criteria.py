"""Scores beside other variables of the same people."""

from collections.abc import Iterator, Sequence

from engine.printed import (
    ABSENT,
    bracketed,
    coefficient,
    count,
    decimal,
    joined,
    known,
    plural,
    several,
    short_probability,
)
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.columns import Columns, how_many, named_table
from engine.validation.criteria import MOST_COMPARED, Contrast, CriterionStudy
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
    if beside := tuple(_beside(study)):
        parts += (Section("criterion-several", "Which variable a score goes with more", beside),)
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
    if clustered and len(compared) > 1:
        yield Paragraph(
            "Scores are not compared with each other, nor what each adds: those tests take people as independent."
        )
    if len(compared) > MOST_COMPARED:
        yield Paragraph(
            f"Of more than {MOST_COMPARED} scores none are compared with each other: chance would find differences."
        )
    if found.contrasts:
        yield _contrasts(
            f"Which score goes with {found.name} more",
            ("First score", "Second score"),
            [(study.labels[one.first], one, study.labels[one.second]) for one in found.contrasts],
        )
    if found.adds:
        yield _adds(study, found)


def _beside(study: ValidationStudy) -> Iterator[Block]:
    """Of each score, one criterion beside another."""
    rows = [
        (f"{study.labels[scale.id]}: {one.first}", one, one.second)
        for found in study.criteria
        for scale in found.subscales
        for one in scale.against
    ]
    if rows:
        yield _contrasts("Correlations of one score with two variables", ("Score and first", "Second"), rows)


def _contrasts(caption: str, names: tuple[str, str], rows: Sequence[tuple[str, Contrast, str]]) -> Table:
    """Differences of correlations of the same people; Holm's p stands where there are several."""
    columns = ("n", "Difference of r", "t", "p", *(["p (Holm)"] if len(rows) > 1 else []))
    return table(
        caption,
        list(names),
        list(columns),
        [
            (
                first,
                second,
                count(one.found.n),
                coefficient(one.found.difference),
                decimal(one.found.statistic),
                short_probability(one.found.pvalue),
                *([short_probability(one.holm)] if len(rows) > 1 else []),
            )
            for first, one, second in rows
        ],
        note="Difference: r of the first less r of the second, with their signs, so two that run contrary ways differ "
        "for that alone. Williams’ t, of people who have all three values; a large p does not show both to be alike.",
    )


def _adds(study: ValidationStudy, found: CriterionStudy) -> Table:
    some = next(iter(found.adds.values()))
    return table(
        f"What each score adds to the others in telling {found.name}",
        ["Score"],
        ["Adds to R²", "F", "df", "p"],
        [
            (
                study.labels[id],
                coefficient(one.increment, 3),
                decimal(one.f),
                f"{count(one.df1)}, {count(one.df2)}",
                short_probability(one.pvalue),
            )
            for id, one in found.adds.items()
        ],
        note=f"All scores together explain R² = {coefficient(some.r2_full)} of {found.name} in the "
        f"{several(some.n, 'person', 'people')} who have them all; on average that is more than in other "
        "people. A score can add because another one is measured with error; one that adds little may still go with it "
        "as much as the others.",
    )


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
