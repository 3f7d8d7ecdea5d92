"""What whoever brings a survey says beside the file: what no foreign file carries, and which decisions are undone."""

from dataclasses import dataclass, field
from typing import Final

# Keys of a definition that the file can't be trusted to say, and how they are given.
NEEDED: Final[dict[str, str]] = {
    "licence": "on what terms others may use it: --licence",
    "audience": "who answers: --audience staff, classified_staff, site_leaders, district_leaders, students, families, "
    "any",
    "privacy": "what people are promised: --privacy anonymous, confidential or identified",
    "minimum_group": "the fewest people of whom a result is shown, 5 or more: --minimum-group",
    "language": "the language of its texts: --language",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is said beside the file; what is left out is missing in the draft, unless the file says it.

    `undo` names decisions that are not taken, as `engine.exchange.foreign.losses.Remarks` reads it.
    """

    id: str | None = None
    title: str | None = None
    language: str | None = None
    licence: str | None = None
    audience: str | None = None
    privacy: str | None = None
    minimum_group: int | None = None
    grades: tuple[int, int] | None = None
    undo: frozenset[str] = field(default_factory=frozenset)
