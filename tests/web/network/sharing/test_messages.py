"""The three messages: what they name, in which languages, and on which days they are due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from engine.instrument.model import Audience
from engine.language import Language
from tests.web.visitor import Office
from web.network.sharing.handout import Handout, days_of, handout_of, next_message
from web.network.sharing.messages import messages

ADDRESS = "https://here.example/s/x/"


@pytest.fixture
def handout(office: Office) -> Handout:
    start = "https://here.example/"
    return Handout(office.open, "North School", ADDRESS, start, Audience.STAFF, 8)


def test_a_message_names_school_wave_minutes_purpose_link_and_last_day(handout: Handout) -> None:
    first = messages(replace(handout, purposes={"en": "This survey asks how we work."}))[0]
    last = handout.wave.closes
    assert first.subject == "Your view of North School: “Spring”"
    for words in (
        "Dear colleagues,\n\nfrom today on you can answer “Spring”.",
        "It takes about 8 minutes. This survey asks how we work.",
        ADDRESS,
        f"It is open until {last:%B} {last.day}, {last.year}.",
        "Taking part is voluntary",
    ):
        assert words in first.text


def test_messages_come_in_each_language_of_the_wave_and_a_draft_says_so(handout: Handout) -> None:
    both = replace(handout, wave=replace(handout.wave, languages=("en", "es")))
    texts = messages(both)
    assert [one.language for one in texts] == ["en"] * 3 + ["es"] * 3
    assert "Participar es voluntario" in texts[3].text
    assert "Toma unos 8 minutos." in texts[3].text
    assert all(ADDRESS in one.text for one in texts)
    assert (texts[0].draft, texts[3].draft) == ("", Language.of("es").say("report.draft"))
    foreign = replace(handout, wave=replace(handout.wave, languages=("fr",)))
    assert {one.language for one in messages(foreign)} == {"en"}


def test_a_purpose_stands_only_in_the_languages_that_say_it(handout: Handout) -> None:
    both = replace(
        handout, wave=replace(handout.wave, languages=("en", "es")), purposes={"en": "It asks how we work."}
    )
    texts = messages(both)
    assert ["It asks how we work." in one.text for one in texts] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("audience", "greeting"),
    [
        (Audience.CLASSIFIED_STAFF, "Dear colleagues,"),
        (Audience.FAMILIES, "Dear families,"),
        (Audience.STUDENTS, "Dear students,"),
        (Audience.ANY, "Hello,"),
    ],
)
def test_each_audience_has_its_greeting(handout: Handout, audience: Audience, greeting: str) -> None:
    assert messages(replace(handout, audience=audience))[0].text.startswith(greeting)


def test_digits_and_own_codes_are_told_where_there_are_any(handout: Handout) -> None:
    plain = messages(handout)[0].text
    assert "six digits" not in plain
    assert "code of your own" not in plain
    told = messages(replace(handout, code="482 913"))[0].text
    assert "type these six digits at https://here.example/: 482 913" in told
    told = messages(replace(handout, by_codes=True))[0].text
    assert "the code of your own that you are given. It works once, and can be typed at" in told


def test_a_mail_program_gets_the_whole_message(handout: Handout) -> None:
    first = messages(replace(handout, school="Ärger & Co? #1"))[0]
    parts = urlsplit(first.by_mail)
    assert (parts.scheme, parts.path, parts.fragment) == ("mailto", "", "")
    found = parse_qs(parts.query, strict_parsing=True)
    assert found["subject"] == [first.subject]
    assert found["body"] == [first.text.replace("\n", "\r\n")]
    assert "+" not in unquote(parts.query).replace(first.subject, "")  # mail programs keep a plus


def test_messages_are_due_on_the_first_day_half_way_and_two_days_before_the_end(handout: Handout) -> None:
    def lasting(days: int) -> Handout:
        opens = datetime(2026, 5, 4, tzinfo=UTC)
        wave = replace(handout.wave, opens=opens, closes=opens + timedelta(days=days, hours=23))
        return replace(handout, wave=wave)

    assert days_of(lasting(20).wave) == (date(2026, 5, 4), date(2026, 5, 14), date(2026, 5, 22))
    assert days_of(lasting(4).wave) == (date(2026, 5, 4), None, date(2026, 5, 6))
    assert days_of(lasting(1).wave) == (date(2026, 5, 4), None, None)
    wave = lasting(20).wave
    assert next_message(wave, datetime(2026, 5, 1, tzinfo=UTC)) == (0, date(2026, 5, 4))
    assert next_message(wave, datetime(2026, 5, 5, tzinfo=UTC)) == (1, date(2026, 5, 14))
    assert next_message(wave, datetime(2026, 5, 14, 20, tzinfo=UTC)) == (1, date(2026, 5, 14))
    assert next_message(wave, datetime(2026, 5, 23, tzinfo=UTC)) is None
    assert next_message(wave, datetime(2026, 5, 26, tzinfo=UTC)) is None


def test_a_handout_takes_its_minutes_from_the_form(office: Office) -> None:
    site = office.store.sites.of(office.open)[0]
    made = handout_of(office.store, office.open, site, "https://here.example")
    assert (made.minutes, made.address) == (8, f"https://here.example/s/{site.link}/")
