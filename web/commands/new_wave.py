"""wave new: a wave, its schools and their links, from a file and a few words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from engine.commands.speaking import note, tell_refusals
from engine.disclosure.policy import FLOOR, LINK_MINIMUM, least_minimum, under_least_minimum
from engine.instrument.event import asks_for_event
from engine.instrument.model import Instrument, Privacy
from engine.loading import catalog
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.store import (
    NewWave,
    SchoolLevel,
    Store,
    StoreError,
    Study,
    Wave,
    WayIn,
    alike,
    check_name,
    identity,
)
from engine.store.days import end_of, start_of, zone_names
from web.commands.database import database_option, opened
from web.commands.wave_links import base_option, contact_option, kept_until_option, print_links
from web.network.addresses import secret_for
from web.network.lists import RosterRow, read_wave_schools
from web.network.wave_choices import languages_of
from web.network.wave_form import LARGEST_MINIMUM

new_schools_option = click.option(
    "--new-schools",
    is_flag=True,
    help="Make schools that the network does not have, also where a name is spelled like one it has.",
)


@dataclass(frozen=True, slots=True)
class WaveWords:
    """What `wave new` was told of the wave itself."""

    instrument: str
    title: str
    network: str
    study: str
    form: str | None
    languages: tuple[str, ...]
    first_day: datetime | None
    days: int
    time_zone: str | None
    way_in: str
    privacy: str | None
    minimum_group: int | None
    event: str | None
    contact: str | None
    kept_until: datetime | None
    draft: bool
    opens_itself: bool
    closes_itself: bool


@click.command()
@click.argument("instrument")
@click.option("--title", required=True, help='Such as "Collective leadership, spring 2027".')
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
    "--first-day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="It takes answers from the beginning of this day. Default: from now on.",
)
@click.option(
    "--days",
    default=21,
    show_default=True,
    type=click.IntRange(1, 366),
    help="It stays open until the end of the day so many days after the first.",
)
@click.option(
    "--time-zone",
    type=click.Choice(zone_names()),
    metavar="ZONE",
    help="Where the network's days begin and end, such as America/Chicago; kept. UTC until it is said.",
)
@click.option(
    "--way-in",
    type=click.Choice([way.value for way in WayIn]),
    default=WayIn.LINK.value,
    show_default=True,
    help="link: one a school; whoever has it can answer more than once, so a result takes ten people. "
    "codes: one for each person, which works once.",
)
@click.option(
    "--privacy",
    type=click.Choice([one.value for one in Privacy]),
    help="anonymous: nobody learns who gave which answers. confidential: you know who has answered; what they said is "
    "held apart. identified: their name is kept with their answers. The last two take --way-in codes. Default: the "
    "instrument's own.",
)
@click.option(
    "--minimum-group",
    type=click.IntRange(FLOOR, LARGEST_MINIMUM),
    help=f"Default: what the instrument says; by link at least {LINK_MINIMUM}.",
)
@click.option("--event", help="What happened, where the questions of the form speak of an event.")
@contact_option
@kept_until_option
@click.option(
    "--draft", is_flag=True, help="Let nobody in until you look at it and say: barograph wave open."
)
@click.option(
    "--opens-itself",
    is_flag=True,
    help="With --draft: it opens by itself when its first day begins, unless something stands in the way.",
)
@click.option(
    "--closes-itself",
    is_flag=True,
    help="Its results are made without you, an hour after its last day has ended.",
)
@database_option
@new_schools_option
@base_option
@tell_refusals
def new(schools: Path, new_schools: bool, database: str, base: str | None, **words: Any) -> None:
    """Make a wave, and print one link a school for its people to answer by.

    SCHOOLS is a CSV file with the columns school, roster (how many are asked) and level (elementary, middle,
    high or other); roster and level may be left out.

    \b
    Examples:
      barograph wave new collective-leadership --title "Spring 2027" --schools schools.csv
      barograph wave new collective-leadership --title "Fall 2027" --schools schools.csv --draft
      barograph wave new collective-leadership --title May --schools schools.csv --closes-itself
      barograph wave new collective-leadership --title June --schools schools.csv --way-in codes

    A draft can be changed and looked at in the browser; `barograph wave open` says what it still lacks. While
    `barograph serve` runs, waves open and close by themselves; without it `barograph wave due` does so, by cron.
    """
    asked = WaveWords(**words)
    found = catalog.find(asked.instrument)
    check_texts(found)
    _check_words(asked)
    rows = read_wave_schools(schools)
    secret_for(database)  # refuses before anything is kept, rather than when the links are printed
    with opened(database) as store:
        names = asked.network, asked.study, asked.title
        check_names(store, names, [row.school for row in rows], new_schools=new_schools)
        check_event(found, asked.form or found.main_form.id, asked.event)
        asked_in = languages_asked(store, found, asked.languages, asked.event)
        store.definitions.publish(found, catalog.translations(found) if asked.languages else ())
        with store.together():  # a wave without its schools would be half of what was asked for
            of = study_named(store, asked.network, asked.study)
            zone = zone_of(store, of, asked.time_zone)
            made = store.waves.add(of, _new_wave(asked, found, asked_in, zone))
            add_sites(store, made, rows)
        print_links(store, made, database, base)
    if asked.draft:
        note(f"It is a draft: the links lead nowhere until you say: barograph wave open {made.id}")


def _check_words(asked: WaveWords) -> None:
    """Refuse what does not go together, with what would."""
    if asked.opens_itself and not asked.draft:
        cause, remedy = (
            "--opens-itself is for a draft",
            "add --draft, or leave it out: a wave opens on its first day",
        )
        raise Refused([Problem("not_together", "--opens-itself", cause, remedy)])
    by_link = asked.way_in == WayIn.LINK
    if asked.minimum_group is not None and under_least_minimum(asked.minimum_group, by_link=by_link):
        least = least_minimum(by_link=by_link)
        cause = f"by link a result takes {least} people or more, as whoever has the link can add answers"
        remedy = f"write --minimum-group {least} or more, or use --way-in codes"
        raise Refused([Problem("minimum_by_link", "--minimum-group", cause, remedy)])


def _new_wave(asked: WaveWords, found: Instrument, languages: tuple[str, ...], zone: ZoneInfo) -> NewWave:
    now = datetime.now(UTC)
    first = asked.first_day.date() if asked.first_day else now.astimezone(zone).date()
    way_in = WayIn(asked.way_in)
    return NewWave(
        title=asked.title,
        instrument_id=found.id,
        version=found.version,
        form=asked.form or found.main_form.id,
        languages=languages,
        privacy=Privacy(asked.privacy or found.privacy),
        minimum_group=asked.minimum_group
        or max(found.minimum_group, least_minimum(by_link=way_in is WayIn.LINK)),
        opens=start_of(first, zone) if asked.first_day else now,
        closes=end_of(first + timedelta(days=asked.days), zone),
        event={languages[0]: asked.event} if asked.event else {},
        contact=asked.contact,
        kept_until=asked.kept_until.date() if asked.kept_until else None,
        way_in=way_in,
        draft=asked.draft,
        opens_itself=asked.opens_itself,
        closes_itself=asked.closes_itself,
    )


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
