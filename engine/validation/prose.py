"""Methods and results as a researcher would write them, to paste: APA style, rounded for reading.

Numbers are rounded here and nowhere before: two decimals for coefficients and statistics, three for p.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.printed import SPACE, bracketed, capital, coefficient, decimal, p_value, plural, several_in_words
from engine.validation.findings import Findings
from engine.validation.levels import LevelStudy
from engine.validation.prose_of_people import of_people
from engine.validation.provenance import Provenance
from engine.validation.rotations import ROTATION_KINDS
from engine.validation.subscales import SubscaleStudy
from psychometrics.careless import FlagCounts


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs for a method section and a results section."""

    methods: tuple[str, ...]
    results: tuple[str, ...]


def prose_of(study: Findings, provenance: Provenance) -> Prose:
    """The study in two sections of plain paragraphs."""
    return Prose(
        methods=tuple(_methods(study, provenance)),
        results=tuple(paragraph for paragraph in _results(study) if paragraph),
    )


def _methods(study: Findings, provenance: Provenance) -> Iterator[str]:
    instrument, sample = study.plan.instrument, study.sample
    items = len({item.id for subscale in study.subscales for item in subscale.subscale.items})
    yield (
        f"{instrument.title} (version {instrument.version}) was answered by {sample.n} people. Its {items} items form "
        f"{several_in_words(len(study.subscales), 'subscale')}; reverse-keyed items were turned before scoring, and a "
        "score was given only to people who answered the minimum number of items that the instrument asks for."
    )
    rule = (
        f"people who answered every item (n = {sample.basis_n})"
        if sample.basis == "complete"
        else f"all people who answered a pair of items (smallest n = {sample.basis_n})"
    )
    clustered = any(scale.reliability and scale.reliability.effective_n for scale in study.subscales)
    interval = "a 95% interval by a jackknife over clusters" if clustered else "Feldt's 95% interval"
    yield (
        f"Missing answers were not imputed. Correlations between all items, and what follows from them, rest on "
        f"{rule}. Internal consistency was estimated by coefficient alpha with {interval} and by omega "
        "from a one-factor model (maximum likelihood). The number of factors was judged by parallel analysis "
        f"({study.plan.choices.draws} draws, 95th percentile) and Velicer's minimum average partial; factors were "
        f"extracted by minimum residuals{_rotated(study)}."
    )
    noun = study.plan.choices.cluster_noun
    if study.cluster is not None:
        yield (
            f"People were nested in {plural(noun)} ({study.cluster}). ICC(1) was estimated by restricted maximum "
            "likelihood, ICC(2) by analysis of variance, and agreement by rwg(j) against a uniform and a slightly "
            "skewed null distribution, by the average deviation about the mean, and against random groups of the same "
            "sizes (an F ratio over all items with Box’s degrees of freedom)."
        )
    yield (
        f"Analyses were run with Barograph {provenance.versions['barograph']} (Python "
        f"{provenance.versions['python']}, NumPy {provenance.versions['numpy']}, SciPy "
        f"{provenance.versions['scipy']}), seed {study.plan.choices.seed}."
    )


def _rotated(study: Findings) -> str:
    if study.factors is None or study.factors.factors == 1:
        return ""
    kind = ROTATION_KINDS[study.plan.choices.rotation]
    related = "which lets factors correlate" if kind.oblique else "which keeps factors uncorrelated"
    return f" and rotated by {kind.name}, {related}"


def _results(study: Findings) -> Iterator[str]:
    yield _missing(study)
    yield _structure(study)
    for subscale in study.subscales:
        yield _subscale(subscale)
    for subscale in study.subscales:
        if subscale.levels is not None:
            yield _levels(subscale, subscale.levels, study.plan.choices.cluster_noun)
    yield from of_people(study)


def _missing(study: Findings) -> str:
    sample = study.sample
    text = f"All {sample.n} people answered every item."
    if sample.share_missing:
        text = (
            f"Of {sample.n} people, {sample.complete} answered every item of the subscales; "
            f"{decimal(100 * sample.share_missing, 1)}% of all answers were missing."
        )
    if sample.mcar is not None and np.isfinite(sample.mcar.p):
        found = sample.mcar
        text += (
            f" Little's test of answers missing completely at random gave chi-square({found.df}) = "
            f"{decimal(found.d2)}, p{SPACE}{p_value(found.p)}."
        )
    return text if study.quality is None else f"{text} {careless(study.quality.counts)}"


def careless(counts: FlagCounts) -> str:
    """How many people had several signs of careless answering, and that they were kept."""
    if not counts.two_flags:
        return "Nobody had two or more signs of careless answering."
    share, people = (
        decimal(100 * counts.share_flagged, 1),
        several_in_words(counts.two_flags, "person", "people"),
    )
    return (
        f"{capital(people)} ({share}%) had two or more signs of careless answering; they were kept, and results "
        "without them are given beside."
    )


def _structure(study: Findings) -> str:
    found, factors = study.dimensionality, study.factors
    if found is None:
        return ""
    text = ""
    if found.kmo is not None:
        text += f"Sampling adequacy was KMO = {coefficient(found.kmo.overall)}. "
    if found.parallel is not None:
        text += (
            f"Parallel analysis suggested {several_in_words(found.parallel.factors.suggested, 'factor')} and "
            f"{several_in_words(found.parallel.components.suggested, 'component')}"
        )
        text += "; " if found.map is not None else ". "
    if found.map is not None:
        opens = "The" if found.parallel is None else "the"
        text += f"{opens} minimum average partial suggested {several_in_words(found.map.components, 'component')}. "
    if factors is not None and factors.solution is not None:
        fit = factors.solution.fit
        share = decimal(100 * factors.solution.variance.cumulative[-1], 0)
        text += (
            f"{capital(several_in_words(factors.factors, 'factor'))} accounted for {share}% of the variance "
            f"(root mean square of residual correlations = {coefficient(fit.rmsr)})."
        )
    return text.strip()


def _subscale(subscale: SubscaleStudy) -> str:
    score, found = subscale.score, subscale.reliability
    if score is None or not score.n:
        return ""
    text = (
        f"{subscale.label} ({several_in_words(len(subscale.subscale.items), 'item')}): "
        f"M = {decimal(score.mean)}, SD = {decimal(score.sd)}, n = {score.n}"
    )
    if found is None or found.value is None:
        return text + "."
    text += f"; alpha = {coefficient(found.value)}"
    if found.interval is not None:
        text += f", 95% CI {bracketed(found.interval.lower, found.interval.upper)}"
    if found.omega is not None:
        text += f"; omega = {coefficient(found.omega.model)}"
        if found.omega.lower is not None and found.omega.upper is not None and found.effective_n is None:
            text += f", 95% CI {bracketed(found.omega.lower, found.omega.upper)}"
    overall = None if found.errors is None else found.errors.overall
    if overall is not None:
        text += (
            f"; standard error of measurement of the item mean = {decimal(overall.mean_score_standard_error)}"
        )
    return text + "."


def _levels(subscale: SubscaleStudy, levels: LevelStudy, noun: str) -> str:
    found = levels.levels
    if found is None:
        return ""
    low, high = found.reml.icc1_interval
    text = (
        f"{subscale.label} over {several_in_words(levels.scores.groups, noun)}: "
        f"ICC(1) = {coefficient(found.reml.icc1)}, 95% CI {bracketed(low, high)}; "
        f"ICC(2) = {coefficient(found.anova.icc2)}"
    )
    if levels.agreement is not None:
        summary = levels.agreement.summary()
        text += (
            f"; mean rwg(j) = {coefficient(summary['rwgj_uniform'].mean)} (uniform null), "
            f"{coefficient(summary['rwgj_skewed'].mean)} (slightly skewed null); mean average deviation = "
            f"{decimal(summary['ad_mean'].mean)}"
        )
    return text + "."
