"""Who follows a link meets what the database says now, however much of it is kept read."""

from dataclasses import replace

from sqlalchemy import update

from engine.store import Door, Store, WayIn
from engine.store.schema import school
from tests.engine.store.field import Clock, Field


def test_a_site_is_read_anew_once_its_row_has_changed(field: Field) -> None:
    link, store = field.sites[0].link, field.store
    before, again = store.visits.find(link, None), store.visits.find(link, None)
    assert before is not None
    assert again is not None
    assert again.site is before.site, "kept while nothing has changed"
    with store._database.writing() as connection:
        connection.execute(
            update(school).where(school.c.id == field.schools[0].id).values(name="Ash and Elder")
        )
    changed = store.visits.find(link, None)
    assert changed is not None
    assert changed.site == replace(before.site, school="Ash and Elder")


def test_the_door_goes_by_the_clock(field: Field, clock: Clock) -> None:
    link, store = field.sites[0].link, field.store
    met = []
    for days in (0, -3, 60):
        clock.move(days=days)
        found = store.visits.find(link, None)
        assert found is not None
        met.append(found.site.door)
    assert met == [Door.OPEN, Door.NOT_YET, Door.OVER]


def test_it_brings_what_the_link_alone_does(field: Field) -> None:
    for site in field.sites:
        found = field.store.visits.find(site.link, None)
        assert found is not None
        assert found.site == field.store.sites.by_link(site.link)
        assert found.site.way_in is WayIn.LINK


def test_a_save_within_a_transaction_around_several_is_undone_with_it(field: Field) -> None:
    store: Store = field.store
    key = store.drafts.start(field.sites[0])
    draft = store.drafts.load(key)
    assert draft is not None
    try:
        with store.together():
            store.drafts.save(key, replace(draft, page=3))
            raise KeyError
    except KeyError:
        pass
    kept = store.drafts.load(key)
    assert kept is not None
    assert (kept.page, kept.revision) == (0, 0)
