"""What is written for another tool comes back by our own importer: questions, texts, options and what rules mean."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from engine.exchange.foreign.building.naming import value_of
from engine.exchange.foreign.building.wishes import Wishes
from engine.exchange.foreign.convert import convert
from engine.exchange.outward.table import OUTWARD, written
from engine.instrument.model import Form, Instrument, Item, Scoring
from engine.instrument.rules import Answer, Value, holds
from engine.loading import catalog
from engine.loading.folder import load
from engine.responses.layout import BLANK, layout
from engine.responses.scoring import scores

# Kinds that a format lacks, and what they come back as.
NEAREST = {
    "rubric": {"scale", "choose_one"},
    "ranking": {"ranking", "number"},
    "constant_sum": {"number", "constant_sum"},
}
# Of files that we wrote: REDCap's own record id, marks in texts, and the word in a slider's middle.
HARMLESS = {"hidden_lost", "formatting_lost", "text_lost"}
SUMMED = "big-five-25 with sums"
SCORED = ["big-five-25", "learner-agency-6-12", "team-safety", SUMMED]
WITH_LEVELS = {"xlsform", "surveyjs", "limesurvey"}
COMPOSED = ["collective-leadership", "educator-efficacy"]
ENTRIES = [entry for entry in catalog.list_instruments() if entry.own_texts and not entry.problems]


@dataclass(frozen=True)
class Back:
    """The draft that a file becomes, what is called otherwise in it, and the sorts of loss."""

    instrument: Instrument
    ids: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    losses: set[str]

    def value(self, item: str, value: Value) -> str:
        """What an option's value is now."""
        return str(value_of(self.values.get(item, {}).get(str(value), str(value))))

    def answer(self, item: str, answer: Answer) -> Answer:
        several = isinstance(answer, tuple)
        found = tuple(value_of(self.value(item, one)) for one in (answer if several else (answer,)))
        return found if several else found[0]


def brought_back(instrument: Instrument, format: str, place: Path, form: Form | None = None) -> Back:
    """An instrument that was written and read again."""
    kind = OUTWARD[format]
    data, remarks = written(instrument, form or instrument.forms[0], kind)
    path = place / f"form{kind.ending}"
    path.write_bytes(data)
    wishes = Wishes(
        id="back",
        licence="CC0-1.0",
        audience="staff",
        privacy="anonymous",
        minimum_group=5,
        language=instrument.language,
    )
    found = convert(path, wishes)
    assert found.format == format
    folder = place / "draft"
    folder.mkdir()
    for name, text in found.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    ids = {old: found.ids.get(new, new) for old, new in remarks.ids.items()}
    return Back(load(folder), ids, remarks.values, {loss.code for loss in found.losses})


@pytest.mark.slow
@pytest.mark.parametrize("format", OUTWARD)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.id}@{entry.version}")
def test_questions_and_options_of_every_instrument_come_back(entry: Any, format: str, tmp_path: Path) -> None:
    instrument = catalog.find(entry.id, entry.version)
    back = brought_back(instrument, format, tmp_path)
    ids = back.ids
    assert back.losses <= HARMLESS
    again = {item.id: item for item in back.instrument.items}
    for id in instrument.forms[0].items:
        item = instrument.item(id)
        if item.kind.numbered and ids[id] not in again:
            continue  # a number for each option, told as `kind_changed`
        other = again[ids[id]]
        assert other.kind.name in NEAREST.get(item.kind.name, {item.kind.name}), id
        assert "{" in item.text or other.text == item.text or other.text.endswith(item.text), id
        chosen = [(back.value(id, one.value), one.label) for one in item.options if not one.specify]
        kept = [(str(option.value), option.label) for option in other.options]
        outs = [out.label for out in item.non_answers if item.options and not item.kind.numbered]
        assert [pair for pair in kept if pair in chosen] == chosen or item.highest_first, id
        assert {out.label for out in other.non_answers} | {label for _, label in kept} >= set(outs), id


@pytest.mark.parametrize("format", OUTWARD)
def test_a_rule_that_comes_back_means_the_same(format: str, tmp_path: Path) -> None:
    """Both rules are asked about answers drawn at random; what FHIR can't say is shown to everyone, and told."""
    instrument = catalog.find("team-meeting-check")
    back = brought_back(instrument, format, tmp_path)
    again = {item.id: item for item in back.instrument.items}
    random = np.random.default_rng(1)
    ruled = [item for item in instrument.items if item.show_if and item.id in instrument.forms[0].items]
    compared = 0
    for item in ruled:
        other = again[back.ids[item.id]]
        if other.show_if is None:
            assert format == "fhir"
            continue
        for _ in range(200):
            answers = drawn(instrument, random)
            mapped = {back.ids[id]: back.answer(id, answer) for id, answer in answers.items()}
            assert holds(item.show_if, answers) == holds(other.show_if, mapped), item.id
            compared += 1
    assert compared >= 400


@pytest.mark.parametrize("format", OUTWARD)
@pytest.mark.parametrize("name", [*SCORED, *COMPOSED])
def test_scores_that_come_back_are_the_same_of_any_answers(name: str, format: str, tmp_path: Path) -> None:
    """Means and sums, turned items, another scale, and how many answers are asked for; some are left blank."""
    instrument = summed(catalog.find("big-five-25")) if name == SUMMED else catalog.find(name)
    compare_scores(instrument, instrument.forms[0], brought_back(instrument, format, tmp_path), format)


@pytest.mark.parametrize("format", OUTWARD)
def test_scores_of_a_short_form_come_back_by_its_own_rule(format: str, tmp_path: Path) -> None:
    instrument = catalog.find("collective-leadership")
    short = instrument.form("short")
    assert short.minimum_answered not in {one.score.minimum_answered for one in instrument.subscales}
    compare_scores(instrument, short, brought_back(instrument, format, tmp_path, short), format)


def compare_scores(instrument: Instrument, form: Form, back: Back, format: str) -> None:
    """Scores and levels of the same people by both, of whom the first answer hardly anything and the last all."""
    own, other = layout(instrument), layout(back.instrument)
    codes = np.full((300, own.width), BLANK, dtype=np.uint8)
    again = np.full((300, other.width), BLANK, dtype=np.uint8)
    random = np.random.default_rng(7)
    answering = np.linspace(0.02, 1, 300)
    for item in instrument.items:
        if item.kind.scored and item.id in form.items:
            points = random.integers(len(item.points), size=300)
            given = random.random(300) < answering
            codes[:, own.indexes([item.id])[0]] = np.where(given, points, BLANK)
            again[:, other.indexes([back.ids[item.id]])[0]] = np.where(given, points, BLANK)
    meant, found = scores(instrument, codes, form), scores(back.instrument, again)
    for scored in (*instrument.subscales, *instrument.composites):
        column = found[back.ids.get(scored.id, scored.id)]
        assert np.allclose(column.rescaled, meant[scored.id].rescaled, atol=1e-9, equal_nan=True)
        assert 0 < np.isnan(column.rescaled).sum() < 300 or scored.score.minimum_answered == 1
        if format in WITH_LEVELS:
            bands = [(level.label.replace("'", "’"), level.below) for level in scored.levels]
            assert [(level.label, level.below) for level in column.levels] == bands
    assert len(back.instrument.subscales) == len(instrument.subscales)
    assert [back.ids.get(one.id, one.id) for one in instrument.composites] == [
        one.id for one in back.instrument.composites
    ]


def summed(instrument: Instrument) -> Instrument:
    """The same with plain sums of all answers and of any, beside one of another scale."""
    rules = [Scoring("sum", 5), Scoring("sum", 2), Scoring("sum", 4, (10.0, 50.0)), Scoring("mean", 5)]
    kept = [replace(one, score=rule) for one, rule in zip(instrument.subscales, rules, strict=False)]
    return replace(instrument, subscales=tuple(kept))


def drawn(instrument: Instrument, random: np.random.Generator) -> Mapping[str, Answer]:
    """Answers to the items with options, each left blank by three in ten."""
    items = [item for item in instrument.items if item.options and not item.kind.numbered]
    return {item.id: answer(item, random) for item in items if random.random() > 0.3}


def answer(item: Item, random: np.random.Generator) -> Answer:
    values = [option.value for option in item.options]
    if item.kind.several:
        return tuple(value for value in values if random.random() > 0.5) or (values[0],)
    return values[int(random.integers(len(values)))]


def test_translations_go_along_where_the_format_holds_them(tmp_path: Path) -> None:
    instrument = catalog.find("team-safety")
    for format in ("xlsform", "surveyjs", "fhir", "limesurvey"):
        place = tmp_path / format
        place.mkdir()
        back = brought_back(instrument, format, place)
        spanish = YAML(typ="safe").load((place / "draft" / "es.yaml").read_text(encoding="utf-8"))
        own = catalog.in_language(instrument, "es")
        id = back.ids[own.items[0].id]
        assert spanish["items"][id]["text"] == own.items[0].text.replace("{event}", "[event]")
