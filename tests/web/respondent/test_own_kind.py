"""A kind of item that the project does not have: a row, a field and a macro, and it works from file to codebook."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from jinja2 import ChoiceLoader, DictLoader

from engine.disclosure.responses_file import Released
from engine.exchange.deidentified_csv import write_deidentified
from engine.exchange.response_csv import read_responses
from engine.instrument.canonical import canonical_text, from_canonical
from engine.instrument.kinds import KINDS, ONE_OPTION
from engine.instrument.model import Instrument, Kind, MeasurementLevel
from engine.instrument.reading import read_option
from engine.loading.folder import load, problems
from engine.loading.json_schema import json_schema
from engine.report.codebook import codebook_document
from engine.report.media.to_html import html
from engine.responses.codebook import codebook
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, layout
from engine.responses.scoring import score_answers
from engine.store import Store
from tests.engine.loading.small_files import SMALL, write
from tests.web.conftest import Clock, open_survey
from web.cli import main
from web.respondent.forms import FIELDS, ChoiceField, FieldRow

THUMBS = Kind(
    "thumbs",
    "a thumb that points somewhere",
    read_option,
    needs=("options",),
    may=("non_answers", "reverse"),
    coding=ONE_OPTION,
    fewest_options=2,
    scored=True,
    measure=MeasurementLevel.ORDINAL,
)
MACRO = """
{% macro thumbs(field) %}
<fieldset class="thumbs" id="q-{{ field.item.id }}">
<legend>{{ field.item.text }}</legend>
{% for choice in field.options %}
{{ option(field, choice, "radio", loop.index, "thumb") }}
{% endfor %}
{{ aside(field, "radio") }}
</fieldset>
{% endmacro %}
"""
UP_OR_DOWN = "options: [{value: 0, label: Down}, {value: 1, label: Up}]"
ITEMS = f"""\
items:
  - {{id: A1, text: One., kind: thumbs, {UP_OR_DOWN}}}
  - {{id: A2, text: Two., kind: thumbs, {UP_OR_DOWN}, reverse: true, non_answers: {{unsure: I am not sure}}}}
"""


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, THUMBS.name, THUMBS)
    monkeypatch.setitem(FIELDS, THUMBS.name, FieldRow(ChoiceField, "thumbs"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    before, _, rest = SMALL.partition("response_scales:")
    return write(tmp_path, before + ITEMS + rest[rest.index("subscales:") :])


@pytest.fixture
def thumbs(folder: Path) -> Instrument:
    return load(folder)


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_is_defined(folder: Path, thumbs: Instrument) -> None:
    assert [(item.kind, item.closed, item.reverse) for item in thumbs.items] == [
        (THUMBS, True, False),
        (THUMBS, True, True),
    ]
    assert from_canonical(canonical_text(thumbs)).items == thumbs.items
    schema = json_schema()["$defs"]["ItemEntry"]
    assert "thumbs, a thumb that points somewhere" in schema["properties"]["kind"]["description"]
    assert schema["properties"]["kind"]["enum"][-1] == "thumbs"
    assert schema["allOf"][-1]["then"]["required"] == ["options"]
    text = (folder / "instrument.yaml").read_text(encoding="utf-8")
    (problem,) = problems(write(folder, text.replace(f"thumbs, {UP_OR_DOWN}", "thumbs", 1)))
    assert "an item of kind thumbs needs `options`" in problem.cause


def test_it_is_asked_and_stored(thumbs: Instrument, store: Store, clock: Clock) -> None:
    survey = open_survey(store, clock, thumbs)
    env = survey.app.jinja_env
    assert env.loader is not None
    source = env.loader.get_source(env, "respond/fields.html")[0]
    env.loader = ChoiceLoader([DictLoader({"respond/fields.html": source + MACRO}), env.loader])
    person = survey.respondent().start()
    assert '<fieldset class="thumbs" id="q-A1">' in person.page.html
    assert 'class="thumb"' in person.see("Down", "Up", "I am not sure").page.html
    person.answer(A1="2").go().see("'2' is not one of the answers")
    person.answer(A1="1", A2="unsure").go().see("You have answered every question.").submit()
    survey.respondent().start().answer(A2="0").go().submit()
    assert survey.close() == [[1, FIRST_NON_ANSWER], [BLANK, 0]]


def test_it_is_scored(folder: Path, thumbs: Instrument) -> None:
    assert score_answers(thumbs, {"A1": 1, "A2": 0})["one"].score == 1
    assert score_answers(thumbs, {"A1": 1, "A2": 1})["one"].score == 0.5
    made = folder / "made.csv"
    run("simulate", folder, "--sites", "4", "--persons", "30", "-o", made)
    scores = list(csv.DictReader(io.StringIO(run("score", folder, made))))
    assert {row["one"] for row in scores} >= {"0.0", "0.5", "1.0"}
    assert "alpha" in run("validate", folder, made, "--json", "-")


def test_it_is_exported_and_read_back(folder: Path, thumbs: Instrument) -> None:
    codes = np.array([[1, 0], [0, FIRST_NON_ANSWER], [BLANK, 1]], dtype=np.uint8)
    released = Released(codes, np.array([1, 1, 2]), {}, {})
    target = folder / "released.csv"
    with target.open("w", newline="", encoding="utf-8") as out:
        write_deidentified(out, codebook(thumbs), released, ())
    assert target.read_text(encoding="utf-8").split() == ["site,A1,A2", "1,1,0", "1,0,unsure", "2,,1"]
    assert np.array_equal(read_responses(target, thumbs, keep=("site",)).codes, codes)
    assert layout(thumbs).decode(bytes(codes[0])) == {"A1": 1, "A2": 0}


def test_it_is_in_the_codebook(thumbs: Instrument) -> None:
    variable = codebook(thumbs).variable("A2")
    assert variable.measure is MeasurementLevel.ORDINAL
    assert [(one.word, one.label) for one in variable.values] == [("0", "Down"), ("1", "Up")]
    assert ("unsure", "I am not sure") in [(one.word, one.label) for one in variable.missing]
    page = html(codebook_document(codebook(thumbs)))
    assert all(words in page for words in ("A1", "Two.", "Up", "I am not sure", "Reverse-keyed"))
