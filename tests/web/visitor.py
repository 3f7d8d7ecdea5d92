"""A person with an account in a browser without scripts; and a network of people for them to meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

import numpy as np
from flask import Flask
from werkzeug.test import TestResponse

from engine.store import (
    Account,
    District,
    Network,
    NewMembership,
    NewWave,
    Role,
    School,
    Store,
    Study,
    Wave,
)
from engine.waves.closing import close
from tests.small import choose, instrument, likert, subscale
from tests.web.conftest import Clock
from tests.web.pages import Page, PageForm
from web.account import passwords

PASSWORD = "seven herons over water"

SMALL = instrument(
    likert("A1"),
    choose("role", "teacher", "leader"),
    subscales=(subscale("one", "A1"),),
    minutes=8,
)


class Visitor:
    """One browser. Every verb follows redirections and keeps the page it leads to."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.status = 0
        self.path = ""
        self.page = Page("")

    def open(self, path: str) -> Self:
        return self.keep(self.client.get(path, follow_redirects=True))

    def press(self, ending: str, files: Mapping[str, Any] | None = None, **fields: Any) -> Self:
        form = self.form(ending)
        data = {**form.values, **fields, **(files or {})}
        return self.keep(self.client.post(form.action, data=data, follow_redirects=True))

    def follow(self, ending: str) -> Self:
        """Open the one link of the page that ends so."""
        (address,) = {one for one in self.page.links if one.endswith(ending)}
        return self.open(address)

    def post(self, path: str, **fields: Any) -> Self:
        """A post to any address with a token of this browser's, as from a page of ours."""
        return self.keep(self.client.post(path, data={"csrf_token": self.token(), **fields}))

    def token(self) -> str:
        """What the forms of this browser hold against forgery."""
        for path in ("/account", "/sign-in"):
            page = Page(self.client.get(path).get_data(as_text=True))
            for form in page.forms:
                return form.values["csrf_token"][0]
        raise AssertionError("no page with a form")

    def sign_in(self, email: str, password: str = PASSWORD) -> Self:
        self.open("/sign-in")
        return self.press("/sign-in", email=email, password=password)

    def see(self, *texts: str) -> Self:
        for text in texts:
            assert text in self.page.text, f"{text!r} is not on {self.path}:\n{self.page.text}"
        return self

    def not_see(self, *texts: str) -> Self:
        for text in texts:
            assert text not in self.page.text, f"{text!r} is on {self.path}:\n{self.page.text}"
        return self

    def form(self, ending: str) -> PageForm:
        forms = [one for one in self.page.forms if one.action.partition("#")[0].endswith(ending)]
        assert forms, f"no form posts to ...{ending} on {self.path} ({self.status}):\n{self.page.text}"
        return forms[0]

    def keep(self, response: TestResponse) -> Self:
        self.status = response.status_code
        self.path = response.request.path
        self.page = Page(response.get_data(as_text=True))
        return self


@dataclass
class Office:
    """Two networks; the first with a district, schools, a study with a closed and an open wave, and people."""

    app: Flask
    store: Store
    clock: Clock
    network: Network
    other: Network
    district: District
    schools: tuple[School, ...]  # north and south in the district, east outside
    stranger: School  # of the other network
    study: Study
    closed: Wave
    open: Wave
    people: dict[str, Account] = field(default_factory=dict)

    def visitor(self, who: str | None = None) -> Visitor:
        """A browser, signed in as one of the people where one is named."""
        visitor = Visitor(self.app)
        return visitor if who is None else visitor.sign_in(self.people[who].email)

    def add(self, who: str, *roles: NewMembership, name: str | None = None) -> Account:
        """An account with roles."""
        email = f"{who}@people.example"
        token = self.store.invitations.add(email, "", roles[0], confirmed=True)
        self.people[who] = self.store.invitations.accept_as_new(
            token, name or who.title(), passwords.kept(PASSWORD)
        )
        for role in roles[1:]:
            self.store.members.add(self.people[who], role)
        return self.people[who]


def lay_out(store: Store, app: Flask, clock: Clock) -> Office:
    store.definitions.publish(SMALL)
    network, other = (
        store.studies.add_network("Lakeshore network"),
        store.studies.add_network("Other network"),
    )
    names = ("North School", "South School", "East School")
    schools = tuple(store.studies.add_school(network, name, "middle") for name in names)
    stranger = store.studies.add_school(other, "Far School")
    district = store.members.add_district(network, "Lake County")
    for school in schools[:2]:
        store.members.set_district(school, district)
    study = store.studies.add(network, "Leading together")
    closed = store.waves.add(study, new_wave(clock, "Fall", -100, 10))
    ids = np.array([store.sites.add(closed, school, 10).id for school in schools])
    codes = np.array([[(number * 7) % 5, 0] for number in range(18)], dtype=np.uint8)
    store.responses.add(closed, np.repeat(ids, 6), codes, "full", "en", clock().date())
    close(store, closed)
    running = store.waves.add(study, new_wave(clock, "Spring", -1, 20))
    for school in schools:
        store.sites.add(running, school, 10)
    office = Office(
        *(app, store, clock, network, other, district, schools, stranger, study),
        store.waves.get(closed.id),
        running,
    )
    here = network.id
    office.add("hub", NewMembership(Role.HUB_ADMINISTRATOR, here))
    office.add("researcher", NewMembership(Role.RESEARCHER, here))
    office.add("district", NewMembership(Role.DISTRICT, here, district_id=district.id))
    office.add("leader", NewMembership(Role.SCHOOL_LEADER, here, school_id=schools[0].id))
    office.add("team", NewMembership(Role.SCHOOL_TEAM, here, school_id=schools[0].id))
    office.add("outsider", NewMembership(Role.HUB_ADMINISTRATOR, other.id))
    return office


def new_wave(clock: Clock, title: str, opens: int, closes: int, **changes: Any) -> NewWave:
    return NewWave(
        **{
            "title": title,
            "instrument_id": SMALL.id,
            "version": SMALL.version,
            "form": "full",
            "languages": ("en",),
            "privacy": SMALL.privacy,
            "minimum_group": 5,
            "opens": clock() + timedelta(days=opens),
            "closes": clock() + timedelta(days=closes),
            **changes,
        }
    )


def made_reports(office: Office, visitor: Visitor, wave: int) -> Visitor:
    """A visitor on the page of a wave's files, once a worker has made the reports that they asked for there."""
    from web.worker.doing import do_all

    path = f"/waves/{wave}/files"
    visitor.open(path).press("/files")
    do_all(office.app)
    return visitor.open(path)
