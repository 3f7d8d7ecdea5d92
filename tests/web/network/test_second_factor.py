"""A network that asks everybody for a second factor: who is led to it, and whom a provider speaks for."""

from engine.store import ProviderIdentity, SignInBy
from tests.web.visitor import Office
from web import sessions


def test_a_network_asks_its_people_and_nobody_else(office: Office) -> None:
    path = f"/networks/{office.network.id}/second-factor"
    office.store.people.set_second_factor(office.people["researcher"], b"sealed")
    hub = (
        office.visitor("hub")
        .open(path)
        .see("Without codes: 4 of 5", "is up to each person")
        .not_see("Researcher,")
    )
    leader, outsider = office.visitor("leader"), office.visitor("outsider")
    hub.press("/second-factor").see("Codes from your phone")  # the administrator too
    assert (
        leader.open("/home").see("Lakeshore network asks for a second factor").path
        == "/account/second-factor"
    )
    assert leader.open("/account/sign-ins/").path == "/account/sign-ins/"
    assert outsider.open("/home").path == "/home"
    office.store.people.set_second_factor(office.people["leader"], b"sealed")
    assert leader.open("/home").path == f"/schools/{office.schools[0].id}/"
    office.store.people.set_second_factor(office.people["hub"], b"sealed")
    hub.open(path).see("must have a second factor").press("/second-factor").see("is up to each person")
    assert office.visitor("team").path == f"/schools/{office.schools[0].id}/"
    hub.open(f"/networks/{office.network.id}/log").see("changed who must have a second factor")


def test_a_provider_that_vouches_is_enough_and_one_that_does_not_is_not(office: Office) -> None:
    office.store.studies.demand_second_factor(office.network, demanded=True)
    team = office.people["team"]
    office.store.identities.link(team, ProviderIdentity("https://login.example", "1"))
    for vouched, path in ((True, "/account/keys"), (False, "/account/second-factor")):
        visitor = office.visitor()
        token = office.store.sign_ins.begin(
            team, complete=True, by=SignInBy("https://login.example", vouched)
        )
        with visitor.client.session_transaction() as session:
            session[sessions.TOKEN] = token
        assert visitor.open("/account/keys").path == path
