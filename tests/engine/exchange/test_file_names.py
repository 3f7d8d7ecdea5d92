"""Names of files hold what they are of in any script, and nothing that a system or a reader trips over."""

import unicodedata

import pytest

from engine.exchange.file_names import ascii_name, file_name, unlike

NAMES = {
    "Ivy Bend Elementary School": "Ivy Bend Elementary School - Fall - small.pdf",
    "École Saint-Exupéry": "Ecole Saint-Exupery - Fall - small.pdf",
    "مدرسة النور": "Fall - small.pdf",
    "北京市第四中学": "Fall - small.pdf",
    "🌻 Sunflower 👩\u200d🏫": "Sunflower - Fall - small.pdf",
}


@pytest.mark.parametrize(("school", "plain"), NAMES.items())
def test_begins_with_the_school_and_the_wave_in_any_script(school: str, plain: str) -> None:
    name = file_name("pdf", school, "Fall", "small")
    assert name == f"{school} - Fall - small.pdf"
    assert ascii_name(name) == plain


def test_decomposed_letters_are_composed() -> None:
    assert file_name("pdf", unicodedata.normalize("NFD", "École")) == "École.pdf"


@pytest.mark.parametrize(
    "word",
    [
        "../../etc/passwd",
        "C:\\Windows\\x",
        'a"b; filename="evil.exe',
        "a\r\nSet-Cookie: x=1",
        "abc\u202efdp.exe",
        "\x00\x1f\x7f\u2028\ufeff",
        ".hidden",
        "...",
        "-rf",
        "a|b<c>d?e*f",
        "\ud800",
    ],
)
def test_no_sign_leads_to_a_folder_is_unseen_or_ends_the_header(word: str) -> None:
    for name in (made := file_name("pdf", word, "Fall"), ascii_name(made)):
        assert name.endswith("Fall.pdf")
        assert not set(name) & set('\\/:*?"<>|\r\n')
        assert not any(unicodedata.category(sign).startswith("C") for sign in name)
        assert name[0] not in ". -"
    assert ascii_name(made).isascii()


@pytest.mark.parametrize("sign", ["x", "é", "校", "👩\u200d🏫", "👍🏽", "कि"])
def test_a_long_name_is_cut_between_signs_and_fits_every_system(sign: str) -> None:
    name = file_name("pdf", sign * 200, sign * 200, "full report", "small")
    assert len(name.encode()) <= 240
    first = name.split(" - ")[0]
    assert 60 <= len(first.encode()) <= 80
    assert first == sign * (len(first) // len(sign))


def test_nothing_but_unseen_signs_is_still_a_file() -> None:
    assert file_name("pdf", "\u202e", "") == "file.pdf"
    assert ascii_name(file_name("pdf", "学校")) == "file.pdf"


def test_a_name_that_is_taken_gets_a_number_after_the_school() -> None:
    taken = {"oak - fall.pdf", "oak - fall (2).pdf"}
    assert unlike("OAK - Fall.pdf", taken) == "OAK - Fall (3).pdf"
    assert unlike("Elm - Fall.pdf", taken) == "Elm - Fall.pdf"
