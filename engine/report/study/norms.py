"""Scores in this sample: how they spread, where a score stands, and how surely a level is told."""

from collections.abc import Iterator, Sequence

from engine.printed import coefficient, count, decimal, percent
from engine.report.document import (
    Block,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.validation.scores import ScoreStudy
from engine.validation.study import Study

MOST_SCORES = 60  # a longer norm table is left to the JSON file

Scored = Sequence[tuple[str, str, ScoreStudy]]


def norms_section(study: Study) -> Section:
    found = [
        (one.id, one.subscale.subscale.label, one.score)
        for one in study.subscales
        if one.score is not None and one.score.n
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


def _decimals(score: ScoreStudy) -> int:
    return 1 if score.high - score.low >= 20 else 2


def _scores(found: Scored) -> Table:
    rows = []
    for _, label, score in found:
        places = _decimals(score)
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
    for _, label, score in found:
        rows.append((label, *(decimal(value, _decimals(score)) for value in score.quantiles)))
    return table(
        "Percentiles of the rescaled scores",
        ["Scale"],
        ["5%", "10%", "25%", "50%", "75%", "90%", "95%"],
        rows,
        note="So many per cent of people score at or below it (type 7).",
    )


def _levels(found: Scored) -> Iterator[Block]:
    rows = []
    for _, label, score in found:
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
    told = [(label, score.classification) for _, label, score in found if score.classification is not None]
    if told:
        yield table(
            "How surely a person’s level is told",
            ["Scale"],
            ["On the right level", "On the same level twice", "Kappa"],
            [
                (label, percent(one.accuracy), percent(one.consistency), coefficient(one.kappa))
                for label, one in told
            ],
            note="From the scale’s reliability, taking scores to be normal. A single person’s level is uncertain "
            "near every cut.",
        )


def _published(study: Study) -> Table:
    labels = {one.id: one.label for one in study.plan.instrument.subscales}
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
    for _, label, score in found:
        norms = score.norms
        if norms is None or len(norms.score) > MOST_SCORES:
            continue
        rows = zip(
            norms.score,
            norms.n,
            norms.percentile,
            norms.z,
            norms.t,
            norms.t_normalized,
            norms.stanine,
            strict=True,
        )
        blocks.append(
            table(
                f"{label}: norm table of this sample",
                ["Score"],
                ["People", "Percentile rank", "z", "T", "T, normalised", "Stanine"],
                [
                    (
                        decimal(value, _decimals(score)),
                        count(n),
                        decimal(rank, 1),
                        decimal(z),
                        decimal(t, 1),
                        decimal(normal, 1),
                        count(stanine),
                    )
                    for value, n, rank, z, t, normal, stanine in rows
                ],
            )
        )
    if blocks:
        note = Paragraph(
            "Percentile rank: per cent of people below a score plus half of those at it. T: mean 50, standard "
            "deviation 10; normalised: from the percentile rank. Stanine: 1 to 9. Scores that too many different "
            "patterns of answers lead to are not tabled here; the JSON file has them."
        )
        yield Section("norm-tables", "Norm tables", (note, *blocks))
