"""What of a school will be deleted on a day, in words for its own people and its hub."""

from engine.store import OrderedDeletion, School, Store, ThingKind, Wave
from web.wording import say


def going(store: Store, school: School) -> list[str]:
    """A sentence each for the school itself, as it goes with its network, and for each wave of it that goes."""
    network = store.studies.network(school.network_id)
    found = []
    for one in store.deletions.within(network):
        if one.kind is ThingKind.NETWORK or (one.kind is ThingKind.SCHOOL and one.id == school.id):
            found.append(say("home.going.school", school=school.name, day=one.day))
        found += [
            say("home.going.wave", wave=wave.title, day=one.day)
            for wave in _waves(store, one)
            if store.sites.find(wave, school) is not None
        ]
    return found


def _waves(store: Store, ordered: OrderedDeletion) -> tuple[Wave, ...]:
    if ordered.kind is ThingKind.STUDY:
        return store.waves.of(store.studies.get(ordered.id))
    return (store.waves.get(ordered.id),) if ordered.kind is ThingKind.WAVE else ()
