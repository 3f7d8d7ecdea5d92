"""What SurveyJS and a reader of FHIRPath make of our files, and that they compute the scores that we do.

Both come from npm alone, so these tests are skipped where npm or the network is missing, in CI too.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.exchange.outward.table import OUTWARD, written
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, layout
from engine.responses.scoring import level_of, scores
from tests import programs

NAMES = sorted({entry.id for entry in catalog.list_instruments() if entry.own_texts and not entry.problems})
SCORED = (
    "big-five-25",
    "learner-agency-6-12",
    "team-meeting-check",
    "educator-efficacy",
    "collective-leadership",
)
PEOPLE = 25
SURVEYS = """
const {Model} = require('survey-core');
const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const out = given.map(({survey, people}) => {
  const m = new Model(survey);
  const scores = people.map(person => {
    m.data = person;
    return Object.fromEntries((survey.calculatedValues || []).map(v => [v.name, m.getVariable(v.name)]));
  });
  return {errors: (m.jsonErrors || []).map(e => e.message), questions: m.getAllQuestions().length,
          locales: m.getUsedLocales(), scores};
});
console.log(JSON.stringify(out));
"""
TOTALS = """
const fhirpath = require('fhirpath'), r4 = require('fhirpath/fhir-context/r4');
const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const out = given.map(({questionnaire, people}) => {
  const flat = item => [item, ...(item.item || []).flatMap(flat)];
  const totals = questionnaire.item.flatMap(flat).filter(item => item.readOnly);
  return people.map(person => {
    const resource = {resourceType: 'QuestionnaireResponse', item: Object.entries(person).map(([linkId, coding]) =>
      ({linkId, answer: [{valueCoding: coding}]}))};
    const scores = {};
    for (const total of totals) {
      const names = {resource, questionnaire};
      for (const one of total.extension) {
        const {name, expression} = one.valueExpression;
        const value = fhirpath.evaluate(resource, expression, names, r4);
        if (name) names[name] = value; else scores[total.linkId] = value.length ? value[0] : null;
      }
    }
    return scores;
  });
});
console.log(JSON.stringify(out));
"""


def run(place: Path, package: str, script: str, given: object) -> Any:
    """What a script prints as JSON that uses a package of npm."""
    if programs.found("npm") is None or programs.found("node") is None:
        pytest.skip(f"no npm here: install Debian's package npm to have {package} read what we write for it")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", package]
    got = subprocess.run(install, cwd=place, capture_output=True, check=False, timeout=180)
    if got.returncode:
        pytest.skip(f"npm gives no {package} here: it can't read what we write for it")
    told = subprocess.run(
        ["node", "-e", script],
        cwd=place,
        input=json.dumps(given).encode(),
        capture_output=True,
        timeout=120,
        check=True,
    )
    return json.loads(told.stdout)


def file_of(instrument: Instrument, format: str) -> Any:
    return json.loads(written(instrument, instrument.forms[0], OUTWARD[format])[0])


def answered(instrument: Instrument) -> np.ndarray:
    """Codes of people who leave some questions blank, and say of some that they can't answer."""
    places, random = layout(instrument), np.random.default_rng(3)
    answering = np.linspace(0, 1, PEOPLE)  # the first says nothing, and the last all
    codes = np.full((PEOPLE, places.width), BLANK, dtype=np.uint8)
    for item in instrument.items:
        if item.kind.scored:
            points = random.integers(len(item.points), size=PEOPLE)
            out = FIRST_NON_ANSWER if item.non_answers else BLANK
            there, blank = random.random(PEOPLE) < answering, random.random(PEOPLE) < 0.5
            column = np.where(there, points, np.where(blank, BLANK, out))
            codes[:, places.indexes([item.id])[0]] = column
    return codes


def people(instrument: Instrument, codes: np.ndarray) -> list[dict[str, str | float]]:
    """The same as answers by item."""
    found: list[dict[str, str | float]] = [{} for _ in codes]
    for item in instrument.items:
        if item.kind.scored:
            for person, code in zip(found, codes[:, layout(instrument).indexes([item.id])[0]], strict=True):
                if code < len(item.points):
                    person[item.id] = item.points[code].value
                elif code != BLANK:
                    person[item.id] = item.non_answers[0].id
    return found


def check(
    instrument: Instrument, codes: np.ndarray, found: list[dict[str, Any]], name: Any, levels: bool
) -> None:
    """The scores of their engine are ours, and blank where ours are; with `levels` also the words of levels."""
    meant = scores(instrument, codes)
    for scored in (*instrument.subscales, *instrument.composites):
        theirs = [person.get(name(scored.id)) for person in found]
        numbers = np.array([np.nan if one in (None, "") else float(one) for one in theirs])
        assert np.allclose(numbers, meant[scored.id].rescaled, atol=1e-6, equal_nan=True), scored.id
        assert 0 < np.isnan(numbers).sum() < PEOPLE
        if scored.levels and levels:
            words = [person.get(f"{name(scored.id)}_level") or None for person in found]
            reached = [level_of(scored.levels, float(score)) for score in meant[scored.id].rescaled]
            assert words == [level and level.label for level in reached], scored.id


@pytest.mark.slow
def test_surveyjs_finds_nothing_wrong_and_scores_as_we_do(tmp_path: Path) -> None:
    instruments = [catalog.find(name) for name in NAMES]
    codes = [answered(one) for one in instruments]
    given = [
        {"survey": file_of(one, "surveyjs"), "people": people(one, own) if one.id in SCORED else []}
        for one, own in zip(instruments, codes, strict=True)
    ]
    told = run(tmp_path, "survey-core", SURVEYS, given)
    for instrument, own, found in zip(instruments, codes, told, strict=True):
        assert found["errors"] == [], instrument.id
        assert found["questions"] >= len(instrument.forms[0].items)
        assert found["locales"][0] == "en"
        if instrument.id in SCORED:
            check(instrument, own, found["scores"], lambda id: id.replace("-", "_"), True)


@pytest.mark.slow
def test_fhirpath_computes_the_scores_that_we_do(tmp_path: Path) -> None:
    instruments = [catalog.find(name) for name in SCORED]
    codes = [answered(one) for one in instruments]
    given = []
    for instrument, own in zip(instruments, codes, strict=True):
        questionnaire = file_of(instrument, "fhir")
        coded = [
            {id: {"code": str(value)} for id, value in person.items()} for person in people(instrument, own)
        ]
        given.append({"questionnaire": questionnaire, "people": coded})
    told = run(tmp_path, "fhirpath", TOTALS, given)
    for instrument, own, found in zip(instruments, codes, told, strict=True):
        check(instrument, own, found, lambda id: id, False)
