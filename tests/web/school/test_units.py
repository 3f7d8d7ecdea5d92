"""A class's result is its teacher's alone, with their own answers beside it; a team's is for its school too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from engine.instrument.model import Audience, Privacy
from engine.loading import catalog
from engine.responses.layout import layout
from engine.store import NewFamilyNotice, NewMembership, NewUnit, NewWave, Role, Site, Unit, UnitKind, Wave
from engine.waves.closing import close
from tests.web.visitor import Office

STUDENTS = catalog.find("practice-students")
TEAMS = catalog.find("team-safety")


class Below:
    """Units of the North School in a wave of an instrument, and who teaches them."""

    def __init__(
        self, office: Office, instrument: Any, kind: UnitKind, sizes: tuple[int, ...], outside: int = 0
    ):
        self.office, self.store, self.instrument = office, office.store, instrument
        here = office.network.id
        for who in ("teacher", "colleague"):
            role = NewMembership(Role.TEACHER, here, school_id=office.schools[0].id)
            office.add(who, role)
        office.store.definitions.publish(instrument)
        self.wave: Wave = office.store.waves.add(office.study, self._new_wave())
        self.site: Site = office.store.sites.add(self.wave, office.schools[0], 90)
        self._record_families()
        teachers = [office.people["teacher"].id, office.people["colleague"].id, None, None]
        whose = teachers if kind is UnitKind.CLASS else [None] * len(sizes)
        new = [NewUnit(f"Room {at + 1}", 24, whose[at]) for at in range(len(sizes))]
        self.units: tuple[Unit, ...] = office.store.units.add(self.site, kind, new)
        self._answer(sizes, outside)

    def _record_families(self) -> None:
        """Students' waves need a record of how families were told."""
        asked = self.store.notices.needed(self.wave)
        if asked is not None:
            told = NewFamilyNotice(asked, "Principal", holder="a test")
            self.store.notices.record(self.wave, self.site, told)

    def _new_wave(self) -> NewWave:
        now = self.office.clock()
        return NewWave(
            title="Lessons",
            instrument_id=self.instrument.id,
            version=self.instrument.version,
            form="full",
            languages=("en",),
            privacy=Privacy.ANONYMOUS,
            minimum_group=10 if self.instrument.audience is Audience.STUDENTS else 5,
            opens=now - timedelta(days=1),
            closes=now + timedelta(days=9),
            event={"en": "our last meeting"} if self.instrument is TEAMS else {},
        )

    def _answer(self, sizes: tuple[int, ...], outside: int) -> None:
        ids = [unit.id for unit, n in zip(self.units, sizes, strict=True) for _ in range(n)] + [0] * outside
        width = layout(self.instrument).width
        person, column = np.arange(len(ids))[:, None], np.arange(width)[None, :]
        codes = np.clip(person % 4 + (person * 7 + column * 5) % 3 - 1, 0, 3).astype(np.uint8)
        sites = np.full(len(ids), self.site.id)
        day = self.office.clock().date()
        self.store.responses.add(self.wave, sites, codes, "full", "en", day, units=np.array(ids))

    def close(self) -> "Below":
        close(self.store, self.wave)
        return self

    def address(self, at: int = 0) -> str:
        return f"/units/{self.units[at].id}"


@pytest.fixture
def classes(office: Office) -> Callable[..., Below]:
    return lambda sizes=(22, 20, 18), outside=0: Below(office, STUDENTS, UnitKind.CLASS, sizes, outside)


def test_a_teacher_reads_their_own_class_and_nobody_else_does(
    office: Office, classes: Callable[..., Below]
) -> None:
    below = classes().close()
    teacher = office.visitor("teacher")
    teacher.open("/home").see("Read what Room 1 said").not_see("Room 2")
    teacher.open(below.address()).see(
        "What Room 1 said",
        "22 of 24 answered.",
        "You alone read this page",
        "We see the steps that lead to the goal.",
    )
    assert teacher.open(below.address(1)).status == 403
    for who in ("colleague", "leader", "team", "hub", "researcher", "district"):
        assert office.visitor(who).open(below.address()).status == 403, who
    assert office.visitor("outsider").open(below.address()).status == 404


def test_no_result_of_the_school_or_the_network_names_a_class(
    office: Office, classes: Callable[..., Below]
) -> None:
    below = classes().close()
    here = f"/schools/{office.schools[0].id}/results/{below.wave.id}"
    reader = office.visitor("leader")
    for place in ("", "/report", "/tables.csv", "/report.json", "/scores.csv"):
        answer = reader.client.get(here + place)
        assert answer.status_code == 200
        assert "Room" not in answer.get_data(as_text=True)


def test_a_teachers_own_answers_stand_beside_and_are_kept_nowhere(
    office: Office, classes: Callable[..., Below]
) -> None:
    below = classes().close()
    teacher = office.visitor("teacher").open(below.address())
    teacher.see("Nothing is kept", "Students see the steps that lead to the goal.").not_see(
        "Your answer stands"
    )
    own = {"own-AP1": "3", "own-AP3": "9"}
    teacher.press(below.address(), **own)
    teacher.see("Your own answer stands beside", "No difference between your answers and your class’s")
    rows = [line for line in teacher.page.text.split("AP1 ") if line.startswith("We see the steps")]
    assert any("In most lessons" in row[:200] for row in rows)
    made = teacher.client.post(
        f"{below.address()}/mirror.pdf", data={"csrf_token": teacher.token(), "own-AP1": "3"}
    )
    assert made.data.startswith(b"%PDF")
    office.visitor("teacher").open(below.address()).not_see("Your own answer stands beside")


def test_a_teacher_takes_the_class_as_files(office: Office, classes: Callable[..., Below]) -> None:
    below = classes().close()
    teacher = office.visitor("teacher")
    for name, begins in (("report.pdf", b"%PDF"), ("report.xlsx", b"PK"), ("tables.csv", b"\xef\xbb\xbf")):
        answer = teacher.client.get(f"{below.address()}/{name}")
        assert answer.status_code == 200, name
        assert answer.data.startswith(begins)
    kept = teacher.client.get(f"{below.address()}/report.json").json
    assert kept is not None
    assert "Room 1" in str(kept)
    assert "Room 2" not in str(kept)


@pytest.mark.parametrize(("sizes", "outside"), [((9, 20, 20), 0), ((22, 20), 0), ((22, 3, 4), 0)])
def test_why_a_class_is_not_shown_is_said_without_a_number(
    office: Office, classes: Callable[..., Below], sizes: tuple[int, ...], outside: int
) -> None:
    below = classes(sizes, outside).close()
    page = office.visitor("teacher").open(below.address())
    page.see("Room 1 is not shown by itself", "We don’t say which", "in the result of North School")
    page.not_see(*(f"{n} " for n in sizes if n > 4))
    page.open(f"{below.address()}/report.pdf").see("Room 1 is not shown by itself")


def test_until_the_close_a_teacher_sees_the_link_and_a_number_in_tens(
    office: Office, classes: Callable[..., Below]
) -> None:
    below = classes((13, 8, 20))
    page = office.visitor("teacher").open(below.address())
    page.see("There is no result yet", "10 or more have answered so far", below.units[0].link).not_see("13")
    office.visitor("colleague").open(below.address(1)).see("Fewer than 10 have answered so far")


def test_a_page_for_a_teacher_speaks_spanish(office: Office, classes: Callable[..., Below]) -> None:
    below = classes().close()
    page = office.visitor("teacher").open(f"{below.address()}?language=es")
    page.see(
        "Lo que dijo Room 1", "Solo usted lee esta página", "Sus propias respuestas junto a las de su clase"
    )


def test_teams_are_read_by_their_school_and_by_nobody_beyond(office: Office) -> None:
    below = Below(office, TEAMS, UnitKind.TEAM, (8, 9, 7)).close()
    for who in ("leader", "team"):
        reader = office.visitor(who).open(f"/schools/{office.schools[0].id}")
        reader.see("Departments and teams by themselves", "Room 1", "Room 2", "Room 3")
        reader.open(below.address(1)).see("Room 2", "9 of 24 answered.")
    for who in ("hub", "researcher", "district", "teacher"):
        assert office.visitor(who).open(below.address()).status == 403, who
