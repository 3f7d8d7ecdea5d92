"""What a network's page and files tell of predictions: which may be counted, and which are read one by one."""

from collections.abc import Iterable, Mapping

from engine.disclosure.names import outcomes_counted
from engine.report.document import Section
from engine.report.hub.predicted import predictions_section
from engine.store import Wave
from engine.waves.predicted import answered_by
from web import rights, sessions
from web.rights import Action, Place
from web.sessions import store


def predictions_told(wave: Wave, named: Mapping[int, str]) -> Section | None:
    """What came of predictions: of shared ones where the school is named, of the others as far as they may be counted.

    `named` are the names, by site, of the schools that this person may read.
    """
    found = answered_by(store(), wave)
    schools = store().sites.schools(wave)
    names = {schools[site]: name for site, name in named.items()}
    unshared = {
        school: [str(one.outcome) for one in made if not one.prediction.shared]
        for school, made in found.items()
    }
    kept = {school: labels for school, labels in unshared.items() if labels}
    # Of a wave that was opened again, counts before less counts after would be those of late answers.
    counted = not store().closing.reopenings(wave) and outcomes_counted(kept, _own(wave, schools.values()))
    shared = [
        (names[school], one)
        for school, made in found.items()
        for one in made
        if school in names and one.prediction.shared
    ]
    told = [one for made in found.values() for one in made] if counted else [one for _, one in shared]
    return predictions_section([one.outcome for one in told if one.outcome is not None], shared)


def _own(wave: Wave, schools: Iterable[int]) -> frozenset[int]:
    """Those of the wave's schools that this person leads, or is on the team of."""
    person, network = sessions.person(), store().studies.get(wave.study_id).network_id
    if person is None:
        return frozenset()
    return frozenset(one for one in schools if rights.may(person, Action.CHOOSE_START, Place(network, one)))
