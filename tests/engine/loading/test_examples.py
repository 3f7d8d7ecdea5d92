"""Every definition carries its own evidence: examples worked by hand, scored by the engine."""

from pathlib import Path

import pytest

from engine.loading.examples import failing_examples
from engine.loading.folder import read

ROOT = Path(__file__).parents[3]
FOLDERS = [Path(__file__).parents[1] / "kinds", *sorted((ROOT / "instruments").glob("[a-z]*/[0-9]*"))]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_the_scores_worked_by_hand_come_out(folder: Path) -> None:
    definition = read(folder)
    assert definition.examples, f"{folder} has no examples.yaml"
    assert [str(one) for one in failing_examples(definition.instrument, definition.examples)] == []


@pytest.mark.parametrize("folder", FOLDERS[1:], ids=lambda folder: folder.parent.name)
def test_the_examples_of_what_is_shipped_show_what_goes_wrong_most(folder: Path) -> None:
    definition = read(folder)
    instrument, examples = definition.instrument, definition.examples
    scored = {id for subscale in instrument.subscales for id in subscale.items}
    if not scored:  # of levels alone no score is made
        assert examples
        return
    given = [{id: answer for id, answer in one.answers.items() if id in scored} for one in examples]
    assert any(0 < len(one) < len(scored) for one in given), "none leaves an answer blank"
    assert any(None in one.scores.values() for one in examples), "none has too few answers for a score"
    if any(instrument.item(id).non_answers for id in scored):
        assert any(
            answer in [one.id for one in instrument.item(id).non_answers]
            for one in given
            for id, answer in one.items()
        ), "none has a non-answer"
    turned = {id for id in scored if instrument.item(id).reverse}
    if turned:
        assert any(turned & one.keys() for one in given), "none answers a reverse-keyed item"
