"""What the store says of the ways in: codes at the door, the people they are for, and how many were used."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.store.records import DraftKey, SiteAtDoor


class CodeState(StrEnum):
    NEW = "new"
    UNDER_WAY = "under_way"  # somebody has begun to answer with it
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class CodeAtDoor:
    """What a typed code opens: the survey of its school, and the one draft that it is the key of."""

    site: SiteAtDoor
    key: DraftKey
    state: CodeState

    @property
    def link(self) -> str:
        return self.site.link


@dataclass(frozen=True, slots=True)
class CodesUsed:
    """The codes of a school that are valid, and those of them that were used up."""

    issued: int
    sent: int


@dataclass(frozen=True, slots=True)
class NewInvitee:
    """A person who may answer a confidential or identified wave."""

    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person, or a numbered slip, of a wave that knows who has answered."""

    id: str
    wave_id: int
    site_id: int
    number: int  # on the list of the school, from 1
    name: str  # empty where only a numbered slip was handed out
    address: str | None
    answered: bool
    reminded: date | None


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    """A person with their code in clear, which can be had this once."""

    invitee: Invitee
    code: str = field(repr=False)
