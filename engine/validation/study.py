"""The validation study of an instrument on responses: run it here, read it from the tree it returns.

    Study
      plan: Plan                      instrument, choices, studied items and subscales
      sample: SampleStudy             n, missing answers, Little's test, who answered
      items: (ItemStudy, ...)         distribution of each item as answered, kinds of missing
      subscales: (SubscaleStudy, ...)
        reliability: Reliability      alpha, omega, bounds, split-halves, ordinal, errors, bootstrap
        item_total, discrimination    one an item; item-rest and alpha if dropped in reliability.alpha
        score: ScoreStudy             distribution, norms, levels and their classification
        levels: LevelStudy            ICC, agreement, reliability of cluster means (with a cluster)
      verdicts: (Verdict, ...)        sentences with rules of thumb
      cautions: (Caution, ...)        what does not exist or may mislead: code, where, cause, remedy
      provenance: Provenance          versions, digests, seeds, choices, command

Results are those of `psychometrics`, unrounded; what does not exist is None and has a caution. Nothing in the
tree needs another computation to be shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.validation.cautions import Cautions
from engine.validation.data import Data, digest_of
from engine.validation.gather import gather
from engine.validation.plan import Plan
from engine.validation.provenance import Provenance, provenance_of
from engine.validation.sample import ItemStudy, SampleStudy, study_items, study_sample
from engine.validation.subscales import SubscaleStudy, study_subscale
from engine.validation.verdicts import study_verdicts
from psychometrics.contract import Caution
from psychometrics.verdicts import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A finished study; see the module for the tree."""

    plan: Plan
    cluster: str | None
    sample: SampleStudy
    items: tuple[ItemStudy, ...]
    subscales: tuple[SubscaleStudy, ...]
    verdicts: tuple[Verdict, ...]
    cautions: tuple[Caution, ...]
    provenance: Provenance

    def subscale(self, id: str) -> SubscaleStudy:
        return next(one for one in self.subscales if one.id == id)


def run(
    data: Data, plan: Plan, *, command: str | None = None, told: Callable[[int], None] | None = None
) -> Study:
    """Study an instrument on data.

    `told` hears how many persons have been read in the first pass; `command` is kept in the provenance. Raises
    `StatisticError` when there are no responses; whatever else cannot be computed is None with a caution.
    """
    cautions = Cautions()
    found = gather(data, plan, told)
    sample = study_sample(found, plan, cautions)
    items = study_items(found, plan, cautions)
    subscales = tuple(
        study_subscale(subscale, sums, found, plan, data.cluster, cautions)
        for subscale, sums in zip(plan.subscales, found.subscales, strict=True)
    )
    return Study(
        plan=plan,
        cluster=None if data.cluster is None else data.cluster.name,
        sample=sample,
        items=items,
        subscales=subscales,
        verdicts=study_verdicts(subscales),
        cautions=cautions.all(),
        provenance=provenance_of(
            plan.instrument,
            plan.choices,
            data_name=data.name,
            data_digest=data.digest or digest_of(data.parts()),
            keyed=tuple(sorted(data.keyed & set(plan.names))),
            notes=data.notes,
            command=command,
        ),
    )
