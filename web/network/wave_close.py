"""The close of a large wave, which a worker does beside the pages: asked for, watched, and asked for again."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from engine.store import Job, JobTask, NewJob, Wave, WaveState
from web import rights, sessions
from web.network.jobs_told import waiting_page
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("wave_close", __name__)


@pages.get("/waves/<int:wave>/closing")
@needs(Action.RUN_WAVES, "wave")
def how_far(wave: Wave) -> Any:
    """How far a close is; once there is nothing to wait for, the wave's page."""
    job = close_asked(wave)
    if job is None:
        return redirect(url_for("waves.wave", wave=wave.id))
    _, place = rights.of_wave(store(), wave.id)
    assert place.network_id is not None  # noqa: S101 - a wave is of a network
    page = render_template(
        "waves/closing.html",
        wave=wave,
        network=store().studies.network(place.network_id),
        job=job,
        worker=store().jobs.workers() > 0,
    )
    return waiting_page(page, job)


def ask_for_close(wave: Wave) -> None:
    """Have a wave closed; a job that is begun again after a kill knows by the number of closes whether it was done."""
    closes = len(store().results.snapshots(wave))
    new = NewJob(JobTask.CLOSE, _about(wave), wave.id, sessions.me().id, {"closes": closes})
    store().jobs.ask(new)


def close_asked(wave: Wave) -> Job | None:
    """The close of a wave that waits, is being done, or failed; None where none was asked for or it is done."""
    if wave.state is WaveState.CLOSED:
        return None
    job = store().jobs.newest(_about(wave))
    if job is None or not job.stands:
        return None
    return job if job.live or job.details["closes"] == len(store().results.snapshots(wave)) else None


def _about(wave: Wave) -> str:
    return f"close {wave.id}"
