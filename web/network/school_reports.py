"""The reports of a wave's schools as files: made one by one beside the pages, and kept for a day.

Each holds what the school's own page tells the person who asked, but for what people wrote: that is for whoever
reads it there.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from flask import abort, current_app

from engine.exchange.file_names import unlike
from engine.report.document import Paper
from engine.report.media.origin import origin_of
from engine.report.media.to_pdf import pdf_bytes
from engine.results import hub_result
from engine.results.reading import line_of, lines_of, of_school, result_of
from engine.store import Choice, Person, Prediction, Site, Snapshot, Wave
from engine.waves.school_result import Reading, paper_of
from web import rights
from web.network import bulk
from web.network.school_card import closed_waves
from web.sessions import store

KEPT: Final = 24 * 60 * 60  # seconds that made reports stay


def agreed(wave: Wave, person: Person | None) -> frozenset[int]:
    """The sites whose results a person may see."""
    seen = rights.named_schools(store(), person, wave) if person is not None else frozenset()
    return frozenset(site for site, school in store().sites.schools(wave).items() if school in seen)


def named(wave: Wave, person: Person | None) -> list[Site]:
    """The schools that the network's result names to a person."""
    snapshot = store().results.network_snapshot(wave)
    view = hub_result(result_of(snapshot), lines_of(snapshot), agreed(wave, person))
    shown = {school.site for school in view.schools}
    return [site for site in store().sites.of(wave) if site.id in shown]


def drawing_key() -> bytes:
    """The secret that schools' numbers are drawn with: the same for every file of this installation."""
    return hashlib.sha256(b"numbers of schools\0" + str(current_app.config["SECRET_KEY"]).encode()).digest()


@dataclass(frozen=True, slots=True)
class _Readable:
    """A closed wave's result as far as this person may read it: of these schools, by id."""

    schools: frozenset[int]
    digest: str


def _readable(wave: Wave, person: Person) -> dict[int, _Readable]:
    """What this person may read of the network's closed waves, by wave id: told once for all reports."""
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    return {
        one.id: _Readable(
            rights.named_schools(store(), person, one), store().results.network_snapshot(one).digest
        )
        for one in closed_waves(store(), network)
    }


def pieces(wave: Wave, person: Person) -> list[bulk.Piece]:
    """A report a school, under a name of its own, kept under one that tells nothing."""
    snapshot = store().results.network_snapshot(wave)
    frozen = result_of(snapshot)
    readable, choices, paper = _readable(wave, person), store().choices.of(wave), paper_of(store(), wave)
    sealed = store().predictions.of_study(store().studies.get(wave.study_id))
    found: list[bulk.Piece] = []
    taken: set[str] = set()
    for site in named(wave, person):
        line = line_of(snapshot, site.id)
        if line is None:
            abort(404)
        name = unlike(origin_of(frozen, line).file_name("pdf", "full report"), taken)
        taken.add(name.casefold())
        seen = {id: one.digest for id, one in readable.items() if site.school_id in one.schools}
        chosen = choices.get(site.id)
        predicted = [one for one in sealed if one.school_id == site.school_id]
        kept = _kept_as(snapshot, site, seen, chosen, predicted, paper)
        found.append(bulk.Piece(name, kept, partial(_report, wave, site, snapshot.number, seen)))
    return found


def _report(wave: Wave, site: Site, number: int, seen: Container[int]) -> bytes:
    """The report of a school as its page gives it, without comments; `seen` are the waves this person may read."""
    found = of_school(store().results.school_snapshot(wave, site.id, number), site.id)
    if found is None:
        abort(404)
    reading = Reading(
        store(), wave, found[0], found[1], by_name=True, others=lambda one: one.id in seen, comments=False
    )
    return pdf_bytes(reading.report())


def _kept_as(
    snapshot: Snapshot,
    site: Site,
    seen: Mapping[int, str],
    chosen: Choice | None,
    predicted: Sequence[Prediction],
    paper: Paper,
) -> str:
    """A name that no one can guess and that changes with all that the report holds."""
    others = " ".join(f"{id}:{digest}" for id, digest in sorted(seen.items()))
    sealed = " ".join(f"{one.id}:{one.stands}" for one in predicted)
    words = f"{snapshot.digest} {site.id} {others} {chosen.id if chosen else ''} {sealed} {paper}".encode()
    return hashlib.blake2b(words, key=drawing_key(), digest_size=16).hexdigest() + ".pdf"


def folder() -> Path:
    """Where made reports are kept, readable by this program's user alone; what is a day old goes."""
    whole = Path(tempfile.gettempdir()) / f"barograph-{os.getuid()}"
    whole.mkdir(mode=0o700, exist_ok=True)
    about = whole.stat()
    if about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise PermissionError(f"{whole} can be read by others: remove it, and it is made anew")
    part = whole / hashlib.sha256(drawing_key()).hexdigest()[:16]
    part.mkdir(mode=0o700, exist_ok=True)
    for path in part.iterdir():
        if path.stat().st_mtime < time.time() - KEPT:
            path.unlink(missing_ok=True)
    return part
