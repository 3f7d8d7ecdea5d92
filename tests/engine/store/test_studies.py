"""Networks, schools, studies, waves and sites: what comes back, and which settings cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.instrument.model import Privacy
from engine.store import Door, NotFound, SchoolLevel, Store, StoreError, WaveState
from engine.store.sites import LINK_LENGTH, LINK_SIGNS
from tests.engine.store.field import DAY, START, Clock, Field, lay_out, new_wave, nothing
from tests.small import instrument, likert


def test_what_was_added_is_listed(store: Store) -> None:
    field = lay_out(store)
    (network,) = store.studies.networks()
    assert network.name == "North"
    assert store.studies.network(network.id) == network
    assert [school.name for school in store.studies.schools(network)] == ["Ash", "Birch", "Cedar"]
    assert store.studies.school(field.schools[1].id) == field.schools[1]
    assert store.studies.of(network) == (field.study,)
    assert store.studies.get(field.study.id) == field.study
    assert store.waves.of(field.study) == (field.wave,)
    assert store.waves.get(field.wave.id) == field.wave
    assert store.sites.of(field.wave) == field.sites
    assert store.sites.get(field.sites[2].id) == field.sites[2]


def test_a_wave_keeps_its_settings(store: Store) -> None:
    field = lay_out(store, phase="baseline", simulated=True, languages=("en",))
    wave = store.waves.get(field.wave.id)
    assert (wave.instrument_id, wave.version, wave.form) == ("small", "1.0.0", "full")
    assert (wave.phase, wave.simulated, wave.languages) == ("baseline", True, ("en",))
    assert (wave.opens, wave.closes) == (START - DAY, START + 30 * DAY)
    assert wave.opens.utcoffset() == timedelta(0)
    assert (wave.privacy, wave.minimum_group, wave.state) == (Privacy.ANONYMOUS, 5, WaveState.OPEN)


def test_a_site_keeps_roster_and_level(store: Store) -> None:
    field = lay_out(store)
    (network,) = store.studies.networks()
    school = store.studies.add_school(network, "Dogwood", "middle")
    site = store.sites.add(field.wave, school, 34, {"teacher": 30, "leader": 4})
    assert (site.school, site.level, site.roster) == ("Dogwood", SchoolLevel.MIDDLE, 34)
    assert dict(store.sites.get(site.id).roster_by_role) == {"teacher": 30, "leader": 4}


def test_a_link_is_short_and_random(field: Field) -> None:
    links = {site.link for site in field.sites}
    assert len(links) == 3
    assert all(len(link) == LINK_LENGTH and set(link) <= set(LINK_SIGNS) for link in links)
    assert len(set(LINK_SIGNS)) ** LINK_LENGTH > 2**128
    assert not set(LINK_SIGNS) & set("0O1Il-_")


def test_waves_come_in_the_order_they_open(field: Field) -> None:
    earlier = field.another_wave(title="Fall", opens=START - 90 * DAY).wave
    assert [wave.title for wave in field.store.waves.of(field.study)] == [earlier.title, "Spring"]


@pytest.mark.parametrize(
    ("days", "door"), [(-2, Door.NOT_YET), (0, Door.OPEN), (29, Door.OPEN), (30, Door.OVER)]
)
def test_a_link_leads_to_a_door_that_knows_the_time(
    field: Field, clock: Clock, days: int, door: Door
) -> None:
    clock.move(days=days)
    met = field.store.sites.by_link(field.sites[1].link)
    assert met is not None
    assert (met.door, met.school, met.study, met.network) == (door, "Birch", "Conditions", "North")
    assert (met.instrument_id, met.version, met.form, met.languages) == ("small", "1.0.0", "full", ("en",))
    assert (met.privacy, met.simulated, met.wave_id) == (Privacy.ANONYMOUS, False, field.wave.id)


def test_the_door_of_a_closed_wave_is_closed(field: Field) -> None:
    field.store.closing.close(field.wave, lambda _wave: {})
    met = field.store.sites.by_link(field.sites[0].link)
    assert met is not None
    assert met.door is Door.CLOSED


def test_an_unknown_link_leads_nowhere(field: Field) -> None:
    assert field.store.sites.by_link("x" * 22) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minimum_group": 4}, "minimum group of 4 would show who said what; use 5 or more"),
        ({"form": "short"}, "has no form 'short'; use full"),
        ({"languages": ("en", "fr")}, "was not published in fr; use en"),
        ({"languages": ()}, "names no language"),
        ({"closes": START - 2 * DAY}, "closes before it opens"),
        ({"opens": START.replace(tzinfo=None)}, "no time zone"),
        ({"version": "2.0.0"}, r"small 2\.0\.0 was not published here"),
    ],
)
def test_a_wave_that_cannot_be_is_refused(field: Field, changes: dict[str, object], words: str) -> None:
    with pytest.raises(StoreError, match=words):
        field.another_wave(**changes)
    assert len(field.store.waves.of(field.study)) == 1


@pytest.mark.parametrize(
    ("instruments", "waves", "words"),
    [
        (Privacy.ANONYMOUS, Privacy.ANONYMOUS, None),
        (Privacy.ANONYMOUS, Privacy.CONFIDENTIAL, "confidential can't be opened by link"),
        (Privacy.ANONYMOUS, Privacy.IDENTIFIED, "identified can't be opened by link"),
        (Privacy.CONFIDENTIAL, Privacy.CONFIDENTIAL, "confidential can't be opened by link"),
        (Privacy.CONFIDENTIAL, Privacy.ANONYMOUS, "cannot promise 'anonymous'"),
        (Privacy.IDENTIFIED, Privacy.CONFIDENTIAL, "can't be opened by link"),
    ],
)
def test_a_wave_promises_only_what_can_be_kept(
    store: Store, instruments: Privacy, waves: Privacy, words: str | None
) -> None:
    of = instrument(likert("A"), privacy=instruments)
    store.definitions.publish(of)
    study = store.studies.add(store.studies.add_network("North"), "Conditions")
    if words is None:
        assert store.waves.add(study, new_wave(of, privacy=waves)).privacy is waves
        return
    with pytest.raises(StoreError, match=words):
        store.waves.add(study, new_wave(of, privacy=waves))
    assert store.waves.of(study) == ()


def test_answers_collected_elsewhere_may_be_confidential_and_never_take_more(store: Store) -> None:
    of = instrument(likert("A"), privacy=Privacy.CONFIDENTIAL)
    store.definitions.publish(of)
    study = store.studies.add(store.studies.add_network("North"), "Conditions")
    over = new_wave(of, privacy=Privacy.CONFIDENTIAL, closes=START)
    wave = store.waves.add(study, over)
    with pytest.raises(StoreError, match="can't be opened by link"):
        store.waves.extend(wave, START + DAY)
    store.closing.close(wave, nothing)
    with pytest.raises(StoreError, match="can't be opened by link"):
        store.closing.reopen(wave, "More came in", START + DAY)


def test_privacy_may_change_until_somebody_begins(store: Store) -> None:
    field = lay_out(store, privacy=Privacy.CONFIDENTIAL)
    with pytest.raises(StoreError, match="can't be opened by link"):
        store.waves.change_privacy(field.wave, Privacy.IDENTIFIED)
    assert store.waves.change_privacy(field.wave, Privacy.ANONYMOUS).privacy is Privacy.ANONYMOUS
    begun = field.another_wave(title="Begun", privacy=Privacy.CONFIDENTIAL)
    store.drafts.start(begun.sites[0])
    with pytest.raises(StoreError, match="under the promise 'confidential'; make another wave"):
        store.waves.change_privacy(begun.wave, Privacy.ANONYMOUS)


def test_privacy_is_fixed_by_a_response(store: Store) -> None:
    field = lay_out(store, privacy=Privacy.CONFIDENTIAL)
    field.answer(A="4")
    with pytest.raises(StoreError, match="under the promise 'confidential'"):
        store.waves.change_privacy(field.wave, Privacy.ANONYMOUS)
    assert store.waves.get(field.wave.id).privacy is Privacy.CONFIDENTIAL


class TestTimeZone:
    def test_days_are_those_of_the_network(self, field: Field) -> None:
        network = field.store.studies.networks()[0]
        assert network.zone.key == "UTC"
        late = datetime(2026, 3, 20, 23, 59, 59, tzinfo=UTC)
        wave = field.store.waves.extend(field.wave, late)
        assert (wave.closes, wave.closes.date().day) == (late, 20)
        honolulu = field.store.studies.set_time_zone(network, "Pacific/Honolulu")
        assert field.store.studies.network(network.id) == honolulu
        moved = field.store.waves.get(wave.id)
        assert (moved.closes.date(), moved.closes.hour) == (late.date(), 23)
        assert moved.closes - late == timedelta(hours=10)
        assert moved.opens == wave.opens  # it has begun: that stays as it was
        door = field.store.sites.by_link(field.sites[0].link)
        assert door is not None
        assert (door.closes, door.closes.date()) == (moved.closes, late.date())

    def test_an_answer_is_kept_under_the_day_of_the_network(self, field: Field, clock: Clock) -> None:
        network = field.store.studies.networks()[0]
        field.store.studies.set_time_zone(network, "Pacific/Honolulu")
        field.answer(A="4")  # at half past eight in the morning in Greenwich, the evening before there
        with field.store._database.reading() as connection:
            day = connection.exec_driver_sql("SELECT day FROM response").scalar_one()
        assert str(day) == "2026-03-01"

    def test_a_time_zone_that_is_none_is_refused(self, field: Field) -> None:
        with pytest.raises(StoreError, match="no time zone 'Central'; use a name such as America/Chicago"):
            field.store.studies.set_time_zone(field.store.studies.networks()[0], "Central")


def test_names_are_taken_once(field: Field) -> None:
    (network,) = field.store.studies.networks()
    with pytest.raises(StoreError, match="already a network called 'North'"):
        field.store.studies.add_network("North")
    with pytest.raises(StoreError, match="North has a school called 'Ash' already"):
        field.store.studies.add_school(network, "Ash")
    with pytest.raises(StoreError, match="Ash takes part in the wave 'Spring' already"):
        field.store.sites.add(field.wave, field.schools[0])


def test_a_school_takes_part_in_its_own_network(field: Field) -> None:
    south = field.store.studies.add_network("South")
    elm = field.store.studies.add_school(south, "Elm")
    with pytest.raises(StoreError, match="Elm belongs to another network"):
        field.store.sites.add(field.wave, elm)


def test_levels_and_rosters_are_checked(field: Field) -> None:
    (network,) = field.store.studies.networks()
    with pytest.raises(StoreError, match="'primary' is not a level of school; use elementary or middle"):
        field.store.studies.add_school(network, "Fir", "primary")
    fir = field.store.studies.add_school(network, "Fir", "high")
    with pytest.raises(StoreError, match="roster cannot be below zero"):
        field.store.sites.add(field.wave, fir, roster_by_role={"teacher": -1})


def test_what_is_not_there_is_not_found(store: Store) -> None:
    for find in (
        store.studies.network,
        store.studies.school,
        store.studies.get,
        store.waves.get,
        store.sites.get,
    ):
        with pytest.raises(NotFound, match=r"There is no \w+ 77"):
            find(77)
