"""Threads by what a request does, told by its first line."""

import pytest

from web.commands.lanes import THREADS, Lane, lane_of


@pytest.mark.parametrize(
    ("method", "path", "lane"),
    [
        ("GET", "/", Lane.ASK),
        ("GET", "/s/AbC/3", Lane.ASK),
        ("GET", "/static/style.css", Lane.ASK),
        ("POST", "/s/AbC/3", Lane.TAKE),
        ("POST", "/s/AbC/review", Lane.TAKE),
        ("POST", "/take-back", Lane.TAKE),
        ("GET", "/join", Lane.ASK),
        ("POST", "/join", Lane.TAKE),
        ("GET", "/home", Lane.PAGE),
        ("GET", "/schools/3/results/4", Lane.PAGE),
        ("GET", "/sign-in", Lane.PAGE),
        ("POST", "/sign-in", Lane.SLOW),
        ("POST", "/invitation/abc", Lane.SLOW),
        ("GET", "/schools/3/results/4/report.pdf", Lane.SLOW),
        ("GET", "/schools/3/results/4/report", Lane.SLOW),
        ("GET", "/waves/4/reports.zip", Lane.SLOW),
        ("POST", "/waves/4/close", Lane.SLOW),
        ("GET", "/waves/4/close", Lane.PAGE),
        ("", "", Lane.PAGE),
    ],
)
def test_each_request_has_its_lane(method: str, path: str, lane: Lane) -> None:
    assert lane_of(method, path) is lane


def test_every_lane_has_threads() -> None:
    assert set(THREADS) == set(Lane)
    assert min(THREADS.values()) > 0
