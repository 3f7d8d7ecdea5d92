"""The comments of the demonstration: most are read, no file of responses holds one, those of nine staff stay unread."""

from engine.comments.review import Hindrance, ReviewProgress, review_of_school, review_of_wave, shown_comments
from engine.demo.comments import COMMENTS, HALF_READ, UNREAD
from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.store import Review, Site, Store
from engine.waves.release import FORMATS, release


def site_of(store: Store, demo: Demo, name: str) -> Site:
    return next(one for one in store.sites.of(demo.closed[-1]) if one.school.startswith(name))


def test_comments_are_worded_and_decided_as_a_reader_would() -> None:
    assert len(COMMENTS) >= 30
    assert len({one.text for one in COMMENTS}) == len(COMMENTS)
    for one in COMMENTS:
        assert not (one.held and one.shown)
        assert one.themes or one.held


def test_most_are_read_one_school_waits_and_one_is_half_done(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    rows = {row.site.school: row for row in review_of_wave(store, made.closed[-1])}

    def row(name: str) -> ReviewProgress:
        return next(found for school, found in rows.items() if school.startswith(name))

    assert len(rows) >= 20
    assert row(UNREAD).waiting == row(UNREAD).comments
    assert 0 < row(HALF_READ).waiting < row(HALF_READ).comments
    assert row(PLANTED["A"][0]).waiting == 0
    assert all(review_of_wave(store, wave) == () for wave in made.closed[:-1])


def test_the_school_of_nine_has_comments_and_nobody_reads_them(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    last, few = made.closed[-1], site_of(store, made, PLANTED["C"][0])
    assert store.comments.to_review(last, few) != ()
    assert review_of_school(store, last, few) is Hindrance.FEW_PEOPLE
    assert few.school not in {row.site.school for row in review_of_wave(store, last)}


def test_what_is_shown_was_let_through_without_names(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    last = made.closed[-1]
    printed = [one.text for site in store.sites.of(last) for one in shown_comments(store, last, site)]
    assert len(printed) > 100
    for name in ("Alvarez", "Whitfield", "Pruitt", "555-"):
        assert not any(name in text for text in printed)
    states = {one.state for one in store.comments.counts(last)}
    assert states == set(Review)


def test_no_file_of_responses_holds_a_comment(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    taken = release(store, made.closed[-1], b"a key")
    for name in FORMATS:
        if name not in ("responses.sav", "responses.parquet"):  # which are compressed
            data = taken.file(name)
            assert not any(one.text[:40].encode() in data for one in COMMENTS), name
