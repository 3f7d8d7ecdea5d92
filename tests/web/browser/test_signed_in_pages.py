"""Every page that somebody of the demonstration can open: accessible, no wider than a phone, named, and labelled.

Files and forms that are posted have their own tests; `PAGES` is held to be all the rest.
"""

from collections.abc import Iterator
from contextlib import suppress
from pprint import pformat
from typing import Any, Final

import pytest
from flask import Flask, url_for
from playwright.sync_api import Page
from werkzeug.routing import Rule

from engine.demo import people
from engine.demo.fill import Demo
from engine.store import Network, Role, Scope, Store, StoreError, Wave, WaveState
from tests.axe import violations
from tests.engine.authoring.definition_files import FILES
from tests.looks import small_or_faint
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from web.account.roles import role_name
from web.rights import Guard
from web.security import Settings
from web.start.first_page import Guide
from web.start.look_around import demonstrate
from web.whole import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HUB, RESEARCHER, DISTRICT = Role.HUB_ADMINISTRATOR, Role.RESEARCHER, Role.DISTRICT
LEADER, TEAM = Role.SCHOOL_LEADER, Role.SCHOOL_TEAM
EVERYONE, NETWORK, SCHOOL = tuple(Role), (HUB, RESEARCHER, DISTRICT), (LEADER, TEAM)
COPY: Final = "/networks/<int:network>/instruments/copies/<int:copy>/"
DELETION: Final = "/waves/<int:wave>/deletion"  # of a wave on which nothing hangs that keeps it
RESULT: Final = "/schools/<int:school>/results/<int:wave>"

# Each page as the application names its address, and who of the demonstration opens it.
PAGES: Final[dict[str, tuple[Role, ...]]] = {
    "/home": (*NETWORK, Role.TEACHER),  # a school's own people come to its page at once
    "/account": EVERYONE,
    "/account/stored": (HUB, LEADER),
    "/help/whom-to-ask": EVERYONE,
    "/account/keys": EVERYONE,
    "/account/sign-ins/": EVERYONE,
    "/account/keys/<int:key>/revoke": (HUB,),
    "/account/second-factor": (HUB,),
    "/networks/<int:network>/waves": NETWORK,
    "/networks/<int:network>/calendar": NETWORK,
    "/networks/<int:network>/schools": (HUB,),
    "/networks/<int:network>/schools/list": (HUB,),
    "/networks/<int:network>/people": (HUB,),
    "/networks/<int:network>/people/list": (HUB,),
    "/networks/<int:network>/second-factor": (HUB,),
    "/networks/<int:network>/keys": (HUB,),
    "/networks/<int:network>/keys/<int:key>/revoke": (HUB,),
    "/networks/<int:network>/log": (HUB,),
    "/networks/<int:network>/archive": (HUB,),
    DELETION: (HUB,),
    "/schools/<int:school>/merge": (HUB,),
    "/studies/<int:study>/waves/new": (HUB,),
    "/waves/<int:wave>/": (HUB,),
    "/waves/<int:wave>/close": (HUB,),
    "/waves/<int:wave>/told": (HUB,),
    "/waves/<int:wave>/share": (HUB,),
    "/waves/<int:wave>/mail": (HUB,),
    "/waves/<int:wave>/preview": (HUB,),
    "/waves/<int:wave>/rosters": (HUB,),
    "/waves/<int:wave>/rosters/list": (HUB,),
    "/waves/<int:wave>/files": NETWORK,
    "/waves/<int:wave>/result": NETWORK,
    "/waves/<int:wave>/schools": (HUB, DISTRICT),
    "/waves/<int:wave>/comments": (HUB, RESEARCHER),
    "/waves/<int:wave>/comments/<int:site>": (HUB, RESEARCHER),
    "/networks/<int:network>/instruments/": (RESEARCHER,),
    "/networks/<int:network>/instruments/bring": (RESEARCHER,),
    f"{COPY}files/<path:name>": (RESEARCHER,),
    f"{COPY}comparison": (RESEARCHER,),
    f"{COPY}preview": (RESEARCHER,),
    f"{COPY}publish": (RESEARCHER,),
    f"{COPY}saves": (RESEARCHER,),
    "/schools/<int:school>/": (*SCHOOL, HUB, DISTRICT),
    "/schools/<int:school>/people": (*SCHOOL, HUB),
    "/schools/<int:school>/share": SCHOOL,
    "/schools/<int:school>/log": (LEADER, HUB),
    "/schools/<int:school>/share/<int:wave>": SCHOOL,
    RESULT: (*SCHOOL, HUB, DISTRICT),
    f"{RESULT}/report": (LEADER,),  # the longest of all, and the same for the team
    f"{RESULT}/guides/<construct>": (LEADER,),
    f"{RESULT}/choice": SCHOOL,
    f"{RESULT}/predictions": SCHOOL,
    "/schools/<int:school>/agreement": (LEADER,),
    "/schools/<int:school>/audiences": (*SCHOOL, HUB),
    "/sites/<int:site>/units": (HUB, LEADER),
    "/schools/<int:school>/rubric": (*SCHOOL, HUB),
    "/schools/<int:school>/rubric/new": SCHOOL,
    "/schools/<int:school>/check-ins": SCHOOL,
    "/schools/<int:school>/check-ins/charts": SCHOOL,
    "/schools/<int:school>/board": SCHOOL,
    "/schools/<int:school>/phase": (*SCHOOL, HUB),
    "/networks/<int:network>/phases": (HUB,),
    "/networks/<int:network>/board": (HUB,),
    "/schools/<int:school>/partnerships": SCHOOL,
    "/schools/<int:school>/plans": (*SCHOOL, HUB),
    "/schools/<int:school>/inventory": SCHOOL,
    "/account/sheets/<sheet>": SCHOOL,
    "/networks/<int:network>/partnerships": (HUB,),
}

CLOSE: Final = "/waves/<int:wave>/close"
SHARE: Final = frozenset({"/waves/<int:wave>/share", "/schools/<int:school>/share/<int:wave>"})
OF_OPEN_WAVES: Final = frozenset({"/waves/<int:wave>/", "/waves/<int:wave>/rosters", CLOSE, *SHARE})
# Addresses that are signed in too and hold no page of their own.
NO_PAGES: Final = frozenset(
    {
        "/networks/<int:network>/result",  # leads to the newest result
        "/schools/<int:school>/results",  # leads to the result that a team begins with
        "/waves/<int:wave>/study",  # leads to the study, with tests of its own
        "/waves/<int:wave>/closing",  # leads to the wave but while it is closed: `test_jobs.py`
        COPY,  # leads to its first file
        f"{COPY}download",
        f"{COPY}survey/",  # the form as people see it, with tests of its own
        f"{COPY}survey/<path:rest>",
        # One question each, on the page of `account/question.html` that the agreement is asked on too.
        "/account/sign-ins/<mark>/end",
        "/account/sign-ins/others/end",
        "/networks/<int:network>/people/<int:account>/sign-out",
        "/account/connections/<provider>/end",
        "/account/connections/<provider>/",  # needs a provider, with a walk of its own in `test_openid.py`
        "/networks/<int:network>/people/<int:account>/reset",
        "/networks/<int:network>/people/roles/<int:membership>/end",
        "/networks/<int:network>/people/invitations/<int:invitation>/withdraw",
        f"{RESULT}/choice/take-back",
        f"{RESULT}/predictions/<int:number>/withdraw",  # looked at in test_predictions.py
        "/schools/<int:school>/delete",
        "/schools/<int:school>/invitations/<int:invitation>/confirm",
        "/schools/<int:school>/invitations/<int:invitation>/decline",
        "/schools/<int:school>/invitations/<int:invitation>/withdraw",
        "/studies/<int:study>/delete",
        "/waves/<int:wave>/delete",
        "/studies/<int:study>/deletion",  # the page of a wave's, which is in the table
        "/schools/<int:school>/deletion",
        "/waves/<int:wave>/people/<person>/erase",
        "/waves/<int:wave>/key",
        "/waves/<int:wave>/answers/delete",
        # Of classes and teams, with a walk of their own in `test_units.py`.
        "/units/<int:unit>",
        "/units/<int:unit>/change",
        "/units/<int:unit>/remove",
        # Of a team's meetings and of a network's own instruments, with a walk of their own in `test_choosing.py`.
        "/schools/<int:school>/rubric/<int:number>",
        "/schools/<int:school>/rubric/<int:number>/change",
        "/networks/<int:network>/surveys/<id>/<version>",
        # Of drafts and of waves that know who has answered, with a walk of their own in `test_wave_drafts.py`.
        "/waves/<int:wave>/settings",
        "/waves/<int:wave>/open",
        "/waves/<int:wave>/people",
        "/waves/<int:wave>/people/list",
        "/waves/<int:wave>/survey/",  # the form as people see it, with tests of its own
        "/waves/<int:wave>/survey/<path:rest>",
        # Of waves that ask students, with a walk of their own in `test_families.py`.
        "/waves/<int:wave>/families",
        "/schools/<int:school>/families/<int:wave>",
        "/schools/<int:school>/families/<int:wave>/letter-<language>",
        "/waves/<int:wave>/codes",  # of waves by codes, with a walk of its own
        # Of a month's check-in, with a walk of their own in `test_check_ins.py`.
        "/schools/<int:school>/check-ins/<month>",
        "/schools/<int:school>/check-ins/<month>/change",
        # Of a partnership, with a walk of their own in `test_partners.py`.
        "/schools/<int:school>/partnerships/<int:partnership>",
        "/schools/<int:school>/partnerships/<int:partnership>/rate/<int:number>",
        "/networks/<int:network>/partnerships/<int:partnership>",
        # Of a plan and its sheets, with a walk of their own in `test_plans.py`.
        "/schools/<int:school>/plans/<int:plan>",
        "/schools/<int:school>/plans/<int:plan>/new-test",
        "/schools/<int:school>/plans/<int:plan>/<sheet>",
        "/account/sheets/<sheet>/throw-away",
        # The steps of a mailing, with a walk of their own.
        "/waves/<int:wave>/mail/<kind>",
        "/waves/<int:wave>/mailings/<mailing>",
    }
)


@pytest.fixture
def app(demo: tuple[Store, Demo]) -> Flask:
    store, made = demo
    app = create_app(store, Settings(secret="a secret for tests", secure=False))
    demonstrate(app, Guide(made, "var/demo.db"))
    return app


def is_page(rule: Rule, app: Flask) -> bool:
    """Whether an address is a page for those who are signed in; files have an ending."""
    guard: Guard | None = getattr(app.view_functions[rule.endpoint], "guard", None)
    has_ending = "." in rule.rule.rpartition("/")[2].replace("<path:name>", "")
    by_key = rule.rule.startswith("/api/")
    return "GET" in (rule.methods or ()) and guard is not None and not (guard.public or has_ending or by_key)


def test_every_page_is_in_the_table(app: Flask) -> None:
    there = {rule.rule for rule in app.url_map.iter_rules() if is_page(rule, app)}
    assert there - NO_PAGES == set(PAGES)


def addresses(app: Flask, demo: tuple[Store, Demo], role: Role) -> Iterator[str]:
    """Where somebody of a role goes: every page of theirs, those of a wave with an open one too."""
    store, made = demo
    newest = made.closed[-1]
    network = store.studies.network(store.studies.get(newest.study_id).network_id)
    own = next(one for one in store.studies.schools(network) if one.name.startswith(people.OWN_SCHOOL))
    account, site = people.account(store, role), store.sites.find(newest, own)
    assert account is not None
    assert site is not None
    copies = store.workshop.copies(network) or (store.workshop.begin(network, FILES, account.email, "begun"),)
    keys = [one.token for one in store.keys.of(account)]
    values: dict[str, Any] = {
        "network": network.id,
        "school": own.id,
        "study": newest.study_id,
        "site": site.id,
        "copy": copies[0].id,
        "name": "instrument.yaml",
        "construct": "shared-influence",
        "sheet": "competing-commitments",
        "key": (keys or [store.keys.add(account, network, "Board", [Scope.WAVES], 30)[1]])[0].id,
    }
    endpoints = {
        rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    with app.test_request_context():
        for path, roles in PAGES.items():
            waves = (deletable(store, network),) if path == DELETION else (newest,)
            for wave in (newest, made.survey) if path in OF_OPEN_WAVES else waves:
                if role in roles and (wave is made.survey or path not in {CLOSE, *SHARE}):
                    yield url_for(endpoints[path], **values, wave=wave.id).partition("?")[0]


def deletable(store: Store, network: Network) -> Wave:
    """A closed wave that can be deleted."""
    waves = (wave for study in store.studies.of(network) for wave in store.waves.of(study))
    for wave in (wave for wave in waves if wave.state is WaveState.CLOSED):
        with suppress(StoreError):
            store.deletions.rehearse(wave)
            return wave
    raise AssertionError("every closed wave is kept by something")


def faults(page: Page) -> list[str]:
    """What is wrong with a page, at both widths."""
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        found += [f"at {size['width']}: {one}" for one in (*violations(page), *small_or_faint(page))]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            found.append(f"{wide} px wide at {size['width']}")
    if not page.title():
        found.append("no title")
    if page.locator("h1").count() != 1:
        found.append("not one h1")
    if "imulated" not in page.inner_text("body"):
        found.append("does not say that its data are simulated")
    return found


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_is_accessible_fits_and_says_what_it_shows(
    app: Flask, demo: tuple[Store, Demo], serve: Serve, opened: Open, role: Role
) -> None:
    address = serve(app)
    page = opened(address, DESKTOP)
    with leaving(page):
        page.get_by_role("button", name=role_name(role)).click()
    wrong = {}
    for path in addresses(app, demo, role):
        answer = page.goto(address + path)
        assert answer is not None
        assert (answer.status, page.url) == (200, address + path)
        if found := faults(page):
            wrong[path] = found
    assert wrong == {}, pformat(wrong, width=200)
