"""A process of its own that hands in responses and says so after each, until it is killed."""

import itertools
import sys

from engine.store import Store
from tests.engine.store.field import SMALL, Clock, Field


def main() -> None:
    file, wave_id = sys.argv[1:]
    store = Store.open(file, now=Clock())
    wave = store.waves.get(int(wave_id))
    field = Field(store, store.studies.get(wave.study_id), (), wave, store.sites.of(wave), SMALL)
    for number in itertools.count(1):
        field.answer(A="4")
        sys.stdout.write(f"stored {number}\n")
        sys.stdout.flush()
