"""The form of a new wave: what can be chosen for an instrument, and what was typed, checked all at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from engine.disclosure.policy import FLOOR, under_the_floor
from engine.instrument.event import LONGEST_EVENT, asks_for_event
from engine.instrument.model import PRIVACY_KEPT, Instrument, Privacy
from engine.instrument.written_text import unseen_sign
from engine.loading import catalog
from engine.problems import Refused
from engine.store import Network, NewWave, Store, Wave
from engine.store.days import end_of, start_of
from web.forms import LineField, ManyField, TypedForm, WholeField, whole_number
from web.respondent.sitting import minutes, questions

LONGEST_DAYS: Final = 366
LONGEST_CONTACT: Final = 300
LARGEST_MINIMUM: Final = 100  # people; a wave that asks for more shows next to nothing
UNSEEN: Final = "holds a character that nobody can see, perhaps from a copied text. Type it anew."
EVENT_PREFIX: Final = "event-"  # before the language in which a field says what happened


class StudyForm(TypedForm):
    title = LineField()


class ChoiceOfWave(TypedForm):
    """What a new wave asks, and which wave it is like."""

    instrument, copy = LineField(), WholeField()


class LastDayForm(TypedForm):
    last, reason = LineField(), LineField()


class YearForm(TypedForm):
    year = WholeField()


class WaveForm(TypedForm):
    title, form, privacy, minimum_group = LineField(), LineField(), LineField(), LineField()
    opens, last, phase, contact, kept_until = LineField(), LineField(), LineField(), LineField(), LineField()
    first_language = LineField()
    languages, schools = ManyField(), ManyField()


@dataclass(frozen=True, slots=True)
class OfferedVersion:
    """A version that a wave may ask: published in this store, or shipped and not published yet."""

    id: str
    version: str
    title: str
    audience: str
    published: bool

    @property
    def key(self) -> str:
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class TypedWave:
    """A wave's form as it was typed; days as ISO 8601, the last day is one on which people can answer."""

    title: str = ""
    form: str = ""
    languages: tuple[str, ...] = ()
    first_language: str = ""  # the one that people meet whose browser asks for none of them
    privacy: str = ""
    minimum_group: str = ""
    opens: str = ""
    last: str = ""
    phase: str = ""
    contact: str = ""
    kept_until: str = ""
    event: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # by language
    schools: tuple[int, ...] = ()


def editions(store: Store, network: Network) -> list[OfferedVersion]:
    """Everything that could be asked, by title.

    Left out are folders with problems, what the network retired, instruments for research only, and those whose texts
    belong to others: these are answered on their authors' form, and the answers imported.
    """
    published = set(store.definitions.versions())
    retired = published - set(store.workshop.offered_versions(network))
    found = [
        OfferedVersion(
            one.id, one.version, one.title, str(one.audience or ""), (one.id, one.version) in published
        )
        for one in catalog.list_instruments()
        if not (one.problems or one.research_only) and one.own_texts and (one.id, one.version) not in retired
    ]
    listed = {(one.id, one.version) for one in found}
    for id, version in published - listed - retired:
        instrument = store.definitions.get(id, version)
        if instrument.display_text and not instrument.research_only:
            found.append(OfferedVersion(id, version, instrument.title, str(instrument.audience), True))
    return sorted(found, key=lambda one: (one.title, one.id, [int(part) for part in one.version.split(".")]))


def instrument_of(store: Store, network: Network, key: str) -> Instrument | None:
    """The instrument of an edition's key, from the store or else from the shipped folder; None for a retired one."""
    if not any(one.key == key for one in editions(store, network)):
        return None
    id, _, version = key.partition("@")
    if (id, version) in set(store.definitions.versions()):
        return store.definitions.get(id, version)
    try:
        return catalog.find(id, version)
    except Refused:
        return None


def languages_of(store: Store, instrument: Instrument) -> tuple[str, ...]:
    if (instrument.id, instrument.version) in set(store.definitions.versions()):
        return store.definitions.languages(instrument.id, instrument.version)
    return catalog.languages(instrument)


def privacies(instrument: Instrument) -> list[Privacy]:
    """The promises a wave of an instrument may make and keep; none where nobody can answer it here yet."""
    order = list(Privacy)
    return [privacy for privacy in order[order.index(instrument.privacy) :] if privacy in PRIVACY_KEPT]


def forms_of(instrument: Instrument) -> list[tuple[str, str, int, int]]:
    """Each form as (id, title, questions, minutes)."""
    return [
        (
            one.id,
            one.title or one.id.replace("_", " ").capitalize(),
            questions(instrument, one.id)[0],
            minutes(instrument, one.id),
        )
        for one in instrument.forms
    ]


def blank(instrument: Instrument, today: date, schools: tuple[int, ...]) -> TypedWave:
    """The form before anyone typed: three weeks from tomorrow."""
    return TypedWave(
        form=instrument.main_form.id,
        languages=(instrument.language,),
        privacy=instrument.privacy,
        minimum_group=str(instrument.minimum_group),
        opens=(today + timedelta(days=1)).isoformat(),
        last=(today + timedelta(days=21)).isoformat(),
        schools=schools,
    )


def copied(wave: Wave, today: date, schools: tuple[int, ...]) -> TypedWave:
    """The form of a wave like an earlier one, for as many days, from tomorrow, and yet without a name."""
    days = (wave.closes.date() - wave.opens.date()).days
    first = today + timedelta(days=1)
    return TypedWave(
        form=wave.form,
        languages=wave.languages,
        first_language=wave.languages[0],
        privacy=wave.privacy,
        minimum_group=str(wave.minimum_group),
        opens=first.isoformat(),
        last=(first + timedelta(days=days)).isoformat(),
        phase=wave.phase or "",
        contact=wave.contact or "",
        event=wave.event,
        schools=schools,
    )


def typed(sent: Any) -> TypedWave:
    """What a request's form holds."""
    form = WaveForm(sent)
    lines = {name: text for name, text in form.data.items() if isinstance(text, str)}
    return TypedWave(
        **lines,
        event={
            name.removeprefix(EVENT_PREFIX): " ".join(sent[name].split())
            for name in sent
            if name.startswith(EVENT_PREFIX)
        },
        languages=tuple(form.languages.data),
        schools=tuple(id for text in form.schools.data if (id := whole_number(text)) is not None),
    )


def check(
    given: TypedWave,
    instrument: Instrument,
    known: tuple[str, ...],
    network: Network,
    now: datetime,
) -> tuple[NewWave | None, Mapping[str, str]]:
    """The wave that was asked for, or what is wrong by field."""
    opens, last = as_day(given.opens), as_day(given.last)
    wrong = {
        "title": _wrong_title(given.title),
        "form": None if given.form in instrument.form_by_id else "Choose a form.",
        "languages": _wrong_languages(given.languages, known),
        "first_language": _wrong_first(given),
        "privacy": _wrong_privacy(given.privacy, instrument),
        "minimum_group": _wrong_minimum(given.minimum_group),
        "opens": "Choose the first day." if opens is None else None,
        "last": _wrong_last(opens, last, network.day_of(now)),
        "phase": "Use at most 100 characters." if len(given.phase) > 100 else None,
        "contact": _wrong_contact(given.contact),
        "kept_until": _wrong_kept_until(given.kept_until, last),
        **_event_problems(given, instrument),
    }
    problems = {field: problem for field, problem in wrong.items() if problem}
    if problems or opens is None or last is None:
        return None, problems
    return (
        NewWave(
            title=given.title,
            instrument_id=instrument.id,
            version=instrument.version,
            form=given.form,
            languages=_ordered(given, known),
            privacy=Privacy(given.privacy),
            minimum_group=int(given.minimum_group),
            opens=start_of(opens, network.zone),
            closes=end_of(last, network.zone),
            phase=given.phase or None,
            contact=given.contact or None,
            kept_until=as_day(given.kept_until),
            event=_event(given, instrument),
        ),
        {},
    )


def _wrong_languages(chosen: tuple[str, ...], known: tuple[str, ...]) -> str | None:
    return None if chosen and set(chosen) <= set(known) else "Choose at least one language."


def _wrong_first(given: TypedWave) -> str | None:
    fits = not given.first_language or not given.languages or given.first_language in given.languages
    return None if fits else "Choose one of the languages that are ticked above."


def _ordered(given: TypedWave, known: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen languages, the one that people meet first before the others."""
    chosen = [one for one in known if one in given.languages]
    return tuple(sorted(chosen, key=lambda one: one != given.first_language))


def _wrong_privacy(chosen: str, instrument: Instrument) -> str | None:
    offered = privacies(instrument)
    if not offered:
        return f"{instrument.name} is {instrument.privacy.value}, and such a wave can’t be opened yet."
    return None if chosen in {str(privacy) for privacy in offered} else "Choose what people are promised."


def _wrong_minimum(typed: str) -> str | None:
    whole_number = typed.isascii() and typed.isdecimal() and len(typed) < 4
    if not whole_number or under_the_floor(int(typed)) or int(typed) > LARGEST_MINIMUM:
        return f"Write a number from {FLOOR} to {LARGEST_MINIMUM}; no setting goes under {FLOOR}."
    return None


def _wrong_contact(typed: str) -> str | None:
    if len(typed) > LONGEST_CONTACT:
        return f"Use at most {LONGEST_CONTACT} characters."
    return f"This {UNSEEN}" if unseen_sign(typed) else None


def _wrong_kept_until(typed: str, last: date | None) -> str | None:
    day = as_day(typed)
    if typed and (day is None or (last is not None and day <= last)):
        return "Choose a day after the last one, or leave this empty."
    return None


def _wrong_title(title: str) -> str | None:
    if not 0 < len(title) <= 300:
        return "Give the wave a name, such as “Spring 2027”."
    return f"The name {UNSEEN}" if unseen_sign(title) else None


def event_forms(instrument: Instrument) -> list[str]:
    """The titles of the forms whose questions speak of the event, so that a wave has to say what happened."""
    return [title for id, title, _, _ in forms_of(instrument) if asks_for_event(instrument, id)]


def _event_problems(given: TypedWave, instrument: Instrument) -> dict[str, str]:
    problems: dict[str, str] = {}
    if given.form not in instrument.form_by_id or not asks_for_event(instrument, given.form):
        return problems
    for language in given.languages:
        words = given.event.get(language, "")
        if not words:
            problems[f"{EVENT_PREFIX}{language}"] = (
                "Say what happened: the questions of this form speak of it."
            )
        elif len(words) > LONGEST_EVENT:
            problems[f"{EVENT_PREFIX}{language}"] = f"Use at most {LONGEST_EVENT} characters."
        elif unseen_sign(words):
            problems[f"{EVENT_PREFIX}{language}"] = f"This {UNSEEN}"
    return problems


def _event(given: TypedWave, instrument: Instrument) -> Mapping[str, str]:
    """The words of the languages that are asked in, and none for a form that does not speak of the event."""
    if not asks_for_event(instrument, given.form):
        return {}
    return {language: given.event[language] for language in given.languages}


def as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def last_day(wave: Wave) -> date:
    """The last day on which people can answer."""
    return wave.closes.date()


def wrong_move(begins: date, last: date | None, today: date) -> str | None:
    """What speaks against another last day of a wave that takes answers from `begins` on."""
    if last is None or last < today:
        return "Choose today or a later day."
    return _wrong_last(begins, last, today)


def _wrong_last(opens: date | None, last: date | None, today: date) -> str | None:
    if last is None:
        return "Choose the last day."
    if opens is not None and last < opens:
        return "The last day lies before the first."
    if last < today:
        return "The last day is over already."
    if opens is not None and (last - opens).days > LONGEST_DAYS:
        return f"A wave lasts at most {LONGEST_DAYS} days."
    return None
