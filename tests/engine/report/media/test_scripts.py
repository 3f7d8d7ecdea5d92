"""Signs of other scripts in print: drawn, the right way round, and named where no typeface has them."""

import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import page
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from engine.report.document import BarFigure, Bullets, Column, Document, Section, Table
from engine.report.figures.canvas import room, wrapped
from engine.report.media.glyphs import STAND_IN, drawable, lacking
from engine.report.media.images import figures_of, png_bytes
from engine.report.media.lettering import Letters, lettered
from engine.report.media.to_pdf import page_bytes, pdf_bytes
from engine.report.media.typefaces import FACES, FOLDER, fonts
from tests.engine.report import made_up
from tests.engine.report.small_documents import ORIGIN
from tests.programs import needed

SCHOOLS = {  # "school", or a school's name, in scripts of people who move to the United States
    "Amharic": "ትምህርት ቤት",
    "Arabic": "مدرسة النور الابتدائية",
    "Armenian": "դպրոց",
    "Bengali": "বিদ্যালয়",
    "Burmese": "ကျောင်း",
    "Chinese": "中文學校 学校",
    "Cree": "ᑭᐢᑭᓄᐦᐊᒫᑐᐏᑲᒥᐠ",
    "Georgian": "სკოლა",
    "Greek": "σχολείο",
    "Gujarati": "શાળા",
    "Hebrew": "בית ספר שָׁלוֹם",
    "Hindi": "विद्यालय",
    "Japanese": "がっこう ガッコウ",
    "Kannada": "ಶಾಲೆ",
    "Khmer": "សាលារៀន",
    "Korean": "한국학교",
    "Lao": "ໂຮງຮຽນ",
    "Malayalam": "വിദ്യാലയം",
    "Odia": "ବିଦ୍ୟାଳୟ",
    "Persian": "دبستان گل‌ها",
    "Punjabi": "ਸਕੂਲ",
    "Russian": "школа",
    "Sinhala": "පාසල",
    "Tamil": "பள்ளி",
    "Telugu": "పాఠశాల",
    "Thai": "โรงเรียน",
    "Urdu": "اُردو اسکول",
    "Vietnamese": "Trường tiểu học",
    "emoji": "Thank you 😀 👩\u200d👧 \u2764\ufe0f 🏳\ufe0f\u200d🌈 🇺🇸 1\ufe0f\u20e3",
}
TIBETAN = "བོད་ཡིག"


def _text(made: bytes, folder: Path, *options: str) -> str:
    """The text of a PDF, by another program."""
    (folder / "report.pdf").write_bytes(made)
    program = needed("pdftotext", "poppler-utils")
    told = subprocess.run(
        [program, *options, folder / "report.pdf", "-"], capture_output=True, check=True, timeout=60
    )
    return told.stdout.decode()


def _failures(made: bytes) -> list[str]:
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def _named(words: str, language: str = "en") -> Document:
    """A report with the words in every place that a school's name or a comment can stand in."""
    made = made_up.document()
    (bars,) = [one for one in figures_of(made) if isinstance(one, BarFigure)][:1]
    rows = tuple(replace(row, label=words, text=words) for row in bars.rows)
    own = Section(
        "own",
        words,
        (
            Bullets((words,)),
            Table(words, (Column(words), Column(words, "end")), ((words, "1"),), note=words),
            replace(bars, rows=rows),
        ),
    )
    return replace(
        made, title=words, place=words, context=f"{words} · 1", lead=words, language=language, sections=(own,)
    )


def test_every_typeface_is_found_under_its_name() -> None:
    assert set(FACES) <= set(fonts().families())


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.ttf")), ids=lambda file: file.stem)
def test_no_sign_of_a_typeface_is_an_empty_outline(file: Path) -> None:
    """Such a sign would count as drawn, and print nothing."""
    font = TTFont(file)
    glyphs = font.getGlyphSet()
    empty = set()
    for sign, name in font.getBestCmap().items():
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        if pen.bounds is None and unicodedata.category(chr(sign))[0] in "LNPS":
            empty.add(chr(sign))
    assert empty <= {"\u3164"}  # Hangul's filler, which is a blank


@pytest.mark.parametrize("language", SCHOOLS)
def test_signs_of_a_script_are_printed_as_they_are(language: str) -> None:
    words = SCHOOLS[language]
    assert drawable(words) == words
    assert lacking([words]) == []


@pytest.mark.parametrize("language", SCHOOLS)
def test_a_report_of_a_school_named_in_any_script_is_accessible(language: str, tmp_path: Path) -> None:
    made = pdf_bytes(_named(SCHOOLS[language]))
    assert _failures(made) == []
    assert STAND_IN not in _text(made, tmp_path)


def test_the_one_page_of_a_school_named_in_arabic_is_accessible() -> None:
    assert _failures(page_bytes(_named(SCHOOLS["Arabic"], "ar"))) == []


def test_the_words_of_a_pdf_can_be_searched_and_copied(tmp_path: Path) -> None:
    assert "Oak 中文學校 한국학교" in _text(pdf_bytes(_named("Oak 中文學校 한국학교")), tmp_path)


def test_a_sign_that_no_typeface_has_is_named_at_the_end(tmp_path: Path) -> None:
    said = " ".join(_text(pdf_bytes(_named(f"Oak {TIBETAN}")), tmp_path).split())
    assert f"Oak {STAND_IN}" in said
    assert f"{STAND_IN} stands for signs that the typefaces of this file lack: U+0F56 U+0F7C, U+0F51" in said
    assert lacking([f"Oak {TIBETAN}"])[0] in said


def test_a_report_in_arabic_is_mirrored_and_says_its_language(tmp_path: Path) -> None:
    """Columns begin at the right: the first one's words end farther right than the second one's."""
    ends = {}
    for language in ("en", "ar"):
        made = pdf_bytes(_named("Oak", language))
        assert re.search(rb"/Lang ?\(%s\)" % language.encode(), made)
        assert _failures(made) == []
        boxes = _text(made, tmp_path, "-bbox")
        right = [float(x) for x in re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">(?:Oak|1)</word>', boxes)]
        ends[language] = right[0]
    assert ends["en"] < 150 < 400 < ends["ar"]


SIMPLE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100" height="50">{}</svg>'


def test_words_of_a_figure_that_have_to_be_shaped_are_taken_out_with_their_places() -> None:
    words = '<text x="3" y="4" font-size="14" fill="#000">{}</text>'
    inner = f'<svg x="10" y="20"><g transform="translate(1 2)">{words}</g></svg>'
    found = lettered(SIMPLE.format(inner.format("विद्यालय") + inner.format("Oak Łódź")))
    assert found.letters == (Letters("विद्यालय", 14, 26, 14, "start", False, "#000"),)
    assert "विद्यालय" not in found.svg
    assert "Oak Łódź" in found.svg


def test_a_figure_of_latin_script_stays_to_the_byte() -> None:
    drawing = SIMPLE.format('<text x="3" y="4" font-size="14" fill="#000">Łódź ≥ 5 &amp; “naïve”</text>')
    assert lettered(drawing).svg == drawing


def test_a_picture_shows_other_scripts_and_names_what_it_lacks() -> None:
    (figure, *_) = figures_of(made_up.document())
    plain, chinese, lost = (
        png_bytes(made_up.document(), replace(figure, title=title), ORIGIN)
        for title in ("Oak", "中文", TIBETAN)
    )
    assert len({plain, chinese, lost}) == 3
    heights = [int.from_bytes(made[20:24], "big") for made in (plain, chinese, lost)]
    assert heights[0] == heights[1] < heights[2]


def test_chinese_breaks_between_its_signs_and_not_before_a_stop() -> None:
    rows = wrapped("当新举措到来时，我们会先检查它是否符合我们的目标。", 100, 14, 9)
    assert "".join(rows) == "当新举措到来时，我们会先检查它是否符合我们的目标。"
    assert len(rows) > 2
    assert all(room(row, 14) <= 100 and row[0] not in "，。" for row in rows)


def test_latin_words_break_at_spaces_alone() -> None:
    assert wrapped("one-two  three", 60, 14, 3) == ["one-two", "three"]
