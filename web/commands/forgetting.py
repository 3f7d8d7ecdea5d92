"""forget: single answers whose time is over are deleted for good, and what was asked to be deleted by today."""

import click

from engine.commands.speaking import note, tell_refusals
from engine.printed import counted, day_words
from engine.store import NewEntry, OrderedDeletion, Store, Wave
from engine.waves.deleting import carry_out_due
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

    Without numbers it also carries out what was asked to be deleted by a day that has come (`barograph delete`, or the
    pages of a network), as the clock of a running server does.

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
        ordered = () if wave_ids else store.deletions.due()
        if not waves and not ordered:
            note("No wave is closed whose answers were to be kept until a day that has come.")
            if not wave_ids:
                _tell_later(store)
            return
        for rehearsed in [store.forgetting.rehearse(wave) for wave in waves]:  # refuses before anything goes
            click.echo(f"{'Would delete' if dry_run else 'To delete'}: {_named(rehearsed.wave)}")
            for name, number in rehearsed.rows:
                click.echo(f"  {number:>9} {name}")
        for one in ordered:
            tell_deletion(store, one, "Would delete" if dry_run else "To delete")
        if dry_run:
            _tell_later(store)
            return
        if not yes:
            what = [counted(len(waves), "wave")] if waves else []
            what += [f"{counted(len(ordered), 'thing')} asked for by name"] if ordered else []
            click.confirm(f"Delete this of {' and '.join(what)}? It cannot be undone", abort=True)
        for wave in waves:
            store.forgetting.forget(wave)
            _log(store, wave)
            click.echo(f"Deleted: wave {wave.id}, {wave.title}. Its results stay.")
        for one, failure in carry_out_due(store, WHO) if ordered else ():
            click.echo(
                f"Not deleted: {one.name}. {failure}" if failure else f"Deleted: {one.kind} {one.name}."
            )
        note("Backups made before still hold these answers: barograph backup FOLDER --prune")


def tell_deletion(store: Store, ordered: OrderedDeletion, what: str) -> None:
    """Something that was asked to be deleted, with what goes and what stays."""
    click.echo(f"{what}: {ordered.kind} {ordered.name}, asked for by {ordered.who}: {ordered.reason}")
    told = store.deletions.rehearse(store.deletions.thing(ordered))
    for words, number in told.goes:
        click.echo(f"  {number:>9} {words}")
    for words, number in told.stays:
        click.echo(f"  stays: {number} {words}")


def _tell_later(store: Store) -> None:
    """What is to be deleted on a day that lies ahead, or is held up."""
    due = set(store.deletions.due())
    for network in store.studies.networks():
        for one in store.deletions.within(network):
            if one not in due:
                held = f" As things are it stays: {one.hindrance}" if one.hindrance else ""
                note(f"Later, on {day_words(one.day)}: {one.kind} {one.name}.{held}")


def _named(wave: Wave) -> str:
    told = f"told to be kept until {day_words(wave.kept_until)}" if wave.kept_until else "no day was told"
    return f"wave {wave.id}, {wave.title}, {told}"


def _log(store: Store, wave: Wave) -> None:
    network = store.studies.get(wave.study_id).network_id
    store.audit.record(NewEntry(WHO, "wave.answers_deleted", wave.title, network, wave_id=wave.id))
