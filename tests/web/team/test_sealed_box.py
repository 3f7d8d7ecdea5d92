"""Where a plan's theory of action asks what the team expects: what is sealed of its score, and the way to seal it."""

from datetime import timedelta

from engine.store import NewPrediction, PredictionKind
from tests.web.test_rights import plan_of
from tests.web.visitor import Office


def test_the_sheet_shows_what_is_sealed_and_leads_to_sealing(office: Office) -> None:
    plan_of(office)
    plan = office.store.plans.of(office.schools[0])[0]
    sheet = f"/schools/{office.schools[0].id}/plans/{plan.number}/theory-of-action"
    team = office.visitor("team").open(sheet)
    team.see("What do you expect of the next survey?", "See what you predicted")  # “Spring” is open
    before = office.store.predictions.by_clock(lambda: office.clock() - timedelta(days=2))
    new = NewPrediction(plan.measure, PredictionKind.RANGE, 5, 12, "We meet weekly.")
    wave = office.store.waves.get(plan.wave_id)
    before.seal(office.schools[0], wave, new, "team@people.example", shown=[plan.measure])
    team.open(sheet).see("a change of +5 to +12 points. Waits for the next survey.").not_see("Withdraw:")
    office.clock.moment -= timedelta(days=2)
    again = office.visitor("leader").open(sheet).see("Withdraw")
    again.follow(f"/predictions?measure={plan.measure}").see("A new prediction", "We meet weekly.")
    assert again.form("/predictions").values["measure"] == [plan.measure]
