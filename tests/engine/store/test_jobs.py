"""Slow work: done once, by one worker at a time, and done all the same where that one is killed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.store import Job, JobLost, JobState, JobTask, NewJob, NotFound, Store, StoreError
from engine.store.jobs import HELD, KEPT, MOST_TRIES
from tests.engine.store.field import Clock, Field, nothing

STUDY = NewJob(JobTask.STUDY, "study 1 1", details={"rotation": "oblimin", "structures": ["one"]})
CLOSE = NewJob(JobTask.CLOSE, "close 1")


def claimed(store: Store, who: str = "ann") -> Job:
    found = store.jobs.claim(who)
    assert found is not None
    return found


def after(clock: Clock, seconds: float) -> None:
    clock.now += timedelta(seconds=seconds)


def test_what_is_asked_for_twice_is_done_once(store: Store) -> None:
    first = store.jobs.ask(STUDY)
    assert store.jobs.ask(STUDY) == first
    assert (first.state, first.details) == (JobState.WAITING, STUDY.details)
    mine = claimed(store)
    assert store.jobs.ask(STUDY).id == mine.id
    assert store.jobs.claim("bob") is None
    store.jobs.finish(mine)
    assert store.jobs.get(mine.id).state is JobState.DONE
    assert store.jobs.ask(STUDY).id != mine.id


def test_many_who_ask_and_claim_at_once_get_one_job(store: Store) -> None:
    with ThreadPoolExecutor(8) as lanes:
        asked = list(lanes.map(lambda _: store.jobs.ask(CLOSE).id, range(8)))
        got = [one for one in lanes.map(store.jobs.claim, [f"w{n}" for n in range(8)]) if one is not None]
    assert len({*asked}) == 1
    assert [one.id for one in got] == asked[:1]


def test_the_most_urgent_comes_first(store: Store) -> None:
    for task in (JobTask.REPORTS, JobTask.STUDY, JobTask.CLOSE, JobTask.CLOCK, JobTask.LETTERS):
        store.jobs.ask(NewJob(task, task.value))
    order = [claimed(store).task for _ in JobTask]
    assert order == [*JobTask]


def test_a_job_says_how_far_it_is(store: Store) -> None:
    store.jobs.ask(STUDY)
    mine = claimed(store)
    assert store.jobs.get(mine.id).percent is None
    store.jobs.tell(mine, "Reading answers", 30, 120)
    found = store.jobs.get(mine.id)
    assert (found.step, found.done, found.total, found.percent) == ("Reading answers", 30, 120, 25)


def test_a_job_whose_worker_is_silent_goes_to_another_and_is_lost_to_the_first(
    store: Store, clock: Clock
) -> None:
    store.jobs.ask(STUDY)
    first = claimed(store, "ann")
    after(clock, HELD.total_seconds() - 1)
    assert store.jobs.claim("bob") is None
    after(clock, 2)
    second = claimed(store, "bob")
    assert second.id == first.id
    for act in (store.jobs.finish, store.jobs.let_go, lambda one: store.jobs.tell(one, "still here")):
        with pytest.raises(JobLost):
            act(first)
    store.jobs.finish(second)


def test_a_worker_that_was_silent_for_long_cannot_finish_what_it_took_over_itself(
    store: Store, clock: Clock
) -> None:
    """Two threads of one worker: the first slept, and the second took its job over under the same name."""
    store.jobs.ask(STUDY)
    first = claimed(store, "ann")
    after(clock, HELD.total_seconds() + 1)
    second = claimed(store, "ann")
    with pytest.raises(JobLost):
        store.jobs.finish(first)
    store.jobs.finish(second)


def test_a_worker_that_says_it_lives_keeps_its_job(store: Store, clock: Clock) -> None:
    store.jobs.ask(STUDY)
    mine = claimed(store, "ann")
    for _ in range(5):
        after(clock, HELD.total_seconds() - 5)
        store.jobs.live("ann")
        assert store.jobs.claim("bob") is None
    assert store.jobs.workers() == 1
    store.jobs.finish(mine)


def test_a_worker_that_ends_leaves_its_jobs_at_once(store: Store) -> None:
    store.jobs.ask(STUDY)
    store.jobs.live("ann")
    mine = claimed(store, "ann")
    store.jobs.leave("ann")
    assert store.jobs.workers() == 0
    assert claimed(store, "bob").tries == mine.tries == 1


def test_a_job_that_takes_its_worker_down_again_and_again_has_failed(store: Store, clock: Clock) -> None:
    job = store.jobs.ask(STUDY)
    for _ in range(MOST_TRIES):
        claimed(store)
        after(clock, HELD.total_seconds() + 1)
    assert store.jobs.claim("ann") is None
    found = store.jobs.get(job.id)
    assert found.state is JobState.FAILED
    assert found.failure == "it was begun 3 times, and each time the program that did it fell"


def test_what_failed_says_why_and_is_done_again_when_somebody_wants_it(store: Store) -> None:
    store.jobs.ask(STUDY)
    store.jobs.fail(claimed(store), "too few people answered")
    failed = store.jobs.newest(STUDY.about)
    assert failed is not None
    assert (failed.state, failed.failure) == (JobState.FAILED, "too few people answered")
    again = store.jobs.again(failed)
    assert (again.state, again.details) == (JobState.WAITING, STUDY.details)
    with pytest.raises(StoreError, match="is waiting; only one that failed"):
        store.jobs.again(again)


def test_old_jobs_go(store: Store, clock: Clock) -> None:
    job = store.jobs.ask(STUDY)
    store.jobs.finish(claimed(store))
    clock.now += KEPT + timedelta(days=1)
    store.jobs.ask(CLOSE)
    with pytest.raises(NotFound):
        store.jobs.get(job.id)


def test_a_close_forgets_when_letters_were_sent(field: Field) -> None:
    """When somebody was reminded tells who had not answered by then."""
    jobs = field.store.jobs
    jobs.ask(replace(STUDY, task=JobTask.LETTERS, about="letters 1", wave_id=field.wave.id))
    kept = jobs.ask(replace(CLOSE, wave_id=field.wave.id))
    field.store.closing.close(field.wave, nothing)
    assert [one.id for one in jobs.all(field.wave)] == [kept.id]
