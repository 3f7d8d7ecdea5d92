"""What can be chosen for a wave: instruments and their versions, forms, languages, promises, ways in."""

from dataclasses import dataclass

from engine.instrument.event import asks_for_event
from engine.instrument.model import Instrument, Privacy
from engine.loading import catalog
from engine.problems import Refused
from engine.store import Network, Store
from web.respondent.sitting import minutes, questions


@dataclass(frozen=True, slots=True)
class OfferedVersion:
    """A version that a wave may ask: published in this store, or shipped and not published yet."""

    id: str
    version: str
    title: str
    audience: str
    published: bool
    shipped: bool

    @property
    def key(self) -> str:
        return f"{self.id}@{self.version}"


def editions(store: Store, network: Network) -> list[OfferedVersion]:
    """Everything that could be asked, by title.

    Left out are folders with problems, what the network retired, instruments for research only, and those whose texts
    belong to others: these are answered on their authors' form, and the answers imported.
    """
    published = set(store.definitions.versions())
    retired = published - set(store.workshop.offered_versions(network))
    found = [
        OfferedVersion(
            one.id, one.version, one.title, str(one.audience or ""), (one.id, one.version) in published, True
        )
        for one in catalog.list_instruments()
        if not (one.problems or one.research_only) and one.own_texts and (one.id, one.version) not in retired
    ]
    listed = {(one.id, one.version) for one in found}
    for id, version in published - listed - retired:
        instrument = store.definitions.get(id, version)
        if instrument.display_text and not instrument.research_only:
            found.append(OfferedVersion(id, version, instrument.title, str(instrument.audience), True, False))
    return sorted(found, key=lambda one: (one.title, one.id, [int(part) for part in one.version.split(".")]))


def instrument_of(store: Store, network: Network, key: str) -> Instrument | None:
    """The instrument of an edition's key, from the store or else from the shipped folder; None for a retired one."""
    if not any(one.key == key for one in editions(store, network)):
        return None
    id, _, version = key.partition("@")
    if (id, version) in set(store.definitions.versions()):
        return store.definitions.get(id, version)
    try:
        return catalog.find(id, version)
    except Refused:
        return None


def languages_of(store: Store, instrument: Instrument) -> tuple[str, ...]:
    if (instrument.id, instrument.version) in set(store.definitions.versions()):
        return store.definitions.languages(instrument.id, instrument.version)
    return catalog.languages(instrument)


def privacies(instrument: Instrument) -> list[Privacy]:
    """The promises that a wave of an instrument may make, strictest first: its own, or one that says less."""
    order = list(Privacy)
    return order[order.index(instrument.privacy) :]


def forms_of(instrument: Instrument) -> list[tuple[str, str, int, int]]:
    """Each form as (id, title, questions, minutes)."""
    return [
        (
            one.id,
            one.title or one.id.replace("_", " ").capitalize(),
            questions(instrument, one.id)[0],
            minutes(instrument, one.id),
        )
        for one in instrument.forms
    ]


def event_forms(instrument: Instrument) -> list[str]:
    """The titles of the forms whose questions speak of the event, so that a wave has to say what happened."""
    return [title for id, title, _, _ in forms_of(instrument) if asks_for_event(instrument, id)]
