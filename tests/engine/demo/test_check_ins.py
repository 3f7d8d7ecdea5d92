"""Check-ins of the demonstration: one team's energy shifts, one's signals nothing, one began a short time ago."""

import pytest

from engine.demo.check_ins import BEGUN, BEGUN_BEFORE, STEADY
from engine.demo.fill import Demo
from engine.demo.people import OWN_SCHOOL
from engine.playbooks.folder import find_playbook
from engine.report.check_ins import MonthlyRun
from engine.store import Store
from engine.store.check_ins import CheckInSave
from engine.waves.check_in_charts import energy_chart


def kept(store: Store, name: str) -> tuple[CheckInSave, ...]:
    (network,) = store.studies.networks()
    return store.check_ins.of(next(s for s in store.studies.schools(network) if s.name.startswith(name)))


def energy(store: Store, name: str) -> MonthlyRun:
    chart = energy_chart(kept(store, name), find_playbook("collective-leadership"), "en")
    assert chart is not None
    return chart


def test_the_visitors_own_school_shifts_once_and_upwards(demo: tuple[Store, Demo]) -> None:
    store, _ = demo
    assert len(kept(store, OWN_SCHOOL)) >= 28  # three school years
    signals = energy(store, OWN_SCHOOL).run.signals
    assert [one.upwards for one in signals if one.rule == "shift"][-1]
    assert not [one for one in signals if one.rule == "trend"]


def test_another_school_signals_nothing_over_as_many_months(demo: tuple[Store, Demo]) -> None:
    store, _ = demo
    assert energy(store, STEADY).run.n == 24
    assert energy(store, STEADY).run.signals == ()


def test_a_third_school_began_a_short_time_ago(demo: tuple[Store, Demo]) -> None:
    store, _ = demo
    assert len(kept(store, BEGUN)) == BEGUN_BEFORE


@pytest.mark.parametrize("name", [OWN_SCHOOL, STEADY, BEGUN])
def test_this_month_waits_for_its_check_in(demo: tuple[Store, Demo], name: str) -> None:
    store, _ = demo
    assert kept(store, name)[-1].month < store.now().date().replace(day=1)
