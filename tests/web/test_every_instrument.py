"""Every instrument that a network can choose, from answers to the last file: results, downloads, API, study, codebook.

Simulated answers of whole schools; each reader opens all that is theirs, and nothing says what the definition forbids.
"""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pytest

from engine.disclosure.policy import LINK_MINIMUM
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.responses.simulate import simulate
from engine.store import NewFamilyNotice, Scope, Wave, WayIn
from engine.waves.closing import close
from engine.waves.release import FORMATS
from engine.waves.study import study_wave
from psychometrics.contract import StatisticError
from tests.web.visitor import Office, new_wave
from web.school.files import KINDS, NETWORK_KINDS

pytestmark = pytest.mark.slow

CHOSEN: Final = [
    f"{one.id}@{one.version}" for one in catalog.list_instruments() if one.own_texts and not one.research_only
]
OF_LEADERS: Final = [one for one in CHOSEN if catalog.find(one).few_at_a_school]
OF_SCHOOLS: Final = [one for one in CHOSEN if one not in OF_LEADERS]
PEOPLE: Final = (34, 27, 41)
NO_MEAN: Final = {"partnership-progressions", "hub-self-assessment"}  # ordered words have none
BROKEN: Final = re.compile(r".{,60}(?:\bnan\b|(?<![a-z] )\bnull\b(?!\s+\w)|Traceback|\{\w+\}).{,40}")


@dataclass
class Answered:
    office: Office
    instrument: Instrument
    wave: Wave

    def text(self, who: str, path: str) -> str:
        answer = self.office.visitor(who).client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:400]}"
        return answer.get_data(as_text=True) if "text" in answer.content_type else ""

    def bytes(self, who: str, path: str) -> bytes:
        answer = self.office.visitor(who).client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:400]}"
        return answer.data

    @property
    def school(self) -> str:
        return f"/schools/{self.office.schools[0].id}/results/{self.wave.id}"

    def api(self, path: str) -> Any:
        people, keys = self.office.people, self.office.store.keys
        secret, _ = keys.add(people["hub"], self.office.network, "Every instrument", tuple(Scope))
        answer = self.office.app.test_client().get(
            f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json

    def of_network(self) -> list[str]:
        """What a hub and its researcher read; every file and answer to a program is there besides."""
        here = f"/waves/{self.wave.id}"
        pages = [self.text("hub", f"{here}/result")]
        for kind in NETWORK_KINDS:
            assert self.bytes("hub", f"{here}/{kind.name}"), kind.name
        for name in FORMATS:
            assert self.bytes("researcher", f"{here}/{name}"), name
        pages += [self.text("researcher", f"{here}/codebook.html")]
        for end in ("result", "report"):
            assert self.api(f"{here}/{end}")
        return [*pages, *self.study()]

    def study(self) -> list[str]:
        """The study; of leaders and of rubrics alone none, and the reason says what else there is to read."""
        reason = "no school has a result" if self.instrument.few_at_a_school else "makes no score"
        if self.instrument.few_at_a_school or not self.instrument.subscales:
            with pytest.raises(StatisticError, match=reason):
                study_wave(self.office.store, self.wave, lambda *_: None)
            return []
        report = study_wave(self.office.store, self.wave, lambda *_: None)
        assert json.loads(report.json)["instrument"]["id"] == self.instrument.id
        return [report.html]


@pytest.fixture
def answered(office: Office, request: pytest.FixtureRequest) -> Answered:
    """A closed wave of the instrument at three schools that let their hub read their results."""
    instrument = catalog.find(request.param)
    office.store.definitions.publish(instrument, catalog.translations(instrument))
    for school in office.schools:
        office.store.studies.agree(school, named=True)
    new = new_wave(
        *(office.clock, "Every question", -9, 8),
        instrument_id=instrument.id,
        version=instrument.version,
        form=instrument.main_form.id,
        languages=("en", "es"),
        privacy=instrument.privacy,
        minimum_group=max(LINK_MINIMUM, instrument.minimum_group),
        way_in=WayIn.CODES if instrument.few_at_a_school else WayIn.LINK,
        event={"en": "the grade 7 team", "es": "el equipo de séptimo"} if instrument.event else {},
        simulated=True,
    )
    study = office.store.studies.add(office.network, "A study of every instrument")
    wave = office.store.waves.add(study, new)
    ids = np.array([office.store.sites.add(wave, school, 60).id for school in office.schools])
    if (needed := office.store.notices.needed(wave)) is not None:
        day = office.clock().date()
        told = NewFamilyNotice(
            needed,
            "Principal",
            sent=day - timedelta(days=20),
            reply_by=day - timedelta(days=9),
            opted_out=2,
        )
        for site in office.store.sites.of(wave):
            office.store.notices.record(wave, site, told)
    (given,) = simulate(instrument, [PEOPLE], seed=5)
    day = office.clock().date()
    office.store.responses.add(
        wave, ids[given.sites], given.codes, wave.form, "en", day, list(given.open_answers)
    )
    close(office.store, wave, ())
    office.clock.moment += timedelta(hours=1)
    return Answered(office, instrument, office.store.waves.get(wave.id))


@pytest.mark.parametrize("answered", OF_SCHOOLS, indirect=True)
def test_results_files_api_study_and_codebook_of_each_instrument(answered: Answered) -> None:
    pages = [answered.text("team", answered.school), answered.text("team", f"{answered.school}/report")]
    pages += [answered.text("team", f"{answered.school}/report?language=es")]
    for kind in KINDS:
        assert answered.bytes("team", f"{answered.school}/{kind.name}"), kind.name
    pages += [answered.text("team", f"{answered.school}/scores.csv")]
    pages += [answered.text("team", f"{answered.school}/tables.csv")]
    told = answered.api(answered.school)
    answered.api(f"{answered.school}/report")
    assert unsound([*pages, *answered.of_network()]) == []
    if answered.instrument.id in NO_MEAN:
        assert told["measures"] == []
        assert told["school"]["scores"] == {}
        assert "Mean of" not in pages[1]
        assert "What people said, question by question" in pages[0]
        assert 'id="outcomes"' not in pages[1]  # each rubric stands once


@pytest.mark.parametrize("answered", OF_LEADERS, indirect=True)
def test_of_leaders_all_schools_together_have_all_of_it_and_a_school_has_nothing(answered: Answered) -> None:
    pages = [answered.text("team", f"{answered.school}{end}") for end in ("", "?language=es")]
    assert "Too few" in pages[0]
    told = answered.api(answered.school)
    assert told["school"]["shown"] is False
    assert answered.api(f"/waves/{answered.wave.id}/result")["pool"]["responses"] == sum(PEOPLE)
    assert unsound([*pages, *answered.of_network()]) == []


def unsound(pages: list[str]) -> list[str]:
    """What no page may say: a number that is none, a place of a catalogue that was not filled, a fault."""
    found: list[str] = []
    for page in pages:
        found += BROKEN.findall(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))
    return found
