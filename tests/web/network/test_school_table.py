"""Schools by conditions: those alone that their reader may read by name, with what their own pages print."""

import re

from tests.web.visitor import Office, Visitor


def table(office: Office, who: str, query: str = "") -> Visitor:
    return office.visitor(who).open(f"/waves/{office.closed.id}/schools{query}")


def agree(office: Office) -> None:
    for one in office.schools:
        office.store.studies.agree(one, named=True)


def order(visitor: Visitor) -> list[str]:
    return re.findall(r'rowheader"><a href="[^"]+">([^<]+)<', visitor.page.html)


def test_the_hub_reads_the_schools_that_agreed_and_each_log_says_so(office: Office) -> None:
    agree(office)
    page = table(office, "hub")
    assert order(page) == ["East School", "North School", "South School"]
    for one in office.schools:
        assert f"/schools/{one.id}/results/{office.closed.id}" in page.page.links
    north = office.visitor("leader").open(f"/schools/{office.schools[0].id}/log")
    north.see("hub@people.example", "viewed a result")


def test_where_nobody_agreed_there_is_no_row(office: Office) -> None:
    for who in ("hub", "district", "researcher"):
        assert order(table(office, who).see("No school’s result may be read by name here")) == []
    agree(office)
    assert order(table(office, "researcher")) == []
    assert table(office, "leader").status == 403
    assert table(office, "outsider").status == 404


def test_who_reads_a_row_may_open_its_page_and_finds_the_same_score(office: Office) -> None:
    office.store.studies.agree(office.schools[0], named=True)
    for one in office.schools:
        hub = office.visitor("hub").open(f"/schools/{one.id}/results/{office.closed.id}")
        assert (hub.status == 200) == (one.name in order(table(office, "hub")))


def test_a_heading_orders_the_table_without_a_script(office: Office) -> None:
    agree(office)
    down, up = (table(office, "hub", f"?by=one&order={way}") for way in ("down", "up"))
    scores = [
        [float(one) for one in re.findall(r"<strong>([\d.]+)</strong>", page.page.html)]
        for page in (down, up)
    ]
    assert scores[0] == sorted(scores[0], reverse=True)
    assert scores[1] == sorted(scores[1])
    assert 'aria-sort="descending"' in down.page.html
    assert order(table(office, "hub", "?by=nothing&order=up")) == sorted(order(down))


def test_before_the_close_there_is_nothing(office: Office) -> None:
    agree(office)
    office.visitor("hub").open(f"/waves/{office.open.id}/schools").see(
        "Results are made when the wave closes"
    )
