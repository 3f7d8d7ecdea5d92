"""archive, delete and merge: what leaves a network's lists, and what leaves the database on a day."""

import click

from engine.commands.speaking import note, tell_refusals
from engine.printed import day_words
from engine.store import Network, NewEntry, Store, StoreError, Thing, ThingKind, Wave, kind_of, name_of
from engine.store.deletions import GRACE
from web.commands.database import database_option, opened_existing

WHO = "command line"  # in the log
LONGEST_GRACE = 3650  # days

KIND = click.argument("kind", type=click.Choice([kind.value for kind in ThingKind]))
WHICH = click.argument("which", metavar="NUMBER|NAME")


@click.command()
@KIND
@WHICH
@click.option("--out", is_flag=True, help="Bring it back into the lists.")
@database_option
@tell_refusals
def archive(kind: str, which: str, out: bool, database: str) -> None:
    """Take a network, school, study or wave out of the lists, with nothing deleted; --out brings it back.

    It is named by its number, as addresses of pages have it (/waves/3/), or by its name. What is open stays in.

    \b
    Examples:
      barograph archive wave 3
      barograph archive network "Pilot network"
      barograph archive --out study "Pilot study"
    """
    with opened_existing(database) as store:
        thing = _found(store, ThingKind(kind), which)
        with store.together():
            if out:
                store.archive.take_out(thing)
            else:
                store.archive.put(thing)
            _log(store, "archive.left" if out else "archive.put", thing)
        click.echo(f"{_called(thing)} is {'in the lists again' if out else 'archived; nothing is deleted'}.")


@click.command()
@KIND
@WHICH
@click.option("--reason", default="", help="Why: it is kept in the log.")
@click.option(
    "--days",
    type=click.IntRange(0, LONGEST_GRACE),
    default=GRACE,
    show_default=True,
    help="Days until it goes, in which it can be undone.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would go, and what stays.")
@click.option("--undo", is_flag=True, help="Keep what was to be deleted.")
@database_option
@tell_refusals
def delete(kind: str, which: str, reason: str, days: int, dry_run: bool, undo: bool, database: str) -> None:
    """Have a network, school, study or wave deleted on a day, with all that it holds; --undo keeps it until then.

    On that day the clock of a running server deletes it, or `barograph forget`. What is open is never deleted, nor is a
    wave that teams have built plans on. Of a deleted school numbers stay in results that counted it, without a name.
    Older backups still hold what was deleted: see `barograph backup --prune`.

    \b
    Examples:
      barograph delete wave 3 --dry-run
      barograph delete network "Pilot network" --reason "The pilot is over"
      barograph delete school 12 --undo
    """
    with opened_existing(database) as store:
        thing = _found(store, ThingKind(kind), which)
        if undo:
            if not store.deletions.undo(thing):
                raise StoreError(f"{_called(thing)} was not to be deleted", "nothing is needed")
            _log(store, "deletion.undone", thing)
            click.echo(f"{_called(thing)} stays.")
            return
        rehearsed = store.deletions.rehearse(thing)
        click.echo(f"{'Would go' if dry_run else 'Goes'} with {_called(thing, 'the')}:")
        for words, number in rehearsed.goes:
            click.echo(f"  {number:>9} {words}")
        for words, number in rehearsed.stays:
            click.echo(f"  stays: {number} {words}")
        if dry_run:
            return
        with store.together():
            ordered = store.deletions.order(thing, reason, WHO, days)
            _log(store, "deletion.ordered", thing, f"on {ordered.day.isoformat()} · {ordered.reason}")
        click.echo(f"{_called(thing)} will be deleted on {day_words(ordered.day)}.")
        note(
            f"Until then: barograph delete {kind} {thing.id} --undo"
            if days
            else "That is today: a running server deletes it within a minute, else `barograph forget` does."
        )


@click.command()
@click.argument("gone", metavar="SCHOOL")
@click.argument("kept", metavar="INTO")
@click.option("--dry-run", is_flag=True, help="Only tell what would move.")
@database_option
@tell_refusals
def merge(gone: str, kept: str, dry_run: bool, database: str) -> None:
    """Give all that one school has to another that is the same school, and delete its name. It cannot be undone.

    Schools are named by number or name. Two that took part in the same wave are not merged, nor two whose people would
    come to read what only a leader's word opens to them. Frozen results stay as they are.

    \b
    Examples:
      barograph merge "Nort School" "North School" --dry-run
      barograph merge 31 12
    """
    with opened_existing(database) as store:
        schools = [_found(store, ThingKind.SCHOOL, which) for which in (gone, kept)]
        first, second = (store.studies.school(one.id) for one in schools)
        rehearsed = store.merging.rehearse(first, second)
        click.echo(f"{'Would become' if dry_run else 'Becomes'} that of “{second.name}”:")
        for words, number in (*rehearsed.moves, *rehearsed.both):
            click.echo(f"  {number:>9} {words}")
        if rehearsed.names_end:
            note(
                "Only one of the two agreed to be named: nobody reads its results by name until a leader agrees again."
            )
        if dry_run:
            return
        with store.together():
            store.merging.merge(first, second)
            what = f"{first.name} → {second.name}"
            store.audit.record(NewEntry(WHO, "school.merged", what, second.network_id, second.id))
        click.echo(f"“{first.name}” is now “{second.name}”.")


def _found(store: Store, kind: ThingKind, which: str) -> Thing:
    """The thing of a number, or the only one of a name; raises `StoreError` for none and for several."""
    found = [
        one
        for network in store.studies.networks()
        for one in _things(store, network, kind)
        if which == str(one.id) or which.casefold() == name_of(one).casefold()
    ]
    if len(found) > 1:
        numbers = ", ".join(str(one.id) for one in found)
        raise StoreError(f"{len(found)} are called {which!r}", f"use a number: {numbers}")
    if not found:
        raise StoreError(f"There is no {kind} {which!r} here", "check its number and the database")
    return found[0]


def _things(store: Store, network: Network, kind: ThingKind) -> tuple[Thing, ...]:
    match kind:
        case ThingKind.NETWORK:
            return (network,)
        case ThingKind.SCHOOL:
            return store.studies.schools(network)
        case ThingKind.STUDY:
            return store.studies.of(network)
        case ThingKind.WAVE:
            return tuple(wave for study in store.studies.of(network) for wave in store.waves.of(study))


def _called(thing: Thing, article: str = "The") -> str:
    return f"{article} {kind_of(thing)} “{name_of(thing)}”"


def _log(store: Store, action: str, thing: Thing, more: str = "") -> None:
    what = " · ".join(part for part in (f"{kind_of(thing)} “{name_of(thing)}”", more) if part)
    store.audit.record(NewEntry(WHO, action, what, _network_of(store, thing)))


def _network_of(store: Store, thing: Thing) -> int:
    match thing:
        case Network():
            return thing.id
        case Wave():
            return store.studies.get(thing.study_id).network_id
        case _:
            return thing.network_id
