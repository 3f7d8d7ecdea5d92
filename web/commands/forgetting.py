"""forget: the single answers of waves whose time is over are deleted, for good, and their results stay."""

import click

from engine.commands.speaking import note, tell_refusals
from engine.printed import counted, day_words
from engine.store import NewEntry, Store, Wave
from web.commands.database import MOST_WAVES, database_option, opened_existing

WHO = "command line"  # in the log


@click.command()
@click.argument("wave_ids", nargs=-1, type=click.IntRange(1, MOST_WAVES), metavar="[WAVE]...")
@click.option("--dry-run", is_flag=True, help="Only tell what would be deleted.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@tell_refusals
def forget(wave_ids: tuple[int, ...], dry_run: bool, yes: bool, database: str) -> None:
    """Delete the single answers of closed waves: all that respondents were told are kept until a day that has come.

    With numbers of waves it deletes the answers of these, also before their day or where no day was told. Answers go
    with comments, codes, lists of people and keys; frozen results and reports stay as they are, and the log says that
    it was done. It cannot be undone, and a wave without its answers is not opened again. Export what you may keep
    first, and run `barograph backup --prune` afterwards: older backups still hold the answers.

    \b
    Examples:
      barograph forget --dry-run
      barograph forget --yes
      barograph forget 3
    """
    with opened_existing(database) as store:
        waves = (
            [store.waves.get(id) for id in dict.fromkeys(wave_ids)] if wave_ids else store.forgetting.due()
        )
        if not waves:
            note("No wave is closed whose answers were to be kept until a day that has come.")
            return
        for rehearsed in [store.forgetting.rehearse(wave) for wave in waves]:  # refuses before anything goes
            click.echo(f"{'Would delete' if dry_run else 'To delete'}: {_named(rehearsed.wave)}")
            for name, number in rehearsed.rows:
                click.echo(f"  {number:>9} {name}")
        if dry_run:
            return
        if not yes:
            click.confirm(f"Delete this of {counted(len(waves), 'wave')}? It cannot be undone", abort=True)
        for wave in waves:
            store.forgetting.forget(wave)
            _log(store, wave)
            click.echo(f"Deleted: wave {wave.id}, {wave.title}. Its results stay.")
        note("Backups made before still hold these answers: barograph backup FOLDER --prune")


def _named(wave: Wave) -> str:
    told = f"told to be kept until {day_words(wave.kept_until)}" if wave.kept_until else "no day was told"
    return f"wave {wave.id}, {wave.title}, {told}"


def _log(store: Store, wave: Wave) -> None:
    network = store.studies.get(wave.study_id).network_id
    store.audit.record(NewEntry(WHO, "wave.answers_deleted", wave.title, network, wave_id=wave.id))
