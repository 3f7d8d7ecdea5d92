"""The network's result as a document: what it says in words, in which order, and what it must not say."""

import json
from typing import Any, TypeVar

import pytest
from jsonschema import Draft202012Validator

from engine.report.document import (
    BarFigure,
    Bullets,
    CurveFigure,
    Document,
    Figure,
    IntervalFigure,
    Paragraph,
    Section,
)
from engine.report.funnels import FunnelFigure
from engine.report.hub import composition
from engine.report.media.images import figures_of
from engine.report.media.to_json import json_text, schema_text
from engine.report.media.to_pdf import pdf_bytes
from engine.report.media.to_xlsx import sheets_of
from tests.engine.report.small_documents import ORIGIN
from tests.engine.report.small_networks import as_model, change, dot, measure, phase, school, since, view

F = TypeVar("F", bound=Figure)


def hub_document(given: dict[str, Any], most_rows: int | None = None) -> Document:
    return composition.hub_document(as_model(given), most_rows=most_rows)


def section(document: Document, id: str) -> Section:
    return next(one for one in document.sections if one.id == id)


def words(part: Section) -> str:
    texts = [one.text for one in part.blocks if isinstance(one, Paragraph)]
    return " ".join(
        [*texts, *(item for one in part.blocks if isinstance(one, Bullets) for item in one.items)]
    )


def figure(document: Document, id: str, kind: type[F]) -> F:
    return next(one for one in section(document, id).blocks if isinstance(one, kind))


def table_rows(one: Any) -> list[tuple[str, ...]]:
    return list(one.table.rows)


def test_numbers_that_stay_after_a_wave_was_opened_again_say_so() -> None:
    found = view()
    assert "opened again" not in hub_document(found).lead
    stays = found | {"network": {**found["network"], "as_of": "2026-05-25"}}
    assert "This is the result of May 25, 2026." in hub_document(stays).lead


def test_the_parts_stand_in_the_order_of_the_questions() -> None:
    assert [one.id for one in hub_document(view()).sections] == [
        "since-first",
        "rose",
        "phases",
        "bright",
        "answers",
        "schools",
        "health",
        "limits",
        "methods",
    ]


def test_the_last_wave_has_a_part_of_its_own_where_it_is_not_the_first() -> None:
    last = since("Winter", vision=change(1, rose=12, fell=12), support=change(1, rose=12, fell=12))
    made = hub_document(view(since_last=last))
    assert section(made, "since-last").title == "What changed since Winter"
    assert words(section(made, "since-last")).startswith("Nothing changed by more than chance")


@pytest.mark.parametrize(
    ("vision", "support", "title"),
    [
        (6, 1, "1 of 2 conditions rose since Fall"),
        (6, 7, "2 of 2 conditions rose since Fall"),
        (6, -6, "1 of 2 conditions rose and 1 fell since Fall"),
        (-6, 1, "1 of 2 conditions fell since Fall"),
        (1, 1, "No clear change in 2 conditions since Fall"),
    ],
)
def test_the_title_says_what_changed(vision: float, support: float, title: str) -> None:
    parts = {"vision": change(vision, rose=15, fell=9), "support": change(support, rose=15, fell=9)}
    assert hub_document(view(since_first=since("Fall", **parts))).title == title


def test_schools_that_began_at_different_times_are_said_to() -> None:
    parts = {"vision": change(6, rose=15, fell=9, schools_on_common_items=1)}
    made = hub_document(view(since_first=since("Fall", "Winter", **parts)))
    assert made.title == "Vision rose since the schools began"
    assert "“Fall” or “Winter”" in words(section(made, "since-first"))
    assert "One school answered another version" in words(section(made, "since-first"))


def test_measures_without_an_order_are_not_called_conditions() -> None:
    given = view()
    given["measures"] = [measure(one["id"], one["label"], comes_first=None) for one in given["measures"]]
    assert hub_document(given).title == "1 of 2 measures rose since Fall"


def test_the_lead_says_what_to_make_of_it() -> None:
    lead = hub_document(view()).lead
    assert "Vision" in lead
    assert "Support is the lowest of all and did not clearly change: talk about it first." in lead
    assert "1,595 people of 24 schools answered, 72% of those asked." in lead
    risen = since("Fall", vision=change(1, rose=1, fell=2), support=change(9, rose=20, fell=4))
    assert "talk about it first" not in hub_document(view(since_first=risen)).lead


def test_a_first_wave_has_ends_and_no_change() -> None:
    made = hub_document(view(since_first=None, since_last=None, phases=[phase("Spring", 68.0, 57.0)]))
    assert made.title == "The first result of 24 schools"
    assert "Vision is highest, Support lowest." in made.lead
    assert not {"since-first", "rose", "phases"} & {one.id for one in made.sections}


def test_measures_of_other_ranges_are_neither_highest_nor_lowest_nor_moved_most() -> None:
    other = measure("support", "Support") | {"low": 1.0, "high": 5.0}
    mixed = [measure("vision", "Vision"), other]
    first = view(since_first=None, since_last=None, phases=[phase("Spring", 68.0, 57.0)])
    assert "highest" not in hub_document(first | {"measures": mixed}).lead
    moved = since("Fall", vision=change(6.0, rose=15, fell=9), support=change(6.0, rose=15, fell=9))
    lead = hub_document(view(since_first=moved) | {"measures": mixed}).lead
    assert "moved by more than chance would give." in lead
    assert "most" not in lead


def test_too_few_schools_say_why_there_is_nothing() -> None:
    made = hub_document(view() | {"network": None})
    assert made.title == "Too few schools to show a result"
    assert "at least three schools" in made.lead
    assert made.sections == ()


def test_15_of_24_prints_p_31() -> None:
    made = hub_document(view())
    bars = figure(made, "rose", BarFigure)
    assert bars.rows[0].after == ("15 of 24",)
    assert [number for _, number in bars.rows[0].shares] == ["2", "7", "9", "6"]
    assert sum(share for share, _ in bars.rows[0].shares) == pytest.approx(1)
    assert ("Vision", "15 of 24", ".31", "6", "2") in table_rows(bars)
    assert "12 to 15 of 24 schools rose (p = .31 or more), no more and no fewer than chance" in words(
        section(made, "rose")
    )


def test_a_count_beyond_chance_is_said_to_be() -> None:
    parts = {"vision": change(6, rose=19, fell=5, sign_p=0.0066), "support": change(1, rose=12, fell=12)}
    said = words(section(hub_document(view(since_first=since("Fall", **parts))), "rose"))
    assert "More schools rose than chance would give in Vision (19 of 24, sign test p = .007)." in said
    parts["vision"] = change(-6, rose=5, fell=19, sign_p=0.0066)
    said = words(section(hub_document(view(since_first=since("Fall", **parts))), "rose"))
    assert "More schools fell than chance would give in Vision (19 of 24" in said


def test_a_change_has_a_true_minus_and_its_interval() -> None:
    parts = {"vision": change(-6, rose=5, fell=19)}
    row = figure(hub_document(view(since_first=since("Fall", **parts))), "since-first", IntervalFigure).rows[
        0
    ]
    assert (row.number, row.low, row.high, row.text) == ("−6.0", -10, -2, "fell")


def test_curves_go_over_the_waves_on_one_axis() -> None:
    made = figure(hub_document(view()), "phases", CurveFigure)
    assert [one.title for one in made.panels] == ["Vision", "Support"]
    assert made.panels[0].axis == made.panels[1].axis
    assert made.panels[0].curves[0].values == (62.0, 68.0)
    assert made.panels[0].marks == ("Fall", "Spring")
    assert table_rows(made)[-1] == ("Schools", "24", "24")


def test_phases_that_overlap_have_a_curve_each() -> None:
    def point(wave: str, phase: str, mean: float) -> dict[str, Any]:
        return {"wave": wave, "phase": phase, "schools": 12, "means": {"vision": mean, "support": mean}}

    curves = [
        {"points": [point("Fall", "baseline", 60.0), point("Spring", "phase 1", 64.0)]},
        {"points": [point("Fall", "phase 1", 63.0), point("Spring", "phase 2", 70.0)]},
    ]
    made = figure(hub_document(view(curves=curves)), "by-phase", CurveFigure)
    assert made.panels[0].marks == ("baseline", "phase 1", "phase 2")
    first, second = made.panels[0].curves
    assert (first.values, second.values) == ((60.0, 64.0, None), (None, 63.0, 70.0))
    assert (first.label, second.label) == ("baseline in Fall", "phase 1 in Fall")
    assert table_rows(made)[0] == ("Vision", "60.0", "64.0", "63.0", "70.0")


def test_phases_that_are_kept_back_say_why() -> None:
    given = view()
    given["network"]["phases"][-1]["reason"] = "names"
    assert "could be worked out" in words(section(hub_document(given), "phases"))


def test_a_school_stands_out_by_name_only_where_it_agreed() -> None:
    made = hub_document(view())
    assert words(section(made, "bright")) == "South scored higher than size and chance explain. Ask them how."
    funnel = figure(made, "bright", FunnelFigure)
    assert ("South", "60", "95", "+4", "high") in table_rows(funnel)
    assert ("not named", "10 to 19", "71", "+4", "–") in table_rows(funnel)
    score = funnel.panels[0]
    assert [one.label for one in score.dots] == ["", "South", "", "", ""]
    given = view() | {"schools": [], "dots": [dot(71), dot(95, bright=True), dot(60, 20, None)]}
    said = words(section(hub_document(given), "bright"))
    assert said.startswith("One school scored higher than size and chance explain.")
    assert "Schools are named only where they agreed" in said


def test_a_dot_without_a_name_covers_its_range_and_a_named_one_has_its_place() -> None:
    dots = figure(hub_document(view()), "bright", FunnelFigure).panels[0].dots
    named = [one for one in dots if one.reach is None]
    assert [round(2**one.place) for one in named] == [24, 60]
    low, high = dots[-1].reach or (0, 0)
    assert (round(2**low), round(2**high)) == (10, 20)
    assert dots[-1].place == (low + high) / 2


def test_limits_narrow_with_size_around_the_centre() -> None:
    panel = figure(hub_document(view()), "bright", FunnelFigure).panels[0]
    place, low, high = panel.limits[0]
    assert 2**place == pytest.approx(10, abs=0.01)
    assert high - 66 == pytest.approx(1.96 * (8**2 + 16**2 / 10) ** 0.5, abs=0.01)
    assert high - 66 == pytest.approx(66 - low)
    widths = [high - low for _, low, high in panel.limits]
    assert widths == sorted(widths, reverse=True)


def test_a_page_that_must_stay_small_has_the_outstanding_and_says_so() -> None:
    given = view() | {"dots": [dot(50 + at % 30) for at in range(300)]}
    table = figure(hub_document(given, most_rows=10), "bright", FunnelFigure).table
    assert len(table.rows) == 10
    assert table.rows[0][0] == "South"
    assert "10 of 302 schools" in (table.note or "")
    assert len(figure(hub_document(given), "bright", FunnelFigure).table.rows) == 302


def test_rates_are_told_as_counts_of_schools() -> None:
    made = hub_document(view())
    assert "In 14 of 24 schools 70% or more answered" in words(section(made, "answers"))
    assert "in 2 too few answered" in words(section(made, "answers"))
    assert [number for _, number in figure(made, "answers", BarFigure).rows[0].shares] == ["2", "8", "14"]


def test_unknown_rosters_are_said_and_not_counted_as_low() -> None:
    given = view(rate=None) | {"verdicts": {"good": 0, "care": 0, "low": 0, "unknown": 3}}
    made = section(hub_document(given), "answers")
    assert "nobody has said how many were asked" in words(made)
    assert not [one for one in made.blocks if isinstance(one, BarFigure)]


def test_what_hangs_together_and_what_does_not_is_said() -> None:
    given = view()
    given["measures"][0] |= {"alpha": {"value": 0.62, "low": 0.5, "high": 0.7}, "icc2": 0.41}
    given["data"]["careless"] = 17
    said = words(section(hub_document(given), "health"))
    assert "The statements of Vision hang together less than they should" in said
    assert "can’t be told apart well enough in Vision" in said
    assert "more than the 3 to 9% that studies of adults find (Maniaci and Rogge 2014" in said


def test_a_result_of_schools_without_overall_scores_has_no_funnel() -> None:
    given = view(funnel=None) | {"schools": [school(1, "North", 24, 70) | {"overall": None}], "dots": []}
    assert "No school agreed" in words(section(hub_document(given), "bright"))


def test_every_file_takes_it() -> None:
    made = hub_document(view())
    assert pdf_bytes(made).startswith(b"%PDF")
    assert len(sheets_of(made)) == len(figures_of(made)) + 1  # and the table of reliability
    Draft202012Validator(json.loads(schema_text())).validate(json.loads(json_text(made, ORIGIN)))
