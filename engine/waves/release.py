"""What a researcher takes of a closed wave: de-identified responses with their codebook, in each format."""

import io
from dataclasses import dataclass, replace
from typing import Final

from engine.disclosure.policy import policy
from engine.disclosure.responses_file import Released, deidentify, shown_schools, whose_answers
from engine.exchange.ddi import ddi_xml
from engine.exchange.deidentified_csv import write_deidentified
from engine.exchange.numeric_csv import write_numeric_release
from engine.exchange.spss import sav_bytes
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
FORMATS: Final = ("responses.csv", NUMBERS, "responses.sav", "codebook.html", "codebook.xml")


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """De-identified responses of one wave and all that files of them are made of."""

    book: Codebook
    form: Form
    released: Released
    origin: Origin

    def file(self, name: str) -> bytes:
        """One of `FORMATS` as bytes; raises `Refused` for a .sav where the extra for it is not installed."""
        match name:
            case "responses.csv":
                target = io.StringIO()
                write_deidentified(target, self.book, self.released, self._columns())
                return target.getvalue().encode()
            case "responses-numbers.csv":
                target = io.StringIO()
                write_numeric_release(target, self.book, self.released, simulated=self.origin.simulated)
                return target.getvalue().encode()
            case "responses.sav":
                facts = self.origin.lines()
                return sav_bytes(
                    self.book, self.released, title=self.origin.line(), facts=facts, made=self.origin.closed
                )
            case "codebook.html":
                return html(codebook_document(self.book, self.origin, self.form)).encode()
            case "codebook.xml":
                return ddi_xml(
                    self.book,
                    facts=self.origin.lines(),
                    wave=self.origin.wave,
                    n=self.origin.n,
                    closed=self.origin.closed,
                    data_file=self.origin.file_name("sav", "responses"),
                ).encode()
        raise ValueError(f"{name!r} is none of {', '.join(FORMATS)}")

    def _columns(self) -> tuple[tuple[str, str], ...]:
        """What stands in front of each row of a CSV file."""
        simulated = (("simulated", "yes"),) if self.origin.simulated else ()
        return (
            *simulated,
            ("instrument", f"{self.origin.instrument} {self.origin.version}"),
            ("wave", self.origin.wave),
            ("closed", self.origin.closed.isoformat() if self.origin.closed else ""),
            ("data_digest", self.origin.data),
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
