"""Levels of invariance of ordinal items, fitted to each group's thresholds and polychoric correlations."""

from collections.abc import Sequence

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.invariance import Measures
from psychometrics.latent.invariance_levels import Apart, Blocks, Level, invariant_model, levels_to_test
from psychometrics.latent.linearised import Linearised, carried, difference
from psychometrics.latent.model import LatentModel
from psychometrics.latent.ordinal_fit import Estimator, OrdinalFit, fit_ordinal
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_model import OrdinalStructure
from psychometrics.latent.ordinal_moments import OrdinalMoments
from psychometrics.latent.ordinal_score_tests import ordinal_linearised


class OrdinalLadder:
    """Levels of ordinal items, fitted to each group's thresholds and polychoric correlations."""

    def __init__(
        self,
        structure: LatentModel,
        blocks: Blocks,
        samples: Sequence[OrdinalMoments],
        estimator: Estimator = "wlsmv",
    ) -> None:
        self.blocks, self.samples, self.estimator = blocks, tuple(samples), estimator
        self._structure = structure
        self._options = [[len(chosen) for chosen in sample.options] for sample in samples]
        _require_same_options(blocks, self.samples)
        self.levels = levels_to_test(self._options)

    def named(self, item: int) -> str:
        name = self._structure.items[item]
        return name.rpartition("@")[0] if self.blocks.waves else name

    def model(self, level: Level, apart: Apart) -> LatentModel:
        return invariant_model(self._structure, self.blocks, level, self._options, apart)

    def fit(self, model: LatentModel, start: OrdinalFit | None) -> OrdinalFit:
        near = None if start is None else carried(start.free, start.model, model)
        return fit_ordinal(model, self.samples, self.estimator, near)

    def measures(self, fit: OrdinalFit) -> Measures:
        return ordinal_measures(fit)

    def near(self, fit: OrdinalFit) -> Linearised:
        return ordinal_linearised(fit)

    def slopes(self, fit: OrdinalFit, released: LatentModel) -> tuple[Floats, ...]:
        structure = OrdinalStructure(released, [sample.owner for sample in fit.samples])
        values = carried(fit.free, fit.model, released)
        return tuple(structure.jacobian(values, group) for group in range(released.groups))

    def explained(self, fit: OrdinalFit) -> Floats:
        shares = [
            1 - fit.structure.residual_variances(fit.free, group) * fit.structure.scales(fit.free, group) ** 2
            for group in range(len(fit.samples))
        ]
        return np.concatenate(shares)

    def difference(self, restricted: OrdinalFit, free: OrdinalFit) -> ChiSquare:
        plain = ChiSquare(restricted.test.chisq - free.test.chisq, restricted.test.df - free.test.df)
        return difference(plain, self.near(free), restricted.slopes)


def _require_same_options(blocks: Blocks, samples: Sequence[OrdinalMoments]) -> None:
    """Refuse an option that one block never chose: its thresholds cannot be held against the others'."""
    for item in range(blocks.items):
        chosen = []
        for block in range(blocks.count):
            group, row = blocks.place(block, item)
            chosen.append(set(samples[group].options[row].tolist()))
        everywhere, somewhere = set.intersection(*chosen), set.union(*chosen)
        if everywhere != somewhere:
            missing = ", ".join(str(option + 1) for option in sorted(somewhere - everywhere))
            name = samples[0].names[item]
            raise StatisticError(
                "empty_category",
                f"option {missing} of {name} was chosen in one group or wave and by nobody in another",
                "merge that option with its neighbour, leave the item out, or treat the items as continuous",
            )
