"""What scores are read against: the constructs behind them and how they hang together, and published norms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consequence:
    """What usually follows when a construct is lacking, and whose reading that is: a hypothesis."""

    consequence: str
    status: str  # source | our_reading
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Construct:
    id: str
    label: str
    meaning: str
    aliases: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    precedes: tuple[str, ...] = ()
    when_lacking: Consequence | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class ConstructMap:
    id: str
    title: str
    constructs: tuple[Construct, ...]
    sources: tuple[str, ...] = ()

    def construct(self, id: str) -> Construct | None:
        return next((construct for construct in self.constructs if construct.id == id), None)


@dataclass(frozen=True, slots=True)
class Norm:
    """A published or own distribution of a subscale's rescaled score in a named population."""

    subscale: str
    population: str
    source: str
    year: int
    n: int
    mean: float
    sd: float
    status: str  # published | simulated | own
