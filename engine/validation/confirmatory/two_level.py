"""Structures fitted to how people differ within clusters and to how clusters differ, both at once."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, Protocol

from engine.validation.cautions import Cautions
from engine.validation.confirmatory.choices import STRUCTURES
from engine.validation.confirmatory.claimed import Scales
from engine.validation.confirmatory.fits import TwoLevelStudy
from engine.validation.data import Grouping
from psychometrics.groups import GroupItems
from psychometrics.latent.cluster_likelihood import UnrestrictedLevels
from psychometrics.latent.cluster_moments import ClusterMoments
from psychometrics.latent.structures import GENERAL
from psychometrics.latent.two_level import TwoLevel, two_level

AT_TWO_LEVELS: Final = ("one_factor", "correlated")
"""Structures that are fitted at two levels; factors of factors and general factors are not."""


class Clustered(Protocol):
    """Answers of `n` people, and sums by cluster over those without a gap."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def n(self) -> int: ...

    @property
    def clustered(self) -> ClusterMoments | None: ...


def study_two_levels(
    structures: Sequence[str],
    answers: Clustered,
    cluster: Grouping | None,
    scales: Scales,
    cautions: Cautions,
) -> tuple[TwoLevelStudy, ...]:
    """Those of the structures that can stand at two levels; nothing where people are in no clusters."""
    clustered = answers.clustered
    if cluster is None or clustered is None:
        return ()
    people = int(clustered.by_cluster[:, 0].sum())
    items = clustered.groups(cluster.labels, answers.n - people)
    where = f"at two levels ({cluster.name})"
    found: list[TwoLevelStudy] = []
    for structure in structures:
        factors = _factors(structure, scales, answers.names)
        if factors is not None:
            title = f"{STRUCTURES[structure].title.lower()} {where}"
            free = found[0].found.unrestricted if found else None
            fitted = cautions.attempt(title, partial(_fitted, items, factors, answers.names, free))
            found += [] if fitted is None else [TwoLevelStudy(structure, fitted)]
    return tuple(found)


def _fitted(
    items: GroupItems,
    factors: Mapping[str, Sequence[int]],
    names: Sequence[str],
    free: UnrestrictedLevels | None,
) -> TwoLevel:
    return two_level(items, factors, names=names, unrestricted=free)


def _factors(structure: str, scales: Scales, names: Sequence[str]) -> Mapping[str, Sequence[int]] | None:
    """Each factor's items by place; None for a structure that is not fitted at two levels."""
    if structure not in AT_TWO_LEVELS:
        return None
    if structure == "one_factor":
        return {GENERAL: range(len(names))}
    found = {id: [names.index(name) for name in items] for id, items in scales.items()}
    places = [place for own in found.values() for place in own]
    return found if len(found) > 1 and len(set(places)) == len(places) else None
