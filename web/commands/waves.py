"""wave: new, draft to opened, list, links, close, and what comes by itself."""

from datetime import datetime

import click

from engine.commands.speaking import note, tell_refusals
from engine.store import NewEntry
from web.commands.database import database_option, opened_existing, wave_argument
from web.commands.new_wave import new
from web.commands.wave_families import families
from web.commands.wave_life import destroy_key, due, open_, people
from web.commands.wave_links import (
    answers_told,
    base_option,
    contact_option,
    kept_until_option,
    print_links,
)
from web.network.addresses import secret_for


@click.group()
def wave() -> None:
    """Make, open, watch and close waves.

    \b
    Examples:
      barograph wave new collective-leadership --title "Spring 2027" --schools schools.csv
      barograph wave new collective-leadership --title "Fall 2027" --schools schools.csv --language es --language en
      barograph wave new collective-leadership --title "Fall 2027" --schools schools.csv --draft
      barograph wave open 2
      barograph wave tell 1 --contact "Ada Novak, ada@hub.example" --kept-until 2027-12-31
      barograph wave families 1
      barograph wave list
      barograph wave links 1
      barograph wave close 1
      barograph wave due
    """


for _command in (new, open_, people, families, due, destroy_key):
    wave.add_command(_command)


@wave.command()
@wave_argument
@contact_option
@kept_until_option
@database_option
@tell_refusals
def tell(wave_id: int, contact: str | None, kept_until: datetime | None, database: str) -> None:
    """Change what people are told before they start; what is left out stays. The log keeps it."""
    with opened_existing(database) as store:
        found = store.waves.get(wave_id)
        day = kept_until.date() if kept_until else found.kept_until
        told = store.waves.tell(found, found.contact if contact is None else contact.strip() or None, day)
        until = told.kept_until.isoformat() if told.kept_until else "no day"
        what = f"{told.title} · ask {told.contact or 'nobody named'}, kept until {until}"
        network = store.studies.get(told.study_id).network_id
        store.audit.record(NewEntry("command line", "wave.told", what, network, wave_id=told.id))
        note(f"People are told: {what}.")


@wave.command(name="list")
@database_option
@tell_refusals
def list_(database: str) -> None:
    """List all waves with the number of answers so far; of a closed one, of those that its result counts."""
    with opened_existing(database) as store:
        waves = [
            (network.name, study.title, one)
            for network in store.studies.networks()
            for study in store.studies.of(network)
            for one in store.waves.of(study)
        ]
        for network, study, one in waves:
            answers = answers_told(store, one)
            click.echo(
                f"{one.id:>4}  {one.state.value:<8} {answers:>7} answers  {one.instrument_id} {one.version}, "
                f"form {one.form}: {one.title} ({study}, {network})"
            )
        if not waves:
            note(
                "There is no wave yet. Begin one with: barograph wave new INSTRUMENT --title ... --schools ..."
            )


@wave.command()
@wave_argument
@database_option
@base_option
@tell_refusals
def links(wave_id: int, database: str, base: str | None) -> None:
    """Print the links of a wave: to answer while it is open, to read the results once it is closed."""
    with opened_existing(database) as store:
        print_links(store, store.waves.get(wave_id), database, base)


@wave.command()
@wave_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@base_option
@tell_refusals
def close(wave_id: int, yes: bool, database: str, base: str | None) -> None:
    """Close a wave: nobody can answer any more, and its results are made, once.

    Prints a link a school to its result. Whoever has the link can read that result.
    """
    from engine.waves.closing import close as close_now

    with opened_existing(database) as store:
        found = store.waves.get(wave_id)
        answers = sum(store.responses.counts(found).values())
        if not yes:
            click.confirm(
                f"Close {found.title!r} with {answers} answers? Nobody can answer after that", abort=True
            )
        secret_for(database)
        close_now(store, found)
        print_links(store, store.waves.get(wave_id), database, base)
