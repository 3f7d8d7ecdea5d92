"""People in groups: whether a score may be called a property of the school, and how precise its mean is."""

from collections.abc import Callable, Iterator, Sequence

from engine.printed import ABSENT, coefficient, count, decimal, known, percent, plural, probability, several
from engine.report import axes
from engine.report.document import Block, CaterpillarFigure, Mark, Paragraph, Section, Table, Whisker, table
from engine.report.study.columns import interval, scale_table, score_decimals
from engine.validation.levels import LevelStudy
from engine.validation.paths import at
from engine.validation.study import ValidationStudy
from engine.validation.subscales import SubscaleStudy
from psychometrics.latent.level_reliability import LevelReliability
from psychometrics.levels import AnovaIcc

MOST_GROUPS = 400  # more groups than this are thinned out, evenly from lowest to highest

Found = Sequence[tuple[SubscaleStudy, LevelStudy]]


def groups_section(study: ValidationStudy) -> Section:
    noun = study.plan.choices.cluster_noun
    if study.cluster is None:
        text = (
            "Whether scores say something about a school, a class or a team, and not only about people, can be told "
            "once the file has a column with each person’s group: add --cluster COLUMN."
        )
        return Section("groups", "Groups", (Paragraph(text),))
    found = [(scale, scale.levels) for scale in study.subscales if scale.levels is not None]
    blocks: list[Block] = [Paragraph(_opening(found, noun))] if found else []
    if compared := _that_have(found, "levels.levels"):
        blocks.append(_icc_table(compared, noun))
    if agreed := _that_have(found, "levels.agreement"):
        blocks.append(_agreement(agreed, noun))
    if of_items := _that_have(found, "levels.items"):
        blocks.append(_two_levels(of_items, noun))
    if factored := _that_have(found, "levels.factors"):
        blocks.append(_level_reliability(factored, noun))
    parts = [
        Section(f"groups-{scale.id}", scale.label, tuple(_scale(scale, level, study)))
        for scale, level in found
    ]
    return Section("groups", "Groups", tuple(blocks), tuple(part for part in parts if part.blocks))


def _that_have(found: Found, path: str) -> list[SubscaleStudy]:
    return [scale for scale, _ in found if at(path, scale) is not None]


def _opening(found: Found, noun: str) -> str:
    scores = found[0][1].scores
    sizes = [int(n) for n in scores.n]
    size = f"{min(sizes)}" if min(sizes) == max(sizes) else f"{min(sizes)} to {max(sizes)}"
    left = scores.left_out
    text = f"{several(scores.persons, 'person', 'people')} in {several(scores.groups, noun)}, {size} people a {noun}."
    if left:
        verb = "is" if left == 1 else "are"
        text += f" {several(left, 'person', 'people')} without a score or a {noun} {verb} left out."
    return text


def _icc_table(found: Sequence[SubscaleStudy], noun: str) -> Table:
    return scale_table(
        f"How much of a score lies between {plural(noun)}",
        (
            ("ICC(1), mean size", coefficient, "levels.levels.anova.icc1"),
            ("ICC(1), n0", coefficient, "levels.levels.anova.icc1_n0"),
            ("ICC(1), REML", coefficient, "levels.levels.reml.icc1"),
            ("95% interval", interval, "levels.levels.reml.icc1_interval"),
            ("ICC(2)", coefficient, "levels.levels.anova.icc2"),
            ("95% interval", interval, "levels.levels.anova.icc2_interval"),
            ("F (df)", _f_test, "levels.levels.anova"),
            ("p", probability, "levels.levels.anova.p"),
        ),
        found,
        note=(
            f"ICC(1): share of the differences between people that lies between {plural(noun)}, by analysis of "
            f"variance with their mean size and with n0, and by restricted maximum likelihood; they differ where "
            f"{plural(noun)} differ in size. ICC(2): reliability of the mean of a {noun} of average size."
        ),
    )


def _f_test(anova: AnovaIcc) -> str:
    return f"{decimal(anova.f)} ({anova.df_between}, {anova.df_within})"


def _agreement(found: Sequence[SubscaleStudy], noun: str) -> Table:
    summary = "levels.agreement.summary"
    return scale_table(
        f"Agreement within each {noun}: medians over {plural(noun)}",
        (
            ("rwg(j), uniform", coefficient, f"{summary}.rwgj_uniform.median"),
            ("at least .70", percent, f"{summary}.rwgj_uniform.share_70"),
            ("rwg(j), skewed", coefficient, f"{summary}.rwgj_skewed.median"),
            ("at least .70", percent, f"{summary}.rwgj_skewed.share_70"),
            ("r*wg(j)", coefficient, f"{summary}.rwgj_lindell.median"),
            ("AD, mean", decimal, f"{summary}.ad_mean.median"),
            ("AD, median", decimal, f"{summary}.ad_median.median"),
            ("awg(j)", coefficient, f"{summary}.awgj.median"),
        ),
        found,
        note=(
            "rwg(j) compares answers with what no agreement would look like: all options equally often (uniform), or a "
            "lean to one side (skewed). Read both: the uniform one alone calls almost every group agreed. AD: average "
            "deviation in points of the response scale, 0 is full agreement. At least .70: share of groups, a habit "
            "and not a law."
        ),
    )


def _two_levels(found: Sequence[SubscaleStudy], noun: str) -> Table:
    return scale_table(
        f"Alpha among people within a {noun}, and among the means of {plural(noun)}",
        (
            ("Within", coefficient, "levels.items.alpha_within"),
            ("Between", coefficient, "levels.items.alpha_between"),
        ),
        found,
        note="The value between is of means with their chance part; it is no reliability of those means. For that, "
        "read ICC(2) and the reliability of each mean.",
    )


def _level_reliability(found: Sequence[SubscaleStudy], noun: str) -> Table:
    return scale_table(
        f"Reliability at two levels, from a factor at each: people within a {noun}, and {plural(noun)}",
        (
            ("ω within", _omega("within"), "levels.factors"),
            ("ω between", _omega("between"), "levels.factors"),
            (f"Mean of a {noun}", coefficient, "levels.factors.shared_between"),
            ("Who was asked", coefficient, "levels.factors.raters"),
            ("Person’s score", coefficient, "levels.factors.config_total"),
        ),
        found,
        note="ω with its standard error in brackets; there is none where items have negative variances of their own. "
        f"The one between is of the mean of endlessly many people, which no {noun} has, and overstates. Mean of a "
        f"{noun}: how reliable the observed mean is (Lai, 2021), of as many people as the {plural(noun)} have, by "
        "the harmonic mean of sizes; who was asked: what it would be if only the choice of people, and not that of "
        "items, made it uncertain. Person’s score: true parts of both levels.",
    )


def _omega(level: str) -> Callable[[LevelReliability], str]:
    def printed(found: LevelReliability) -> str:
        value, error = (getattr(found, f"omega_{level}{end}") for end in ("", "_error"))
        return ABSENT if value > 1 else f"{coefficient(value)} ({coefficient(error, 3)})"

    return printed


def _scale(scale: SubscaleStudy, level: LevelStudy, study: ValidationStudy) -> Iterator[Block]:
    if level.property is not None:
        yield Paragraph(level.property.sentence)
    figure = _caterpillar(scale, level, study)
    if figure is not None:
        yield figure


def _caterpillar(scale: SubscaleStudy, level: LevelStudy, study: ValidationStudy) -> CaterpillarFigure | None:
    """Means with their intervals, lowest first; groups under the instrument's minimum are not shown."""
    if level.levels is None:
        return None
    noun, least = study.plan.choices.cluster_noun, study.plan.instrument.minimum_group
    overall = float(level.levels.reml.mean)
    reliability = dict(zip(map(str, level.levels.reml.labels), level.levels.reml.reliability, strict=True))
    rows = []
    for label, n, mean, sd, low, high in zip(
        level.means.labels,
        level.means.n,
        level.means.mean,
        level.means.sd,
        level.means.lower,
        level.means.upper,
        strict=True,
    ):
        if n >= least and known(low) is not None and known(high) is not None:
            whisker = Whisker(str(label), float(mean), float(low), float(high), not low <= overall <= high)
            rows.append((whisker, int(n), float(sd), reliability.get(str(label))))
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: row[0].value)
    every = -(-len(rows) // MOST_GROUPS)
    shown = rows[::every]
    score = scale.score
    ends = [end for row in shown for end in (row[0].low, row[0].high)]
    return CaterpillarFigure(
        title=f"{scale.label}: how precisely each {noun}’s mean is known",
        description=(
            f"The mean of each {noun} with its 95% interval, from the lowest to the highest. The table holds the same "
            "numbers."
        ),
        key=_key(level, noun, least, len(rows), every) + _unit(score),
        axis=axes.axis(ends, ticks=5),
        across=f"{several(len(shown), noun)}, lowest mean first",
        whiskers=tuple(row[0] for row in shown),
        mark=Mark(overall, f"mean of all {plural(noun)} {decimal(overall, score_decimals(score))}"),
        table=_means_table(scale, shown, noun, score_decimals(score)),
    )


def _unit(score: object) -> str:
    low, high = known(getattr(score, "low", None)), known(getattr(score, "high", None))
    return "" if low is None or high is None else f" Score from {low:g} to {high:g}."


def _key(level: LevelStudy, noun: str, least: int, fit: int, every: int) -> str:
    text = "Line: 95% interval · dot: mean, filled where the interval leaves out the mean of all."
    small = int((level.means.n < least).sum())
    if small:
        text += f" {several(small, noun)} with fewer than {least} people {'is' if small == 1 else 'are'} not shown."
    if every > 1:
        text += f" Of {count(fit)} {plural(noun)} every {every}th is drawn."
    return text


def _means_table(
    scale: SubscaleStudy, rows: Sequence[tuple[Whisker, int, float, float | None]], noun: str, decimals: int
) -> Table:
    return table(
        f"{scale.label}: means of {plural(noun)}, lowest first",
        [noun.capitalize()],
        ["n", "Mean", "SD", "95% interval", "Reliability of the mean"],
        [
            (
                whisker.label,
                count(n),
                decimal(whisker.value, decimals),
                decimal(sd, decimals),
                f"{decimal(whisker.low, decimals)} to {decimal(whisker.high, decimals)}",
                coefficient(reliable),
            )
            for whisker, n, sd, reliable in rows
        ],
        note="Reliability of the mean: how well this mean can be told from others, given the number of people.",
    )
