"""`barograph validate` as a researcher types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import reference
from web.cli import main

INSTRUMENTS = Path(__file__).parents[1] / "instruments"
LQ2002 = str(INSTRUMENTS / "lq2002" / "1.0.0")


def barograph(*words: str) -> Result:
    return CliRunner().invoke(main, ["validate", *words], catch_exceptions=False)


def bfi() -> str:
    return str(reference.data_path("bfi"))


def test_prints_words_then_tables_then_what_to_do_next() -> None:
    result = barograph("big-five-25", bfi())
    assert result.exit_code == 0, result.output
    words, tables, next_steps = (
        result.stdout.index(part) for part in ("What it says", "\nSubscales\n", "\nNext\n")
    )
    assert words < tables < next_steps
    assert ".70" in result.stdout
    assert "3 columns not used" in result.stderr


def test_writes_every_number_as_json(tmp_path: Path) -> None:
    out = tmp_path / "study.json"
    result = barograph("big-five-25", bfi(), "--json", str(out))
    assert result.exit_code == 0, result.output
    study = json.loads(out.read_text())
    reference.assert_agrees("bfi", "A.alpha_cc", study["subscales"]["agreeableness"]["alpha"]["complete"])
    assert study["data"]["n"] == 2800
    assert "2800 responses" in result.stderr


def test_json_to_standard_output_holds_nothing_else() -> None:
    result = barograph("big-five-25", bfi(), "--json", "-")
    assert json.loads(result.stdout)["instrument"]["id"] == "big-five-25"


def test_takes_the_cluster_that_the_definition_names() -> None:
    result = barograph(LQ2002, str(reference.data_path("lq2002")), "--json", "-")
    found = json.loads(result.stdout)
    assert found["provenance"]["choices"]["cluster"] == "COMPID"
    assert found["subscales"]["leadership"]["levels"]["groups"] == 49


def test_reads_a_keyed_file_by_the_map_that_comes_with_the_instrument() -> None:
    path = reference.shared("data", "school-wellbeing", "responses.csv")
    result = barograph("school-wellbeing", str(path), "--cluster", "class", "--json", "-")
    found = json.loads(result.stdout)
    reference.assert_agrees(
        "school-wellbeing", "teach.alpha_cc", found["subscales"]["teachers"]["alpha"]["raw"]
    )
    assert found["items"]["W7"]["turned_in_file"]
    assert found["data"]["keyed"] == ["W12", "W7", "W9"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cluster", "scool"], "scool"),
        (["--group", "nothing"], "nothing"),
        (["--form", "long"], "no form 'long'"),
        (["--json", "no/such/folder/out.json"], "does not exist"),
    ],
)
def test_a_wrong_option_is_refused_in_words(words: list[str], said: str) -> None:
    result = barograph("big-five-25", bfi(), *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_an_item_that_goes_against_the_rest_is_named_and_its_key_questioned(tmp_path: Path) -> None:
    """bfi taken as keyed: A1 was never turned, so alpha falls to .43 and says why."""
    result = barograph("big-five-25", bfi(), "--keyed", "all")
    assert "A1" in result.stdout
    assert "check its key" in result.stdout
    assert "--keyed" in result.stdout
