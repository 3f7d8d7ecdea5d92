"""Bring a survey in the browser: what becomes of it is seen before anything is kept; then it is a working copy."""

import base64
import hashlib
import io
from typing import Any

import pytest

from tests.engine.exchange.foreign.test_small_surveys import LIMESURVEY, XLSFORM
from tests.web.visitor import Office, Visitor
from web.authoring import bringing


def start(author: Visitor, office: Office) -> Visitor:
    return author.open(f"/networks/{office.network.id}/instruments/bring")


def look(author: Visitor, office: Office, text: str, name: str = "form.csv", **said: str) -> Visitor:
    start(author, office)
    sent: Any = [(io.BytesIO(text.encode()), name)]
    return author.press("/bring", files={"files": sent}, **said)


@pytest.fixture
def author(office: Office) -> Visitor:
    return office.visitor("researcher")


def test_what_becomes_of_a_survey_is_seen_and_nothing_is_kept(office: Office, author: Visitor) -> None:
    look(author, office, XLSFORM).see(
        "5 questions", "1 rule can't be said here", "${a} != ${b}", "Nothing is kept yet"
    )
    author.see("on what terms others may use it")
    assert office.store.workshop.copies(office.network) == ()


def test_then_it_is_a_working_copy_without_the_file_being_chosen_again(
    office: Office, author: Visitor
) -> None:
    look(author, office, XLSFORM)
    author.press(
        "/bring", begin="yes", licence="CC0-1.0", audience="staff", privacy="anonymous", minimum_group="8"
    )
    author.see("Brought from form.csv", "licence: CC0-1.0", "no problems, 2 pieces of advice")
    (copy,) = office.store.workshop.copies(office.network)
    assert {"instrument.yaml", "es.yaml", "columns.yaml"} == set(office.store.workshop.files(copy))


def test_a_decision_is_undone_before_anything_is_kept(office: Office, author: Visitor) -> None:
    look(author, office, XLSFORM).see("Undo: options taken for no answer a: 99")
    author.press("/bring", undo="no_answer_guessed:a").see("Undone", "kept as choose_one")


def test_ids_and_words_beside_an_option_are_undone_too(office: Office, author: Visitor) -> None:
    look(author, office, XLSFORM).see("Other ids than those that were made", "What else to know")
    author.press("/bring", ids="my-role = job, x=y", undo="highest_first:a")
    author.see("id changed: x=y: nothing was undone").not_see("my-role is my_role")
    author.press("/bring", begin="yes", language="en", ids="my-role=job")
    (copy,) = office.store.workshop.copies(office.network)
    assert "- id: job\n" in office.store.workshop.files(copy)["instrument.yaml"]


def test_a_survey_may_be_larger_than_a_page_if_somebody_signed_in_sends_it(
    office: Office, author: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bringing.MOST_POSTED > bringing.MOST_BYTES * 4 / 3 > office.app.config["MAX_CONTENT_LENGTH"]
    for limit in ("MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE"):
        monkeypatch.setitem(office.app.config, limit, 20_000)
    noise = base64.b64encode(hashlib.shake_256(b"noise").digest(60_000)).decode()
    notes = "".join(f",note,n{at},{noise[at : at + 3000]},,,,,\n" for at in range(0, len(noise), 3000))
    look(author, office, XLSFORM.replace("choices,,", f"{notes}choices,,", 1)).see("5 questions")
    author.press("/bring", begin="yes", language="en").see("Brought from form.csv")
    monkeypatch.setattr(bringing, "MOST_BYTES", 100)
    look(author, office, XLSFORM).see("the file is larger than 0 MB")
    stranger = office.visitor(None)
    assert (
        stranger.post(f"/networks/{office.network.id}/instruments/bring", packed="x" * 30_000).status == 413
    )


def test_a_file_that_is_none_is_refused_in_words(office: Office, author: Visitor) -> None:
    look(author, office, '{"shopping": []}', "list.json").see(
        "Nothing was brought", "as far as its content tells"
    )
    assert author.status == 400
    look(author, office, LIMESURVEY[:700], "cut.lss").see("Nothing was brought", "export it again")
    author.press("/bring", packed="eJ", name="x.csv").see("the file came back damaged")


def test_a_name_that_leads_elsewhere_leads_nowhere(office: Office, author: Visitor) -> None:
    look(author, office, XLSFORM, "../../../etc/form.csv").see("5 questions")
    look(author, office, XLSFORM, "..").see("5 questions")
