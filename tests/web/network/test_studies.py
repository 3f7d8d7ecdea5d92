"""The validation study of a closed wave in the browser: computed once, outside the request."""

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from flask.testing import FlaskClient

from engine.instrument.model import Instrument, ValidationPlan
from engine.store import Store, Wave
from engine.validation.parts import Part, PartSource
from engine.waves.closing import close
from engine.waves.release import release
from engine.waves.study import study_wave
from engine.waves.study_choices import WaveStudyChoices
from psychometrics.second_opinion.answers import Question
from psychometrics.second_opinion.material import Material
from psychometrics.second_opinion.opinion import SecondOpinion
from psychometrics.second_opinion.reasons import Ours
from tests.small import choose, instrument, likert, subscale
from tests.web.conftest import SECRET, Clock, application, open_survey
from tests.web.visitor import Office, Visitor
from web.network.studies import sign_study
from web.security import Settings
from web.whole import create_app
from web.worker.doing import do_all

R = TypeVar("R")
ITEMS = [likert(f"A{number}") for number in range(4)]
SMALL = instrument(*ITEMS, subscales=(subscale("a", *(item.id for item in ITEMS), minimum=3),))


def closed_wave(
    store: Store, clock: Clock, schools: dict[str, int], of: Instrument = SMALL, **changes: object
) -> Wave:
    """A closed wave in which so many people of each school answered."""
    survey = open_survey(store, clock, of, **changes)
    network = store.studies.network(store.studies.get(survey.wave.study_id).network_id)
    generator = np.random.default_rng(3)
    for name, people in schools.items():
        site = store.sites.add(survey.wave, store.studies.add_school(network, name))
        level = generator.integers(1, 4, (people, 1))
        codes = np.clip(level + generator.integers(-1, 2, (people, len(of.items))), 0, 4).astype(np.uint8)
        store.responses.add(survey.wave, np.full(people, site.id), codes, "full", "en", clock().date(), None)
    close(store, survey.wave)
    return store.waves.get(survey.wave.id)


@pytest.fixture
def wave(store: Store, clock: Clock) -> Wave:
    return closed_wave(store, clock, {f"School {letter}": 12 for letter in "ABCDEF"} | {"Tiny": 3})


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return application(store).test_client()


def address(wave: Wave, part: str = "") -> str:
    return f"/study/{sign_study(SECRET, wave.id)}{part}"


def wait_for(client: FlaskClient, wave: Wave) -> str:
    """The page of a study once a worker has done what was asked for."""
    client.get(address(wave))
    do_all(client.application)
    response = client.get(address(wave))
    assert "Refresh" not in response.headers
    return response.get_data(as_text=True)


def test_a_study_is_computed_outside_the_request_and_kept(
    client: FlaskClient, wave: Wave, store: Store
) -> None:
    first = client.get(address(wave))
    assert first.status_code == 200
    assert first.headers["Refresh"]
    assert "being computed" in first.get_data(as_text=True)
    assert client.get(address(wave, "/report.html")).status_code in (200, 302)
    assert "Read the study" in wait_for(client, wave)
    report = client.get(address(wave, "/report.html"))
    assert report.status_code == 200
    assert "Cronbach" in report.get_data(as_text=True) or "alpha" in report.get_data(as_text=True)
    assert client.get(address(wave, "/study.pdf")).data.startswith(b"%PDF")
    kept = store.results.study_report(store.results.snapshot(wave))
    assert kept is not None
    assert json.loads(client.get(address(wave, "/study.json")).data) == json.loads(kept.json)
    assert client.get(address(wave)).headers.get("Refresh") is None


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Other programs that are asked for nothing: how many people each question would have been about."""
    from engine.validation import second_opinion

    asked: list[int] = []

    def heard(material: Material, ours: Mapping[Question, Ours]) -> SecondOpinion:
        asked.append(len(material.answers))
        return SecondOpinion((), (), (), "finished" if len(asked) > 1 else "stopped", 1.0, ())

    monkeypatch.setattr(second_opinion, "second_opinion", heard)
    return asked


def test_a_tick_asks_other_programs_once_and_the_study_stays_readable_meanwhile(
    client: FlaskClient, wave: Wave, store: Store, others: list[int]
) -> None:
    visitor = Visitor(client.application)
    assert "Set other programs’ numbers beside ours" in wait_for(client, wave)
    before = client.get(address(wave, "/study.json")).get_json()
    assert "second_opinion" not in before
    visitor.post(address(wave))
    assert others == []
    visitor.post(address(wave), second_opinion="yes")
    assert client.get(address(wave, "/report.html")).status_code == 200
    assert "Set other programs’ numbers" in wait_for(client, wave), (
        "the process fell, so it can be asked again"
    )
    visitor.post(address(wave), second_opinion="yes")
    assert "It has a second opinion" in wait_for(client, wave)
    after = client.get(address(wave, "/study.json")).get_json()
    assert after.pop("second_opinion")["ending"] == "finished"
    assert after == before
    visitor.post(address(wave), second_opinion="yes")
    assert "Second opinion" in client.get(address(wave, "/report.html")).get_data(as_text=True)
    assert others == [72, 72], "nobody of a school that is in no number is handed over"


TWO_SCALES = instrument(
    *(likert(f"{letter}{number}") for letter in "AB" for number in range(4)),
    subscales=tuple(
        subscale(letter.lower(), *(f"{letter}{number}" for number in range(4)), minimum=3) for letter in "AB"
    ),
)


def test_the_factors_are_turned_as_asked_and_nothing_else_of_the_study_changes(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    """One factor is turned by nothing, so its study offers no rotation; an unknown one is refused."""
    wave = closed_wave(store, clock, {f"School {letter}": 12 for letter in "ABCDEF"}, of=TWO_SCALES)
    visitor = Visitor(client.application)
    assert "turned by oblimin" in wait_for(client, wave)
    before = client.get(address(wave, "/study.json")).get_json()
    assert client.post(address(wave), data={"rotation": "sideways"}).status_code == 400
    visitor.post(address(wave), rotation="oblimin")
    assert client.get(address(wave)).headers.get("Refresh") is None
    visitor.post(address(wave), rotation="varimax")
    assert "turned by varimax" in wait_for(client, wave)
    after = client.get(address(wave, "/study.json")).get_json()
    assert after["efa"]["rotation"] == "varimax"
    for part in ("data", "items", "subscales", "correlations", "dimensionality", "claims", "groups"):
        assert after[part] == before[part]
    loadings = [np.reshape(study["efa"]["loadings"]["data"], (8, 2)) for study in (before, after)]
    phi = np.reshape(before["efa"]["phi"]["data"], (2, 2))
    assert loadings[0] @ phi @ loadings[0].T == pytest.approx(loadings[1] @ loadings[1].T), "the same fit"


@pytest.mark.slow
def test_structures_estimators_and_groups_are_chosen_as_on_the_command_line(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    """What is ticked is fitted, stays when the factors are turned, and is taken back by no tick."""
    role = choose("role", "teacher", "leader", "other", "aide", "coach")
    of = instrument(
        *TWO_SCALES.items, role, subscales=TWO_SCALES.subscales, validation=ValidationPlan(groups=("role",))
    )
    wave = closed_wave(store, clock, {f"School {letter}": 24 for letter in "ABCDEF"}, of=of)
    visitor = Visitor(client.application)
    assert "This study has no such model" in wait_for(client, wave)
    for wrong in ({"structures": "model"}, {"estimators": "best"}, {"invariance": "site"}):
        assert client.post(address(wave), data={"models": "yes", **wrong}).status_code == 400, wrong
    visitor.post(
        address(wave),
        models="yes",
        structures=["one_factor", "correlated"],
        estimators=["uls"],
        invariance="role",
    )
    page = wait_for(client, wave)
    assert "This study has one factor, correlated factors." in page
    assert page.count(" checked") == 4
    found = client.get(address(wave, "/study.json")).get_json()
    assert {name: list(fits) for name, fits in found["cfa"].items()} == {
        "one_factor": ["uls"],
        "correlated": ["uls"],
    }
    assert found["invariance"]["role"]["estimator"] == "mlr"
    assert found["invariance"]["role"]["instead_of"] == "uls"
    visitor.post(address(wave), rotation="varimax")
    assert "turned by varimax" in wait_for(client, wave)
    assert client.get(address(wave, "/study.json")).get_json()["cfa"] == found["cfa"]
    visitor.post(address(wave), models="yes")
    assert "This study has no such model" in wait_for(client, wave)


def test_a_study_of_one_factor_offers_no_rotation(client: FlaskClient, wave: Wave) -> None:
    assert "Turn the factors" not in wait_for(client, wave)


def test_a_school_under_the_minimum_is_in_no_number(store: Store, wave: Wave) -> None:
    heard: list[str] = []
    report = study_wave(store, wave, lambda step, done, total: heard.append(step))
    assert json.loads(report.json)["data"]["n"] == 72
    assert heard[-1] == "Writing the report"
    for text in (report.html, report.json):
        assert "Tiny" not in text
        assert "School A" not in text, "schools go by number"


def test_whoever_reads_the_answers_is_given_those_that_are_counted_and_no_others(
    store: Store, wave: Wave
) -> None:
    """As workers on other machines: what they are sent holds nobody of a school under the minimum."""
    sent: list[Part] = []

    class Elsewhere:
        def each(self, work: Callable[[Part], R], pieces: Iterable[PartSource], doing: str) -> Iterator[R]:
            for piece in pieces:
                part = piece.read()
                sent.append(part)
                yield work(pickle.loads(pickle.dumps(part)))  # noqa: S301 - packed just now

    here = study_wave(store, wave, lambda *_: None)
    there = study_wave(store, wave, lambda *_: None, WaveStudyChoices(), executor=Elsewhere())
    assert {len(part) for part in sent} == {72}
    assert json.loads(here.json) == json.loads(there.json)


def test_the_rule_that_is_printed_is_the_rule_that_was_used(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    """Six answers make a result, and no statements: such a school is in the network's numbers and in no study."""
    wave = closed_wave(store, clock, {f"School {letter}": 12 for letter in "ABCDE"} | {"Small": 6, "Tiny": 3})
    report = study_wave(store, wave, lambda step, done, total: None)
    counted = json.loads(report.json)["data"]["counted"]
    assert counted.startswith(
        "Counted are the 60 people of the 5 schools whose own result is of all their answers"
    )
    assert counted.endswith("The wave’s result counts 66 people of 6 schools.")
    assert counted in report.html
    assert "schools whose own result is of all their answers" in wait_for(client, wave)
    files = release(store, wave, b"key")
    codebook = files.file("codebook.html").decode()
    assert "60 responses" in codebook
    assert "schools whose own result is of all their answers" in codebook


def test_its_page_lets_in_its_own_style_and_nothing_else(
    client: FlaskClient, wave: Wave, store: Store
) -> None:
    study_wave(store, wave, lambda step, done, total: None)
    response = client.get(address(wave, "/report.html"))
    policy = response.headers["Content-Security-Policy"]
    assert "'sha256-" in policy
    assert "unsafe-inline" not in policy
    text = response.get_data(as_text=True)
    assert " style=" not in text
    assert "<script" not in text


def test_a_wave_in_which_nobody_may_be_shown_says_why(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    wave = closed_wave(store, clock, {"Tiny": 3})
    page = wait_for(client, wave)
    assert "There is no study of this wave" in page
    assert "Try again" in page


def test_a_simulated_wave_says_so_in_its_study(store: Store, clock: Clock) -> None:
    wave = closed_wave(store, clock, {"North": 18, "South": 19, "East": 20}, simulated=True)
    report = study_wave(store, wave, lambda step, done, total: None)
    assert "Simulated data" in report.html
    assert json.loads(report.json)["data"]["simulated"] is True


def test_links_that_open_nothing(client: FlaskClient, store: Store, clock: Clock, tmp_path: Path) -> None:
    still_open = open_survey(store, clock, SMALL).wave
    assert client.get(address(still_open)).status_code == 404
    assert client.get("/study/anything").status_code == 404
    assert client.get(f"/study/{sign_study('another secret', still_open.id)}").status_code == 404


def test_without_links_a_study_is_for_researchers_who_are_signed_in(office: Office) -> None:
    app = create_app(office.store, Settings(SECRET, secure=False, result_links=False))
    place = f"/waves/{office.closed.id}/study"
    assert Visitor(app).open(place).path == "/sign-in"
    for who, status in (("researcher", 200), ("hub", 403), ("leader", 403), ("outsider", 404)):
        visitor = Visitor(app).sign_in(office.people[who].email)
        assert visitor.open(place).status == status, who
        assert visitor.open(f"{place}/study.pdf").status == status, who
        assert visitor.open(address(office.closed)).status == 404, who
