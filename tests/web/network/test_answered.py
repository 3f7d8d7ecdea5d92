"""Totals of answers: nobody works out how many answered at a school that is not shown."""

import numpy as np

from engine.waves.closing import close
from tests.web.visitor import Office


def answer(office: Office, counts: tuple[int, ...]) -> None:
    sites = office.store.sites.of(office.open)
    ids = np.repeat([site.id for site in sites], counts)
    codes = np.array([[number % 5, 0] for number in range(len(ids))], dtype=np.uint8)
    office.store.responses.add(office.open, ids, codes, "full", "en", office.clock().date())


def test_while_a_wave_runs_others_than_its_runners_see_the_ten_below(office: Office) -> None:
    answer(office, (9, 9, 9))
    office.visitor("hub").open("/home").see("27 of 30 have answered")
    for who in ("researcher", "district"):
        office.visitor(who).open("/home").see("20 of 30 have answered").not_see("27 of")


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
