"""The summary: what was done, what may be claimed, and the main numbers in one table."""

from engine.printed import bracketed, capital, coefficient, count, decimal, in_words, joined, known, several
from engine.report.document import (
    Block,
    Section,
    Table,
    table,
)
from engine.report.study.claims import claim_blocks
from engine.report.study.reliability import alphas
from engine.validation.study import Study
from engine.validation.subscales import SubscaleStudy
from psychometrics.guidelines import GUIDELINES


def summary_section(study: Study) -> Section:
    blocks: list[Block] = [*claim_blocks(study), _overview(study)]
    return Section("summary", "Summary", tuple(blocks))


def lead(study: Study) -> str:
    """One or two sentences for a reader who reads nothing else."""
    cut = GUIDELINES["alpha"].start("good")
    judged = alphas(study.subscales)
    asked = f"{several(study.sample.n, 'person', 'people')} answered {several(len(study.items), 'item')}."
    if not judged:
        return f"{asked} No scale has enough items and answers to say how reliable its score is."
    low = [one.name for one in judged if (known(one.value) or 0.0) < cut]
    unsure = [one.name for one in judged if one.name not in low and (known(one.low) or 1.0) < cut]
    sentence = f"{asked} {_enough(len(judged), low)}"
    return f"{sentence} {_only_just(unsure)}" if unsure else sentence


def _enough(scales: int, low: list[str]) -> str:
    purpose = "reliable enough to compare groups of people, by the usual rule of thumb"
    if scales == 1:
        return f"The score is {'not ' if low else ''}{purpose}."
    if not low:
        return f"All {in_words(scales)} scores are {purpose}."
    if len(low) == scales:
        return f"None of the {in_words(scales)} scores is {purpose}."
    enough = scales - len(low)
    fine = (
        f"{capital(in_words(enough))} of {in_words(scales)} scores {'is' if enough == 1 else 'are'} {purpose}"
    )
    return f"{fine}; {joined(low)} {'is' if len(low) == 1 else 'are'} not."


def _only_just(names: list[str]) -> str:
    return f"{joined(names)} {'is' if len(names) == 1 else 'are'} so only just: another sample might say otherwise."


def _overview(study: Study) -> Table:
    levels = any(one.levels is not None and one.levels.levels is not None for one in study.subscales)
    columns = ["Items", "n", "Mean", "SD", "Alpha", "95% CI", "Omega"]
    return table(
        "The scales at a glance",
        ["Scale"],
        [*columns, "ICC(1)", "ICC(2)"] if levels else columns,
        [_row(one, levels) for one in study.subscales],
        note="Mean and SD on the items’ own response scale."
        + (
            " ICC(1): share of differences between groups; ICC(2): reliability of group means."
            if levels
            else ""
        ),
    )


def _row(one: SubscaleStudy, levels: bool) -> tuple[str, ...]:
    score, own = one.score, one.reliability
    interval = None if own is None else own.interval
    row = (
        one.subscale.subscale.label,
        count(len(one.subscale.items)),
        count(0 if score is None else score.n),
        decimal(None if score is None else score.mean),
        decimal(None if score is None else score.sd),
        coefficient(None if own is None else own.value),
        "–" if interval is None else bracketed(interval.lower, interval.upper),
        coefficient(None if own is None or own.omega is None else own.omega.model),
    )
    if not levels:
        return row
    found = None if one.levels is None else one.levels.levels
    return (
        *row,
        coefficient(None if found is None else found.reml.icc1),
        coefficient(None if found is None else found.anova.icc2),
    )
