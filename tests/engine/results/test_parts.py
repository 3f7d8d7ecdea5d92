"""The parts of a result: change, position, agreement, groups, where to start, and what a hub may see."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from engine.disclosure.policy import policy
from engine.instrument.construct_map import Construct, ConstructMap
from engine.instrument.model import Audience, Crosswalk, Form, Instrument, Page, ValidationPlan
from engine.responses.layout import BLANK, NOT_ON_FORM, Block
from engine.results import EarlierWave, SiteFacts, WaveFacts, build
from engine.results.comparisons import comparison
from engine.results.measures import measure
from engine.results.people import Spread
from engine.results.reading import result_of
from engine.results.suggestion import suggestion
from engine.store import Snapshot, StoreError
from psychometrics.profile_extremes import ProfileDraws
from tests.engine.report.school.of_json import school_document
from tests.engine.results.small_networks import earlier_wave
from tests.kept import as_document, hub_view, plain
from tests.small import choose, instrument, likert, subscale

ITEMS = [likert(f"A{at}") for at in range(3)] + [likert(f"B{at}") for at in range(3)]
MAP = ConstructMap(
    "map",
    "A map",
    (
        Construct("first", "First", "Comes first.", precedes=("then",)),
        Construct("then", "Then", "Follows."),
    ),
)


def version(number: str, *, renamed: bool = False) -> Instrument:
    """Two measures of three items and a role; renamed, the second measure and its items have other ids."""
    items = [likert(one.id.replace("B", "X")) if renamed else one for one in ITEMS]
    second = "old" if renamed else "b"
    parts = (
        subscale("a", *(one.id for one in items[:3]), minimum=2),
        subscale(second, *(one.id for one in items[3:]), minimum=2),
    )
    return instrument(
        *items,
        choose("role", "teacher", "leader"),
        version=number,
        subscales=parts,
        validation=ValidationPlan(groups=("role",)),
    )


NOW = version("2.0.0")
FACTS = WaveFacts("Now", "A study", "A network", "full", 5, "2027-05-08", True, "f" * 64, "phase 2")


def people(n: int, a: float, b: float, seed: int, leaders: int = 0) -> np.ndarray:
    """Codes of people about so many steps from the low end on each measure."""
    generator = np.random.default_rng(seed)
    answers = np.concatenate(
        [generator.normal(centre, 0.9, (n, 3)) + generator.normal(0, 0.3, (n, 1)) for centre in (a, b)],
        axis=1,
    )
    roles = np.where(np.arange(n) < leaders, 1, 0)
    return np.column_stack([np.clip(np.rint(answers), 0, 4), roles]).astype(np.uint8)


def sites(schools: Sequence[np.ndarray], **changes: Any) -> list[SiteFacts]:
    return [SiteFacts(10 + at, f"School {at}", len(one), 50, at, **changes) for at, one in enumerate(schools)]


def blocks(schools: Sequence[np.ndarray]) -> Any:
    def read() -> Iterator[Block]:
        names = tuple(f"School {at}" for at in range(len(schools)))
        numbers = np.repeat(np.arange(len(schools)), [len(one) for one in schools])
        yield Block(np.concatenate(list(schools)), numbers, names)

    return read


def earlier(
    schools: Sequence[np.ndarray], used: Instrument, walk: Crosswalk | None = None, title: str = "Before"
) -> EarlierWave:
    facts = sites(schools)
    document = as_document(build(FACTS, used, facts, blocks(schools)))
    return earlier_wave(title, used, facts, blocks(schools), document, walk)


def result(schools: Sequence[np.ndarray], before: Sequence[EarlierWave] = ()) -> dict[str, Any]:
    return as_document(build(FACTS, NOW, sites(schools), blocks(schools), earlier=before))


# Change


def test_a_change_is_given_in_points_only_where_its_interval_leaves_out_zero() -> None:
    then = [people(30, 2, 2, 1), people(30, 2, 2, 2), people(30, 2, 2, 3)]
    now = [people(30, 3, 2, 4), people(30, 2, 2, 5), people(30, 2, 2, 6)]
    now[0][:, 3:6] = then[0][::-1, 3:6]
    document = result(now, [earlier(then, NOW)])
    moved, still = (document["sites"][0]["scores"][id]["change"] for id in "ab")
    assert moved["clear"]
    assert moved["points"] == moved["now"] - moved["before"] > 0
    assert moved["low"] > 0
    assert (moved["size"], moved["common_items"], moved["since"]) == ("large", None, "Before")
    assert (still["clear"], still["points"], still["low"], still["g"]) == (False, None, None, None)


def test_each_school_is_compared_with_the_last_wave_that_shows_it() -> None:
    last = earlier([people(30, 2, 2, 1), people(4, 2, 2, 2), people(30, 2, 2, 3)], NOW, title="Last")
    first = earlier([people(30, 1, 2, 7), people(30, 1, 2, 8), people(3, 2, 2, 3)], NOW, title="First")
    now = [people(30, 3, 2, 4), people(30, 2, 2, 5), people(30, 2, 2, 6)]
    document = result(now, [last, first])
    since = [one["scores"]["a"]["change"]["since"] for one in document["sites"]]
    assert since == ["Last", "First", "Last"]
    assert document["network"]["since_last"]["measures"]["a"]["schools"] == 3
    assert document["network"]["since_first"]["waves"] == ["Last", "First"]
    begun = [one["scores"]["a"]["first_change"] for one in document["sites"]]
    assert [one and one["since"] for one in begun] == ["First", None, None]
    points = document["sites"][0]["scores"]["a"]["mean"] - begun[0]["before"]
    assert (begun[0]["clear"], begun[0]["points"]) == (True, points)


def test_versions_are_compared_on_common_items_and_a_renamed_measure_through_the_crosswalk() -> None:
    old = version("1.0.0", renamed=True)
    walk = Crosswalk("1.0.0", "2.0.0", {"X0": "B0", "X1": "B1"}, {"old": "b"})
    then = [people(30, 2, 1, at) for at in range(3)]
    now = [people(30, 2, 3, 10 + at) for at in range(3)]
    document = result(now, [earlier(then, old, walk)])
    found = document["sites"][0]["scores"]["b"]["change"]
    assert (found["version"], found["common_items"], found["clear"]) == ("1.0.0", 2, True)
    both = np.concatenate([now[0][:, 3:5]]).mean() * 25
    assert found["now"] == pytest.approx(both, abs=0.5)
    assert document["sites"][0]["scores"]["a"]["change"]["common_items"] is None
    assert document["network"]["since_last"]["measures"]["b"]["schools_on_common_items"] == 3
    without = result(now, [earlier(then, old, Crosswalk("1.0.0", "2.0.0", {}, {}))])
    assert without["sites"][0]["scores"]["b"]["change"] is None


# The network


def test_how_many_rose_comes_with_the_exact_sign_test_and_those_beyond_noise() -> None:
    then = [people(20, 2, 2, at) for at in range(24)]
    now = [people(20, 3.2 if at < 15 else 0.8, 2, 100 + at) for at in range(24)]
    found = result(now, [earlier(then, NOW)])["network"]["since_last"]["measures"]["a"]
    assert (found["rose"], found["fell"]) == (15, 9)
    assert f"{found['sign_p']:.2f}" == "0.31"
    assert (found["rose_beyond_noise"], found["fell_beyond_noise"]) == (15, 9)
    assert found["p_holm"] >= found["p"]


def test_a_condition_is_up_when_its_mean_change_exceeds_chance() -> None:
    then = [people(20, 2, 2, at) for at in range(8)]
    now = [people(20, 2.7, 2, 100 + at) for at in range(8)]
    since = result(now, [earlier(then, NOW)])["network"]["since_last"]
    assert (since["up"], since["of"], since["together"]) == (1, 2, True)
    assert since["measures"]["a"]["low"] > 0
    for part in since["measures"].values():
        assert (part["up"], part["down"]) == (part["low"] > 0, part["high"] < 0)
        assert (part["up"] or part["down"]) == (part["p_holm"] < 0.05)
    assert result(then)["network"]["since_last"] is None


def test_a_hub_sees_names_where_schools_agreed_and_dots_elsewhere() -> None:
    schools = [people(12 + at % 3, 1 + at % 3, 2, at) for at in range(9)]
    document = result([*schools, people(4, 2, 2, 99)])
    agreed = {10, 11, 12, 13, 19}
    view = hub_view(document, agreed)
    assert {one["site"] for one in view["schools"]} == {10, 11, 12, 13}
    assert len(view["dots"]) == 5
    assert all(not {"site", "school"} & dot.keys() for dot in view["dots"])
    assert {(dot["least"], dot["most"]) for dot in view["dots"]} == {(10, 19)}
    assert "School 9" not in str(view)
    few = hub_view(document, set(range(10, 18)))  # one school did not agree: it takes two others along
    assert len(few["schools"]) == 6
    assert len(few["withheld"]) == 2


# Position


def spread(means: Sequence[float], n: int = 20, sd: float = 15.0) -> Spread:
    size = len(means)
    return Spread(np.full(size, n), np.array(means, dtype=float), np.full(size, sd))


def compared(means: Sequence[float], levels: Sequence[str], sd: float = 15.0) -> dict[str, str | None]:
    everybody = np.ones(len(means), dtype=bool)
    one = measure(NOW, "full", 0, spread(means, sd=sd), everybody, policy(Audience.STAFF, 5))
    facts = [SiteFacts(at, str(at), 20, None, at, level=level) for at, level in enumerate(levels)]
    return {group.id: group.reason for group in comparison(one, facts).groups}


def test_a_group_is_offered_when_eight_others_remain_and_so_do_those_that_set_groups_apart() -> None:
    means = np.linspace(20, 80, 24).tolist()
    assert compared(means, ["elementary"] * 12 + ["middle"] * 6 + ["high"] * 6) == {
        "network": None,
        "level:elementary": None,
        "level:high": "few_schools",
        "level:middle": "few_schools",
    }
    near = compared(means, ["elementary"] * 18 + ["middle"] * 6)
    assert near["level:elementary"] == "overlap"  # six schools set it apart from the network


def test_no_position_where_schools_cannot_be_told_apart() -> None:
    alike = (50 + np.linspace(-1, 1, 24)).tolist()
    assert set(compared(alike, ["elementary"] * 24).values()) == {"unreliable"}


def test_a_position_is_a_band_with_its_probability_and_never_a_rank() -> None:
    document = result([people(15, at / 3, 2, at) for at in range(12)])
    for one in document["sites"]:
        for position in one["scores"]["a"]["comparisons"]:
            assert position["band"] in ("lower quarter", "middle half", "upper quarter")
            assert 0.1 <= position["probability"] <= 0.9
            assert "rank" not in position
    assert document["sites"][0]["scores"]["a"]["comparisons"][0]["band"] == "lower quarter"


# With five to seven people, with groups, with agreement


def test_five_to_seven_people_give_scores_and_no_items() -> None:
    document = result([people(n, 2, 2, n) for n in (5, 7, 8, 20)])
    found = [one["scores"]["a"] for one in document["sites"]]
    assert [one["items"] is None for one in found] == [True, True, False, False]
    assert [one["agreement"] is None for one in found] == [True, True, False, False]
    assert all(one["low"] < one["mean"] < one["high"] for one in found)


def test_items_of_a_measure_are_shown_together_or_not_at_all() -> None:
    some = people(9, 2, 2, 1)
    some[:2, 0] = BLANK  # seven answered the first item; two items are enough for a score
    document = result([some, people(9, 2, 2, 2), people(9, 2, 2, 3)])
    assert document["sites"][0]["scores"]["a"]["n"] == 9
    assert document["sites"][0]["scores"]["a"]["items"] is None
    assert document["sites"][0]["scores"]["b"]["items"] is not None


def test_a_group_at_an_end_of_the_scale_hides_all_groups_of_its_measure() -> None:
    school = people(30, 2, 2, 1, leaders=12)
    others = [people(20, 2, 2, 2), people(20, 2, 2, 3)]
    (shown,) = result([school, *others])["sites"][0]["groups"]
    assert [one["id"] for one in shown["groups"]] == ["teacher"]  # to name both would say that nobody is else
    assert shown["rest"]["n"] == 12
    assert set(shown["measures"]) == {"a", "b"}
    school[:12, :3] = 4
    (shown,) = result([school, *others])["sites"][0]["groups"]
    assert set(shown["measures"]) == {"b"}


def test_two_camps_are_said_to_be_two_camps() -> None:
    split = np.concatenate([people(15, 0.4, 2, 1), people(15, 3.6, 2, 2)])
    document = result([split, people(30, 2, 2, 3), people(30, 2, 2, 4)])
    first, second = (one["scores"]["a"]["agreement"] for one in document["sites"][:2])
    assert (first["two_camps"], first["word"]) == (True, "split")
    assert not second["two_camps"]
    assert first["sd"] > 30 > second["sd"]
    assert len(first["histogram"]["shares"]) == 5


def test_people_who_answer_alike_show_a_mean_and_no_details() -> None:
    alike = people(20, 2, 2, 1)
    alike[:, :3] = 2
    found = result([alike, people(20, 2, 2, 2), people(20, 2, 2, 3)])["sites"][0]["scores"]["a"]
    assert (found["mean"], found["alike"], found["items"], found["agreement"]) == (50, True, None, None)
    assert found["high"] - found["low"] > 5


# Where to start

IDS = ("v", "w", "x", "y", "z", "p", "q")


def start(means: Sequence[float], sd: float = 12.0, above: Sequence[str] = ()) -> dict[str, Any]:
    generator = np.random.default_rng(1)
    scores = generator.normal(means, sd, (40, len(means)))
    scores += np.array(means) - scores.mean(axis=0)
    found = suggestion(IDS[: len(means)], np.array(means), scores, 1, above=above)
    assert found is not None
    made: dict[str, Any] = plain(found)
    return made


def against(
    means: Sequence[float], others: Sequence[float], above: Sequence[str] = (), sd: float = 1.0
) -> dict[str, Any]:
    """Where a school of which so much is believed starts beside others of that profile."""
    believed = ProfileDraws(np.random.default_rng(2).normal(means, sd, (500, len(means))), 1)
    shares = np.array(means)
    found = suggestion(IDS[: len(means)], shares, shares[None, :], 1, believed, np.array(others), above)
    assert found is not None
    made: dict[str, Any] = plain(found)
    return made


def test_the_lowest_of_all_is_named_whether_or_not_it_usually_comes_first() -> None:
    found = start([45, 70, 30, 80])
    assert (found["reason"], found["measures"], found["tied"]) == ("lowest", ["x"], False)
    assert found["places"] == ["x"]
    assert found["strength"]["measures"] == ["y"]
    assert start([75, 45, 60, 80])["measures"] == ["w"]


def test_where_both_readings_agree_there_is_one_place_to_start() -> None:
    found = against([50, 70, 70, 70], [65, 70, 70, 70])
    assert (found["measures"], found["against"]["measures"], found["places"]) == (["v"], ["v"], ["v"])


def test_where_they_differ_both_are_places_to_start() -> None:
    found = against([50, 60, 70, 70], [50, 72, 72, 70])
    assert (found["measures"], found["against"]["measures"]) == (["v"], ["w"])
    assert found["places"] == ["v", "w"]


def test_what_lies_above_the_others_is_no_place_to_start() -> None:
    assert against([50, 60, 70, 70], [40, 72, 72, 70], ["v"])["places"] == ["w"]
    assert against([50, 60, 70, 70], [50, 72, 72, 70], IDS)["places"] == []
    assert start([50, 60, 70, 70], above=["v"])["places"] == []


def test_more_than_three_places_are_no_advice() -> None:
    found = against([40, 60, 60.1, 60.2], [40, 70, 70, 70], sd=2.0)
    assert (found["measures"], len(found["against"]["measures"])) == (["v"], 3)
    assert found["places"] == ["v"]


def test_what_is_named_is_what_the_printed_scores_say() -> None:
    """Shrunken means may put another below it; then neither is named alone, nor where two print alike."""
    believed = ProfileDraws(np.tile([55.0, 52.0, 70.0], (100, 1)), 1)
    for shares in ([50.0, 51.0, 70.0], [51.0, 51.0, 70.0]):
        found = suggestion(IDS[:3], np.array(shares), np.array([shares]), 1, believed)
        assert found is not None
        assert (set(found.measures), found.tied) == ({"v", "w"}, True)


def test_what_cannot_be_told_apart_is_tied() -> None:
    found = start([50, 50.3, 80, 80])
    assert found["tied"]
    assert set(found["measures"]) == {"v", "w"}
    assert found["probability"] <= 0.6
    flat = start([70] * 7)
    assert flat["tied"]
    assert flat["flat"]
    assert flat["places"] == []


def test_at_the_top_of_the_scale_nothing_is_suggested() -> None:
    found = start([95, 94, 96, 95], sd=2.0)
    assert (found["reason"], found["measures"], found["places"]) == ("ceiling", [], [])


def test_the_same_answers_give_the_same_suggestion() -> None:
    schools = [people(20, 2, 2, at) for at in range(3)]
    shuffled = [np.random.default_rng(9).permutation(one) for one in schools]
    assert result(schools)["sites"][0]["start"] == result(shuffled)["sites"][0]["start"]


def test_two_forms_are_compared_only_where_they_share_enough_statements() -> None:
    """One statement of three is another score; the reason stands beside the score (row 22)."""
    short = Form("short", (Page(("A0", "B0", "B1", "role")),), minimum_answered=1)
    both = replace(NOW, forms=(*NOW.forms, short))
    facts = replace(FACTS, form="short", title="Pulse")
    schools = [people(20, 2, 2, at) for at in range(3)]
    sites = [SiteFacts(10 + at, f"School {at}", 20, 50, at) for at in range(3)]

    def read() -> Iterator[Block]:
        for at, codes in enumerate(schools):
            yield Block(codes, np.full(20, at), tuple(site.school for site in sites))

    then = as_document(build(facts, both, sites, read))
    pulse = replace(earlier_wave("Pulse", both, sites, read, then), form="short")
    now = as_document(build(FACTS, both, sites, read, earlier=[pulse]))
    scores = now["sites"][0]["scores"]
    assert scores["a"]["change"] is None
    assert scores["a"]["references"][0]["reason"] == "not_comparable"
    assert scores["b"]["change"]["common_items"] == 2


def test_what_a_form_does_not_ask_is_told_and_single_statements_are_shown() -> None:
    """A pulse of single statements: no score, each statement under the rules for items (row 6)."""
    pulse = Form("pulse", (Page(("A0",)),))
    asked = replace(NOW, forms=(*NOW.forms, pulse))
    codes = people(20, 2, 2, 1)
    codes[:, 1:] = NOT_ON_FORM
    sites = [SiteFacts(10, "School", 20, 50), SiteFacts(11, "Few", 6, 50), SiteFacts(12, "Alike", 20, 50)]
    blocks = [codes, codes[:6], np.where(codes == NOT_ON_FORM, NOT_ON_FORM, 3)]

    def read() -> Iterator[Block]:
        for at, part in enumerate(blocks):
            yield Block(part.astype(np.uint8), np.full(len(part), at), ("School", "Few", "Alike"))

    made = as_document(build(replace(FACTS, form="pulse"), asked, sites, read))
    assert [(one["asked"], one["scored"]) for one in made["measures"]] == [(1, False), (0, False)]
    (statements,) = made["sites"][0]["statements"]
    assert (statements["measure"], [one["id"] for one in statements["items"]]) == ("a", ["A0"])
    assert [part["statements"][0]["items"] for part in made["sites"][1:]] == [None, None]
    document = school_document(made, made["sites"][0])
    assert document.title == "What people said, statement by statement"
    said = str(document)
    assert "Not asked in this form: B." in said
    assert "fewer than 5 people gave" not in said


def test_a_change_is_clear_where_its_printed_interval_leaves_out_zero() -> None:
    for seed in range(12):
        then = [people(12 + at, 2, 2, seed * 10 + at) for at in range(4)]
        now = [people(12 + at, 2.4, 2, 500 + seed * 10 + at) for at in range(4)]
        document = result(now, [earlier(then, NOW)])
        for site in document["sites"]:
            for score in site["scores"].values():
                changed = score["change"]
                if changed["low"] is not None:
                    assert changed["low"] > 0 or changed["high"] < 0
                    assert changed["clear"]


@pytest.mark.parametrize("format", [5, 0, "4", None])
def test_a_result_of_an_unknown_format_is_refused_rather_than_half_read(format: object) -> None:
    snapshot = Snapshot(1, 1, date(2026, 5, 1), "", {"format": format, "sites": []})
    with pytest.raises(
        StoreError, match=f"of format {format}, and this Barograph knows 1 to 4; update Barograph"
    ):
        result_of(snapshot)
