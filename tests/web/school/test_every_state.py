"""Every page and every file of a school's result, in every state that its answers can be in."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from argon2 import PasswordHasher

from engine.responses.layout import BLANK, non_answer_code
from engine.store import Account, NewMembership, NewWave, Role, Store, Wave
from engine.waves.closing import close
from tests.small import instrument, likert, subscale
from tests.web.conftest import Clock, application
from tests.web.visitor import PASSWORD, Visitor
from web.account import passwords
from web.school.by_link import ResultAddress, sign
from web.school.files import KINDS, NETWORK_KINDS

STATEMENTS: Final = ("A1", "A2", "A3", "B1", "B2", "B3")
ASKED: Final = instrument(
    *(likert(id) for id in STATEMENTS),
    subscales=(subscale("a", *STATEMENTS[:3], minimum=2), subscale("b", *STATEMENTS[3:], minimum=2)),
    id="states",
    minutes=8,
)
PEOPLE: Final = 12
CANNOT_JUDGE: Final = non_answer_code(ASKED.item("A1"), "cannot_judge")


def ordinary() -> np.ndarray:
    return np.random.default_rng(8).integers(0, 5, (PEOPLE, len(STATEMENTS)))


def blank() -> np.ndarray:
    return np.full((PEOPLE, len(STATEMENTS)), BLANK)


def one_item() -> np.ndarray:
    codes = blank()
    codes[:, 0] = ordinary()[:, 0]
    return codes


STATES: Final[dict[str, Callable[[], np.ndarray]]] = {
    "ordinary": ordinary,
    "no answer": lambda: ordinary()[:0],
    "under the minimum": lambda: ordinary()[:4],
    "blank": blank,
    "all alike": lambda: np.full((PEOPLE, len(STATEMENTS)), 3),
    "all non-answers": lambda: np.full((PEOPLE, len(STATEMENTS)), CANNOT_JUDGE),
    "one item": one_item,
}

SCHOOLS: Final = {
    f"{then}, then {now}": (then, now)
    for state in STATES
    for then, now in ((state, state), ("ordinary", state), (state, "ordinary"))
}


@pytest.mark.slow
@pytest.mark.parametrize("names", [*([f"{state}, then {state}"] for state in STATES), list(SCHOOLS)], ids=len)
def test_every_page_and_every_file_opens(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, names: list[str]
) -> None:
    """A school by itself, and all of them together; what a school that is not shown has no file of is not found."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    waves = _two_waves(store, clock, names)
    app = application(store)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    hub, researcher = (Visitor(app).sign_in(f"{who}@people.example") for who in ("hub", "researcher"))
    found = {}
    for path in _addresses(store, app.secret_key, waves):
        status = hub.client.get(path).status_code
        found[path] = researcher.client.get(path).status_code if status == 403 else status
    assert {path: status for path, status in found.items() if status not in (200, 404)} == {}
    missing = [path for path, status in found.items() if status == 404]
    assert [path for path in missing if path.rpartition("/")[2] not in FILES] == []


FILES: Final = {kind.name for kind in KINDS} | {"scores.csv", "figure-1.svg", "figure-1.png", "choice"}


def _two_waves(store: Store, clock: Clock, names: list[str]) -> list[Wave]:
    """Two closed waves of these schools, and two people who may read all between them."""
    store.definitions.publish(ASKED)
    network = store.studies.add_network("A network")
    study = store.studies.add(network, "A study")
    schools = {name: store.studies.add_school(network, name) for name in names}
    waves = []
    for number in range(2):
        opens = clock() + timedelta(days=10 * number)
        new = NewWave(
            f"Wave {number + 1}", ASKED.id, ASKED.version, "full", ("en",), ASKED.privacy, 5, opens,
            opens + timedelta(days=5),
        )  # fmt: skip
        wave = store.waves.add(study, new)
        for name, school in schools.items():
            site = store.sites.add(wave, school, 20)
            codes = STATES[SCHOOLS[name][number]]().astype(np.uint8)
            if len(codes):
                store.responses.add(wave, np.full(len(codes), site.id), codes, "full", "en", opens.date())
        close(store, wave)
        waves.append(store.waves.get(wave.id))
    hub = _account(store, "hub", NewMembership(Role.HUB_ADMINISTRATOR, network.id))
    _account(store, "researcher", NewMembership(Role.RESEARCHER, network.id))
    for school in schools.values():
        store.members.add(hub, NewMembership(Role.SCHOOL_LEADER, network.id, school_id=school.id))
    return waves


def _account(store: Store, who: str, role: NewMembership) -> Account:
    token = store.invitations.add(f"{who}@people.example", "", role)
    return store.invitations.accept_as_new(token, who.title(), passwords.kept(PASSWORD))


def _addresses(store: Store, secret: str, waves: list[Wave]) -> list[str]:
    """Of every wave and school each page and file: by right, by link, and those of the network."""
    found = ["/home"]
    for wave in waves:
        found += [f"/waves/{wave.id}/{page}" for page in ("", "result", "files", "study")]
        found += [f"/waves/{wave.id}/{kind.name}" for kind in NETWORK_KINDS]
        for site in store.sites.of(wave):
            by_right = f"/schools/{site.school_id}/results/{wave.id}"
            by_link = f"/result/{sign(secret, ResultAddress(wave.id, site.id))}"
            found += [f"{by_right}{page}" for page in ("", "/report", "/scores.csv", "/choice")]
            found += [f"{by_link}{page}" for page in ("", "/report")]
            found += [f"{by_link}/{name}" for name in sorted(FILES - {"figure-1.png", "choice"})]
    return found
