"""What a researcher takes of a closed wave: de-identified responses with their codebook, in each format."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from engine.disclosure.policy import policy
from engine.disclosure.responses_file import Released, deidentify, shown_schools, whose_answers
from engine.exchange.ddi import ddi_xml
from engine.exchange.deidentified_csv import write_deidentified
from engine.exchange.numeric_csv import write_numeric_release
from engine.exchange.parquet_file import parquet_bytes
from engine.exchange.r_script import r_script
from engine.exchange.spss import sav_bytes
from engine.exchange.stata import dta_bytes
from engine.instrument.event import with_event
from engine.instrument.model import Form
from engine.problems import Problem, Refused
from engine.report.codebook import codebook_document
from engine.report.media.origin import Origin, origin_of
from engine.report.media.to_html import html
from engine.responses.codebook import Codebook, codebook
from engine.results.own_results import own_results
from engine.results.reading import result_of, school_of
from engine.store import Store, Wave, WaveState

NUMBERS: Final = "responses-numbers.csv"
NUMBERS_FILE: Final = ("csv", "responses-numbers")


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """De-identified responses of one wave and all that files of them are made of."""

    book: Codebook
    form: Form
    released: Released
    origin: Origin

    def file(self, name: str) -> bytes:
        """One of `FORMATS` as bytes; raises `Refused` where the extra for it is not installed."""
        return FORMATS[name].write(self)

    def script(self, script: str, file: str) -> bytes:
        """The script that reads the file of numbers under these names."""
        return r_script(
            self.book, file=file, script=script, facts=self.origin.lines(), simulated=self.origin.simulated
        ).encode()

    def columns(self) -> tuple[tuple[str, str], ...]:
        """What stands in front of each row of a CSV file."""
        simulated = (("simulated", "yes"),) if self.origin.simulated else ()
        return (
            *simulated,
            ("instrument", f"{self.origin.instrument} {self.origin.version}"),
            ("wave", self.origin.wave),
            ("closed", self.origin.closed.isoformat() if self.origin.closed else ""),
            ("data_digest", self.origin.data),
        )


def _words(taken: Release) -> bytes:
    target = io.StringIO()
    write_deidentified(target, taken.book, taken.released, taken.columns())
    return target.getvalue().encode()


def _numbers(taken: Release) -> bytes:
    target = io.StringIO()
    write_numeric_release(target, taken.book, taken.released, simulated=taken.origin.simulated)
    return target.getvalue().encode()


def _script(taken: Release) -> bytes:
    names = (taken.origin.file_name(ending, stem) for ending, stem in (("R", "responses"), NUMBERS_FILE))
    return taken.script(*names)


def _sav(taken: Release) -> bytes:
    origin = taken.origin
    return sav_bytes(
        taken.book, taken.released, title=origin.line(), facts=origin.lines(), made=origin.closed
    )


def _dta(taken: Release) -> bytes:
    origin = taken.origin
    return dta_bytes(
        taken.book,
        taken.released,
        title=origin.line(),
        simulated=origin.simulated,
        made=origin.closed,
    )


def _parquet(taken: Release) -> bytes:
    facts, simulated = taken.origin.lines(), taken.origin.simulated
    return parquet_bytes(taken.book, taken.released, facts=facts, simulated=simulated)


def _codebook_page(taken: Release) -> bytes:
    return html(codebook_document(taken.book, taken.origin, taken.form)).encode()


def _ddi(taken: Release) -> bytes:
    origin = taken.origin
    return ddi_xml(
        taken.book,
        facts=origin.lines(),
        wave=origin.wave,
        n=origin.n,
        closed=origin.closed,
        data_file=origin.file_name("sav", "responses"),
    ).encode()


@dataclass(frozen=True, slots=True)
class ReleasedFormat:
    """A file that a researcher takes: its media type, a sentence on it, and what writes it."""

    mimetype: str
    label: str
    write: Callable[[Release], bytes]


FORMATS: Final[Mapping[str, ReleasedFormat]] = MappingProxyType(
    {
        "responses.csv": ReleasedFormat(
            "text/csv", "Responses, CSV in words: values as answered, a word for each kind of missing", _words
        ),
        NUMBERS: ReleasedFormat(
            "text/csv",
            "Responses, CSV in numbers for R, jamovi, Excel, with columns for kinds of missing",
            _numbers,
        ),
        "responses.R": ReleasedFormat(
            "text/plain",
            "A script for R that reads the CSV in numbers, and makes factors and labels of it",
            _script,
        ),
        "responses.sav": ReleasedFormat(
            "application/x-spss-sav", "Responses, SPSS: with labels and kinds of missing", _sav
        ),
        "responses.dta": ReleasedFormat(
            "application/x-stata-dta", "Responses, Stata: with labels, kinds of missing as .a, .b, ...", _dta
        ),
        "responses.parquet": ReleasedFormat(
            "application/vnd.apache.parquet",
            "Responses, Parquet: the columns of the CSV in numbers, labels as metadata",
            _parquet,
        ),
        "codebook.html": ReleasedFormat("text/html", "Codebook, a page", _codebook_page),
        "codebook.xml": ReleasedFormat("application/xml", "Codebook, DDI 2.5 for data archives", _ddi),
    }
)


def whose_answers_of(store: Store, wave: Wave) -> str:
    """Whose answers the files and the study of a wave are made of, in words."""
    audience = store.definitions.get(wave.instrument_id, wave.version).audience
    return whose_answers(policy(audience, wave.minimum_group).items)


def release(store: Store, wave: Wave, key: bytes, *, by_school: bool = True) -> Release:
    """De-identify the responses of a closed wave; raises `Refused` while it is open.

    `key` is the secret that numbers of schools are drawn with; the same key draws the same numbers. Without
    `by_school` schools are not told apart and more background answers stay: give out one of the two only.
    """
    if wave.state is not WaveState.CLOSED:
        cause = "the wave is open: its answers can be read once it is closed"
        raise Refused(
            [Problem("wave_open", f"wave {wave.id}", cause, f"run: barograph wave close {wave.id}")]
        )
    instrument = with_event(store.definitions.get(wave.instrument_id, wave.version), wave.event)
    frozen = result_of(store.results.network_snapshot(wave))
    own = own_results(frozen, map(school_of, store.results.school_parts(wave)))
    form = instrument.form(wave.form)
    rules = policy(instrument.audience, wave.minimum_group)
    released = deidentify(
        instrument,
        form,
        store.responses.blocks(wave),
        {one.row: one.answers for one in store.responses.open_answers(wave)},
        schools=shown_schools(own, rules.items),
        least=rules.subgroup,
        crossed=rules.cross,
        key=key,
        by_school=by_school,
    )
    origin = replace(origin_of(frozen), n=len(released), counted=whose_answers(rules.items))
    return Release(codebook(instrument, form, by_school=by_school), form, released, origin)
