"""The three privacy modes by codes, read by whoever holds the whole database: open, closed, and after the key's end.

Answers can't be joined to codes, drafts, times, order or addresses once a wave is closed: in an anonymous wave by
nobody, in a confidential one only through its key, in an identified one the person is on the row and nothing else is.
Each attack succeeds on the open wave. What the threat model does not cover stands in docs/decisions/anonymity.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, select

from engine.instrument.model import Privacy
from engine.store import DraftKey, NewInvitee, Store, WayIn, sealing
from engine.store.links import response_of
from engine.store.schema import metadata
from tests.engine.store import threat
from tests.engine.store.field import Clock, Field, lay_out, nothing
from tests.new_database import new_database

PEOPLE = 24
MODES = list(Privacy)
HELD = (Privacy.ANONYMOUS, Privacy.CONFIDENTIAL, Privacy.IDENTIFIED)


@dataclass(frozen=True)
class Answered:
    """A wave that people answered with codes, one after the other, and what an attacker knows of each."""

    field: Field
    codes: tuple[
        str, ...
    ]  # in clear and in the order of sending, as a printed list and a camera at the door tell
    keys: tuple[DraftKey, ...]
    words: tuple[str, ...]  # what each wrote
    names: tuple[str, ...]

    @property
    def store(self) -> Store:
        return self.field.store

    @property
    def rows(self) -> list[bytes]:
        """The names of the codes' rows, which whoever has a list of codes can work out."""
        return [sealing.row_key(key) for key in self.keys]


def answer_in_turn(field: Field) -> Answered:
    names = tuple(f"Person{number:04d}" for number in range(PEOPLE))
    people = [NewInvitee(name, f"{name.lower()}@school.example") for name in names]
    if field.wave.privacy is Privacy.ANONYMOUS:
        codes = field.store.codes.issue(field.wave, field.sites[0], PEOPLE)
    else:
        invited = field.store.codes.invite(field.wave, field.sites[0], people)
        field.store.invitees.remind([one.invitee for one in invited], date(2026, 3, 3))
        codes = tuple(one.code for one in invited)
    order = np.random.default_rng(7).permutation(PEOPLE)
    keys, words = [], []
    for number in order.tolist():
        found = field.store.codes.find(codes[number])
        assert found is not None
        keys.append(found.key)
        words.append(f"voice{number:04d}")
        field.answer(A="4", comment=words[-1], code=codes[number])
    spare = field.store.codes.issue(field.wave, field.sites[1], 3) if field.wave.privacy is HELD[0] else ()
    for code in spare[:1]:
        begun = field.store.codes.find(code)
        assert begun is not None
        field.store.resumes.issue(field.store.drafts.start(begun.site, begun.key))
    field.store.codes.find("0000000000")  # a try in vain
    sent = tuple(codes[number] for number in order.tolist())
    return Answered(field, sent, tuple(keys), tuple(words), tuple(names[number] for number in order.tolist()))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.slow))])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without rows; the server's turn comes with the slow tests."""
    if request.param == "sqlite":
        yield str(new_database(tmp_path / "barograph.db"))
        return
    address: str = request.getfixturevalue("postgres")
    yield address
    empty(address)


def empty(address: str) -> None:
    with Store.open(address) as store, store._database.writing() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")


@pytest.fixture(params=MODES)
def answered(store: Store, request: pytest.FixtureRequest) -> Answered:
    return answer_in_turn(lay_out(store, way_in=WayIn.CODES, privacy=request.param))


def follows(order: list[object], truth: list[object]) -> float:
    """How often two that lie side by side came one just after the other."""
    places = [truth.index(value) for value in order]
    return float(np.mean([abs(first - second) == 1 for first, second in pairwise(places)]))


def reading(answered: Answered, attack: Callable[[Connection], object]) -> object:
    with answered.store._database.reading() as connection:
        return attack(connection)


LEADS_WHILE_OPEN = {
    Privacy.ANONYMOUS: {"withdrawal"},
    Privacy.CONFIDENTIAL: {"withdrawal", "response_link"},
    Privacy.IDENTIFIED: {"withdrawal", "code", "invitee"},
}
LEADS_WHEN_CLOSED = {
    Privacy.ANONYMOUS: set(),
    Privacy.CONFIDENTIAL: {"response_link"},  # a sealed text: see the key below
    Privacy.IDENTIFIED: {"code", "invitee"},  # the person is on the row, as they were told
}


def test_no_column_leads_from_answers_to_more_than_was_promised(answered: Answered) -> None:
    mode = answered.field.wave.privacy
    assert reading(answered, threat.tables_that_lead_to_answers) == LEADS_WHILE_OPEN[mode]
    answered.store.closing.close(answered.field.wave, nothing)
    assert reading(answered, threat.tables_that_lead_to_answers) == LEADS_WHEN_CLOSED[mode]
    with answered.store._database.reading() as connection:
        named = connection.exec_driver_sql("SELECT count(person) FROM response").scalar()
    assert named == (PEOPLE if mode is Privacy.IDENTIFIED else 0)


def test_no_time_device_or_guess_is_left(answered: Answered) -> None:
    while_open = reading(answered, threat.times_kept)
    assert {("response", "day"), ("response", "seconds"), ("response", "device")} <= while_open  # type: ignore[operator]
    answered.store.closing.close(answered.field.wave, nothing)
    assert reading(answered, threat.times_kept) == set()
    with answered.store._database.reading() as connection:
        for table in ("draft", "resume", "withdrawal", "code_attempt"):
            assert connection.execute(select(metadata.tables[table])).all() == []


def test_a_link_opens_with_the_key_of_the_wave_and_never_after_its_end(store: Store) -> None:
    answered = answer_in_turn(lay_out(store, way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL))
    field = answered.field
    store.closing.close(field.wave, nothing)
    with store._database.reading() as connection:
        for person in store.invitees.of(field.wave):
            id = response_of(connection, field.wave.id, person.id)
            said = connection.execute(
                select(metadata.tables["response"].c.open_answers).where(
                    metadata.tables["response"].c.id == id
                )
            ).scalar_one()
            assert said["comment"][5:] == person.name[6:]
        sealed = threat.secrets_in(connection, ("response_link", "sealed"))
    assert len({len(text) for text in sealed}) == 1  # no length tells a person
    assert len({text[:12] for text in sealed}) == PEOPLE
    assert store.codes.destroy_link_key(field.wave) == PEOPLE
    assert reading(answered, threat.tables_that_lead_to_answers) == set()
    with store._database.reading() as connection:
        for table in ("link_key", "response_link", "invitee", "code"):
            assert connection.execute(select(metadata.tables[table])).all() == []
    assert len(field.read()) == PEOPLE


class TestFilesOfSQLite:
    """Its pages, free ones among them, and its write-ahead log, byte by byte and commit by commit."""

    @pytest.mark.parametrize("privacy", MODES)
    def test_the_log_joins_codes_to_answers_until_the_close(
        self, sqlite_store: Store, file: Path, tmp_path: Path, privacy: Privacy
    ) -> None:
        answered = answer_in_turn(lay_out(sqlite_store, way_in=WayIn.CODES, privacy=privacy))
        joined = threat.joined_by_log(file, tmp_path / "copy.db")
        truth = dict(zip(answered.rows, responses_of(answered), strict=True))
        assert len(joined) > PEOPLE / 2
        assert joined.items() <= truth.items()  # the attack works while the wave is open
        answered.store.closing.close(answered.field.wave, nothing)
        assert threat.joined_by_log(file, tmp_path / "copy.db") == {}

    @pytest.mark.parametrize("privacy", MODES)
    def test_the_files_hold_no_order(self, sqlite_store: Store, file: Path, privacy: Privacy) -> None:
        answered = answer_in_turn(lay_out(sqlite_store, way_in=WayIn.CODES, privacy=privacy))
        assert follows(order_in(file, answered), list(answered.words)) > 0.5
        answered.store.closing.close(answered.field.wave, nothing)
        content = threat.sqlite_files(file)
        assert all(content.count(word.encode()) == 1 for word in answered.words)
        assert follows(order_in(file, answered), list(answered.words)) < 0.3

    def test_what_a_close_erases_is_in_no_page_and_no_log(self, sqlite_store: Store, file: Path) -> None:
        answered = answer_in_turn(lay_out(sqlite_store, way_in=WayIn.CODES))
        erased = threat.all_columns("draft", "resume", "withdrawal")
        with sqlite_store._database.reading() as connection:
            secrets = threat.secrets_in(connection, *erased)
        secrets += [key.token.encode() for key in answered.keys] + [code.encode() for code in answered.codes]
        content = threat.sqlite_files(file)
        gone = threat.found_in(content, secrets)
        assert len(gone) >= PEOPLE + 5  # the withdrawal codes' hashes, a draft and a code to go on with
        sqlite_store.closing.close(answered.field.wave, nothing)
        with sqlite_store._database.reading() as connection:
            kept = still_kept(connection)
        assert len(set(gone) - kept) >= PEOPLE
        assert set(threat.found_in(threat.sqlite_files(file), secrets)) <= kept

    def test_what_the_keys_end_destroys_is_in_no_page_and_no_log(
        self, sqlite_store: Store, file: Path
    ) -> None:
        field = lay_out(sqlite_store, way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL)
        answered = answer_in_turn(field)
        sqlite_store.closing.close(field.wave, nothing)
        places = [("link_key", "key"), ("response_link", "sealed"), ("invitee", "id"), ("invitee", "name")]
        with sqlite_store._database.reading() as connection:
            secrets = threat.secrets_in(connection, *places, ("invitee", "address"), ("code", "key_hash"))
        assert len(threat.found_in(threat.sqlite_files(file), secrets)) == len(secrets)
        sqlite_store.codes.destroy_link_key(field.wave)
        spent = set(answered.rows)  # a hash of each key, for two weeks: it leads to nothing that is left
        left = threat.found_in(threat.sqlite_files(file), secrets)
        assert set(left) <= spent

    def test_a_person_who_is_forgotten_is_in_no_page_and_no_log(
        self, sqlite_store: Store, file: Path
    ) -> None:
        field = lay_out(sqlite_store, way_in=WayIn.CODES, privacy=Privacy.IDENTIFIED)
        answered = answer_in_turn(field)
        sqlite_store.closing.close(field.wave, nothing)
        person = next(one for one in sqlite_store.invitees.of(field.wave) if one.name == answered.names[0])
        known = [person.id.encode(), person.name.encode(), answered.words[0].encode()]
        assert threat.found_in(threat.sqlite_files(file), known) == known
        sqlite_store.invitees.erase_answers(person)
        sqlite_store.invitees.forget(person)
        assert threat.found_in(threat.sqlite_files(file), known) == []


@pytest.mark.slow
@pytest.mark.postgres
class TestFilesOfPostgreSQL:
    """Where rows lie (ctid), which transaction wrote them (xmin), and the bytes of the tables' and indexes' files."""

    @pytest.fixture(params=MODES)
    def on_server(self, postgres: str, clock: Clock, request: pytest.FixtureRequest) -> Iterator[Answered]:
        with Store.open(postgres, now=clock) as store:
            yield answer_in_turn(lay_out(store, way_in=WayIn.CODES, privacy=request.param))
        empty(postgres)

    def test_transactions_join_codes_to_answers_until_the_close(self, on_server: Answered) -> None:
        truth = dict(zip(on_server.rows, responses_of(on_server), strict=True))
        assert reading(on_server, threat.joined_by_transaction) == truth
        on_server.store.closing.close(on_server.field.wave, nothing)
        assert reading(on_server, threat.joined_by_transaction) == {}
        for table in ("response", "code", "spent", "invitee", "response_link"):
            writers = reading(
                on_server,
                lambda of, t=table: of.exec_driver_sql(  # type: ignore[misc]
                    f"SELECT count(DISTINCT xmin::text) FROM {t}"
                ).scalar(),
            )
            assert writers in (0, 1), table

    def test_places_tell_no_order(self, on_server: Answered) -> None:
        def order(table: str) -> list[object]:
            with on_server.store._database.reading() as connection:
                found = threat.physical_order(connection, table, "key_hash")
            return [name for name in found if name in on_server.rows]

        assert follows(order("spent"), list(on_server.rows)) == 1
        assert follows(order("code"), list(on_server.rows)) > 0.8
        on_server.store.closing.close(on_server.field.wave, nothing)
        for table in ("spent", "code"):
            assert follows(order(table), list(on_server.rows)) < 0.3
        with on_server.store._database.reading() as connection:
            responses, names = responses_of(on_server), list(on_server.names)
            assert follows(threat.physical_order(connection, "response", "id"), list(responses)) < 0.3
            if on_server.field.wave.privacy is Privacy.CONFIDENTIAL:
                linked = threat.physical_order(connection, "response_link", "response_id")
                assert follows(linked, list(responses)) < 0.3
            if on_server.field.wave.privacy is not Privacy.ANONYMOUS:
                assert follows(threat.physical_order(connection, "invitee", "name"), list(names)) < 0.3

    def test_the_files_hold_nothing_that_was_erased(self, on_server: Answered) -> None:
        store, wave = on_server.store, on_server.field.wave
        erased = threat.all_columns("draft", "resume", "withdrawal")
        with store._database.reading() as connection:
            secrets = threat.secrets_in(connection, *erased)
            assert len(threat.found_in(threat.server_files(connection), secrets)) == len(secrets)
        store.closing.close(wave, nothing)
        with store._database.reading() as connection:
            left = threat.found_in(threat.server_files(connection), secrets)
            assert set(left) <= still_kept(connection)
            places = [("link_key", "key"), ("response_link", "sealed"), ("invitee", "name")]
            secrets = threat.secrets_in(connection, *places)
        if wave.privacy is not Privacy.CONFIDENTIAL:
            return
        store.codes.destroy_link_key(wave)
        with store._database.reading() as connection:
            assert threat.found_in(threat.server_files(connection), secrets) == []


def still_kept(connection: Connection) -> set[bytes]:
    """What is in the tables after a close as before: the responses' own ids, and the names of codes."""
    return set(threat.secrets_in(connection, ("response", "id"), ("code", "key_hash"), ("spent", "key_hash")))


def responses_of(answered: Answered) -> list[bytes]:
    """The ids of the responses in the order of sending, by what each person wrote."""
    response = metadata.tables["response"].c
    with answered.store._database.reading() as connection:
        rows = connection.execute(select(response.id, response.open_answers)).all()
    by_words = {row.open_answers["comment"]: bytes(row.id) for row in rows}
    return [by_words[word] for word in answered.words]


def order_in(file: Path, answered: Answered) -> list[object]:
    """The words in the order in which the files hold them first."""
    content = threat.sqlite_files(file)
    return sorted(answered.words, key=lambda word: content.index(word.encode()))


def test_a_servers_log_is_searched_as_it_is_written() -> None:
    secret = b"\x01\xfe barograph secret \x7f"
    for written in threat.encodings(secret):
        assert threat.found_in(b"GET /s/" + written + b" HTTP/1.1", [secret, b"another one"]) == [secret]


def test_reopening_lets_unused_codes_in_and_no_used_one(answered: Answered) -> None:
    field, store = answered.field, answered.store
    fresh = (
        store.codes.issue(field.wave, field.sites[2], 1)[0]
        if field.wave.privacy is Privacy.ANONYMOUS
        else store.codes.invite(field.wave, field.sites[2], [NewInvitee("Late")])[0].code
    )
    store.closing.close(field.wave, nothing)
    wave = store.closing.reopen(field.wave, "one was ill")
    again = replace(field, wave=wave)
    used = store.codes.find(answered.codes[0])
    assert used is not None
    assert used.state == "sent"
    again.answer(site=2, A="1", comment="late", code=fresh)
    store.closing.close(wave, nothing)
    assert len(again.read()) == PEOPLE + 1
    assert reading(answered, threat.times_kept) == set()
    assert reading(answered, threat.tables_that_lead_to_answers) == LEADS_WHEN_CLOSED[field.wave.privacy]
