"""What goes out by mail: to whom, in which words, and how the blanks in them are filled in for each letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.disclosure.groups import answers_so_far
from engine.instrument.model import Privacy
from engine.language import Language
from engine.store import Invitee, Role, Site, Store, Wave, WaveState, WayIn
from engine.waves.names import respondents_shown
from web.network.sharing.handout import Handout, handout_of
from web.network.sharing.messages import TIMES, messages, promise

BLANK: Final = re.compile(r"\{[^{}\n]*\}")
ABOUT_A_SCHOOL: Final = ("name", "school", "wave", "last_day")


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: to whom, while the wave is open or once it is closed, and which blanks its words may have."""

    id: str
    title: str
    to_leaders: bool
    of_closed: bool
    blanks: tuple[str, ...]


TO_LEADERS: Final = (*ABOUT_A_SCHOOL, "message", "page", "answers")
TO_PEOPLE: Final = (*ABOUT_A_SCHOOL, "link", "code", "promise")
KINDS: Final[Mapping[str, LetterKind]] = {
    one.id: one
    for one in (
        LetterKind("first", "To leaders: the survey is ready to be handed out", True, False, TO_LEADERS),
        LetterKind("half", "To leaders: the half-way reminder to pass on", True, False, TO_LEADERS),
        LetterKind("last", "To leaders: the last reminder to pass on", True, False, TO_LEADERS),
        LetterKind("ready", "To leaders: the results can be read", True, True, (*ABOUT_A_SCHOOL, "page")),
        LetterKind("invite", "To the people on the list: an invitation with a code", False, False, TO_PEOPLE),
        LetterKind(
            "remind",
            "To those on the list who have not answered: a reminder with a code",
            False,
            False,
            TO_PEOPLE,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a letter can go to; `id` is what is kept of them, and `new` whether no letter has asked them before."""

    id: str
    name: str
    address: str
    site: Site
    new: bool = True


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    subject: str
    text: str


def kinds_for(wave: Wave) -> tuple[LetterKind, ...]:
    """The kinds of letters that a wave can send now."""
    if wave.state is WaveState.DRAFT:
        return ()
    listed = wave.way_in is WayIn.CODES and wave.privacy is not Privacy.ANONYMOUS
    closed = wave.state is WaveState.CLOSED
    return tuple(one for one in KINDS.values() if one.of_closed is closed and (one.to_leaders or listed))


def recipients(store: Store, wave: Wave, kind: LetterKind) -> tuple[Recipient, ...]:
    """To whom letters of a kind can go, school by school: leaders, or those on the list who have not answered."""
    sites = sorted(store.sites.of(wave), key=lambda site: site.school)
    if kind.to_leaders:
        return tuple(
            one for site in _with_news(store, wave, kind, sites) for one in _leaders(store, wave, site)
        )
    listed: dict[int, list[Invitee]] = {}
    for person in store.invitees.of(wave):
        if person.address and not person.answered:
            listed.setdefault(person.site_id, []).append(person)
    return tuple(
        Recipient(one.id, one.name, one.address or "", site, one.reminded is None)
        for site in sites
        for one in listed.get(site.id, ())
    )


def everybody(store: Store, wave: Wave, kind: LetterKind) -> tuple[Recipient, ...]:
    """Whoever letters of a kind may have gone to, those among them who have answered since."""
    if kind.to_leaders:
        return recipients(store, wave, kind)
    sites = {site.id: site for site in store.sites.of(wave)}
    return tuple(
        Recipient(one.id, one.name, one.address or "", sites[one.site_id]) for one in store.invitees.of(wave)
    )


def without_leader(store: Store, wave: Wave, kind: LetterKind) -> tuple[Site, ...]:
    """The schools that a letter to leaders does not reach, as nobody leads them here."""
    sites = _with_news(store, wave, kind, sorted(store.sites.of(wave), key=lambda site: site.school))
    return tuple(site for site in sites if not _leaders(store, wave, site)) if kind.to_leaders else ()


def default_words(wave: Wave, kind: LetterKind, language: Language) -> WrittenLetter:
    """The words that a kind of letter begins with, with its blanks."""
    blanks = {name: f"{{{name}}}" for name in kind.blanks}
    return WrittenLetter(
        language.say(f"sharing.mail.{kind.id}.subject", **blanks),
        language.say(f"sharing.mail.{kind.id}.text", **blanks),
    )


def unknown_blanks(kind: LetterKind, *texts: str) -> list[str]:
    """The blanks in these texts that nothing fills."""
    known = {f"{{{name}}}" for name in kind.blanks}
    return sorted({found for text in texts for found in BLANK.findall(text)} - known)


class Writer:
    """Fills in the words of one mailing, letter by letter; what is said of a school is worked out once."""

    def __init__(self, store: Store, wave: Wave, kind: LetterKind, language: Language, base: str) -> None:
        self._store, self._wave, self._kind, self._language, self._base = store, wave, kind, language, base
        self._of_schools: dict[int, Mapping[str, str]] = {}

    def written(self, words: WrittenLetter, to: Recipient, code: str | None) -> WrittenLetter:
        """A letter as its recipient reads it, with a new code of theirs; without one their earlier code stays valid."""
        said = {**self._of_school(to.site), "name": to.name}
        said["code"] = self._language.say("sharing.mail.code_stays")
        if code is not None:
            said["link"] += f"#code={code}"  # behind the #, which no browser sends to a server
            said["code"] = self._language.say("sharing.mail.code", code=code, start=said["start"])
        return WrittenLetter(" ".join(_filled(words.subject, said).split()), _filled(words.text, said))

    def _of_school(self, site: Site) -> Mapping[str, str]:
        if site.id not in self._of_schools:
            self._of_schools[site.id] = self._said_of(site)
        return self._of_schools[site.id]

    def _said_of(self, site: Site) -> Mapping[str, str]:
        handout = handout_of(self._store, self._wave, site, self._base)
        path = "results" if self._kind.of_closed else "share"
        return {
            "school": site.school,
            "wave": self._wave.title,
            "last_day": self._language.date(self._wave.closes.date()),
            "page": f"{self._base}/schools/{site.school_id}/{path}/{self._wave.id}",
            "message": self._message(handout),
            "answers": self._answers(site),
            "link": handout.address,
            "start": handout.start,
            "promise": promise(self._language, handout),
        }

    def _message(self, handout: Handout) -> str:
        """The message that a leader passes on."""
        if self._kind.id not in TIMES:
            return ""
        own = [one for one in messages(handout) if one.language == self._language.tag]
        chosen = own[TIMES.index(self._kind.id)]
        return f"{chosen.subject}\n\n{chosen.text.strip()}"

    def _answers(self, site: Site) -> str:
        """How many have answered, as the school's own page tells it: the ten below, and nothing under ten."""
        told = answers_so_far(self._store.responses.counts(self._wave).get(site.id, 0))
        if not told.at_least:
            return ""
        if site.roster and site.roster >= told.at_least:
            return self._language.say("sharing.mail.answers_of", n=told.at_least, asked=site.roster)
        return self._language.say("sharing.mail.answers", n=told.at_least)


def today(store: Store, wave: Wave) -> date:
    return store.now().astimezone(wave.closes.tzinfo).date()


def _with_news(store: Store, wave: Wave, kind: LetterKind, sites: Sequence[Site]) -> Sequence[Site]:
    """The schools that a letter is about: of results those that have one to read."""
    if not kind.of_closed:
        return sites
    shown = respondents_shown(store, wave)
    return [site for site in sites if shown and site.school_id in shown[-1]]


def _leaders(store: Store, wave: Wave, site: Site) -> tuple[Recipient, ...]:
    school = store.studies.school(site.school_id)
    return tuple(
        Recipient(str(one.account.id), one.account.name, one.account.email, site)
        for one in store.members.of(school)
        if one.membership.role is Role.SCHOOL_LEADER
    )


def _filled(words: str, said: Mapping[str, str]) -> str:
    """The words with their blanks filled in; an empty one leaves no gap of lines."""
    made = BLANK.sub(lambda found: said.get(found[0][1:-1], found[0]), words)
    return re.sub(r"\n{3,}", "\n\n", made).strip() + "\n"
