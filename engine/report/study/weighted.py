"""What weights change, beside the same numbers without them."""

from collections.abc import Iterator

from engine.printed import coefficient, count, decimal, joined, percent, plural, several
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.columns import Columns, named_table, score_decimals
from engine.validation.study import ValidationStudy
from engine.validation.weighted import WeightedStudy


def weighted_section(study: ValidationStudy) -> Section | None:
    """None where nobody gave weights."""
    found = study.weighted
    if found is None:
        return None
    return Section("weighted", "Weighted results", tuple(_blocks(study, found)))


def _blocks(study: ValidationStudy, found: WeightedStudy) -> Iterator[Block]:
    yield Paragraph(
        "Only the numbers of this section are weighted: means, standard deviations, alpha and shares of levels. All "
        "others of this study count each person once: items, missing answers, correlations, factors, omega, groups, "
        "relations to other variables, norms and every verdict.",
        strong=True,
    )
    yield Paragraph(_source(study, found))
    if found.subscales:
        yield _means(study, found)
        yield _alphas(study, found)
        levels = _levels(study, found)
        if levels.rows:
            yield levels


def _source(study: ValidationStudy, found: WeightedStudy) -> str:
    text = f"Weights come from {found.source}."
    if found.margins is not None:
        begun = f"begun with {found.source}" if found.source else "begun with equal ones"
        text = (
            f"Weights, {begun}, were raked until the shares of {joined(found.columns)} were those of {found.margins} "
            f"({several(found.rounds or 0, 'round')})."
        )
    text += f" {several(found.n, 'person has one', 'people have one')}"
    if found.left_out:
        text += (
            f"; {count(found.left_out)} do not and are left out here"
            if found.left_out > 1
            else ("; one does not and is left out here")
        )
    text += (
        f". Weights run from {decimal(found.smallest)} to {decimal(found.largest)} times the mean. For a mean that has "
        f"nothing to do with the weights these people count as {count(round(found.effective_n))} of equal weight "
        f"(Kish’s design effect {decimal(found.design_effect)})."
    )
    if found.smallest == found.largest:
        text += " All weights are alike, so they change nothing."
    noun = study.plan.choices.cluster_noun
    if found.clusters is not None:
        return f"{text} Intervals allow for {several(found.clusters, noun, plural(noun))} as well."
    return text


def _means(study: ValidationStudy, found: WeightedStudy) -> Table:
    rows = []
    for scale in found.subscales:
        places = score_decimals(study.subscale(scale.id).score)
        rows.append(
            (
                study.labels[scale.id],
                count(scale.n),
                decimal(scale.mean, places),
                f"{decimal(scale.lower, places)} to {decimal(scale.upper, places)}",
                decimal(scale.unweighted_mean, places),
                decimal(scale.sd, places),
                decimal(scale.unweighted_sd, places),
            )
        )
    note = (
        "The interval takes the weights as given: that they were raked makes it a little too wide as a rule."
    )
    return table(
        "Rescaled scores, weighted and not",
        ["Scale"],
        ["n", "Mean, weighted", "95% interval", "Mean", "SD, weighted", "SD"],
        rows,
        note=note if found.margins is not None else None,
    )


def _alphas(study: ValidationStudy, found: WeightedStudy) -> Table:
    columns: Columns = (
        ("n", count, "n_complete"),
        ("Alpha, weighted", coefficient, "alpha"),
        ("Alpha", coefficient, "unweighted_alpha"),
    )
    named = ((study.labels[scale.id], scale) for scale in found.subscales)
    return named_table(
        "Alpha of people without a gap, weighted and not",
        columns,
        named,
        note="Of the weighted covariances, without an interval.",
    )


def _levels(study: ValidationStudy, found: WeightedStudy) -> Table:
    return table(
        "People at each level, weighted and not",
        ["Scale", "Level"],
        ["Weighted", "Unweighted"],
        [
            (study.labels[scale.id], level.label, percent(level.weighted, 1), percent(level.unweighted, 1))
            for scale in found.subscales
            for level in scale.levels
        ],
    )
