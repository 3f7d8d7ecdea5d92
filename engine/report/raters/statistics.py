"""Tables of agreement: intraclass correlations, kappas, Krippendorff's alpha, Kendall's W."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.printed import ABSENT, coefficient, count, decimal, percent, probability, several
from engine.ratings.agreement import PairAgreement, RaterStudy
from engine.ratings.sentences import MCGRAW_WONG, SHROUT_FLEISS, interval_of
from engine.report.document import Block, Paragraph, Section, table
from psychometrics.estimate import Estimate
from psychometrics.kappa import Weights

QUESTION: Final = {
    "ICC1": "One rating, by any rater; each target had other raters",
    "ICC2": "One rating; a harsher rater counts as disagreement",
    "ICC3": "One rating; only the order and distances of targets count",
    "ICC1k": "The mean of the ratings; each target had other raters",
    "ICC2k": "The mean of the ratings; a harsher rater counts as disagreement",
    "ICC3k": "The mean of the ratings; only the order and distances of targets count",
}
MOST_PAIRS: Final = 45
FEW_PAIRS: Final = 6
WEIGHTED: Final[Mapping[Weights, str]] = {"linear": "κ linear", "quadratic": "κ quadratic"}
SURE: Final = 1e-6
"""A standard error below this is 0: one rater gave all targets the same, or both agree wholly."""


def statistics_sections(study: RaterStudy) -> Iterator[Section]:
    """A section for each family that has something to show."""
    for id, title, blocks in (
        ("icc", "Intraclass correlations", list(_icc(study))),
        ("categories", "Agreement on categories", list(_categories(study))),
        ("alpha", "Krippendorff’s alpha", list(_alpha(study))),
        ("order", "Agreement on order", list(_order(study))),
    ):
        if blocks:
            yield Section(id, title, tuple(blocks))


def _icc(study: RaterStudy) -> Iterator[Block]:
    if study.icc is None:
        return
    names = [name for name in MCGRAW_WONG if study.design == "crossed" or name.startswith("ICC1")]
    rows = []
    for name in names:
        form = study.icc.forms[name]
        reach = interval_of(form)
        rows.append(
            (
                MCGRAW_WONG[name],
                SHROUT_FLEISS[name],
                QUESTION[name],
                coefficient(form.value),
                coefficient(reach.lower),
                coefficient(reach.upper),
                decimal(form.f),
                probability(form.p),
            )
        )
    left = f"; {several(study.icc.left_out, 'target')} with a gap left out" if study.icc.left_out else ""
    yield table(
        f"Intraclass correlations of {several(study.icc.targets, 'target')} and "
        f"{several(study.icc.raters, 'rater')}{left}",
        ["McGraw & Wong", "Shrout & Fleiss", "What it answers"],
        ["ICC", "95% low", "95% high", "F", "p"],
        rows,
        note="A for agreement, C for consistency, 1 for one rating, k for the mean of all. F and p test that targets "
        "do not differ at all, which says little about how well raters agree.",
    )
    if study.design == "crossed":
        icc = study.icc
        parts = (
            ("Targets", icc.variance_targets),
            ("Raters: how much harsher one is than another", icc.variance_raters),
            ("The rest: raters who order targets otherwise, and chance", icc.variance_residual),
        )
        whole = sum(max(value, 0.0) for _, value in parts)
        rows_of_variance = [
            (name, decimal(value, 3), percent(max(value, 0.0) / whole) if whole else ABSENT)
            for name, value in parts
        ]
        yield table(
            "Where the variance of a single rating comes from",
            ["Source"],
            ["Variance", "Share"],
            rows_of_variance,
        )


def _categories(study: RaterStudy) -> Iterator[Block]:
    rows = []
    if study.percent is not None and (study.fleiss is not None or study.pairs):
        rows.append(
            ("All raters the same, %", decimal(study.percent, 1), ABSENT, ABSENT, count(_judged(study)))
        )
    for name, found, reach in (
        ("Fleiss’ kappa", study.fleiss, study.fleiss_interval),
        ("Conger’s exact kappa", study.conger, study.conger_interval),
    ):
        if found is not None:
            rows.append((name, coefficient(found.value), *_ends(reach), count(found.targets)))
    if study.light is not None:
        rows.append(
            (
                "Light’s kappa: mean over pairs",
                coefficient(study.light.value),
                ABSENT,
                ABSENT,
                count(study.light.targets),
            )
        )
    if rows:
        yield table(
            "Agreement on categories of all raters",
            ["Statistic"],
            ["Value", "95% low", "95% high", "Targets"],
            rows,
            note="Fleiss’ takes any raters, Conger’s the same raters over all targets with what each prefers. Both "
            "leave the order of categories aside.",
        )
    if study.pairs:
        yield from _pairs(study.pairs)


def _judged(study: RaterStudy) -> int:
    return study.sample.complete if study.design == "crossed" else study.sample.targets


def _pairs(pairs: tuple[PairAgreement, ...]) -> Iterator[Block]:
    if len(pairs) > MOST_PAIRS:
        yield Paragraph(f"Cohen’s kappa of {count(len(pairs))} pairs is in the JSON file (--json).")
        return
    weighted = [(name, label) for name, label in WEIGHTED.items() if name in pairs[0].kappas]
    rows = []
    for pair in pairs:
        plain = pair.kappas["none"]
        reach = Estimate(plain.value, plain.lower, min(plain.upper, 1.0)) if plain.se > SURE else None
        row = (
            f"{pair.first}, {pair.second}",
            count(pair.targets),
            decimal(pair.percent, 1),
            coefficient(plain.value),
        )
        rows.append((*row, *_ends(reach), *(coefficient(pair.kappas[name].value) for name, _ in weighted)))
    numbers = ["Targets", "Same, %", "κ", "95% low", "95% high", *(label for _, label in weighted)]
    note = "Where one of two raters gave all targets the same, kappa is 0 whatever the other did."
    if weighted:
        note = (
            "Linear and quadratic weights count a near category as partly the same; quadratic lies near an intraclass "
            f"correlation. {note}"
        )
    found = table("Cohen’s kappa of each pair of raters", ["Raters"], numbers, rows, note=note)
    yield replace(found, folded=len(pairs) > FEW_PAIRS)


def _ends(reach: Estimate | None) -> tuple[str, str]:
    return (ABSENT, ABSENT) if reach is None else (coefficient(reach.lower), coefficient(reach.upper))


def _alpha(study: RaterStudy) -> Iterator[Block]:
    takes = {
        "nominal": "Same or not",
        "ordinal": "Ranks between two ratings",
        "interval": "Their difference",
        "ratio": "Their difference in relation to their sum",
    }
    rows = [
        (
            metric.capitalize(),
            takes[metric],
            coefficient(found.alpha.value, 3),
            *(_ends(found.interval)),
            count(found.alpha.units),
            count(found.alpha.ratings),
        )
        for metric, found in study.alpha.items()
    ]
    if rows:
        yield table(
            "Krippendorff’s alpha: 1 is agreement, 0 what chance gives",
            ["Level", "What counts as disagreement"],
            ["α", "95% low", "95% high", "Targets", "Ratings"],
            rows,
            note="Every target with two ratings or more is used. Choose the level by what the ratings are.",
        )


def _order(study: RaterStudy) -> Iterator[Block]:
    if study.kendall_w is None:
        return
    found = study.kendall_w
    row = (
        "Kendall’s W",
        coefficient(found.w, 3),
        decimal(found.chisq),
        count(found.df),
        probability(found.p),
        count(found.targets),
    )
    yield table(
        "Kendall’s coefficient of concordance, corrected for ties",
        ["Statistic"],
        ["W", "χ²", "df", "p", "Targets"],
        [row],
        note="0 to 1: how alike raters rank the targets. It sees order alone: raters two points apart everywhere agree "
        "wholly. p tests that ranks are at random; it is rough below about eight targets.",
    )
