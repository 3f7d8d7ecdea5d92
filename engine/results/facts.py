"""What a result is built from besides the answers: the wave, its schools, and the waves before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.instrument.model import Crosswalk, Instrument
from engine.responses.layout import Block
from engine.results.model_network import FrozenNetwork

Blocks = Callable[[], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A class, department or team of a school in a wave; `expected` is how many people it has."""

    id: int
    kind: str
    name: str
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A school in a wave: its id there, and how many people it has.

    `school_id` is the same in all waves (the name stands in where it is None); `level` and `phase` put it into
    comparison groups; `roster_by_role` is by the values of the item that asks for the role. `again` counts the answers
    among its responses that came from a device that had answered before, `kept` those that an earlier close saw.
    """

    id: int
    school: str
    responses: int
    roster: int | None
    school_id: int | None = None
    level: str | None = None
    phase: str | None = None
    roster_by_role: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    again: int = 0
    kept: int | None = None
    units: tuple[UnitFacts, ...] = ()  # in the order of the places that blocks give them

    @property
    def key(self) -> int | str:
        return self.school if self.school_id is None else self.school_id


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """What the result says of its wave; `closed` is a day as ISO 8601.

    `salt` goes into the digest of the answers, and is kept with the result but never shown.
    """

    title: str
    study: str
    network: str
    form: str
    minimum_group: int
    closed: str
    simulated: bool
    scoring_digest: str
    phase: str | None = None
    salt: bytes = b""
    languages: tuple[str, ...] = ()  # that people could answer in


@dataclass(frozen=True, slots=True)
class EarlierSchool:
    """A school that an earlier result shows: the measures it prints a score of; `whole` if these are of all answers."""

    measures: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class EarlierWave:
    """A wave of the same study and instrument that was closed before.

    `network` and `schools`, by site id, are what its last frozen result says of what may be compared; `crosswalk` leads
    from its version to the present one where they differ.
    """

    title: str
    form: str
    instrument: Instrument
    sites: Sequence[SiteFacts]
    blocks: Blocks
    network: FrozenNetwork | None
    schools: Mapping[int, EarlierSchool]
    crosswalk: Crosswalk | None = None
