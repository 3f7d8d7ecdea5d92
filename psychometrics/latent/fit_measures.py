"""Every measure of fit of a fitted model, by lavaan's names, each with its flavour."""

from dataclasses import dataclass
from math import log

from psychometrics.latent.fit_indices import Indices, indices, mcdonald, robust_indices
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.residuals import goodness_of_fit, root_mean_squares


@dataclass(frozen=True, slots=True)
class FitMeasures:
    """Indices of each flavour, and what has only one.

    `scaled` and `robust` are None where the estimator has no scaled test. `others` are by lavaan's names: the
    baseline's test, likelihood and information criteria, root mean square residuals, and older indices.
    """

    plain: Indices
    scaled: Indices | None
    robust: Indices | None
    others: dict[str, float | None]

    @property
    def preferred(self) -> Indices:
        """The flavour to read: robust, else scaled, else plain."""
        return self.robust or self.scaled or self.plain

    def named(self) -> dict[str, float | None]:
        """All by lavaan's names, `cfi.scaled` and the like beside the plain ones."""
        names = self.plain.named() | self.others
        for flavour in (self.scaled, self.robust):
            if flavour is not None:
                names |= flavour.named()
        return names


def fit_measures(fitted: Fitted) -> FitMeasures:
    """Chi-square, CFI, TLI, RMSEA, SRMR, AIC, BIC and the rest, as lavaan's `fitMeasures(f)`.

    Cut-points for them were found for some models with three factors and do not hold for all. Hu & Bentler (1999),
    doi:10.1080/10705519909540118; Marsh, Hau & Wen (2004), doi:10.1207/s15328007sem1103_2.
    R: `lavaan::fitMeasures(f, c("chisq.scaled", "cfi.robust", "rmsea.robust", "srmr", "bic"))`.
    """
    people, groups = fitted.counted, fitted.model.groups
    scaled = robust = None
    if fitted.scaled is not None and fitted.baseline_scaled is not None:
        scaled = indices(fitted.scaled, fitted.baseline_scaled, people, groups, "scaled")
        robust = robust_indices(
            fitted.test, fitted.scaled, fitted.baseline, fitted.baseline_scaled, people, groups
        )
    others = _sizes(fitted) | _of_baseline(fitted) | _information(fitted) | _of_residuals(fitted)
    if fitted.scaled is not None:
        others |= {"chisq.scaling.factor": fitted.scaled.scaling}
    if fitted.likelihood_scalings is not None:
        others |= dict(
            zip(("scaling.factor.h0", "scaling.factor.h1"), fitted.likelihood_scalings, strict=True)
        )
    return FitMeasures(indices(fitted.test, fitted.baseline, people, groups), scaled, robust, others)


def _sizes(fitted: Fitted) -> dict[str, float | None]:
    return {
        "npar": fitted.model.free,
        "ntotal": fitted.people,
        "fmin": fitted.discrepancy / 2,
        "mfi": mcdonald(fitted.test, fitted.people),
        "ecvi": (fitted.test.chisq + 2 * fitted.model.free) / fitted.people,
    }


def _of_baseline(fitted: Fitted) -> dict[str, float | None]:
    test, baseline = fitted.test, fitted.baseline
    names: dict[str, float | None] = {
        "baseline.chisq": baseline.chisq,
        "baseline.df": baseline.df,
        "baseline.pvalue": baseline.pvalue,
        # a model with more degrees of freedom than the baseline is not nested in it
        "nfi": 1 - test.chisq / baseline.chisq if test.df <= baseline.df else None,
        "ifi": (baseline.chisq - test.chisq) / (baseline.chisq - test.df),
        "rni": 1 - (test.chisq - test.df) / (baseline.chisq - baseline.df),
    }
    if fitted.baseline_scaled is not None:
        names |= {
            "baseline.chisq.scaled": fitted.baseline_scaled.chisq,
            "baseline.df.scaled": fitted.baseline_scaled.df,
            "baseline.pvalue.scaled": fitted.baseline_scaled.pvalue,
            "baseline.chisq.scaling.factor": fitted.baseline_scaled.scaling,
        }
    return names


def _information(fitted: Fitted) -> dict[str, float | None]:
    """Akaike's and the Bayesian criterion, the latter also for the sample size that Sclove adjusts."""
    if fitted.loglik is None:
        return {}
    deviance, free, people = -2 * fitted.loglik, fitted.model.free, fitted.people
    return {
        "logl": fitted.loglik,
        "unrestricted.logl": fitted.loglik_saturated,
        "aic": deviance + 2 * free,
        "bic": deviance + log(people) * free,
        "bic2": deviance + log((people + 2) / 24) * free,
    }


def _of_residuals(fitted: Fitted) -> dict[str, float | None]:
    roots = root_mean_squares(fitted)
    found: dict[str, float | None] = {"rmr": roots.rmr, "srmr": roots.srmr, "crmr": roots.crmr}
    if fitted.loglik is None:
        # GFI has another weight, and so another meaning, with each estimator
        return found
    gfi = goodness_of_fit(fitted)
    items = len(fitted.model.items)
    moments = fitted.model.groups * (items * (items + 1) // 2 + (items if fitted.model.means else 0))
    agfi = 1 - moments / fitted.test.df * (1 - gfi) if fitted.test.df > 0 else 1.0
    return found | {"gfi": gfi, "agfi": agfi}
