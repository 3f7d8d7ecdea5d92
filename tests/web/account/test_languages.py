"""The way in speaks the language that a browser asks for, or the one chosen in its menu: no English is left on it."""

import re

import pytest

from engine.language import Language
from engine.store import NewMembership, Role
from tests.pseudo import Spoken
from tests.web.visitor import Office

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}
ENGLISH_WORDS = re.compile(r"\b(the|your|you|and|sign|password|with|this|for|of)\b", re.IGNORECASE)


def english_on(html: str) -> list[str]:
    return [said for tag, said in Spoken(html).said if tag != "en" and ENGLISH_WORDS.search(said)]


def invitation(office: Office, email: str) -> str:
    role = NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=office.schools[0].id)
    return f"/invitation/{office.store.invitations.add(email, '', role, confirmed=True)}"


def test_no_page_of_the_way_in_has_english_on_it(office: Office) -> None:
    leader = office.people["leader"]
    client = office.app.test_client()
    pages = [
        "/sign-in",
        "/forgotten",
        f"/reset/{office.store.people.start_reset(leader)}",
        "/reset/gone",
        invitation(office, "new@people.example"),
        invitation(office, leader.email),
        "/invitation/gone",
        "/sign-in/nowhere",
    ]
    for page in pages:
        html = client.get(page, headers=SPANISH).text
        assert '<html lang="es"' in html, page
        assert english_on(html) == [], page
        assert "Borrador" in html or "nowhere" in page, page
        assert 'href="?language=en' in html, page


def test_what_is_wrong_is_said_in_the_language_too(office: Office) -> None:
    client = office.app.test_client()
    address = invitation(office, "new@people.example")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address, headers=SPANISH).text)
    assert token
    typed = {"csrf_token": token[1], "name": "", "password": "short", "again": "short"}
    html = client.post(address, data=typed, headers=SPANISH).text
    for words in ("Escriba su nombre, tal como lo conocen sus colegas.", "Use al menos 12 caracteres."):
        assert words in html
    assert english_on(html) == []
    html = client.post(
        "/sign-in", data={"csrf_token": token[1], "email": "x@y.example", "password": "no"}, headers=SPANISH
    ).text
    assert "no coinciden" in html
    assert english_on(html) == []


def test_a_choice_holds_on_all_pages_of_the_way_in_and_on_no_result(office: Office) -> None:
    client = office.app.test_client()
    html = client.get("/sign-in?language=es&next=/home").text
    assert '<html lang="es"' in html
    assert 'href="?language=en&amp;next=/home"' in html
    assert '<html lang="es"' in client.get("/forgotten").text
    assert '<html lang="en"' in client.get("/forgotten?language=en", headers=SPANISH).text
    assert '<html lang="en"' in client.get("/sign-in?language=xx").text


@pytest.mark.parametrize("who", ["leader"])
def test_what_is_refused_to_a_leader_is_told_in_the_browsers_language(office: Office, who: str) -> None:
    client = office.visitor(who).client
    html = client.get(f"/schools/{office.stranger.id}/", headers=SPANISH).text
    assert '<html lang="es"' in html
    assert english_on(html) == []
    assert Language.of("es").say("account.home") in html
    hub = office.visitor("hub").client.get("/networks/999/waves", headers=SPANISH).text
    assert '<html lang="en"' in hub


def test_the_stores_own_words_are_marked_as_english(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        from engine.store import StoreError

        raise StoreError("the day is over", "ask for another")

    client = office.visitor("leader").client
    monkeypatch.setattr("engine.store.studies.Studies.school", refuse)
    answer = client.get(f"/schools/{office.schools[0].id}/", headers=SPANISH)
    assert answer.status_code == 409
    assert '<bdi lang="en" dir="ltr">the day is over: ask for another.</bdi>' in answer.text
    assert english_on(answer.text) == []
