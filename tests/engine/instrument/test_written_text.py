"""What is kept of a text, and what nobody can see."""

import pytest

from engine.instrument import kinds
from engine.instrument.model import Item
from engine.instrument.written_text import seen, seen_name, unseen_sign
from engine.responses.answers import ItemResponse, read
from engine.store.names import check_name
from tests.small import likert

COMMENT = Item("comment", "Anything?", kinds.LONG_TEXT)
WORD = Item("word", "Which word?", kinds.SHORT_TEXT)
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "\U0001fae8",  # a face of Unicode 15
        "\U0001f6d8",  # a sign of Unicode 17
        "\U0001f1f9\U0001f1f7",  # a flag of two letters
        ENGLAND,
        "\U00031350\U000323af",  # rare Han of Unicode 15
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",  # a family, joined
        "\u2764\ufe0f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian with a joiner that parts
        "\u845b\U000e0100\u57ce",  # a variant of a Han letter
        "a\uf8ffb",  # a sign of one's own typeface
    ],
)
def test_what_can_be_seen_is_kept(text: str) -> None:
    assert read(COMMENT, [f" {text} "]).answer == text
    assert unseen_sign(text) is None
    check_name("school", text)


NOTHING = [
    "\u200b",
    "\ufeff",
    "\x1a",
    "\u200e\u200f",
    "\u202a\u202c",
    "\u2067\u2069",
    "\u2060",
    "\xad",
    "\x00",
    "\ufffe",
    "\ud800",
    "\u200d",
    "\ufe0f",
    "\u3164",
    "\u00a0\u2003",
    "\U000e0041",
    "\u200b \t\r\n\ufeff",
]


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("item", [COMMENT, WORD, likert("A")], ids=lambda item: item.id)
def test_a_text_in_which_nothing_can_be_seen_is_blank(item: Item, text: str) -> None:
    assert read(item, [text]) == ItemResponse()


def test_unseen_signs_go_and_hide_nothing() -> None:
    assert seen("\ufeff4\u200b") == "4"
    assert seen("ye\u202es") == "yes"
    assert seen("ok\U000e0068\U000e0069") == "ok"
    assert read(likert("A"), ["\u200e4\u200e"]).answer == 4


def test_line_ends_of_all_kinds_part_words() -> None:
    assert seen("a\r\nb\rc\x0bd\x85e\u2028f", lines=True) == "a\nb\nc\nd\ne\nf"
    assert seen("a\r\nb\tc\x0cd") == "a b c d"
    assert seen_name("  Lyc\u0065\u0301e\u00a0\u00a0Hugo\r\n") == "Lyc\u00e9e Hugo"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a\u200b", "U+200B, a sign that nobody can see"),
        ("a\tb", "a tab"),
        ("a\u2028b", "a line end"),
        ("a\nb", "a line end"),
    ],
)
def test_an_unseen_sign_is_named(text: str, sign: str) -> None:
    assert unseen_sign(text) == sign
