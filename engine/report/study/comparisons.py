"""Groups of people compared on each scale: means, spread and alpha, with what such a comparison assumes."""

from engine.printed import coefficient, count, decimal, joined, probability, several
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.columns import Columns, estimate, named_table, score_decimals, thousandths
from engine.report.study.invariance import question_of
from engine.validation.groups import GroupComparison, GroupStudy
from engine.validation.study import ValidationStudy
from engine.validation.unexamined import untested_groupings
from psychometrics.known_groups import KnownGroups


def comparison_sections(study: ValidationStudy) -> tuple[Section, ...]:
    """One section for each way of grouping people."""
    return tuple(_section(study, grouping) for grouping in study.groups if grouping.subscales)


def _section(study: ValidationStudy, found: GroupStudy) -> Section:
    item = study.plan.instrument.item_by_id.get(found.name)
    title = f"By {found.name}" if item is None else study.plan.instrument.display(item)
    blocks: list[Block] = [Paragraph(_words(study, found))]
    compared = [scale for scale in found.subscales if scale.scores is not None]
    if compared:
        blocks.append(_tests(study, compared))
        blocks.append(_means(study, compared))
    return Section(f"by-{found.name}", title, tuple(blocks))


def _words(study: ValidationStudy, found: GroupStudy) -> str:
    invariance = () if study.confirmatory is None else study.confirmatory.invariance
    tested = next((one for one in invariance if one.name == found.name), None)
    text = "A difference between groups can come from the people or from items that work differently in the groups. "
    if tested is not None:
        text += f"Whether the items work alike is told scale by scale under “{question_of(tested)}”."
    elif found.name in untested_groupings(study):
        text += (
            "Whether the items work alike could not be tested, and “What this study did not examine” says why: read "
            "the differences as a description."
        )
    else:
        text += "Whether the items work alike was not tested here, so read the differences as a description."
    if found.left_out:
        verb = "is" if len(found.left_out) == 1 else "are"
        text += f" {joined(found.left_out)} {verb} left out: too few people."
    if found.unknown:
        text += f" {several(found.unknown, 'person', 'people')} did not say."
    return text


def _tests(study: ValidationStudy, compared: list[GroupComparison]) -> Table:
    note = "Welch’s test lets the groups differ in spread. ω²: share of the variance that lies between the groups."
    columns: Columns = (
        ("Welch’s F (df)", _welch, "scores"),
        ("p", probability, "scores.pvalue"),
        ("ω²", thousandths, "scores.omega2"),
    )
    if any(scale.scores is not None and scale.scores.g is not None for scale in compared):
        columns += (("Hedges’ g [95% CI]", estimate, "scores.g"),)
        note += " Hedges’ g: the second group less the first, in standard deviations, with its 95% interval."
    named = ((study.labels[scale.id], scale) for scale in compared)
    return named_table("Scores compared", columns, named, note=note)


def _welch(test: KnownGroups) -> str:
    return f"{decimal(test.f)} ({test.df1}, {decimal(test.df2, 1)})"


def _means(study: ValidationStudy, compared: list[GroupComparison]) -> Table:
    rows = []
    for scale in compared:
        if scale.scores is None:
            continue
        places = score_decimals(study.subscale(scale.id).score)
        for group in scale.scores.groups:
            interval = f"{decimal(group.mean.lower, places)} to {decimal(group.mean.upper, places)}"
            label = str(group.label)
            rows.append(
                (
                    study.labels[scale.id],
                    label,
                    count(group.n),
                    decimal(group.mean.value, places),
                    interval,
                    decimal(group.sd, places),
                    coefficient(scale.alpha.get(label)),
                )
            )
    return table(
        "Rescaled scores and alpha by group",
        ["Scale", "Group"],
        ["n", "Mean", "95% interval", "SD", "Alpha"],
        rows,
    )
