"""A team opens its result, chooses where to start, sees it, and takes it back; nobody else chooses for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from engine.store import NewMembership, Role, Wave
from engine.waves.closing import close
from tests.pseudo import Spoken
from tests.small import choose, instrument, likert, subscale
from tests.web.visitor import Office, Visitor, new_wave

TWO = replace(
    instrument(
        *(likert(name) for name in ("A1", "A2", "B1", "B2")),
        choose("role", "teacher", "leader"),
        subscales=(subscale("calm", "A1", "A2"), subscale("trust", "B1", "B2")),
        minutes=8,
    ),
    id="two-measures",
)


def closed_wave(office: Office) -> Wave:
    """A closed wave in which North sees less calm than trust, and South is too few."""
    office.store.definitions.publish(TWO)
    made = office.store.waves.add(
        office.study, new_wave(office.clock, "Winter", -50, -1, instrument_id=TWO.id, version=TWO.version)
    )
    north, south = (office.store.sites.add(made, school, 12).id for school in office.schools[:2])
    codes = np.array([[n % 2, n % 2, 3 + n % 2, 3, 0] for n in range(14)], dtype=np.uint8)
    sites = np.array([north] * 12 + [south] * 2)
    office.store.responses.add(made, sites, codes, "full", "en", office.clock().date())
    close(office.store, made)
    return office.store.waves.get(made.id)


@pytest.fixture
def wave(office: Office) -> Wave:
    return closed_wave(office)


def address(office: Office, wave: Wave, school: int = 0) -> str:
    return f"/schools/{office.schools[school].id}/results/{wave.id}/choice"


def filled(visitor: Visitor, **changed: Any) -> Visitor:
    given: dict[str, Any] = {
        "way": "need",
        "measures": ["calm"],
        "reason": "We run all day.",
        "agreed_by": "the team",
    }
    return visitor.press("/choice", **(given | changed))


def test_open_choose_see_and_take_back(office: Office, wave: Wave) -> None:
    visitor = office.visitor("team").open(address(office, wave))
    visitor.see("What the survey can say", "The survey points to Calm", "build on a strength: Trust")
    filled(visitor).see(
        "Your choice is recorded", "Meet a need: Calm.", "We run all day.", "Agreed by the team."
    )
    visitor.see("Recorded by Team on May 4, 2026.")
    leader = office.visitor("leader").open(address(office, wave)).see("Meet a need: Calm.")
    office.clock.moment += timedelta(minutes=40)
    filled(leader, way="strength", measures=["trust", "calm"]).see("Build on a strength: Calm and trust.")
    leader.follow("/choice/take-back").see("Take your choice back?", "stays in the history")
    assert len(office.store.choices.of(wave)) == 1
    leader.press("/choice/take-back").see("It stays in the history below", "The last choice was taken back.")
    leader.see("Choice taken back", "May 4, 2026, 12:40 PM UTC", "Recorded by", "Leader")
    assert dict(office.store.choices.of(wave)) == {}
    leader.post(f"{address(office, wave)}/take-back")
    leader.open(address(office, wave)).see("has no choice to take back here")
    kept = [one for one in office.store.audit.entries(office.schools[0]) if one.action.startswith("choice")]
    assert [one.action for one in kept] == ["choice.taken_back", "choice.made", "choice.made"]
    assert {one.wave_id for one in kept} == {wave.id}
    assert all("Calm" not in one.what for one in kept)  # the hub reads the log, and may not read the choice


def test_nothing_is_chosen_in_advance_but_what_the_team_itself_chose(office: Office, wave: Wave) -> None:
    visitor = office.visitor("team").open(address(office, wave))
    assert {"way", "measures"}.isdisjoint(visitor.form("/choice").values)
    filled(visitor)
    given = visitor.form("/choice").values
    assert (given["way"], given["measures"], given["agreed_by"]) == (["need"], ["calm"], ["the team"])
    visitor.follow("/choice/take-back").press("/choice/take-back")
    assert {"way", "measures"}.isdisjoint(visitor.form("/choice").values)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"way": ""}, "Choose one of the two ways."),
        ({"way": "other"}, "Choose one of the two ways."),
        ({"measures": []}, "Choose what to work on"),
        ({"measures": ["of another survey"]}, "Choose what to work on"),
        ({"reason": " \r\n "}, "Say in a sentence or two why."),
        ({"reason": "x" * 2001}, "Shorten it to 2000 characters."),
        ({"agreed_by": ""}, "Name the team, or the people who agreed."),
        ({"agreed_by": "x" * 301}, "Shorten it to 300 characters."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: Office, wave: Wave, changed: dict[str, object], words: str
) -> None:
    visitor = filled(office.visitor("team").open(address(office, wave)), **changed)
    assert visitor.status == 400
    visitor.see("One answer needs another look", words)
    kept = {"way": "need", "measures": "calm", "reason": "We run all day.", "agreed_by": "the team"}
    for name, value in kept.items():
        if name not in changed:
            assert visitor.form("/choice").values[name] == [value]
    assert office.store.choices.history(office.schools[0], wave) == ()


def test_two_conditions_at_most(office: Office) -> None:
    from web.school.choices import ChoiceForm

    given = ChoiceForm(["a", "b", "c"], given={"measures": ["c", "a", "b"]})
    assert not given.validate()
    assert given.problems["measures"].startswith("Choose two at most")
    assert given.chosen == ["a", "b", "c"]


def test_words_are_shown_as_words(office: Office, wave: Wave) -> None:
    visitor = office.visitor("team").open(address(office, wave))
    filled(visitor, reason="<script>x</script>", agreed_by="<b>us</b>").see("<script>x</script>", "<b>us</b>")
    (made,) = office.store.choices.history(office.schools[0], wave)
    assert made.reason == "<script>x</script>"


def test_nobody_else_chooses_for_a_school(office: Office, wave: Wave) -> None:
    office.add("south", NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=office.schools[1].id))
    office.add("far", NewMembership(Role.SCHOOL_TEAM, office.other.id, school_id=office.stranger.id))
    office.store.studies.agree(office.schools[0], named=True)
    north = address(office, wave)
    for who, status in {"hub": 403, "district": 403, "researcher": 403, "south": 403, "far": 404}.items():
        visitor = office.visitor(who)
        assert visitor.open(north).status == status, who
        for path in (north, f"{north}/take-back"):
            answer = visitor.post(path, way="need", measures=["calm"], reason="x", agreed_by="x")
            assert answer.status == status, who
    assert office.store.choices.history(office.schools[0], wave) == ()


def test_a_result_that_shows_nothing_has_nothing_to_choose(office: Office, wave: Wave) -> None:
    office.add("south", NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=office.schools[1].id))
    visitor = office.visitor("south")
    assert visitor.open(address(office, wave, school=1)).status == 404
    assert visitor.post(address(office, wave, school=1), way="need").status == 404
    assert office.visitor("team").open(address(office, office.open)).status == 404


def test_a_post_without_our_token_changes_nothing(office: Office, wave: Wave) -> None:
    visitor = office.visitor("team")
    answer = visitor.client.post(
        address(office, wave), data={"way": "need", "measures": "calm", "reason": "x", "agreed_by": "x"}
    )
    assert answer.status_code == 400
    assert office.store.choices.history(office.schools[0], wave) == ()


def test_a_wave_that_is_open_again_keeps_its_choice_and_takes_no_other(office: Office, wave: Wave) -> None:
    visitor = filled(office.visitor("team").open(address(office, wave)))
    office.store.closing.reopen(wave, "answers on paper", office.clock() + timedelta(days=3))
    filled(visitor, measures=["trust"]).see("is not closed, so its result may still change")
    assert visitor.status == 400
    visitor.follow("/choice/take-back").press("/choice/take-back").see("is not closed", "Meet a need: Calm.")


def test_a_team_chooses_in_spanish_and_what_nobody_translated_is_marked(office: Office, wave: Wave) -> None:
    visitor = office.visitor("team").open(f"{address(office, wave)}?language=es")
    visitor.see("¿Por dónde empiezan?", "La encuesta apunta a Calm", "Borrador")
    filled(visitor, way="", measures=[], reason="", agreed_by="").see(
        "Elija uno de los dos caminos.", "Diga por qué", "Nombre al equipo", "Elija en qué trabajar"
    )
    filled(visitor).see("Su decisión quedó registrada", "Atender una necesidad: Calm", "4 de mayo de 2026")
    visitor.follow("/choice/take-back").see("¿Retirar su decisión?", "Retirarla")
    visitor.press("/choice/take-back").see("La decisión se retiró.", "Decisión retirada")
    html = visitor.page.html
    assert '<html lang="es"' in html
    assert '<span lang="en">Calm</span>' in html

    said = {text for language, text in Spoken(html).said if language == "es"}
    assert not said & {"History", "Your choice", "Why?", "Sign out"}
