"""What is compressed, and what is not: nothing on which a stranger could read a secret from a length."""

import gzip
from collections.abc import Callable

import pytest
from werkzeug.test import Client, TestResponse

from tests.small import instrument, likert
from tests.web.conftest import Survey
from web.commands.compressing import Compressed

Make = Callable[..., Survey]
TAKES = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def there(survey: Make) -> tuple[Client, str]:
    made = survey(instrument(likert("A1")))
    return Client(Compressed(made.app), TestResponse), f"/s/{made.site.link}/"


def test_a_page_is_the_same_packed_and_as_it_is(there: tuple[Client, str]) -> None:
    client, link = there
    plain = client.get("/static/barograph.css", buffered=True)
    packed = client.get("/static/barograph.css", headers=TAKES)
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    again = client.get("/static/barograph.css", headers={**TAKES, "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    page = client.get(link, headers=TAKES)
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert b"Start" in gzip.decompress(page.data)


@pytest.mark.parametrize("takes", ["", "br", "gzip;q=0", "identity"])
def test_who_does_not_take_gzip_gets_none(there: tuple[Client, str], takes: str) -> None:
    client, link = there
    answer = client.get(link, headers={"Accept-Encoding": takes} if takes else {})
    assert "Content-Encoding" not in answer.headers
    assert b"Start" in answer.data


def test_a_page_tells_nothing_by_its_length(there: tuple[Client, str]) -> None:
    client, link = there
    assert len({len(client.get(link, headers=TAKES).data) for _ in range(12)}) > 1


@pytest.mark.parametrize("path", ["/sign-in", "/account", "/api/v1/openapi.json", "/home"])
def test_pages_of_accounts_go_as_they_are(there: tuple[Client, str], path: str) -> None:
    client, _ = there
    assert "Content-Encoding" not in client.get(path, headers=TAKES).headers
