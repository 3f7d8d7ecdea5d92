"""worker and jobs: the program that does slow work, and what there is of it."""

import os
import sys
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import click

from engine.commands.speaking import note, tell_refusals
from engine.printed import counted
from engine.store import Job, JobState, NotFound, Store
from web.commands.database import database_option, opened, opened_existing

if TYPE_CHECKING:
    from web.worker.doing import Desk

NICENESS: Final = 10  # it has a processor when the pages do not want it
WHAT: Final = {
    "clock": "what is due by itself",
    "close": "close",
    "letters": "letters",
    "study": "study",
    "reports": "reports",
}

MOST_JOBS: Final = 2**31 - 1
smtp_option = click.option(
    "--smtp", envvar="BAROGRAPH_SMTP", help="smtp://user:password@host:587, to send what waits to be sent."
)
mail_from_option = click.option(
    "--mail-from", envvar="BAROGRAPH_MAIL_FROM", help="The sender's address of these messages."
)


@click.command()
@database_option
@smtp_option
@mail_from_option
@click.option(
    "--scheduler",
    envvar="BAROGRAPH_SCHEDULER",
    metavar="ADDRESS",
    help="Count studies on the workers of this Dask scheduler: tcp://10.0.0.5:8786.",
)
@click.option("--once", is_flag=True, help="Do what waits now, and end; for cron.")
@click.option("--parent", type=int, hidden=True)
@tell_refusals
def worker(
    database: str,
    smtp: str | None,
    mail_from: str | None,
    scheduler: str | None,
    once: bool,
    parent: int | None,
) -> None:
    """Do slow work beside the pages: closes of large waves, studies, reports, letters, and what is due by itself.

    `barograph serve` starts one by itself. Start more, on this computer or another with the same PostgreSQL database
    and the same BAROGRAPH_SECRET, and use `serve --no-worker` where none shall run. Each job is done by one worker;
    of one that is killed, another takes the job up after half a minute. Clocks must agree within some seconds.

    \b
    Examples:
      barograph worker
      barograph worker --database postgresql://hub@db.example/hub
      barograph worker --once
      barograph worker --scheduler tcp://10.0.0.5:8786
    """
    from web.account.mail import mail_server

    server = mail_server(smtp, mail_from)
    with opened(database) if parent else opened_existing(database) as store:
        desk = cache(
            partial(_desk, store, database, server, scheduler)
        )  # most workers wait long for their first job
        if once:
            from web.worker.doing import do_waiting

            note(f"{counted(do_waiting(desk()), 'job')} done.")
            return
        from web.worker.consumer import work
        from web.worker.doing import do

        if sys.platform != "win32":
            os.nice(NICENESS)
        if parent is None:
            click.echo("Waiting for work. Press Ctrl+C to stop.")
        work(store, lambda job: do(desk(), job), parent=parent)


def _desk(store: Store, database: str, server: object | None, scheduler: str | None) -> "Desk":
    from web.network.addresses import secret_for
    from web.security import Settings
    from web.team.reminders import send_due
    from web.whole import create_app
    from web.worker.clock import Clock
    from web.worker.doing import Desk

    app = create_app(store, Settings(secret=secret_for(database), secure=False))
    remind = None
    if server is not None:
        app.extensions["mail"] = server
        base = store.installation.address()
        remind = None if base is None else partial(send_due, store, server.connected, base)  # type: ignore[attr-defined]
    return Desk(store, app, Clock(store, remind), scheduler)


@click.command()
@click.argument("again", required=False, metavar="[JOB]", type=click.IntRange(1, MOST_JOBS))
@click.option("--all", "everything", is_flag=True, help="Also the jobs that are done.")
@database_option
@tell_refusals
def jobs(again: int | None, everything: bool, database: str) -> None:
    """See slow work: what waits, what is being done and how far it is, what failed and why. With the number of a job
    that failed, have it done again.

    \b
    Examples:
      barograph jobs
      barograph jobs --all
      barograph jobs 12
    """
    with opened_existing(database) as store:
        if again is not None:
            job = store.jobs.again(store.jobs.get(again))
            note(f"It waits again, as job {job.id}.")
            return
        found = [one for one in store.jobs.all() if everything or one.stands]
        for one in found:
            click.echo(_line(store, one))
        if not found:
            note("Nothing waits, nothing is being done, nothing failed.")
        working = store.jobs.workers()
        if working:
            note(f"{counted(working, 'worker')} running.")
        else:
            note("No worker is running: `barograph worker` starts one, and so does `barograph serve`.")


def _line(store: Store, job: Job) -> str:
    about = ""
    if job.wave_id is not None:
        with suppress(NotFound):
            about = f" of wave {job.wave_id}, {store.waves.get(job.wave_id).title}"
    how = {
        JobState.WAITING: "",
        JobState.RUNNING: f": {job.step}" + (f", {job.percent}%" if job.percent is not None else ""),
        JobState.DONE: "",
        JobState.FAILED: f": {job.failure}",
    }[job.state]
    return f"{job.id:>5}  {job.asked:%Y-%m-%d %H:%M} UTC  {job.state.value:<8} {WHAT[job.task.value]}{about}{how}"
