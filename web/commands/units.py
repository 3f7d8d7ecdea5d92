"""units: the classes, departments and teams of a school in a wave, on the command line."""

from pathlib import Path

import click

from engine.commands.speaking import note, tell_refusals
from engine.exchange.files import text_of
from engine.problems import Refused
from engine.store import NewEntry, NewUnit, NotFound, Site, Store, Unit, Wave
from engine.store.names import identity
from web.commands.database import database_option, opened_existing, wave_argument
from web.commands.wave_links import base_of, base_option
from web.network.addresses import survey_address
from web.network.unit_list import read_units

school_option = click.option("--school", required=True, help="The school, as the wave names it.")
unit_argument = click.argument("unit_id", metavar="UNIT", type=int)


@click.group()
def units() -> None:
    """Give the classes, departments or teams of a school links of their own.

    The list is a CSV file with a row a unit: unit, and as you like kind (class, department, team), people (a number)
    and teacher (the address of somebody with a role at the school). A class is read by its teacher alone.

    \b
    Examples:
      barograph units add 3 --school "Northgate School" classes.csv
      barograph units list 3
      barograph units rename 12 "Room 12"
      barograph units remove 12
    """


@units.command()
@wave_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@school_option
@database_option
@base_option
@tell_refusals
def add(wave_id: int, file: Path, school: str, database: str, base: str | None) -> None:
    """Make the units of a list, all or none, and print their links."""
    with opened_existing(database) as store:
        wave = store.waves.get(wave_id)
        site = _site(store, wave, school)
        rows, faults = read_units(store, wave, site, text_of(file)[0])
        if faults:
            raise Refused(fault.problem(file.name) for fault in faults)
        made = store.units.add(site, rows[0].kind, [row.new for row in rows])
        _record(store, wave, site, "units.made", f"{len(made)} · {site.school}")
        for one in made:
            click.echo(f"{one.id:>4}  {one.name}: {survey_address(base_of(store, base), one.link)}")
        note("Give each link to its own people and to nobody else.")


@units.command(name="list")
@wave_argument
@database_option
@base_option
@tell_refusals
def list_(wave_id: int, database: str, base: str | None) -> None:
    """List the units of a wave with their links, and in tens how many have answered."""
    with opened_existing(database) as store:
        wave = store.waves.get(wave_id)
        answers = store.units.answers(wave)
        schools = {site.id: site.school for site in store.sites.of(wave)}
        for one in store.units.of(wave):
            told = answers[one.id]
            number = f"{told.at_least} or more" if told.at_least else f"fewer than {told.step}"
            address = survey_address(base_of(store, base), one.link)
            click.echo(
                f"{one.id:>4}  {schools[one.site]}, {one.name} ({one.kind}), {number} answered: {address}"
            )
        if not answers:
            note("This wave has no units. Make some with: barograph units add WAVE --school ... FILE")


@units.command()
@unit_argument
@click.argument("name")
@database_option
@tell_refusals
def rename(unit_id: int, name: str, database: str) -> None:
    """Give a unit another name, as long as nobody has begun to answer as one of its people."""
    with opened_existing(database) as store:
        one = store.units.get(unit_id)
        store.units.change(one, NewUnit(name, one.expected, one.teacher))
        _record(store, store.waves.get(one.wave_id), store.sites.get(one.site), "unit.changed", name)
        note(f"It is called {name} now.")


@units.command()
@unit_argument
@database_option
@tell_refusals
def remove(unit_id: int, database: str) -> None:
    """Remove a unit, as long as nobody has begun to answer as one of its people."""
    with opened_existing(database) as store:
        one: Unit = store.units.get(unit_id)
        store.units.remove(one)
        _record(store, store.waves.get(one.wave_id), store.sites.get(one.site), "unit.removed", one.name)
        note(f"{one.name} is removed, and its link leads nowhere any more.")


def _site(store: Store, wave: Wave, school: str) -> Site:
    sites = store.sites.of(wave)
    found = next((site for site in sites if identity(site.school) == identity(school)), None)
    if found is None:
        raise NotFound(
            f"{school!r} takes no part in the wave {wave.title!r}",
            f"name one of {', '.join(site.school for site in sites[:5])}",
        )
    return found


def _record(store: Store, wave: Wave, site: Site, action: str, what: str) -> None:
    network = store.studies.get(wave.study_id).network_id
    store.audit.record(NewEntry("command line", action, what, network, site.school_id, wave.id))
