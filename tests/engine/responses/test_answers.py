"""The answer rules: what is read, what is refused and with which words, what is kept."""

import pytest

from engine.instrument import kinds
from engine.instrument.model import Form, Item, Page
from engine.instrument.rules import Is
from engine.problems import Refused
from engine.responses.answers import ItemResponse, accept, read, shown
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, NOT_ON_FORM, NOT_REACHED, NOT_SHOWN, layout
from tests.small import choose, instrument, likert

ROLE = choose("role", "teacher", "leader")
GRADES = choose("grades", "k", "g1", "g2", kind=kinds.CHOOSE_MANY, show_if=Is("role", ("teacher",)))
YEARS = Item("years", "Years here?", kinds.NUMBER, minimum=0, maximum=60, whole=True)
START = Item("start", "First day?", kinds.DATE, earliest="2000-01-01", latest="2030-12-31")
COMMENT = Item("comment", "Anything else?", kinds.LONG_TEXT, maximum_length=20)
EVERY = instrument(likert("A"), likert("B"), ROLE, GRADES, YEARS, START, COMMENT)


@pytest.mark.parametrize(
    ("item", "raw", "expected"),
    [
        (likert("A"), ["4"], ItemResponse(4)),
        (likert("A"), [" 4.0 "], ItemResponse(4)),
        (likert("A"), ["cannot_judge"], ItemResponse(non_answer="cannot_judge")),
        (likert("A"), ["", ""], ItemResponse()),
        (likert("A"), [], ItemResponse()),
        (ROLE, ["teacher"], ItemResponse("teacher")),
        (GRADES, ["g2", "k"], ItemResponse(("k", "g2"))),
        (YEARS, ["12"], ItemResponse(12)),
        (Item("n", "n", kinds.NUMBER), ["-1.5"], ItemResponse(-1.5)),
        (START, ["2024-02-29"], ItemResponse("2024-02-29")),
        (COMMENT, ["  caf\u0065\u0301\r\nyes "], ItemResponse("café\nyes")),
    ],
)
def test_reads_what_people_write(item: Item, raw: list[str], expected: ItemResponse) -> None:
    assert read(item, raw) == expected


@pytest.mark.parametrize(
    ("item", "raw", "code", "words"),
    [
        (likert("A"), ["6"], "not_an_option", "use one of 1, 2, 3, 4, 5, cannot_judge"),
        (likert("A"), ["cannot_juge"], "not_an_option", "did you mean 'cannot_judge'?"),
        (likert("A"), ["4", "5"], "two_answers", "choose one"),
        (likert("A"), ["4", "cannot_judge"], "answer_and_non_answer", "keep one of the two"),
        (YEARS, ["700"], "too_large", "give a number from 0 to 60"),
        (YEARS, ["-1"], "too_small", "give a number from 0 to 60"),
        (YEARS, ["1.5"], "not_whole", "leave out the part after the point"),
        (YEARS, ["many"], "not_a_number", "write digits"),
        (YEARS, ["1e3"], "too_large", "give a number from 0 to 60"),
        (YEARS, ["nan"], "not_a_number", "write digits"),
        (START, ["5/6/2024"], "not_a_date", "2026-05-31"),
        (START, ["31st of May"], "not_a_date", "2026-05-31"),
        (START, ["1999-12-31"], "too_early", "2000-01-01"),
        (START, ["2031-01-01"], "too_late", "2030-12-31"),
        (COMMENT, ["x" * 21], "too_long", "shorten it to 20"),
    ],
)
def test_refuses_with_cause_and_remedy(item: Item, raw: list[str], code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read(item, raw)
    (problem,) = refused.value.problems
    assert (problem.code, problem.path) == (code, item.id)
    assert words in problem.remedy


def test_keeps_every_kind_of_missing_apart() -> None:
    given = {"A": ["cannot_judge"], "role": ["leader"], "grades": ["k"], "comment": [" "]}
    submission = accept(EVERY, "full", given, reached={"A", "role", "grades"})
    codes = submission.codes
    places = layout(EVERY).first
    assert codes[places["A"]] == FIRST_NON_ANSWER
    assert codes[places["B"]] == NOT_REACHED
    assert codes[places["role"]] == 1
    assert list(codes[places["grades"] :]) == [NOT_SHOWN] * 3
    assert submission.hidden == ("grades",)
    assert submission.open_answers == {}
    assert accept(EVERY, "full", given).codes[places["B"]] == BLANK


def test_items_off_the_form_are_kept_as_such() -> None:
    two = instrument(likert("A"), likert("B"), forms=(Form("pulse", (Page(("B",)),)),))
    assert list(accept(two, "pulse", {"B": ["2"]}).codes) == [NOT_ON_FORM, 1]
    with pytest.raises(Refused, match="'A' is not on the form 'pulse'"):
        accept(two, "pulse", {"A": ["2"]})
    with pytest.raises(Refused, match="there is no item 'Bb'; did you mean 'B'"):
        accept(two, "pulse", {"Bb": ["2"]})


def test_all_problems_come_at_once() -> None:
    with pytest.raises(Refused) as refused:
        accept(EVERY, "full", {"A": ["9"], "years": ["x"], "start": ["soon"]})
    assert [problem.path for problem in refused.value.problems] == ["A", "years", "start"]


def test_a_hidden_items_bad_answer_is_no_problem() -> None:
    submission = accept(EVERY, "full", {"role": ["leader"], "grades": ["nonsense"]})
    assert submission.hidden == ("grades",)


def test_open_answers_are_kept_typed() -> None:
    given = {"years": ["7"], "start": ["2024-08-01"], "comment": ["Fine."], "role": ["teacher"]}
    assert accept(EVERY, "full", given).open_answers == {
        "years": 7,
        "start": "2024-08-01",
        "comment": "Fine.",
    }


def test_rules_follow_the_answers() -> None:
    def ids(given: dict[str, list[str]]) -> list[str]:
        return [item.id for page in shown(EVERY, "full", given) for item in page]

    assert "grades" in ids({"role": ["teacher"]})
    assert "grades" not in ids({"role": ["leader"]})
    assert "grades" not in ids({})
    assert "grades" not in ids({"role": ["nonsense"]})


def test_the_answer_to_a_hidden_item_shows_nothing_else() -> None:
    chain = instrument(
        ROLE,
        choose("team", "a", "b", show_if=Is("role", ("teacher",))),
        choose("lead", "y", "n", show_if=Is("team", ("a",))),
    )
    given = {"role": ["leader"], "team": ["a"], "lead": ["y"]}
    assert [item.id for page in shown(chain, "full", given) for item in page] == ["role"]
    assert accept(chain, "full", given).hidden == ("team", "lead")


def test_codes_decode_to_the_same_answers() -> None:
    given = {"A": ["5"], "B": ["1"], "role": ["teacher"], "grades": ["k", "g2"]}
    codes = accept(EVERY, "full", given).codes
    assert layout(EVERY).decode(codes) == {"A": 5, "B": 1, "role": "teacher", "grades": ("k", "g2")}


def test_words_of_a_short_text_do_not_run_together() -> None:
    item = Item("place", "Where?", kinds.SHORT_TEXT)
    assert read(item, ["Room\t12\r\nEast\x07 "]).answer == "Room 12 East"
