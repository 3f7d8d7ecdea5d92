"""wave: open, people, due and destroy-key: from a draft to the end of the key, by command."""

from pathlib import Path

import click

from engine.commands.speaking import note, tell_refusals
from engine.exchange.files import text_of
from engine.printed import counted
from engine.problems import Problem, Refused
from engine.store import NewEntry, Store, Wave
from engine.waves.readiness import findings
from web.commands.database import database_option, opened_existing, wave_argument
from web.commands.wave_links import base_option, print_links
from web.network.addresses import secret_for

WHO = "command line"  # in the log
yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command(name="open")
@wave_argument
@yes_option
@database_option
@base_option
@tell_refusals
def open_(wave_id: int, yes: bool, database: str, base: str | None) -> None:
    """Open a draft: from then on its links work, and its settings stay as they are.

    Says first what it lacks. A draft without a school, or whose last day is over, is not opened. Before its first
    day it tells people when it begins.

    \b
    Examples:
      barograph wave open 2
      barograph wave open 2 --yes
    """
    with opened_existing(database) as store:
        wave = store.waves.get(wave_id)
        found = findings(store, wave) if wave.draft else ()
        stops = [one for one in found if one.stops]
        if stops:
            raise Refused([Problem("not_ready", wave.title, one.cause, one.remedy) for one in stops])
        for one in found:
            note(f"{one.cause} {one.remedy}")
        if not yes:
            question = f"Open {wave.title!r}? Its form, promise, way in and first day stay as they are then"
            click.confirm(question, abort=True)
        secret_for(database)
        opened = store.waves.open(wave)
        _log(store, opened, "wave.opened")
        print_links(store, opened, database, base)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@database_option
@tell_refusals
def due(dry_run: bool, database: str) -> None:
    """Open and close the waves whose time has come, and destroy keys on their day; for cron.

    A running `barograph serve` does the same once a minute, so this is needed only where none runs. It may run
    beside one, and twice at once: what is due is done once. Days begin and end in each network's time zone.

    \b
    Examples:
      barograph wave due --dry-run
      */10 * * * *  barograph wave due --database /srv/barograph/hub.db      (a line of a crontab)
    """
    from engine.waves import clock

    with opened_existing(database) as store:
        if dry_run:
            for one in clock.due(store):
                click.echo(
                    f"Would {one.deed.value}: wave {one.wave.id}, {one.wave.title}, due {one.at:%Y-%m-%d %H:%M %Z}"
                )
            return
        failures = []
        for done in clock.run_due(store):
            what = f"{done.deed.value}: wave {done.wave.id}, {done.wave.title}"
            click.echo(f"Could not {what}. {done.failure}" if done.failure else f"Done: {what}")
            failures += [done] if done.failure else []
        if failures:
            raise click.exceptions.Exit(1)


@click.command(name="destroy-key")
@wave_argument
@yes_option
@database_option
@tell_refusals
def destroy_key(wave_id: int, yes: bool, database: str) -> None:
    """End a closed confidential wave for good: nobody can find out any more who gave which answers.

    The key is destroyed, and with it the list of people and their codes. Answers and results stay. This cannot be
    undone. On the day until which answers are kept it happens by itself.

    \b
    Example:
      barograph wave destroy-key 2
    """
    with opened_existing(database) as store:
        wave = store.waves.get(wave_id)
        if not yes:
            question = f"Destroy the key of {wave.title!r}, and its list of people? This cannot be undone"
            click.confirm(question, abort=True)
        ended = store.codes.destroy_link_key(wave)
        _log(store, wave, "wave.key_destroyed")
        note(f"The key is destroyed: {counted(ended, 'answer')} can no longer be joined to a person.")


@click.command()
@wave_argument
@click.argument("list_", metavar="LIST", type=click.Path(path_type=Path))
@database_option
@tell_refusals
def people(wave_id: int, list_: Path, database: str) -> None:
    """Add people to a confidential or identified wave, from a CSV file: school, name, address.

    The address may be left out; it is for reminders. Every mistake of the list is told at once, and then nothing
    is added. Codes are printed in the browser, on slips or in messages.

    \b
    Example:
      barograph wave people 2 staff.csv
    """
    from web.network.people_lists import add_people, read_invitees

    with opened_existing(database) as store:
        wave = store.waves.get(wave_id)
        rows, faults = read_invitees(store, wave, text_of(list_)[0])
        if faults:
            raise Refused(fault.problem(list_.name) for fault in faults)
        add_people(store, wave, rows)
        _log(store, wave, "invitees.added", counted(len(rows), "person", "people"))
        note(f"{counted(len(rows), 'person', 'people')} added to {wave.title!r}.")


def _log(store: Store, wave: Wave, action: str, what: str = "") -> None:
    network = store.studies.get(wave.study_id).network_id
    words = " · ".join(part for part in (wave.title, what) if part)
    store.audit.record(NewEntry(WHO, action, words, network, wave_id=wave.id))
