"""The demonstration's wave by personal codes, confidential: a list of invented people, of whom some have answered.

They answer as people do, each with their own code through the store's door, so that the list says who has.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from engine.demo.efficacy import INSTRUMENT, MODEL, STUDY, VERSION
from engine.demo.new_waves import YEAR, coded
from engine.demo.spoken import ENGLISH
from engine.instrument.model import Privacy
from engine.loading import catalog
from engine.responses.answers import Submission
from engine.responses.simulate import simulate
from engine.store import (
    DraftKey,
    InvitedPerson,
    Network,
    NewInvitee,
    School,
    Site,
    Store,
    Wave,
)

TITLE: Final = "Efficacy, year 4, by personal codes"
SEED: Final = 307
ANSWERED: Final = 12
SECONDS: Final = (240, 540)  # that a form takes
ADDRESSES: Final = "riverbend.example"
NAMES: Final = (
    *("Amara Nwosu", "Ben Halloran", "Carla Ibarra", "Dmitri Volkov", "Elena Marsh", "Farid Rahimi"),
    *("Grace Tanaka", "Hugo Brandt", "Imani Cole", "Jonas Weller", "Keiko Sato", "Luis Arce"),
    *("Mina Petrov", "Noel Ferris", "Olga Lind", "Pablo Reyes", "Quinn Mercer", "Ruth Adeyemi"),
)


def add_by_codes(store: Store, network: Network, schools: Sequence[School], now: datetime) -> Wave:
    """The wave, open since yesterday, at these schools; the first has a list of people."""
    instrument = catalog.find(INSTRUMENT, VERSION)
    study = next(one for one in store.studies.of(network) if one.title == STUDY)
    new = replace(
        coded(instrument, TITLE, now - timedelta(days=1), now + YEAR),
        privacy=Privacy.CONFIDENTIAL,
        contact="Maya Castellan, Riverbend Schools Network",
    )
    wave = store.waves.add(study, new)
    sites = [store.sites.add(wave, school, len(NAMES)) for school in schools]
    invited = store.codes.invite(wave, sites[0], [NewInvitee(name, _address(name)) for name in NAMES])
    _answer(store, wave, sites[0], invited)
    return wave


def slip(store: Store, wave: Wave) -> str:
    """A new personal code for whoever tries the demonstration, as a guest on the list of the first school."""
    site = store.sites.of(wave)[0]
    guests = len(store.invitees.of(site)) - len(NAMES) + 1
    (guest,) = store.codes.invite(wave, site, [NewInvitee(f"Guest {guests}")])
    return guest.code


def _answer(store: Store, wave: Wave, site: Site, invited: Sequence[InvitedPerson]) -> None:
    instrument = catalog.find(INSTRUMENT, VERSION)
    (given,) = simulate(instrument, [(ANSWERED,)], model=MODEL, seed=SEED)
    generator = np.random.default_rng(SEED)
    answering = generator.permutation(len(invited))[:ANSWERED].tolist()
    for row, at in enumerate(answering):
        sent = Submission(wave.form, ENGLISH, given.codes[row].tobytes(), given.open_answers[row] or {})
        store.submissions.submit(_begun(store, site, invited[at]), sent, float(generator.integers(*SECONDS)))


def _begun(store: Store, site: Site, person: InvitedPerson) -> DraftKey:
    found = store.codes.find(person.code)
    assert found is not None  # noqa: S101 - it was issued a moment ago
    return store.drafts.start(site, found.key)


def _address(name: str) -> str:
    return f"{name.replace(' ', '.').lower()}@{ADDRESSES}"
