"""What is wrong with a page is found, each time it is asked for, and named with its place."""

import pytest
from playwright.sync_api import Browser

from tests.axe import violations

PAGE = """<!doctype html><html lang="en"><head><title>Page</title></head>
<body><main><h1>Page</h1><img id="bare" src="data:,"></main></body></html>"""


@pytest.mark.browser
def test_what_is_wrong_is_found_and_found_again(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE)
    first, again = violations(page), violations(page)
    page.set_content(PAGE.replace("<img ", '<img alt="" '))
    right = violations(page)
    page.close()
    assert first == again
    assert [one.startswith("image-alt at ['#bare']: <img") for one in first] == [True]
    assert right == []
