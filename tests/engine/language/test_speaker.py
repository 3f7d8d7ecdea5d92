"""A language says numbers, days, lists and plurals by its customs, and nothing falls back in silence."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.language import CatalogueError, Language, direction, own_name

SENTENCES = """
hello = "Dzień dobry, {name}"
people = { one = "{n} osoba", few = "{n} osoby", many = "{n} osób", other = "{n} osoby" }
"""


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Language:
    """A language more, in a folder of one's own."""
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl" / "respondent.toml").write_text(SENTENCES, encoding="utf-8")
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    return Language.of("pl")


def test_numbers_are_written_as_people_write_them() -> None:
    english = Language.of("en")
    assert english.count("length", 2000) == "Up to 2,000 characters"
    assert english.count("length", 1) == "Up to 1 character"
    assert english.say("page_of", page=2, pages=8) == "Page 2 of 8"
    assert (english.number(-1234.567, 1), english.number(-0.04, 1)) == ("−1,234.6", "0.0")
    assert (english.number(0.1 + 0.2, None), english.number(-4, None)) == ("0.3", "−4")
    assert (english.percent(0.625), english.percent(0.6251, 1)) == ("62%", "62.5%")


def test_days_and_lists_are_written_as_people_write_them() -> None:
    english = Language.of("en")
    assert english.date(date(2027, 5, 8)) == english.date("2027-05-08T10:00") == "May 8, 2027"
    assert english.moment(datetime(2027, 5, 8, 14, 5, tzinfo=UTC)).startswith("May 8, 2027, 2:05")
    assert english.list(["a"]) == "a"
    assert (english.list(["a", "b"]), english.list(["a", "b", "c"], "or")) == ("a and b", "a, b, or c")


def test_a_plural_follows_the_language(polish: Language) -> None:
    said = [polish.count("people", n) for n in (1, 3, 5, 22, 1000)]
    assert said == ["1 osoba", "3 osoby", "5 osób", "22 osoby", "1\N{NO-BREAK SPACE}000 osób"]
    assert polish.number(2.5, 1) == "2,5"


def test_a_country_changes_numbers_and_not_words(polish: Language) -> None:
    assert Language.of("en-GB").say("send") == Language.of("en").say("send")
    assert Language.of("en-GB").date("2027-05-08") == "8 May 2027"
    assert Language.of("en-GB").tag == "en"


def test_what_is_missing_is_told_and_never_said_in_english(polish: Language) -> None:
    with pytest.raises(CatalogueError, match="no catalogue in 'xx'; there are en"):
        Language.of("xx")
    with pytest.raises(CatalogueError, match="pl: no catalogue holds 'send'"):
        polish.say("send")
    with pytest.raises(CatalogueError, match="nothing was given for 'name' in 'hello'"):
        polish.say("hello", title="Dr")
    with pytest.raises(CatalogueError, match="ask `count`"):
        polish.say("people")
    with pytest.raises(CatalogueError, match="ask `say`"):
        polish.count("hello", 2)


def test_the_nearest_language_is_english_and_says_that_it_is_not_the_page_s(polish: Language) -> None:
    assert Language.nearest("xx").tag == "en"
    assert not Language.nearest("xx").speaks("xx")
    assert Language.nearest("pl-PL") is Language.of("pl-PL")
    assert Language.nearest("pl-PL").speaks("pl")
    assert "pl" in [language.tag for language in Language.all()]


def test_a_language_that_cldr_lacks_names_one_whose_numbers_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    for name in ("qps", "qqq"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "respondent.toml").write_text('hello = "¡Ĥéļļö!"', encoding="utf-8")
    (tmp_path / "qqq" / "language.toml").write_text('locale = "de"\nname = "Pseudo"', encoding="utf-8")
    assert (Language.of("qqq").name, Language.of("qqq").number(2.5, 1)) == ("Pseudo", "2,5")
    with pytest.raises(CatalogueError, match=r"CLDR does not know the locale 'qps'; .* language\.toml"):
        Language.of("qps")


def test_languages_are_named_and_written_their_own_way() -> None:
    assert (direction("ar"), direction("en-US"), direction("xx")) == ("rtl", "ltr", "ltr")
    assert (own_name("es-MX"), own_name("xx"), Language.of("en").name) == ("Español", "xx", "English")


def test_english_has_been_read_by_a_speaker() -> None:
    assert Language.of("en").reviewed("respondent")
    assert not Language.of("en").reviewed("no such part")
