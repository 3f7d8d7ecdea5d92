"""A leader sees the own answers again beside the staff's, and nobody else sees them."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pytest

from engine.instrument.model import Audience, Privacy
from engine.responses.answers import accept
from engine.store import NewInvitee, Wave, WayIn
from engine.waves.closing import close
from tests.small import instrument, likert, subscale
from tests.web.visitor import Office, new_wave

STAFF = instrument(likert("V1"), likert("V2"), id="staff", subscales=(subscale("view", "V1", "V2"),))
LEADERS = instrument(
    likert("V1"),
    likert("L1"),
    id="leaders",
    audience=Audience.SITE_LEADERS,
    privacy=Privacy.CONFIDENTIAL,
    minimum_group=10,
    few_at_a_school=True,
    subscales=(subscale("acts", "L1"),),
)


@dataclass(frozen=True)
class Looking:
    """Staff of North School answered, then its leader did, and both waves are closed; `code` is the leader's own."""

    office: Office
    wave: Wave
    code: str
    personal: str


def staff_answered(office: Office, people: int) -> None:
    office.store.definitions.publish(STAFF)
    settings = {"instrument_id": STAFF.id}
    wave = office.store.waves.add(office.study, new_wave(office.clock, "Staff", -1, 20, **settings))
    site = office.store.sites.add(wave, office.schools[0], 30)
    codes = np.array([[number % 4, (number + 1) % 4] for number in range(people)], dtype=np.uint8)
    office.store.responses.add(wave, np.full(people, site.id), codes, "full", "en", office.clock().date())
    close(office.store, wave)


def leader_answered(office: Office) -> Looking:
    store = office.store
    store.definitions.publish(LEADERS)
    settings = {"instrument_id": LEADERS.id, "minimum_group": 10, "privacy": Privacy.CONFIDENTIAL}
    new = new_wave(office.clock, "Leaders", -1, 20, way_in=WayIn.CODES, **settings)
    wave = store.waves.add(office.study, new)
    site = store.sites.add(wave, office.schools[0], 2)
    (invited,) = store.codes.invite(wave, site, [NewInvitee("Ada Novak")])
    found = store.codes.find(invited.code)
    assert found is not None
    key = store.drafts.start(found.site, found.key)
    sent = store.submissions.submit(key, accept(LEADERS, "full", {"V1": ("4",), "L1": ("2",)}), 60)
    assert sent.withdrawal_code is not None
    return Looking(office, wave, sent.withdrawal_code, invited.code)


@pytest.fixture
def looking(office: Office) -> Looking:
    staff_answered(office, 16)
    made = leader_answered(office)
    close(office.store, made.wave)
    return made


def test_a_leader_of_the_school_sees_each_answer_beside_the_staffs(looking: Looking) -> None:
    leader = looking.office.visitor("leader").open("/your-answers")
    leader.press("/your-answers", code=looking.code)
    leader.see("Your answers beside the staff of North School", "You said “4 of 5”; 25% of them said so too")
    leader.see("All your answers", "2 of 5", "It prints no difference between a score of yours")
    made = leader.client.post(
        "/your-answers", data={"csrf_token": leader.token(), "code": looking.code, "take": "pdf"}
    )
    assert (made.status_code, made.data[:5]) == (200, b"%PDF-")


def test_the_code_alone_opens_the_own_answers_and_no_result_of_a_school(looking: Looking) -> None:
    """Whoever runs a wave can list themselves at any school: their code must not open what staff there said."""
    for who in (None, "hub", "researcher", "district", "outsider"):
        visitor = looking.office.visitor(who).open("/your-answers").press("/your-answers", code=looking.code)
        visitor.see("All your answers", "2 of 5", "when you are signed in with your account at North School")
        visitor.not_see("beside the staff", "said so too")


def test_the_code_that_whoever_runs_the_wave_has_seen_opens_nothing(looking: Looking) -> None:
    visitor = looking.office.visitor("hub").open("/your-answers")
    visitor.press("/your-answers", code=looking.personal).see("No answers to a closed survey belong")
    assert visitor.status == 422


def test_before_the_close_it_takes_answers_back_and_shows_nothing(office: Office) -> None:
    made = leader_answered(office)
    office.visitor().open("/your-answers").press("/your-answers", code=made.code).see("still open")
    office.visitor().open("/take-back").press("/take-back", code=made.code)
    assert office.store.responses.counts(made.wave)[office.store.sites.of(made.wave)[0].id] == 0


def test_of_too_few_staff_the_page_says_that_nothing_is_shown(office: Office) -> None:
    staff_answered(office, 4)
    made = leader_answered(office)
    close(office.store, made.wave)
    leader = office.visitor("leader").open("/your-answers").press("/your-answers", code=made.code)
    leader.see("No result of your staff shows these statements").not_see("said so too")


def test_erased_the_code_opens_nothing_and_the_answers_are_gone(looking: Looking) -> None:
    store = looking.office.store
    visitor = looking.office.visitor().open("/your-answers").press("/your-answers", code=looking.code)
    visitor.post("/your-answers", code=looking.code, take="erase").see("Your answers are erased")
    visitor.open("/your-answers").press("/your-answers", code=looking.code).see("No answers to a closed")
    assert sum(store.responses.counts(store.waves.get(looking.wave.id)).values()) == 0


def test_with_the_key_of_the_wave_the_way_back_is_destroyed(looking: Looking) -> None:
    store = looking.office.store
    store.codes.destroy_link_key(store.waves.get(looking.wave.id))
    assert store.submissions.kept_of(looking.code) is None
    visitor = looking.office.visitor().open("/your-answers").press("/your-answers", code=looking.code)
    visitor.see("No answers to a closed survey belong")


def test_a_survey_of_many_keeps_no_code_past_its_close(office: Office) -> None:
    """Whoever could show their answers again could be made to."""
    store = office.store
    store.definitions.publish(STAFF)
    settings = {"instrument_id": STAFF.id, "privacy": Privacy.CONFIDENTIAL, "way_in": WayIn.CODES}
    wave = store.waves.add(office.study, new_wave(office.clock, "Staff", -1, 20, **settings))
    site = store.sites.add(wave, office.schools[0], 30)
    (code,) = store.codes.issue(wave, site, 1)
    found = store.codes.find(code)
    assert found is not None
    key = store.drafts.start(found.site, found.key)
    sent = store.submissions.submit(key, accept(STAFF, "full", {"V1": ("4",)}), 60)
    close(store, wave)
    assert sent.withdrawal_code is not None
    assert store.submissions.kept_of(sent.withdrawal_code) is None


def test_consent_and_thanks_say_that_the_code_shows_the_answers_again(office: Office) -> None:
    made = leader_answered(office)
    link = office.store.sites.of(made.wave)[0].link
    office.visitor().open(f"/s/{link}/").see("After the close that other code shows them to you again")
    office.clock.pass_days(1)
    assert office.clock() < made.wave.closes + timedelta(0)
