"""Items and pages in random order: drawn once a person, kept with the answers, telling nothing of who; page rules."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from engine.exchange.response_csv import read_responses
from engine.exchange.response_table import write_responses
from engine.instrument.kinds import ORDER, ORDERS
from engine.instrument.model import Form, Instrument, Page
from engine.instrument.rules import All, Answered, Is
from engine.loading.folder import load
from engine.responses.answers import accept
from engine.responses.order import arranged, positions
from tests.engine.loading.small_files import KINDS, SMALL, said, write
from tests.small import instrument, likert
from tests.web.conftest import Survey
from web.cli import main
from web.respondent import visit

Make = Callable[..., Survey]

NAMES = [f"A{number}" for number in range(1, 7)]


def asked(*pages: Page, random_pages: bool = False) -> Instrument:
    form = Form("full", pages, random_pages=random_pages)
    return instrument(*map(likert, NAMES), forms=(form,))


ITEMS = asked(Page(tuple(NAMES), random=True))
PAGES = asked(*(Page((name,)) for name in NAMES), random_pages=True)


def test_every_item_comes_to_every_place_about_equally_often() -> None:
    places = Counter(
        (place, item)
        for order in range(ORDERS)
        for _, page in arranged(ITEMS, "full", order)
        for place, item in enumerate(page.items)
    )
    assert len(places) == 36
    assert min(places.values()) > 25  # of 256 / 6 = 43, with a standard deviation of 6
    assert max(places.values()) < 64
    assert len({arranged(PAGES, "full", order) for order in range(ORDERS)}) > 200


def test_an_order_is_the_same_wherever_it_is_made() -> None:
    assert [number for number, _ in arranged(PAGES, "full", 137)] == [4, 5, 2, 6, 3, 1]
    assert arranged(PAGES, "full", None) == tuple(enumerate(PAGES.forms[0].pages, 1))


def test_every_order_says_where_each_item_stood(tmp_path: Path) -> None:
    two = asked(Page(("A1", "A2")), Page(("A3", "A4", "A5", "A6"), random=True), random_pages=True)
    for order in (0, 7, 255):
        pages = [page.items for _, page in arranged(two, "full", order)]
        stood = positions(two, "full", order)
        assert list(stood) == NAMES
        assert sorted(stood, key=lambda name: stood[name][1]) == [name for page in pages for name in page]
        assert all(name in pages[page - 1] for name, (page, _) in stood.items())


def test_the_command_tells_all_orders_of_a_random_form() -> None:
    told = CliRunner().invoke(main, ["orders", str(KINDS)])
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert [row["_order"] for row in rows] == [str(order) for order in range(ORDERS)]
    assert {row["A1_place"] for row in rows} == {"1", "2", "3", "4"}
    assert {row["role_place"] for row in rows} == {"8"}
    refused = CliRunner().invoke(main, ["orders", "collective-leadership"])
    assert (refused.exit_code, "not_random" in refused.stderr) == (1, True)


def order_on(page: str) -> list[str]:
    return sorted(NAMES, key=lambda name: page.index(f'id="q-{name}"'))


def test_a_person_keeps_the_order_and_the_store_keeps_its_number(
    survey: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = survey(ITEMS)
    monkeypatch.setattr(visit, "draw_order", lambda: 137)
    person = there.respondent().start()
    ((_, page),) = arranged(ITEMS, "full", 137)
    assert order_on(person.page.html) == list(page.items) != NAMES
    person.answer(**dict.fromkeys(NAMES, "2")).go()
    assert order_on(person.open("1").page.html) == list(page.items)
    person.submit()
    there.close()
    assert [dict(row.answers) for row in there.store.responses.open_answers(there.wave)] == [{ORDER: 137}]


def test_pages_come_in_the_order_that_was_drawn(survey: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    there = survey(PAGES)
    monkeypatch.setattr(visit, "draw_order", lambda: 137)
    person = there.respondent().start()
    seen = []
    for position in range(1, 7):
        seen.append(person.address)
        person.see(f"Page {position} of 6").answer(**{f"A{person.address}": "3"}).go()
    assert seen == ["4", "5", "2", "6", "3", "1"]
    person.see("You have answered every question.").open("6").go("back")
    assert person.address == "2"
    person.submit()
    assert there.close() == [[2] * 6]


def test_what_was_not_reached_is_told_by_the_order_that_was_drawn(
    survey: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = survey(PAGES)
    monkeypatch.setattr(visit, "draw_order", lambda: 137)
    person = there.respondent().start().answer(A4="1").go()
    assert person.tab().open("").see("Go on at page 2 of 6").status == 200
    person.submit()
    (codes,) = there.close()
    not_reached, blank = 252, 253
    assert codes == [not_reached, not_reached, not_reached, 0, blank, not_reached]


def test_a_lost_draft_draws_anew_and_keeps_what_was_typed(survey: Make) -> None:
    there = survey(PAGES)
    person = there.respondent().start()
    person.open("4").answer(A4="5")
    there.store.drafts.expire(-1)
    person.go().see("Your earlier answers are no longer here")
    assert person.holds("A4") == ["5"]


def test_orders_are_written_to_files_and_read_back(tmp_path: Path) -> None:
    submission = accept(ITEMS, "full", {"A1": ["2"], ORDER: ["137"]})
    assert submission.open_answers == {ORDER: 137}
    assert accept(ITEMS, "full", {"A1": ["2"], ORDER: ["x"]}).open_answers == {}
    assert accept(ITEMS, "full", {"A1": ["2"], ORDER: ["256"]}).open_answers == {}
    out = io.StringIO(newline="")
    codes = np.frombuffer(submission.codes, dtype=np.uint8)[None, :]
    write_responses(out, ITEMS, iter([(codes, {}, [submission.open_answers])]))
    file = tmp_path / "there.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    assert out.getvalue().splitlines()[0].endswith(",_order")
    assert read_responses(file, ITEMS).open_answers == ({ORDER: 137},)


def test_without_random_order_nothing_is_drawn_or_kept(survey: Make) -> None:
    there = survey(asked(Page(tuple(NAMES))))
    there.respondent().start().answer(A1="1").go().submit()
    there.close()
    assert list(there.store.responses.open_answers(there.wave)) == []


# Rules on pages and groups

RULED = SMALL.replace("subscales:", "  - {id: A3, text: Three., scale: agree}\nsubscales:")
FULL = """\
forms:
  full:
    pages:
      - {items: [A1]}
      - {items: [A2, A3], show_if: {item: A1, is: [1]}}
"""


def test_a_rule_of_a_page_is_one_of_each_of_its_items(tmp_path: Path) -> None:
    found = load(write(tmp_path, RULED + FULL))
    assert [found.item(id).show_if for id in ("A1", "A2", "A3")] == [None, Is("A1", (1,)), Is("A1", (1,))]


def test_rules_of_groups_pages_and_items_all_have_to_hold(tmp_path: Path) -> None:
    group = "item_groups: [{items: [A3], show_if: {answered: A2}}]\n"
    found = load(write(tmp_path, RULED + FULL + group))
    assert found.item("A3").show_if == All((Answered("A2"), Is("A1", (1,))))
    alike = "item_groups: [{items: [A3], show_if: {item: A1, is: [1]}}]\n"
    assert load(write(tmp_path, RULED + FULL + alike)).item("A3").show_if == Is("A1", (1,))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{item: A1, is: [1]}", "{item: A2, is: [1]}", ["rule_names_itself"]),
        ("{item: A1, is: [1]}", "{item: A1, is: [7]}", ["rule_value"]),
        ("{item: A1, is: [1]}", "{item: B9, is: [1]}", ["unknown_item"]),
        ("- {items: [A1]}", "- {items: [A1], random: true}", []),
        ("  full:\n", "  full:\n    random_pages: true\n", ["random_order", "random_order"]),
    ],
)
def test_what_is_wrong_with_a_page_is_told_once(tmp_path: Path, old: str, new: str, code: list[str]) -> None:
    text = RULED + FULL
    assert old in text
    assert [one for _, one in said(write(tmp_path, text.replace(old, new, 1)))] == code


def test_a_group_names_items_that_are_there(tmp_path: Path) -> None:
    group = "item_groups: [{items: [A3, B9], show_if: {answered: A1}}]\n"
    assert [one for _, one in said(write(tmp_path, RULED + FULL + group))] == ["unknown_item"]


def test_a_page_under_a_rule_is_passed_by(survey: Make, tmp_path: Path) -> None:
    found = replace(load(write(tmp_path, RULED + FULL)), language="en")
    person = survey(found).respondent().start().answer(A1="2").go()
    person.see("You have answered every question.")
