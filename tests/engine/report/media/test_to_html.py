"""A report as one HTML file: complete, closed to the network, read by people and by programs."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from engine.report.media.to_html import html
from tests.axe import violations
from tests.engine.report import made_up
from tests.looks import small_or_faint


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def page() -> str:
    return html(made_up.document())


@pytest.fixture(scope="module")
def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def test_needs_no_other_file_and_no_script(page: str, read: _Reader) -> None:
    assert not read.of("script", "link", "img", "iframe")
    assert "@import" not in page
    assert "url(" not in page


def test_every_id_is_there_once_and_every_inner_link_leads_somewhere(read: _Reader) -> None:
    ids = [attributes["id"] for _, attributes in read.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    inner = [one["href"] for one in read.of("a") if (one["href"] or "").startswith("#")]
    assert len(inner) == 13  # the skip link, and six entries in each list of contents
    assert {(href or "")[1:] for href in inner} <= set(ids)


def test_headings_go_down_one_level_at_a_time(read: _Reader) -> None:
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_figures_and_tables_are_numbered_in_reading_order(page: str) -> None:
    assert re.findall(r"<b>(Figure \d)\.</b>", page) == [f"Figure {number}" for number in range(1, 9)]
    assert re.findall(r"<b>(Table \d)\.</b>", page) == ["Table 1"]


def test_every_figure_has_its_table_twin(page: str, read: _Reader) -> None:
    assert len(read.of("figure")) + 1 == len(read.of("details"))  # the contents of a phone fold too
    assert page.count(" as a table</summary>") == 8
    assert len(read.of("svg")) == 16  # a wide and a narrow drawing each


def test_words_are_words_and_never_markup(page: str) -> None:
    assert "*stars*, _lines_, #hash, $5, &lt;b&gt;tags&lt;/b&gt; &amp; a backslash \\." in page


def test_signs_of_statistics_are_in_italics(page: str) -> None:
    assert "(<i>M</i> = 3.42, <i>SD</i> = 0.81)" in page


def test_rows_and_columns_have_headers(read: _Reader) -> None:
    scopes = {attributes.get("scope") for attributes in read.of("th")}
    assert scopes == {"row", "col"}


def test_names_its_language_and_author(read: _Reader) -> None:
    assert read.of("html") == [{"lang": "en"}]
    assert {"name": "author", "content": "Barograph"} in read.of("meta")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_light_and_dark_on_phone_and_desk(
    page: str, tmp_path: Path, browser: Browser, scheme: Literal["light", "dark"], width: int
) -> None:
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab.goto(file.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(tab, rules=None) == []
    assert small_or_faint(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()
