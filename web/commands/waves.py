"""wave: new, list, links and close, until there are accounts and pages for it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from engine.commands.speaking import note, tell_refusals
from engine.instrument.event import asks_for_event
from engine.instrument.model import Instrument, Privacy
from engine.loading import catalog
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.store import (
    NewEntry,
    NewWave,
    SchoolLevel,
    Store,
    StoreError,
    Study,
    Wave,
    WaveState,
    alike,
    check_name,
    identity,
)
from engine.store.days import end_of, zone_names
from web.commands.database import database_option, opened, opened_existing, wave_argument
from web.network.addresses import result_address, secret_for, study_address, survey_address
from web.network.lists import RosterRow, read_wave_schools
from web.network.wave_form import languages_of

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
new_schools_option = click.option(
    "--new-schools",
    is_flag=True,
    help="Make schools that the network does not have, also where a name is spelled like one it has.",
)


@click.group()
def wave() -> None:
    """Open, watch and close waves.

    \b
    Examples:
      barograph wave new collective-leadership --title "Spring 2027" --schools schools.csv
      barograph wave new collective-leadership --title "Fall 2027" --schools schools.csv --language es --language en
      barograph wave tell 1 --contact "Ada Novak, ada@hub.example" --kept-until 2027-12-31
      barograph wave list
      barograph wave links 1
      barograph wave close 1
    """


@wave.command()
@click.argument("instrument")
@click.option("--title", required=True, help='Such as "Spring 2027".')
@click.option("--schools", required=True, type=click.Path(path_type=Path), help="CSV: school, roster, level.")
@click.option("--network", default="My network", show_default=True, help="The network the schools belong to.")
@click.option("--study", default="My study", show_default=True, help="What the wave is part of.")
@click.option("--form", help="The form to be answered; default: the full one.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="A language to ask in, such as es, or several; the first is shown first. Default: the instrument's own.",
)
@click.option(
    "--days",
    default=21,
    show_default=True,
    type=click.IntRange(1, 366),
    help="It stays open until the end of the day so many days ahead.",
)
@click.option(
    "--time-zone",
    type=click.Choice(zone_names()),
    metavar="ZONE",
    help="Where the network's days begin and end, such as America/Chicago; kept. UTC until it is said.",
)
@click.option("--event", help="What happened, where the questions of the form speak of an event.")
@contact_option
@kept_until_option
@click.option("--minimum-group", type=click.IntRange(5, 100), help="Default: what the instrument says.")
@database_option
@new_schools_option
@base_option
@tell_refusals
def new(
    instrument: str,
    title: str,
    schools: Path,
    network: str,
    study: str,
    form: str | None,
    languages: tuple[str, ...],
    days: int,
    time_zone: str | None,
    event: str | None,
    contact: str | None,
    kept_until: datetime | None,
    minimum_group: int | None,
    new_schools: bool,
    database: str,
    base: str | None,
) -> None:
    """Open a wave now, and print one link a school for its people to answer by.

    SCHOOLS is a CSV file with the columns school, roster (how many are asked) and level (elementary, middle,
    high or other); roster and level may be left out.
    """
    found = catalog.find(instrument)
    check_texts(found)
    rows = read_wave_schools(schools)
    secret_for(database)  # refuses before anything is kept, rather than when the links are printed
    with opened(database) as store:
        check_names(store, (network, study, title), [row.school for row in rows], new_schools=new_schools)
        check_event(found, form or found.main_form.id, event)
        asked_in = languages_asked(store, found, languages, event)
        store.definitions.publish(found, catalog.translations(found) if languages else ())
        now = datetime.now(UTC)
        with store.together():  # a wave without its schools would be half of what was asked for
            of = study_named(store, network, study)
            zone = zone_of(store, of, time_zone)
            made = store.waves.add(
                of,
                NewWave(
                    title=title,
                    instrument_id=found.id,
                    version=found.version,
                    form=form or found.main_form.id,
                    languages=asked_in,
                    privacy=Privacy(found.privacy),
                    minimum_group=minimum_group or found.minimum_group,
                    opens=now,
                    closes=end_of(now.astimezone(zone).date() + timedelta(days=days), zone),
                    event={asked_in[0]: event} if event else {},
                    contact=contact,
                    kept_until=kept_until.date() if kept_until else None,
                ),
            )
            add_sites(store, made, rows)
        print_links(store, made, database, base)


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
            answers = _answers(store, one)
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


def check_names(
    store: Store, of_wave: tuple[str, str, str], schools: Iterable[str], *, new_schools: bool
) -> None:
    """Refuse names that can't be kept before anything is: of network, study and wave, and of the schools.

    A school that is not there and is spelled like one that is, is asked about; `new_schools` is the answer.
    """
    for noun, name in zip(("network", "study", "wave"), of_wave, strict=True):
        check_name(noun, name)
    home = next((one for one in store.studies.networks() if one.name == of_wave[0]), None)
    there = [school.name for school in store.studies.schools(home)] if home else []
    known = set(map(identity, there))
    problems = []
    for name in sorted(set(schools)):
        check_name("school", name)
        like = None if new_schools or identity(name) in known else alike(name, there)
        if like is not None:
            cause = f"the network has no school {name!r}, and one called {like!r}"
            remedy = "write it as the network does, or add --new-schools if it is another school"
            problems.append(Problem("school_alike", name, cause, remedy))
    if problems:
        raise Refused(problems)


def check_texts(of: Instrument) -> None:
    """Refuse to ask people what belongs to others, who have a form and rules of their own."""
    if of.display_text:
        return
    cause = f"the texts of {of.name} belong to others and may not be shown in a form of ours"
    remedy = "ask by its authors' form, then bring the answers in: barograph import"
    raise Refused([Problem("texts_of_others", of.name, cause, remedy)])


def check_event(of: Instrument, form: str, event: str | None) -> None:
    """Refuse before anything is kept a wave that does not say what its questions speak of."""
    if event or of.event is None or form not in of.form_by_id or not asks_for_event(of, form):
        return
    cause = f"The questions of {of.name} speak of an event. {of.event.question}"
    raise StoreError(cause, f'add it, as in: --event "{of.event.example}"')


def languages_asked(
    store: Store, of: Instrument, tags: tuple[str, ...], event: str | None
) -> tuple[str, ...]:
    """The languages of a wave in the order they were asked for; the instrument's own where none was.

    Refuses one that the instrument is not translated into, and several where an event is said in one.
    """
    known = dict.fromkeys((*catalog.languages(of), *languages_of(store, of)))
    unknown = [tag for tag in dict.fromkeys(tags) if tag not in known]
    if unknown:
        cause = f"{of.name} is not translated into {listed(map(repr, unknown))}"
        near = did_you_mean(unknown[0], known)
        there = f"its languages are {listed(known)}; docs/translating.md tells how to add one"
        remedy = f"{near} {there}" if near else there
        raise Refused([Problem("unknown_language", f"--language {unknown[0]}", cause, remedy)])
    chosen = tuple(dict.fromkeys(tags)) or (of.language,)
    if event and len(chosen) > 1:
        cause = f"--event says what happened in one language, and the wave asks in {listed(chosen)}"
        raise StoreError(
            cause, "name one --language, or begin the wave in the browser, which takes words for each"
        )
    return chosen


def study_named(store: Store, network: str, title: str) -> Study:
    """The study of that title in the network of that name; either is made where it is not there."""
    home = next(
        (one for one in store.studies.networks() if one.name == network), None
    ) or store.studies.add_network(network)
    return next((one for one in store.studies.of(home) if one.title == title), None) or store.studies.add(
        home, title
    )


def zone_of(store: Store, study: Study, name: str | None) -> ZoneInfo:
    """The time zone of a study's network, which is `name` from now on where one is given."""
    home = store.studies.network(study.network_id)
    return (store.studies.set_time_zone(home, name) if name else home).zone


def add_sites(store: Store, wave_: Wave, rows: tuple[RosterRow, ...]) -> dict[str, int]:
    """Add each school to the wave, making those its network does not have; site ids by school name."""
    home = store.studies.network(store.studies.get(wave_.study_id).network_id)
    known = {identity(school.name): school for school in store.studies.schools(home)}
    made = {}
    for row in rows:
        level = SchoolLevel(row.level) if row.level else None
        school = known.get(identity(row.school)) or store.studies.add_school(home, row.school, level)
        made[row.school] = store.sites.add(wave_, school, row.roster).id
    return made


def _answers(store: Store, wave: Wave) -> int:
    """As its pages have it: of a closed wave those of the schools that its result shows."""
    from engine.waves.names import respondents_shown

    if wave.state is WaveState.CLOSED and (shown := respondents_shown(store, wave)):
        return sum(shown[-1].values())
    return sum(store.responses.counts(wave).values())


def print_links(store: Store, found: Wave, database: str, base: str | None) -> None:
    base = base_of(store, base)
    closed = found.state is WaveState.CLOSED
    what = "results" if closed else "survey"
    click.echo(f"Wave {found.id}, {found.title}: {_answers(store, found)} answers. Links to the {what}:")
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
