"""Groups of people compared on each scale: means, spread and alpha, with what such a comparison assumes."""

from engine.printed import (
    coefficient,
    count,
    decimal,
    joined,
    probability,
    several,
)
from engine.report.document import (
    Block,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.validation.groups import GroupComparison, GroupStudy
from engine.validation.scores import ScoreStudy
from engine.validation.study import Study


def comparison_sections(study: Study) -> tuple[Section, ...]:
    """One section for each way of grouping people."""
    return tuple(_section(study, one) for one in study.groups if one.subscales)


def _section(study: Study, found: GroupStudy) -> Section:
    item = study.plan.instrument.item_by_id.get(found.name)
    title = f"By {found.name}" if item is None else item.text
    blocks: list[Block] = [Paragraph(_words(found))]
    compared = [one for one in found.subscales if one.scores is not None]
    if compared:
        blocks.append(_tests(study, compared))
        blocks.append(_means(study, compared))
    return Section(f"by-{found.name}", title, tuple(blocks))


def _words(found: GroupStudy) -> str:
    text = (
        "A difference between groups can come from the people or from items that work differently in the groups. "
        "Whether the items work alike was not tested here, so read the differences as a description."
    )
    if found.left_out:
        verb = "is" if len(found.left_out) == 1 else "are"
        text += f" {joined(found.left_out)} {verb} left out: too few people."
    if found.unknown:
        text += f" {several(found.unknown, 'person', 'people')} did not say."
    return text


def _label(study: Study, id: str) -> str:
    return study.subscale(id).subscale.subscale.label


def _decimals(score: ScoreStudy | None) -> int:
    return 1 if score is not None and score.high - score.low >= 20 else 2


def _tests(study: Study, compared: list[GroupComparison]) -> Table:
    rows = []
    for one in compared:
        test = one.scores
        if test is None:
            continue
        g = (
            "–"
            if test.g is None
            else f"{decimal(test.g.value)} [{decimal(test.g.lower)}, {decimal(test.g.upper)}]"
        )
        rows.append(
            (
                _label(study, one.id),
                f"{decimal(test.f)} ({test.df1}, {decimal(test.df2, 1)})",
                probability(test.pvalue),
                coefficient(test.omega2, 3),
                g,
            )
        )
    two = any(one.scores is not None and one.scores.g is not None for one in compared)
    note = "Welch’s test lets the groups differ in spread. ω²: share of the variance that lies between the groups."
    if two:
        note += " Hedges’ g: the second group less the first, in standard deviations, with its 95% interval."
    return table(
        "Scores compared",
        ["Scale"],
        ["Welch’s F (df)", "p", "ω²", "Hedges’ g [95% CI]"][: 4 if two else 3],
        [row if two else row[:4] for row in rows],
        note=note,
    )


def _means(study: Study, compared: list[GroupComparison]) -> Table:
    rows = []
    for one in compared:
        if one.scores is None:
            continue
        places = _decimals(study.subscale(one.id).score)
        for group in one.scores.groups:
            interval = f"{decimal(group.mean.lower, places)} to {decimal(group.mean.upper, places)}"
            label = str(group.label)
            rows.append(
                (
                    _label(study, one.id),
                    label,
                    count(group.n),
                    decimal(group.mean.value, places),
                    interval,
                    decimal(group.sd, places),
                    coefficient(one.alpha.get(label)),
                )
            )
    return table(
        "Rescaled scores and alpha by group",
        ["Scale", "Group"],
        ["n", "Mean", "95% interval", "SD", "Alpha"],
        rows,
    )
