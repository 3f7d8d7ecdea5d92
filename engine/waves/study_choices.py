"""What may be chosen of the validation study of a wave."""

from dataclasses import dataclass

from engine.validation.rotations import USUAL


@dataclass(frozen=True, slots=True)
class WaveStudyChoices:
    """What may be chosen of a wave's study: other programs' numbers beside ours, and how factors are turned.

    Neither changes whom a study counts. A solution that is turned otherwise fits the same correlations, so it tells no
    more of anybody than the one before.
    """

    second_opinion: bool = False
    rotation: str = USUAL
