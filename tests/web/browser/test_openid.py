"""Sign-in through a real provider, in a real browser: in, told, connected, out; and every page of it looked at."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from engine.store import Role
from tests.axe import violations
from tests.faults.program import free_port
from tests.programs import found, needed
from tests.web.browser.conftest import DESKTOP, PHONE, Serve
from tests.web.visitor import PASSWORD, Office
from web.account.openid.providers import made
from web.account.openid.settings import read_settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PACKAGE: Final = "oidc-provider@9.13.3"
SCRIPT: Final = Path(__file__).with_name("oidc_provider.mjs")
SETTINGS: Final = """
[provider.lake]
name = "Lakeshore schools"
issuer = "http://127.0.0.1:{port}"
client_id = "barograph"
client_secret_env = "OF_THE_TEST"
network = "Lakeshore network"
scopes = ["profile", "email", "groups"]

[[provider.lake.roles]]
value = "lakeshore-researchers"
role = "researcher"
"""


@pytest.fixture(scope="module")
def provider_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the provider is installed; as it comes from npm alone, tests are skipped without, in CI too."""
    npm, folder = found("npm"), tmp_path_factory.mktemp("provider")
    if npm is None or found("node") is None:
        pytest.skip(f"no npm here: install Debian's package npm to sign in through {PACKAGE}")
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--prefix", str(folder)]
    done = subprocess.run(
        [npm, "install", *quiet, PACKAGE], check=False, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        pytest.skip(f"npm gives no {PACKAGE} here: {done.stderr.strip()[-200:]}")
    shutil.copy(SCRIPT, folder)
    return folder


@contextmanager
def provider(folder: Path, port: int, address: str) -> Iterator[None]:
    back = f"{address}/sign-in/with/lake/callback"
    arguments = [needed("node", "nodejs"), SCRIPT.name, str(port), back, f"{address}/sign-in"]
    environment = {"PATH": os.environ["PATH"]}
    with subprocess.Popen(
        arguments, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout is not None
            assert any(line.startswith("ready") for line in running.stdout)
            yield
        finally:
            running.terminate()


def come_through(page: Page, who: str) -> None:
    """Sign in at the provider's own pages, as its quick start has them, and let it tell us who it is."""
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]:has-text('Continue')")


def look_at(page: Page) -> None:
    """No rule of axe is broken and nothing is wider than the screen, on a phone and on a desk."""
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_people_come_in_through_a_real_provider(
    office: Office, serve: Serve, browser: Browser, provider_folder: Path, tmp_path: Path
) -> None:
    file, port = tmp_path / "oidc.toml", free_port()
    file.write_text(SETTINGS.format(port=port))
    settings = read_settings(file, {"OF_THE_TEST": "known to the test alone"})
    office.app.extensions["openid"] = made(settings)
    address = serve(office.app)
    office.app.config["ADDRESS"] = address
    with provider(provider_folder, port, address):
        page = browser.new_page()  # what its console says is the provider's own affair too
        page.goto(f"{address}/sign-in")
        look_at(page)
        page.click("text=Sign in with Lakeshore schools")
        come_through(page, "ada")
        page.wait_for_url(f"{address}/home")
        ada = office.store.people.by_email("ada@new.example")
        assert ada is not None
        assert {one.role for one in office.store.members.memberships(ada)} == {Role.RESEARCHER}
        page.goto(f"{address}/account")
        look_at(page)
        page.click("text=Sign out")
        look_at(page)
        page.click("text=Sign out at Lakeshore schools too")
        page.click("button[value=yes]")
        page.wait_for_url(f"{address}/sign-in")

        page.click("text=Sign in with Lakeshore schools")
        come_through(page, "stranger")  # the provider asks anew: it was left
        page.wait_for_selector("text=You have no role here yet")
        look_at(page)

        leader = browser.new_page()
        leader.goto(f"{address}/sign-in")
        leader.fill("#email", office.people["leader"].email)
        leader.fill("#password", PASSWORD)
        leader.click("main button")
        leader.goto(f"{address}/account/connections/lake/")
        look_at(leader)
        leader.fill("#password", PASSWORD)
        leader.click("text=Go on")
        look_at(leader)
        leader.click("a.button")
        come_through(leader, "lee")
        leader.wait_for_selector("text=Lakeshore schools signs you in from now on")
        look_at(leader)
    office.app.extensions["openid"] = made(settings)  # as after a restart, when nothing is remembered
    page.goto(f"{address}/sign-in/with/lake/")
    assert "Lakeshore schools does not answer" in page.inner_text("h1")
    look_at(page)
    page.close()
    leader.close()
