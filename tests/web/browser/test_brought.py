"""A survey of each tool, from its file to a score: converted, checked, answered on a phone to the end, and closed."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator, Page, expect

from engine.instrument.model import Instrument
from engine.loading.folder import load
from engine.responses.scoring import scores
from engine.store import Store
from tests import reference
from tests.axe import violations
from tests.web.browser.conftest import DESKTOP, Open, Serve, leaving
from tests.web.conftest import Clock, open_survey
from tests.web.visitor import PASSWORD, Office
from web.cli import main

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OURS = Path(__file__).parents[3] / "docs" / "bringing" / "files"
PHONE = {"width": 390, "height": 844}
SAID = (
    *("--id", "brought", "--language", "en", "--licence", "CC0-1.0", "--audience", "staff"),
    *("--privacy", "anonymous", "--minimum-group", "5"),
)
# Format -> the file of ours, one of others in its folder of `shared`, and the scores that each states.
WALKS: dict[str, tuple[tuple[str, int], tuple[str, int]]] = {
    "xlsform": (("form.csv", 1), ("xlsform/mitwirken_umfrage.xlsx", 0)),
    "redcap": (("dictionary.csv", 1), ("redcap/course_presurvey.csv", 0)),
    "qualtrics": (("survey.qsf", 1), ("qsf/onboarding.qsf", 0)),
    "limesurvey": (("survey.lss", 1), ("lss/rat_users.lss", 0)),
    "surveyjs": (("survey.json", 1), ("surveyjs/fatigue_tests.json", 0)),
    "fhir": (("questionnaire.json", 1), ("fhir/phq9_lhc.json", 1)),
    "reproschema": (("meetings", 1), ("reproschema/GAD7", 1)),
    "formr": (("sheet.csv", 1), ("formr/broken_PANAS.xls", 0)),
}


def files() -> Iterator[object]:
    for name, (ours, others) in WALKS.items():
        yield pytest.param(name, True, *ours, id=f"{name}-ours")
        yield pytest.param(name, False, *others, id=f"{name}-others")


@pytest.mark.parametrize(("name", "ours", "file", "stated"), list(files()))
def test_a_survey_of_each_tool_is_answered_to_the_end_and_scored(
    store: Store,
    clock: Clock,
    serve: Serve,
    opened: Open,
    tmp_path: Path,
    name: str,
    ours: bool,
    file: str,
    stated: int,
) -> None:
    source = OURS / name / file if ours else reference.shared("formats", *file.split("/"))
    instrument = converted(source, name, tmp_path / "draft")
    assert len(instrument.subscales) == stated
    there = open_survey(store, clock, instrument)
    page = opened(f"{serve(there.app)}/s/{there.site.link}/", PHONE)
    sound(page)
    press(page, page.locator("form#begin button").first)
    seen: list[str] = []
    while page.locator("form#page").count():
        answer(page)
        sound(page)
        assert page.url not in seen, page.locator("#problems").inner_text()
        seen.append(page.url)
        press(page, page.locator("form#page button[value=next]").first)
    sound(page)
    press(page, page.locator("form[action$='/review'] button").last)
    sound(page)
    assert there.count() == 1
    codes = np.array(there.close(), dtype=np.uint8)
    assert all(np.isfinite(column.score).all() for column in scores(instrument, codes).values())


def converted(source: Path, name: str, folder: Path) -> Instrument:
    """What the command makes of a file, which `check` takes as it is."""
    made = CliRunner().invoke(main, ["convert", str(source), "-o", str(folder), *SAID])
    assert made.exit_code == 0, made.output
    assert f'"format": "{name}"' in (folder / "losses.json").read_text(encoding="utf-8")
    checked = CliRunner().invoke(main, ["check", str(folder)])
    assert checked.exit_code == 0, checked.output
    assert "no problems" in checked.output
    return load(folder)


def press(page: Page, button: Locator) -> None:
    with leaving(page):
        button.click()


def sound(page: Page) -> None:
    assert violations(page) == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is wider than the phone"


def answer(page: Page) -> None:
    """Answer all that can be seen, and what is seen after that."""
    done: set[str] = set()
    while True:
        fields = [one for one in page.locator(FIELDS).all() if one.is_visible()]
        fresh = [(one, name) for one in fields if (name := str(one.get_attribute("name"))) not in done]
        if not fresh:
            return
        one, name = fresh[0]
        done.add(name)
        fill(one, len(done))


FIELDS = "form#page :is(input:not([type=hidden]), select, textarea)"


def fill(field: Locator, number: int) -> None:
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(index=1)
        return
    if field.get_attribute("inputmode") in ("numeric", "decimal"):
        field.fill("20")
        return
    match field.get_attribute("type"):
        case "radio" | "checkbox":
            field.check()
        case "date":
            field.fill(field.get_attribute("min") or "2026-05-31")
        case "range":
            field.focus()
            field.press("ArrowRight")
        case _:
            field.fill(f"Words {number}")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_what_becomes_of_a_survey_is_looked_at_and_undone_without_scripts(
    office: Office, serve: Serve, opened: Open, size: dict[str, int]
) -> None:
    page = opened(f"{serve(office.app)}/networks/{office.network.id}/instruments/bring", size)
    page.get_by_label("Email").fill("researcher@people.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, page.get_by_role("button", name="Sign in"))
    sound(page)
    page.get_by_label("The survey as your tool exports it").set_input_files(OURS / "surveyjs" / "survey.json")
    page.get_by_label("Language of its texts").fill("en")
    press(page, page.get_by_role("button", name="See what becomes of it"))
    sound(page)
    page.get_by_label("Other ids than those that were made").fill("team.t1=trust1")
    press(page, page.get_by_role("button", name="Look again"))
    expect(page.get_by_role("heading", name="What was decided (3)")).to_be_visible()
    press(page, page.get_by_role("button", name="Begin a working copy with it"))
    expect(page.get_by_role("textbox", name="instrument.yaml")).to_have_value(re.compile("id: trust1"))
