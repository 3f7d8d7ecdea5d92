"""A quick check without an account: the own result at once, honest words, and nothing kept anywhere."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine.instrument.level import Holds, Level
from engine.instrument.model import Audience
from engine.loading import catalog
from engine.responses.scoring import score_answers
from engine.store import Store
from tests.new_database import new_database
from tests.web.conftest import application
from tests.web.pages import Page
from web import throttle
from web.choosing.quick_check import matches
from web.choosing.shelf import checks_of, newest

VISION = "/check/collective-leadership/vision"
ANSWERS = {"VS7": 4, "VS3": 3, "VS10": 2, "VS8": 4, "VS9": 4}
SENT = {f"a_{item}": str(value) for item, value in ANSWERS.items()}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return new_database(tmp_path / "check.db")


@pytest.fixture
def client(database: Path) -> Iterator[FlaskClient]:
    with Store.open(database) as store:
        yield application(store).test_client()


def state(database: Path) -> dict[str, bytes]:
    """Every byte of the database and of the files beside it."""
    return {path.name: path.read_bytes() for path in database.parent.iterdir()}


def test_nothing_is_kept_not_a_byte_and_not_a_cookie(client: FlaskClient, database: Path) -> None:
    client.get(VISION)  # the first request of a day lets old drafts expire
    before = state(database)
    assert client.get(f"{VISION}?language=es").status_code == 200
    response = client.post(VISION, data=SENT)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert client._cookies == {}
    assert state(database) == before


def test_the_result_is_what_scoring_says_in_words_for_one_person(client: FlaskClient) -> None:
    text = Page(client.post(VISION, data=SENT).text).text
    score = score_answers(catalog.find("collective-leadership"), ANSWERS, "vision")["vision"]
    assert score.level is not None
    assert f"{score.rescaled:.0f}" in text
    assert score.level.you in text
    assert "This is one person’s view, on one day." in text
    assert "nothing to compare it with here" in text
    assert score.level.text not in text  # it speaks of a whole staff
    assert "What a team can do:" in text
    for item in ANSWERS:
        assert catalog.find("collective-leadership").item(item).text in text


def test_a_level_is_named_only_where_every_condition_of_its_text_holds(client: FlaskClient) -> None:
    named = "is described as “Working”"
    assert named in Page(client.post(VISION, data=SENT).text).text
    # the same score, 70, with an answer that the description of the level does not fit
    other = SENT | {"a_VS7": "2", "a_VS3": "5"}
    text = Page(client.post(VISION, data=other).text).text
    assert "70" in text
    assert "Working" not in text
    assert "No level is named" in text


def test_a_level_without_conditions_matches_nobody() -> None:
    assert not matches(Level("low", "Low", "Text"), {"A": 1.0})
    level = Level("low", "Low", "Text", text_holds_if=(Holds("A", 1, 2), Holds("B", 1, 2)))
    assert matches(level, {"A": 1.0, "B": 2.0})
    assert not matches(level, {"A": 1.0})
    assert not matches(level, {"A": 1.0, "B": 2.1})


def test_a_form_without_an_answer_and_one_with_a_slip_come_back(client: FlaskClient) -> None:
    response = client.post(VISION, data={"a_VS7": "cannot_judge"})
    assert response.status_code == 400
    assert "Nothing was answered yet" in response.text
    response = client.post(VISION, data=SENT | {"a_VS7": "17"})
    assert response.status_code == 400
    assert "Something does not fit" in response.text
    assert 'value="3" checked' in response.text  # what was right still stands there


def test_the_language_changes_with_what_was_chosen(client: FlaskClient) -> None:
    response = client.post(f"{VISION}?language=en", data=SENT | {"language": "es"})
    assert response.status_code == 200
    assert "Ver mi resultado" in response.text
    assert 'value="3" checked' in response.text
    assert "Su resultado" in client.post(f"{VISION}?language=es", data=SENT).text


def test_neither_children_nor_families_are_asked_and_nothing_for_research() -> None:
    found = {check.instrument.id: check.instrument for one in newest() for check in checks_of(one)}
    assert {"collective-leadership", "influence-skills"} <= set(found)
    assert {one.audience for one in found.values()}.isdisjoint({Audience.STUDENTS, Audience.FAMILIES})
    conditions = [check.form.id for check in checks_of(found["collective-leadership"])]
    assert len(conditions) == 7
    assert "full" not in conditions


@pytest.mark.parametrize(
    "path",
    ["collective-leadership/full", "families/full", "big-five-25/full", "none/vision", "team-safety/none"],
)
def test_no_other_form_can_be_taken_like_this(client: FlaskClient, path: str) -> None:
    assert client.get(f"/check/{path}").status_code == 404
    assert client.post(f"/check/{path}", data=SENT).status_code == 404


@pytest.mark.slow
def test_every_check_gives_a_result_in_both_languages(client: FlaskClient) -> None:
    for instrument in newest():
        for check in checks_of(instrument):
            items = [instrument.item(id) for id in check.form.items]
            sent = {f"a_{item.id}": str(item.options[-1].value) for item in items if item.scale}
            for tag in ("en", "es"):
                address = f"/check/{instrument.id}/{check.form.id}?language={tag}"
                assert client.get(address).status_code == 200
                assert client.post(address, data=sent).status_code == 200, address


def test_a_machine_that_asks_without_end_is_stopped(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "CHECKS", 2)
    assert timedelta(hours=1) == throttle.HOUR
    assert [client.post(VISION, data=SENT).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(VISION).status_code == 200
