"""A translators' sheet goes out and comes back, in both formats, with everything that is wrong at once."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from engine.authoring.translation_sheet import SheetText, as_csv, as_xlsx, read_sheet
from engine.authoring.translation_texts import (
    catalogues,
    instrument_texts,
    own_standings,
    own_texts,
    standing,
    translation_yaml,
    young_texts,
)
from engine.instrument.translation import names, texts
from engine.language import Language
from engine.language.catalogue import SHIPPED, load
from engine.loading import catalog
from engine.problems import Refused
from tests.engine.authoring.translators_sheets import GOOD, TEXTS, WRONG_SHEETS, sheet_problems
from tests.pseudo import pseudo, pseudo_texts
from web.cli import main

KINDS = Path(__file__).parents[1] / "kinds"


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_sheet_comes_back_as_it_was_sent(write) -> None:
    said = read_sheet(write(TEXTS), "sheet", TEXTS)
    assert said == {text.id: text.translation or text.source for text in TEXTS}


def test_words_that_a_spreadsheet_might_run_come_back_as_they_were() -> None:
    texts = [SheetText("title", "title", "=A1+1", "-fórmula")]
    assert "'=A1+1" in as_csv(texts).decode("utf-8-sig")
    assert read_sheet(as_csv(texts), "sheet", texts) == {"title": "-fórmula"}
    book = load_workbook(io.BytesIO(as_xlsx(texts)))
    assert [cell.data_type for cell in book.worksheets[0][2]][:4] == ["s"] * 4


@pytest.mark.parametrize("code", WRONG_SHEETS)
def test_each_thing_that_can_be_wrong_is_told(code: str) -> None:
    assert code in {problem.code for problem in sheet_problems(code)}


def test_everything_that_is_wrong_is_told_at_once_with_its_row() -> None:
    wrong = GOOD.replace("items.M1.text", "items.M2.text").replace(
        "Reuniones de {n} personas", "Reuniones de {m}"
    )
    wrong = wrong.replace("Nada cierto", "") + "title,title,Meetings of {n} people,Juntas,\n"
    with pytest.raises(Refused) as refused:
        read_sheet(wrong.encode(), "translated.csv", TEXTS)
    assert [str(problem) for problem in refused.value.problems] == [
        "translated.csv, row 2: sheet_twice: 'title' stands in row 7 too; keep one of the rows",
        "translated.csv, row 6: sheet_id: no text has the id 'items.M2.text'; did you mean 'items.M1.text'?",
        "translated.csv, row 7: sheet_blank: the translation of 'title' lacks {n}; what stands in braces is filled in:"
        " keep each once, as it is in the source",
        "translated.csv, row 3: sheet_empty: 'response_scales.true3.1' has no translation; translate it, or read the"
        " sheet with --partial, which leaves it in the source language",
        "translated.csv: sheet_missing: there is no row 'items.M1.text'; put it back as it was sent",
        "translated.csv: sheet_scale: the scale 'true3' has 1 of 2 labels; 1 stay in the source language; translate"
        " all labels of a scale, or none",
    ]


def test_what_is_empty_may_stay_in_the_source_language_but_not_a_part_of_a_scale() -> None:
    without = GOOD.replace("Terminan a tiempo.", "")
    assert "items.M1.text" not in read_sheet(without.encode(), "sheet", TEXTS, partial=True)
    with pytest.raises(Refused, match="sheet_scale"):
        read_sheet(GOOD.replace("Nada cierto", "").encode(), "sheet", TEXTS, partial=True)


def test_a_file_that_is_no_sheet_is_refused() -> None:
    for raw in (b"PK\x03\x04 no workbook", b"\xff\xfe\x00", b""):
        with pytest.raises(Refused):
            read_sheet(raw, "sheet", TEXTS)


@pytest.mark.parametrize("name", [KINDS, "collective-leadership", "educator-efficacy", "big-five-25"])
def test_an_instrument_s_translation_is_written_as_it_is_read(name, tmp_path: Path) -> None:
    folder = catalog.folder(name)
    source = catalog.definition(folder).instrument
    wanted = dict(pseudo_texts(source, "fr").texts)
    for file in folder.glob("*.yaml"):
        if file.name != "es.yaml":
            (tmp_path / source.id / source.version).mkdir(parents=True, exist_ok=True)
            (tmp_path / source.id / source.version / file.name).write_bytes(file.read_bytes())
    (tmp_path / "constructs").symlink_to(
        next(iter((folder / "constructs", folder.parents[1] / "constructs")))
    )
    place = tmp_path / source.id / source.version
    if (folder / "constructs").exists():
        (place / "constructs").symlink_to(folder / "constructs")
    (place / "fr.yaml").write_text(translation_yaml("fr", wanted), encoding="utf-8")
    found = catalog.definition(place)
    assert dict(found.translations["fr"].texts) == wanted
    assert standing(source, found.translations["fr"]).missing == ()
    assert {text.id for text in instrument_texts(source, None)} == {*texts(source), *names(source)}


def test_barograph_s_own_sentences_become_catalogues_of_a_language_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = [SheetText(text.id, text.where, text.source, pseudo(text.source)) for text in own_texts("uk")]
    said = read_sheet(as_csv(sheet), "sheet", sheet)
    (tmp_path / "uk").mkdir()
    for part, text in catalogues(said).items():
        (tmp_path / "uk" / f"{part}.toml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "uk").reviewed == frozenset()
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    ukrainian = Language.of("uk")
    assert ukrainian.say("send") == pseudo("Send my answers")
    assert ukrainian.count("questions", 3) == f"3 {pseudo('questions')}"
    found = [one.missing for one in own_standings() if one.language == "uk"]
    assert len(found) >= 3
    assert set(found) == {()}


def test_the_commands_say_what_they_did_and_write_nothing_where_anything_is_wrong(tmp_path: Path) -> None:
    def run(*arguments: object, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["translation", *map(str, arguments)])
        assert result.exit_code == code, result.output
        return result.output

    sheet, target = tmp_path / "sheet.xlsx", tmp_path / "es.yaml"
    assert "175 of 175 texts  draft" in run("status", "collective-leadership@1.0.0")
    assert "214 texts written to" in run("sheet", "collective-leadership@1.0.0", "es", "-o", sheet)
    assert "as a draft" in run("read", sheet, "collective-leadership@1.0.0", "es", "-o", target)
    assert target.read_text().startswith("language: es\nreviewed: false\n")
    target.unlink()
    run("sheet", "collective-leadership@1.0.0", "ht", "-o", tmp_path / "ht.csv")
    told = run("read", tmp_path / "ht.csv", "collective-leadership@1.0.0", "ht", "-o", target, code=1)
    assert "214 problems" in told
    assert not target.exists()
    run("sheet", "constructs/system-conditions", "es", "-o", tmp_path / "map.csv")
    run("read", tmp_path / "map.csv", "constructs/system-conditions", "es", "-o", target)
    assert 'meaning: "Las personas comparten un rumbo' in target.read_text()
    assert "sheet.txt" in run(
        "sheet", "collective-leadership@1.0.0", "es", "-o", tmp_path / "sheet.txt", code=1
    )
    assert "belong to others" in run("sheet", "school-wellbeing", "es", "-o", sheet, code=1)


def test_what_is_said_otherwise_to_children_goes_out_and_comes_back(tmp_path: Path) -> None:
    spanish = load(SHIPPED / "es")
    texts = young_texts("es")
    rows = {text.id: text for text in texts}
    start = rows["respondent.young.consent_lead"]
    assert (start.source, start.translation) == (
        spanish.sentences["consent_lead"],
        spanish.young["consent_lead"],
    )
    for part, text in catalogues(read_sheet(as_xlsx(texts), "sheet", texts)).items():
        assert part.endswith(".young")
        (tmp_path / f"{part}.toml").write_text(text, encoding="utf-8")
        (tmp_path / f"{part.removesuffix('.young')}.toml").write_text(
            (SHIPPED / "es" / f"{part.removesuffix('.young')}.toml").read_text("utf-8"), "utf-8"
        )
    assert load(tmp_path).young == spanish.young


def test_of_a_number_children_are_told_in_all_its_forms_or_in_none() -> None:
    texts = young_texts("es")
    lost = [replace(text, translation="") if text.id.endswith("ranking_hint#one") else text for text in texts]
    with pytest.raises(Refused, match=r"'respondent\.young\.ranking_hint#one' has no translation"):
        read_sheet(as_csv(lost), "sheet.csv", texts)
    assert read_sheet(as_csv([]), "sheet.csv", texts) == {}
