"""Where somebody is signed in: told, and ended by its owner, by who runs the network, and by who runs the server."""

from pathlib import Path

from click.testing import CliRunner

from engine.store import NewMembership, ProviderIdentity, Role
from tests.web.visitor import PASSWORD, Office, Visitor
from web.cli import main
from web.sessions import family

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def on(office: Office, who: str, agent: str) -> Visitor:
    """A browser of this kind in which somebody is signed in."""
    visitor = office.visitor()
    visitor.client.environ_base["HTTP_USER_AGENT"] = agent
    return visitor.sign_in(office.people[who].email)


def test_of_a_device_its_family_is_known_and_no_more() -> None:
    assert [family(agent) for agent in (IPHONE, WINDOWS, "curl/8", "")] == ["iphone", "windows", "", ""]
    assert family("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)") == "chromebook"


def test_each_sign_in_is_told_and_ended_alone(office: Office) -> None:
    here, phone, other = on(office, "hub", WINDOWS), on(office, "hub", IPHONE), on(office, "hub", "")
    here.open("/account").follow("/sign-ins/").see("Windows computer this one", "iPhone", "Another device")
    here.see("May 4, 2026", "by password").not_see("140.0", "Chrome")
    (mark,) = {one.mark for one in office.store.sign_ins.of(office.people["hub"]) if one.device == "iphone"}
    here.follow(f"{mark}/end").see("End the sign-in on this iPhone?").press("/end").see("has ended").not_see(
        "iPhone 2"
    )
    assert phone.open("/account").path == "/sign-in"
    assert other.open("/account").path == "/account"
    assert here.open(f"/account/sign-ins/{mark}/end").status == 404


def test_nobody_ends_a_sign_in_of_somebody_else_or_the_one_they_use(office: Office) -> None:
    hub, leader = on(office, "hub", WINDOWS), on(office, "leader", IPHONE)
    for who in ("hub", "leader"):
        (mark,) = {one.mark for one in office.store.sign_ins.of(office.people[who])}
        assert leader.post(f"/account/sign-ins/{mark}/end").status == 404
    assert hub.open("/account").path == leader.open("/account").path == "/account"


def test_a_changed_password_ends_all_other_sign_ins(office: Office) -> None:
    here, phone = on(office, "hub", WINDOWS), on(office, "hub", IPHONE)
    new = "nine geese under bridges"
    here.open("/account").press("/account/password", password=PASSWORD, new=new, again=new)
    assert phone.open("/account").path == "/sign-in"
    assert len(office.store.sign_ins.of(office.people["hub"])) == 1


def test_who_runs_the_network_signs_its_people_out_and_the_log_says_so(office: Office) -> None:
    leader, hub = on(office, "leader", IPHONE), on(office, "hub", WINDOWS)
    people = hub.open(f"/networks/{office.network.id}/people")
    people.follow(f"/{office.people['leader'].id}/sign-out").press(
        f"/{office.people['leader'].id}/sign-out"
    ).see("Leader is signed out everywhere")
    assert leader.open("/account").path == "/sign-in"
    assert f"/{office.people['leader'].id}/sign-out" not in " ".join(hub.page.links)
    hub.open(f"/networks/{office.network.id}/log").see("signed someone out everywhere")


def test_who_runs_one_of_two_networks_signs_nobody_of_both_out(office: Office) -> None:
    office.store.members.add(office.people["leader"], NewMembership(Role.RESEARCHER, office.other.id))
    leader, hub = on(office, "leader", IPHONE), on(office, "hub", WINDOWS)
    path = f"/networks/{office.network.id}/people/{office.people['leader'].id}/sign-out"
    hub.open(path).see("who administers both can do this")
    hub.post(path)
    assert leader.open("/account").path == "/account"
    assert (
        hub.post(f"/networks/{office.network.id}/people/{office.people['outsider'].id}/sign-out").status
        == 404
    )


def test_who_runs_the_server_signs_anybody_out(office: Office) -> None:
    leader = on(office, "leader", IPHONE)
    place = office.store._database.name
    done = CliRunner().invoke(main, ["user", "sign-out", office.people["leader"].email, "--database", place])
    assert (done.exit_code, "1 sign-in ended" in done.output) == (0, True), done.output
    assert leader.open("/account").path == "/sign-in"


def test_who_runs_the_server_parts_an_account_from_its_provider(office: Office) -> None:
    leader, here = office.people["leader"], on(office, "leader", IPHONE)
    office.store.identities.link(leader, ProviderIdentity("https://login.example", "1"))
    place = office.store._database.name
    done = CliRunner().invoke(main, ["user", "disconnect", leader.email, "--database", place])
    assert (done.exit_code, "1 connection ended" in done.output) == (0, True), done.output
    assert office.store.identities.of(leader) == ()
    assert here.open("/account").path == "/sign-in"


def test_a_server_does_not_start_with_a_file_of_providers_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "oidc.toml"
    file.write_text('[provider.lake]\nname = "Lake"\n')
    database = str(tmp_path / "new.db")
    done = CliRunner().invoke(main, ["serve", "--oidc", str(file), "--database", database])
    assert done.exit_code == 1
    assert "issuer: Field required" in done.output
    assert not (tmp_path / "new.db").exists()
