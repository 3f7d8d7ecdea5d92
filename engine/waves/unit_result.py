"""A class's or team's result as it is read, and beside it what its teacher answers, which nobody keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.instrument.model import Instrument, Item
from engine.language import speaking
from engine.loading import catalog
from engine.problems import Refused
from engine.report.document import Document
from engine.report.media.origin import Origin, origin_of
from engine.report.school.unit import unit_document
from engine.results.in_language import in_language
from engine.results.model_unit import FrozenUnit
from engine.results.reading import result_of, unit_of
from engine.store import Store, Unit, UnitKind, Wave
from engine.waves.in_words import default_language, in_words, texts_in
from engine.waves.school_result import paper_of

# The instrument in which a teacher is asked the same, statement by statement and under the same ids.
TWINS: Final[Mapping[str, str]] = {"practice-students": "practice-teachers"}


@dataclass(frozen=True, slots=True)
class UnitReading:
    """A unit that is shown, in the wave that it is of; `language` is the one that was chosen, else the wave's."""

    store: Store
    wave: Wave
    unit: FrozenUnit
    language: str = ""

    @property
    def spoken(self) -> str:
        return self.language or default_language(self.wave)

    def report(self, own: Mapping[str, str] | None = None) -> Document:
        """The result; `own` holds the options that the teacher chose, by statement."""
        texts = texts_in(self.store, self.wave, self.spoken)
        frozen = result_of(self.store.results.network_snapshot(self.wave))
        labels = None if own is None else self._labels(own)
        with speaking(self.spoken):
            document = unit_document(in_language(frozen, texts.words), self.unit, labels)
            made = replace(document, paper=paper_of(self.store, self.wave))
            return in_words(made, texts, texts.left(frozen))

    def origin(self) -> Origin:
        """Where the numbers are from."""
        frozen = result_of(self.store.results.network_snapshot(self.wave))
        place = f"{self.unit.school}, {self.unit.name}"
        return replace(origin_of(frozen), school=place, n=self.unit.n, data="")

    def twin(self) -> Instrument | None:
        """What a class's teacher is asked, in the language of the page; None where there is no such instrument."""
        twin = TWINS.get(self.wave.instrument_id) if self.unit.kind == UnitKind.CLASS else None
        if twin is None:
            return None
        try:
            found = catalog.find(twin)
            return found if self.spoken == found.language else catalog.in_language(found, self.spoken)
        except Refused:
            return None

    def asked(self) -> tuple[Item, ...]:
        """The statements of the twin that the class answered and that are told of it, as the form has them."""
        twin = self.twin()
        told = {item.id for score in self.unit.scores.values() if score for item in score.items or ()}
        return () if twin is None else tuple(item for item in twin.items if item.id in told)

    def _labels(self, own: Mapping[str, str]) -> dict[str, str]:
        known = {item.id: {str(one.value): one.label for one in item.options} for item in self.asked()}
        return {id: known[id][value] for id, value in own.items() if value in known.get(id, {})}


def unit_reading(store: Store, unit: Unit, language: str = "") -> UnitReading | None:
    """The result of a unit; None where there is none, or where the rules do not show it."""
    part = store.units.part(unit)
    if part is None:
        return None
    wave = store.waves.get(unit.wave_id)
    return UnitReading(store, wave, unit_of(part), language)
