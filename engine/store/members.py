"""Who holds which role for what: memberships and districts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.store.action_tables import api_token
from engine.store.errors import NotFound, StoreError
from engine.store.names import check_name
from engine.store.people_records import (
    Account,
    District,
    Member,
    Membership,
    NewMembership,
    Role,
    exclude_one_another,
)
from engine.store.people_tables import account, district, district_school, membership
from engine.store.records import Network, School
from engine.store.room import Room

MEMBERSHIPS: Final = select(
    membership.c.id,
    membership.c.account_id,
    membership.c.role,
    membership.c.network_id,
    membership.c.district_id,
    membership.c.school_id,
)


class Members(Room):
    """Gives and takes roles, and groups schools into districts."""

    def of(self, of: Network | School) -> tuple[Member, ...]:
        """Everyone with a role in a network, or at one of its schools, by name; with two roles, twice."""
        there = (membership.c.network_id if isinstance(of, Network) else membership.c.school_id) == of.id
        query = (
            select(membership.c.id.label("membership"), account)
            .join(account, account.c.id == membership.c.account_id)
            .where(there, account.c.active)
            .order_by(account.c.name, account.c.id, membership.c.id)
        )
        with self._database.reading() as connection:
            held = {one.id: one for one in _memberships(connection, MEMBERSHIPS.where(there))}
            return tuple(
                Member(_account(row), held[row.membership]) for row in connection.execute(query).all()
            )

    def memberships(self, who: Account) -> tuple[Membership, ...]:
        with self._database.reading() as connection:
            return memberships_of(connection, who.id)

    def add(self, who: Account, new: NewMembership) -> None:
        """Give a role; nothing happens where the person holds it already."""
        with self._database.writing() as connection:
            insert_membership(connection, who.id, new)

    def remove(self, network: Network, id: int) -> None:
        """Take a role of a network away; with a person's last role there, their programs' keys end for good.

        Raises `StoreError` for the network's last hub administrator.
        """
        of_network = membership.c.network_id == network.id
        administrators = select(membership.c.id).where(
            of_network, membership.c.role == Role.HUB_ADMINISTRATOR
        )
        with self._database.writing() as connection:
            if connection.scalars(administrators).all() == [id]:
                raise StoreError(
                    f"{network.name} would have no hub administrator left", "give the role to another first"
                )
            connection.execute(delete(membership).where(of_network, membership.c.id == id))
            left = select(membership.c.account_id).where(of_network)
            strangers = (api_token.c.network_id == network.id) & api_token.c.account_id.not_in(left)
            connection.execute(update(api_token).where(strangers).values(revoked=True))

    def districts(self, network: Network) -> tuple[District, ...]:
        query = select(district).where(district.c.network_id == network.id).order_by(district.c.name)
        with self._database.reading() as connection:
            return tuple(District(**row._mapping) for row in connection.execute(query))

    def district(self, id: int) -> District:
        with self._database.reading() as connection:
            row = connection.execute(select(district).where(district.c.id == id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no district {id}", "look at the list of schools")
        return District(**row._mapping)

    def add_district(self, network: Network, name: str) -> District:
        check_name("district", name)
        statement = insert(district).values(network_id=network.id, name=name).returning(district.c.id)
        with self._database.writing() as connection:
            try:
                return District(int(connection.scalar(statement) or 0), network.id, name)
            except IntegrityError as error:
                raise StoreError(f"{network.name} has a district {name!r} already", "use it") from error

    def district_of(self, network: Network) -> Mapping[int, District]:
        """The district of each school that has one, by school id."""
        query = (
            select(district_school.c.school_id, district)
            .join(district, district.c.id == district_school.c.district_id)
            .where(district.c.network_id == network.id)
        )
        with self._database.reading() as connection:
            return MappingProxyType(
                {
                    row.school_id: District(row.id, row.network_id, row.name)
                    for row in connection.execute(query)
                }
            )

    def set_district(self, of: School, to: District | None) -> None:
        """Put a school into a district of its network, or into none."""
        if to is not None and to.network_id != of.network_id:
            raise StoreError(f"{of.name} belongs to another network than {to.name}", "choose another")
        with self._database.writing() as connection:
            connection.execute(delete(district_school).where(district_school.c.school_id == of.id))
            if to is not None:
                connection.execute(insert(district_school).values(school_id=of.id, district_id=to.id))


def memberships_of(connection: Connection, account_id: int) -> tuple[Membership, ...]:
    """The roles an account holds, in the order they were given."""
    return _memberships(connection, MEMBERSHIPS.where(membership.c.account_id == account_id))


def insert_membership(connection: Connection, account_id: int, new: NewMembership) -> None:
    """Give a role, unless the person holds it already. Raises `StoreError` where they hold one that excludes it."""
    values = {
        "account_id": account_id,
        "role": new.role,
        "network_id": new.network_id,
        "district_id": new.district_id,
        "school_id": new.school_id,
    }
    same = select(membership.c.id).where(
        *(membership.c[name].is_not_distinct_from(value) for name, value in values.items())
    )
    if connection.execute(same).first() is not None:
        return
    check_roles(connection, account_id, new)
    connection.execute(insert(membership).values(values))


def check_roles(connection: Connection, account_id: int, new: NewMembership) -> None:
    """Raise `StoreError` where a person holds a role beside which they may not hold a new one."""
    mine = (membership.c.account_id == account_id) & (membership.c.network_id == new.network_id)
    held = connection.scalars(select(membership.c.role).where(mine))
    if any(exclude_one_another(new.role, Role(role)) for role in held):
        raise StoreError(
            "Nobody can be a researcher and hold a role at a school of the same network",
            "end the other role first, or give this one to somebody else",
        )


def _memberships(connection: Connection, query: Select[Any]) -> tuple[Membership, ...]:
    rows = connection.execute(query.order_by(membership.c.id)).all()
    wanted = [row.district_id for row in rows if row.district_id is not None]
    schools: dict[int, set[int]] = {id: set() for id in wanted}
    if wanted:
        inside = select(district_school).where(district_school.c.district_id.in_(wanted))
        for row in connection.execute(inside):
            schools[row.district_id].add(row.school_id)
    return tuple(_as_membership(row, schools) for row in rows)


def _account(row: Any) -> Account:
    return Account(row.id, row.email, row.name, row.password, row.second_factor, row.active)


def _as_membership(row: Any, districts: Mapping[int, set[int]]) -> Membership:
    reach = None
    if row.school_id is not None:
        reach = frozenset({row.school_id})
    elif row.district_id is not None:
        reach = frozenset(districts[row.district_id])
    return Membership(**{**row._mapping, "role": Role(row.role), "schools": reach})
