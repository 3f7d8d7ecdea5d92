"""Known answers added to unknown ones: who may answer often enough works out what the others said.

A team sends answers of its own beside a colleague's one. Once so many are shown, the sum less its own is the
colleague's. Under the rule before, four did for five; by codes the team has none to send them with.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.disclosure.policy import FLOOR, LINK_MINIMUM, policy
from engine.instrument.model import Instrument, Privacy
from engine.loading import catalog
from engine.responses.answers import Submission, accept
from engine.responses.scoring import score_answers
from engine.store import CodesUsed, Device, DraftKey, NewWave, Site, Store, StoreError, Wave, WayIn
from engine.waves.closing import close
from tests.new_database import new_database

INSTRUMENT = catalog.find("collective-leadership@1.0.0")
FORM = INSTRUMENT.main_form.id
SCORES = [one.id for one in INSTRUMENT.subscales]
OWN = dict.fromkeys((item.id for item in INSTRUMENT.items if item.kind.scored), "3")  # the middle: 50 of 100
ASKED = [id for id in OWN if id in INSTRUMENT.form(FORM).items]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(new_database(tmp_path / "barograph.db")) as opened:
        opened.definitions.publish(INSTRUMENT)
        yield opened


def wave_at_a_school(store: Store, way_in: WayIn, minimum: int) -> tuple[Wave, Site]:
    network = store.studies.add_network("A network")
    now = datetime.now(UTC)
    new = NewWave(
        *("A wave", INSTRUMENT.id, INSTRUMENT.version, FORM, ("en",), Privacy.ANONYMOUS, minimum),
        *(now - timedelta(days=1), now + timedelta(days=9)),
        way_in=way_in,
    )
    wave = store.waves.add(store.studies.add(network, "A study"), new)
    return wave, store.sites.add(wave, store.studies.add_school(network, "A school"))


def submission(of: Instrument, given: Mapping[str, str]) -> Submission:
    return accept(of, FORM, {id: [text] for id, text in given.items()})


def send(
    store: Store,
    site: Site,
    given: Mapping[str, str],
    key: DraftKey | None = None,
    device: Device = Device.OWN,
) -> None:
    key = store.drafts.start(site, key)
    store.submissions.submit(key, submission(INSTRUMENT, given), 240, device)


def a_colleague(seed: int) -> dict[str, str]:
    drawn = np.random.default_rng(seed).integers(1, 6, len(ASKED))
    return {id: str(value) for id, value in zip(ASKED, drawn, strict=True)}


def truth(given: Mapping[str, str]) -> dict[str, float]:
    scored = score_answers(INSTRUMENT, {id: [text] for id, text in given.items()}, FORM)
    return {id: scored[id].rescaled or 0.0 for id in SCORES}


def printed(store: Store, wave: Wave, site: Site) -> dict[str, float]:
    """The scores of the school that its leader reads; none where the result does not show it."""
    close(store, wave)
    (school,) = store.results.snapshot(wave).document["sites"]  # type: ignore[misc]
    if not school["shown"]:  # type: ignore[index]
        return {}
    return {id: score["mean"] for id, score in school["scores"].items() if score}  # type: ignore[index]


def worked_out(shown: Mapping[str, float], own: int) -> dict[str, float]:
    """What one colleague said, of the means of all and so many answers in the middle."""
    return {id: (own + 1) * mean - own * 50.0 for id, mean in shown.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_under_the_rule_before_four_own_answers_told_a_colleagues_seven_scores(
    store: Store, seed: int
) -> None:
    """The attack works, on a wave by link that keeps the minimum it was made with."""
    wave, site = wave_at_a_school(store, WayIn.LINK, FLOOR)
    colleague = a_colleague(seed)
    send(store, site, colleague)
    for _ in range(FLOOR - 1):
        send(store, site, OWN)
    found = worked_out(printed(store, wave, site), FLOOR - 1)
    assert set(found) == set(SCORES)
    assert len(found) == 7
    assert max(abs(found[id] - score) for id, score in truth(colleague).items()) <= 3


def test_by_link_it_takes_nine_own_answers_now_and_tells_half_as_exactly(store: Store) -> None:
    wave, site = wave_at_a_school(store, WayIn.LINK, LINK_MINIMUM)
    colleague = a_colleague(1)
    send(store, site, colleague)
    for _ in range(LINK_MINIMUM - 2):
        send(store, site, OWN)
    assert printed(store, wave, site) == {}
    store.closing.reopen(wave, "one more", store.now() + timedelta(days=3))
    send(store, site, OWN)
    found = worked_out(printed(store, store.waves.get(wave.id), site), LINK_MINIMUM - 1)
    errors = [abs(found[id] - score) for id, score in truth(colleague).items()]
    assert (
        3 < max(errors) <= LINK_MINIMUM / 2 + 0.01
    )  # what an open link cannot prevent, and no rule on counts can


@pytest.mark.parametrize("minimum", [FLOOR, LINK_MINIMUM])
def test_answers_from_a_device_that_had_answered_never_reach_the_minimum(store: Store, minimum: int) -> None:
    wave, site = wave_at_a_school(store, WayIn.LINK, minimum)
    send(store, site, a_colleague(1))
    send(store, site, OWN)
    for _ in range(3 * minimum):
        send(store, site, OWN, device=Device.AGAIN)
    assert store.responses.again(wave) == {site.id: 3 * minimum}
    assert printed(store, wave, site) == {}
    assert store.responses.again(wave) == {
        site.id: 3 * minimum
    }  # counted with the school once devices are forgotten
    store.closing.reopen(wave, "more", store.now() + timedelta(days=3))
    for _ in range(minimum - 3):
        send(store, site, OWN)
    assert printed(store, store.waves.get(wave.id), site) == {}


def test_second_answers_raise_the_minimum_of_statements_and_groups_too() -> None:
    raised = policy(INSTRUMENT.audience, FLOOR).raised(3)
    assert (raised.whole, raised.items, raised.subgroup, raised.cross, raised.text) == (8, 11, 13, 23, 13)


def test_by_codes_a_team_has_none_to_add_answers_with(store: Store, tmp_path: Path) -> None:
    wave, site = wave_at_a_school(store, WayIn.CODES, FLOOR)
    (code,) = store.codes.issue(wave, site, 1)  # what whoever runs the wave printed, for the colleague
    found = store.codes.find(code)
    assert found is not None
    send(store, site, a_colleague(1), found.key)
    for guess in (None, found.key, DraftKey("0" * 43)):
        with pytest.raises(StoreError, match=r"personal code|submitted already"):
            send(store, site, OWN, guess)
    assert store.codes.counts(wave) == {site.id: CodesUsed(issued=1, sent=1)}
    assert store.responses.counts(wave) == {site.id: 1}
    assert printed(store, wave, site) == {}


def test_a_code_in_clear_is_nowhere_in_the_database(store: Store, tmp_path: Path) -> None:
    """Nobody can read a code or print it again, whatever their role: the store has it no more."""
    wave, site = wave_at_a_school(store, WayIn.CODES, FLOOR)
    codes = store.codes.issue(wave, site, 20)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("barograph.db*"))
    assert site.link.encode() in kept  # the search finds what is there
    for code in codes:
        assert code.encode() not in kept
        assert code.replace("-", "").encode() not in kept
