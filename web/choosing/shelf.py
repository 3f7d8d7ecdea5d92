"""Which survey for whom: questions that people have, each leading to the survey that helps to answer it.

Made from the definitions: a need stands in the `needs` of an instrument, and nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.instrument.model import Audience, Form, Instrument
from engine.loading import catalog
from engine.responses.blank import counting_columns
from web.choosing.languages import in_language
from web.respondent.sitting import minutes, pages_without_rules, questions

# Who is asked, in the order of the page.
AUDIENCES: Final = (
    Audience.STAFF,
    Audience.STUDENTS,
    Audience.FAMILIES,
    Audience.CLASSIFIED_STAFF,
    Audience.SITE_LEADERS,
    Audience.DISTRICT_LEADERS,
    Audience.ANY,
)
CHILDREN: Final = frozenset({Audience.STUDENTS, Audience.FAMILIES})


@dataclass(frozen=True, slots=True)
class Offered:
    """An instrument as the shelf shows it, with how long its main form takes and how much that asks."""

    instrument: Instrument
    questions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Need:
    """A question of somebody who chooses, and the instrument that helps to answer it."""

    text: str
    offered: Offered


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form with how much it asks, and how long it takes."""

    instrument: Instrument
    form: Form
    questions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The needs by who is asked, and the quick checks that anybody can take, the shortest first."""

    needs: Mapping[Audience, Sequence[Need]]
    checks: tuple[OfferedForm, ...]


def newest() -> Iterator[Instrument]:
    """The highest version of each shipped instrument that a network may ask: none for research, or of others' texts."""
    seen = set()
    for entry in catalog.list_instruments():
        first = entry.id not in seen
        seen.add(entry.id)
        if first and not (entry.problems or entry.research_only) and entry.own_texts:
            yield catalog.find(entry.id, entry.version)


def offered(instrument: Instrument) -> Offered:
    form = instrument.main_form.id
    return Offered(instrument, questions(instrument, form)[0], minutes(instrument, form))


def shelf(tag: str) -> Shelf:
    """All that can be chosen, in a language."""
    found = [in_language(one, tag) for one in newest()]
    needs: dict[Audience, list[Need]] = {}
    for audience in AUDIENCES:
        for there in map(offered, found):
            if there.instrument.audience is audience and there.instrument.needs:
                needs.setdefault(audience, []).extend(Need(text, there) for text in there.instrument.needs)
    checks = [check for one in found for check in checks_of(one)]
    return Shelf(needs, tuple(sorted(checks, key=lambda check: check.minutes)))


def checks_of(instrument: Instrument) -> list[OfferedForm]:
    """The forms of an instrument that anybody can take."""
    return [one for one in forms_of(instrument) if is_check(instrument, one.form)]


def forms_of(instrument: Instrument) -> list[OfferedForm]:
    return [
        OfferedForm(instrument, form, questions(instrument, form.id)[0], minutes(instrument, form.id))
        for form in instrument.forms
    ]


def is_check(instrument: Instrument, form: Form) -> bool:
    """Whether a form gives people their own result at once, asks all alike, and asks neither children nor families.

    Whoever asks children does so through their school, which tells their families.
    """
    return (
        form.feedback is not None
        and instrument.display_text
        and instrument.audience not in CHILDREN
        and bool(pages_without_rules(instrument, form.id))
        and bool(counting_columns(instrument, form.id))
    )
