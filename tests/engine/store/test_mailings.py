"""Mailings: made once, each letter sent by one sender only, and forgotten at the close."""

from datetime import date
from threading import Thread

import pytest

from engine.store import LetterState, Mailing, NewLetter, Store, Wave
from tests.engine.store.field import Field

DAY = date(2027, 5, 8)


@pytest.fixture
def wave(field: Field) -> Wave:
    return field.wave


def made(wave: Wave, id: str = "a" * 32) -> Mailing:
    return Mailing(id, wave.id, "first", "en", "Subject", "Text", DAY)


def letters(field: Field, count: int) -> list[NewLetter]:
    return [NewLetter(field.sites[0].id, str(number)) for number in range(count)]


def store_of(field: Field) -> Store:
    return field.store


def test_a_mailing_is_made_once(field: Field, wave: Wave) -> None:
    mailings = store_of(field).mailings
    assert mailings.add(made(wave), letters(field, 2))
    assert not mailings.add(made(wave), letters(field, 3)), "a reload makes none"
    assert mailings.of(wave) == (made(wave),)
    assert [one.state for one in mailings.letters(made(wave))] == [LetterState.WAITING] * 2
    assert mailings.find(wave, "b" * 32) is None


def test_each_letter_is_handed_to_one_sender(field: Field, wave: Wave) -> None:
    mailings, taken = store_of(field).mailings, []
    mailings.add(made(wave), letters(field, 30))

    def work() -> None:
        while (one := mailings.claim(made(wave))) is not None:
            taken.append(one.number)
            mailings.settle(one, LetterState.SENT)

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == list(range(1, 31))
    assert {one.state for one in mailings.letters(made(wave))} == {LetterState.SENT}


def test_only_what_failed_or_was_broken_off_is_sent_again(field: Field, wave: Wave) -> None:
    mailings = store_of(field).mailings
    mailings.add(made(wave), letters(field, 3))
    for state, reason in ((LetterState.SENT, None), (LetterState.FAILED, "refused")):
        one = mailings.claim(made(wave))
        assert one is not None
        mailings.settle(one, state, reason)
    broken_off = mailings.claim(made(wave))
    assert broken_off is not None
    found = mailings.letters(made(wave))
    assert [(one.state, one.reason) for one in found] == [
        ("sent", None),
        ("failed", "refused"),
        ("sending", None),
    ]
    assert mailings.again(made(wave), [1, 2, 3]) == 2
    assert [one.state for one in mailings.letters(made(wave))] == ["sent", "waiting", "waiting"]


def test_the_close_forgets_what_was_sent(field: Field, wave: Wave) -> None:
    mailings = store_of(field).mailings
    mailings.add(made(wave), letters(field, 2))
    store_of(field).closing.close(wave, lambda _wave: {"format": 3, "sites": []})
    assert mailings.of(wave) == ()
    assert mailings.letters(made(wave)) == ()


def test_a_wave_that_is_deleted_takes_its_mailings_along(field: Field, wave: Wave) -> None:
    mailings = store_of(field).mailings
    mailings.add(made(wave), letters(field, 1))
    store_of(field).waves.remove(wave)
    assert mailings.letters(made(wave)) == ()
