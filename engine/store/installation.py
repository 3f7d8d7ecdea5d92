"""What is true of a whole installation: where its server is reached, and its first account."""

from typing import Final

from sqlalchemy import Connection, delete, insert, select, text

from engine.store import rows, schema
from engine.store.days import zone_of
from engine.store.errors import StoreError
from engine.store.members import insert_membership
from engine.store.names import check_name, identity, kept_name
from engine.store.people import ACCOUNTS, insert_account
from engine.store.people_records import Account, NewMembership, Role
from engine.store.people_tables import account
from engine.store.records import Network
from engine.store.room import Room

ADDRESS: Final = "address"
DEMONSTRATION: Final = "demonstration"  # the number of the network that it is


class Installation(Room):
    """Remembers the server's address, and lets the first person in."""

    def address(self) -> str | None:
        """Where the server was reached when it last started; None where it never did."""
        with self._database.reading() as connection:
            return _setting(connection, ADDRESS)

    def remember_address(self, address: str) -> None:
        self._keep(ADDRESS, address)

    def remember_demonstration(self, network: Network) -> None:
        """From now on whatever is asked in this network is simulated, as its schools are invented."""
        self._keep(DEMONSTRATION, str(network.id))

    def _keep(self, name: str, value: str) -> None:
        with self._database.reading() as connection:
            if _setting(connection, name) == value:
                return
        with self._database.writing() as connection:
            connection.execute(delete(schema.setting).where(schema.setting.c.name == name))
            connection.execute(insert(schema.setting).values(name=name, value=value))

    def has_accounts(self) -> bool:
        with self._database.reading() as connection:
            return connection.scalar(select(account.c.id).limit(1)) is not None

    def begin(self, network: str, email: str, name: str, password: str) -> tuple[Account, Network]:
        """The first account, as hub administrator of a network; a network of that name is used where there is one.

        Raises `StoreError` once there is an account.
        """
        check_name("network", network)
        with self._database.writing() as connection:
            if not self._database.sqlite:  # SQLite has one writer at a time; here a second one has to wait
                connection.execute(text("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE"))
            if connection.scalar(select(account.c.id).limit(1)) is not None:
                raise StoreError("This server has an account already", "ask its administrator to invite you")
            found = map(rows.as_network, connection.execute(rows.NETWORKS))
            home = next((there for there in found if identity(there.name) == identity(network)), None)
            if home is None:
                refusal = StoreError("This network has just been made", "try again")
                values = {"name": kept_name(network)}
                id = rows.add(connection, insert(schema.network).values(values), refusal)
                home = Network(id, values["name"], zone_of(None))
            made = insert_account(connection, email, name, password)
            insert_membership(connection, made, NewMembership(Role.HUB_ADMINISTRATOR, home.id))
            row = connection.execute(ACCOUNTS.where(account.c.id == made)).one()
            return Account(**row._mapping), home


def is_demonstration(connection: Connection, network_id: int) -> bool:
    """Whether a network is the one that `barograph demo` made."""
    return _setting(connection, DEMONSTRATION) == str(network_id)


def _setting(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(schema.setting.c.value).where(schema.setting.c.name == name))
