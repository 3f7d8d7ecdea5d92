"""Files for other tools are read by what others wrote: pyxform, fhir.resources, SurveyJS. REDCap takes the names."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.commands.export_definition import export_definition
from engine.exchange.outward.formats.redcap import HEADER, field_name
from engine.exchange.outward.table import OUTWARD, written
from engine.loading import catalog

ALL_KINDS = "team-meeting-check"
NAMES = sorted({entry.id for entry in catalog.list_instruments() if entry.own_texts and not entry.problems})


def file_of(name: str, format: str) -> bytes:
    instrument = catalog.find(name)
    return written(instrument, instrument.forms[0], OUTWARD[format])[0]


@pytest.mark.parametrize("name", NAMES)
def test_pyxform_takes_every_xlsform(name: str, tmp_path: Path) -> None:
    from pyxform.xls2xform import convert

    path = tmp_path / "form.xlsx"
    path.write_bytes(file_of(name, "xlsform"))
    found = convert(path, validate=False)
    assert "<h:html" in found.xform
    for item in catalog.find(name).forms[0].items:
        assert f"/{item}" in found.xform or f"/{item}_" in found.xform


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_of_fhir_takes_every_questionnaire(name: str) -> None:
    from fhir.resources.R4B.questionnaire import Questionnaire

    found = Questionnaire.model_validate_json(file_of(name, "fhir"))
    assert found.status == "draft"
    assert found.item


def test_points_in_fhir_are_turned_where_an_item_is_reversed() -> None:
    instrument = catalog.find("big-five-25")
    reversed_item = next(item for item in instrument.items if item.reverse)
    found = json.loads(file_of("big-five-25", "fhir"))
    item = next(one for one in every_item(found) if one["linkId"] == reversed_item.id)
    points = {
        option["valueCoding"]["code"]: option["extension"][0]["valueDecimal"]
        for option in item["answerOption"]
        if "extension" in option
    }
    assert points == {
        str(option.value): reversed_item.low + reversed_item.high - float(option.value)
        for option in reversed_item.options
    }


def every_item(resource: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for item in resource.get("item", []):
        found += [item, *every_item(item)]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_redcap_gets_its_header_and_names_that_it_takes(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(file_of(name, "redcap").decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == HEADER
    names = [row["Variable / Field Name"] for row in rows]
    assert names[0] == "record_id"
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z](?:[a-z0-9]|_(?!_))*", one) and not one.endswith("_") for one in names)
    for row in rows:
        asked = re.findall(r"\[([^\]()]+)(?:\([^)]*\))?\]", row["Branching Logic (Show field only if...)"])
        assert set(asked) <= set(names)
        if row["Field Type"] in ("radio", "checkbox"):
            choices = row["Choices, Calculations, OR Slider Labels"].split(" | ")
            assert all(re.fullmatch(r"-?\w+, .+", choice) for choice in choices), row


def test_field_names_are_made_unique() -> None:
    taken: set[str] = set()
    assert [field_name(id, taken) for id in ("Q-1", "q_1", "9lives", "__")] == [
        "q_1",
        "q_1_2",
        "q_9lives",
        "field",
    ]


def test_the_command_writes_a_file_and_tells_what_it_does_not_say(tmp_path: Path) -> None:
    out, losses = tmp_path / "form.xlsx", tmp_path / "losses.json"
    asked = [ALL_KINDS, "--to", "xlsform", "-o", str(out), "--losses", str(losses)]
    ran = CliRunner().invoke(export_definition, asked)
    assert ran.exit_code == 0, ran.output
    assert out.read_bytes().startswith(b"PK")
    report = json.loads(losses.read_text(encoding="utf-8"))
    assert (report["format"], report["form"]) == ("xlsform", catalog.find(ALL_KINDS).forms[0].id)
    assert {"non_answer", "kind_changed"} <= {loss["code"] for loss in report["losses"]}
    assert all(loss["why"] and loss["remedy"] for loss in report["losses"])


@pytest.mark.parametrize(("more", "said"), [(["--form", "absent"], "absent"), (["--language", "tlh"], "tlh")])
def test_what_there_is_not_is_refused_in_words(more: list[str], said: str, tmp_path: Path) -> None:
    asked = [ALL_KINDS, "--to", "fhir", "-o", str(tmp_path / "x.json"), *more]
    ran = CliRunner().invoke(export_definition, asked)
    assert ran.exit_code != 0
    assert said in ran.output
    assert not (tmp_path / "x.json").exists()


def test_the_list_names_every_format_and_paper_is_one(tmp_path: Path) -> None:
    told = CliRunner().invoke(export_definition, ["--list"])
    assert told.exit_code == 0
    assert [line.split()[0] for line in told.output.splitlines()] == [*OUTWARD, "pdf", "html"]
    page = tmp_path / "form.html"
    ran = CliRunner().invoke(export_definition, [ALL_KINDS, "--to", "html", "-o", str(page)])
    assert ran.exit_code == 0, ran.output
    assert catalog.find(ALL_KINDS).title in page.read_text(encoding="utf-8")
    for more in (["--losses", "l.json"], ["--language", "en", "--language", "es"], ["-o", "form.pdf"]):
        asked = [ALL_KINDS, "--to", "html", "-o", str(page), *more]
        assert CliRunner().invoke(export_definition, asked).exit_code == 2, more


def test_texts_of_others_stay_out() -> None:
    instrument = catalog.find("school-wellbeing")
    data, remarks = written(instrument, instrument.forms[0], OUTWARD["surveyjs"])
    assert "texts_of_others" in {loss.code for loss in remarks.losses}
    shown = {
        one["title"] for page in json.loads(data)["pages"] for one in every_element(page) if "title" in one
    }
    assert {item.id for item in instrument.items} <= shown


def every_element(group: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for element in group.get("elements", []):
        found += [element, *every_element(element)]
    return found
