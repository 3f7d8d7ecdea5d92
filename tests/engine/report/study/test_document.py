"""The document of a study: its order, its numbers as the study has them, and words that fit them."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest

from engine.printed import coefficient, decimal
from engine.report.document import (
    BarFigure,
    CaterpillarFigure,
    Document,
    DotFigure,
    HeatMap,
    LineFigure,
    Paragraph,
    Passage,
    Section,
    Table,
)
from engine.report.media.to_html import html
from engine.report.study import study_document
from engine.report.study.warnings import warnings
from engine.validation.plan import StudyChoices
from engine.validation.prose import careless
from engine.validation.retest import Administration, RetestData
from engine.validation.study import ValidationStudy
from psychometrics.careless import FlagCounts
from tests import small
from tests.engine.validation.made import answers, study
from tests.engine.validation.studies import study_of

DAY = datetime.date(2026, 11, 22)
ORDER = [
    "summary",
    "sample",
    "quality",
    "items",
    "structure",
    "confirmatory",
    "reliability",
    "groups",
    "norms",
    "claims",
    "text",
    "methods",
]


@pytest.fixture(scope="module")
def bfi() -> ValidationStudy:
    return study_of("bfi")


@pytest.fixture(scope="module")
def of_bfi(bfi: ValidationStudy) -> Document:
    return study_document(bfi, made=DAY)


@pytest.fixture(scope="module")
def of_lq() -> Document:
    return study_document(study_of("lq2002"), made=DAY)


def _sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for one in sections:
        yield one
        yield from _sections(one.sections)


def _section(document: Document, id: str) -> Section:
    return next(one for one in _sections(document.sections) if one.id == id)


def _blocks(document: Document, kind: type, id: str | None = None) -> list[Any]:
    sections = _sections(document.sections if id is None else (_section(document, id),))
    return [block for one in sections for block in one.blocks if isinstance(block, kind)]


def _words(document: Document, id: str) -> str:
    return " ".join(block.text for block in _blocks(document, Paragraph, id))


def _tables(document: Document) -> list[Table]:
    found: list[Table] = []
    for block in _blocks(document, object):
        found += [block] if isinstance(block, Table) else [block.table] if hasattr(block, "table") else []
    return found


def test_stands_in_the_order_of_the_standards(of_bfi: Document) -> None:
    assert [one.id for one in of_bfi.sections] == ORDER


def test_ids_are_unique(of_bfi: Document, of_lq: Document) -> None:
    for document in (of_bfi, of_lq):
        ids = [one.id for one in _sections(document.sections)]
        assert len(ids) == len(set(ids))


def test_every_row_of_every_table_has_a_cell_a_column(of_bfi: Document, of_lq: Document) -> None:
    for document in (of_bfi, of_lq):
        for table in _tables(document):
            assert {len(row) for row in table.rows} == {len(table.columns)}, table.caption


def test_alpha_is_printed_as_the_study_has_it(bfi: ValidationStudy, of_bfi: Document) -> None:
    (table,) = list(_blocks(of_bfi, Table, "summary"))
    for one, row in zip(bfi.subscales, table.rows, strict=True):
        assert one.reliability is not None
        assert one.score is not None
        assert row[0] == one.subscale.subscale.label
        assert row[3:6] == (
            decimal(one.score.mean),
            decimal(one.score.sd),
            coefficient(one.reliability.value),
        )


def test_the_lead_says_how_many_scores_are_reliable_enough(of_bfi: Document) -> None:
    assert of_bfi.lead == (
        "2,800 people answered 25 items. Three of five scores are reliable enough to compare groups of people, by the "
        "usual rule of thumb; Openness is not. Whether the score of Agreeableness is so stays open: the interval "
        "reaches across the rule of thumb."
    )


def test_every_kind_of_figure_has_numbers_as_a_table(of_bfi: Document, of_lq: Document) -> None:
    assert len(_blocks(of_bfi, BarFigure)) == 5
    assert len(_blocks(of_bfi, LineFigure)) == 1
    assert _blocks(of_bfi, HeatMap)
    assert len(_blocks(of_lq, CaterpillarFigure)) == 3
    for figure in (*_blocks(of_bfi, HeatMap), *_blocks(of_bfi, DotFigure)):
        assert len(figure.table.rows) == len(getattr(figure, "rows", getattr(figure, "labels", ())))


def test_items_stand_from_easy_to_hard_with_reverse_keyed_ones_as_answered(of_bfi: Document) -> None:
    figure = _blocks(of_bfi, BarFigure, "items-agreeableness")[0]
    means = [7 - float(row.after[0]) if "(R)" in row.label else float(row.after[0]) for row in figure.rows]
    assert means == sorted(means, reverse=True)
    reverse = next(row for row in figure.rows if row.label == "A1 (R)")
    assert reverse.after[0] == "2.41"
    assert [number for _, number in reverse.shares] == ["33", "29", "14", "12", "8", "3"]
    assert "R: agreeing lowers the score; drawn as answered." in figure.key
    assert figure.table.columns[1].label == figure.options[0] == "1 Very inaccurate"
    assert all(abs(sum(share for share, _ in row.shares) - 1) < 1e-9 for row in figure.rows)


def test_sentences_for_an_article_begin_with_a_capital(of_bfi: Document, of_lq: Document) -> None:
    few = study_document(study(answers(80, 24)), made=DAY)
    assert "Nobody had two or more signs of careless answering." in str(_blocks(few, Passage))
    assert careless(FlagCounts(80, {}, {}, 4, 4, {})).startswith("Four people (5.0%) had two or more signs")
    for document in (of_bfi, of_lq, few):
        said = [
            "".join(run if isinstance(run, str) else run.text for run in paragraph)
            for passage in _blocks(document, Passage)
            for paragraph in passage.paragraphs
        ]
        opened = [sentence for text in said for sentence in re.split(r"(?<=[a-z)\d]\.) ", text)]
        assert len(opened) > 10
        assert not [sentence for sentence in opened if sentence[0].islower()]


def test_a_weak_item_is_named(of_bfi: Document) -> None:
    assert "O4 goes with the rest of the scale only weakly" in _words(of_bfi, "items")


def test_the_scree_marks_what_parallel_analysis_suggests(bfi: ValidationStudy, of_bfi: Document) -> None:
    (figure,) = _blocks(of_bfi, LineFigure)
    assert bfi.dimensionality is not None
    assert bfi.dimensionality.parallel is not None
    parallel = bfi.dimensionality.parallel
    kept = [panel.lines[0].kept for panel in figure.panels]
    assert kept == [parallel.factors.suggested, parallel.components.suggested]


def test_loadings_are_those_of_the_study(bfi: ValidationStudy, of_bfi: Document) -> None:
    figure = _blocks(of_bfi, HeatMap)[0]
    assert bfi.factors is not None
    assert bfi.factors.solution is not None
    for row, loadings in zip(figure.rows, bfi.factors.solution.loadings, strict=True):
        assert [value for value, _ in row.cells] == pytest.approx(loadings.tolist())


def test_a_caterpillar_rises_and_says_which_groups_lie_apart(of_lq: Document) -> None:
    figure = _blocks(of_lq, CaterpillarFigure)[0]
    values = [one.value for one in figure.whiskers]
    assert values == sorted(values)
    for one in figure.whiskers:
        assert one.apart == (not one.low <= figure.mark.place <= one.high)


def test_groups_under_the_minimum_are_counted_and_not_shown() -> None:
    clusters = [0] * 3 + [1] * 20 + [2] * 20 + [3] * 20
    document = study_document(study(answers(63, 5), clusters=clusters), made=DAY)
    figure = _blocks(document, CaterpillarFigure)[0]
    assert len(figure.whiskers) == 3
    assert "1 group with fewer than 5 people is not shown" in figure.key


def test_without_groups_one_sentence_says_what_to_add(of_bfi: Document) -> None:
    assert _section(of_bfi, "groups").blocks == _section(of_bfi, "groups").blocks[:1]
    assert "--cluster COLUMN" in _words(of_bfi, "groups")


def test_an_instrument_whose_text_others_own_shows_ids_only() -> None:
    items = [small.likert(f"I{place}") for place in range(1, 6)]
    texts = {item.text for item in items}
    shown = html(study_document(study(answers(60, 5), items=items), made=DAY))
    assert any(text in shown for text in texts)
    hidden = study(answers(60, 5), items=items)
    hidden.plan.instrument.__dict__["display_text"] = False
    page = html(study_document(hidden, made=DAY))
    assert not any(text in page for text in texts)


def test_rules_of_thumb_are_called_so(of_bfi: Document) -> None:
    for section in ("items", "structure", "reliability", "quality"):
        assert "ule of thumb" in _words(of_bfi, section)


def test_every_author_cited_in_the_text_is_among_the_references(of_bfi: Document) -> None:
    page = html(of_bfi)
    body, references = page.split('id="references"', 1) if 'id="references"' in page else (page, "")
    cited = set(re.findall(r"\(([A-Z][\w’'&;. ]+?), (?:19|20)\d\d\)", body))
    for authors in cited:
        first = authors.split(",")[0].split(" ")[0].removesuffix("et")
        assert first in references, authors


def test_the_text_to_paste_sets_signs_in_italics(of_bfi: Document) -> None:
    results = _blocks(of_bfi, Passage)[1]
    signs = {run.text for paragraph in results.paragraphs for run in paragraph if not isinstance(run, str)}
    assert {"M", "SD", "α", "ω", "p", "n"} <= signs


def test_says_what_it_takes_to_run_it_again(bfi: ValidationStudy, of_bfi: Document) -> None:
    page = html(of_bfi)
    for digest in (bfi.provenance.data_digest, bfi.provenance.instrument_digest):
        assert digest in page


def test_simulated_data_are_called_so() -> None:
    found = study(answers(40, 5))
    assert study_document(found, made=DAY).tags == ()
    object.__setattr__(found.provenance, "simulated", True)
    assert study_document(found, made=DAY).tags == ("Simulated data",)


def test_bears_its_day(of_bfi: Document) -> None:
    assert of_bfi.date == DAY
    assert "November 22, 2026" in of_bfi.context
    assert of_bfi.running.endswith("2026-11-22")


def test_groups_of_people_are_compared_with_what_that_assumes() -> None:
    codes = answers(80, 5)
    document = study_document(study(codes, groups=[0, 1] * 40), made=DAY)
    assert "Whether the items work alike was not tested here" in _words(document, "by-group")
    tests, means = _blocks(document, Table, "by-group")
    assert [column.label for column in tests.columns] == [
        "Scale",
        "Welch’s F (df)",
        "p",
        "ω²",
        "Hedges’ g [95% CI]",
    ]
    assert [row[2] for row in means.rows] == ["40", "40"]


def test_the_same_people_twice_stand_under_reliability() -> None:
    codes = answers(60, 5)
    ids = tuple(str(number) for number in range(60))
    scores = {"s": codes.mean(axis=1).astype(float)}
    spring = Administration("spring.csv", "0", ids, scores)
    autumn = Administration("autumn.csv", "1", ids[5:] + ids[:5], scores)
    waves = RetestData(spring, autumn)
    document = study_document(study(codes, waves=waves), made=DAY)
    assert "60 people stand in both files (spring.csv, autumn.csv)." in _words(document, "retest")
    stability, change = _blocks(document, Table, "retest")
    assert stability.rows[0][1] == "60"
    assert change.rows[0][4] != "–"
    assert "retest" in [one.id for one in _section(document, "reliability").sections]


def test_warnings_of_several_items_and_factors_stand_in_one_row() -> None:
    from engine.report.study.warnings import _place

    labels = {"a": "Agreeableness"}
    assert _place("subscale a, omega, item A4", labels) == ("omega, item", "A4")
    assert _place("subscale a, omega", labels) == ("omega", "Agreeableness")
    assert _place("5 factors, factor 2", labels) == ("5 factors, factor", "2")
    assert _place("subscale a, omega, the item with most gaps", labels)[1] == "Agreeableness"


def _warned(found: ValidationStudy) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in next(warnings(found)).rows]


def test_many_small_groups_are_warned_of_in_one_row_a_kind() -> None:
    """Forty groups of three people: each has too few for its items, and most have answers that are all alike."""
    choices = StudyChoices(draws=5, quality=False, groups=("group",))
    groups = [n // 3 for n in range(120)]
    found = study(answers(120, 5), groups=groups, choices=choices)
    about = [caution for caution in found.cautions if "groups by group, " in caution.where]
    assert len(about) > 100
    rows = [row for row in _warned(found) if row[0].startswith("Groups by group")]
    assert len(rows) <= len({caution.code for caution in about})
    few = next(row for row in rows if "persons for 5 items" in row[1])
    assert few[1].startswith("In group 1, group 2, group 3 and 37 others: 3 persons for 5 items (40 times; ")


def test_few_warnings_of_groups_keep_their_places() -> None:
    choices = StudyChoices(draws=5, quality=False, groups=("group",))
    found = study(answers(84, 5), groups=[0, 0, 0, *[1] * 81], choices=choices)
    assert any(re.match("Groups by group, [^,]+: ", row[0]) for row in _warned(found))
