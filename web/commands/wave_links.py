"""The links of a wave as commands print them, and what several commands on waves ask for."""

import click

from engine.store import Store, Wave, WaveState
from web.network.addresses import result_address, secret_for, study_address, survey_address

BASE = "http://127.0.0.1:8000"
base_option = click.option(
    "--base", metavar="ADDRESS", help="What the links begin with. Default: where the server was last started."
)


def base_of(store: Store, base: str | None) -> str:
    """What links begin with: as asked for, else the address of the server of this database."""
    return (base or store.installation.address() or BASE).rstrip("/")


contact_option = click.option("--contact", help="Whom people may ask, as they are told before they start.")
kept_until_option = click.option(
    "--kept-until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Until when you keep single answers, as they are told. You delete them: nothing does it by itself.",
)


def answers_told(store: Store, wave: Wave) -> int:
    """As its pages have it: of a closed wave those of the schools that its result shows."""
    from engine.waves.names import respondents_shown

    if wave.state is WaveState.CLOSED and (shown := respondents_shown(store, wave)):
        return sum(shown[-1].values())
    return sum(store.responses.counts(wave).values())


def print_links(store: Store, found: Wave, database: str, base: str | None) -> None:
    base = base_of(store, base)
    closed = found.state is WaveState.CLOSED
    what = "results" if closed else "survey"
    click.echo(f"Wave {found.id}, {found.title}: {answers_told(store, found)} answers. Links to the {what}:")
    for site in store.sites.of(found):
        address = (
            result_address(base, secret_for(database), found.id, site.id)
            if closed
            else survey_address(base, site.link)
        )
        click.echo(f"  {site.school}: {address}")
    if closed:
        click.echo(
            f"  Validation study of all schools: {study_address(base, secret_for(database), found.id)}"
        )
    click.echo(f"They open while the server runs: barograph serve --database {database}")
