"""What may be chosen of the validation study of a wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.validation.confirmatory.choices import ESTIMATORS, STRUCTURES
from engine.validation.rotations import ROTATION_KINDS, USUAL


@dataclass(frozen=True, slots=True)
class WaveStudyChoices:
    """What may be chosen of a wave's study.

    Other programs' numbers beside ours, how factors are turned, which confirmatory models are fitted and by what, and
    between which of the study's groupings they are compared; empty as for a file (`StudyChoices`). None changes whom a
    study counts or which groups it names: each tells how the same correlations and means are explained.
    """

    second_opinion: bool = False
    rotation: str = USUAL
    structures: tuple[str, ...] = ()
    estimators: tuple[str, ...] = ()
    invariance: tuple[str, ...] = ()

    def known(self, groupings: Mapping[str, Any]) -> bool:
        """Whether there is all that is asked for, in a study with these groupings."""
        return (
            self.rotation in ROTATION_KINDS
            and {*self.structures} <= {*STRUCTURES} - {"model"}
            and {*self.estimators} <= {*ESTIMATORS}
            and {*self.invariance} <= {*groupings}
        )


def turned_by(study: Mapping[str, Any]) -> str | None:
    """How the factors of a study's JSON are turned; None where there is one factor, which nothing turns, or none."""
    factors = study.get("efa") or {}
    rotation = factors.get("rotation")
    return rotation if isinstance(rotation, str) and factors.get("factors", 0) > 1 else None


def choices_of(study: Mapping[str, Any]) -> WaveStudyChoices:
    """What was asked of a study, by its JSON.

    Of other programs only that they were heard out: of a process that fell a study may be asked again.
    """
    asked = study["provenance"]["choices"]
    models = {name: tuple(asked.get(name) or ()) for name in ("structures", "estimators", "invariance")}
    opinion = study.get("second_opinion") or {}
    return WaveStudyChoices(opinion.get("ending") == "finished", turned_by(study) or USUAL, **models)


def choices_kept(kept: object) -> WaveStudyChoices | None:
    """What was asked of a study, as a job keeps it: the fields, with lists for tuples; None for the usual study."""
    if not isinstance(kept, Mapping):
        return None
    fields: dict[str, Any] = {
        str(name): tuple(one) if isinstance(one, list) else one for name, one in kept.items()
    }
    return WaveStudyChoices(**fields)
