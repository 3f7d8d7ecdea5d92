"""The people who sign in and what they may be given: plain frozen values, no database objects."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is to a network. Each role is held for a network, a district or a school."""

    HUB_ADMINISTRATOR = "hub_administrator"
    RESEARCHER = "researcher"
    DISTRICT = "district"
    SCHOOL_LEADER = "school_leader"
    SCHOOL_TEAM = "school_team"
    TEACHER = "teacher"


NETWORK_ROLES = frozenset({Role.HUB_ADMINISTRATOR, Role.RESEARCHER})
SCHOOL_ROLES = frozenset({Role.SCHOOL_LEADER, Role.SCHOOL_TEAM, Role.TEACHER})


def exclude_one_another(one: Role, other: Role) -> bool:
    """Whether nobody may hold both in a network: who takes single responses can know no school's people from inside."""
    return Role.RESEARCHER in (one, other) and bool(SCHOOL_ROLES & {one, other})


@dataclass(frozen=True, slots=True)
class District:
    """A group of schools of a network that one superintendent answers for."""

    id: int
    network_id: int
    name: str


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A role to be given. `district_id` is set for the role district alone, `school_id` for those of a school."""

    role: Role
    network_id: int
    district_id: int | None = None
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A role that a person holds. `schools` are those it reaches; None means all of the network."""

    id: int
    account_id: int
    role: Role
    network_id: int
    district_id: int | None
    school_id: int | None
    schools: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Account:
    """A person who can sign in. `second_factor` is the sealed secret of their codes, None where there is none."""

    id: int
    email: str
    name: str
    password: str = field(repr=False)  # argon2's hash
    second_factor: bytes | None = field(repr=False)
    active: bool


@dataclass(frozen=True, slots=True)
class ProviderIdentity:
    """Who somebody is to a provider of OpenID Connect: the one name of a person that never goes to another."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class SignInBy:
    """Who said that somebody is who they are: a provider, or, where `issuer` is None, their password.

    `vouched`: the provider said too that a second factor was given, as its settings here demand.
    """

    issuer: str | None = None
    vouched: bool = False


BY_PASSWORD = SignInBy()


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser in which somebody is signed in; `mark` names it to them and opens nothing."""

    mark: str
    since: datetime  # UTC
    seen: datetime  # UTC
    device: str
    by: SignInBy


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever makes a request: their account and every role they hold.

    `complete` is false between the password and the second factor: nothing is open to them then. `sign_in` is None
    for programs.
    """

    account: Account
    memberships: tuple[Membership, ...]
    complete: bool = True
    sign_in: SignIn | None = None

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.name

    def roles(self, network_id: int) -> frozenset[Role]:
        """The roles held anywhere in a network."""
        return frozenset(one.role for one in self.memberships if one.network_id == network_id)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in that has not been used yet; its token is kept as a hash alone."""

    id: int
    email: str
    name: str
    membership: NewMembership
    expires: datetime  # UTC
    waits: bool  # until a leader of the school confirms it


@dataclass(frozen=True, slots=True)
class Member:
    """A row of a network's list of people."""

    account: Account
    membership: Membership


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Something to be kept in the log: who did what to which object. Never answers, never addresses of machines."""

    who: str
    action: str
    what: str
    network_id: int | None = None
    school_id: int | None = None
    wave_id: int | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    id: int
    at: datetime  # UTC
    who: str
    action: str
    what: str
    school_id: int | None
    wave_id: int | None
