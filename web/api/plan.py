"""Whose key this is, and the plan: networks, studies and waves, with the counts that their pages show."""

from datetime import UTC

from flask import Response, url_for

from engine.store import ApiToken, Network, Person, Study, Wave, WaveState
from web import sessions
from web.api.answers import answer, listed
from web.api.shapes import Edition, KeyFacts, Me, Named, RoleFacts, State, StudyTitle, WaveEntry
from web.network.answered import answered, people_asked
from web.sessions import store


def me() -> Response:
    """Whose key this is, what it is for, and which roles stand behind it now."""
    person, key = _asking()
    return answer(
        Me(
            name=person.name,
            email=person.account.email,
            key=KeyFacts(
                name=key.name,
                scopes=tuple(sorted(key.scopes)),
                made=key.made.isoformat(),
                expires=key.expires.isoformat(),
            ),
            network=_network(store().studies.network(key.network_id)),
            roles=tuple(
                RoleFacts(role=one.role, district=one.district_id, school=one.school_id)
                for one in person.memberships
            ),
        )
    )


def networks() -> Response:
    """The networks that this key reaches: a key is made for one."""
    _, key = _asking()
    return listed([store().studies.network(key.network_id)], lambda one: one.id, _network)


def studies(network: Network) -> Response:
    """The studies of a network."""
    return listed(store().studies.of(network), lambda study: study.id, title_of)


def waves(network: Network) -> Response:
    """The waves of a network with their state, their time and how many have answered."""
    titled = {study.id: study for study in store().studies.of(network)}
    found = [wave for study in titled.values() for wave in store().waves.of(study)]
    return listed(found, lambda one: one.id, lambda one: _wave(one, titled[one.study_id]))


def wave(wave: Wave) -> Response:
    """One wave, as the list has it."""
    return answer(_wave(wave, store().studies.get(wave.study_id)))


def _asking() -> tuple[Person, ApiToken]:
    person, key = sessions.person(), sessions.key()
    assert person is not None  # noqa: S101 - the rights let no other request in
    assert key is not None  # noqa: S101
    return person, key


def _network(network: Network) -> Named:
    return Named(id=network.id, name=network.name)


def _wave(wave: Wave, study: Study) -> WaveEntry:
    closed, told = wave.state is WaveState.CLOSED, answered(wave)
    return WaveEntry(
        id=wave.id,
        title=wave.title,
        study=title_of(study),
        instrument=edition_of(wave),
        form=wave.form,
        phase=wave.phase,
        event=dict(wave.event),
        languages=wave.languages,
        privacy=wave.privacy,
        way_in=wave.way_in,
        opens_itself=wave.opens_itself,
        closes_itself=wave.closes_itself,
        minimum_group=wave.minimum_group,
        simulated=wave.simulated,
        state=_state(wave),
        opens=wave.opens.astimezone(UTC).isoformat(),
        closes=wave.closes.astimezone(UTC).isoformat(),
        answers=told.at_least if told else None,
        asked=people_asked(wave, store().sites.of(wave)),
        archived=bool(wave.archived or study.archived),
        result=url_for("api.wave_result", wave=wave.id) if closed else None,
    )


def title_of(study: Study) -> StudyTitle:
    return StudyTitle(id=study.id, title=study.title)


def edition_of(wave: Wave) -> Edition:
    """Which version of which instrument a wave asks."""
    return Edition(id=wave.instrument_id, version=wave.version)


def _state(wave: Wave) -> State:
    """The state in the words of the waves' page."""
    match wave.state:
        case WaveState.CLOSED:
            return "closed"
        case WaveState.CLOSING:
            return "closing"
        case WaveState.DRAFT:
            return "draft"
        case WaveState.OPEN:
            now = store().now()
            return "planned" if wave.opens > now else "to_be_closed" if wave.closes <= now else "open"
