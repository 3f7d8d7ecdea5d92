from collections.abc import Callable

import pytest

from tests.axe import violations
from tests.small import instrument
from tests.web.browser.conftest import Open, Serve
from tests.web.conftest import Survey
from tests.web.team.test_guides import addresses

Make = Callable[..., Survey]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_guides_and_sheets(survey: Make, serve: Serve, opened: Open, width: int) -> None:
    base = serve(survey(instrument()).app)
    page = opened(f"{base}/guides/", {"width": width, "height": 900})
    for address in addresses():
        page.goto(f"{base}{address}")
        assert violations(page) == [], address
        assert page.evaluate(WIDER) <= 0, address
