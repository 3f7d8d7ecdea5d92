"""import and export: responses of files into a wave, and of a closed wave into a file."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import numpy as np

from engine.commands.responses import HowToRead, chosen_form, open_output, read_file, reading_options
from engine.commands.speaking import file_to_write, note, progress, tell_refusals
from engine.exchange.response_csv import SIMULATED, ResponseFile
from engine.exchange.response_table import write_responses
from engine.instrument.model import KEPT_BY_LINK, Instrument, Privacy
from engine.loading import catalog
from engine.printed import counted
from engine.problems import Problem, Refused, listed
from engine.responses.layout import Block, Codes
from engine.store import NewFamilyNotice, NewWave, Store, StoreError, Wave, WaveState, check_name, identity
from engine.store.names import one_spelling
from web.commands.database import database_option, opened, opened_existing, wave_argument
from web.commands.new_wave import (
    add_sites,
    check_event,
    check_names,
    check_texts,
    new_schools_option,
    study_named,
)
from web.commands.wave_links import base_option, print_links
from web.network.addresses import secret_for
from web.network.lists import RosterRow, read_wave_schools

ELSEWHERE = "whoever asked these students elsewhere, and got their answers"


@click.command(name="import")
@click.argument("instrument")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--site", "site_column", help="The column that names the school or class; default: the column map's."
)
@click.option("--school", help="The school of all people in the file, where no column names one.")
@click.option("--title", help="The wave's title; default: the file's name.")
@click.option("--network", default="My network", show_default=True, help="The network the schools belong to.")
@click.option("--study", default="My study", show_default=True, help="What the wave is part of.")
@click.option("--schools", type=click.Path(path_type=Path), help="CSV with rosters: school, roster, level.")
@click.option("--form", help="The form that was answered; default: the full one.")
@click.option("--event", help="What happened, where the questions of the form speak of an event.")
@reading_options
@click.option(
    "--close/--keep-open", default=True, show_default=True, help="Whether to close it and make results."
)
@click.option("--again", is_flag=True, help="Import answers that a wave of the network holds already.")
@database_option
@new_schools_option
@base_option
@tell_refusals
def import_(
    instrument: str,
    file: Path,
    site_column: str | None,
    school: str | None,
    title: str | None,
    network: str,
    study: str,
    schools: Path | None,
    form: str | None,
    event: str | None,
    how: HowToRead,
    close: bool,
    again: bool,
    new_schools: bool,
    database: str,
    base: str | None,
) -> None:
    """Bring a file of responses that others collected into a new wave, a site for each school it names.

    Every bad cell is reported with its row and column, and then nothing is imported; docs/data-files.md says what a
    file may hold. Once closed, a link a school to its result is printed.

    \b
    Examples:
      barograph import school-wellbeing responses.csv --site class --title "Spring 2014"
      barograph import collective-leadership answers.csv --site school --schools rosters.csv
      barograph import mine/ form.xlsx --school "Oak School"
    """
    found = catalog.find(instrument)
    if not close:
        check_texts(found)
    chosen = chosen_form(found, form)
    if school is not None and site_column is not None:
        raise click.UsageError("--site names a column, and --school the one school of all: give one of them.")
    column = None if school is not None else site_column or _mapped_site(instrument, file, how)
    rosters = {identity(row.school): row for row in read_wave_schools(schools)} if schools else {}
    read = read_file(found, instrument, file, how, keep=(column,) if column else (), form=chosen)
    labels = _labelled(read, column) if column else _all_of(school or "", read)
    secret_for(database)  # refuses before anything is kept, rather than when the links are printed
    with opened(database) as store:
        check_names(store, (network, study, title or file.stem), labels, new_schools=new_schools)
        check_event(found, chosen.id, event)
        if not again:
            _check_new(store, network, read, labels)
        store.definitions.publish(found)
        with store.together():
            wave = store.waves.add(
                study_named(store, network, study),
                _new_wave(found, title or file.stem, chosen.id, event, simulated=read.simulated),
            )
            _keep_responses(store, wave, read, labels, rosters)
        if close:
            from engine.waves.closing import close as close_now

            close_now(store, wave)
        print_links(store, store.waves.get(wave.id), database, base)


def _check_new(store: Store, network: str, read: ResponseFile, labels: Sequence[str]) -> None:
    """Refuse answers that a wave of the network holds already: a file imported twice would count everybody twice."""
    home = next((one for one in store.studies.networks() if one.name == network), None)
    waves = (wave for study in (store.studies.of(home) if home else ()) for wave in store.waves.of(study))
    for wave in waves:
        same = (wave.instrument_id, wave.version) == (read.instrument.id, read.instrument.version)
        if same and store.responses.are(wave, labels, read.codes):
            cause = f"wave {wave.id}, {wave.title!r}, holds these answers of these schools already"
            remedy = "look at it with `barograph wave links`, or add --again to have them twice"
            raise Refused([Problem("imported_already", read.name, cause, remedy)])


def _keep_responses(
    store: Store, wave: Wave, read: ResponseFile, labels: Sequence[str], rosters: Mapping[str, RosterRow]
) -> None:
    """Add the schools of a file to a wave, with what the list of schools knows of them, and their responses."""
    names = sorted(set(labels))
    if absent := [rosters[id].school for id in rosters.keys() - set(map(identity, names))]:
        note(f"In the list of schools, but not in the file: {listed(sorted(absent))}")
    sites = add_sites(store, wave, tuple(replace(_row(rosters, name), school=name) for name in names))
    _record_families(store, wave)
    store.responses.add(
        wave,
        np.array([sites[label] for label in labels]),
        read.codes,
        wave.form,
        read.instrument.language,
        datetime.now(UTC).date(),
        read.open_answers,
    )
    note(f"{counted(len(read), 'response')} of {counted(len(names), 'site')} imported.")
    if wave.simulated:
        note("They are simulated: every page and file made of them says so.")
    _tell_blank(len(read) - sum(store.responses.counts(wave).values()))


def _record_families(store: Store, wave: Wave) -> None:
    """Of students who were asked elsewhere: what families were told is on record with whoever asked them."""
    asked = store.notices.needed(wave)
    if asked is None:
        return
    for site in store.sites.of(wave):
        held = NewFamilyNotice(asked, "Whoever imported these answers", holder=ELSEWHERE)
        store.notices.record(wave, site, held)


@click.command()
@wave_argument
@click.option("-o", "--output", default="-", help="Where to write the responses; - is standard output.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "numbers", "r", "sav", "dta", "parquet", "stored"]),
    default="csv",
    show_default=True,
    help=(
        "csv, numbers, r (numbers with a script for R), sav (SPSS), dta (Stata) and parquet are de-identified; "
        "stored is a CSV of everything, schools by name."
    ),
)
@click.option(
    "--by-school/--pooled",
    default=True,
    show_default=True,
    help="Tell schools apart, or pool them and keep more background answers; give out one of the two only.",
)
@database_option
@tell_refusals
def export(wave_id: int, output: str, kind: str, by_school: bool, database: str) -> None:
    """Write the responses of a closed wave, for researchers: item ids, values as answered.

    De-identified: schools under numbers drawn anew each time, schools that are too small left out, no words that
    people wrote, no dates, and background answers withheld where they could pick a person out. `--format stored`
    writes what is kept, schools by name and comments included: keep it as you would keep the answers themselves.
    Beside each CSV, spring.csv, stands its twin spring-numbers.csv: the same rows, a number in every cell, and columns
    that say why an answer is missing, for R, jamovi and Excel; --format numbers writes it alone, and --format r with a
    script beside it that makes factors and labels.

    \b
    Examples:
      barograph export 1 -o spring.csv
      barograph validate collective-leadership spring.csv --cluster site
      barograph export 1 --format sav -o spring.sav
      barograph export 1 --format r -o spring.R
      barograph export 1 --pooled -o by-role.csv
    """
    target = file_to_write(output)
    with opened_existing(database) as store:
        wave = store.waves.get(wave_id)
        written = (
            _write_stored(store, wave, target)
            if kind == "stored"
            else _write_released(store, wave, kind, target, by_school=by_school)
        )
    note(f"{counted(written, 'response')}{f' written to {target}' if target else ''}.")


def _write_released(store: Store, wave: Wave, kind: str, target: Path | None, *, by_school: bool) -> int:
    from engine.waves.release import NUMBERS, release

    taken = release(store, wave, os.urandom(32), by_school=by_school)
    if kind == "r":
        beside = _twin(target.with_suffix(".csv")).name if target else NUMBERS
        data = taken.script(target.name if target else "responses.R", beside)
    else:
        data = taken.file(NUMBERS if kind == "numbers" else f"responses.{kind}")
    if target is not None:
        target.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
    if target is not None and kind == "r":
        twin = _twin(target.with_suffix(".csv"))
        twin.write_bytes(taken.file(NUMBERS))
        note(f"The script reads {twin}, which is beside it.")
    if target is not None and kind == "csv":
        twin = _twin(target)
        twin.write_bytes(taken.file(NUMBERS))
        note(f"The same in numbers, for R, jamovi and Excel: {twin}.")
    for item, people in taken.released.withheld.items():
        note(f"{item} is withheld of {people} of {len(taken.released)} people, as it could pick them out.")
    return len(taken.released)


def _write_stored(store: Store, wave: Wave, target: Path | None) -> int:
    if wave.state is not WaveState.CLOSED:
        cause = "the wave is open: its answers can be read once it is closed"
        raise Refused(
            [Problem("wave_open", f"wave {wave.id}", cause, f"run: barograph wave close {wave.id}")]
        )
    instrument = store.definitions.get(wave.instrument_id, wave.version)
    total = sum(store.responses.counts(wave).values())  # without blank ones, near enough to see it move
    with progress("Writing", total) as done, open_output(target) as out:
        written = write_responses(out, instrument, _labelled_blocks(store, wave))
        done(written)
    if target is not None:
        from engine.exchange.numeric_csv import write_numeric

        with open_output(_twin(target)) as out:
            write_numeric(out, instrument, _blocks(store, wave), simulated=wave.simulated)
        note(f"The same in numbers, without words and dates: {_twin(target)}.")
    return written


def _twin(target: Path) -> Path:
    """Where the numbers of a file of responses stand: beside it."""
    return target.with_name(f"{target.stem}-numbers{target.suffix or '.csv'}")


OpenAnswers = Sequence[Mapping[str, str | int | float]]


def _blocks(store: Store, wave: Wave) -> Iterator[tuple[Block, OpenAnswers]]:
    """Blocks of codes with the open answers of each row."""
    opens = {one.row: one.answers for one in store.responses.open_answers(wave, blanks=True)}
    start = 0
    for block in store.responses.blocks(wave, blanks=True):
        yield block, [opens.get(start + row, {}) for row in range(len(block))]
        start += len(block)


def _labelled_blocks(
    store: Store, wave: Wave
) -> Iterator[tuple[Codes, Mapping[str, Sequence[str]], OpenAnswers]]:
    """The same with the school's name; `simulated` on each row where the wave is."""
    for block, opens in _blocks(store, wave):
        labels: dict[str, Sequence[str]] = {"site": [block.site_names[number] for number in block.sites]}
        if wave.simulated:
            labels = {SIMULATED: ["yes"] * len(block)} | labels
        yield block.codes, labels, opens


def _mapped_site(instrument: str, file: Path, how: HowToRead) -> str:
    """The column that names the school, as the column map says. Raises `Refused` where it does not."""
    column_map, _ = how.map_for(instrument, file)
    if column_map.site is None:
        cause = "it is not said which column names the school"
        raise Refused(
            [
                Problem(
                    "no_site",
                    file.name,
                    cause,
                    "add --site COLUMN, or `site:` to the column map; where all are of one school, --school NAME",
                )
            ]
        )
    return column_map.site


def _labelled(read: ResponseFile, column: str) -> tuple[str, ...]:
    """The school of each row; one that the file spells in several ways is one, by its most common spelling."""
    labels, several = one_spelling(read.labels[column])
    for first, others in several.items():
        note(f"Read as one school, {first!r}: {listed([repr(name) for name in others])}")
    empty = Counter(labels)[""]
    if empty:
        rows = [str(number) for number, label in zip(read.numbers, labels, strict=True) if not label]
        cause = f"column {column!r} is empty in {empty} rows, the first of them row {rows[0]}"
        raise Refused([Problem("no_site", read.name, cause, "name the school in each row")])
    for label in dict.fromkeys(labels):
        try:
            check_name("school", label)
        except StoreError as error:
            place = f"row {read.numbers[labels.index(label)]}, column {column}"
            raise Refused([Problem("no_site", place, error.cause, error.remedy)]) from None
    return labels


def _all_of(school: str, read: ResponseFile) -> tuple[str, ...]:
    """The one school of all rows."""
    name = " ".join(school.split())
    try:
        check_name("school", name)
    except StoreError as error:
        raise Refused([Problem("no_site", "--school", error.cause, error.remedy)]) from None
    return (name,) * len(read)


def _tell_blank(number: int) -> None:
    if number:
        note(f"{number} of them answer no question that results are made of: kept, and counted nowhere.")


def _row(rosters: Mapping[str, RosterRow], name: str) -> RosterRow:
    return rosters.get(identity(name)) or RosterRow(name)


def _new_wave(
    instrument: Instrument, title: str, form: str, event: str | None, *, simulated: bool
) -> NewWave:
    now = datetime.now(UTC)
    return NewWave(
        title=title,
        instrument_id=instrument.id,
        version=instrument.version,
        form=form,
        languages=(instrument.language,),
        privacy=Privacy(instrument.privacy),
        minimum_group=instrument.minimum_group,
        opens=now - timedelta(minutes=1),
        closes=now + timedelta(days=30) if instrument.privacy in KEPT_BY_LINK else now,
        event={instrument.language: event} if event else {},
        simulated=simulated,
    )
