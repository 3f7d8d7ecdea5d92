"""The waves of a network, and those of a school as whoever asks may see them."""

from dataclasses import dataclass

from engine.disclosure.groups import AnswersTold
from engine.store import Network, School, Site, Store, Wave, WaveState
from web.network.answered import answered_by_site
from web.rights import Action, Place, allowed


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """A school: its waves that take answers, and those whose result may be read or not; the newest first."""

    school: School
    open: tuple[tuple[Wave, Site, AnswersTold | None], ...]  # with the answers so far
    closed: tuple[Wave, ...]
    unread: tuple[Wave, ...]  # closed too, and not for this person


def school_card(store: Store, school: School) -> SchoolCard:
    """A school's waves, wherever in its network they are."""
    open_waves: list[tuple[Wave, Site, AnswersTold | None]] = []
    closed: list[Wave] = []
    unread: list[Wave] = []
    for wave in reversed(all_waves(store, store.studies.network(school.network_id))):
        site = store.sites.find(wave, school)
        if site is None or wave.draft:
            continue
        if wave.state is WaveState.CLOSED:
            place = Place(school.network_id, school.id, wave.id)
            (closed if allowed(Action.SEE_SCHOOL_RESULT, place) else unread).append(wave)
        else:
            open_waves.append((wave, site, answered_by_site(wave, (site,))[site.id]))
    return SchoolCard(school, tuple(open_waves), tuple(closed), tuple(unread))


def all_waves(store: Store, network: Network) -> list[Wave]:
    """The waves of a network in the order they open."""
    found = [wave for study in store.studies.of(network) for wave in store.waves.of(study)]
    return sorted(found, key=lambda wave: (wave.opens, wave.id))


def listed_waves(store: Store, network: Network) -> list[Wave]:
    """Those of them that are not archived, by themselves or with their study."""
    away = {study.id for study in store.studies.of(network) if study.archived}
    return [wave for wave in all_waves(store, network) if not wave.archived and wave.study_id not in away]


def closed_waves(store: Store, network: Network) -> list[Wave]:
    """The network's closed waves that are listed, those that closed last first."""
    found = [wave for wave in listed_waves(store, network) if wave.state is WaveState.CLOSED]
    return sorted(found, key=lambda wave: (wave.closes, wave.id), reverse=True)
