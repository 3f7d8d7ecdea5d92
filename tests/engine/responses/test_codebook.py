"""What each column of a file of responses is."""

from dataclasses import replace

import pytest

from engine.instrument import kinds
from engine.instrument.model import Item, MeasurementLevel, Option
from engine.instrument.rules import Is
from engine.loading import catalog
from engine.responses.codebook import codebook, missing_range, spss_name
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, NOT_SHOWN, layout
from tests.small import choose, instrument, likert, subscale

PLACES = choose("place", "town", "farm")


def test_columns_stand_in_the_order_of_the_file() -> None:
    made = instrument(
        likert("A1"),
        choose("langs", "en", "es", kind=kinds.CHOOSE_MANY),
        Item("years", "Years?", kinds.NUMBER, minimum=0, maximum=60, whole=True),
        Item("born", "Born?", kinds.DATE),
        Item("more", "More?", kinds.LONG_TEXT),
    )
    book = codebook(made)
    assert [one.name for one in book.variables] == ["site", "A1", "langs.en", "langs.es", "years"]
    assert [item.id for item in book.left_out] == ["born", "more"]
    assert [one.measure for one in book.variables] == [
        MeasurementLevel.NOMINAL,
        MeasurementLevel.ORDINAL,
        MeasurementLevel.NOMINAL,
        MeasurementLevel.NOMINAL,
        MeasurementLevel.SCALE,
    ]


def test_a_number_keeps_its_value_and_a_word_gets_its_place() -> None:
    book = codebook(instrument(likert("A1"), PLACES))
    assert [(one.number, one.word, one.label) for one in book.variable("A1").values] == [
        (float(value), str(value), f"{value} of 5") for value in range(1, 6)
    ]
    assert [(one.number, one.word, one.label) for one in book.variable("place").values] == [
        (1, "town", "Town"),
        (2, "farm", "Farm"),
    ]


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (("K", 1, 2), (3, 1, 2)),
        (("none", "1", "2", "3+"), (3, 1, 2, 4)),
        ((0, "other"), (0, 1)),
        (("teacher", "leader"), (1, 2)),
        (("01", "1"), (2, 1)),
    ],
)
def test_an_answer_that_is_a_number_is_no_other_in_a_list_with_words(
    values: tuple[str | int, ...], numbers: tuple[int, ...]
) -> None:
    book = codebook(instrument(choose("grade", *values)))
    assert tuple(one.number for one in book.variable("grade").values) == numbers


def test_each_kind_of_missing_has_a_number_that_no_option_has() -> None:
    missing = codebook(instrument(likert("A1"))).variable("A1").missing
    assert {one.code: one.number for one in missing}[BLANK] == -99
    assert {one.code for one in missing} == {FIRST_NON_ANSWER, 250, NOT_SHOWN, 252, BLANK}
    assert missing_range(missing) == (-99, -95)
    odd = Item("odd", "Odd?", kinds.CHOOSE_ONE, options=(Option(-99, "Cold"), Option(20, "Warm")))
    variable = codebook(instrument(odd)).variable("odd")
    assert missing_range(variable.categories) == (-999, -996)


def test_every_code_of_every_shipped_instrument_has_one_category() -> None:
    for entry in catalog.list_instruments():
        found = catalog.find(entry.id, entry.version)
        book = codebook(found)
        closed = [one for one in book.variables if one.categories]
        assert len(closed) == layout(found).width
        assert len({one.spss.upper() for one in book.variables}) == len(book.variables)
        for variable in closed:
            assert len({one.code for one in variable.categories}) == len(variable.categories)
            assert len({one.number for one in variable.categories}) == len(variable.categories)


def test_notes_say_what_an_analyst_must_know() -> None:
    made = instrument(
        PLACES,
        likert("A1", reverse=True, facet="shared", show_if=Is("place", ("town",))),
        subscales=(subscale("vision", "A1"),),
    )
    assert codebook(made).variable("A1").notes == (
        "Part of Vision (vision).",
        "Reverse-keyed: values are as answered; scores turn them (6 minus the answer).",
        "Facet: shared.",
        "Asked if place is town.",
    )


def test_reversing_a_key_changes_the_codebook() -> None:
    item = likert("A1")
    before, after = (codebook(instrument(one)) for one in (item, replace(item, reverse=True)))
    assert before.variable("A1").notes != after.variable("A1").notes
    assert before.variable("A1").categories == after.variable("A1").categories


def test_words_that_others_own_are_not_repeated() -> None:
    made = instrument(likert("A1", stem="s"), display_text=False, stems={"s": "Think of it."})
    variable = codebook(made).variable("A1")
    assert (variable.label, variable.text, variable.stem) == ("A1", "", "")


def test_a_form_names_its_own_columns_only() -> None:
    made = instrument(likert("A1"), likert("A2"))
    short = replace(made.forms[0], pages=(replace(made.forms[0].pages[0], items=("A2",)),))
    assert [one.name for one in codebook(made, short).variables] == ["site", "A2"]


@pytest.mark.parametrize(
    ("id", "name"), [("langs.es-MX", "langs_es_MX"), ("_a", "v_a"), ("To", "To_"), ("x" * 70, "x" * 64)]
)
def test_names_that_other_programs_take(id: str, name: str) -> None:
    assert spss_name(id, set()) == name


def test_names_differ_whatever_the_case() -> None:
    taken: set[str] = set()
    assert [spss_name(id, taken) for id in ("a.b", "A_b", "a-b")] == ["a_b", "A_b_2", "a_b_3"]
