"""Which of a school's closed waves its team begins with: that of the newest survey which a playbook is about."""

from collections.abc import Sequence

from engine.playbooks.folder import playbook_of
from engine.store import Store, Wave


def leading_wave(store: Store, closed: Sequence[Wave]) -> Wave | None:
    """The last of these waves whose survey has guides, else the last of all; None where there is none.

    `closed` are in the order in which they opened. A survey of students that closed yesterday doesn't take the place
    of the one on which the school chose where to start.
    """
    guided = [wave for wave in closed if has_guides(store, wave)]
    return next(reversed(guided or closed), None)


def has_guides(store: Store, wave: Wave) -> bool:
    """Whether a playbook has guides to what a wave's survey measures."""
    constructs = store.definitions.get(wave.instrument_id, wave.version).construct_map
    return constructs is not None and playbook_of(constructs.id) is not None
