"""How a report names what confirmatory models speak of: scales, items, and the groups that people share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.validation.study import ValidationStudy

ALL_ITEMS: Final = {"general": "All items"}


@dataclass(frozen=True, slots=True)
class Naming:
    """Labels of scales and texts of items by id, and the noun of a cluster, where people are in clusters.

    `reverse` says of each item whether it is turned for its score. `item` and `scale` are the nouns of both.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    reverse: Mapping[str, bool] = field(default_factory=dict)
    noun: str = "group"
    clustered: bool = False
    item: str = "item"
    scale: str = "scale"

    def label(self, id: str) -> str:
        """The label of a scale, or of the factor behind all items."""
        return self.labels.get(id) or ALL_ITEMS.get(id, id)


def naming_of(study: ValidationStudy) -> Naming:
    """As the definition names them."""
    instrument = study.plan.instrument
    texts = {item.id: words for item in study.plan.items if (words := instrument.display(item)) != item.id}
    return Naming(
        study.labels, texts, study.plan.keyed, study.plan.choices.cluster_noun, study.cluster is not None
    )
