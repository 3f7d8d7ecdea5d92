"""Totals of answers: nobody works out how many answered at a school that is not shown."""

import numpy as np

from engine.waves.closing import close
from tests.web.visitor import Office


def answer(office: Office, counts: tuple[int, ...]) -> None:
    sites = office.store.sites.of(office.open)
    ids = np.repeat([site.id for site in sites], counts)
    codes = np.array([[number % 5, 0] for number in range(len(ids))], dtype=np.uint8)
    office.store.responses.add(office.open, ids, codes, "full", "en", office.clock().date())


def test_while_a_wave_runs_everybody_sees_the_ten_below(office: Office) -> None:
    answer(office, (9, 9, 9))
    for who in ("hub", "researcher", "district"):
        office.visitor(who).open("/home").see("20 or more of 30 have answered").not_see("27 of")


def test_a_reload_while_somebody_answers_tells_nobody_that_they_did(office: Office) -> None:
    """A leader's home, the school's page and the hub's page of the wave tell of a school by one rule."""
    pages = (("leader", "/home"), ("leader", f"/schools/{office.schools[0].id}/"), ("hub", "/home"))
    pages += (("hub", f"/waves/{office.open.id}/"), ("district", "/home"))
    seen = []
    for _ in range(9):
        answer(office, (1, 0, 0))
        seen.append([office.visitor(who).open(path).page.text for who, path in pages])
    assert all(texts == seen[0] for texts in seen)
    assert all("Fewer than 10 of" in text for text in seen[0])
    answer(office, (1, 0, 0))
    office.visitor("leader").open("/home").see("10 or more of 10 have answered")
    office.visitor("hub").open(f"/waves/{office.open.id}/").see("North School 10 or more 10 –")


def test_after_the_close_a_school_under_the_minimum_has_no_count_for_anybody(office: Office) -> None:
    answer(office, (4, 9, 9))
    close(office.store, office.open)
    page = office.visitor("hub").open(f"/waves/{office.open.id}/").see("North School no count 10 –")
    page.see("South School 9 10 90%", "is told where at least three schools").not_see("22", "20 or more")
    for who, path in (("leader", "/home"), ("leader", f"/schools/{office.schools[0].id}/")):
        office.visitor(who).open(path).not_see("4 of", "of 10")


def test_of_a_closed_wave_the_total_is_that_of_its_result(office: Office) -> None:
    """Two of the answers are of a school with too few: they are in no total, for nobody."""
    far = office.store.studies.add_school(office.network, "West School")
    site = office.store.sites.add(office.open, far, 10)
    answer(office, (8, 8, 8, 0))
    codes = np.zeros((2, 2), dtype=np.uint8)
    office.store.responses.add(office.open, np.full(2, site.id), codes, "full", "en", office.clock().date())
    close(office.store, office.open)
    for who in ("hub", "researcher", "district"):
        rows = office.visitor(who).open(f"/networks/{office.network.id}/waves").page.text
        assert "24" in rows, who
        assert "26" not in rows.replace("2026", ""), who
