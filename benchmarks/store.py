"""How quickly responses are stored and read back, and how many bytes they take, against JSON documents.

    python benchmarks/store.py [--rows N] [--items K] [--repeats R] [--single S]

The rival is the usual way: one JSON document a response, {item id: value}, in a bare table of the same SQLite
with the same durability, through Python's own `sqlite3` and `json`. Both end with one matrix of bytes, persons
x items. Contenders take turns, so that a busy machine slows all alike; medians and ratios of one run.
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from engine.instrument import kinds
from engine.instrument.model import (
    Audience,
    Form,
    Instrument,
    Item,
    NonAnswer,
    Option,
    Page,
    Privacy,
    ResponseScale,
)
from engine.responses.answers import Submission
from engine.responses.layout import BLANK, Codes
from engine.store import NewWave, Site, Store, Wave

MISSING = 0.05
SITES = 24
SCALE = ResponseScale(
    "true5", tuple(Option(value, str(value)) for value in range(1, 6)), (NonAnswer("cannot_judge", "?"),)
)


@dataclass
class Times:
    """Seconds of each contender's runs, by what was done."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def of(self, name: str, call: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = call()
        self.taken[name].append(time.perf_counter() - began)
        return result

    def median(self, name: str) -> float:
        return statistics.median(self.taken[name])


def instrument(items: int) -> Instrument:
    questions = tuple(
        Item(
            f"VS{number}",
            f"Statement {number}",
            kinds.SCALE,
            scale=SCALE.id,
            options=SCALE.options,
            non_answers=SCALE.non_answers,
        )
        for number in range(items)
    )
    form = Form("full", (Page(tuple(item.id for item in questions)),))
    return Instrument(
        id="benchmark",
        version="1.0.0",
        title="Benchmark",
        language="en",
        licence="CC-BY-4.0",
        audience=Audience.STAFF,
        privacy=Privacy.ANONYMOUS,
        minimum_group=5,
        items=questions,
        subscales=(),
        forms=(form,),
        response_scales=(SCALE,),
    )


def lay_out(store: Store, of: Instrument) -> tuple[Wave, tuple[Site, ...]]:
    store.definitions.publish(of)
    network = store.studies.add_network("Benchmark")
    study = store.studies.add(network, "Benchmark")
    now = datetime.now(UTC)
    span = timedelta(days=1)
    new = NewWave(
        "Wave", of.id, of.version, "full", ("en",), of.privacy, of.minimum_group, now - span, now + span
    )
    wave = store.waves.add(study, new)
    schools = [store.studies.add_school(network, f"School {number}") for number in range(SITES)]
    return wave, tuple(store.sites.add(wave, school) for school in schools)


def our_bulk(file: Path, codes: Codes, times: Times) -> float:
    """Store, read back and close; gives bytes a response."""
    with Store.open(file) as store:
        wave, sites = lay_out(store, instrument(codes.shape[1]))
        at = np.array([sites[row % SITES].id for row in range(len(codes))])
        today = datetime.now(UTC).date()
        times.of("store", lambda: store.responses.add(wave, at, codes, "full", "en", today))

        def build(_wave: Wave) -> Mapping[str, Any]:
            read = times.of(
                "read", lambda: np.concatenate([block.codes for block in store.responses.blocks(wave)])
            )
            assert (read.sum(axis=0, dtype=np.int64) == codes.sum(axis=0, dtype=np.int64)).all()
            return {}

        times.of("close", lambda: store.closing.close(wave, build))
    return file.stat().st_size / len(codes)


def json_table(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE response (id INTEGER PRIMARY KEY, site INTEGER, document TEXT)")
    return connection


def json_bulk(file: Path, codes: Codes, times: Times) -> float:
    """The rival's storing and reading back; gives bytes a response."""
    ids = [f"VS{number}" for number in range(codes.shape[1])]
    connection = json_table(file)

    def store() -> None:
        connection.execute("BEGIN IMMEDIATE")
        rows = (
            (
                row % SITES,
                json.dumps(
                    {id: None if code == BLANK else code + 1 for id, code in zip(ids, one, strict=True)}
                ),
            )
            for row, one in enumerate(codes.tolist())
        )
        connection.executemany("INSERT INTO response (site, document) VALUES (?, ?)", rows)
        connection.execute("COMMIT")

    def read() -> Codes:
        matrix = np.full(codes.shape, BLANK, dtype=np.uint8)
        for row, (text,) in enumerate(connection.execute("SELECT document FROM response")):
            document = json.loads(text)
            matrix[row] = [BLANK if document[id] is None else document[id] - 1 for id in ids]
        return matrix

    times.of("store json", store)
    assert (times.of("read json", read) == codes).all()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file.stat().st_size / len(codes)


def our_singles(file: Path, codes: Codes, times: Times) -> None:
    """One person after the other: open the form, save a page, hand in; each on disk before the next."""
    with Store.open(file) as store:
        _, sites = lay_out(store, instrument(codes.shape[1]))

        def answer(one: bytes) -> None:
            key = store.drafts.start(sites[0])
            draft = store.drafts.load(key)
            assert draft is not None
            store.drafts.save(key, draft)
            times.of("submit", lambda: store.submissions.submit(key, Submission("full", "en", one, {}), 90))

        for one in codes:
            times.of("person", partial(answer, one.tobytes()))


def json_singles(file: Path, codes: Codes, times: Times) -> None:
    """The rival's least: one durable insert a person, and no drafts."""
    ids = [f"VS{number}" for number in range(codes.shape[1])]
    connection = json_table(file)
    insert = "INSERT INTO response (site, document) VALUES (0, ?)"
    for one in codes.tolist():
        document = json.dumps(dict(zip(ids, one, strict=True)))
        times.of("insert json", partial(connection.execute, insert, (document,)))
    connection.close()


def report(times: Times, rows: int, sizes: Mapping[str, float]) -> None:
    for what, ours, rival in (("stored", "store", "store json"), ("read back", "read", "read json")):
        mine, theirs = times.median(ours), times.median(rival)
        print(
            f"{what:<10} {rows / mine:12,.0f} rows/s   JSON {rows / theirs:12,.0f} rows/s   "
            f"{theirs / mine:6.1f} x as quick"
        )
    print(
        f"{'size':<10} {sizes['ours']:12.1f} bytes    JSON {sizes['json']:12.1f} bytes    "
        f"{sizes['json'] / sizes['ours']:6.1f} x as small   (a response, closed)"
    )
    print(f"closed     {times.median('close'):12.2f} s        with reading, writing anew and VACUUM")
    submit, person, insert = (times.median(name) * 1e3 for name in ("submit", "person", "insert json"))
    print(
        f"one by one {submit:12.2f} ms       JSON {insert:12.2f} ms        "
        f"{submit / insert:6.1f} x as long    (submit; a whole person with draft {person:.2f} ms)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--single", type=int, default=300)
    options = parser.parse_args()
    random = np.random.default_rng(1)
    codes = random.integers(0, 5, (options.rows, options.items)).astype(np.uint8)
    codes[random.random(codes.shape) < MISSING] = BLANK
    times, sizes = Times(), {}
    with tempfile.TemporaryDirectory() as folder:
        for repeat in range(options.repeats):
            sizes["ours"] = our_bulk(Path(folder, f"ours{repeat}.db"), codes, times)
            sizes["json"] = json_bulk(Path(folder, f"json{repeat}.db"), codes, times)
        our_singles(Path(folder, "ours.db"), codes[: options.single], times)
        json_singles(Path(folder, "json.db"), codes[: options.single], times)
    print(
        f"{options.rows:,} responses of {options.items} items, {MISSING:.0%} missing; SQLite, WAL, full sync; medians"
        f" of {options.repeats}"
    )
    report(times, options.rows, sizes)


if __name__ == "__main__":
    main()
