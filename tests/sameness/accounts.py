"""Accounts: people invited, signed in, helped in again, with second factors and keys of their own."""

import re
import time
from typing import Final

import pyotp
from flask import Flask

from tests.sameness import kept
from tests.sameness.addresses import NETWORK
from tests.sameness.browser import Browser
from tests.sameness.looking import sign_in

PASSWORD: Final = "seven herons over water"
OTHER: Final = "nine otters under ice"
ADA: Final = "ada@riverbend.example"
WAY_IN: Final = re.compile(r"/(?:invitation|reset)/[\w-]{30,}")
SECRET: Final = re.compile(r"\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b")
RECOVERY: Final = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


def way_to(*words: str) -> str:
    """The address that a command for people prints."""
    said = kept.run(["user", *words, "--database", kept.DATABASE])
    found = WAY_IN.search(said.out.decode())
    return found[0] if found else "/invitation/none"


def join(browser: Browser, email: str, *words: str) -> None:
    """Come in by an invitation."""
    way = way_to("invite", email, *words)
    browser.get(way)
    browser.press("", name="Ada Reyes", password=PASSWORD, again=PASSWORD)


def people(browser: Browser, app: Flask) -> None:
    """People invited one by one and by a list, reset, sent off."""
    sign_in(browser, "hub_administrator")
    here = f"/networks/{NETWORK}/people"
    for fields in (
        {},
        {"email": "ada", "role": "researcher", "place": "network"},
        {"email": ADA, "role": "nothing"},
        {"email": ADA, "role": "school_leader", "place": "network"},
        {"email": ADA, "role": "district", "place": "school-1"},
        {"email": "maya@riverbend.example", "role": "hub_administrator", "place": "network"},
        {"email": ADA, "name": "Ada", "role": "school_leader", "place": "school-2"},
        {"email": "ben@riverbend.example", "role": "district", "place": "district-1"},
    ):
        browser.post(here, fields)
    lists = (
        "",
        "email\nx",
        "email,name,role,school\nx,Ada,nothing,Nowhere\n,,,\n",
        "email;name;role\ncleo@riverbend.example;Cleo;researcher\n",
    )
    for text in lists:
        browser.post(f"{here}/list", {"text": text})
    browser.post(f"{here}/list", {"text": lists[-1], "step": "confirm"})
    browser.get(here)
    for path in ("invitations/1/withdraw", "invitations/1/withdraw", "1/reset", "99/reset", "roles/1/end"):
        browser.post(f"{here}/{path}")
    for number in (4, 4, 99):  # the only administrator, and nobody
        browser.post(f"{here}/roles/{number}/end")
    browser.get(here)
    browser.get(f"{here}?find=cleo")
    browser.get(f"/networks/{NETWORK}/log")


def way_in(browser: Browser, app: Flask) -> None:
    """An invitation taken, wrong passwords, a forgotten one, and too many tries."""
    way = way_to("invite", ADA, "--role", "researcher")
    for fields in (
        {"name": "", "password": "short", "again": "short"},
        {"name": "Ada", "password": PASSWORD, "again": OTHER},
        {"name": "Ada", "password": ADA, "again": ADA},
        {"name": "Ada", "password": PASSWORD, "again": PASSWORD},
    ):
        browser.get(way)
        browser.press("", **fields)
    for path in (way, "/home", "/account", "/sign-in"):
        browser.get(path)
    browser.post("/sign-out")
    browser.get(way)
    second = way_to("invite", ADA, "--role", "hub_administrator")
    browser.get(second)
    browser.post(second)
    browser.post("/sign-in", {"email": ADA, "password": PASSWORD, "next": "https://example.org/"})
    browser.get(second)
    browser.press("")
    browser.post("/sign-out")
    browser.post("/sign-in", {"email": ADA, "password": OTHER})
    browser.post("/sign-in", {"email": "nobody@riverbend.example", "password": OTHER})
    browser.post("/sign-in", {"email": "rosa@riverbend.example", "password": "none"})
    browser.get("/forgotten")
    browser.post("/forgotten", {"email": ADA})
    reset = way_to("reset", ADA)
    for fields in ({"password": "x", "again": "x"}, {"password": OTHER, "again": OTHER}):
        browser.get(reset)
        browser.press("", **fields)
    browser.get(reset)
    browser.post(reset, {"password": OTHER, "again": OTHER})
    for _ in range(12):
        browser.post("/sign-in", {"email": ADA, "password": PASSWORD})


def own(browser: Browser, app: Flask) -> None:
    """Password, second factor and keys of one's own account."""
    join(browser, ADA, "--role", "hub_administrator")
    browser.get("/account")
    for fields in (
        {},
        {"password": OTHER, "new": OTHER, "again": OTHER},
        {"password": PASSWORD, "new": "x", "again": "x"},
        {"password": PASSWORD, "new": OTHER, "again": OTHER},
    ):
        browser.post("/account/password", fields)
    browser.post("/account/sign-ins/others/end")
    _keys(browser)
    _factor(browser)


def _keys(browser: Browser) -> None:
    good = {
        "name": "Dashboard",
        "network": str(NETWORK),
        "scopes": ["waves:read"],
        "days": "30",
        "password": OTHER,
    }
    wrongs: tuple[dict[str, object], ...] = (
        {"name": ""},
        {"scopes": []},
        {"scopes": ["x"]},
        {"days": "7"},
        {"password": "x"},
        {"network": "9"},
    )
    for wrong in wrongs:
        browser.post("/account/keys", {**good, **wrong})
    for _ in range(2):
        browser.post("/account/keys", good)
    for path in ("/account/keys", "/account/keys/1/revoke", f"/networks/{NETWORK}/keys"):
        browser.get(path)
    browser.post("/account/keys/1/revoke")
    browser.post("/account/keys/1/revoke")
    browser.get(f"/networks/{NETWORK}/keys/2/revoke")
    browser.post(f"/networks/{NETWORK}/keys/2/revoke")
    browser.get("/account/keys")


def _factor(browser: Browser) -> None:
    browser.get("/account/second-factor")
    found = SECRET.search(browser.text)
    secret = found[0].replace(" ", "") if found else "A" * 32
    browser.post("/account/second-factor", {"code": "000000"})
    browser.post("/account/second-factor", {"code": pyotp.TOTP(secret).at(int(time.time()))})
    recovery = RECOVERY.search(browser.text)
    browser.get("/account")
    browser.post("/sign-out")
    for code in ("000000", pyotp.TOTP(secret).at(int(time.time())), recovery[0] if recovery else ""):
        browser.post("/sign-in", {"email": ADA, "password": OTHER, "next": "/account"})
        browser.get("/home")
        browser.post("/sign-in/code", {"code": code})
    browser.post("/account/second-factor/off", {"password": "x"})
    browser.post("/account/second-factor/off", {"password": OTHER})
    browser.get("/account")
    browser.get(f"/networks/{NETWORK}/log")
