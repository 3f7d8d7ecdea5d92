"""What a study found, in numbers: everything that sentences, claims and methods are composed from."""

from dataclasses import dataclass

from engine.validation.allotment import AllotmentStudy
from engine.validation.composites import CompositeStudy
from engine.validation.confirmatory.fits import ConfirmatoryStudy
from engine.validation.correlations import ItemCorrelations, ScoreCorrelations
from engine.validation.criteria import CriterionStudy
from engine.validation.cuts import CutStudy
from engine.validation.groups import GroupStudy
from engine.validation.plan import Plan
from engine.validation.quality import QualityStudy
from engine.validation.retest import RetestStudy
from engine.validation.sample import ItemStudy, SampleStudy
from engine.validation.structure import Dimensionality, FactorStudy, ValidityStudy
from engine.validation.subscales import SubscaleStudy
from engine.validation.weighted import WeightedStudy


@dataclass(frozen=True, eq=False)
class Findings:
    """The numbers of a study. None where a part was not asked for, or does not exist: cautions say which."""

    plan: Plan
    cluster: str | None
    sample: SampleStudy
    quality: QualityStudy | None
    items: tuple[ItemStudy, ...]
    subscales: tuple[SubscaleStudy, ...]
    composites: tuple[CompositeStudy, ...]
    correlations: ItemCorrelations | None
    score_correlations: ScoreCorrelations | None
    dimensionality: Dimensionality | None
    factors: FactorStudy | None
    validity: ValidityStudy | None
    groups: tuple[GroupStudy, ...]
    criteria: tuple[CriterionStudy, ...]
    retest: RetestStudy | None
    weighted: WeightedStudy | None
    cuts: CutStudy | None
    allotment: AllotmentStudy
    confirmatory: ConfirmatoryStudy | None

    def subscale(self, id: str) -> SubscaleStudy:
        """The study of one subscale; raises `KeyError` for an id that is none."""
        for subscale in self.subscales:
            if subscale.id == id:
                return subscale
        raise KeyError(id)

    @property
    def labels(self) -> dict[str, str]:
        """The name of each subscale by its id."""
        return {subscale.id: subscale.label for subscale in self.subscales}
