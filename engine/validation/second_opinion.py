"""The study's main numbers beside those of other programs on the same data: which numbers, and how ours are made."""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

import numpy as np

from engine.validation.asked_of_others import HandedOver, asked_of_others
from engine.validation.cautions import Cautions
from engine.validation.confirmatory.second_opinion import our_models
from engine.validation.data import Data
from engine.validation.findings import Findings
from engine.validation.plan import StudiedSubscale
from engine.validation.reliability import Reliability
from engine.validation.retest import RetestData
from psychometrics.agreement import rank_concordance
from psychometrics.contract import Floats, StatisticError
from psychometrics.correlations import partial_correlations
from psychometrics.dimensionality import bartlett, kmo
from psychometrics.estimate import Estimate
from psychometrics.extraction import minres
from psychometrics.factors import FactorSolution, explore
from psychometrics.intervals import feldt_interval
from psychometrics.known_groups import KnownGroups
from psychometrics.one_factor import OneFactorFit
from psychometrics.retest import RetestICC
from psychometrics.rotation import aligned, promax, rotation_criterion, varimax
from psychometrics.second_opinion.answers import Question
from psychometrics.second_opinion.material import Material, Structure
from psychometrics.second_opinion.opinion import SecondOpinion, second_opinion
from psychometrics.second_opinion.reasons import Ours

LEVEL = 0.95
"""Of the intervals that other programs give unasked."""

EARLY = 1e-5
"""The change of its criterion at which R's varimax and factor-analyzer's stop."""

Pair = tuple[Question, Ours]


def study_second_opinion(
    data: Data, findings: Findings, waves: RetestData | None, cautions: Cautions
) -> SecondOpinion | None:
    """What other programs say of the study's main numbers; None with a caution where they cannot be asked."""
    asked = cautions.attempt("second opinion", lambda: asked_of_others(data, findings, waves))
    if asked is None:
        return None
    found = second_opinion(asked.material, dict(_ours(findings, asked)))
    cautions.carry("second opinion", found.cautions)
    return found


def _ours(findings: Findings, asked: HandedOver) -> Iterator[Pair]:
    yield from _of_scales(findings, asked)
    yield from _of_structure(findings, asked)
    yield from our_models(findings.confirmatory)
    yield from _of_scores(findings, asked)
    yield from _of_clusters(findings, asked)
    yield from _of_groups(findings, asked)
    yield from _of_two_times(findings, asked)


def _number(value: float | None, about: str, **otherwise: float | None) -> Ours:
    """One number; what does not exist is NaN, and is compared with nothing."""
    other = {name: np.asarray(one) for name, one in otherwise.items() if one is not None}
    return Ours(np.asarray(np.nan if value is None else value, dtype=np.float64), other, None, about)


# Scales


def _of_scales(findings: Findings, asked: HandedOver) -> Iterator[Pair]:
    for place, subscale in enumerate(asked.scales):
        study = findings.subscale(subscale.id)
        own = study.reliability
        assert own is not None  # noqa: S101 asked only of scales with a reliability
        at, label = str(place), study.label
        yield Question("alpha", at), _number(own.value, label, **_constant_dropped(asked, place, own))
        if findings.plan.choices.level == LEVEL:
            yield from _ends(own, subscale, findings.sample.n, at, label)
        if own.omega is not None and own.omega.fit is not None and own.basis == "complete":
            fit = own.omega.fit
            yield Question("omega", at), _number(own.omega.model, label)
            yield Question("one_factor_chisq", at), _number(fit.chisq, label)
            yield Question("cfi", at), _number(fit.cfi, label)
            yield Question("rmsea", at), _number(fit.rmsea, label, **_without_clusters(own, fit))
            yield Question("srmr", at), _number(fit.srmr, label)


def _without_clusters(own: Reliability, fit: OneFactorFit) -> dict[str, float]:
    """RMSEA as of independent people: another number where people are in clusters and ours allows for these."""
    if own.basis == "pairwise" or not fit.df:
        return {}
    return {"independent": sqrt(max(fit.chisq - fit.df, 0.0) / (fit.df * own.n))}


def _ends(own: Reliability, subscale: StudiedSubscale, people: int, at: str, label: str) -> Iterator[Pair]:
    """The ends of alpha's interval, and of Feldt's for everybody; with clusters ours is neither."""
    if own.interval is None or own.value is None:
        return
    feldt = feldt_interval(own.value, own.n, len(subscale.columns))
    everybody = feldt_interval(own.value, people, len(subscale.columns))
    clustered = own.effective_n is not None
    for end in ("lower", "upper"):
        other = {"independent+all_rows" if clustered else "all_rows": np.asarray(getattr(everybody, end))}
        if clustered:
            other = {"independent": np.asarray(getattr(feldt, end)), **other}
        value = np.asarray(getattr(own.interval, end))
        yield Question(f"alpha_{end}", at), Ours(value, other, None, label)


def _constant_dropped(asked: HandedOver, place: int, own: Reliability) -> dict[str, float]:
    """Alpha without items that everybody answered alike, where there are any."""
    if own.alpha is None or not own.alpha.constant:
        return {}
    keyed = asked.material.keyed(asked.material.scales[place])
    whole = keyed[~np.isnan(keyed).any(axis=1)]
    C = np.cov(whole[:, np.ptp(whole, axis=0) > 0], rowvar=False)
    items = len(C)
    return {"constant_dropped": items / (items - 1) * (1 - float(np.trace(C)) / float(C.sum()))}


# Structure


def _of_structure(findings: Findings, asked: HandedOver) -> Iterator[Pair]:
    structure, found, factors = asked.material.structure, findings.dimensionality, findings.factors
    if structure is None or found is None or factors is None or factors.solution is None:
        return
    R, complete, n = _matrices(findings, factors.names)
    listwise = {} if factors.basis == "complete" or complete is None else _listwise(complete, n)
    if found.kmo is not None:
        yield Question("kmo"), _number(found.kmo.overall, "", **_only(listwise, "kmo"))
        other = {"listwise": listwise["kmo_items"]} if "kmo_items" in listwise else {}
        yield Question("kmo_items"), Ours(found.kmo.items, other, None, "", (found.names,))
    if found.bartlett is not None:
        chisq, p = found.bartlett.chisq, found.bartlett.p
        yield Question("bartlett_chisq"), _number(chisq, "", **_only(listwise, "bartlett_chisq"))
        yield Question("bartlett_p"), _number(p, "", **_only(listwise, "bartlett_p"))
    yield from _of_factors(R, structure, factors.solution)


def _only(listwise: Mapping[str, Floats], name: str) -> dict[str, float]:
    return {"listwise": float(listwise[name])} if name in listwise else {}


def _matrices(findings: Findings, names: Sequence[str]) -> tuple[Floats, Floats | None, int]:
    """The matrix that factors rest on, that of complete cases, and how many these are."""
    found = findings.correlations
    assert found is not None  # noqa: S101 there are factors
    at = np.ix_(*[[found.names.index(name) for name in names]] * 2)
    complete = None if found.complete is None else found.complete[at]
    pairwise = found.pearson[at]
    assert findings.factors is not None  # noqa: S101
    basis = complete if findings.factors.basis == "complete" and complete is not None else pairwise
    return basis, complete, found.n_complete


def _listwise(complete: Floats, n: int) -> dict[str, Floats]:
    """KMO and Bartlett's test of complete cases; empty where these do not have one."""
    try:
        adequacy, test = kmo(complete), bartlett(complete, n)
    except StatisticError:
        return {}
    return {
        "kmo": np.asarray(adequacy.overall),
        "kmo_items": adequacy.items,
        "bartlett_chisq": np.asarray(test.chisq),
        "bartlett_p": np.asarray(test.p),
    }


def _of_factors(R: Floats, structure: Structure, solution: FactorSolution) -> Iterator[Pair]:
    factors = tuple(f"F{place + 1}" for place in range(structure.factors))
    for rotation in structure.rotations:
        try:
            found = (
                solution
                if rotation == solution.rotation
                else explore(R, None, structure.factors, rotation=rotation, names=solution.names)
            )
        except StatisticError:  # the study says what it could not find; here there is nothing to compare
            continue
        yield (
            Question("loadings", rotation),
            Ours(
                found.loadings,
                _early(R, structure.factors, rotation),
                rotation_criterion(rotation) if structure.factors > 1 else None,
                rotation if structure.factors > 1 else "one factor",
                (found.names, factors),
            ),
        )
    first = structure.rotations[0]
    if structure.factors > 1:
        yield (
            Question("communalities", first),
            Ours(solution.communalities, {}, None, first, (solution.names,)),
        )
        yield Question("phi", first), Ours(solution.phi, {}, None, first, (factors, factors))


def _early(R: Floats, factors: int, rotation: str) -> dict[str, Floats]:
    """Loadings where the search for varimax stops as early as R's and factor-analyzer's."""
    if rotation not in ("varimax", "promax") or factors < 2:
        return {}
    A = minres(R, factors).loadings
    found = varimax(A, tolerance=EARLY) if rotation == "varimax" else promax(A, tolerance=EARLY)
    return {"stopped": aligned(found.loadings, found.phi)[0]}


# Scores, clusters, groups


def _of_scores(findings: Findings, asked: HandedOver) -> Iterator[Pair]:
    found = findings.score_correlations
    if found is None or not np.isfinite(found.pearson).all():
        return
    names = tuple(findings.labels[id] for id in found.names)
    yield Question("score_correlations"), Ours(found.pearson, {}, None, "", (names, names))
    if len(names) < 3:
        return
    try:
        free = partial_correlations(found.pearson)
        spread = partial_correlations(_over_everybody(asked.material))
    except StatisticError:
        return
    yield Question("partial_correlations"), Ours(free, {"overall_spread": spread}, None, "", (names, names))


def _over_everybody(material: Material) -> Floats:
    """Covariances of those with both scores over each score's standard deviation of all who have it."""
    scores = material.scores / np.nanstd(material.scores, axis=0, ddof=1)
    count = scores.shape[1]
    C: Floats = np.eye(count)
    for i in range(count):
        for j in range(i):
            both = np.isfinite(scores[:, i]) & np.isfinite(scores[:, j])
            C[i, j] = C[j, i] = np.cov(scores[both, i], scores[both, j])[0, 1]
    return C


def _of_clusters(findings: Findings, asked: HandedOver) -> Iterator[Pair]:
    for place, subscale in enumerate(asked.scored):
        study = findings.subscale(subscale.id)
        if study.levels is None or study.levels.levels is None:
            continue
        found = study.levels.levels.anova
        yield Question("icc1", str(place)), _number(found.icc1, study.label)
        yield Question("icc2", str(place)), _number(found.icc2, study.label)


def _of_groups(findings: Findings, asked: HandedOver) -> Iterator[Pair]:
    for at, grouping in enumerate(findings.groups):
        compared = {one.id: one.scores for one in grouping.subscales}
        for place, subscale in enumerate(asked.scored):
            found = compared.get(subscale.id)
            if found is not None:
                label = f"{findings.labels[subscale.id]}, by {grouping.name}"
                yield from _of_comparison(found, f"{at}.{place}", label)


def _of_comparison(found: KnownGroups, at: str, label: str) -> Iterator[Pair]:
    yield Question("welch_f", at), _number(found.f, label)
    yield Question("welch_df2", at), _number(found.df2, label)
    yield Question("welch_p", at), _number(found.pvalue, label)
    if found.g is not None:
        yield Question("hedges_g", at), _number(found.g.value, label)
    yield Question("eta2", at), _number(found.eta2, label)


# The same people twice


def _of_two_times(findings: Findings, asked: HandedOver) -> Iterator[Pair]:
    if findings.retest is None:
        return
    found = {one.id: one.icc for one in findings.retest.subscales}
    for place, id in enumerate(asked.twice):
        icc, label = found[id], findings.labels[id]
        if icc is not None:
            yield from _of_icc(icc, str(place), label)
            concordance = rank_concordance(asked.material.twice[place])
            yield Question("retest_w", str(place)), _number(concordance, label)


def _of_icc(icc: RetestICC, at: str, label: str) -> Iterator[Pair]:
    kinds: dict[str, Estimate] = {"agreement": icc.agreement, "consistency": icc.consistency}
    for name, found in kinds.items():
        yield Question(f"retest_{name}", at), _number(found.value, label)
        yield Question(f"retest_{name}_lower", at), _number(found.lower, label)
        yield Question(f"retest_{name}_upper", at), _number(found.upper, label)
