"""Handing in: acknowledged means on disk, twice means once, and what may be taken back."""

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from engine.responses.layout import layout
from engine.store import Draft, DraftGone, DraftKey, Receipt, Store, StoreError, WaveClosed, schema
from engine.store.submissions import coarse
from tests.engine.store.field import Clock, Field, lay_out, nothing

ROOT = Path(__file__).parents[3]


def test_a_submission_is_stored_as_it_was_read(field: Field) -> None:
    expected = field.submission(A="4", B="cannot_judge", role="leader", comment="More time, please.")
    receipt = field.answer(1, A="4", B="cannot_judge", role="leader", comment="More time, please.")
    assert not receipt.already_submitted
    field.store.closing.close(field.wave, nothing)
    assert field.read() == [(expected.codes, field.sites[1].id)]
    (open_answers,) = field.store.responses.open_answers(field.wave)
    assert dict(open_answers.answers) == {"comment": "More time, please."}
    assert layout(field.instrument).decode(expected.codes) == {"A": 4, "role": "leader"}


def test_counts_are_all_that_an_open_wave_shows(field: Field) -> None:
    field.answer(0, A="4")
    field.answer(0, A="5")
    field.answer(2, A="1")
    assert dict(field.store.responses.counts(field.wave)) == {
        site.id: n for site, n in zip(field.sites, (2, 0, 1), strict=True)
    }
    with pytest.raises(StoreError, match="close the wave first; until then look at the counts"):
        next(field.store.responses.blocks(field.wave))
    with pytest.raises(StoreError, match="close the wave first"):
        next(field.store.responses.open_answers(field.wave))


def test_sent_twice_it_is_stored_once(field: Field) -> None:
    key = field.store.drafts.start(field.sites[0])
    submission = field.submission(A="4")
    first = field.store.submissions.submit(key, submission, 60)
    again = field.store.submissions.submit(key, submission, 61)
    assert (first.already_submitted, again.already_submitted) == (False, True)
    assert first.withdrawal_code is not None
    assert again.withdrawal_code is None
    assert sum(field.store.responses.counts(field.wave).values()) == 1


def test_a_draft_that_came_back_with_a_backup_is_stored_once(field: Field) -> None:
    """Drafts and spent keys are as they were before the submission, the response is there: its id decides."""
    key = field.store.drafts.start(field.sites[0])
    with field.store._database.reading() as connection:
        (row,) = connection.execute(select(schema.draft)).all()
    assert not field.store.submissions.submit(key, field.submission(A="4"), 60).already_submitted
    with field.store._database.writing() as connection:
        connection.execute(delete(schema.spent))
        connection.execute(insert(schema.draft).values(row._asdict()))
    assert field.store.submissions.submit(key, field.submission(A="4"), 60) == Receipt(True, None)
    assert sum(field.store.responses.counts(field.wave).values()) == 1
    assert field.store.drafts.load(key) is None


def test_a_key_is_known_as_received_until_no_browser_holds_it(field: Field, clock: Clock) -> None:
    key, unsent = field.store.drafts.start(field.sites[0]), field.store.drafts.start(field.sites[0])
    assert not field.store.submissions.received(key)
    field.store.submissions.submit(key, field.submission(A="4"), 60)
    field.store.closing.close(field.wave, lambda _wave: {"n": 1})
    clock.move(days=14)
    field.store.drafts.expire(14)
    assert field.store.submissions.received(key)
    assert not field.store.submissions.received(unsent)
    clock.move(days=1)
    field.store.drafts.expire(14)
    assert not field.store.submissions.received(key)


def test_sent_at_once_from_many_threads_it_is_stored_once(field: Field) -> None:
    key = field.store.drafts.start(field.sites[0])
    submission = field.submission(A="4")
    together = threading.Barrier(6)

    def send(_number: int) -> Receipt:
        together.wait()
        return field.store.submissions.submit(key, submission, 60)

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(send, range(6)))
    assert sum(not receipt.already_submitted for receipt in receipts) == 1
    assert sum(field.store.responses.counts(field.wave).values()) == 1


def test_a_submitted_draft_is_gone_and_says_so(field: Field) -> None:
    key = field.store.drafts.start(field.sites[0])
    draft = field.store.drafts.load(key)
    assert draft is not None
    field.store.submissions.submit(key, field.submission(A="4"), 60)
    assert field.store.drafts.load(key) is None
    with pytest.raises(DraftGone, match="were submitted already; nothing more is needed") as gone:
        field.store.drafts.save(key, draft)
    assert gone.value.submitted


def test_nothing_is_acknowledged_without_a_draft(field: Field) -> None:
    with pytest.raises(DraftGone, match="begin the form again") as gone:
        field.store.submissions.submit(DraftKey("unknown"), field.submission(A="4"), 60)
    assert not gone.value.submitted


def test_many_people_hand_in_at_once(place: str, clock: Clock, field: Field) -> None:
    """Two stores on one database, as two processes would have, with eight threads each."""
    with Store.open(place, now=clock, wait=30) as other, ThreadPoolExecutor(16) as pool:
        fields = (field, Field(other, field.study, field.schools, field.wave, field.sites, field.instrument))
        receipts = list(pool.map(lambda number: fields[number % 2].answer(number % 3, A="4"), range(96)))
    assert not any(receipt.already_submitted for receipt in receipts)
    assert list(field.store.responses.counts(field.wave).values()) == [32, 32, 32]


def test_a_draft_begun_in_time_may_be_submitted_until_the_close(field: Field, clock: Clock) -> None:
    key = field.store.drafts.start(field.sites[0])
    clock.move(days=31)
    field.store.submissions.submit(key, field.submission(A="4"), 60)
    assert sum(field.store.responses.counts(field.wave).values()) == 1


def test_while_results_are_computed_nothing_comes_in_or_goes(field: Field) -> None:
    code = field.answer(A="4").withdrawal_code or ""
    key = field.store.drafts.start(field.sites[0])

    def build(_wave: object) -> dict[str, str]:
        with pytest.raises(WaveClosed, match="being closed"):
            field.store.submissions.submit(key, field.submission(A="4"), 60)
        with pytest.raises(WaveClosed, match="being closed"):
            field.store.submissions.withdraw(code)
        with pytest.raises(WaveClosed, match="is over"):
            field.store.drafts.start(field.sites[0])
        return {}

    field.store.closing.close(field.wave, build)
    assert len(field.read()) == 1


def test_a_response_can_be_withdrawn_while_the_wave_is_open(field: Field) -> None:
    code = field.answer(A="4").withdrawal_code
    assert code is not None
    assert len(code) == 19
    field.answer(A="5")
    assert field.store.submissions.withdraw(f" {code.lower().replace('-', ' ')} ")
    assert sum(field.store.responses.counts(field.wave).values()) == 1
    assert not field.store.submissions.withdraw(code)


def test_a_withdrawal_code_may_be_misread(field: Field) -> None:
    code = field.answer(A="4").withdrawal_code or ""
    assert field.store.submissions.withdraw(code.replace("0", "o").replace("1", "l"))


def test_after_the_close_a_code_withdraws_nothing(field: Field) -> None:
    code = field.answer(A="4").withdrawal_code or ""
    field.store.closing.close(field.wave, nothing)
    assert not field.store.submissions.withdraw(code)
    assert len(field.read()) == 1


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "\N{SNOWMAN}"])
def test_an_unknown_code_withdraws_nothing(field: Field, code: str) -> None:
    field.answer(A="4")
    assert not field.store.submissions.withdraw(code)
    assert sum(field.store.responses.counts(field.wave).values()) == 1


def test_a_withdrawn_response_does_not_come_back(field: Field) -> None:
    key = field.store.drafts.start(field.sites[0])
    code = field.store.submissions.submit(key, field.submission(A="4"), 60).withdrawal_code or ""
    assert field.store.submissions.withdraw(code)
    assert field.store.submissions.submit(key, field.submission(A="4"), 60).already_submitted
    assert sum(field.store.responses.counts(field.wave).values()) == 0


def test_a_submission_for_another_form_is_refused(field: Field) -> None:
    key = field.store.drafts.start(field.sites[0])
    good = field.submission(A="4")
    for wrong in (replace(good, form="short"), replace(good, codes=good.codes + b"\x00")):
        with pytest.raises(StoreError, match="takes 'full' with 3"):
            field.store.submissions.submit(key, wrong, 60)
    assert isinstance(field.store.drafts.load(key), Draft)


@pytest.mark.parametrize(
    ("taken", "kept"), [(-3, 0), (4, 0), (97, 100), (119, 120), (131, 120), (500, 480), (1e9, 7200)]
)
def test_the_time_taken_is_kept_coarsely(taken: float, kept: int) -> None:
    assert coarse(taken) == kept


def test_what_was_acknowledged_survives_a_kill(file: Path, clock: Clock) -> None:
    """A process is killed the moment it acknowledges; another finds every acknowledged response."""
    with Store.open(file, now=clock) as store:
        wave = lay_out(store).wave
    script = "from tests.engine.store.acknowledge import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(file), str(wave.id)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = [process.stdout.readline() for _ in range(5)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert acknowledged == [f"stored {number}\n" for number in range(1, 6)]
    with Store.open(file, now=clock) as store:
        assert sum(store.responses.counts(wave).values()) >= 5
        store.closing.close(wave, nothing)
