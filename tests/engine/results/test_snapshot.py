"""A closed wave's frozen result: what it holds, and what it must not."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy import stats

from engine.instrument.model import Level
from engine.responses.layout import BLANK, Block
from engine.results import SiteFacts, WaveFacts, build
from tests.engine.report.school.of_json import school_csv, school_document
from tests.kept import as_document, part_of
from tests.small import instrument, likert, subscale

LEVELS = (Level("low", "Low", "Little of it.", below=50.0), Level("high", "High", "Much of it."))
ITEMS = [likert(f"A{number}") for number in range(3)] + [likert("R", reverse=True)]
ONE = instrument(*ITEMS, subscales=(subscale("a", "A0", "A1", "A2", "R", minimum=3, levels=LEVELS),))
WAVE = WaveFacts("Spring", "A study", "A network", "full", 5, "2027-05-08", True, "f" * 64)


def result(
    answers: Sequence[np.ndarray], rosters: Sequence[int | None] | None = None, parts: int = 1
) -> dict[str, Any]:
    """The result of schools whose people's codes are given, read as so many blocks."""
    codes = np.concatenate(answers).astype(np.uint8)
    sites = np.repeat(np.arange(len(answers)), [len(one) for one in answers])
    names = tuple(f"School {number}" for number in range(len(answers)))
    rosters = rosters or [None] * len(answers)
    facts = [
        SiteFacts(100 + number, name, len(one), roster)
        for number, (name, one, roster) in enumerate(zip(names, answers, rosters, strict=True))
    ]

    def blocks() -> Iterator[Block]:
        for some in np.array_split(np.arange(len(codes)), parts):
            yield Block(codes[some], sites[some], names)

    return as_document(build(WAVE, ONE, facts, blocks))


def school(n: int, centre: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    codes = np.clip(centre + generator.integers(-1, 2, (n, 4)), 0, 4)
    codes[:, 3] = 4 - codes[:, 3]
    return codes


NETWORK = [school(8 + number, number % 4, number) for number in range(10)]


def test_a_school_mean_with_its_t_interval() -> None:
    answers = school(12, 3, 1)
    score = part_of(result([answers]), 100)["scores"]["a"]
    keyed = answers.astype(float) + 1
    keyed[:, 3] = 6 - keyed[:, 3]
    people = (keyed.mean(axis=1) - 1) * 25
    low, high = stats.t.interval(0.95, 11, people.mean(), stats.sem(people))
    assert (score["n"], score["mean"]) == (12, round(people.mean()))
    assert (score["low"], score["high"]) == (round(low), min(100, round(high)))
    assert score["level"] == "high"


def test_the_benchmark_is_of_the_others_each_school_once() -> None:
    document = result(NETWORK)
    means = []
    for answers in NETWORK:
        keyed = answers.astype(float)
        keyed[:, 3] = 4 - keyed[:, 3]
        means.append(keyed.mean() * 25)
    found = document["sites"][2]["scores"]["a"]["benchmark"]
    expected = np.quantile(np.delete(means, 2), [0.25, 0.5, 0.75])  # type 7
    assert found["schools"] == 9
    assert [found["lower_quartile"], found["median"], found["upper_quartile"]] == [round(x) for x in expected]


def test_no_benchmark_with_fewer_than_eight_others() -> None:
    document = result(NETWORK[:8])
    assert all(site["scores"]["a"]["benchmark"] is None for site in document["sites"])


def test_a_school_under_the_minimum_is_in_no_number() -> None:
    small = np.full((4, 4), 4)
    with_small, without = result([*NETWORK, small], [40] * 11), result(NETWORK, [40] * 10)
    assert with_small["sites"][-1] == {"site": 110, "school": "School 10", "shown": False}
    assert with_small["measures"] == without["measures"]
    assert with_small["data"] == without["data"]
    for one, other in zip(with_small["sites"], without["sites"], strict=False):
        assert one == other


def test_a_measure_that_too_few_answered_is_not_shown() -> None:
    blanks = school(8, 2, 3)
    blanks[:4] = BLANK
    document = result([*NETWORK, blanks])
    site = document["sites"][-1]
    assert site["shown"]
    assert site["scores"]["a"] is None
    assert document["sites"][0]["scores"]["a"]["benchmark"]["schools"] == 9
    text = json.dumps([section.title for section in school_document(document, site).sections])
    assert "Scores" in text
    (row,) = csv.DictReader(io.StringIO(school_csv(document, site)))
    assert row["score"] == row["n"] == ""


def test_blocks_and_the_order_of_answers_change_nothing() -> None:
    shuffled = [np.random.default_rng(5).permutation(answers) for answers in NETWORK]
    assert result(NETWORK, parts=1) == result(shuffled, parts=7)


def test_a_wave_without_answers_has_a_result() -> None:
    document = result([np.empty((0, 4)), np.empty((0, 4))])
    assert [site["shown"] for site in document["sites"]] == [False, False]
    assert document["measures"][0]["alpha"] is None


def test_numbers_are_rounded_before_they_are_kept() -> None:
    for site in result(NETWORK)["sites"]:
        score = site["scores"]["a"]
        assert all(float(score[name]).is_integer() for name in ("mean", "low", "high"))


def test_an_instrument_without_subscales_has_an_empty_result() -> None:
    bare = instrument(*ITEMS)
    block = Block(school(9, 2, 1).astype(np.uint8), np.zeros(9, dtype=np.int64), ("A",))
    document = as_document(build(WAVE, bare, [SiteFacts(1, "A", 9, 12)], lambda: iter([block])))
    assert document["measures"] == []
    assert school_document(document, document["sites"][0]).title == "What people said, question by question"


# The page's words


def page_of(document: Mapping[str, Any], number: int = 0) -> Any:
    return school_document(document, document["sites"][number])


@pytest.mark.parametrize(
    ("roster", "words"),
    [
        (10, "8 of 10 people answered (80%): a good basis."),
        (14, "8 of 14 people answered (57%): read with care"),
        (20, "8 of 20 people answered (40%): too few to speak for everyone"),
        (None, "8 people answered; how many were asked is not known"),
        (5, "8 people answered; more answered than the roster lists"),
    ],
)
def test_the_response_rate_comes_with_a_verdict(roster: int | None, words: str) -> None:
    assert words in page_of(result(NETWORK, [roster] * 10)).lead


def test_simulated_data_are_labelled() -> None:
    assert page_of(result(NETWORK)).tags == ("Simulated data",)


def test_a_school_that_is_not_shown_learns_why_and_what_to_do() -> None:
    document = result([*NETWORK, np.full((4, 4), 4)])
    page = page_of(document, 10)
    assert page.title == "Too few answers to show a result"
    assert "Fewer than 5 people" in page.lead
    assert "4" not in page.lead.replace("95", "")
    assert school_csv(document, document["sites"][10]).count("\n") == 1


def test_the_figure_and_its_table_hold_the_same_numbers() -> None:
    figure = page_of(result(NETWORK)).sections[0].blocks[0]
    (row,) = figure.rows
    cells = figure.table.rows[0]
    assert (row.label, row.number) == (cells[0], cells[1])
    assert cells[2] == f"{row.low:.0f} to {row.high:.0f}"
    assert [column.label for column in figure.table.columns] == [
        "Measure",
        "Score",
        "95% interval",
        "n",
        "Level",
        "Other schools’ middle half",
        "Median",
        "Position",
    ]


def test_the_file_holds_what_the_page_holds() -> None:
    document = result(NETWORK, [40] * 10)
    (row,) = csv.DictReader(io.StringIO(school_csv(document, document["sites"][3])))
    score = document["sites"][3]["scores"]["a"]
    assert row["score"] == f"{score['mean']:.0f}"
    assert row["simulated"] == "yes"
    assert row["benchmark_position"] == score["benchmark"]["band"]
    assert row["data_digest"] == document["data"]["digest"]
