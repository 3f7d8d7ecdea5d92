"""While the database does nothing: no form's words are lost, whoever sends it, and pages that can be read are."""

import io
from collections.abc import Callable, Iterator
from sqlite3 import Connection

import pytest
from sqlalchemy import event

from engine.instrument import kinds
from engine.store import Store
from tests.small import choose, instrument
from tests.web.conftest import Survey
from tests.web.test_rights import method_of, path_of, routes
from tests.web.visitor import Office

WORDS = "Words that took\nan hour to find, with ”signs” & <marks>"


class ReadOnly:
    """A database that may be read and not written, by SQLite's own error, until it is let go."""

    def __init__(self, store: Store) -> None:
        self.engine, self.on = store._database.engine, True
        event.listen(self.engine, "checkout", self.taken)

    def taken(self, connection: Connection, *_: object) -> None:
        connection.execute(f"PRAGMA query_only = {'ON' if self.on else 'OFF'}")


@pytest.fixture
def sealed() -> Iterator[Callable[[Store], ReadOnly]]:
    made: list[ReadOnly] = []

    def seal(store: Store) -> ReadOnly:
        made.append(ReadOnly(store))
        return made[-1]

    yield seal
    for one in made:
        one.on = False
        event.remove(one.engine, "checkout", one.taken)


def test_what_a_respondent_wrote_is_sent_again_by_one_press(
    survey: Callable[..., Survey], sealed: Callable[[Store], ReadOnly]
) -> None:
    there = survey(instrument(choose("own", kind=kinds.LONG_TEXT, maximum_length=300)))
    person = there.respondent().open().start()
    lock = sealed(there.store)
    person.answer(own=WORDS).go()
    assert person.status == 503
    person.see("This could not be saved just now", "Words that took an hour to find", "&", "<marks>")
    (form,) = person.page.forms
    assert form.values["a_own"] == [WORDS]
    assert form.values["mark"] == ["own=0"], "handed on, and nothing that anybody wrote"
    assert '<pre class="letter">own' not in person.page.html
    lock.on = False
    answer = person.client.post(form.action, data=form.values)
    assert answer.status_code == 303
    assert "review" in answer.headers["Location"]


@pytest.mark.parametrize("who", ["hub", "researcher", "leader"])
def test_no_form_loses_what_was_typed(office: Office, sealed: Callable[[Store], ReadOnly], who: str) -> None:
    visitor = office.visitor(who)
    posts = [rule for rule, _ in routes(office) if method_of(rule) == "POST" and "/s/" not in rule.rule]
    paths = [path_of(office, rule, foreign=False) for rule in posts]
    token = visitor.token()
    sealed(office.store)
    typed = {
        "csrf_token": token,
        "title": WORDS,
        "name": WORDS,
        "reason": WORDS,
        "text": WORDS,
        "step": "confirm",
    }
    kept = 0
    for path in paths:
        answer = visitor.client.post(path, data=typed)
        assert answer.status_code != 500, path
        if answer.status_code == 503:
            kept += 1
            page = answer.get_data(as_text=True)
            assert page.count("an hour to find, with ”signs” &amp; &lt;marks&gt;") >= 4, path
            assert answer.headers["Retry-After"] == "10"
    assert kept, "nothing was written"


def test_pages_that_are_only_read_still_open(office: Office, sealed: Callable[[Store], ReadOnly]) -> None:
    hub = office.visitor("hub")
    sealed(office.store)
    office.clock.pass_days(0.01)  # so long that the sign-in would note that it was seen
    assert hub.open("/home").status == 200
    assert hub.open(f"/networks/{office.network.id}/schools").status == 200


def test_a_list_that_came_as_a_file_goes_on_as_its_text(
    office: Office, sealed: Callable[[Store], ReadOnly]
) -> None:
    hub = office.visitor("hub")
    token = hub.token()
    sealed(office.store)
    file = (io.BytesIO(b"school\nNew School\n"), "schools.csv")
    data = {"csrf_token": token, "step": "confirm", "file": file}
    answer = hub.client.post(f"/networks/{office.network.id}/schools/list", data=data)
    assert answer.status_code == 503
    assert "school\nNew School" in answer.get_data(as_text=True)


def test_a_password_is_never_written_on_a_page(office: Office, sealed: Callable[[Store], ReadOnly]) -> None:
    visitor = office.visitor().open("/sign-in")
    sealed(office.store)
    visitor.press("/sign-in", email="hub@people.example", password="seven herons over water")
    assert visitor.status == 503
    visitor.see("Passwords and codes are not repeated")
    assert "herons" not in visitor.page.html


def test_a_program_is_told_to_come_back(office: Office, sealed: Callable[[Store], ReadOnly]) -> None:
    from tests.web.test_rights import key_of

    secret = key_of(office, "hub")
    sealed(office.store)
    client = office.app.test_client()
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
