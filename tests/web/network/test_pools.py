"""Leaders of schools and of a district beside each other, on the page of either: two pools, and no number of both."""

import re

import pytest

from engine.results.reading import result_of
from engine.store import Wave
from engine.waves.pools import beside_pool
from tests.web.school.asking import ask
from tests.web.visitor import Office

SITE, DISTRICT = "district-support-site", "district-leaders"
ENOUGH, TOO_FEW = (5, 5, 5), (3, 3, 3)


def page(office: Office, wave: Wave, who: str = "hub") -> str:
    answer = office.visitor(who).client.get(f"/waves/{wave.id}/result")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def voices(office: Office, wave: Wave) -> list[str]:
    frozen = result_of(office.store.results.network_snapshot(wave))
    found = beside_pool(office.store, wave, frozen, lambda _: True)
    return [voice.edition[0] for one in found for voice in one.voices]


def test_each_of_the_pair_shows_the_other_with_its_own_score_and_says_why_there_is_no_gap(
    office: Office,
) -> None:
    waves = [ask(office, name, ENOUGH) for name in (SITE, DISTRICT)]
    for wave in waves:
        for who in ("hub", "district", "researcher"):
            seen = page(office, wave, who)
            assert "Beside what others say" in seen
            assert "Site leaders" in seen
            assert "District leaders" in seen
            assert "nobody has examined yet whether these statements work alike" in seen
            assert re.findall("higher than|lower than|gap of|differ by|points apart", seen.lower()) == []
    assert sorted(voices(office, waves[0])) == sorted([SITE, DISTRICT])


@pytest.mark.parametrize(
    ("name", "people", "opens"),
    [(DISTRICT, TOO_FEW, -60), (DISTRICT, ENOUGH, -500), ("leaders-time", ENOUGH, -60)],
    ids=["too few answered", "another school year", "asked about something else"],
)
def test_nothing_stands_beside_a_pool_but_a_shown_one_of_its_year_about_the_same(
    office: Office, name: str, people: tuple[int, ...], opens: int
) -> None:
    wave = ask(office, SITE, ENOUGH)
    before = report(office, wave)
    ask(office, name, people, opens)
    assert voices(office, wave) == []
    assert report(office, wave) == before


def report(office: Office, wave: Wave) -> bytes:
    answer = office.visitor("hub").client.get(f"/waves/{wave.id}/report.json")
    assert answer.status_code == 200
    return answer.data
