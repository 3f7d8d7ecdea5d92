"""Convergent and discriminant validity: average variance extracted, HTMT, and Fornell and Larcker's test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.item_covariance import correlations_of, item_covariance

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Heterotrait:
    """Heterotrait-monotrait ratios between constructs: a symmetric matrix with 1 on its diagonal.

    A ratio is NaN where a construct has a single item, or items that do not correlate.
    """

    constructs: tuple[str, ...]
    ratios: Floats
    cautions: tuple[Caution, ...]

    def between(self, first: str, second: str) -> float:
        """The ratio of two constructs by name."""
        return float(self.ratios[self.constructs.index(first), self.constructs.index(second)])


@dataclass(frozen=True, slots=True)
class FornellLarcker:
    """Whether each construct shares more variance with its items than with any other construct.

    `squared_correlations` between constructs; `holds` one a construct: its `ave` is larger than every squared
    correlation in its row.
    """

    constructs: tuple[str, ...]
    ave: Floats
    squared_correlations: Floats
    holds: tuple[bool, ...]


def average_variance_extracted(loadings: ArrayLike, residuals: ArrayLike) -> float:
    """Average variance extracted: the share of a construct's item variance that its factor explains.

    `loadings` on a factor with variance 1 and `residuals`, one an item, in the same metric. Returns sum l^2 /
    (sum l^2 + sum u). Raises `StatisticError` when lengths differ. In the raw metric items with larger
    variance weigh more; give standardised values for the plain mean of squared loadings. It says nothing of
    discriminant validity by itself, and a high reliability goes with a low AVE when items are many.
    Fornell & Larcker (1981), doi:10.1177/002224378101800104. R: `semTools::AVE(fit)`.
    """
    own, rest = np.asarray(loadings, dtype=np.float64), np.asarray(residuals, dtype=np.float64)
    if own.ndim != 1 or own.shape != rest.shape or not own.size:
        raise StatisticError(
            "shape",
            f"{own.size} loadings and {rest.size} residual variances",
            "give one of each an item",
        )
    explained = float(own @ own)
    return explained / (explained + float(rest.sum()))


def htmt(
    correlations: ArrayLike, constructs: Mapping[str, Sequence[int]], *, names: Sequence[str] | None = None
) -> Heterotrait:
    """Heterotrait-monotrait ratio of correlations (HTMT), arithmetic means.

    `correlations`: items x items, complete, pairwise or polychoric (a covariance is rescaled).
    `constructs`: the columns of each construct's items, no item in two. `names` of items for messages.
    Returns a `Heterotrait`. Raises `StatisticError` for a column that does not exist or is named twice.

    mean |r| between the items of two constructs / sqrt(product of their mean |r| within). Absolute values
    make keys irrelevant and hide an item keyed wrongly. Assumes loadings alike within a construct (see
    `htmt2`). Near 1 means that the two are not told apart; .85 or .90 are rules of thumb.
    Henseler, Ringle & Sarstedt (2015), doi:10.1007/s11747-014-0403-8. R: `semTools::htmt(model, d, htmt2 =
    FALSE)`.
    """
    return _heterotrait(correlations, constructs, names, geometric=False)


def htmt2(
    correlations: ArrayLike, constructs: Mapping[str, Sequence[int]], *, names: Sequence[str] | None = None
) -> Heterotrait:
    """HTMT with geometric means (HTMT2), for items that load unequally on their construct.

    Parameters, result and errors as of `htmt`. A single correlation near zero pulls the geometric mean, and
    so the ratio, towards zero. Roemer, Schuberth & Henseler (2021), doi:10.1108/IMDS-02-2021-0082. R:
    `semTools::htmt(model, d)`.
    """
    return _heterotrait(correlations, constructs, names, geometric=True)


def htmt_errors(correlations: ArrayLike, n: int, constructs: Mapping[str, Sequence[int]]) -> Floats:
    """Standard errors of the logarithms of HTMT, constructs x constructs; NaN where there is no ratio.

    By the delta method, with the covariances that correlations of `n` people have under normality; for the rest as
    `htmt`. An interval is ratio * exp(-+ 1.96 error).
    Olkin & Finn (1990), doi:10.1037/0033-2909.108.2.330; Henseler et al. (2015).
    """
    S, _ = item_covariance(correlations, None)
    R = correlations_of(S)
    columns = [np.asarray(items, dtype=np.intp) for items in constructs.values()]
    errors = np.full((len(columns), len(columns)), np.nan)
    for i, first in enumerate(columns):
        for j, second in enumerate(columns[:i]):
            if min(len(first), len(second)) > 1:
                errors[i, j] = errors[j, i] = _log_ratio_error(R, first, second) / np.sqrt(n)
    return errors


def _log_ratio_error(R: Floats, first: Places, second: Places) -> float:
    """The standard error of log HTMT times the root of the number of people."""
    own = np.concatenate([first, second])
    rows, cols = np.triu_indices(len(own), 1)
    r = np.abs(R[own[rows], own[cols]])
    kind = (rows >= len(first)).astype(int) + (cols >= len(first)).astype(int)  # 0 and 2 within, 1 between
    power = {0: -0.5, 1: 1.0, 2: -0.5}
    gradient = np.zeros(len(r))
    for part, exponent in power.items():
        gradient[kind == part] = exponent / max(float(r[kind == part].sum()), 1e-12)
    gradient = gradient * np.sign(R[own[rows], own[cols]])
    return float(
        np.sqrt(max(gradient @ _correlations_covary(R[np.ix_(own, own)], rows, cols) @ gradient, 0.0))
    )


def _correlations_covary(R: Floats, rows: Places, cols: Places) -> Floats:
    """Covariances of correlations of normal items, times the number of people (Olkin & Finn)."""
    i, j, k, m = rows[:, None], cols[:, None], rows[None, :], cols[None, :]
    ij, km, ik, jm, im, jk = R[i, j], R[k, m], R[i, k], R[j, m], R[i, m], R[j, k]
    covary: Floats = (
        0.5 * ij * km * (ik**2 + im**2 + jk**2 + jm**2)
        + ik * jm
        + im * jk
        - ij * (ik * im + jk * jm)
        - km * (ik * jk + im * jm)
    )
    return covary


def fornell_larcker(ave: Mapping[str, float], construct_correlations: ArrayLike) -> FornellLarcker:
    """Fornell and Larcker's criterion: is AVE larger than every squared correlation with another construct?

    `ave` by construct; `construct_correlations`: latent (or disattenuated) correlations in the same order.
    Returns a `FornellLarcker`. Raises `StatisticError` when sizes differ. With correlations of observed
    scores it passes too easily, and it misses many failures that HTMT detects: report it second.
    Fornell & Larcker (1981), doi:10.1177/002224378101800104.
    """
    correlations = np.asarray(construct_correlations, dtype=np.float64)
    if correlations.shape != (len(ave), len(ave)):
        raise StatisticError(
            "shape",
            f"{len(ave)} constructs and correlations of shape {correlations.shape}",
            "give the correlations in the order of the constructs",
        )
    shared = correlations**2
    values = np.array(list(ave.values()), dtype=np.float64)
    others = np.where(np.eye(len(values), dtype=bool), -np.inf, shared)
    holds = tuple(bool(own > row.max(initial=-np.inf)) for own, row in zip(values, others, strict=True))
    return FornellLarcker(tuple(ave), values, shared, holds)


def _heterotrait(
    correlations: ArrayLike,
    constructs: Mapping[str, Sequence[int]],
    names: Sequence[str] | None,
    *,
    geometric: bool,
) -> Heterotrait:
    S, _ = item_covariance(correlations, names)
    size = np.abs(correlations_of(S))
    _check_columns(constructs, len(size))
    with np.errstate(divide="ignore"):
        scaled = np.log(size) if geometric else size
    columns = [np.asarray(items, dtype=np.intp) for items in constructs.values()]
    within = [scaled[np.ix_(own, own)][np.triu_indices(len(own), 1)] for own in columns]
    ratios = np.eye(len(columns))
    for i, first in enumerate(columns):
        for j, second in enumerate(columns[:i]):
            between = scaled[np.ix_(first, second)]
            ratios[i, j] = ratios[j, i] = _ratio(between, within[i], within[j], geometric=geometric)
    single = tuple(
        Caution(
            "single_item",
            f"construct {name}",
            "it has one item, so nothing to correlate within it",
            "measure it with two or more items, or leave it out of HTMT",
        )
        for name, own in zip(constructs, columns, strict=True)
        if len(own) < 2
    )
    return Heterotrait(tuple(constructs), ratios, single)


def _ratio(between: Floats, first: Floats, second: Floats, *, geometric: bool) -> float:
    """Mean between over the geometric mean of the two means within; logarithms come in when geometric."""
    if not first.size or not second.size:
        return float("nan")
    if geometric:
        inner = (float(first.mean()) + float(second.mean())) / 2
        return float(np.exp(between.mean() - inner)) if np.isfinite(inner) else float("nan")
    inner = float(first.mean()) * float(second.mean())
    return float(between.mean()) / np.sqrt(inner) if inner > 0 else float("nan")


def _check_columns(constructs: Mapping[str, Sequence[int]], count: int) -> None:
    seen: dict[int, str] = {}
    for name, items in constructs.items():
        if not len(items):
            raise StatisticError("no_items", f"construct {name} has no items", "give it its items' columns")
        for item in items:
            if not 0 <= item < count:
                raise StatisticError(
                    "columns",
                    f"construct {name} names column {item} of {count} items",
                    f"give columns from 0 to {count - 1}",
                )
            if item in seen:
                raise StatisticError(
                    "columns",
                    f"column {item} stands in construct {seen[item]} and in construct {name}",
                    "put each item in one construct",
                )
            seen[item] = name
