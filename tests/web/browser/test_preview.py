"""The preview follows the file as one writes it, and keeps what was answered."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.authoring.test_preview import DEFINITION, rewrite
from tests.web.browser.conftest import Open, Serve, leaving
from web.authoring.preview import create_preview

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_saving_the_file_shows_in_the_browser(tmp_path: Path, serve: Serve, opened: Open) -> None:
    (tmp_path / "instrument.yaml").write_text(DEFINITION)
    page = opened(f"{serve(create_preview(tmp_path))}/s/full/")
    with leaving(page):
        page.get_by_role("button", name="Start").click()
    page.get_by_label("A lot").check()
    rewrite(tmp_path, "Do meetings help?", "Do our meetings help?")
    expect(page.get_by_role("group", name="Do our meetings help?")).to_be_visible()
    expect(page.get_by_label("A lot")).to_be_checked()
    rewrite(tmp_path, "kind: short_text", "kind: shrt_text")
    expect(page.get_by_text("instrument.yaml:13")).to_be_visible()
    expect(page.get_by_label("A lot")).to_be_visible()
