"""What all processes of a server count together."""

import os

from web.security.counting import MOST, PROBES, ROWS, SLICES, Counts

HOUR = 3600.0


def test_what_happened_is_counted_until_its_window_is_over() -> None:
    counts = Counts()
    for _ in range(3):
        counts.add("one", HOUR, 10_000)
    counts.add("one", HOUR, 11_000)
    assert counts.count("one", HOUR, 11_000) == 4
    assert counts.count("another", HOUR, 11_000) == 0
    assert counts.count("one", HOUR, 10_000 + HOUR - HOUR / SLICES) == 4
    assert counts.count("one", HOUR, 10_000 + HOUR) == 1
    assert counts.count("one", HOUR, 11_000 + HOUR) == 0
    assert counts.count("one", HOUR, 10**6) == 0


def test_a_slice_counts_no_further_than_it_can() -> None:
    counts = Counts()
    for _ in range(MOST + 5):
        counts.add("one", HOUR, 0)
    assert counts.count("one", HOUR, 0) == MOST


def test_processes_count_together() -> None:
    counts = Counts()
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            for _ in range(500):
                counts.add("one", HOUR, 0)
            os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert counts.count("one", HOUR, 0) == 1000


def test_more_than_there_is_room_for_pushes_out_what_is_oldest() -> None:
    counts = Counts()
    for number in range(ROWS + PROBES):
        counts.add(f"machine {number}", HOUR, number)
    assert counts.count(f"machine {ROWS + PROBES - 1}", HOUR, ROWS + PROBES) == 1
