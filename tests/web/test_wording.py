"""Every sentence of the respondent's pages is in one place, used, and complete."""

import re
from pathlib import Path
from string import Formatter

import pytest

import web
from web.wording import WORDING, count, direction, language_name, say

WEB = Path(web.__file__).parent
SOURCES = [path.read_text() for suffix in ("*.py", "*.html") for path in WEB.rglob(suffix)]
BUILT = re.compile(
    r"(error_\d+|(number|date)_(from|to)|number_from_to|date_from_to|.*_(short|fact)|privacy_\w+)(_title)?"
)


def test_every_sentence_is_used() -> None:
    everything = "\n".join(SOURCES)
    unused = {
        key
        for key in WORDING
        if not BUILT.fullmatch(key)
        and not re.search(rf"""["']{key.removesuffix("_one")}["']""", everything)
        and not re.search(rf"""["']{key.removesuffix("_title")}["']""", everything)
    }
    assert unused == set()


def test_every_sentence_asked_for_is_there() -> None:
    asked = {
        key for text in SOURCES for key in re.findall(r"\b(?:say|count|tell)\(['\"](\w+)['\"][,)]", text)
    }
    assert asked - set(WORDING) == set()


@pytest.mark.parametrize("key", [key for key in WORDING if f"{key}_one" in WORDING])
def test_a_singular_fills_the_same_blanks(key: str) -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert blanks(WORDING[f"{key}_one"]) | {"n"} == blanks(WORDING[key]) | {"n"}


def test_numbers_are_written_as_people_write_them() -> None:
    assert count("length", 2000) == "Up to 2,000 characters"
    assert count("length", 1) == "Up to 1 character"
    assert say("page_of", page=2, pages=8) == "Page 2 of 8"


def test_languages_are_named_and_written_their_own_way() -> None:
    assert (direction("ar"), direction("en-US")) == ("rtl", "ltr")
    assert (language_name("es-MX"), language_name("xx")) == ("Español", "xx")
