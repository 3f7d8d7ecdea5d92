"""An anonymous wave after its close: a person who holds the database's files learns nothing of who or when.

The attacks of docs/decisions/anonymity.md, each first shown to work on an open wave, so that the test could
tell if it no longer saw anything.
"""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from engine.store import Store
from engine.store.schema import metadata
from tests.engine.store.field import Clock, Field, lay_out, nothing

PEOPLE = 120


def answer_in_turn(field: Field) -> list[bytes]:
    """People answer one after the other, each with words of their own."""
    words = [f"voice{number:04d}".encode() for number in range(PEOPLE)]
    for word in words:
        field.answer(A="4", comment=word.decode())
    return words


def contents(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def follows_submission(order: list[int]) -> float:
    """How often a response lies beside one submitted just before or after it."""
    return float(np.mean([abs(first - second) == 1 for first, second in pairwise(order)]))


def found_in(file: Path) -> list[int]:
    """The numbers of all responses whose words are in the files, in the order of their bytes."""
    return [int(found) for found in re.findall(rb"voice(\d{4})", contents(file))]


def order_first_found(file: Path) -> list[int]:
    """The write-ahead log holds each page as it was at each commit, one after the other."""
    return list(dict.fromkeys(found_in(file)))


def test_where_responses_lie_in_the_file_tells_no_order(sqlite_field: Field, file: Path) -> None:
    answer_in_turn(sqlite_field)
    sqlite_field.another_wave(title="Open beside it").answer(A="1", comment="other")
    assert follows_submission(order_first_found(file)) > 0.5  # the attack works while the wave is open
    sqlite_field.store.closing.close(sqlite_field.wave, nothing)
    order = found_in(file)
    assert sorted(order) == list(range(PEOPLE))  # each response is in the files once
    assert follows_submission(order) < 0.1
    assert abs(np.corrcoef(order, range(PEOPLE))[0, 1]) < 0.45


@pytest.mark.postgres
def test_where_responses_lie_on_a_server_tells_no_order(postgres: str, clock: Clock) -> None:
    with Store.open(postgres, now=clock) as store:
        field = lay_out(store)
        answer_in_turn(field)
        physical = "SELECT open_answers, xmin::text AS writer FROM response ORDER BY ctid"
        with store._database.reading() as connection:
            rows = connection.exec_driver_sql(physical).all()
        assert follows_submission(numbers(rows)) == 1  # the attack works while the wave is open
        assert len({row.writer for row in rows}) == PEOPLE
        store.closing.close(field.wave, nothing)
        with store._database.reading() as connection:
            rows = connection.exec_driver_sql(physical).all()
            dead = connection.exec_driver_sql("SELECT pg_relation_size('response') AS size").one()
        assert follows_submission(numbers(rows)) < 0.1
        assert len({row.writer for row in rows}) == 1
        assert dead.size <= 4 * 8192  # 120 live rows fill three pages; the dead ones are gone
        tables = ", ".join(metadata.tables)
        with store._database.writing() as connection:
            connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY")


def numbers(rows: object) -> list[int]:
    return [int(row.open_answers["comment"][5:]) for row in rows]  # type: ignore[attr-defined]


def test_nothing_withdrawn_or_half_done_is_left_in_the_files(sqlite_field: Field, file: Path) -> None:
    store = sqlite_field.store
    codes = [sqlite_field.answer(A="4", comment=f"regretted{number}").withdrawal_code for number in range(30)]
    answer_in_turn(sqlite_field)
    keys = [store.drafts.start(sqlite_field.sites[0]) for _ in range(20)]
    with store._database.reading() as connection:
        secrets = [
            bytes(row[0])
            for table in ("SELECT payload FROM draft", "SELECT key_hash FROM draft")
            for row in connection.exec_driver_sql(table)
        ]
        secrets += [bytes(row[0]) for row in connection.exec_driver_sql("SELECT code_hash FROM withdrawal")]
    assert all(store.submissions.withdraw(code or "") for code in codes)
    before = contents(file)
    assert b"regretted" in before  # the write-ahead log still had them
    assert all(secret in before for secret in secrets)
    store.closing.close(sqlite_field.wave, nothing)
    after = contents(file)
    assert b"regretted" not in after
    assert not any(secret in after for secret in secrets)
    assert not any(key.token.encode() in after for key in keys)
    assert b"voice0007" in after


def test_after_the_close_nothing_says_when_somebody_answered_or_how_long_it_took(field: Field) -> None:
    for answer in "345":
        field.answer(A=answer)
    field.store.closing.close(field.wave, nothing)
    with field.store._database.reading() as connection:
        found = connection.exec_driver_sql("SELECT day, seconds FROM response").all()
    assert [tuple(row) for row in found] == [(None, None)] * 3
    field.store.closing.reopen(field.wave, "a school had no link", field.store.now() + timedelta(days=3))
    field.answer(A="1")
    field.store.closing.close(field.store.waves.get(field.wave.id), nothing)
    with field.store._database.reading() as connection:
        found = connection.exec_driver_sql("SELECT day, seconds FROM response").all()
    assert [tuple(row) for row in found] == [(None, None)] * 4


def test_after_the_close_no_row_is_left_that_leads_to_a_person(field: Field) -> None:
    answered = field.store.drafts.start(field.sites[0])
    field.store.submissions.submit(answered, field.submission(A="4"), 60)
    field.store.drafts.start(field.sites[1])
    field.answer(A="5")
    field.store.closing.close(field.wave, nothing)
    with field.store._database.reading() as connection:
        for table in ("draft", "withdrawal", "response_link"):
            rows = connection.scalar(select(func.count()).select_from(metadata.tables[table]))
            assert rows == 0
        # What tells a browser that its answers were received: hashes of keys, in the order of the hashes.
        spent = [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM spent")]
        assert [wave for _, wave in spent] == [field.wave.id] * 2
        assert [column.name for column in metadata.tables["spent"].c] == ["key_hash", "wave_id"]
        assert connection.exec_driver_sql("SELECT count(person) FROM response").scalar() == 0
    assert field.store.drafts.load(answered) is None


def test_closing_one_wave_leaves_the_drafts_and_codes_of_another(field: Field) -> None:
    other = field.another_wave(title="Open beside it")
    key = field.store.drafts.start(other.sites[0])
    draft = field.store.drafts.load(key)
    assert draft is not None
    field.store.drafts.save(key, replace(draft, page=3))
    code = other.answer(A="4").withdrawal_code or ""
    field.answer(A="4")
    field.store.closing.close(field.wave, nothing)
    kept = field.store.drafts.load(key)
    assert kept is not None
    assert kept.page == 3
    assert field.store.submissions.withdraw(code)


def test_traces_that_could_not_be_erased_are_erased_later(sqlite_field: Field, file: Path) -> None:
    """Another connection reads while the wave is closed: the log is emptied at the next opening."""
    answer_in_turn(sqlite_field)
    store = sqlite_field.store
    store._database.wait = 0.1
    with Store.open(file, wait=0.1) as closer, store._database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM response").scalar()
        closer.closing.close(sqlite_field.wave, nothing)
        assert len(found_in(file)) > PEOPLE
    with Store.open(file):
        assert sorted(found_in(file)) == list(range(PEOPLE))
