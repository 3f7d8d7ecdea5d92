"""What studies found of comparing people: whether groups, or audiences, understand the statements of a score alike.

An outcome has the words of `psychometrics.latent.invariance_rule`: "equal" (means can be compared), "partly" (but for
the statements named), "differs", "open" (the answers do not decide) and "untested".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

Outcome = Literal["equal", "partly", "differs", "open", "untested"]


@dataclass(frozen=True, slots=True)
class ExaminedScore:
    """The outcome for one score; `items` are the statements that are understood otherwise, where it is "partly"."""

    outcome: Outcome
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExaminedGroups:
    """What the study of a whole wave found of the groups of one question, score by score, and on which day.

    `groups` are those that were compared, as the definition labels them; the wave may have others.
    """

    groups: tuple[str, ...]
    day: date
    scores: Mapping[str, ExaminedScore]


GroupsByQuestion = Mapping[str, ExaminedGroups]
NOT_EXAMINED: Final[GroupsByQuestion] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ExaminedAudiences:
    """What a study of two waves found of one score that both audiences have of the same statements."""

    score: ExaminedScore
    day: date
    waves: tuple[str, str]


ScoreKey = tuple[str, str, str]
"""A score by its instrument, version and measure."""

AudiencesByScores = Mapping[frozenset[ScoreKey], ExaminedAudiences]
