"""What scores are read against: the constructs behind them and how they hang together, and published norms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

Put = Callable[[str, str], str]

CORNERS: Final = ("both", "this", "other", "neither")  # of two constructs that are read together


@dataclass(frozen=True, slots=True)
class Consequence:
    """What usually follows when a construct is lacking, and whose reading that is: a hypothesis."""

    consequence: str
    status: str  # source | our_reading
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReadTogether:
    """Another construct that one is read together with: what the four corners may mean, each a hypothesis.

    `cut` parts low from high on both, in per cent of a score's range. `this` is high on the construct itself alone,
    `other` on the other one alone.
    """

    id: str
    cut: float
    both: str
    this: str
    other: str
    neither: str


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
    under: str | None = None  # the broader construct, of this map or of another beside it
    high_is: str = "better"  # better | worse: what more of it means to a school
    read_with: ReadTogether | None = None


@dataclass(frozen=True, slots=True)
class MapTranslation:
    """A map's texts in a language by their ids, as `constructs.trust.meaning`; `reviewed` once a speaker read them."""

    language: str
    texts: Mapping[str, str]
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class ConstructMap:
    id: str
    title: str
    constructs: tuple[Construct, ...]
    sources: tuple[str, ...] = ()
    translations: tuple[MapTranslation, ...] = ()

    def construct(self, id: str) -> Construct | None:
        return next((construct for construct in self.constructs if construct.id == id), None)

    def translation(self, language: str) -> MapTranslation | None:
        """The translation into a language; of `es-MX` the one into `es`, where that is all there is."""
        into = {one.language: one for one in self.translations}
        return into.get(language) or into.get(language.partition("-")[0])


def map_texts(constructs: ConstructMap) -> dict[str, str]:
    """All texts of a map that people read, by id; other names of a construct and sources are none."""
    found: dict[str, str] = {}

    def note(id: str, text: str) -> str:
        found[id] = text
        return text

    retext_map(constructs, note)
    return found


def retext_map(constructs: ConstructMap, put: Put) -> ConstructMap:
    """The same map with each text replaced by `put(id, text)`."""
    made = tuple(_retext(one, put) for one in constructs.constructs)
    return replace(constructs, title=put("title", constructs.title), constructs=made)


def _retext(construct: Construct, put: Put) -> Construct:
    id = f"constructs.{construct.id}"

    def optional(key: str, text: str | None) -> str | None:
        return None if text is None else put(f"{id}.{key}", text)

    lacking = construct.when_lacking
    if lacking is not None:
        consequence = put(f"{id}.when_lacking.consequence", lacking.consequence)
        lacking = replace(lacking, consequence=consequence, note=optional("when_lacking.note", lacking.note))
    pair = construct.read_with
    if pair is not None:
        pair = _retext_pair(f"{id}.read_with", pair, put)
    return replace(
        construct,
        read_with=pair,
        label=put(f"{id}.label", construct.label),
        meaning=put(f"{id}.meaning", construct.meaning),
        low=optional("low", construct.low),
        high=optional("high", construct.high),
        when_lacking=lacking,
        question=optional("question", construct.question),
    )


def _retext_pair(id: str, pair: ReadTogether, put: Put) -> ReadTogether:
    return replace(
        pair,
        both=put(f"{id}.both", pair.both),
        this=put(f"{id}.this", pair.this),
        other=put(f"{id}.other", pair.other),
        neither=put(f"{id}.neither", pair.neither),
    )


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
