"""wave families: what schools have told the families of students, by command."""

from datetime import date, datetime

import click

from engine.commands.speaking import note, tell_refusals
from engine.instrument.model import FamilyForm
from engine.store import NewEntry, NewFamilyNotice, Site, Store, StoreError, Wave
from engine.store.names import identity
from web.commands.database import database_option, opened_existing, wave_argument

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@wave_argument
@click.argument("school", required=False)
@click.option("--role", help="Who vouches for it: a role and no name, such as Principal.")
@click.option("--sent", type=DAY, metavar="DAY", help="When the letters went out.")
@click.option("--reply-by", type=DAY, metavar="DAY", help="Until when families could answer.")
@click.option(
    "--opted-out", type=int, metavar="N", help="How many families said no. Which ones is kept nowhere."
)
@click.option(
    "--held-by", metavar="WORDS", help="Another body that holds the record, instead of the two days."
)
@click.option(
    "--withdraw", is_flag=True, help="Take the record back: students can't answer until there is another."
)
@database_option
@tell_refusals
def families(
    wave_id: int,
    school: str | None,
    role: str | None,
    sent: datetime | None,
    reply_by: datetime | None,
    opted_out: int | None,
    held_by: str | None,
    withdraw: bool,
    database: str,
) -> None:
    """What schools have told the families of students: list it, record it, take it back.

    A wave for students takes answers of a school from the day after the one until which its families could say no.
    Where a survey asks about what the law protects, what is recorded is their written consent.

    \b
    Examples:
      barograph wave families 5
      barograph wave families 5 "Elm School" --role Principal --sent 2027-02-01 --reply-by 2027-02-12 --opted-out 2
      barograph wave families 5 "Oak School" --role "Hub lead" --held-by "district review board, protocol 12"
      barograph wave families 5 "Elm School" --withdraw
    """
    with opened_existing(database) as store:
        wave = store.waves.get(wave_id)
        asked = store.notices.needed(wave)
        if asked is None:
            raise StoreError(f"The wave {wave.title!r} asks no students", "nothing has to be recorded")
        if school is None:
            _list(store, wave, asked)
            return
        site = _site(store, wave, school)
        if withdraw:
            if not store.notices.withdraw(wave, site):
                raise StoreError(f"Nothing is recorded of {site.school}", "nothing is needed")
            _log(store, wave, site, "families.withdrawn", "")
            note(f"Taken back: students at {site.school} can't answer for now.")
            return
        new = NewFamilyNotice(asked, role or "", _day(sent), _day(reply_by), opted_out, held_by)
        kept = store.notices.record(wave, site, new)
        _log(store, wave, site, "families.recorded", f"{kept.form.value}, {kept.role}")
        note(f"Recorded of {site.school}: {_standing(store, wave, asked, site)}.")


def _list(store: Store, wave: Wave, asked: FamilyForm) -> None:
    words = {FamilyForm.NOTICE: "a notice that they may refuse", FamilyForm.CONSENT: "written consent"}
    click.echo(f"Wave {wave.id}, {wave.title}: families of students get {words[asked]}.")
    for site in store.sites.of(wave):
        click.echo(f"  {site.school}: {_standing(store, wave, asked, site)}")


def _standing(store: Store, wave: Wave, asked: FamilyForm, site: Site) -> str:
    notice = store.notices.of(wave).get(site.id)
    if notice is None:
        return "nothing is recorded, so students can't answer"
    today = store.now().astimezone(wave.closes.tzinfo).date()
    if notice.lets_in(asked, today):
        return f"students can answer ({notice.role})"
    return f"students can't answer yet; families have until {notice.reply_by} ({notice.role})"


def _site(store: Store, wave: Wave, name: str) -> Site:
    found = {identity(site.school): site for site in store.sites.of(wave)}
    if identity(name) not in found:
        raise StoreError(
            f"No school of the wave {wave.title!r} is called {name!r}",
            f"see them: barograph wave families {wave.id}",
        )
    return found[identity(name)]


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _log(store: Store, wave: Wave, site: Site, action: str, what: str) -> None:
    network = store.studies.get(wave.study_id).network_id
    words = " · ".join(part for part in (site.school, wave.title, what) if part)
    store.audit.record(NewEntry("command line", action, words, network, site.school_id, wave.id))
