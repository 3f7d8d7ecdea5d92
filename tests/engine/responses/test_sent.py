"""Answers that were sent, turned back into what was given: sent again unchanged they are the same response."""

import pytest

from engine.instrument import kinds
from engine.instrument.model import Instrument, Item
from engine.instrument.rules import Is
from engine.loading import catalog
from engine.responses.answers import accept
from engine.responses.sent import texts_sent
from engine.responses.simulate import simulate
from tests.small import choose, instrument, likert


def again(
    of: Instrument, form: str, codes: bytes, said: dict[str, str | int | float]
) -> tuple[bytes, object]:
    sent = accept(of, form, texts_sent(of, codes, said))
    return sent.codes, dict(sent.open_answers)


def test_answers_of_every_kind_are_the_same_when_sent_again() -> None:
    of = instrument(
        likert("A"),
        likert("B"),
        choose("role", "teacher", "leader"),
        choose("grades", "k", "g1", "g2", kind=kinds.CHOOSE_MANY, show_if=Is("role", ("teacher",))),
        choose("best", "a", "b", "c", kind=kinds.RANKING, top=2),
        choose("share", "a", "b", "c", kind=kinds.CONSTANT_SUM, total=10),
        Item("number", "n", kinds.NUMBER),
        Item("start", "First day?", kinds.DATE),
        Item("comment", "More?", kinds.LONG_TEXT),
    )
    given = {
        "A": ["cannot_judge"],
        "B": ["4"],
        "role": ["teacher"],
        "grades": ["g2", "k"],
        "best": ["c=1", "a=2"],
        "share": ["b=7", "c=3"],
        "number": ["1.2340"],
        "start": ["2024-02-29"],
        "comment": ["two\nlines, 4"],
    }
    sent = accept(of, "full", given)
    assert sent.open_answers["number"] == 1.234
    assert again(of, "full", sent.codes, dict(sent.open_answers)) == (sent.codes, dict(sent.open_answers))
    fewer = accept(of, "full", {"role": ["leader"], "number": ["-17"]})
    assert again(of, "full", fewer.codes, dict(fewer.open_answers)) == (fewer.codes, {"number": -17})


@pytest.mark.parametrize("id", ["collective-leadership", "school-wellbeing"])
def test_simulated_answers_to_our_instruments_are_the_same_when_sent_again(id: str) -> None:
    of = catalog.find(id)
    (wave,) = simulate(of, [[20, 20]], seed=1)
    form = of.forms[0].id
    for codes in wave.codes:
        sent = again(of, form, codes.tobytes(), {})[0]  # of no option chosen a form makes a blank
        assert again(of, form, sent, {})[0] == sent
