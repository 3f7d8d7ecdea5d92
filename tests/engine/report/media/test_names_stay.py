"""A name is printed as it is written in every medium: never a number, never markup, never a formula."""

import csv
import html as escaping
import io
import json
import re
import subprocess
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from engine.report.document import Bullets, DefinitionList, Document, Paragraph, Section, table
from engine.report.media.images import svg_text
from engine.report.media.to_csv import csv_text
from engine.report.media.to_html import html
from engine.report.media.to_json import json_text
from engine.report.media.to_pdf import pdf_bytes
from engine.report.media.to_text import text
from engine.report.media.to_xlsx import xlsx_bytes
from engine.report.study.apa import passages
from engine.validation.prose import Prose
from tests.engine.report.small_documents import ORIGIN, figure
from tests.programs import needed

NAMES = ("0.1.0", "wave 01.csv", "007", "1e5", "-0.50", "*a* _b_ #c $x$ @d", "<b>&amp;</b>", "A -- B ... C")


def named(name: str) -> Document:
    """A document that has a name wherever one may stand."""
    return Document(
        title=name,
        context=f"{name} · context",
        lead=name,
        sections=(
            Section(
                "one",
                name,
                (
                    Paragraph(name),
                    Paragraph(name, strong=True),
                    Bullets((name,)),
                    DefinitionList(((name, name),)),
                    *passages(Prose((f"Studied was {name}, M = 3.42.",), (name,))),
                    table(name, (name, name), (name,), ((name, name, name),), note=name),
                    figure(name),
                ),
            ),
        ),
        tags=(name,),
        provenance=(name,),
        place=name,
    )


def _of_pdf(made: Document) -> str:
    run = [str(needed("pdftotext", "poppler-utils")), "-raw", "-", "-"]
    return subprocess.run(
        run, input=pdf_bytes(made), capture_output=True, check=True, timeout=60
    ).stdout.decode()


def _of_html(made: Document) -> str:
    return escaping.unescape(
        re.sub(r"<style>.*?</style>|<(?!b>&amp;)/?[a-z!][^>]*>", " ", html(made), flags=re.DOTALL)
    )


def _of_xlsx(made: Document) -> str:
    book = load_workbook(io.BytesIO(xlsx_bytes(made, ORIGIN)))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )


MEDIA: dict[str, tuple[Callable[[Document], str], int]] = {
    "terminal": (text, 12),
    "pdf": (_of_pdf, 15),
    "html": (_of_html, 15),
    "xlsx": (_of_xlsx, 12),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("medium", MEDIA)
def test_a_name_stays_as_it_is_written(medium: str, name: str) -> None:
    render, least = MEDIA[medium]
    assert " ".join(render(named(name)).split()).count(name) >= least


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_in_files_for_programs(name: str) -> None:
    made = named(name)
    rows = list(csv.DictReader(io.StringIO(csv_text(made, ORIGIN))))
    assert {row["text"].removeprefix("'") for row in rows} >= {name}
    assert {row["value"] for row in rows if row["text"].removeprefix("'") == name} == {""}
    assert json.loads(json_text(made, ORIGIN))["title"] == name
    assert f">{escaping.escape(name, quote=False)}<" in svg_text(made, figure(name), ORIGIN)
