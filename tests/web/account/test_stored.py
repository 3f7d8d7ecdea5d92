"""A person reads and takes what is stored of them, and of nobody else."""

import json

from tests.web.visitor import Office


def test_a_person_takes_what_is_stored_of_them_alone(office: Office) -> None:
    leader = office.visitor("leader").open("/account").follow("/account/stored")
    leader.see("What the log says you did", "Your roles", "North School")
    taken = json.loads(leader.client.get("/account/stored.json").get_data(as_text=True))
    rows = {one["table"]: one["rows"] for one in taken["stored"]}
    assert [one["email"] for one in rows["account"]] == [office.people["leader"].email]
    assert {one["who"] for one in rows["entry"]} == {office.people["leader"].email}
    assert "hub@people.example" not in json.dumps(taken)
    leader.open("/account/stored").see("own-record.taken")
    assert office.visitor().open("/account/stored").path == "/sign-in"
