"""Fit of models of ordinal items: the plain, the scaled and the robust flavour of each index, by lavaan's names."""

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.fit_indices import ChiSquare, indices, mcdonald, robust_indices
from psychometrics.latent.ordinal_fit import OrdinalFit


def ordinal_measures(fit: OrdinalFit) -> dict[str, float | None]:
    """Chi-square, CFI, TLI, RMSEA with 90% interval and close-fit test, and SRMR, in three flavours.

    Plain names are those of the estimator's own misfit, which has no chi-square distribution (CFI too high);
    `.scaled` rest on the mean-and-variance adjusted chi-square; `.robust` estimate what ML would find for the
    correlations behind the items, and are None where these are not positive definite or thresholds are held equal.
    Of "dwls" there are plain ones only. SRMR is over correlations, the diagonal counted.
    Savalei (2021), doi:10.1080/00273171.2020.1717922.
    R: `lavaan::fitMeasures(ordinal, c("chisq", "chisq.scaled", "cfi.scaled", "cfi.robust", "rmsea.robust", "srmr"))`.
    """
    groups = len(fit.samples)
    people = fit.people - groups
    found: dict[str, float | None] = {"npar": fit.model.free, "ntotal": fit.people}
    found |= indices(fit.test, fit.baseline, people, groups).named()
    found |= _older(fit, people) | _of_residuals(fit)
    if fit.scaled is None or fit.baseline_scaled is None:
        return found
    found |= indices(fit.scaled, fit.baseline_scaled, people, groups, "scaled").named()
    found |= {
        "chisq.scaling.factor": fit.scaled.scaling,
        "chisq.shift.parameter": fit.scaled.shift,
        "baseline.chisq.scaled": fit.baseline_scaled.chisq,
        "baseline.df.scaled": fit.baseline_scaled.df,
        "baseline.chisq.scaling.factor": fit.baseline_scaled.scaling,
    }
    return found | _robust(fit, people)


def _older(fit: OrdinalFit, people: int) -> dict[str, float | None]:
    """Of the plain misfit; they are for comparing with other programs."""
    test, null = fit.test, fit.baseline
    return {
        "fmin": test.chisq / (2 * fit.people),
        "baseline.chisq": null.chisq,
        "baseline.df": null.df,
        "nfi": 1 - test.chisq / null.chisq if test.df <= null.df else None,
        "ifi": (null.chisq - test.chisq) / (null.chisq - test.df),
        "rni": 1 - (test.chisq - test.df) / (null.chisq - null.df),
        "mfi": mcdonald(test, people),
    }


def _of_residuals(fit: OrdinalFit) -> dict[str, float | None]:
    """SRMR over correlations and their diagonal; RMR and CRMR count thresholds as well, CRMR no diagonal."""
    pairs, items = len(fit.structure.pairs[0]), len(fit.model.items)
    missed = whole = 0.0
    roots = np.zeros(3)
    for group, (share, sample, weight) in enumerate(zip(fit.shares, fit.samples, fit.weights, strict=True)):
        off = fit.residuals(group)
        squares, cells = float(off @ off), len(off)
        roots += share * np.sqrt(
            [squares / (cells + items), float(off[-pairs:] @ off[-pairs:]) / (pairs + items), squares / cells]
        )
        missed += share * float(weight @ off**2)
        whole += share * float(weight @ sample.statistics**2)
    rmr, srmr, crmr = map(float, roots)
    gfi = 1 - missed / whole
    moments = sum(len(weight) for weight in fit.weights)
    agfi = 1 - moments / fit.test.df * (1 - gfi) if fit.test.df > 0 else 1.0
    return {"rmr": rmr, "srmr": srmr, "crmr": crmr, "gfi": gfi, "agfi": agfi}


def _robust(fit: OrdinalFit, people: int) -> dict[str, float | None]:
    found = _as_likelihood(fit)
    if found is None:
        names = ("cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue")
        return dict.fromkeys((f"{name}.robust" for name in names), None)
    own, null = found
    return robust_indices(own, _divided(own), null, _divided(null), people, len(fit.samples)).named()


def _divided(plain: ChiSquare) -> ChiSquare:
    return ChiSquare(plain.chisq / plain.scaling, plain.df, plain.scaling)


def _as_likelihood(fit: OrdinalFit) -> tuple[ChiSquare, ChiSquare] | None:
    """The ML misfit of the polychoric correlations at the values found, `scaling` its mean per df if the model holds.

    None where sample or model correlations are not positive definite, nothing is left over to test, or the model
    restricts thresholds: the correlations do not tell of those.
    """
    implied = [fit.correlation(group) for group in range(len(fit.samples))]
    possible = all(sample.positive_definite for sample in fit.samples) and _free_thresholds(fit)
    if fit.test.df <= 0 or not possible or any(np.linalg.eigvalsh(each)[0] <= 0 for each in implied):
        return None
    pairs = len(fit.structure.pairs[0])
    inverse: Floats = np.asarray(np.linalg.pinv(fit.information(), hermitian=True), dtype=np.float64)
    own, null = 0.0, 0.0
    for sample, model in zip(fit.samples, implied, strict=True):
        own += sample.n * _discrepancy(sample.correlation, model)
        null -= sample.n * float(np.linalg.slogdet(sample.correlation)[1])
    expected = _expected(fit, inverse, [_normal_weight(each) for each in implied])
    spread = sum(float(np.trace(sample.gamma[-pairs:, -pairs:])) for sample in fit.samples)
    null_df = pairs * len(fit.samples)
    return ChiSquare(own, fit.test.df, expected / fit.test.df), ChiSquare(null, null_df, spread / null_df)


def _free_thresholds(fit: OrdinalFit) -> bool:
    """Whether each threshold of each group is estimated by itself and nothing moves them together."""
    places = [p.free for p in fit.model.parameters if p.matrix == "tau"]
    moved = any(p.free for p in fit.model.parameters if p.matrix in ("nu", "alpha"))
    return not moved and 0 not in places and len(set(places)) == len(places)


def _discrepancy(sample: Floats, model: Floats) -> float:
    ratio = np.linalg.solve(model, sample)
    return float(np.trace(ratio) - len(sample) - np.linalg.slogdet(ratio)[1])


def _normal_weight(correlation: Floats) -> Floats:
    """Weight of the correlations' residuals in normal-theory ML, pairs x pairs: the second derivative of the misfit."""
    inverse = np.linalg.inv(correlation)
    i, j = np.triu_indices(len(correlation), 1)
    return np.asarray(
        inverse[i[:, None], i] * inverse[j[:, None], j] + inverse[i[:, None], j] * inverse[j[:, None], i]
    )


def _expected(fit: OrdinalFit, inverse: Floats, normal: list[Floats]) -> float:
    """Mean of the ML misfit where the model holds: trace of (I - P)' V (I - P) Gamma over all groups.

    Groups share parameters, so P couples them: the three products are summed group by group.
    """
    pairs = len(fit.structure.pairs[0])
    total = 0.0
    curved, mixed = np.zeros_like(inverse), np.zeros_like(inverse)
    for share, slope, weight, sample, curve in zip(
        fit.shares, fit.slopes, fit.weights, fit.samples, normal, strict=True
    ):
        moved, gamma = slope[-pairs:], sample.gamma[-pairs:, -pairs:]
        weighted = weight[-pairs:, None] * moved
        total += float(np.sum(curve * gamma))
        total -= 2 * share * float(np.sum(inverse * (weighted.T @ gamma @ curve @ moved)))
        curved += share * (moved.T @ curve @ moved)
        mixed += share * (weighted.T @ gamma @ weighted)
    return total + float(np.sum((inverse @ curved) * (inverse @ mixed).T))
