"""Scores in this sample: how they spread, where a score stands, and how surely a level is told."""

from collections.abc import Iterator, Sequence

from engine.printed import coefficient, count, decimal, percent
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.columns import Columns, named_table, score_decimals, tenths
from engine.validation.scores import ScoreStudy
from engine.validation.study import ValidationStudy

MOST_SCORES = 60  # a longer norm table is left to the JSON file

NORMS: Columns = (
    ("People", count, "n"),
    ("Percentile rank", tenths, "percentile"),
    ("z", decimal, "z"),
    ("T", tenths, "t"),
    ("T, normalized", tenths, "t_normalized"),
    ("Stanine", count, "stanine"),
)

Scored = Sequence[tuple[str, ScoreStudy]]


def norms_section(study: ValidationStudy) -> Section:
    found = [
        (scale.label, scale.score) for scale in study.subscales if scale.score is not None and scale.score.n
    ]
    if not found:
        text = "Nobody has a score: too little was answered, or the scales' items are not in these data."
        return Section("norms", "Scores and norms", (Paragraph(text),))
    blocks: list[Block] = [
        Paragraph(
            "Where a score stands among the people of this sample. These are norms for others only as far as the "
            "sample stands for them: a sample of volunteers stands for volunteers."
        ),
        _scores(found),
        _percentiles(found),
    ]
    blocks += _levels(found)
    if study.plan.instrument.norms:
        blocks.append(_published(study))
    return Section("norms", "Scores and norms", tuple(blocks), tuple(_tables(found)))


def _scores(found: Scored) -> Table:
    rows = []
    for label, score in found:
        places = score_decimals(score)
        rows.append(
            (
                label,
                count(score.n),
                count(score.unscored),
                decimal(score.mean),
                decimal(score.sd),
                decimal(score.rescaled_mean, places),
                decimal(score.rescaled_sd, places),
                f"{score.low:g} to {score.high:g}",
                percent(score.at_low),
                percent(score.at_high),
            )
        )
    return table(
        "Scores",
        ["Scale"],
        ["n", "No score", "Mean", "SD", "Mean, rescaled", "SD, rescaled", "From, to", "Lowest", "Highest"],
        rows,
        note="No score: too few items answered. Mean and SD on the items’ own scale and as the instrument rescales "
        "them (from, to). Lowest, highest: share of people with the lowest and highest possible score.",
    )


def _percentiles(found: Scored) -> Table:
    rows = []
    for label, score in found:
        rows.append((label, *(decimal(value, score_decimals(score)) for value in score.quantiles)))
    return table(
        "Percentiles of the rescaled scores",
        ["Scale"],
        ["5%", "10%", "25%", "50%", "75%", "90%", "95%"],
        rows,
        note="So many percent of people score at or below it (type 7).",
    )


def _levels(found: Scored) -> Iterator[Block]:
    rows = []
    for label, score in found:
        for place, level in enumerate(score.levels):
            above = score.levels[place + 1].start if place + 1 < len(score.levels) else None
            reach = (
                f"below {above:g}"
                if level.start is None and above is not None
                else f"from {level.start or score.low:g}"
            )
            if level.start is not None and above is not None:
                reach += f" to below {above:g}"
            rows.append((label, level.label, reach, count(level.n), percent(level.n / score.n)))
    if not rows:
        return
    yield table("Levels", ["Scale", "Level", "Score"], ["People", "Share"], rows)
    told = [(label, score.classification) for label, score in found if score.classification is not None]
    if told:
        yield named_table(
            "How surely a person’s level is told",
            (
                ("On the right level", percent, "accuracy"),
                ("On the same level twice", percent, "consistency"),
                ("Kappa", coefficient, "kappa"),
            ),
            told,
            note="From the scale’s reliability, taking scores to be normal. A single person’s level is uncertain "
            "near every cut.",
        )


def _published(study: ValidationStudy) -> Table:
    labels = {scale.id: scale.label for scale in study.plan.instrument.subscales}
    return table(
        "Norms that the instrument comes with",
        ["Scale", "Population", "Source"],
        ["n", "Mean", "SD"],
        [
            (
                labels.get(norm.subscale, norm.subscale),
                norm.population,
                f"{norm.source} ({norm.year}, {norm.status})",
                count(norm.n),
                decimal(norm.mean, 1),
                decimal(norm.sd, 1),
            )
            for norm in study.plan.instrument.norms
        ],
    )


def _tables(found: Scored) -> Iterator[Section]:
    blocks = []
    for label, score in found:
        norms = score.norms
        if norms is None or len(norms.score) > MOST_SCORES:
            continue
        named = (
            (
                decimal(value, score_decimals(score)),
                {name: getattr(norms, name)[place] for _, _, name in NORMS},
            )
            for place, value in enumerate(norms.score)
        )
        blocks.append(named_table(f"{label}: norm table of this sample", NORMS, named, names="Score"))
    if blocks:
        note = Paragraph(
            "Percentile rank: percent of people below a score plus half of those at it. T: mean 50, standard "
            "deviation 10; normalized: from the percentile rank. Stanine: 1 to 9. Scores that too many different "
            "patterns of answers lead to are not tabled here; the JSON file has them."
        )
        yield Section("norm-tables", "Norm tables", (note, *blocks))
