"""How many people can answer at once: whole forms over HTTP, against `barograph serve` and against a bare view.

Run from the project's folder:

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.load
    OPENBLAS_NUM_THREADS=1 python -m benchmarks.load --rate 12 --minutes 8 --warm 500 --seconds 180 --bare never

The form is the collective leadership survey's full one: ten pages, a review, and Send. Without --rate so many people
answer one after the other and never think, which tells what the server can do; with it people come at that rate and
think, which tells how long they wait. They save a page at a time, and in a run of its own each answer, as the script
does (--ways).

Respondents are people who were thanked in the seconds that count. Processor seconds are those of all of the
server's processes, PostgreSQL's included, by /proc; those of the people, who run on the same computer, are told apart.
A bare view of the same addresses (`benchmarks/load/bare.py`) is filled by the same people in the same run.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

from benchmarks.load.processes import Taken, taken
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.store import NewWave, Store
from tests.engine.store import postgres_server
from tests.web.answering import Respondent
from web.commands.several import default_workers
from web.security import Settings
from web.whole import create_app

SCHOOLS: Final = 60  # one machine may begin 2,000 forms an hour at each
START: Final = "from web.cli import main; main()"
SECRET: Final = "a secret for measuring, long enough to sign with"  # noqa: S105 - of a database that is thrown away
PATIENCE: Final = 120.0  # seconds until a server answers
SHOWN: Final = ("page shown", "page saved", "answer saved", "begun", "sent", "file")


@dataclass(frozen=True, slots=True)
class Found:
    """What one run gave."""

    tally: dict[str, Any]
    server: Taken
    idle: float  # of all processors, the share of the time in which they had nothing to do

    @property
    def each(self) -> float:
        """Processor seconds a respondent."""
        finished: int = self.tally["finished"]
        return self.server.processor / finished if finished else float("nan")


def surveyed(store: Store) -> tuple[Instrument, list[str]]:
    """A wave that takes answers at many schools; gives their links."""
    instrument, now = catalog.find("collective-leadership@1.0.0"), datetime.now(UTC)
    store.definitions.publish(instrument, catalog.translations(instrument))
    network = store.studies.add_network("Network")
    new = NewWave(
        title="Wave",
        instrument_id=instrument.id,
        version=instrument.version,
        form="full",
        languages=("en",),
        privacy=instrument.privacy,
        minimum_group=5,
        opens=now - timedelta(days=1),
        closes=now + timedelta(days=1),
    )
    wave = store.waves.add(store.studies.add(network, "Study"), new)
    schools = [store.studies.add_school(network, f"School {number:02}") for number in range(SCHOOLS)]
    return instrument, [store.sites.add(wave, school).link for school in schools]


def options(instrument: Instrument) -> str:
    """What the people have to know of the pages."""
    return json.dumps(
        [
            [(name, [str(option.value) for option in instrument.item(name).options]) for name in page.items]
            for page in instrument.form("full").pages
        ]
    )


def constant_pages(store: Store, instrument: Instrument, link: str) -> str:
    """The pages as somebody sees them who answers nothing: what the bare view shows."""
    person = Respondent(create_app(store, Settings("secret", secure=False)), link)
    pages = {"": person.open("").page.html}
    person.start()
    for number in range(1, len(instrument.form("full").pages) + 1):
        pages[str(number)] = person.open(str(number)).page.html
    pages["review"] = person.open("review").page.html
    return json.dumps({**pages, "thanks": pages[""]})


@contextmanager
def serving(words: list[str], port: int, log: Path, given: str = "") -> Iterator[int]:
    """A server in a process of its own; gives its number."""
    with log.open("ab") as file:
        environment = {**os.environ, "BAROGRAPH_SECRET": SECRET}
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=file, stderr=file, env=environment)
    try:
        assert process.stdin is not None
        process.stdin.write(given.encode())
        process.stdin.close()
        until = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < until:
            if _replies(port):
                yield process.pid
                return
            time.sleep(0.05)
        sys.exit(f"The server did not start:\n{log.read_text()[-3000:]}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _replies(port: int) -> bool:
    """Whether a server answers: some listen long before their workers have read the application."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as asking:
        try:
            asking.request("GET", "/")
            return asking.getresponse().status < 600
        except (OSError, HTTPException):
            return False


def filled(roots: list[int], words: list[str]) -> Found:
    """Have people fill forms, and measure the server while they count."""
    command = [sys.executable, "-m", "benchmarks.load.people", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as people:
        assert people.stdout is not None
        _wait_for(people.stdout, "begin")
        before, idle_before = taken(*roots), _idle()
        _wait_for(people.stdout, "end")
        after, idle_after = taken(*roots), _idle()
        tally = json.loads(people.stdout.read())
    spent = Taken(after.processor - before.processor, after.memory, after.processes)
    return Found(tally, spent, (idle_after - idle_before) / tally["seconds"] / (os.cpu_count() or 1))


def _wait_for(lines: Any, word: str) -> None:
    if lines.readline().strip() != word:
        sys.exit("The people came to no end.")


def _idle() -> float:
    """Seconds in which processors had nothing to do, since the computer started."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return (int(fields[4]) + int(fields[5])) / os.sysconf("SC_CLK_TCK")


def told(name: str, found: Found) -> None:
    tally, seconds = found.tally, found.tally["seconds"]
    times = sorted(time for what in SHOWN if what != "file" for time in tally["times"].get(what, ()))
    share = tally["processor"] / (tally["processor"] + found.server.processor)
    print(
        f"  {name:26} {60 * tally['finished'] / seconds:8.0f} {1000 * found.each:9.1f}"
        f" {_at(times, 0.5):8.1f} {_at(times, 0.99):8.1f} {sum(tally['wrong'].values()):7}"
        f" {found.server.memory:7.0f} {share:9.0%} {found.idle:6.0%} {tally['at_once']:8,}"
    )
    for what, number in tally["wrong"].items():
        print(f"    wrong: {number} x {what}")


def by_request(found: Found) -> None:
    for what in SHOWN:
        times = sorted(found.tally["times"].get(what, ()))
        if times:
            print(
                f"    {what:13} {len(times):8,} replies; ms: median {_at(times, 0.5):.1f},"
                f" 99 in 100 {_at(times, 0.99):.1f}, longest {times[-1]:.0f}, mean {statistics.fmean(times):.1f}"
            )


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))] if times else float("nan")


def compared(name: str, place: str, roots: list[int], folder: Path, chosen: Any) -> None:
    """One database: the bare view, and the survey by each way of saving."""
    with Store.open(place) as store:
        instrument, links = surveyed(store)
        pages = constant_pages(store, instrument, links[0]) if chosen.bare != "never" else ""
    words = ["--port", str(chosen.port), "--links", ",".join(links), "--pages", options(instrument)]
    for option in ("people", "rate", "minutes", "warm", "seconds", "seed"):
        words += [f"--{option}", str(getattr(chosen, option))]
    words += ["--files"] if chosen.files else []
    log, workers = folder / "log", str(chosen.workers or default_workers())
    bare = [sys.executable, "-m", "benchmarks.load.bare", place, str(chosen.port), workers]
    runs = {"bare view": bare} if pages else {}
    served = [sys.executable, "-c", START, "serve", "--database", place, "--port", str(chosen.port)]
    served += ["--workers", workers]
    runs |= {f"saved by {way}": served for way in chosen.ways}
    for run, command in runs.items():
        with serving(command, chosen.port, log, pages if run == "bare view" else "") as pid:
            found = filled([pid, *roots], words + (["--by-answer"] if run.endswith("answer") else []))
        told(f"{name}, {run}", found)
        if chosen.replies:
            by_request(found)
    if chosen.log:
        print(log.read_text())


def head() -> None:
    """What stands over the lines of `told`."""
    print(
        "                             people    CPU ms       ms       ms                   people's"
        "         at once\n"
        "                           a minute    a form   median   99 %    errors      MB  CPU share   idle   at most"
    )


def report(chosen: Any) -> None:
    load = f"{chosen.rate:g} people a second" if chosen.rate else f"{chosen.people} people at a time"
    print(
        f"{load}, {chosen.minutes:g} minutes of thought a form, {chosen.seconds:g} s counted after {chosen.warm:g} s;"
        f" {os.cpu_count()} processors; files loaded: {'yes' if chosen.files else 'no'}"
    )
    head()
    for name in chosen.stores:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder, ExitStack() as stack:
            if name == "SQLite":
                compared(name, str(Path(folder) / "survey.db"), [], Path(folder), chosen)
                continue
            address = stack.enter_context(postgres_server.server(durable=True))
            place = stack.enter_context(postgres_server.database(address, "barograph_load"))
            compared(name, place, [postgres_server.process(address)], Path(folder), chosen)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        prog="python -m benchmarks.load",
    )
    parser.add_argument("--people", type=int, default=8, help="at a time, who never think (default: 8)")
    parser.add_argument("--rate", type=float, default=0.0, help="people who come a second, in their place")
    parser.add_argument("--minutes", type=float, default=0.0, help="of thought a form (default: 0)")
    parser.add_argument("--warm", type=float, default=5.0, help="seconds before anything counts (default: 5)")
    parser.add_argument("--seconds", type=float, default=20.0, help="that count (default: 20)")
    parser.add_argument(
        "--stores", nargs="+", choices=("SQLite", "PostgreSQL"), default=("SQLite", "PostgreSQL")
    )
    parser.add_argument("--ways", nargs="+", choices=("page", "answer"), default=("page", "answer"))
    parser.add_argument("--bare", choices=("too", "never"), default="too", help="the bare view beside")
    parser.add_argument("--files", action="store_true", help="each loads styles and scripts, once")
    parser.add_argument("--workers", type=int, default=0, help="of `barograph serve` (default: its own)")
    parser.add_argument("--replies", action="store_true", help="times by what was asked")
    parser.add_argument("--log", action="store_true", help="what the servers printed")
    parser.add_argument("--folder", help="where the databases lie for the time being")
    parser.add_argument("--port", type=int, default=8133)
    parser.add_argument("--seed", type=int, default=1)
    report(parser.parse_args())


if __name__ == "__main__":
    main()
