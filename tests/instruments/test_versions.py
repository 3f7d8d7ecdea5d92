"""Second versions beside the first: what leads from one to the other, and what is told of each statement."""

from pathlib import Path

import pytest

from engine.instrument.model import Instrument
from engine.instrument.publishing import may_publish
from engine.loading import catalog
from engine.loading.construct_labels import construct_labels

DOCS = Path(__file__).parents[2] / "docs" / "instruments"
SECOND = ["collective-leadership", "educator-efficacy"]


def both(id: str) -> tuple[Instrument, Instrument]:
    return catalog.find(id, "1.0.0"), catalog.find(id, "2.0.0")


@pytest.mark.parametrize("id", SECOND)
def test_a_second_version_may_stand_beside_the_first(id: str) -> None:
    old, new = both(id)
    assert may_publish(old, new, catalog.crosswalks(new)) == ()
    assert [one.code for one in may_publish(old, new)] == ["crosswalk_missing"]


@pytest.mark.parametrize("id", SECOND)
def test_the_crosswalk_pairs_statements_that_are_the_same_question_and_no_others(id: str) -> None:
    old, new = both(id)
    (walk,) = catalog.crosswalks(new)
    same = {
        item.id
        for item in new.items
        if item.id in old.item_by_id
        and item.text == old.item(item.id).text
        and [one.value for one in item.options] == [one.value for one in old.item(item.id).options]
    }
    assert dict(walk.items) == {item: item for item in same}
    assert set(new.item_by_id) & set(old.item_by_id) == same  # a statement that was rewritten has a new id


@pytest.mark.parametrize("id", SECOND)
def test_the_page_of_a_version_tells_of_every_statement_that_changed(id: str) -> None:
    old, new = both(id)
    page = (DOCS / f"{id}.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if "|" in line]
    told = {cell for row in rows for cell in row}
    changed = [item for item in old.items if item.id not in new.item_by_id]
    changed += [item for item in new.items if item.id not in old.item_by_id]
    for item in changed:
        assert item.id in told
        assert any(cell.removesuffix(" (reversed)") == item.text for cell in told), item.id
    reasons = [row[-1] for row in rows if row[0] in {item.id for item in changed}]
    assert len(reasons) > len(SECOND)
    assert all(len(reason) > len("Because it is so.") for reason in reasons)


def test_pages_mix_the_conditions_and_reverse_keyed_statements_stand_at_different_places() -> None:
    _, new = both("collective-leadership")
    of = {item: one.id for one in new.subscales for item in one.items}
    pages = [page for page in new.form("full").pages if page.items[0] in of]
    assert len(pages) == 6
    for page in pages:
        assert sorted(of[item] for item in page.items) == sorted(one.id for one in new.subscales)
        assert not any(one.label in (page.title or "") for one in new.subscales)
    places = [at for page in pages for at, item in enumerate(page.items, 1) if new.item(item).reverse]
    assert len(set(places)) == len(places) == 4


def test_each_condition_has_one_statement_on_equity_and_the_form_on_fairness_asks_them() -> None:
    _, new = both("collective-leadership")
    equity = [[item for item in one.items if new.item(item).facet == "equity"] for one in new.subscales]
    assert [len(items) for items in equity] == [1] * 7
    assert set(new.form("fairness").items) == {item for (item,) in equity}


def test_where_there_was_no_occasion_people_can_say_so() -> None:
    _, new = both("collective-leadership")
    whens = [item.id for item in new.items if item.text.startswith(("Before we", "When administrators"))]
    assert whens == ["VS3", "SI2"]
    for id in (*whens, "SA1", "SA5", "SA10", "OI1"):
        assert "not_happened" in [one.id for one in new.item(id).non_answers]


def test_nobody_is_asked_how_confident_they_are_in_work_that_is_not_theirs() -> None:
    _, new = both("educator-efficacy")
    assert new.form("full").items[0] == "role"
    ruled = [item.id for item in new.items if item.show_if is not None]
    assert ruled == [item for one in new.subscales[:3] for item in one.items]
    assert new.item("IN1").options[0].label == "0 – Not at all confident"


@pytest.mark.parametrize(
    ("id", "version"), [("collective-leadership", "1.0.0"), ("collective-leadership", "2.0.0")]
)
def test_a_condition_has_one_name_in_a_language_whichever_version_asks(id: str, version: str) -> None:
    """A plan, a guide and a check-in name it by other files than a result: a team must find it there again."""
    found = catalog.find(id, version)
    for language in ("en", *catalog.languages(found)):
        labels = construct_labels(language)
        spoken = found if language == found.language else catalog.in_language(found, language)
        assert {one.label for one in spoken.subscales} == {labels[one.construct] for one in spoken.subscales}
