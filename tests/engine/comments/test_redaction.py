"""Words taken out of a comment, and nothing put in."""

import pytest

from engine.comments.redaction import added, without


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Mr. Lee shouts at Ana.", ["Mr. Lee", "Ana"], "[...] shouts at [...]."),
        ("Ana likes bananas, Ana said.", ["Ana"], "[...] likes bananas, [...] said."),
        ("Ask Mr. Lee Brown.", ["Lee", "Mr. Lee Brown"], "Ask [...]."),
        ("Call (555) 201-3344 now", ["(555) 201-3344"], "Call [...] now"),
        ("Ana Lee left", ["Ana", "Lee"], "[...] left"),
        ("Nothing here.", ["", "Ana"], "Nothing here."),
    ],
)
def test_stretches_become_gaps(text: str, words: list[str], left: str) -> None:
    assert without(text, words) == left


@pytest.mark.parametrize(
    ("shown", "new"),
    [
        ("[...] shouts, we all duck.", ()),
        ("[a colleague] shouts", ()),
        ("[...]'s shouts", ()),
        ("shouts.", ()),
        ("Mr. Lee never shouts", ("never",)),
        ("duck shouts", ("shouts",)),  # order is part of what was said
        ("Mr. Lee shouts shouts", ("shouts",)),
        ("", ()),
    ],
)
def test_words_that_were_not_written_are_found(shown: str, new: tuple[str, ...]) -> None:
    assert added("Mr. Lee shouts, and we all duck.", shown) == new


def test_apostrophes_and_capitals_are_no_change() -> None:
    assert added("We don’t meet.", "we DON'T meet") == ()
