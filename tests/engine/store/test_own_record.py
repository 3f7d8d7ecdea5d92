"""People get all that is stored of them, and nothing that opens something or that is of others."""

from engine.store import NewMembership, Role
from engine.store.own_record import NAMES, OF_A_PERSON
from engine.store.schema import metadata
from tests.engine.store.field import Field

ADDRESSES = {"who", "email", "recipient"}


def test_every_column_that_says_whose_a_row_is_is_named() -> None:
    """A column that is added later, with an account's number or an address, is exported or this fails."""
    there = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.c
        if (column.name in ADDRESSES and table.name != "account")
        or any(key.column.table.name == "account" for key in column.foreign_keys)
    }
    named = {(one.table, one.column) for one in OF_A_PERSON}
    assert there | {("account", "id")} == named


def test_a_person_gets_their_rows_with_names_and_without_secrets(field: Field) -> None:
    store, network = field.store, field.study.network_id
    accounts = []
    for name in ("Ana", "Bo"):
        role = NewMembership(Role.SCHOOL_LEADER, network, school_id=field.schools[0].id)
        token = store.invitations.add(f"{name.lower()}@people.example", "", role, confirmed=True)
        accounts.append(store.invitations.accept_as_new(token, name, "kept-password"))
    ana, bo = accounts
    store.sign_ins.begin(ana, complete=True)
    found = {one.title: one.rows for one in store.own_record.of(ana)}
    (account,) = found["Your account"]
    assert (account["email"], account["name"]) == ("ana@people.example", "Ana")
    (role,) = found["Your roles"]
    assert (role["network"], role["school"]) == ("North", "Ash")
    assert len(found["Where you are signed in"]) == 1
    said = str(found)
    assert "kept-password" not in said
    assert "token_hash" not in said
    assert "Bo" not in said
    assert {one.title for one in store.own_record.of(bo)} == {"Your account", "Your roles"}
    assert set(NAMES) <= {column.name for table in metadata.tables.values() for column in table.c}
