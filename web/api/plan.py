"""Whose key this is, and the plan: networks, studies and waves, with the counts that their pages show."""

from typing import Any, Final

from flask import Response, url_for

from engine.store import ApiToken, Network, Person, Study, Wave, WaveState
from web import sessions
from web.api.answers import answer, listed
from web.network.answered import answered
from web.network.home import people_asked
from web.sessions import store

STATES: Final = ("planned", "open", "to_be_closed", "closing", "closed")


def me() -> Response:
    """Whose key this is, what it is for, and which roles stand behind it now."""
    person, key = _asking()
    return answer(
        {
            "name": person.name,
            "email": person.account.email,
            "key": {
                "name": key.name,
                "scopes": sorted(key.scopes),
                "made": key.made.isoformat(),
                "expires": key.expires.isoformat(),
            },
            "network": _network(store().network(key.network_id)),
            "roles": [
                {"role": one.role, "district": one.district_id, "school": one.school_id}
                for one in person.memberships
            ],
        }
    )


def networks() -> Response:
    """The networks that this key reaches: a key is made for one."""
    _, key = _asking()
    return listed([store().network(key.network_id)], lambda one: one.id, _network)


def studies(network: Network) -> Response:
    """The studies of a network."""
    return listed(
        store().studies(network), lambda one: one.id, lambda one: {"id": one.id, "title": one.title}
    )


def waves(network: Network) -> Response:
    """The waves of a network with their state, their time and how many have answered."""
    titled = {study.id: study for study in store().studies(network)}
    found = [wave for study in titled.values() for wave in store().waves(study)]
    return listed(found, lambda one: one.id, lambda one: _wave(one, titled[one.study_id]))


def wave(wave: Wave) -> Response:
    """One wave, as the list has it."""
    return answer(_wave(wave, store().study(wave.study_id)))


def _asking() -> tuple[Person, ApiToken]:
    person, key = sessions.person(), sessions.key()
    assert person is not None  # noqa: S101 - the rights let no other request in
    assert key is not None  # noqa: S101
    return person, key


def _network(network: Network) -> dict[str, Any]:
    return {"id": network.id, "name": network.name}


def _wave(wave: Wave, study: Study) -> dict[str, Any]:
    closed = wave.state is WaveState.CLOSED
    return {
        "id": wave.id,
        "title": wave.title,
        "study": {"id": study.id, "title": study.title},
        "instrument": {"id": wave.instrument_id, "version": wave.version},
        "form": wave.form,
        "phase": wave.phase,
        "event": dict(wave.event),
        "languages": list(wave.languages),
        "privacy": wave.privacy,
        "minimum_group": wave.minimum_group,
        "simulated": wave.simulated,
        "state": _state(wave),
        "opens": wave.opens.isoformat(),
        "closes": wave.closes.isoformat(),
        "answers": answered(wave),
        "asked": people_asked(store().sites(wave)),
        "result": url_for("api.wave_result", wave=wave.id) if closed else None,
    }


def _state(wave: Wave) -> str:
    """The state in the words of the waves' page."""
    now = store().now()
    if wave.state is not WaveState.OPEN:
        return wave.state.value
    return "planned" if wave.opens > now else "to_be_closed" if wave.closes <= now else "open"
