"""What goes through the pipe comes out the same."""

import io

import numpy as np
import pytest

from psychometrics.second_opinion.answers import (
    Answer,
    Finished,
    Missing,
    Question,
    Questioned,
    Silence,
    line_of,
    said_in,
)
from psychometrics.second_opinion.material import Material, read_material
from tests.psychometrics.second_opinion.materials import material


def test_material_comes_through_the_pipe_as_it_was():
    sent = material(gaps=True)
    came = read_material(io.BytesIO(sent.to_bytes()))
    assert np.array_equal(came.answers, sent.answers, equal_nan=True)
    assert np.array_equal(came.scores, sent.scores, equal_nan=True)
    assert (came.scales, came.structure) == (sent.scales, sent.structure)
    assert np.array_equal(came.cluster, sent.cluster)
    for name in ("groupings", "twice", "ratings"):
        one, other = getattr(came, name), getattr(sent, name)
        assert len(one) == len(other)
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def test_material_may_lack_everything_but_answers():
    came = read_material(io.BytesIO(Material(np.eye(3)).to_bytes()))
    assert came.structure is None
    assert came.cluster is None
    assert came.twice == ()


def test_turned_items_change_their_sign():
    found = material()
    turned = type(found.scales[0])((0, 1), (1, -1), "complete")
    assert np.array_equal(found.keyed(turned), found.answers[:, :2] * [1, -1])


@pytest.mark.parametrize(
    "said",
    [
        Questioned("psych", "2.2.9", (Question("alpha", "0"), Question("kmo"))),
        Silence("lavaan", Question("cfi", "1"), "R stopped"),
        Missing("psych", "R"),
        Finished("pingouin", 1.5),
    ],
    ids=["asked", "silence", "missing", "finished"],
)
def test_a_line_says_what_was_said(said):
    assert said_in(line_of(said)) == said


def test_a_line_holds_an_answer_with_its_faults_taken_away():
    said = Answer(
        "pingouin", Question("alpha", "0"), np.array(0.123456789012345), 3, {"pairwise": np.array([1.0])}
    )
    came = said_in(line_of(said))
    assert isinstance(came, Answer)
    assert (came.program, came.question, came.decimals) == ("pingouin", Question("alpha", "0"), 3)
    assert float(came.value) == 0.123456789012345
    assert came.otherwise["pairwise"].tolist() == [1.0]


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "3", '{"says": "Answer", "program": "pingouin"}', '{"says": 1}']
)
def test_what_is_cut_off_or_not_ours_says_nothing(line):
    assert said_in(line) is None


def test_a_line_of_an_unknown_program_says_nothing():
    assert said_in(line_of(Finished("spss", 1.0))) is None
