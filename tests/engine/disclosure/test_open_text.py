"""Which comments may be read and shown: enough people, enough comments, nobody's group, few late ones."""

from dataclasses import dataclass

from engine.disclosure.open_text import (
    SchoolAtClose,
    ShownComment,
    in_no_order,
    open_questions,
    readable,
    releases,
)
from engine.instrument import kinds
from engine.instrument.model import Item
from engine.instrument.rules import Is
from tests.small import choose, instrument

QUESTION = Item("more", "More?", kinds.LONG_TEXT)


@dataclass(frozen=True)
class One:
    item: str
    number: int
    text: str = ""


def standings(*people: int | None) -> list[SchoolAtClose]:
    """A result after the other, each with the school's people, or None where it is not shown."""
    return [
        SchoolAtClose(number, n is not None, n or 0, least=10) for number, n in enumerate(people, start=1)
    ]


def test_ten_people_have_to_answer() -> None:
    assert releases(standings(9)) == ()
    assert releases(standings(10)) == (1,)
    assert releases(standings(None)) == ()


def test_late_comments_come_with_ten_late_people_only() -> None:
    assert releases(standings(12, 21)) == (1,)
    assert releases(standings(12, 22)) == (1, 2)
    assert releases(standings(12, 12, 21, 22)) == (1, 4)


def test_a_school_that_was_too_small_before_comes_as_a_whole() -> None:
    assert releases(standings(None, 8, 13)) == (3,)


def test_late_comments_stay_out_and_the_earlier_ones_stay() -> None:
    early, late = [One("more", 1)] * 3, [One("more", 2)] * 3
    assert readable(early + late, [QUESTION], (1,)) == early
    assert readable(early + late, [QUESTION], (1, 2)) == early + late
    assert readable(early + late, [QUESTION], (1, 3)) == early + late  # with the next release
    assert readable(early + late, [QUESTION], ()) == []


def test_one_or_two_comments_on_a_question_are_not_read() -> None:
    assert readable([One("more", 1)] * 2, [QUESTION], (1,)) == []
    assert readable([One("more", 1)] * 2 + [One("other", 1)] * 2, [QUESTION], (1,)) == []
    late = [One("more", 1)] * 3 + [One("more", 2)] * 2
    assert readable(late, [QUESTION], (1, 2)) == late[:3]


def test_a_question_that_a_rule_asks_of_some_only_is_of_a_group() -> None:
    made = instrument(
        choose("role", "teacher", "leader"),
        QUESTION,
        Item("short", "In a word?", kinds.SHORT_TEXT),
        Item("leaders", "As a leader?", kinds.LONG_TEXT, show_if=Is("role", ("leader",))),
        Item("years", "Years?", kinds.NUMBER),
    )
    assert [item.id for item in open_questions(made, made.main_form)] == ["more", "short"]


def test_the_order_is_that_of_the_printed_words_whatever_came_first() -> None:
    shown = [ShownComment("more", text, ()) for text in ("a", "b", "c", "d", "e")]
    assert in_no_order(shown) == in_no_order(reversed(shown))
    assert in_no_order(shown) != tuple(shown)  # nor by the alphabet, which a writer could aim at
