"""A network of 2,000 schools: how long its close takes, and the pages after it beside a view that does nothing.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.network [--schools N] [--people N]
[--store postgresql]`. For PostgreSQL a durable server of its own is started, or the one named in
BAROGRAPH_TEST_POSTGRES_URL on this computer is used; what its processes took of the processor is told apart.

Answers to the collective leadership survey are simulated, a year apart, with a fixed seed; half of the schools let
their hub see their result by name. Every step runs in a process of its own, so that its peak of memory is its own
and its first request meets nothing that an earlier one left behind. Times are the processor's, which a busy machine
hardly lengthens, and beside them those of the clock; pages are called as a server calls them, without network, the
reading's entry in the log on disk included.
"""

import argparse
import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import psycopg
from flask import Flask

from benchmarks.load.processes import taken
from benchmarks.page import request
from engine.loading import catalog
from engine.responses.simulate import simulate
from engine.store import (
    Account,
    Network,
    NewMembership,
    NewWave,
    Role,
    School,
    SchoolLevel,
    Scope,
    Store,
    Study,
    Wave,
)
from engine.waves.closing import close
from tests.engine.store import postgres_server
from web import sessions
from web.commands.ahead import load_ahead
from web.school.by_link import ResultAddress, sign
from web.security import Settings
from web.whole import create_app

SECRET: Final = "a secret for measuring"  # noqa: S105 - of a database that is thrown away
SEED: Final = 1
RATE: Final = 0.75  # of those asked answer
LEVELS: Final = (SchoolLevel.ELEMENTARY, SchoolLevel.MIDDLE, SchoolLevel.HIGH)
TURNS, REQUESTS = 7, 3
LONGEST: Final = 1800  # seconds that a step may take, on a computer that others use too
BARE: Final = "/bare"
PAGES: Final = ("by link", "signed in", "full report", "JSON", "hub", "home", "school", "wave")
NAMES: Final[Mapping[str, str]] = {
    "by link": "school's page, by its link",
    "signed in": "school's page, signed in",
    "full report": "school's full report, signed in",
    "JSON": "one school as JSON, by key",
    "hub": "hub's page",
    "home": "hub's first page",
    "school": "a school's place",
    "wave": "a wave's place, with its schools",
}


def made(place: str, schools: int, people: int) -> dict[str, float]:
    """A network with two waves that are answered and still open."""
    instrument = catalog.find("collective-leadership@1.0.0")
    with Store.open(place) as store:
        store.definitions.publish(instrument, catalog.translations(instrument))
        network = store.studies.add_network("Network")
        study = store.studies.add(network, "Study")
        given = [
            store.studies.add_school(network, f"School {number:04}", LEVELS[number % 3])
            for number in range(schools)
        ]
        for school in given[::2]:
            store.studies.agree(school, named=True)
        add(store, "hub", NewMembership(Role.HUB_ADMINISTRATOR, network.id))
        add(store, "leader", NewMembership(Role.SCHOOL_LEADER, network.id, school_id=given[0].id))
        answers = simulate(instrument, [[people] * schools] * 2, seed=SEED)
        for number, answered in enumerate(answers):
            wave = opened(store, study, number)
            sites = np.array([store.sites.add(wave, school, round(people / RATE)).id for school in given])
            today = datetime.now(UTC).date()
            store.responses.add(
                wave, sites[answered.sites], answered.codes, wave.form, "en", today, answered.open_answers
            )
    return {}


def add(store: Store, name: str, role: NewMembership) -> Account:
    return store.invitations.accept_as_new(
        store.invitations.add(f"{name}@people.example", "", role), name.title(), "no password"
    )


def opened(store: Store, study: Study, number: int) -> Wave:
    instrument, now = catalog.find("collective-leadership@1.0.0"), datetime.now(UTC)
    new = NewWave(
        title=f"Year {number + 1}",
        instrument_id=instrument.id,
        version=instrument.version,
        form="full",
        languages=("en",),
        privacy=instrument.privacy,
        minimum_group=5,
        opens=now - timedelta(days=9 - number),
        closes=now + timedelta(days=1),
        phase=f"phase {number + 1}",
        simulated=True,
    )
    return store.waves.add(study, new)


def laid_out(store: Store) -> tuple[Network, School, list[Wave]]:
    """The network, the school that is looked at, and the waves."""
    (network,) = store.studies.networks()
    (study,) = store.studies.of(network)
    return network, store.studies.schools(network)[0], list(store.waves.of(study))


def closed(place: str, number: int) -> dict[str, float]:
    with Store.open(place) as store:
        wave = laid_out(store)[2][number]
        began, wall = time.process_time(), time.perf_counter()
        close(store, wave)
        return {"cpu": time.process_time() - began, "wall": time.perf_counter() - wall}


def measured(place: str, page: str) -> dict[str, float]:
    """A page's first request in this process, then its median beside the bare view's, in milliseconds."""
    load_ahead()
    with Store.open(place) as store:
        app = create_app(store, Settings(SECRET, secure=False))
        app.add_url_rule(BARE, "bare", lambda: "")
        gc.freeze()  # as a process of the server does
        bare = request(app, BARE)
        call = page_of(app, store, page)
        assert bare() == "200 OK"
        began = time.process_time()
        status = call()
        first = time.process_time() - began
        assert status == "200 OK", status
        (base, _), (warm, wall) = medians(bare, call)
    return {"first": 1000 * first, "bare": 1000 * base, "warm": 1000 * warm, "wall": 1000 * wall}


def page_of(app: Flask, store: Store, page: str) -> Callable[[], str]:
    _, school, waves = laid_out(store)
    wave = waves[-1]
    site = store.sites.find(wave, school)
    assert site is not None
    shown = f"/schools/{school.id}/results/{wave.id}"
    match page:
        case "by link":
            return request(app, f"/result/{sign(SECRET, ResultAddress(wave.id, site.id))}")
        case "signed in":
            return request(app, shown, signed_in(app, store, "leader"))
        case "full report":
            return request(app, f"{shown}/report", signed_in(app, store, "leader"))
        case "hub":
            return request(app, f"/waves/{wave.id}/result", signed_in(app, store, "hub"))
        case "home":
            return request(app, "/home", signed_in(app, store, "hub"))
        case "school":
            return request(app, f"/schools/{school.id}/", signed_in(app, store, "leader"))
        case "wave":
            return request(app, f"/waves/{wave.id}/", signed_in(app, store, "hub"))
        case "JSON":
            return by_key(app, store, f"/api/v1{shown}")
    raise ValueError(page)


def signed_in(app: Flask, store: Store, who: str) -> str:
    """The cookie of a browser in which one of the two has signed in."""
    account = store.people.by_email(f"{who}@people.example")
    assert account is not None
    client = app.test_client()
    with client.session_transaction() as session:
        session[sessions.TOKEN] = store.sign_ins.begin(account, complete=True)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}"


def by_key(app: Flask, store: Store, path: str) -> Callable[[], str]:
    network, account = laid_out(store)[0], store.people.by_email("leader@people.example")
    assert account is not None
    secret, _ = store.keys.add(account, network, "Measuring", [Scope.SCHOOL_RESULTS])
    return request(app, path, authorization=f"Bearer {secret}")


def medians(*calls: Callable[[], str]) -> list[tuple[float, float]]:
    """Median seconds of a request, of the processor and of the clock; calls take turns, so that noise meets all."""
    times: list[list[tuple[float, float]]] = [[] for _ in calls]
    for _ in range(TURNS):
        for call, kept in zip(calls, times, strict=True):
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(REQUESTS):
                call()
            kept.append(((time.process_time() - cpu) / REQUESTS, (time.perf_counter() - wall) / REQUESTS))
    return [
        (statistics.median(cpu for cpu, _ in kept), statistics.median(wall for _, wall in kept))
        for kept in times
    ]


def step(name: str, place: str, *numbers: int) -> dict[str, float]:
    """One step in a process of its own, with the process's peak of memory in MB."""
    words = [sys.executable, "-m", "benchmarks.network", "--step", name, "--database", place]
    for option, number in zip(("--schools", "--people"), numbers, strict=False):
        words += [option, str(number)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        sys.exit(f"The step {name!r} failed:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_step(name: str, place: str, schools: int, people: int) -> None:
    kind, _, what = name.partition(":")
    result = {
        "make": lambda: made(place, schools, people),
        "close": lambda: closed(place, int(what)),
        "page": lambda: measured(place, what),
    }[kind]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result | {"peak": peak}))


def report(place: str, server: int | None, schools: int, people: int) -> None:
    step("make", place, schools, people)
    print(f"{schools:,} schools, {schools * people:,} responses a wave, two waves")
    print("                                     CPU s   wall s   peak MB   CPU s of the database server")
    for number, words in enumerate(("close of the first wave", "close of the second, compared")):
        before = server_seconds(server)
        found = step(f"close:{number}", place)
        beside = server_seconds(server) - before
        print(f"  {words:33} {found['cpu']:7.1f}  {found['wall']:7.1f}  {found['peak']:8.0f}  {beside:8.1f}")
    print(f"  the database: {size(place) / 1e6:.0f} MB")
    print("                                    first ms  median ms  x the bare view   wall ms   peak MB")
    for page in PAGES:
        found = step(f"page:{page}", place)
        ratio = found["warm"] / found["bare"]
        print(
            f"  {NAMES[page]:33} {found['first']:8.0f}  {found['warm']:9.1f}  {ratio:15.0f}"
            f"  {found['wall']:8.1f}  {found['peak']:8.0f}"
        )
    print(f"  an empty view of the same application {found['bare']:.3f} ms")


def server_seconds(server: int | None) -> float:
    """Seconds of the processor that a database server has taken so far; none where there is no server."""
    return 0.0 if server is None else taken(server).processor


def size(place: str) -> int:
    """Bytes of a database."""
    if "://" not in place:
        return Path(place).stat().st_size
    with psycopg.connect(place) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def new_place(store: str) -> Iterator[tuple[str, int | None]]:
    """Where a database of this kind is made and thrown away, and the first process of its server."""
    if store == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "network.db"), None
        return
    with postgres_server.server(durable=True) as server, postgres_server.database(server, "network") as place:
        yield place, postgres_server.process(server)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schools", type=int, default=2000)
    parser.add_argument("--people", type=int, default=100, help="who answer at each school")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--database", help=argparse.SUPPRESS)
    chosen: Any = parser.parse_args()
    if chosen.step:
        run_step(chosen.step, chosen.database, chosen.schools, chosen.people)
        return
    with new_place(chosen.store) as (place, server):
        report(place, server, chosen.schools, chosen.people)


if __name__ == "__main__":
    main()
