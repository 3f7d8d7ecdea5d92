"""Where the numbers of a study come from: versions, seeds, digests, command and choices."""

import hashlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from engine.instrument.canonical import Digests, canonical_text, digests
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.validation.plan import StudyChoices

PACKAGES = ("barograph", "numpy", "scipy")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What it takes to run the study again and get the same numbers.

    `instrument_digest` is the SHA-256 of the whole canonical definition, `digests` those of its parts.
    `data_digest` is the SHA-256 of the file, or of the codes in the order they were read. `keyed` names the
    reverse-keyed items whose answers stood already turned in the file. `notes` are what reading
    the file said; `counted` whose answers were studied, where they are not all there were.
    """

    versions: Mapping[str, str]
    instrument_digest: str
    digests: Digests
    data_digest: str
    data_name: str
    keyed: tuple[str, ...]
    notes: tuple[str, ...]
    choices: StudyChoices
    seeds: Mapping[str, int]
    command: str | None
    simulated: bool
    counted: str


def versions(*further: str) -> Mapping[str, str]:
    """Python and what the numbers are computed with; `further` packages where they were used."""
    return {"python": platform.python_version(), **{name: _version(name) for name in (*PACKAGES, *further)}}


def provenance_of(
    instrument: Instrument,
    choices: StudyChoices,
    *,
    data_name: str,
    data_digest: str,
    keyed: tuple[str, ...],
    notes: Sequence[str],
    command: str | None,
    simulated: bool = False,
    counted: str = "",
) -> Provenance:
    """The provenance of a study that is run now, by this installation."""
    translations = catalog.translations(instrument)
    seeds = {"split_half": choices.seed, "lambda4": choices.seed, "parallel": choices.seed}
    if choices.bootstrap:
        seeds["bootstrap"] = choices.seed
    return Provenance(
        versions=versions(),
        instrument_digest=hashlib.sha256(canonical_text(instrument, translations).encode()).hexdigest(),
        digests=digests(instrument, translations),
        data_digest=data_digest,
        data_name=data_name,
        keyed=keyed,
        notes=tuple(notes),
        choices=choices,
        seeds=seeds,
        command=command,
        simulated=simulated,
        counted=counted,
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
