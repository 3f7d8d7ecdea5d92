"""What confirmatory models claim: which items make a scale, or the text of a model, as models of these items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.validation.plan import Plan
from psychometrics.contract import StatisticError
from psychometrics.latent.model import LatentModel
from psychometrics.latent.specification import Defaults, model_of
from psychometrics.latent.structures import bifactor, correlated, one_factor, second_order
from psychometrics.latent.syntax import terms_of

Scales = Mapping[str, Sequence[str]]
"""The items of each scale, by its id."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The scales that structures are made of, and the text of a model of one's own.

    `growth` reads the text as lavaan's `growth()` does: intercepts of measured variables are 0, means of factors free.
    """

    scales: Scales
    text: str = ""
    growth: bool = False

    def model(self, structure: str, items: Sequence[str], *, means: bool) -> LatentModel:
        """The model of a structure over some items; raises `StatisticError` where there is none.

        With `means` those of items are free, as lavaan has it where people share clusters or left answers out. A name
        that is no structure's is that of the text.
        """
        defaults = Defaults(means=means)
        if structure == "one_factor":
            return one_factor(list(items), defaults=defaults)
        if structure not in ("bifactor", "second_order", "correlated"):
            return model_of(list(terms_of(self.text)), Defaults(means=means, growth=self.growth))
        scales = self._apart(items)
        if structure == "bifactor":
            return bifactor(scales, defaults=Defaults(scale="variance", orthogonal=True, means=means))
        if structure == "second_order":
            return second_order(scales, defaults=defaults)
        return correlated(scales, defaults=defaults)

    def _apart(self, asked: Sequence[str]) -> dict[str, list[str]]:
        """The scales with their items that were asked, where no two share one."""
        scales = {name: [item for item in own if item in asked] for name, own in self.scales.items()}
        if len(scales) < 2:
            raise StatisticError(
                "few_factors",
                "there is one scale, so this structure is that of one factor",
                "ask for one_factor",
            )
        items = [item for own in scales.values() for item in own]
        shared = sorted({item for item in items if items.count(item) > 1})
        if shared:
            raise StatisticError(
                "overlapping_subscales",
                f"scales share {', '.join(shared)}, which would measure two factors by definition",
                "write the model you mean, with --model",
            )
        for name, own in scales.items():
            if len(own) < 2:
                raise StatisticError(
                    "under_identified",
                    f"scale {name} has one item, whose error can't be told from its factor",
                    "leave the scale out, or write a model that fixes the error, with --model",
                )
        return scales


def claimed_by(plan: Plan) -> Claimed:
    """What the definition claims of the items that were asked, and the model text that was given."""
    scales = {scale.id: scale.names for scale in plan.subscales if scale.columns}
    return Claimed(scales, plan.choices.model or "")
