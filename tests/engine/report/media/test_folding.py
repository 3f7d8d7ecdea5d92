"""A study in a browser: what can be claimed at first sight, sections that fold, contents that stay."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from engine.report.media.to_html import html
from engine.report.study import OPEN_SECTIONS, study_document
from tests.axe import violations
from tests.engine.validation.studies import study_of

DESK = (1280, 800)
PHONE = (390, 844)
SIZES = [DESK, PHONE]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("study") / "study.html"
    place.write_text(html(study_document(study_of("bfi")), open_sections=OPEN_SECTIONS), encoding="utf-8")
    return place


def opened(browser: Browser, file: Path, size: tuple[int, int], anchor: str = "") -> Page:
    """The page with scripts switched off for what it brings itself: it must do without."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri() + anchor)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_the_first_screen_says_what_may_be_claimed_and_what_may_not(
    file: Path, browser: Browser, size: tuple[int, int]
) -> None:
    page = opened(browser, file, size)
    for words in ("What may be said from these data", "What may not be said"):
        place = page.locator(".titled", has_text=words)
        box = place.locator("li").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < size[1]
    if size == DESK:  # there all of it
        box = page.locator(".titled", has_text="What may not be said").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < size[1]
    page.context.close()


@pytest.mark.browser
def test_the_first_sections_stand_open_and_the_keyboard_opens_the_others(
    file: Path, browser: Browser
) -> None:
    page = opened(browser, file, DESK)
    sections = page.locator("details.section")
    states = [sections.nth(place).get_attribute("open") is not None for place in range(sections.count())]
    assert states == [place < OPEN_SECTIONS for place in range(len(states))]
    assert len(states) > 8
    heading = page.get_by_role("heading", name="Reliability", exact=True)
    assert heading.is_visible()
    assert not page.locator("#reliability").is_visible()
    page.locator("summary", has=heading).focus()
    page.keyboard.press("Enter")
    assert page.locator("#reliability").is_visible()
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_a_link_unfolds_the_section_that_holds_its_place(
    file: Path, browser: Browser, size: tuple[int, int]
) -> None:
    page = opened(browser, file, size, "#items-openness")
    assert page.locator("#items-openness").is_visible()
    box = page.locator("#items-openness-h").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < size[1] / 2
    page.context.close()


@pytest.mark.browser
def test_contents_stay_beside_the_text_and_on_a_phone_in_one_line_over_it(
    file: Path, browser: Browser
) -> None:
    desk = opened(browser, file, DESK, "#methods")
    beside = desk.locator("nav.beside").bounding_box()
    assert beside is not None
    assert 0 <= beside["y"] < 100
    assert not desk.locator("nav.above").is_visible()
    desk.context.close()
    phone = opened(browser, file, PHONE, "#methods")
    above = phone.locator("nav.above").bounding_box()
    assert above is not None
    assert (above["y"], above["height"] < 50) == (0, True)
    assert not phone.locator("nav.beside").is_visible()
    phone.locator("nav.above summary").click()
    assert phone.locator("nav.above a", has_text="Reliability").is_visible()
    phone.context.close()


@pytest.mark.browser
def test_paper_has_every_section(file: Path, browser: Browser) -> None:
    page = opened(browser, file, DESK)
    page.emulate_media(media="print")
    for part in ("summary", "reliability", "methods"):
        box = page.locator(f"#{part}").bounding_box()
        assert box is not None
        assert box["height"] > 100, part
    page.context.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_folded_or_unfolded(file: Path, browser: Browser, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(file.as_uri())
    assert violations(page, rules=None) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.evaluate("document.querySelectorAll('nav details, details.section').forEach(one => one.open = true)")
    assert violations(page, rules=None) == []
    page.close()


def test_nothing_folds_unless_it_is_asked_to(file: Path) -> None:
    document = study_document(study_of("bfi"))
    assert 'class="section"' not in html(document)
    assert html(document).count(" id=") == file.read_text(encoding="utf-8").count(" id=")
