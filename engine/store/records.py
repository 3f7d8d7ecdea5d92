"""What goes into the store and comes out of it: plain frozen values, no database objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from engine.instrument.model import Privacy
from engine.store.unit_records import UnitAtDoor


class SchoolLevel(StrEnum):
    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"
    OTHER = "other"


class WaveState(StrEnum):
    """Where a wave stands in its life. A draft lets nobody in; `closing` lasts while results are being computed."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class WayIn(StrEnum):
    """How people come into a wave: by the link of their school, or each by a personal code that works once."""

    LINK = "link"
    CODES = "codes"


class Device(StrEnum):
    """From what an answer was sent; kept until the close, and counted by school for good."""

    OWN = "own"
    AGAIN = "again"  # a device from which the same survey was sent before, by another person on purpose
    SHARED = "shared"  # one that many people use in turn


class Door(StrEnum):
    """What a respondent meets who follows a site's link now."""

    DRAFT = "draft"  # not opened by anybody yet; it may never be
    NOT_YET = "not_yet"
    FAMILIES = "families"  # of students, who have not been told yet, or still have time to say no
    OPEN = "open"
    OVER = "over"  # past its last day, not closed: who had begun can still hand in
    CLOSING = "closing"  # results are being made; if that fails, it is open again
    CLOSED = "closed"  # and what was not handed in is deleted


@dataclass(frozen=True, slots=True)
class Network:
    """`zone` is the time zone in which its days begin and end; `archived` is since when it is in no list."""

    id: int
    name: str
    zone: ZoneInfo
    archived: date | None = None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        return self.local(moment).date()


@dataclass(frozen=True, slots=True)
class School:
    """A `deleted` school is a place without a name, in waves that counted it: no page opens it."""

    id: int
    network_id: int
    name: str
    level: SchoolLevel | None
    archived: date | None = None
    deleted: date | None = None


@dataclass(frozen=True, slots=True)
class Study:
    id: int
    network_id: int
    title: str
    archived: date | None = None


@dataclass(frozen=True, slots=True)
class NewWave:
    """A wave to be made. `opens` and `closes` are moments with a time zone; `closes` is after the last one.

    `phase` names the part of a study the wave belongs to (baseline, cohort 1); `simulated` labels every
    page and file made from it; `event` holds by language what stands for {event} in the instrument's texts.
    `contact` and `kept_until` tell respondents whom to ask, and until when their single answers are kept.
    A `draft` lets nobody in until it is opened; one that `opens_itself` is at `opens`, and one that `closes_itself`
    gets its results without a press.
    """

    title: str
    instrument_id: str
    version: str
    form: str
    languages: tuple[str, ...]
    privacy: Privacy
    minimum_group: int
    opens: datetime
    closes: datetime
    phase: str | None = None
    contact: str | None = None
    kept_until: date | None = None
    simulated: bool = False
    event: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    way_in: WayIn = WayIn.LINK
    draft: bool = False
    opens_itself: bool = False
    closes_itself: bool = False


@dataclass(frozen=True, slots=True)
class Wave:
    id: int
    study_id: int
    title: str
    instrument_id: str
    version: str
    form: str
    languages: tuple[str, ...]
    privacy: Privacy
    minimum_group: int
    opens: datetime  # in the network's time zone
    closes: datetime  # in the network's time zone
    contact: str | None  # whom respondents may ask
    kept_until: date | None  # until when single answers are kept
    answers_deleted: date | None  # since when only its results are there
    phase: str | None
    event: Mapping[str, str]  # what {event} stands for, by language; empty where nothing asks for it
    simulated: bool
    state: WaveState
    way_in: WayIn
    opens_itself: bool
    closes_itself: bool
    archived: date | None = None

    @property
    def draft(self) -> bool:
        return self.state is WaveState.DRAFT


@dataclass(frozen=True, slots=True)
class Site:
    """A school in a wave. `link` is the secret part of its address, the same for all its respondents."""

    id: int
    wave_id: int
    school_id: int
    school: str
    level: SchoolLevel | None
    roster: int | None  # people asked
    roster_by_role: Mapping[str, int]  # empty where it is not known
    phase: str | None  # its own in this wave, where it differs from the wave's
    link: str
    join_code: str | None  # six digits that lead to the link; None once the wave is closed


@dataclass(frozen=True, slots=True)
class SiteAtDoor:
    """Everything the consent page says, found by a site's link."""

    id: int
    wave_id: int
    link: str
    door: Door
    way_in: WayIn
    network: str
    study: str
    wave: str
    school: str
    instrument_id: str
    version: str
    form: str
    languages: tuple[str, ...]
    privacy: Privacy
    minimum_group: int
    opens: datetime  # in the network's time zone
    closes: datetime  # in the network's time zone
    contact: str | None
    kept_until: date | None
    simulated: bool
    event: Mapping[str, str]  # what {event} stands for, by language
    unit: UnitAtDoor | None = None  # where the way in is that of a class, department or team
    looks_back: bool = False  # people see their own answers after the close, by the code they got on sending


@dataclass(frozen=True, slots=True)
class AtDoor:
    """What somebody meets who follows a link with the key of a draft."""

    site: SiteAtDoor
    draft: "Draft | None" = None  # what the key opens, perhaps of another survey
    spent: bool = False  # the draft of the key was sent


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """One person's answers to a closed wave, for whoever holds the code that came with sending them."""

    wave_id: int
    site_id: int
    language: str
    codes: bytes = field(repr=False)
    open_answers: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftKey:
    """The only way to a draft: a token of 256 bits for the respondent's cookie, kept nowhere else.

    Drawn at random, or made by a slow hash from the personal code that a person typed.
    """

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers under way. Raw strings as the form sent them; only the holder of the key can read them."""

    site_id: int
    response_id: bytes = field(repr=False)  # drawn when the form opened; the response is stored under it
    started: datetime = field(repr=False)  # UTC, to ten seconds
    revision: int = 0  # saves so far
    page: int = 0
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    unit_id: int | None = None  # the class or team by whose link or code the form was opened


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submission is on disk. The withdrawal code is shown once: sent again, there is none to show."""

    already_submitted: bool
    withdrawal_code: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """The open answers of one response; `row` counts the wave's responses in the order of its blocks."""

    row: int
    site_id: int
    answers: Mapping[str, Any]  # item id -> text, number, date as ISO 8601, or list


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The frozen results of a wave's closing; a wave closed again has another of the next number.

    How much the document's `sites` hold depends on what was asked for: see `results.snapshot`,
    `results.school_snapshot` and `results.network_snapshot`.
    """

    wave_id: int
    number: int  # from 1
    day: date
    digest: str  # SHA-256 of the stored text and, through the digests in it, of every school's; hexadecimal
    document: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reopening:
    """A closed wave was opened again after its close of this number."""

    number: int
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class StudyReport:
    """The validation study of a closed wave, computed once from the answers of one of its snapshots."""

    wave_id: int
    number: int
    day: date
    html: str
    json: str
    pdf: bytes = field(repr=False)
