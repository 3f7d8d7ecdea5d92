"""Roles in words."""

from collections.abc import Mapping
from typing import Final

from engine.store import Membership, NewMembership, Role, Store

NAMES: Final[Mapping[Role, str]] = {
    Role.HUB_ADMINISTRATOR: "Hub administrator",
    Role.RESEARCHER: "Researcher",
    Role.DISTRICT: "District",
    Role.SCHOOL_LEADER: "School leader",
    Role.SCHOOL_TEAM: "School team member",
    Role.TEACHER: "Teacher",
}
MEANINGS: Final[Mapping[Role, str]] = {
    Role.HUB_ADMINISTRATOR: "runs waves, invites people, sees the network’s result and the log",
    Role.RESEARCHER: "writes instruments, studies them, sees the network’s result",
    Role.DISTRICT: "sees its schools together, and by name those that have agreed to it",
    Role.SCHOOL_LEADER: "sees the school’s result, says whether others may, sees who did",
    Role.SCHOOL_TEAM: "sees the school’s result",
    Role.TEACHER: "sees what their own class said together, and nothing else",
}


def role_name(role: Role) -> str:
    return NAMES[role]


def held_for(store: Store, held: Membership | NewMembership) -> str:
    """The name of the school, district or network a role is held for."""
    if held.school_id is not None:
        return store.studies.school(held.school_id).name
    if held.district_id is not None:
        return store.members.district(held.district_id).name
    return store.studies.network(held.network_id).name
