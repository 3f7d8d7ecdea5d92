"""The drills lose nothing that was acknowledged in time, and an interrupted upgrade is none."""

from pathlib import Path

import pytest

from engine.store import Store
from tests.drills.failing_over import failover_drill
from tests.drills.restoring import restore_drill
from tests.drills.upgrading import upgrade_drill
from tests.engine.store import postgres_server


@pytest.mark.slow
def test_a_restore_while_people_answer_loses_nothing_of_before_the_backup(tmp_path: Path) -> None:
    done = restore_drill(str(tmp_path / "hub.db"), str(tmp_path / "restored.db"), tmp_path)
    assert done.faultless, str(done)
    assert done.before
    assert done.later


@pytest.mark.slow
@pytest.mark.postgres
def test_a_restore_of_postgresql_into_sqlite_loses_nothing_either(tmp_path: Path) -> None:
    with postgres_server.server() as server, postgres_server.database(server, "drill") as place:
        done = restore_drill(place, str(tmp_path / "restored.db"), tmp_path)
    assert done.faultless, str(done)
    assert done.before


@pytest.mark.slow
def test_an_upgrade_that_is_killed_is_done_or_not_begun(tmp_path: Path) -> None:
    done = upgrade_drill(tmp_path, kills=4)
    assert done.faultless, str(done)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_server_that_dies_behind_nginx_loses_nothing(tmp_path: Path) -> None:
    with postgres_server.server() as server, postgres_server.database(server, "failover") as place:
        Store.open(place).close()
        done = failover_drill(place, tmp_path)
    assert done.faultless, str(done)
    assert done.told.acknowledged
