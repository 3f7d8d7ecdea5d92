"""The summary: what was done, what may be claimed, and the main numbers in one table."""

from collections.abc import Iterator

from engine.printed import capital, coefficient, decimal, in_words, joined, known, plural, several
from engine.report.document import Block, Section, Table
from engine.report.study.claims import claim_blocks
from engine.report.study.columns import Columns, brackets, how_many, len_of, scale_table
from engine.report.study.reliability import alphas
from engine.validation.study import ValidationStudy
from engine.validation.verdicts import copies
from psychometrics.guidelines import GUIDELINES


def summary_section(study: ValidationStudy) -> Section:
    blocks: list[Block] = [*claim_blocks(study), _overview(study)]
    return Section("summary", "Summary", tuple(blocks))


def lead(study: ValidationStudy) -> str:
    """One or two sentences for a reader who reads nothing else."""
    cut = GUIDELINES["alpha"].start("good")
    judged = [scale for scale in alphas(study.subscales) if known(scale.low) is not None]
    asked = f"{several(study.sample.n, 'person', 'people')} answered {several(len(study.items), 'item')}."
    asked = " ".join([asked, *_counted_twice(study)])
    if not judged:
        return f"{asked} No scale has enough items and answers to say how reliable its score is."
    low = [scale.name for scale in judged if (known(scale.high) or 0.0) < cut]
    undecided = [
        scale.name for scale in judged if (known(scale.low) or 0.0) < cut <= (known(scale.high) or 0.0)
    ]
    if len(undecided) == len(judged):
        return f"{asked} {_open(undecided, 'reliable enough to compare groups of people')}"
    sentence = f"{asked} {_enough(len(judged) - len(undecided), low, len(judged))}"
    return f"{sentence} {_open(undecided)}" if undecided else sentence


def _counted_twice(study: ValidationStudy) -> Iterator[str]:
    for scale in study.subscales:
        if copied := copies(scale):
            yield f"How reliable the score of {scale.label} is was not judged: {copied} are one item asked twice."


def _enough(decided: int, low: list[str], scales: int) -> str:
    purpose = "reliable enough to compare groups of people, by the usual rule of thumb"
    enough = decided - len(low)
    if scales == 1:
        return f"The score is {'not ' if low else ''}{purpose}."
    if enough == scales:
        return f"{'Both' if scales == 2 else f'All {in_words(scales)}'} scores are {purpose}."
    if len(low) == scales:
        return f"{'Neither' if scales == 2 else 'None'} of the {in_words(scales)} scores is {purpose}."
    words = f"{capital(in_words(enough)) if enough else 'None'} of {in_words(scales)} scores "
    words += f"{'are' if enough > 1 else 'is'} {purpose}"
    return f"{words}; {joined(low)} {'is' if len(low) == 1 else 'are'} not." if low else f"{words}."


def _open(names: list[str], what: str = "so") -> str:
    which = f"the score of {joined(names)} is" if len(names) == 1 else f"the scores of {joined(names)} are"
    return f"Whether {which} {what} stays open: the interval reaches across the rule of thumb."


def _overview(study: ValidationStudy) -> Table:
    columns = COLUMNS
    note = "Mean and SD on the items’ own response scale."
    if any(scale.levels is not None and scale.levels.levels is not None for scale in study.subscales):
        columns += LEVEL_COLUMNS
        many = plural(study.plan.choices.cluster_noun)
        note += f" ICC(1): share of differences between {many}; ICC(2): reliability of means of {many}."
    return scale_table("The scales at a glance", columns, study.subscales, note=note)


COLUMNS: Columns = (
    ("Items", len_of, "subscale.items"),
    ("n", how_many, "score.n"),
    ("Mean", decimal, "score.mean"),
    ("SD", decimal, "score.sd"),
    ("Alpha", coefficient, "reliability.value"),
    ("95% CI", brackets, "reliability.interval"),
    ("Omega", coefficient, "reliability.omega.model"),
)
LEVEL_COLUMNS: Columns = (
    ("ICC(1)", coefficient, "levels.levels.reml.icc1"),
    ("ICC(2)", coefficient, "levels.levels.anova.icc2"),
)
