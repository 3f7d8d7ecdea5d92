"""An empty server: its owner comes in by the address that `serve` printed, once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from engine.store import Role, Store, StoreError
from tests.new_database import new_database
from tests.web.conftest import QUICK
from tests.web.visitor import Visitor
from web.account import passwords
from web.account.set_up import SetUpKey
from web.cli import main
from web.security import Settings
from web.whole import create_app

TYPED = {
    "network": "Lakeshore network",
    "zone": "America/Chicago",
    "name": "Ada Novak",
    "email": "Ada@Hub.example",
    "password": "seven herons over water",
    "again": "seven herons over water",
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    with Store.open(new_database(tmp_path / "empty.db")) as store:
        settings = Settings("a secret for tests", secure=False, address="https://surveys.example.org")
        app = create_app(store, settings)
        app.extensions["set_up"] = SetUpKey()
        yield app


def address(app: Flask) -> str:
    key: SetUpKey = app.extensions["set_up"]
    return f"/set-up/{key.secret}"


def test_the_start_page_of_an_empty_server_speaks_to_its_owner(app: Flask) -> None:
    visitor = Visitor(app).open("/").see("Nobody has an account yet", "/set-up/", "barograph serve")
    visitor.not_see("Ask the administrator")
    visitor.open("/sign-in").see("Nobody has one here yet").not_see("ask the administrator")


def test_the_owner_makes_network_and_account_and_is_led_to_a_wave(app: Flask) -> None:
    place = address(app)
    visitor = Visitor(app).open(place).see("Set up this server").press(place, **TYPED)
    assert visitor.path == "/networks/1/waves"
    visitor.see("Welcome, Ada Novak", "Name a study to begin with", "Sign out")
    store: Store = app.extensions["store"]
    (network,) = store.studies.networks()
    assert (network.name, network.zone.key) == ("Lakeshore network", "America/Chicago")
    (member,) = store.members.of(network)
    assert (member.account.email, member.membership.role) == ("ada@hub.example", Role.HUB_ADMINISTRATOR)
    visitor.press("/studies", title="Leading together").see("New wave", "Collective leadership")


def test_the_address_works_once(app: Flask) -> None:
    place = address(app)
    late = Visitor(app).open(place)
    Visitor(app).open(place).press(place, **TYPED)
    assert late.press(place, **{**TYPED, "email": "eve@x.example"}).status == 410
    assert Visitor(app).open(place).see("works once").status == 410
    Visitor(app).open("/").see("Ask the administrator").not_see("/set-up/")


def test_another_key_a_part_of_it_or_none_open_nothing(app: Flask) -> None:
    place = address(app)
    for wrong in (place[:-1], f"{place}x", "/set-up/é", "/set-up/0"):
        assert Visitor(app).open(wrong).status == 410
    del app.extensions["set_up"]  # as after a restart that found an account, or printed another key
    assert Visitor(app).open(place).status == 410


def test_an_account_made_elsewhere_shuts_the_door(app: Flask) -> None:
    store: Store = app.extensions["store"]
    store.installation.begin("Mine", "me@x.example", "Me", "hash")
    assert Visitor(app).open(address(app)).status == 410


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("network", "  ", "Write the name of the network"),
        ("network", "a" * 301, "at most 300"),
        ("network", "a\u200bb", "a sign that nobody can see"),
        ("zone", "", "Choose where the schools are"),
        ("zone", "Mars/Olympus", "Choose one of the time zones"),
        ("name", "", "Write your name"),
        ("email", "ada", "Write an email address"),
        ("password", "short", "at least 12 characters"),
        ("again", "another thing entirely", "do not match"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(app: Flask, field: str, value: str, told: str) -> None:
    place = address(app)
    visitor = Visitor(app).open(place).press(place, **{**TYPED, field: value})
    assert visitor.status == 400
    visitor.see(told)
    store: Store = app.extensions["store"]
    assert not store.studies.networks()
    assert visitor.press(place, **TYPED).path == "/networks/1/waves"


def test_a_network_made_by_a_command_is_taken_over(app: Flask) -> None:
    store: Store = app.extensions["store"]
    store.studies.add_network("My network")
    place = address(app)
    visitor = Visitor(app).open(place).see("holds My network already")
    assert visitor.form(place).values["network"] == ["My network"]
    visitor.press(place, **{**TYPED, "network": "my  NETWORK"})
    assert [network.name for network in store.studies.networks()] == ["My network"]


def test_of_two_at_once_one_is_the_first(app: Flask) -> None:
    store: Store = app.extensions["store"]
    done: list[str] = []

    def begin(name: str) -> None:
        try:
            store.installation.begin(name, f"{name}@x.example", name, "hash")
            done.append(name)
        except StoreError:
            pass

    threads = [threading.Thread(target=begin, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert [network.name for network in store.studies.networks()] == done


def test_serve_prints_the_address_until_there_is_an_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.commands.serving.run_several", lambda *_, **__: None)
    database = tmp_path / "hub.db"
    serve = ["serve", "--database", str(database), "--port", "0"]
    first = CliRunner().invoke(main, serve).output
    again = CliRunner().invoke(main, serve).output
    printed = [next(line for line in text.splitlines() if "/set-up/" in line) for text in (first, again)]
    assert printed[0] != printed[1]
    with Store.open(database) as store:
        store.installation.begin("Mine", "me@x.example", "Me", "hash")
    assert "/set-up/" not in CliRunner().invoke(main, serve).output


def test_links_of_commands_begin_with_the_address_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.commands.serving.run_several", lambda *_, **__: None)
    database = str(tmp_path / "hub.db")
    invite = ["user", "invite", "ada@hub.example", "--role", "researcher", "--network", "Mine"]

    def invited(*more: str) -> str:
        return CliRunner().invoke(main, [*invite, "--database", database, *more]).stdout

    assert invited().startswith("http://127.0.0.1:8000/invitation/")
    CliRunner().invoke(main, ["serve", "--database", database, "--address", "https://surveys.example.org/"])
    assert invited().startswith("https://surveys.example.org/invitation/")
    assert invited("--base", "http://x.example").startswith("http://x.example/invitation/")


def test_links_on_pages_begin_with_the_address_and_not_with_the_host_header(app: Flask) -> None:
    place = address(app)
    visitor = Visitor(app).open(place).press(place, **TYPED).open("/networks/1/people")
    form = visitor.form("/people")
    data = {**form.values, "email": "x@y.example", "role": "researcher", "place": "network"}
    answer = visitor.client.post(form.action, data=data, headers={"Host": "localhost:6666"})
    page = answer.get_data(as_text=True)
    assert "https://surveys.example.org/invitation/" in page
    assert "6666" not in page
