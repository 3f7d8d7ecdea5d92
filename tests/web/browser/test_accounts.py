"""The pages for people with an account, in a real browser: axe, reflow, targets, and the ways through them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from engine.store import NewMembership, Role
from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, PHONE, Open, Serve, leaving
from tests.web.visitor import PASSWORD, Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TARGETS = (
    "main button, main .button, header a, header button, main select, main textarea, .option,"
    " main input:not([type=hidden], [type=radio], [type=checkbox])"
)
SMALL_TARGETS = f"""[...document.querySelectorAll("{TARGETS}")]
  .filter((one) => one.checkVisibility({{visibilityProperty: true}}))
  .map((one) => [one.textContent.trim() || one.id, one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9)
  .map(([text, box]) => [text, box.width, box.height])"""


def sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    with leaving(page):
        page.get_by_role("button", name="Sign in").click()


def sent(page: Page, button: str) -> None:
    with leaving(page):
        page.locator("main").get_by_role("button", name=button).click()


def pages_of_strangers(page: Page, base: str, office: Office) -> Iterator[str]:
    new = NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=office.schools[1].id)
    invitation = office.store.invitations.add("ada@new.example", "Ada", new)
    reset = office.store.people.start_reset(office.people["team"])
    for path in ("", "sign-in", "forgotten", f"invitation/{invitation}", f"reset/{reset}", "reset/none"):
        page.goto(f"{base}/{path}")
        yield path or "start"
    page.goto(f"{base}/invitation/{invitation}")
    sent(page, "Make my account")
    yield "invitation, wrong"
    page.goto(f"{base}/sign-in")
    sent(page, "Sign in")
    yield "sign-in, wrong"


def pages_of_a_school(page: Page, base: str, office: Office) -> Iterator[str]:
    sign_in(page, base, office.people["leader"].email)
    yield "home of a school"
    school = office.schools[0].id
    for path in (
        f"schools/{school}/",
        f"schools/{school}/log",
        f"schools/{school}/results/{office.closed.id}",
        "account",
    ):
        page.goto(f"{base}/{path}")
        for summary in page.locator("main summary").all():
            summary.click()
        yield path
    page.goto(f"{base}/account/second-factor")
    sent(page, "Turn codes on")
    yield "second factor, wrong"


def pages_of_the_hub(page: Page, base: str, office: Office) -> Iterator[str]:
    sign_in(page, base, office.people["hub"].email)
    yield "home of the hub"
    network, study = office.network.id, office.study.id
    for path in (
        f"networks/{network}/waves",
        f"networks/{network}/calendar",
        f"networks/{network}/schools",
        f"networks/{network}/people",
        f"networks/{network}/log",
        f"studies/{study}/waves/new",
        f"studies/{study}/waves/new?copy={office.open.id}",
        f"waves/{office.open.id}/",
        f"waves/{office.open.id}/close",
        f"waves/{office.open.id}/rosters",
        f"waves/{office.closed.id}/",
    ):
        page.goto(f"{base}/{path}")
        for summary in page.locator("main summary").all():
            summary.click()
        yield path
    page.goto(f"{base}/networks/{network}/people")
    sent(page, "Make the invitation")
    yield "people, wrong"
    for path, text in (
        (f"networks/{network}/schools/list", "school,level\nWest School,high\n"),
        (f"networks/{network}/people/list", "email,role\na@x.example,researcher\n"),
        (f"waves/{office.open.id}/rosters/list", "school,roster\nNorth School,12\n"),
    ):
        page.goto(f"{base}/{path}")
        yield path
        page.locator("#text").fill("nothing,of the kind\n1,2\n")
        sent(page, "See what it would change")
        yield f"{path}, wrong"
        page.locator("#text").fill(text)
        sent(page, "See what it would change")
        yield f"{path}, ready"
    page.goto(f"{base}/studies/{study}/waves/new?copy={office.open.id}")
    sent(page, "Make the draft")
    yield "new wave, wrong"


def pages_of_a_district(page: Page, base: str, office: Office) -> Iterator[str]:
    sign_in(page, base, office.people["district"].email)
    yield "home of a district"
    page.goto(f"{base}/schools/{office.schools[0].id}/")
    yield "a school that has not agreed"


WAYS = [pages_of_strangers, pages_of_a_school, pages_of_the_hub, pages_of_a_district]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desk"])
def test_no_page_has_a_violation_scrolls_sideways_or_has_small_targets(  # type: ignore[no-untyped-def]
    office: Office, serve: Serve, opened: Open, way, size: dict[str, int], scheme: str
) -> None:
    base = serve(office.app)
    page = opened(f"{base}/sign-in", size, color_scheme=scheme)
    wrong: list[tuple[str, object]] = []
    for name in way(page, base, office):
        wrong += [(name, violation) for violation in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wrong.append((name, "scrolls sideways"))
        wrong += [(name, target) for target in page.evaluate(SMALL_TARGETS)]
    assert wrong == []


def test_at_the_width_of_an_old_phone_nothing_scrolls_sideways(
    office: Office, serve: Serve, opened: Open
) -> None:
    base = serve(office.app)
    page = opened(f"{base}/sign-in", {"width": 320, "height": 640})
    for name in pages_of_the_hub(page, base, office):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_from_an_invitation_to_a_closed_wave_without_touching_the_address(
    office: Office, serve: Serve, opened: Open
) -> None:
    base = serve(office.app)
    token = office.store.invitations.add(
        "eve@hub.example", "Eve", NewMembership(Role.HUB_ADMINISTRATOR, office.network.id)
    )
    page = opened(f"{base}/invitation/{token}", DESKTOP)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password once more").fill(PASSWORD)
    sent(page, "Make my account")
    expect(page.get_by_role("heading", name="Lakeshore network")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Waves").click()
    page.get_by_role("link", name="Copy “Spring”").click()
    page.get_by_label("Name", exact=True).fill("Summer")
    sent(page, "Make the draft")
    expect(page.get_by_role("status")).to_contain_text("“Summer” is a draft")
    page.get_by_role("navigation").get_by_role("link", name="Waves").click()
    page.get_by_role("link", name="Spring", exact=True).click()
    page.get_by_role("link", name="Close the wave").click()
    sent(page, "Close it and make the results")
    expect(page.get_by_role("status")).to_contain_text("is closed")
