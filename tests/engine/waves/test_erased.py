"""Answers that are erased after a close: a second close of as many people does not tell what they were."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.instrument.model import Privacy
from engine.store import NewInvitee, Store, WayIn
from engine.waves.closing import close
from tests.engine.store.field import Clock, Field, lay_out
from tests.small import instrument, likert, subscale

ASKED = instrument(*(likert(id) for id in "AB"), subscales=(subscale("a", "A", "B", minimum=1),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "erased.db", now=Clock()) as opened:
        yield opened


def closed(field: Field, codes: list[str]) -> dict[str, object]:
    """The first school's part of a close, after everybody with these codes has answered."""
    for at, code in enumerate(codes):
        field.answer(code=code, A=str(at % 4 + 1), B="2")
    close(field.store, field.wave)
    return dict(field.store.results.snapshot(field.wave).document["sites"][0])


@pytest.mark.parametrize("privacy", [Privacy.CONFIDENTIAL, Privacy.IDENTIFIED])
def test_one_erased_and_one_added_leave_a_schools_result_as_it_was(store: Store, privacy: Privacy) -> None:
    field = lay_out(store, ASKED, privacy=privacy, way_in=WayIn.CODES)
    people = [NewInvitee(f"Person {at}") for at in range(13)]
    invited = store.codes.invite(field.wave, field.sites[0], people)
    first = closed(field, [one.code for one in invited[:12]])
    assert first["responses"] == 12
    store.invitees.erase_answers(invited[0].invitee)
    store.closing.reopen(field.wave, "one was away")
    second = closed(field, [invited[12].code])
    assert store.responses.counts(field.wave)[field.sites[0].id] == 12
    assert second.pop("as_of")
    assert (second["responses"], second["scores"]) == (12, first["scores"])


def test_where_nobody_erased_any_a_second_close_tells_the_late_ones_together(store: Store) -> None:
    field = lay_out(store, ASKED, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
    codes = store.codes.issue(field.wave, field.sites[0], 20)
    closed(field, list(codes[:12]))
    store.closing.reopen(field.wave, "some were away")
    second = closed(field, list(codes[12:]))
    assert "as_of" not in second
    assert second["responses"] == 20
