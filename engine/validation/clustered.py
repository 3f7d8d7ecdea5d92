"""Omega and the test of one factor where people share clusters: intervals that allow for these, or none."""

from dataclasses import replace

from engine.validation.cautions import Cautions
from engine.validation.clusters import ClusterSums
from psychometrics.cluster_fit import ClusterFit
from psychometrics.omega import OmegaTotal, logit_interval


def allowing_for_clusters(
    omega: OmegaTotal | None, clusters: ClusterSums | None, level: float, where: str, cautions: Cautions
) -> OmegaTotal | None:
    """Omega with intervals that allow for people who share a cluster, and without any where that cannot be.

    Where nobody is in clusters, and of omega without a test of fit, it stays as it is.
    """
    if omega is None or omega.fit is None or clusters is None or not clusters.n.any():
        return omega
    found = cautions.attempt(f"{where}, intervals of omega and RMSEA", lambda: clusters.fit(omega))
    if found is None:
        fit = replace(omega.fit, pvalue=None, rmsea_lower=None, rmsea_upper=None)
        return replace(omega, standard_error=None, lower=None, upper=None, fit=fit)
    return _corrected(omega, found, level)


def _corrected(omega: OmegaTotal, found: ClusterFit, level: float) -> OmegaTotal:
    lower, upper = logit_interval(omega.model, found.standard_error, level, found.degrees)
    fit = (
        None
        if omega.fit is None
        else replace(
            omega.fit,
            pvalue=found.pvalue,
            rmsea=found.rmsea,
            rmsea_lower=found.rmsea_lower,
            rmsea_upper=found.rmsea_upper,
        )
    )
    return replace(omega, standard_error=found.standard_error, lower=lower, upper=upper, fit=fit)
