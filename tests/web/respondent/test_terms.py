"""What consent says is what the store does: each column has its words, mode by mode, and no words are left over."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from sqlalchemy import select

from engine.instrument import kinds
from engine.instrument.model import Privacy
from engine.language import Language
from engine.store import (
    DraftKey,
    Invitee,
    LetterState,
    Mailing,
    NewInvitee,
    NewLetter,
    NewUnit,
    UnitKind,
    WayIn,
    code_signs,
    schema,
    traces,
)
from tests.small import choose, instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Survey
from web.respondent.stored import EVERY_MODE, STORED, Until, told_of

Make = Callable[..., Survey]

ASKED = instrument(likert("A1"), choose("comment", kind=kinds.LONG_TEXT))
MODES = {
    "anonymous by link": (Privacy.ANONYMOUS, WayIn.LINK),
    "anonymous by codes": (Privacy.ANONYMOUS, WayIn.CODES),
    "confidential by codes": (Privacy.CONFIDENTIAL, WayIn.CODES),
    "identified by codes": (Privacy.IDENTIFIED, WayIn.CODES),
}
# Modes of older versions: a promise that a link can't keep. Nothing more is stored than in an anonymous survey.
OF_OLD = {(Privacy.CONFIDENTIAL, WayIn.LINK), (Privacy.IDENTIFIED, WayIn.LINK)}
DEVICES = {"site.again", "site.shared"}  # counts of a school, kept from its close on


def columns() -> set[str]:
    """Every column of the tables that a person's answers touch."""
    return {f"{table.name}.{column.name}" for table in traces.TABLES for column in table.c} | DEVICES


def filled(there: Survey) -> set[str]:
    """The columns in which anything stands."""
    found = set()
    with there.store._database.reading() as connection:
        for table in (*traces.TABLES, schema.site):
            for row in connection.execute(select(table)):
                found |= {
                    f"{table.name}.{name}" for name, value in row._mapping.items() if value not in (None, "")
                }
    return found & columns()


def said(things: Iterable[object], *until: Until) -> set[str]:
    return {
        column for thing in STORED if thing in things and thing.until in until for column in thing.columns
    }


def begun(there: Survey) -> Respondent:
    """Somebody who has begun, asked for a code to go on with, and been reminded; another has mistyped a code."""
    store, wave = there.store, there.wave
    person = there.respondent().open()
    if wave.way_in is WayIn.LINK:
        person.start()
    else:
        if wave.privacy is Privacy.ANONYMOUS:
            (code,) = store.codes.issue(wave, there.site, 1)
        else:
            (invited,) = store.codes.invite(wave, there.site, [NewInvitee("Ada", "ada@people.example")])
            store.invitees.remind([invited.invitee], date(2026, 5, 4))
            write_to(there, invited.invitee)
            code = invited.code
        person.press(person.form("/start"), {"code": code})
    key = person.client.get_cookie("draft", path=f"/s/{there.site.link}/")
    assert key is not None
    store.resumes.issue(DraftKey(key.value))
    store.codes.find(code_signs.draw())
    return person.answer(A1="2", comment="A word").go()


def write_to(there: Survey, person: Invitee) -> None:
    """A message that could not be sent."""
    sent = Mailing("a" * 32, there.wave.id, "first", "en", "Subject", "Text", date(2026, 5, 4))
    there.store.mailings.add(sent, [NewLetter(person.site_id, person.id)])
    letter = there.store.mailings.claim(sent)
    assert letter is not None
    there.store.mailings.settle(letter, LetterState.FAILED, "refused")


def there_in(survey: Make, mode: tuple[Privacy, WayIn]) -> Survey:
    privacy, way_in = mode
    return survey(ASKED, privacy=privacy, way_in=way_in, kept_until=date(2031, 6, 30))


def test_every_column_has_its_words_and_no_words_tell_of_a_column_that_is_gone() -> None:
    assert {column for thing in STORED for column in thing.columns} == columns()


@pytest.mark.parametrize("name", MODES)
def test_what_is_told_of_a_mode_is_what_its_answers_fill(survey: Make, name: str) -> None:
    there, told = there_in(survey, MODES[name]), told_of(*MODES[name])
    person = begun(there)
    while_answering = filled(there)
    person.submit().see("Your answers are in")
    assert while_answering | filled(there) == said(told, *Until)
    assert filled(there) == said(told, Until.CLOSE, Until.LATER)
    there.close()
    assert filled(there) == said(told, Until.LATER)


@pytest.mark.parametrize("name", MODES)
def test_the_consent_page_says_all_of_it(survey: Make, name: str) -> None:
    person, told = there_in(survey, MODES[name]).respondent().open(), told_of(*MODES[name])
    sentences = Language.of("en").catalogue.sentences
    for thing in told:
        sentence = sentences[thing.words]
        begins = (sentence if isinstance(sentence, str) else sentence["other"]).partition("{")[0]
        person.see(begins)
    others = {thing.words for thing in STORED} - {thing.words for thing in told}
    for words in others:
        sentence = sentences[words]
        person.not_see((sentence if isinstance(sentence, str) else sentence["other"]).partition("{")[0])


@pytest.mark.parametrize("mode", sorted(OF_OLD))
def test_a_promise_that_a_link_never_kept_says_so(survey: Make, mode: tuple[Privacy, WayIn]) -> None:
    there = survey(ASKED, privacy=mode[0])
    assert there.wave.privacy is mode[0]
    told = told_of(*mode)
    begun(there).submit()
    assert filled(there) == said(told, Until.CLOSE, Until.LATER)
    there.respondent().open().see("No names stored", "nothing that is stored says who answered")


class TestUnit:
    """Somebody who answers as one of a class, by its link or by a code that was given out for it."""

    @pytest.mark.parametrize("name", ["anonymous by link", "anonymous by codes", "confidential by codes"])
    def test_what_is_told_is_what_their_answers_fill(self, survey: Make, name: str) -> None:
        there, told = there_in(survey, MODES[name]), told_of(*MODES[name], unit=True)
        (unit,) = there.store.units.add(there.site, UnitKind.CLASS, [NewUnit("Room 12")])
        if there.wave.way_in is WayIn.CODES:
            (code,) = there.store.codes.issue(there.wave, there.site, 1, unit=unit)
            at_school = there.respondent().open().not_see("Room 12")
            at_school.press(at_school.form("/start"), {"code": code}).see("You answer as one of Room 12")
            person = Respondent(there.app, unit.link).open().see("You answer as one of Room 12")
            person.press(person.form("/start"), {"code": code})
        else:
            person = Respondent(there.app, unit.link).open()
            person.see("You answer as one of Room 12", "Everyone of Room 12 uses the same link")
            person.not_see("Everyone at your school uses the same link").start()
        mine = {"response.unit_id", "draft.unit_id", "code.unit_id"}
        while_answering = filled(there) & mine
        person.answer(A1="2").go().submit().see("Your answers are in")
        by_code = {"code.unit_id"} if there.wave.way_in is WayIn.CODES else set()
        assert while_answering == {"draft.unit_id"} | by_code
        there.close()
        assert filled(there) & mine == {"response.unit_id"} | by_code
        assert mine & said(told, *Until) == {"response.unit_id", "draft.unit_id"} | by_code

    def test_consent_says_who_reads_the_class(self, survey: Make) -> None:
        there = there_in(survey, MODES["anonymous by link"])
        (unit,) = there.store.units.add(there.site, UnitKind.CLASS, [NewUnit("Room 12")])
        Respondent(there.app, unit.link).open().see(
            "Which class or team you answer as: Room 12",
            "If at least 10 of you answer",
            "Nobody else reads it by itself",
        )


def test_every_mode_is_tried() -> None:
    assert set(MODES.values()) | OF_OLD == EVERY_MODE


def test_nothing_else_in_the_database_changes_when_somebody_answers(survey: Make) -> None:
    there = there_in(survey, MODES["confidential by codes"])
    told = {table.name for table in traces.TABLES}

    def rest() -> dict[str, list[object]]:
        with there.store._database.reading() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table))]
                for table in schema.metadata.sorted_tables
                if table.name not in told
            }

    there.store.codes.issue(there.wave, there.site, 1)  # draws the numbers of the slow hash
    before = rest()
    begun(there).submit()
    assert rest() == before


class TestConfidential:
    def test_it_says_who_knows_what_is_held_apart_until_when_and_how_to_have_it_deleted(
        self, survey: Make
    ) -> None:
        there_in(survey, MODES["confidential by codes"]).respondent().open().see(
            "Confidential : Lakeshore network knows who has answered",
            "sees on it who has answered",
            "in a list apart, sealed under a key",
            "on June 30, 2031: by this program",
            "nobody can find out which answers are yours",
            "they can be deleted if you ask for it, by your name or the number of your slip",
            "may remind those who have not",
        ).not_see("Nobody is told who took part", "Everyone at your school uses the same link")

    def test_without_a_day_it_says_that_there_is_none(self, survey: Make) -> None:
        there = survey(ASKED, privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES)
        there.respondent().open().see("It has set no day for that")


class TestIdentified:
    def test_it_says_that_the_name_is_there_and_that_one_may_see_change_and_erase(self, survey: Make) -> None:
        there_in(survey, MODES["identified by codes"]).respondent().open().see(
            "Under your name", "you can see, change and erase them", "so under your name"
        ).not_see("anonymous", "your name, your email address, your internet address")


class TestAnonymous:
    def test_codes_are_said_to_lead_to_no_answers(self, survey: Make) -> None:
        there_in(survey, MODES["anonymous by codes"]).respondent().open().see(
            "nothing leads from a code to answers",
            "whoever knows your code can open what you have begun; afterwards they can find out that it was used",
        ).not_see("Everyone at your school uses the same link")

    def test_a_link_is_said_to_be_the_same_for_all(self, survey: Make) -> None:
        there_in(survey, MODES["anonymous by link"]).respondent().open().see(
            "Everyone at your school uses the same link"
        )
