"""How long the frozen result of a large network takes, and a school's and a hub's view of it.

    python benchmarks/snapshot.py [--schools N] [--responses N] [--repeats R]

Answers are simulated for the collective leadership survey, a year apart; the second wave's result is built with
the first as the one to compare with. Medians of one run, in seconds of the processor; memory is the process's peak.
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine import catalog
from engine.report.school import school_document
from engine.responses import Block
from engine.results import EarlierWave, SiteFacts, WaveFacts, build, hub_result, site_result
from engine.simulate import SimulatedWave, simulate

INSTRUMENT = catalog.find("collective-leadership")
BLOCK = 65536


def timed(call: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Median of the processor's seconds, which a busy machine does not lengthen."""
    times, result = [], None
    for _ in range(repeats):
        began = time.process_time()
        result = call()
        times.append(time.process_time() - began)
    return statistics.median(times), result


def facts(title: str) -> WaveFacts:
    return WaveFacts(title, "Study", "Network", "full", 5, "2027-05-08", True, "f" * 64)


def sites(wave: SimulatedWave, schools: int) -> list[SiteFacts]:
    counts = np.bincount(wave.sites, minlength=schools)
    levels = ("elementary", "middle", "high")
    return [
        SiteFacts(at, f"School {at}", int(n), round(n / 0.75), school_id=at, level=levels[at % 3])
        for at, n in enumerate(counts)
    ]


def blocks(wave: SimulatedWave, schools: int) -> Callable[[], Iterator[Block]]:
    names = tuple(f"School {at}" for at in range(schools))

    def read() -> Iterator[Block]:
        for start in range(0, len(wave.codes), BLOCK):
            yield Block(wave.codes[start : start + BLOCK], wave.sites[start : start + BLOCK], names)

    return read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schools", type=int, default=2000)
    parser.add_argument("--responses", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    each = [chosen.responses // chosen.schools] * chosen.schools
    first, second = simulate(INSTRUMENT, [each, each], seed=1)
    before_sites, now_sites = sites(first, chosen.schools), sites(second, chosen.schools)
    alone, before = timed(
        lambda: build(facts("First"), INSTRUMENT, before_sites, blocks(first, chosen.schools)), chosen.repeats
    )
    earlier = EarlierWave("First", "full", INSTRUMENT, before_sites, blocks(first, chosen.schools), before)
    compared, now = timed(
        lambda: build(
            facts("Second"), INSTRUMENT, now_sites, blocks(second, chosen.schools), earlier=[earlier]
        ),
        chosen.repeats,
    )
    text = json.dumps(now)
    loading, document = timed(lambda: json.loads(text), chosen.repeats)
    part, _ = timed(lambda: school_document(document, site_result(document, 7) or {}), 20)
    hub, _ = timed(lambda: hub_result(document, set(range(0, chosen.schools, 2))), 5)
    print(f"{chosen.schools} schools, {len(second.codes)} responses, {second.codes.shape[1]} codes each")
    print(f"result of the first wave      {alone:8.2f} s")
    print(f"result compared with it       {compared:8.2f} s")
    print(f"as JSON                       {len(text) / 1e6:8.1f} MB, read in {loading:.2f} s")
    print(f"a school's document           {1000 * part:8.2f} ms")
    print(f"a hub's view                  {1000 * hub:8.2f} ms")
    print(
        f"peak memory                   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB"
    )


if __name__ == "__main__":
    main()
