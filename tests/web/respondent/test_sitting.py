"""One person's way through a form, without web and store."""

import pytest

from engine.instrument.model import Form, Item, Page
from engine.instrument.rules import Is
from tests.small import choose, instrument, likert
from web.respondent.sitting import Sitting, Texts, minutes


def sitting(answers: Texts | None = None) -> Sitting:
    """Three pages; the second is for teachers only."""
    items = choose("role", "teacher", "leader"), likert("A1", show_if=Is("role", ("teacher",))), likert("A2")
    pages = Page(("role",)), Page(("A1",)), Page(("A2",))
    return Sitting(instrument(*items, forms=(Form("full", pages, minutes=6),)), "full", answers or {})


TEACHER: Texts = {"role": ("teacher",)}


def test_pages_are_those_that_have_something_to_show() -> None:
    assert [page.number for page in sitting().pages] == [1, 3]
    assert [page.number for page in sitting(TEACHER).pages] == [1, 2, 3]


def test_the_way_leads_over_shown_pages() -> None:
    there = sitting()
    assert (there.after(1), there.after(3), there.before(3), there.before(1)) == (3, None, 1, None)
    assert (there.position(1), there.position(3)) == (1, 2)
    assert there.page(2) is None


def test_minutes_left_shrink_with_the_pages() -> None:
    assert [sitting(TEACHER).minutes_left(number) for number in (1, 2, 3)] == [6, 4, 2]


@pytest.mark.parametrize(
    ("items", "of_instrument", "of_form", "told"),
    [(4, None, None, 1), (20, None, None, 4), (4, 8, None, 8), (4, 8, 3, 3)],
)
def test_minutes_are_told_by_the_form_the_instrument_or_the_number_of_items(
    items: int, of_instrument: int | None, of_form: int | None, told: int
) -> None:
    asked = tuple(likert(f"Q{n}") for n in range(items))
    form = Form("full", (Page(tuple(item.id for item in asked)),), minutes=of_form)
    assert minutes(instrument(*asked, forms=(form,), minutes=of_instrument), "full") == told


def test_what_is_left_blank_is_named_by_page() -> None:
    there = sitting({**TEACHER, "A2": ("3",)})
    assert [[item.id for item in there.unanswered(page)] for page in there.pages] == [[], ["A1"], []]


def test_an_answer_that_a_rule_hides_is_named() -> None:
    there = sitting({"role": ("leader",), "A1": ("3",)})
    assert there.hidden == ("A1",)
    assert there.visible == {"role", "A2"}


def test_problems_are_those_of_shown_items() -> None:
    there = sitting({"role": ("leader",), "A1": ("77",), "A2": ("99",)})
    assert [*there.problems] == ["A2"]


class TestSaving:
    """Two items on one page: A1 was 1 and A2 blank when the page was drawn."""

    ITEMS: tuple[Item, ...] = (likert("A1"), likert("A2"))

    def drawn(self, now: Texts) -> tuple[Sitting, str]:
        before = Sitting(instrument(*self.ITEMS), "full", {"A1": ("1",)})
        return Sitting(before.instrument, "full", now), before.mark(self.ITEMS)

    @pytest.mark.parametrize(
        ("now", "typed", "after", "kept"),
        [
            ({"A1": ("1",)}, {"A1": ("2",)}, {"A1": ("2",)}, ()),
            ({"A1": ("1",)}, {}, {}, ()),
            ({"A1": ("5",)}, {"A1": ("1",)}, {"A1": ("5",)}, ("A1",)),
            ({"A1": ("5",)}, {"A1": ("2",)}, {"A1": ("2",)}, ()),
            ({}, {"A1": ("1",), "A2": ("3",)}, {"A2": ("3",)}, ("A1",)),
            ({"A1": ("1",), "A2": ("4",)}, {"A1": ("1",)}, {"A1": ("1",), "A2": ("4",)}, ("A2",)),
        ],
        ids=[
            "changed",
            "cleared",
            "changed elsewhere",
            "changed twice",
            "cleared elsewhere",
            "added elsewhere",
        ],
    )
    def test_only_what_was_touched_is_taken(
        self, now: Texts, typed: Texts, after: Texts, kept: tuple[str, ...]
    ) -> None:
        there, mark = self.drawn(now)
        saved = there.save(1, typed, mark)
        assert saved.sitting.answers == after
        assert saved.kept == kept

    def test_an_item_the_page_did_not_show_is_left_alone(self) -> None:
        there, _ = self.drawn({"A1": ("1",)})
        saved = there.save(1, {"A1": ("4",), "A2": ("4",)}, there.mark(self.ITEMS[1:]))
        assert saved.sitting.answers == {"A1": ("1",), "A2": ("4",)}

    @pytest.mark.parametrize("mark", ["", "=", "A1", "nonsense = A9=1"])
    def test_a_mark_that_says_nothing_takes_nothing(self, mark: str) -> None:
        there, _ = self.drawn({"A1": ("1",)})
        assert there.save(1, {"A1": ("4",)}, mark).sitting.answers == {"A1": ("1",)}
