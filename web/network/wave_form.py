"""The form of a new wave: what can be chosen for an instrument, and what was typed, checked all at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from engine.disclosure.policy import least_minimum, under_least_minimum, under_the_floor
from engine.instrument.event import LONGEST_EVENT, asks_for_event
from engine.instrument.model import Instrument, Privacy
from engine.instrument.written_text import unseen_sign
from engine.store import Network, NewWave, Wave, WayIn, promises_kept
from engine.store.days import end_of, start_of
from engine.waves.titles import proposed_title
from web.forms import LineField, ManyField, TypedForm, WholeField, whole_number
from web.network.wave_choices import privacies

LONGEST_DAYS: Final = 366
LONGEST_CONTACT: Final = 300
LARGEST_MINIMUM: Final = 100  # people; a wave that asks for more shows next to nothing
UNSEEN: Final = "holds a character that nobody can see, perhaps from a copied text. Type it anew."
EVENT_PREFIX: Final = "event-"  # before the language in which a field says what happened


class StudyForm(TypedForm):
    title = LineField()


class ChoiceOfWave(TypedForm):
    """What a wave asks, which wave it is like, and which draft is to ask it."""

    instrument, copy, draft = LineField(), WholeField(), WholeField()


class LastDayForm(TypedForm):
    last, reason = LineField(), LineField()


class ItselfForm(TypedForm):
    closes_itself = LineField()


class YearForm(TypedForm):
    year = WholeField()


class WaveForm(TypedForm):
    title, form, privacy, minimum_group = LineField(), LineField(), LineField(), LineField()
    opens, last, phase, contact, kept_until = LineField(), LineField(), LineField(), LineField(), LineField()
    first_language, way_in, opens_itself, closes_itself = LineField(), LineField(), LineField(), LineField()
    languages, schools = ManyField(), ManyField()


@dataclass(frozen=True, slots=True)
class TypedWave:
    """A wave's form as it was typed; days as ISO 8601, the last day is one on which people can answer."""

    title: str = ""
    form: str = ""
    languages: tuple[str, ...] = ()
    first_language: str = ""  # the one that people meet whose browser asks for none of them
    way_in: str = WayIn.LINK
    privacy: str = ""
    minimum_group: str = ""
    opens: str = ""
    last: str = ""
    phase: str = ""
    contact: str = ""
    kept_until: str = ""
    event: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # by language
    schools: tuple[int, ...] = ()
    opens_itself: str = ""  # ticked where not empty
    closes_itself: str = ""


def blank(instrument: Instrument, today: date, schools: tuple[int, ...]) -> TypedWave:
    """The form before anyone typed: three weeks from tomorrow, by link where the instrument's promise allows it."""
    way_in = WayIn.LINK if instrument.privacy in promises_kept(WayIn.LINK) else WayIn.CODES
    return TypedWave(
        title=proposed_title(instrument.title, today + timedelta(days=1)),
        form=instrument.main_form.id,
        languages=(instrument.language,),
        way_in=way_in,
        privacy=instrument.privacy,
        minimum_group=str(max(instrument.minimum_group, least_minimum(by_link=way_in is WayIn.LINK))),
        opens=(today + timedelta(days=1)).isoformat(),
        last=(today + timedelta(days=21)).isoformat(),
        schools=schools,
    )


def copied(wave: Wave, survey: str, today: date, schools: tuple[int, ...]) -> TypedWave:
    """The form of a wave like an earlier one, for as many days, from tomorrow; `survey` is the instrument's title."""
    days = (wave.closes.date() - wave.opens.date()).days
    first = today + timedelta(days=1)
    return replace(
        as_kept(wave, schools),
        title=proposed_title(survey, first),
        minimum_group=str(max(wave.minimum_group, least_minimum(by_link=wave.way_in is WayIn.LINK))),
        opens=first.isoformat(),
        last=(first + timedelta(days=days)).isoformat(),
        kept_until="",
        opens_itself="",
    )


def as_kept(wave: Wave, schools: tuple[int, ...]) -> TypedWave:
    """The form of a draft as it is kept."""
    return TypedWave(
        title=wave.title,
        form=wave.form,
        languages=wave.languages,
        first_language=wave.languages[0],
        way_in=wave.way_in,
        privacy=wave.privacy,
        minimum_group=str(wave.minimum_group),
        opens=wave.opens.date().isoformat(),
        last=last_day(wave).isoformat(),
        phase=wave.phase or "",
        contact=wave.contact or "",
        kept_until=wave.kept_until.isoformat() if wave.kept_until else "",
        event=wave.event,
        schools=schools,
        opens_itself="yes" if wave.opens_itself else "",
        closes_itself="yes" if wave.closes_itself else "",
    )


def asking(given: TypedWave, instrument: Instrument, known: tuple[str, ...]) -> TypedWave:
    """The form of a draft that is to ask another instrument: what depends on it as its own form begins."""
    fresh = blank(instrument, date.today(), given.schools)
    languages = tuple(one for one in given.languages if one in known) or fresh.languages
    promise = given if given.privacy in privacies(instrument) else fresh
    return replace(
        given,
        form=fresh.form,
        languages=languages,
        first_language=languages[0],
        event={},
        privacy=promise.privacy,
        way_in=promise.way_in,
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
    """The draft that was asked for, or what is wrong by field."""
    opens, last = as_day(given.opens), as_day(given.last)
    wrong = {
        "title": _wrong_title(given.title),
        "form": None if given.form in instrument.form_by_id else "Choose a form.",
        "languages": _wrong_languages(given.languages, known),
        "first_language": _wrong_first(given),
        "way_in": None if given.way_in in set(WayIn) else "Choose how people get in.",
        "privacy": _wrong_privacy(given, instrument),
        "minimum_group": _wrong_minimum(given),
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
            way_in=WayIn(given.way_in),
            draft=True,
            opens_itself=bool(given.opens_itself),
            closes_itself=bool(given.closes_itself),
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


def _wrong_privacy(given: TypedWave, instrument: Instrument) -> str | None:
    offered = privacies(instrument)
    if given.privacy not in {str(privacy) for privacy in offered}:
        return "Choose what people are promised."
    if given.way_in != WayIn.LINK or given.privacy in promises_kept(WayIn.LINK):
        return None
    remedy = "Choose personal codes above" + (
        ", or promise anonymity." if Privacy.ANONYMOUS in offered else "."
    )
    return f"By link nobody can know who gave which answers, so no such wave is {given.privacy}. {remedy}"


def _wrong_minimum(given: TypedWave) -> str | None:
    typed, by_link = given.minimum_group, given.way_in == WayIn.LINK
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
    least = least_minimum(by_link=by_link)
    if not under_least_minimum(number, by_link=by_link) and number <= LARGEST_MINIMUM:
        return None
    if by_link and not under_the_floor(number) and number <= LARGEST_MINIMUM:
        return (
            f"By link it is {least} or more: whoever has the link can add answers of their own, and work out what a few"
            f" others said. Write {least} or more, or choose personal codes."
        )
    return f"Write a number from {least} to {LARGEST_MINIMUM}; no setting goes under {least}."


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
        return "Give the wave a name, such as “Collective leadership, spring 2027”."
    return f"The name {UNSEEN}" if unseen_sign(title) else None


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
