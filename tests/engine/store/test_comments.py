"""Comments and what was decided about them: listed at the close, read once, undone, never lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine.store import NotFound, Review, StoreError, written
from engine.store.comments import cleaned
from engine.store.written import words
from tests.engine.store.field import Clock, Field, nothing

ADA, BEN = "ada@hub.example", "ben@hub.example"


def closed(field: Field, *texts: str, site: int = 0) -> Field:
    for text in texts:
        field.answer(site=site, A="4", comment=text)
    field.store.closing.close(field.wave, nothing)
    return field


def again(field: Field, *texts: str) -> Field:
    field.store.closing.reopen(field.wave, "a link was lost", field.wave.closes)
    return closed(field, *texts)


def test_a_close_lists_what_was_written_once_and_by_site(field: Field) -> None:
    field.answer(site=1, A="4", comment="Elsewhere.")
    field.answer(A="4")
    closed(field, "More time.", "Less mail.", "More time.")
    found = field.store.comments.to_review(field.wave, field.sites[0])
    assert {one.written for one in found} == {"More time.", "Less mail."}
    assert [one.key for one in found] == sorted(one.key for one in found)
    assert {(one.state, one.number, one.last, one.earlier) for one in found} == {
        (Review.WAITING, 1, None, ())
    }
    assert field.store.comments.to_show(field.wave, field.sites[0]) == ()
    counted = field.store.comments.counts(field.wave)
    assert [(one.site_id, one.item, one.number, one.state, one.comments) for one in counted] == [
        (field.sites[0].id, "comment", 1, Review.WAITING, 2),
        (field.sites[1].id, "comment", 1, Review.WAITING, 1),
    ]


def test_nothing_is_read_while_a_wave_is_open(field: Field) -> None:
    field.answer(A="4", comment="Soon.")
    with pytest.raises(StoreError, match="is open, and its comments are read once it is closed"):
        field.store.comments.to_review(field.wave, field.sites[0])
    assert field.store.comments.counts(field.wave) == ()


def test_what_is_let_through_is_kept_with_who_and_when(field: Field, clock: Clock) -> None:
    store, site = closed(field, "Mr. Lee shouts.", "More time.").store, field.sites[0]
    first = next(one for one in store.comments.to_review(field.wave, site) if "Lee" in one.written)
    replaced = store.comments.show(
        field.wave, site, first.item, first.key, " [...] shouts. ", ("Tone ", "tone", "Calm"), ADA
    )
    assert replaced is None
    (shown,) = store.comments.to_show(field.wave, site)
    assert (shown.item, shown.text, shown.themes, shown.number) == (
        *("comment", "[...] shouts."),
        *(("Tone", "Calm"), 1),
    )
    after = next(one for one in store.comments.to_review(field.wave, site) if one.key == first.key)
    assert after.written == "Mr. Lee shouts."
    assert after.last is not None
    assert (after.state, after.last.who, after.last.at) == (Review.SHOWN, ADA, clock())
    assert store.comments.themes(field.wave) == ("Calm", "Tone")


def test_the_last_decision_counts_and_the_others_stay(field: Field, clock: Clock) -> None:
    store, site = closed(field, "More time.").store, field.sites[0]
    (one,) = store.comments.to_review(field.wave, site)
    store.comments.show(field.wave, site, one.item, one.key, "More [...]", ("Time",), ADA)
    clock.move(minutes=5)
    replaced = store.comments.hold(field.wave, site, one.item, one.key, (), BEN)
    assert replaced is not None
    assert (replaced.who, replaced.state, replaced.text) == (ADA, Review.SHOWN, "More [...]")
    assert store.comments.to_show(field.wave, site) == ()
    undone = store.comments.undo(field.wave, site, one.item, one.key, ADA)
    assert undone is not None
    assert (undone.who, undone.state) == (BEN, Review.HELD)
    (now,) = store.comments.to_review(field.wave, site)
    assert now.state is Review.WAITING
    assert now.earlier == (replaced, undone)
    assert store.comments.themes(field.wave) == ()


def test_what_came_after_a_close_is_told_from_what_was_there(field: Field) -> None:
    again(closed(field, "First."), "Late.", "First.")
    store, site = field.store, field.sites[0]
    found = {one.written: one.number for one in store.comments.to_review(field.wave, site)}
    assert found == {"First.": 1, "Late.": 2}


def test_what_was_let_through_stays_while_the_wave_is_open_again(field: Field) -> None:
    store, site = closed(field, "First.").store, field.sites[0]
    (one,) = store.comments.to_review(field.wave, site)
    store.comments.show(field.wave, site, one.item, one.key, one.written, (), ADA)
    store.closing.reopen(field.wave, "a link was lost", field.wave.closes)
    assert [shown.text for shown in store.comments.to_show(field.wave, site)] == ["First."]
    with pytest.raises(StoreError, match="is open"):
        store.comments.to_review(field.wave, site)


def test_a_wave_closed_by_an_older_program_is_listed_when_it_is_first_read(field: Field) -> None:
    store = closed(field, "Old.").store
    with store._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM comment")
    assert [one.comments for one in store.comments.counts(field.wave)] == [1]
    assert [one.written for one in store.comments.to_review(field.wave, field.sites[0])] == ["Old."]


def test_answers_without_a_comment_are_looked_through_once(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, looked = closed(field, "").store, []

    def noted(*given: Any) -> Any:
        looked.append(given)
        return words(*given)

    monkeypatch.setattr(written, "words", noted)
    assert [store.comments.counts(field.wave) for _ in range(3)] == [()] * 3
    assert len(looked) == 1


def test_two_who_read_such_a_wave_first_at_once_list_it_once(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = closed(field, "Old.").store
    with store._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM comment")

    def slow(*given: Any) -> Any:
        time.sleep(0.2)  # as with many answers: the list was asked for, and is not made yet
        return words(*given)

    monkeypatch.setattr(written, "words", slow)
    with ThreadPoolExecutor(2) as both:
        counts = list(both.map(lambda _: store.comments.counts(field.wave), range(2)))
    assert [[one.comments for one in found] for found in counts] == [[1], [1]]


def test_a_comment_of_another_site_is_not_there(field: Field) -> None:
    store = closed(field, "More time.").store
    (one,) = store.comments.to_review(field.wave, field.sites[0])
    for key in (one.key, "no number", "00"):
        with pytest.raises(NotFound, match="has no such comment"):
            store.comments.hold(field.wave, field.sites[1], one.item, key, (), ADA)


def test_nothing_is_not_let_through(field: Field) -> None:
    store = closed(field, "More time.").store
    (one,) = store.comments.to_review(field.wave, field.sites[0])
    with pytest.raises(StoreError, match="Nothing is left of the comment; hold it back"):
        store.comments.show(field.wave, field.sites[0], one.item, one.key, " \n", (), ADA)


def test_themes_are_short_few_and_told_apart_whatever_their_capitals() -> None:
    assert cleaned(["  Time  to plan", "time to Plan", "", "  "]) == ("Time to plan",)
    assert len(cleaned(str(number) for number in range(9))) == 5
    assert len(cleaned(["x" * 99])[0]) == 60
