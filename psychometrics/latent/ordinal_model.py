"""A factor model of ordinal items: thresholds added, and the correlations and thresholds that it implies."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.latent.implied import Array, ModelLayout, lower_pairs
from psychometrics.latent.model import LatentModel, Parameter, renumbered

Options = Sequence[Sequence[int]]
"""How many options each item has, by group and item."""


def ordinal(model: LatentModel, options: Options) -> LatentModel:
    """The model with its items read as ordinal: normal responses behind them, cut at free thresholds.

    `options` holds, per group, the number of options of each of `model.items`. Intercepts and residual variances
    are taken out: behind ordinal items neither can be told from where the thresholds lie. The response has
    variance 1 in each group (scale `delta` 1), so its residual variance is what the factors leave of 1; this is
    lavaan's default parameterisation. Raises `StatisticError` "shape" where the options do not fit the model.
    """
    if len(options) != model.groups or any(len(each) != len(model.items) for each in options):
        raise StatisticError(
            "shape", "options are not those of the model's items", "give one number an item and group"
        )
    kept = [
        parameter
        for parameter in model.parameters
        if parameter.matrix not in ("nu", "alpha", "tau", "delta") and not _own_residual(parameter)
    ]
    place = max((parameter.free for parameter in kept), default=0)
    for group, counts in enumerate(options):
        for item, count in enumerate(counts):
            kept.append(scale_of(model, item, group))
            for cut in range(count - 1):
                place += 1
                kept.append(threshold_of(model, item, cut, group, place))
    return renumbered(replace(model, means=True), kept)


def threshold_of(model: LatentModel, item: int, cut: int, group: int, free: int) -> Parameter:
    """The threshold between options `cut` and `cut` + 1 of an item."""
    return Parameter(model.items[item], "|", f"t{cut + 1}", "tau", item, cut, group, free)


def scale_of(model: LatentModel, item: int, group: int, free: int = 0) -> Parameter:
    """One over the standard deviation of the response behind an item, 1 where it is fixed."""
    name = model.items[item]
    return Parameter(name, "~*~", name, "delta", item, 0, group, free, 1.0)


def _own_residual(parameter: Parameter) -> bool:
    return parameter.matrix == "theta" and parameter.row == parameter.column


class OrdinalStructure:
    """Thresholds and correlations that a model implies, with their derivatives; made once a model.

    Statistics of a group are its thresholds, item by item, then the correlations of items i < j. An item whose
    residual variance is a parameter (fixed or free) has the scale that makes its variance 1; else its scale is the
    parameter `delta`. These are lavaan's parameterisations theta and delta.
    """

    def __init__(self, model: LatentModel, owners: Sequence[Counts]) -> None:
        self.model = model
        self.layout = ModelLayout(model)
        self._cuts = [_Cuts(model, group, owner) for group, owner in enumerate(owners)]
        self.pairs = np.triu_indices(len(model.items), 1)

    def implied(self, values: Floats, group: int) -> Floats:
        """Thresholds and correlations that these values of the free parameters imply."""
        cuts = self._cuts[group]
        matrices = self.layout.matrices(values, group)
        covariance = matrices.covariance
        scale = cuts.scales(values, covariance)
        thresholds = scale[cuts.owner] * (cuts.thresholds(values) - matrices.mean[cuts.owner])
        return np.concatenate([thresholds, (scale[:, None] * scale * covariance)[self.pairs]])

    def jacobian(self, values: Floats, group: int) -> Floats:
        """Derivatives of `implied` by the free parameters, statistics x parameters."""
        cuts = self._cuts[group]
        matrices = self.layout.matrices(values, group)
        slopes = self.layout.slopes(matrices, group)
        covariance, owner = matrices.covariance, cuts.owner
        scale, above = cuts.scales(values, covariance), cuts.thresholds(values) - matrices.mean[owner]
        of_mean, of_scale, of_variance, of_covariance = (
            np.zeros((rows, self.model.free))
            for rows in (len(scale), len(scale), len(scale), len(self.pairs[0]))
        )
        rows, columns = lower_pairs(len(scale))
        moved = slopes.of_covariances()
        of_variance[:, slopes.own] = moved[rows == columns]
        of_covariance[:, slopes.own] = moved[rows != columns]
        of_mean[:, slopes.own] = slopes.of_means()
        of_scale[cuts.free_scale_items, cuts.free_scales] = 1.0
        of_scale -= np.where(cuts.follows, scale**3 / 2, 0.0)[:, None] * of_variance
        of_cut = np.zeros((len(owner), self.model.free))
        of_cut[cuts.free_cut_places, cuts.free_cuts] = 1.0
        i, j = self.pairs
        of_cut = of_scale[owner] * above[:, None] + scale[owner, None] * (of_cut - of_mean[owner])
        by_scale = of_scale[i] * scale[j, None] + scale[i, None] * of_scale[j]
        of_pair = by_scale * covariance[i, j][:, None] + (scale[i] * scale[j])[:, None] * of_covariance
        return np.concatenate([of_cut, of_pair])

    def scales(self, values: Array, group: int) -> Array:
        """One over the standard deviation of the response behind each item."""
        return self._cuts[group].scales(values, self.layout.matrices(values, group).covariance)

    def thresholds(self, values: Array, group: int) -> Array:
        """Of all items, one after another, in the units of the responses."""
        return self._cuts[group].thresholds(values)

    def residual_variances(self, values: Array, group: int) -> Array:
        """What the factors leave of each response's variance, in the units of the response."""
        matrices = self.layout.matrices(values, group)
        total = 1 / self._cuts[group].scales(values, matrices.covariance) ** 2
        explained = np.diagonal(matrices.covariance - matrices.theta)
        return np.asarray(total - explained)


class _Cuts:
    """Where a group's thresholds and scales stand: fixed numbers, and places among the free parameters."""

    def __init__(self, model: LatentModel, group: int, owner: Counts) -> None:
        self.owner = owner
        starts = np.searchsorted(owner, np.arange(len(model.items)))
        own = model.in_group(group)
        cuts = [p for p in own if p.matrix == "tau"]
        scales = [p for p in own if p.matrix == "delta"]
        self.follows = np.zeros(len(model.items), dtype=bool)
        self.follows[[p.row for p in own if _own_residual(p)]] = True
        self._cuts, self._scales = np.zeros(len(owner)), np.ones(len(model.items))
        for p in cuts:
            self._cuts[starts[p.row] + p.column] = 0.0 if p.free else p.value
        for p in scales:
            self._scales[p.row] = 0.0 if p.free else p.value
        free = [p for p in cuts if p.free]
        self.free_cut_places = _indexes([starts[p.row] + p.column for p in free])
        self.free_cuts = _indexes([p.free - 1 for p in free])
        self.free_scale_items = _indexes([p.row for p in scales if p.free])
        self.free_scales = _indexes([p.free - 1 for p in scales if p.free])

    def thresholds(self, values: Array) -> Array:
        cuts = self._cuts.astype(np.result_type(self._cuts, values))
        cuts[self.free_cut_places] = values[self.free_cuts]
        return cuts

    def scales(self, values: Array, covariance: Array) -> Array:
        scales = self._scales.astype(np.result_type(self._scales, values))
        scales[self.free_scale_items] = values[self.free_scales]
        variances = np.diagonal(covariance)
        own = np.sqrt(np.where(np.real(variances) > 1e-12, variances, 1e-12))
        return np.where(self.follows, 1 / own, scales)


def _indexes(values: Sequence[int]) -> Counts:
    return np.asarray(values, dtype=np.int64)
