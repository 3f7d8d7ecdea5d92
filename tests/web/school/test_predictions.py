"""A team seals what it expects, sees it, withdraws it openly; the next survey answers; nobody else seals for it."""

import subprocess
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from engine.store import PredictionKind, Wave
from engine.waves.closing import close
from tests.programs import needed
from tests.pseudo import Spoken
from tests.web.school.test_choices import TWO, closed_wave
from tests.web.visitor import Office, Visitor, new_wave

MORE = [[3 + n % 2, 3, 3 + n % 2, 3, 0] for n in range(12)]  # much more calm, and as much trust


@pytest.fixture
def wave(office: Office) -> Wave:
    return closed_wave(office)


def address(office: Office, wave: Wave, school: int = 0) -> str:
    return f"/schools/{office.schools[school].id}/results/{wave.id}/predictions"


def filled(visitor: Visitor, **changed: Any) -> Visitor:
    given: dict[str, Any] = {
        "measure": "calm",
        "kind": "range",
        "low": "0",
        "high": "60",
        "reason": "Every team gets an hour.",
    }
    return visitor.press("/predictions", **(given | changed))


def opened_again(office: Office, codes: list[list[int]], title: str = "Summer") -> Wave:
    """The survey once more at North, minutes later: answered, and not closed yet."""
    office.clock.moment += timedelta(minutes=5)
    new = new_wave(office.clock, title, 0, 20, instrument_id=TWO.id, version=TWO.version)
    made = office.store.waves.add(office.study, new)
    site = office.store.sites.add(made, office.schools[0], 12).id
    rows = np.array(codes, dtype=np.uint8)
    office.store.responses.add(made, np.full(len(rows), site), rows, "full", "en", office.clock().date())
    return made


def test_open_seal_see_and_withdraw(office: Office, wave: Wave) -> None:
    visitor = office.visitor("team").open(address(office, wave))
    visitor.see(
        "What do you expect of the next survey?", "Nothing is sealed yet", "Least clear change: about"
    )
    filled(visitor).see("Sealed. The next survey answers it.", "Calm: a change of 0 to +60 points.")
    visitor.see("“Every team gets an hour.” Sealed by Team on May 4, 2026.", "Sealed until the next survey")
    result = f"/schools/{office.schools[0].id}/results/{wave.id}"
    office.visitor("leader").open(result).see("What we predicted", "Calm: a change of 0 to +60 points.")
    office.visitor("leader").open(f"{result}/report").see("Calm: a change of 0 to +60 points.")
    visitor.follow("/withdraw").see("Withdraw this prediction?", "Calm: a change of 0 to +60 points.")
    visitor.press("/withdraw", reason=" ").see("Say why in a sentence.")
    assert visitor.status == 400
    visitor.press("/withdraw", reason="The hour was cut.").see("Withdrawn. It stays on this page.")
    visitor.see("Withdrawn by Team on May 4, 2026: The hour was cut.").not_see("Withdraw: Calm")
    (entry, sealed) = [
        one.action
        for one in office.store.audit.entries(office.schools[0])
        if one.action.startswith("prediction.")
    ]
    assert (entry, sealed) == ("prediction.withdrawn", "prediction.sealed")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"measure": "other"}, "Choose one of the scores."),
        ({"kind": "other"}, "Choose a change or no change."),
        ({"low": "a few"}, "Write a number of points with at most"),
        ({"low": "1e3"}, "Write a number of points with at most"),
        ({"low": ""}, "Write a number of points with at most"),
        ({"low": "60"}, "Write two different numbers, the lower one first."),
        ({"high": "900"}, "A score can move by"),
        ({"reason": " "}, "Say why in a sentence."),
        ({"reason": "x" * 501}, "Shorten it to 500 characters."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_sealed(
    office: Office, wave: Wave, changed: dict[str, Any], words: str
) -> None:
    visitor = filled(office.visitor("team").open(address(office, wave)), **changed)
    assert visitor.status == 400
    visitor.see(words)
    assert office.store.predictions.of(office.schools[0]) == ()


def test_the_next_survey_answers_with_its_interval_and_ends_sealing(office: Office, wave: Wave) -> None:
    team = office.visitor("team").open(address(office, wave))
    filled(team, measure="trust", kind="no_change", low="", high="").see(
        "Trust: no change, that is, less than"
    )
    filled(team, low="-9", high="-2").see("Calm: a change of −9 to −2 points.")
    late = office.visitor("team").open(address(office, wave))
    later = opened_again(office, MORE)
    filled(late, measure="trust").see("'Summer' has opened", "What you wrote", "Every team gets an hour.")
    assert late.status == 400
    team.open(address(office, wave)).see("Sealing ended when “Summer” opened").not_see("A new prediction")
    (first, second) = office.store.predictions.of(office.schools[0])
    assert second.kind is PredictionKind.NO_CHANGE
    team.post(f"{address(office, wave)}/{first.id}/withdraw", reason="We know better now.")
    team.see("'Summer' has opened at North School since", "What you wrote", "We know better now.")
    assert office.store.predictions.of(office.schools[0]) == (first, second)
    close(office.store, later)
    result = f"/schools/{office.schools[0].id}/results/{later.id}"
    team.open(result).see("Calm: Higher than expected", "Expected: a change of −9 to −2 points.")
    team.see("The whole interval lies above what was expected.", "It does not say why", "Trust:")
    team.see("of these 2, at most 0.10 are expected to be")
    office.visitor("leader").open(f"{result}/report").see("Calm: Higher than expected")
    team.open(f"/schools/{office.schools[0].id}/results/{wave.id}").see("Answered by “Summer”")


def test_the_reason_is_never_read_by_link_or_by_other_schools(office: Office, wave: Wave) -> None:
    filled(office.visitor("team").open(address(office, wave)), reason="Wombat.").see("Wombat.")
    result = f"/schools/{office.schools[0].id}/results/{wave.id}"
    for who in ("hub", "district", "researcher", "outsider"):
        assert office.visitor(who).open(address(office, wave)).status in {403, 404}
        office.visitor(who).open(result).not_see("Wombat.")
    for school in office.schools:
        office.store.studies.agree(school, named=True)
    office.visitor("hub").open(result).see("North School").not_see("Wombat.", "What we predicted")
    assert office.visitor("team").open(address(office, wave, school=1)).status in {403, 404}
    office.visitor("hub").open(f"/waves/{wave.id}/result").not_see("Wombat.")


def test_a_school_that_shows_nothing_and_another_ones_prediction_are_not_found(
    office: Office, wave: Wave
) -> None:
    team = office.visitor("team").open(address(office, wave))
    assert team.open(f"{address(office, wave)}/999/withdraw").status == 404
    assert team.open(f"/schools/{office.schools[0].id}/results/999/predictions").status == 404


def test_a_team_predicts_in_spanish_and_what_nobody_translated_is_marked(office: Office, wave: Wave) -> None:
    visitor = office.visitor("team").open(f"{address(office, wave)}?language=es")
    visitor.see("¿Qué esperan de la próxima encuesta?", "Borrador", "Todavía no hay nada sellado")
    filled(visitor, measure="", low="x", reason="").see("Elijan uno de los puntajes", "Digan por qué")
    filled(visitor, low="-2").see("Sellada.", "un cambio de −2 a +60 puntos.", "4 de mayo de 2026")
    visitor.follow("/withdraw").see("¿Retirar esta predicción?", "Retirarla abiertamente")
    visitor.press("/withdraw", reason="Ya no.").see("Retirada. Queda en esta página.")
    assert '<span lang="en">Calm</span>' in visitor.page.html
    said = {text for language, text in Spoken(visitor.page.html).said if language == "es"}
    assert not said & {"History", "Why?", "Sign out", "Withdrawn"}


def test_the_home_leads_to_what_came_until_the_school_has_opened_it(office: Office, wave: Wave) -> None:
    team = filled(office.visitor("team").open(address(office, wave)))
    newer = opened_again(office, MORE)
    close(office.store, newer)
    office.store.waves.extend(office.open, office.clock().replace(year=2027))
    home = f"/schools/{office.schools[0].id}/"
    office.visitor("hub").open(f"{home}results/{newer.id}")
    team.open(home).see("says how your prediction did", "“Summer” closed on")
    assert f"{home}results/{newer.id}#predicted" in team.page.links
    team.open(f"{home}results/{newer.id}").see("What we predicted")
    team.open(home).not_see("says how your prediction did")


@pytest.mark.parametrize(
    ("tag", "waits", "came"), [("en", "Waits for", "By “Summer”"), ("es", "Espera", "“Summer”")]
)
def test_the_one_page_on_paper_names_what_was_predicted_beside_the_choice(
    office: Office, wave: Wave, tag: str, waits: str, came: str
) -> None:
    filled(office.visitor("team").open(address(office, wave)))
    school = office.schools[0]
    office.store.choices.add(school, wave, "need", ["calm"], "Low", "All", "me@x.example", shown=["calm"])
    leader = office.visitor("leader")
    there = f"/schools/{school.id}/results/{wave.id}/page.pdf?language={tag}"
    assert waits in text_of(leader.client.get(there).data)
    close(office.store, opened_again(office, MORE))
    assert came in text_of(leader.client.get(there).data)


def text_of(made: bytes) -> str:
    program = needed("pdftotext", "poppler-utils")
    run = subprocess.run([program, "-", "-"], input=made, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())
