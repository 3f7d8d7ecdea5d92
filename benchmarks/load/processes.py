"""What the processes of a server take, as Linux tells it: those of a process and all that it has started."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Taken:
    processor: float  # seconds
    memory: float  # megabytes, what processes share divided among them
    processes: int


def taken(*roots: int) -> Taken:
    """What these processes and all below them have taken so far; one that ended counts by whom waited for it."""
    ours = _below(set(roots))
    return Taken(sum(map(_processor, ours)), sum(map(_memory, ours)), len(ours))


def _below(found: set[int]) -> set[int]:
    parents = {int(path.name): _fields(int(path.name)) for path in PROC.glob("[0-9]*")}
    while more := {
        number
        for number, fields in parents.items()
        if fields and int(fields[1]) in found and number not in found
    }:
        found |= more
    return {number for number in found if parents.get(number)}


def _fields(number: int) -> list[str]:
    """The fields of a process behind its name, from its state on; none of one that has ended."""
    try:
        return (PROC / str(number) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _processor(number: int) -> float:
    fields = _fields(number)
    return (
        sum(map(int, fields[11:15])) / TICKS if fields else 0.0
    )  # its own, and of children that it waited for


def _memory(number: int) -> float:
    try:
        lines = (PROC / str(number) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
