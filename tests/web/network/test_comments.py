"""Reviewing comments: who may, what is listed, decisions on and back, two reviewers, and what a slip cannot do."""

from dataclasses import dataclass

import numpy as np
import pytest

from engine.comments.review import ReviewProgress, shown_comments
from engine.instrument import kinds
from engine.instrument.model import Item
from engine.store import NewMembership, Role, Site, Wave
from engine.waves.closing import close
from tests.small import choose, instrument, likert, subscale
from tests.web.visitor import Office, Visitor, new_wave

OPEN = instrument(
    likert("A1"),
    choose("role", "teacher", "leader"),
    Item("more", "Anything else?", kinds.LONG_TEXT),
    subscales=(subscale("one", "A1"),),
    id="open",
)
TEXTS = ("More time to plan.", "Mr. Alvarez interrupts us.", "Agendas would help.", "The nurse is kind.")


@dataclass
class Comments:
    office: Office
    wave: Wave
    sites: tuple[Site, ...]

    def address(self, site: int = 0) -> str:
        return f"/waves/{self.wave.id}/comments/{self.sites[site].id}"

    def shown(self, site: int = 0) -> set[str]:
        return {one.text for one in shown_comments(self.office.store, self.wave, self.sites[site])}

    def find(self, visitor: Visitor, words: str) -> Visitor:
        """Go through the comments that wait until one has these words."""
        for number in range(1, 9):
            visitor.open(f"{self.address()}?comment={number}")
            if words in visitor.form(self.address()).values["text"][0]:
                return visitor
        raise AssertionError(f"no comment has {words!r}")


@pytest.fixture
def comments(office: Office) -> Comments:
    """A closed wave: twelve people at North, of whom four wrote; eleven and two at South; nine and four at East."""
    store = office.store
    store.definitions.publish(OPEN)
    wave = store.waves.add(
        office.study, new_wave(office.clock, "Words", -1, 20, instrument_id="open", version=OPEN.version)
    )
    people, texts, sites = [], [], []
    for school, n, wrote in zip(office.schools, (12, 11, 9), (4, 2, 4), strict=True):
        sites.append(store.sites.add(wave, school, 20))
        people += [sites[-1].id] * n
        texts += [{"more": TEXTS[at]} if at < wrote else None for at in range(n)]
    codes = np.array([[at % 5, 0] for at in range(len(people))], dtype=np.uint8)
    store.responses.add(wave, np.array(people), codes, "full", "en", office.clock().date(), texts)
    close(store, wave)
    return Comments(office, store.waves.get(wave.id), tuple(sites))


def test_only_schools_with_enough_people_and_comments_are_listed(comments: Comments) -> None:
    hub = comments.office.visitor("hub").open(f"/waves/{comments.wave.id}/comments")
    hub.see("4 of 4 comments wait for a reader", "North School", "0 of 4")
    hub.not_see("South School", "East School")
    hub.open(comments.address(1)).see("Nobody wrote here, or hardly anybody").not_see("More time")
    hub.open(comments.address(2)).see("at least 10 people of a school").not_see("More time")


@pytest.mark.parametrize(
    ("who", "status"), [("hub", 200), ("researcher", 200), ("district", 403), ("leader", 403)]
)
def test_who_reviews(comments: Comments, who: str, status: int) -> None:
    visitor = comments.office.visitor(who)
    assert visitor.open(comments.address()).status == status
    assert visitor.open(f"/waves/{comments.wave.id}/comments").status == status


def test_nobody_reviews_the_comments_of_their_own_school(comments: Comments) -> None:
    office = comments.office
    both = (
        NewMembership(Role.HUB_ADMINISTRATOR, office.network.id),
        NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=office.schools[0].id),
    )
    office.add("both", *both)
    visitor = office.visitor("both").open(f"/waves/{comments.wave.id}/comments")
    visitor.see("your own school: somebody else reads these")
    assert visitor.open(comments.address()).status == 403


def test_from_the_first_comment_to_the_last(comments: Comments) -> None:
    hub = comments.office.visitor("hub").open(comments.address())
    for read in range(4):
        hub.see(f"{read} of 4 read")
        hub.press(comments.address(), decision="edited", new_theme="Time, Respect").see("Shown ")
        hub.open(comments.address())
    hub.see("4 of 4 read", "All comments are read", "Time, Respect")
    assert comments.shown() == {
        *("More time to plan.", "[...] interrupts us.", "Agendas would help.", "The nurse is kind.")
    }
    log = comments.office.visitor("leader").open(f"/schools/{comments.office.schools[0].id}/log")
    log.see("let a comment through", "read comments for review").not_see("Alvarez")


def test_no_word_in_the_address_keeps_a_reading_out_of_the_log(comments: Comments) -> None:
    """The page that follows a decision is not entered once more; an address like it is."""
    office, kept = comments.office, []
    hub = comments.find(office.visitor("hub"), "More time")
    researcher = office.visitor("researcher")

    def entered() -> int:
        kept.append(office.store.audit.count(office.network, action="comments.seen"))
        return kept[-1] - kept[-2] if len(kept) > 1 else 0

    entered()
    hub.press(comments.address(), decision="hold").see("Held back")
    assert entered() == 0
    for visitor in (hub, researcher):
        for done in range(1, 5):
            visitor.open(f"{comments.address()}?done={done}&comment=1")
            assert visitor is hub or 'class="notice done"' not in visitor.page.html
    assert entered() == 7
    office.clock.pass_days(0.01)
    for done in ("", "0", *range(1, 5)):
        hub.open(f"{comments.address()}?done={done}")
    assert entered() == 6


def test_words_are_taken_out_and_none_put_in(comments: Comments) -> None:
    hub = comments.find(comments.office.visitor("hub"), "Alvarez")
    hub.press(
        comments.address(), decision="edited", text="Mr. Alvarez never interrupts us.", new_theme="Calm"
    )
    assert hub.status == 400
    hub.see("An edit takes words out and puts none in", "“never”", "Mr. Alvarez never interrupts us.")
    assert hub.form(comments.address()).values["new_theme"] == ["Calm"]
    hub.press(comments.address(), decision="edited", text="Mr. " + "[a]" * 1000).see(
        "far longer than what was"
    )
    hub.press(comments.address(), decision="edited", text="[A colleague] interrupts us.")
    hub.see("Shown with words taken out: “[A colleague] interrupts us.”")


def test_a_name_is_not_shown_by_a_slip(comments: Comments) -> None:
    hub = comments.find(comments.office.visitor("hub"), "Alvarez")
    hub.press(comments.address(), decision="written").see("“Mr. Alvarez” would be shown")
    assert hub.status == 400
    hub.press(comments.address(), decision="written", sure="1").see("Shown as written")
    comments.find(hub, "More time").press(comments.address(), decision="").see("Choose what is to become")
    hub.press(comments.address(), decision="edited", text="[...]").see("Nothing is left of the comment")
    assert [row.reviewed for row in _progress(comments)] == [1]


def test_a_decision_can_be_undone(comments: Comments) -> None:
    hub = comments.find(comments.office.visitor("hub"), "More time")
    hub.press(comments.address(), decision="hold").see("Held back: “More time to plan.”", "1 of 4 read")
    hub.press(comments.address(), decision="undo").see(
        "The comment waits again", "0 of 4 read", "Earlier decisions"
    )
    hub.press(comments.address(), decision="written").see("1 of 4 read")


def test_of_two_reviewers_the_later_counts_and_is_told(comments: Comments) -> None:
    office = comments.office
    hub = comments.find(office.visitor("hub"), "More time")
    researcher = comments.find(office.visitor("researcher"), "More time")
    hub.press(comments.address(), decision="edited", text="More time [...]").see("Shown with words taken out")
    office.clock.pass_days(0.01)
    researcher.press(comments.address(), decision="hold")
    researcher.see("Meanwhile hub@people.example had let it through", "Held back")
    comments.find(researcher, "More time").see("hub@people.example: shown as “More time [...]”")
    own = comments.find(office.visitor("hub"), "More time")
    own.press(comments.address(), decision="written").not_see("Meanwhile")


def test_the_school_sees_nothing_before_three_are_let_through(comments: Comments) -> None:
    hub = comments.office.visitor("hub")
    for words in ("More time", "Agendas"):
        comments.find(hub, words).press(comments.address(), decision="written")
    assert comments.shown() == set()
    comments.find(hub, "nurse").press(comments.address(), decision="written")
    assert len(comments.shown()) == 3


def test_a_school_reads_its_comments_in_its_report_and_nobody_does_elsewhere(comments: Comments) -> None:
    office = comments.office
    hub = office.visitor("hub")
    for words in ("More time", "Agendas", "nurse"):
        comments.find(hub, words).press(comments.address(), decision="written")
    north, wave = office.schools[0], comments.wave
    report = f"/schools/{north.id}/results/{wave.id}/report"
    leader = office.visitor("leader").open(report)
    leader.see("In people’s own words", "“More time to plan.”", "“The nurse is kind.”").not_see("Alvarez")
    leader.open(f"/schools/{north.id}/results/{wave.id}").not_see("More time")
    assert (
        hub.open(report).status == 403
    )  # who reviews does not read the report of a school that did not agree
    for path in ("result", "report.json", "tables.csv"):
        hub.open(f"/waves/{wave.id}/{path}").not_see("More time")


def test_late_comments_of_few_people_are_not_even_read(comments: Comments) -> None:
    office = comments.office
    store, north = office.store, comments.sites[0]
    store.closing.reopen(comments.wave, "a link was lost", comments.wave.closes)
    hub = office.visitor("hub").open(f"/waves/{comments.wave.id}/comments")
    hub.see("Comments are read after the close")
    hub.open(comments.address()).see("While people can answer, nobody sees what is written")
    for late, listed in ((6, 4), (5, 10)):
        texts = [{"more": f"Late {late} {at}."} if at < 3 else None for at in range(late)]
        codes = np.array([[at % 5, 0] for at in range(late)], dtype=np.uint8)
        people = np.full(late, north.id)
        store.responses.add(comments.wave, people, codes, "full", "en", office.clock().date(), texts)
        close(store, comments.wave)
        hub.open(comments.address()).see(f"0 of {listed} read")
        store.closing.reopen(comments.wave, "a link was lost", comments.wave.closes)


def test_a_form_without_an_open_question_says_so(office: Office) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.closed.id}/comments")
    hub.see("This form asks nothing in words")
    site = office.store.sites.of(office.closed)[0]
    hub.open(f"/waves/{office.closed.id}/comments/{site.id}").see("asks nothing in words of everyone")
    assert hub.open(f"/waves/{office.closed.id}/comments/999").status == 404


def _progress(comments: Comments) -> tuple[ReviewProgress, ...]:
    from engine.comments.review import review_of_wave

    return review_of_wave(comments.office.store, comments.wave)
