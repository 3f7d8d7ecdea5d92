"""The validation study against the number of items, and of a million people from blocks in the database.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.study_sizes [--rows 1000000]`. Each size
runs in a process of its own, after a warm-up; the baseline is NumPy's float32 X'X of as many answers.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.study import BLOCK, made, peak_megabytes, seconds
from engine.instrument.model import Instrument
from engine.store import NewWave, Store
from engine.validation.data import Data, data_of_blocks
from engine.validation.parts import Part
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.study import run
from engine.validation.study_json import study_json
from tests import small

PEOPLE, A_SCALE = 20_000, 10


def instrument_of(items: int) -> Instrument:
    asked = [small.likert(f"I{n}", reverse=n % 6 == 5) for n in range(items)]
    scales = tuple(
        small.subscale(f"s{n}", *(item.id for item in asked[n : n + A_SCALE]), minimum=5)
        for n in range(0, items, A_SCALE)
    )
    return small.instrument(*asked, subscales=scales)


def answers(items: int, people: int) -> np.ndarray:
    """As many items as wanted, from the answers of 50 that the other benchmark makes."""
    columns = [np.concatenate([part.codes for part in made(people)]) for _ in range(-(-items // 50))]
    random = np.random.default_rng(items)
    return np.hstack([one if n == 0 else one[random.permutation(people)] for n, one in enumerate(columns)])[
        :, :items
    ]


def of_items(items: int) -> dict[str, float]:
    codes = answers(items, PEOPLE)
    plan = plan_of(instrument_of(items), StudyChoices(quality=False))
    data = Data(lambda: [Part(codes, None, ())], "made", None)
    single = codes.astype(np.float32)
    start = time.perf_counter()
    study_json(run(data, plan))
    took = time.perf_counter() - start
    return {"seconds": took, "product": seconds(lambda: single.T @ single), "peak_mb": peak_megabytes()}


def of_database(rows: int) -> dict[str, float]:
    instrument = instrument_of(50)
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "study.db") as store:
        store.definitions.publish(instrument)
        network = store.studies.add_network("Network")
        new = NewWave(
            "Wave", instrument.id, "1.0.0", "full", ("en",), instrument.privacy, 5,
            now - timedelta(days=1), now + timedelta(days=1),
        )  # fmt: skip
        wave = store.waves.add(store.studies.add(network, "Study"), new)
        site = store.sites.add(wave, store.studies.add_school(network, "School"))
        for part in made(rows):
            ids = np.full(len(part), site.id)
            store.responses.add(wave, ids, part.codes, "full", "en", now.date())
        store.closing.close(wave, lambda _wave: {})
        wave = store.waves.get(wave.id)
        start = time.perf_counter()
        for _ in store.responses.blocks(wave, BLOCK):
            pass
        reading = time.perf_counter() - start
        data = data_of_blocks(
            instrument,
            lambda: store.responses.blocks(wave, BLOCK),
            name="wave",
            form="full",
            site_names=["School"],
        )
        start = time.perf_counter()
        study_json(run(data, plan_of(instrument, StudyChoices(quality=False), data.asked)))
        return {"seconds": time.perf_counter() - start, "reading": reading, "peak_mb": peak_megabytes()}


def alone(*words: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.study_sizes", *words]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--database", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.items:
        print(json.dumps(of_items(given.items)))
        return
    if given.database:
        print(json.dumps(of_database(given.rows)))
        return
    print(f"growth with items, {PEOPLE:,} people, 5% missing, one run each")
    for items in (10, 25, 50, 100, 200):
        one = alone("--items", str(items))
        ratio = one["seconds"] / one["product"]
        print(
            f"  {items:>4} items: study {one['seconds']:7.2f} s, {ratio:8.0f} times X'X, peak {one['peak_mb']:5.0f} MB",
            flush=True,
        )
    one = alone("--database", "--rows", str(given.rows))
    print(
        f"{given.rows:,} x 50 from the database: study {one['seconds']:.2f} s, of that reading a pass "
        f"{one['reading']:.2f} s; peak {one['peak_mb']:.0f} MB, storing them included"
    )


if __name__ == "__main__":
    main()
