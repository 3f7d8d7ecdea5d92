"""How the slopes of a model's moments move with its parameters: what the exact Hessian needs beyond the slopes.

A parameter b moves the column u of another, a, by u_b times a number, and its column v by u_b and v_b times numbers;
the numbers are entries of inv(I - B) and of the factors' covariances. So a weighted sum of all second derivatives
takes no more than products of slopes.
"""

import numpy as np

from psychometrics.contract import Counts, Floats
from psychometrics.latent.implied import Entries, Matrices, Slopes
from psychometrics.latent.model import Matrix


def second_slopes(
    entries: Entries, matrices: Matrices, moved: Slopes, weight: Floats, pull: Floats | None = None
) -> Floats:
    """The sum over all cells of weight times each second derivative of Sigma, less twice `pull` times that of mu.

    weight: symmetric, items x items; pull: one an item, None where means are not modelled. Returns own x own
    parameters, symmetric, in the order of `moved.own`.
    """
    kinds, rows, columns = _by_entry(entries)
    effects, common = matrices.total_effects, matrices.factor_covariance
    wu, wv = weight @ moved.u, weight @ moved.v
    total = 2 * (
        _of_u(kinds, rows, columns, effects) * (wv.T @ moved.u)
        + _by_u(kinds, rows, columns, effects, common) * (wu.T @ moved.u)
        + _by_v(kinds, rows, columns, effects) * (wu.T @ moved.v)
    )
    if pull is not None:
        total = total - 2 * _of_means(kinds, rows, columns, matrices, moved, pull)
    return np.asarray(moved.sums.T @ total @ moved.sums)


def _by_entry(entries: Entries) -> tuple[np.ndarray, Counts, Counts]:
    """Matrix, row and column of each entry, in the order of the slopes."""
    kinds = np.concatenate([np.repeat(name, len(rows)) for name, (rows, _, _) in entries.at.items()])
    rows = np.concatenate([rows for rows, _, _ in entries.at.values()])
    columns = np.concatenate([columns for _, columns, _ in entries.at.values()])
    return kinds, rows, columns


def _is(kinds: np.ndarray, *names: Matrix) -> np.ndarray:
    return np.isin(kinds, names)


def _looked_up(matrix: Floats, rows: Counts, columns: Counts, of: np.ndarray, by: np.ndarray) -> Floats:
    """matrix[rows[a], columns[b]] for entries a in `of` and b in `by`, 0 elsewhere: entries x entries."""
    found = np.zeros((len(of), len(by)))
    if of.any() and by.any():
        found[np.ix_(of, by)] = matrix[np.ix_(rows[of], columns[by])]
    return found


def _of_u(kinds: np.ndarray, rows: Counts, columns: Counts, effects: Floats) -> Floats:
    """Of u_b in the move of u_a: only regressions and factor covariances have a u that moves."""
    by = _is(kinds, "lambda", "beta")
    found = _looked_up(effects.T, rows, columns, _is(kinds, "beta", "psi"), by)
    return found * _half_variances(kinds, rows, columns)[:, None]


def _by_u(kinds: np.ndarray, rows: Counts, columns: Counts, effects: Floats, common: Floats) -> Floats:
    """Of u_b in the move of v_a."""
    by, through = _is(kinds, "lambda", "beta"), _is(kinds, "lambda", "beta")
    found = _looked_up(common, columns, columns, through, by)
    found += _looked_up(effects, columns, columns, through, _is(kinds, "psi"))
    return found + _looked_up(effects.T, columns, columns, _is(kinds, "psi"), by)


def _by_v(kinds: np.ndarray, rows: Counts, columns: Counts, effects: Floats) -> Floats:
    """Of v_b in the move of v_a."""
    of = _is(kinds, "lambda", "beta")
    found = _looked_up(effects, columns, rows, of, _is(kinds, "beta", "psi"))
    return found * _half_variances(kinds, rows, columns)[None, :]


def _half_variances(kinds: np.ndarray, rows: Counts, columns: Counts) -> Floats:
    return np.where((kinds == "psi") & (rows == columns), 0.5, 1.0)


def _of_means(
    kinds: np.ndarray, rows: Counts, columns: Counts, matrices: Matrices, moved: Slopes, pull: Floats
) -> Floats:
    """`pull` times the second derivatives of the means: entries x entries."""
    effects, level = matrices.total_effects, matrices.factor_mean
    reach = matrices.loadings @ effects
    sized = _is(kinds, "lambda", "beta")
    # by how much each entry's column is multiplied in the mean: a level, or 1
    size = np.where(sized, level[np.where(sized, columns, 0)], 1.0)
    moves_with = _looked_up(
        effects.T, rows, columns, _is(kinds, "beta", "alpha"), _is(kinds, "lambda", "beta")
    )
    total = moves_with * size[:, None] * (pull @ moved.u)[None, :]
    own = np.zeros(len(kinds))
    own[kinds == "lambda"] = pull[rows[kinds == "lambda"]]
    own[kinds == "beta"] = (pull @ reach)[rows[kinds == "beta"]]
    levels = _looked_up(effects, columns, rows, sized, _is(kinds, "beta", "alpha")) * size[None, :]
    return np.asarray(total + own[:, None] * levels)
