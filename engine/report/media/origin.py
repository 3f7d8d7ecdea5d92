"""Where the numbers of a file come from: what each download names, so that it can be told from any other."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from engine.exchange.file_names import file_name
from engine.language import say
from engine.results.model import FrozenResult
from engine.results.model_school import HiddenSchool, SchoolLine
from engine.results.terms import Count, Day

DIGITS: Final = 12  # of a digest in print; files carry it whole


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginFacts:
    """Where the numbers come from; null where it is not known or may not be told."""

    instrument: str
    version: str
    form: str | None
    wave: str | None
    school: Annotated[str | None, "null for numbers of a whole network."]
    n: Annotated[Count | None, "Responses that the numbers are made of."]
    closed: Annotated[Day | None, "The day the wave closed."]
    scoring_digest: str | None
    data_digest: str | None
    simulated: Annotated[bool, "true: no real person answered."]


@dataclass(frozen=True, slots=True)
class Origin:
    """Instrument, version, wave, number of responses, date and digests; empty or None where there is none.

    `n` counts the responses the numbers are made of. `closed` is the day the wave closed on. `school` is empty
    for numbers of a whole network. `counted` says whose responses these are, where they are not all of the result.
    """

    instrument: str
    version: str
    form: str = ""
    wave: str = ""
    school: str = ""
    n: int | None = None
    closed: date | None = None
    scoring: str = ""
    data: str = ""
    simulated: bool = False
    counted: str = ""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each fact with its name, those that are known only."""
        facts = (
            ("instrument", f"{self.instrument} {self.version}"),
            ("form", self.form),
            ("wave", self.wave),
            ("school", self.school),
            ("responses", "" if self.n is None else str(self.n)),
            ("counted", self.counted),
            ("closed", self.closed.isoformat() if self.closed else ""),
            ("scoring", self.scoring),
            ("data_digest", self.data),
            ("data", say("report.origin.simulated_data") if self.simulated else ""),
        )
        return tuple((say(f"report.origin.{name}"), fact) for name, fact in facts if fact)

    def facts(self) -> OriginFacts:
        """The same as plain values, for programs."""
        return OriginFacts(
            instrument=self.instrument,
            version=self.version,
            form=self.form or None,
            wave=self.wave or None,
            school=self.school or None,
            n=self.n,
            closed=self.closed.isoformat() if self.closed else None,
            scoring_digest=self.scoring or None,
            data_digest=self.data or None,
            simulated=self.simulated,
        )

    def line(self) -> str:
        """The same in one line, digests cut short."""
        words = [
            f"{self.instrument} {self.version}",
            self.form and say("report.origin.of_form", form=self.form),
            self.wave,
            self.school,
        ]
        words += [
            f"n = {self.n}" if self.n is not None else "",
            self.closed.isoformat() if self.closed else "",
        ]
        words += [
            say(f"report.origin.of_{name}", digest=text[:DIGITS])
            for name, text in (("scoring", self.scoring), ("data", self.data))
            if text
        ]
        words += [say("report.origin.simulated")] if self.simulated else []
        return " · ".join(word for word in words if word)

    def file_name(self, ending: str, *parts: str) -> str:
        """A name for a file of these numbers, which begins with the school and the wave."""
        return file_name(ending, self.school, self.wave, *parts, self.instrument)


def origin_of(frozen: FrozenResult, school: SchoolLine | HiddenSchool | None = None) -> Origin:
    """The origin of a frozen result, or of one school's part of it; no count for a school that is not shown."""
    instrument, wave = frozen.instrument, frozen.wave
    return Origin(
        instrument=instrument.id,
        version=instrument.version,
        form=wave.form,
        wave=wave.title,
        school=school.school if school else "",
        n=school.responses if isinstance(school, SchoolLine) else None,
        closed=date.fromisoformat(wave.closed[:10]) if wave.closed else None,
        scoring=instrument.scoring_digest,
        data=frozen.data.digest,
        simulated=wave.simulated,
    )
