"""A study for the terminal: words first, then aligned tables, then what to look at and what to do next."""

import textwrap
from collections.abc import Iterator, Sequence

from engine.validation.levels import LevelStudy
from engine.validation.study import Study
from engine.validation.subscales import SubscaleStudy
from psychometrics.contract import Caution, finite

WIDTH = 100
MOST_CAUTIONS = 12
MOST_PLACES = 4
FIRST = frozenset(
    {"negative_item_rest", "negative_alpha", "constant_item", "items_not_asked", "no_items", "pairwise"}
)
"""Cautions that question the data or the keys come before those about a method."""

Row = Sequence[str]


def summary(study: Study) -> str:
    """The study in words and rounded numbers; the whole of it is in the JSON."""
    parts = [
        _opening(study),
        *_verdicts(study),
        _subscales(study),
        *(_items(one) for one in study.subscales if one.subscale.columns),
        *_levels(study),
        *_cautions(study),
        _next(study),
    ]
    return "\n\n".join(parts)


def _opening(study: Study) -> str:
    instrument, sample = study.plan.instrument, study.sample
    everything = f"{sample.complete} of them answered every item"
    if sample.complete == sample.n:
        everything = "all of them answered every item"
    lines = [
        instrument.title,
        f"{instrument.name}, {len(study.plan.items)} items; {study.provenance.data_name}: "
        f"{_count(sample.n, 'response')}, {everything}.",
    ]
    if sample.mcar is not None and finite(sample.mcar.p) is not None:
        at_random = "may well be missing at random" if sample.mcar.p >= 0.05 else "are not missing at random"
        lines.append(
            f"{_share(sample.share_missing)} of all answers are missing, and {at_random} "
            f"(Little's test: chi-square {sample.mcar.d2:.1f}, df {sample.mcar.df}, p {_p(sample.mcar.p)})."
        )
    return "\n".join(textwrap.fill(line, WIDTH) for line in lines)


def _verdicts(study: Study) -> Iterator[str]:
    """Alpha of every subscale, and of the rest what calls for a look."""
    shown = [one for one in study.verdicts if one.statistic == "alpha" or one.standing == "weak"]
    if shown:
        yield "What it says\n" + "\n".join(_bullet(one.sentence) for one in shown)


def _subscales(study: Study) -> str:
    header = ["", "items", "n", "mean", "SD", "0-100", "alpha", "95% interval", "omega", "SEM of sum"]
    return _table("Subscales", header, [_subscale(one) for one in study.subscales])


def _subscale(one: SubscaleStudy) -> Row:
    score, found = one.score, one.reliability
    interval = None if found is None else found.interval
    errors = None if found is None or found.errors is None else found.errors.overall
    return [
        one.id,
        str(len(one.subscale.items)),
        str(one.n),
        _two(None if score is None else score.mean),
        _two(None if score is None else score.sd),
        _one(None if score is None or one.subscale.subscale.score.rescale is None else score.rescaled_mean),
        _r(None if found is None else found.value),
        "-" if interval is None else f"{_r(interval.lower)} to {_r(interval.upper)}",
        _r(None if found is None or found.omega is None else found.omega.model),
        _two(None if errors is None else errors.standard_error),
    ]


def _items(one: SubscaleStudy) -> str:
    header = ["", "key", "n", "mean", "SD", "item-rest", "alpha if dropped"]
    alpha = None if one.reliability is None else one.reliability.alpha
    rows = []
    for place, name in enumerate(one.subscale.names):
        key = "R" if one.subscale.reverse[place] else ""
        if alpha is None:
            rows.append([name, key, *["-"] * 5])
            continue
        dropped = None if alpha.if_dropped is None else float(alpha.if_dropped.raw[place])
        rows.append(
            [
                name,
                key,
                str(int(alpha.items.n[place])),
                _two(alpha.items.mean[place]),
                _two(alpha.items.sd[place]),
                _r(alpha.items.item_rest[place]),
                _r(dropped),
            ]
        )
    title = f"Items of {one.subscale.subscale.label} (as in the data; R: turned for the score)"
    return _table(title, header, rows)


def _levels(study: Study) -> Iterator[str]:
    rows = [_level(one.id, one.levels) for one in study.subscales if one.levels is not None]
    if not rows:
        return
    header = [
        "",
        "groups",
        "n",
        "ICC(1) anova",
        "n0",
        "REML",
        "95% interval",
        "ICC(2)",
        "rwg(j)",
        "skewed",
        "AD",
    ]
    yield _table(f"Groups by {study.cluster} (rwg(j) and AD: means over groups)", header, rows)
    sentences = [
        _bullet(f"{one.subscale.subscale.label}: {one.levels.property.sentence}")
        for one in study.subscales
        if one.levels is not None and one.levels.property is not None
    ]
    if sentences:
        yield f"May the mean of a group in {study.cluster} be called its property?\n" + "\n".join(sentences)


def _level(id: str, study: LevelStudy) -> Row:
    found = study.levels
    summary = None if study.agreement is None else study.agreement.summary()
    interval = None if found is None else found.reml.icc1_interval
    return [
        id,
        str(study.scores.groups),
        str(study.scores.persons),
        _r(None if found is None else found.anova.icc1),
        _r(None if found is None else found.anova.icc1_n0),
        _r(None if found is None else found.reml.icc1),
        "-" if interval is None else f"{_r(interval[0])} to {_r(interval[1])}",
        _r(None if found is None else found.anova.icc2),
        _r(None if summary is None else summary["rwgj_uniform"].mean),
        _r(None if summary is None else summary["rwgj_skewed"].mean),
        _two(None if summary is None else summary["ad_mean"].mean),
    ]


def _cautions(study: Study) -> Iterator[str]:
    """Cautions of one kind together, so that thirty items with one trait do not fill the screen."""
    kinds: dict[tuple[str, str], list[Caution]] = {}
    for caution in study.cautions:
        kinds.setdefault((caution.code, caution.remedy), []).append(caution)
    if not kinds:
        return
    ordered = sorted(kinds.values(), key=lambda alike: alike[0].code not in FIRST)
    shown = [_bullet(_alike(alike)) for alike in ordered[:MOST_CAUTIONS]]
    left = sum(len(alike) for alike in ordered[MOST_CAUTIONS:])
    more = f"\n  and {left} more, in the JSON under `cautions`" if left else ""
    yield "Look at\n" + "\n".join(shown) + more


def _alike(alike: Sequence[Caution]) -> str:
    first = alike[0]
    if len(alike) == 1:
        return str(first)
    places = [caution.where for caution in alike[1:]]
    named = "; ".join(places[:MOST_PLACES]) + ("; ..." if len(places) > MOST_PLACES else "")
    return f"{first} (likewise {named})"


def _next(study: Study) -> str:
    steps = ["every number, unrounded: add --json study.json (docs/validate-json.md explains the names)"]
    if study.cluster is None:
        steps.append("people in schools or classes: add --cluster COLUMN")
    if any(caution.code == "negative_item_rest" for caution in study.cautions):
        steps.append("answers that stand already turned in the file: add --keyed all, or --keyed ITEM,ITEM")
    return "Next\n" + "\n".join(_bullet(step) for step in steps)


def _table(title: str, header: Row, rows: Sequence[Row]) -> str:
    """Columns of text: names at the left, numbers at the right."""
    widths = [max(len(row[place]) for row in [header, *rows]) for place in range(len(header))]
    lines = [title]
    for row in [header, *rows]:
        cells = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(("  " + "  ".join(cells)).rstrip())
    return "\n".join(lines)


def _bullet(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _share(share: float) -> str:
    return f"{100 * share:.1f}%"


def _p(p: float) -> str:
    return "< .001" if p < 0.0005 else f"= {p:.3f}".replace("= 0.", "= .")


def _one(value: float | None) -> str:
    return "-" if value is None or finite(value) is None else f"{value:.1f}"


def _two(value: float | None) -> str:
    return "-" if value is None or finite(value) is None else f"{value:.2f}"


def _r(value: float | None) -> str:
    """A coefficient that cannot exceed 1, without the zero before the point."""
    text = _two(value)
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
