"""The poster: one page a school on either paper, its words whole, its square what a camera reads."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import page
import pytest
import segno
from PIL import Image

from engine.report.document import Paper
from engine.report.handouts.poster import Poster, PosterSide, poster_pdf
from engine.report.media.to_pdf import PAGE
from tests.programs import needed

ADDRESS = "https://surveys.example.org/s/23456789ABCDEFGHJKLMNP/"
SIDE = PosterSide(
    language="en",
    title="Your view of Northgate School",
    lead="This survey asks how we work together.",
    facts=("About 8 minutes, open until May 8, 2027", "It is anonymous."),
    scan="Point your phone’s camera at the square.",
    by_code="Or go to the address below and type the six digits.",
    own_code="",
    draft="",
)
SPANISH = replace(SIDE, language="es", title="Su opinión sobre Northgate School", draft="Borrador")
POSTER = Poster("Northgate School", ADDRESS, "surveys.example.org", "482 913", f"Leads to {ADDRESS}", (SIDE,))
LONG = (
    "The Very Reverend Doctor Ebenezer Featherstonehaugh-Cholmondeley Memorial Elementary and Middle School "
)


def failures(made: bytes) -> list[str]:
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def words_of(made: bytes, path: Path) -> str:
    (path / "poster.pdf").write_bytes(made)
    program = needed("pdftotext", "poppler-utils")
    text = subprocess.run(
        [program, "-layout", path / "poster.pdf", "-"], capture_output=True, text=True, check=True
    )
    return " ".join(text.stdout.split())


def test_holds_all_that_it_is_to_say(tmp_path: Path) -> None:
    made = poster_pdf([POSTER], "letter", "Poster")
    said = words_of(made, tmp_path)
    for words in (SIDE.title, SIDE.lead, *SIDE.facts, "surveys.example.org", "482 913"):
        assert words in said
    assert failures(made) == []


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("longer", [False, True], ids=["usual", "long"])
@pytest.mark.parametrize("sides", [(SIDE,), (SIDE, SPANISH)], ids=["one", "two"])
def test_is_one_page_however_long_its_words(
    paper: Paper, longer: bool, sides: tuple[PosterSide, ...]
) -> None:
    if longer:
        sides = tuple(replace(one, title=LONG * 2, lead=LONG * 4, facts=(LONG,) * 3) for one in sides)
    made = poster_pdf([replace(POSTER, sides=sides)], paper, "Poster")
    assert len(PAGE.findall(made)) == 1
    assert failures(made) == []


def test_paper_is_what_was_asked_for() -> None:
    sizes = {}
    for paper in ("letter", "a4"):
        box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", poster_pdf([POSTER], paper, "Poster"))
        assert box is not None
        sizes[paper] = tuple(round(float(one)) for one in box.groups())
    assert sizes == {"letter": (612, 792), "a4": (595, 842)}


def test_both_languages_stand_on_one_page_each_marked_as_what_it_is(tmp_path: Path) -> None:
    made = poster_pdf([replace(POSTER, sides=(SIDE, SPANISH))], "a4", "Poster")
    said = words_of(made, tmp_path)
    assert SIDE.title in said
    assert SPANISH.title in said
    assert "Borrador" in said
    assert set(re.findall(rb"/Lang ?\((\w+)\)", made)) == {b"en", b"es"}


def test_each_school_has_a_page() -> None:
    schools = [replace(POSTER, school=f"School {number}") for number in range(3)]
    assert len(PAGE.findall(poster_pdf(schools, "letter", "Posters"))) == 3


def test_without_digits_the_whole_address_stands_there(tmp_path: Path) -> None:
    short = ADDRESS.removeprefix("https://").rstrip("/")
    made = poster_pdf([replace(POSTER, code="", short_address=short)], "letter", "Poster")
    assert short in words_of(made, tmp_path).replace(" ", "")


def test_the_square_on_the_page_is_the_code_of_the_address(tmp_path: Path) -> None:
    """The picture is read module by module and held against what the address makes."""
    (tmp_path / "poster.pdf").write_bytes(poster_pdf([POSTER], "letter", "Poster"))
    program = needed("pdftoppm", "poppler-utils")
    command = [program, "-r", "200", "-gray", "-png", "-singlefile", tmp_path / "poster.pdf"]
    subprocess.run([*command, tmp_path / "poster"], check=True)
    picture = Image.open(io.BytesIO((tmp_path / "poster.png").read_bytes())).convert("L")
    wanted = [[bool(cell) for cell in row] for row in segno.make(ADDRESS, error="m", micro=False).matrix]
    assert read_square(picture, len(wanted)) == wanted


def read_square(picture: Image.Image, modules: int) -> list[list[bool]]:
    """The modules of the square: between its own dark edges, which are those of the largest dark block."""
    left, top, size = place_of_square(picture)
    step = size / modules
    return [
        [
            picture.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) < 128  # type: ignore[operator]
            for x in range(modules)
        ]
        for y in range(modules)
    ]


def place_of_square(picture: Image.Image) -> tuple[int, int, int]:
    """Where it begins and how wide it is: its first row holds two long dark runs of one length, at its ends."""
    wide, tall = picture.size
    for y in range(tall):
        row = [bool(value < 128) for value in picture.crop((0, y, wide, y + 1)).tobytes()]
        runs = dark_runs(row)
        long = [(start, length) for start, length in runs if length > wide // 20]
        if len(long) >= 2 and long[0][1] == pytest.approx(long[-1][1], abs=3):
            first, last = long[0], long[-1]
            return first[0], y, last[0] + last[1] - first[0]
    raise AssertionError("no square on the page")


def dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    runs, start = [], None
    for place, dark in enumerate([*row, False]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            runs.append((start, place - start))
            start = None
    return runs
