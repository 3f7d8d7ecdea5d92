"""What every instrument that a hub can choose keeps to, whoever answers it: read from the definitions, each once."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from engine.authoring.linter import TOLERANCE, lint_folder, measured_grade
from engine.disclosure.policy import FLOOR
from engine.instrument.model import Audience, Instrument
from engine.instrument.translation import missing_texts, texts, translate
from engine.loading import catalog
from engine.loading.examples import failing_examples
from engine.loading.folder import Definition
from tests.instruments import overview

# What the linter says and we leave as it is, with the reason.
LEFT: Final = {
    ("partnership-progressions", "items.DS8.text"): "the name of an area, and no question",
    **{
        ("condition-rubric", f"items.CT_{n}.text"): "the name of a condition, and no question"
        for n in ("VS", "CR", "RN")
    },
    **{("families", f"items.FA{n}.text"): "in Spanish one child is “hijo o hija”" for n in (6, 7, 8, 9)},
    ("learner-agency-3-5", "items.VE3.text"): "in Spanish one teacher is “maestra o maestro”",
    ("learner-agency-6-12", "items.DS1.text"): "the same",
    ("collective-leadership", "items.SI9.text"): "in Spanish: two groups do one thing to each other",
    ("collective-leadership", "items.PP1.text"): "in Spanish: kept from 1.0.0, one person with two qualities",
}
# Made before there was a key for it: two have a second version, one is a tour of the kinds of questions.
BEFORE_CONSENT: Final = {"collective-leadership 1.0.0", "educator-efficacy 1.0.0", "team-meeting-check 1.0.0"}
PUPILS_AND_FAMILIES: Final = {Audience.STUDENTS, Audience.FAMILIES}
TEN: Final = 10


@pytest.fixture(scope="module")
def chosen() -> dict[str, Definition]:
    entries = [one for one in catalog.list_instruments() if one.own_texts and not one.research_only]
    folders = [catalog.folder(one.id, one.version) for one in entries]
    return {found.instrument.name: found for found in map(catalog.definition, folders)}


def leveled(instrument: Instrument) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, text and statements of the levels that have a condition."""
    for one in instrument.subscales:
        for level in one.levels:
            if level.text_holds_if:
                items = tuple(held.item for held in level.text_holds_if)
                yield f"{instrument.name} {one.id} {level.id}", level.text, items


def test_advice_is_taken_or_left_for_a_reason(chosen: dict[str, Definition]) -> None:
    newer = [one for name, one in chosen.items() if name not in BEFORE_CONSENT]
    said = {(one.instrument.id, advice.path) for one in newer for advice in lint_folder(one)}
    assert said == set(LEFT), "take it, or name the reason; and name none that nobody gives"
    assert [one.instrument.name for one in newer if one.advice] == []


def test_each_is_whole_in_two_languages_and_carries_examples(chosen: dict[str, Definition]) -> None:
    for name, one in chosen.items():
        spanish = one.translations["es"]
        assert missing_texts(one.instrument, spanish) == (), name
        assert not spanish.reviewed, name
        assert one.examples, name
        assert failing_examples(one.instrument, one.examples) == [], name
        assert one.instrument.validation.groups or one.instrument.validation.structures, name


def test_each_says_in_its_audiences_words_what_taking_part_means(chosen: dict[str, Definition]) -> None:
    for name, one in chosen.items():
        found = one.instrument
        assert (found.consent is None) == (name in BEFORE_CONSENT), name
        for text in (found.consent or "", translate(found, one.translations["es"]).consent or ""):
            assert "[" not in text, f"{name}: nobody fills in what stands in brackets here"
        children = found.audience is Audience.STUDENTS
        assert (found.notice is not None) == children, name
        if children:
            assert {"[contact]", "[date]", "[delete_date]"} <= set(re.findall(r"\[\w+\]", found.notice or ""))
            assert "not a test" in (found.consent or ""), name


def test_children_families_and_leaders_are_never_shown_under_ten(chosen: dict[str, Definition]) -> None:
    for name, one in chosen.items():
        few = one.instrument.audience in PUPILS_AND_FAMILIES or one.instrument.few_at_a_school
        assert one.instrument.minimum_group >= (TEN if few else FLOOR), name


def test_children_are_addressed_as_children_and_adults_as_adults(chosen: dict[str, Definition]) -> None:
    """In Spanish by tú and usted; the letter to families is to adults."""
    for name, one in chosen.items():
        spanish = translate(one.instrument, one.translations["es"])
        asked = [
            text for id, text in texts(spanish).items() if id.startswith(("stems.", "consent", "items."))
        ]
        words = set(re.findall(r"\w+", " ".join(asked).lower()))
        if one.instrument.audience is Audience.STUDENTS:
            assert words & {"tú", "tu", "ti"}, name
            assert not words & {"usted", "ustedes"}, name
        else:
            assert not words & {"tú", "tu", "ti", "tus"}, name


def test_young_children_are_asked_for_no_comment_and_nothing_is_turned_round(
    chosen: dict[str, Definition],
) -> None:
    for one in chosen.values():
        if one.instrument.audience in PUPILS_AND_FAMILIES:
            assert not any(item.reverse for item in one.instrument.items)
    kids = chosen["learner-agency-3-5 1.0.0"].instrument
    assert not any(item.kind.in_words for item in kids.items)
    assert all(item.faces for item in kids.items if item.scale)
    assert sum(item.scale is not None for item in kids.items) <= 12  # ten minutes of attention


def test_a_text_of_a_level_carries_the_answers_with_which_it_holds(chosen: dict[str, Definition]) -> None:
    for name, one in chosen.items():
        written = [level for scale in one.instrument.subscales for level in scale.levels if level.text]
        if one.instrument.consent is not None:
            assert all(level.text_holds_if for level in written), name
    assert sum(1 for one in chosen.values() for _ in leveled(one.instrument)) > 100


def test_scores_measure_constructs_and_two_audiences_share_some(chosen: dict[str, Definition]) -> None:
    audiences: dict[str, set[Audience]] = {}
    for name, one in chosen.items():
        for scale in one.instrument.subscales:
            if name != "team-meeting-check 1.0.0":
                assert scale.construct is not None, f"{name} {scale.id}"
                audiences.setdefault(scale.construct, set()).add(one.instrument.audience)
    shared = {construct for construct, who in audiences.items() if len(who) > 1}
    assert {"assessment-practice", "district-support"} <= shared
    constructs = chosen["families 1.0.0"].instrument.construct_map
    assert constructs is not None
    under = {one.id: one.under for one in constructs.constructs}
    assert under["family-voice"] == under["student-voice"] == "shared-influence"


def test_the_same_id_asks_for_the_same_thing_of_two_audiences(chosen: dict[str, Definition]) -> None:
    def items(name: str) -> dict[str, str]:
        return {item.id: item.text for item in chosen[name].instrument.items if item.kind.scored}

    assert items("practice-teachers 1.0.0").keys() == items("practice-students 1.0.0").keys()
    assert items("district-leaders 1.0.0").keys() == items("district-support-site 1.0.0").keys()
    staff, leaders = items("collective-leadership 2.0.0"), items("site-leaders 1.0.0")
    expected = staff.keys() & leaders.keys()
    assert len(expected) == 7  # what most staff would say, one a condition, word for word
    assert all(staff[id] == leaders[id] for id in expected)


def test_progressions_are_24_areas_by_four_levels_and_have_no_score(chosen: dict[str, Definition]) -> None:
    found = chosen["partnership-progressions 1.0.0"].instrument
    areas = [item for item in found.items if item.levels]
    assert len(areas) == 24
    assert {len(item.levels) for item in areas} == {4}
    assert all(item.evidence and item.note for item in areas)
    assert (found.subscales, found.composites) == ((), ())
    assert {item.id for item in areas} <= set(found.form("apart").items) & set(found.form("agreed").items)


def test_the_page_that_lists_all_of_them_is_up_to_date() -> None:
    assert overview.PAGE.read_text(encoding="utf-8") == overview.page(), (
        "python -m tests.instruments.overview"
    )


# The grades that readers of an audience are sure to read at: children and families as the study of the domain sets it.
READ_AT: Final = {Audience.STUDENTS: 6, Audience.FAMILIES: 6}
READ_BY_ADULTS: Final = 9
READ_IN_GRADES_3_TO_5: Final = 3
NOT_MEASURED: Final = {"community-partners": "four statements: the formula says nothing of fewer than five"}


def read_at(instrument: Instrument) -> int:
    if instrument.grades and instrument.grades[-1] <= 5:
        return READ_IN_GRADES_3_TO_5
    return READ_AT.get(instrument.audience, READ_BY_ADULTS)


def test_each_reads_at_the_grade_of_its_audience_or_below_in_both_languages(
    chosen: dict[str, Definition],
) -> None:
    above, unmeasured = {}, set()
    for name, one in chosen.items():
        stated = one.instrument.reading_grade
        assert stated is not None, name
        assert stated <= read_at(one.instrument), name
        for found in (one.instrument, translate(one.instrument, one.translations["es"])):
            measured = measured_grade(found)
            if measured is None:
                unmeasured.add(one.instrument.id)
            elif measured[0] > read_at(found) + TOLERANCE:
                above[name, found.language] = round(measured[0], 1)
    assert above == {}
    assert unmeasured == set(NOT_MEASURED)
