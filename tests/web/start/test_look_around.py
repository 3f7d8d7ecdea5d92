"""The demonstration's way in is the demonstration's alone, and its people have no password."""

from collections.abc import Callable

from engine.demo.people import NO_PASSWORD
from tests.small import instrument, likert
from tests.web.conftest import Survey
from web.account import passwords


def test_an_ordinary_server_lets_nobody_in_by_a_press(survey: Callable[..., Survey]) -> None:
    made = survey(instrument(likert("A1")))
    assert made.app.test_client().post("/look-around/hub_administrator").status_code == 404


def test_no_password_opens_an_account_of_the_demonstration() -> None:
    assert not passwords.fits(NO_PASSWORD, NO_PASSWORD)
    assert not passwords.fits(NO_PASSWORD, "")
