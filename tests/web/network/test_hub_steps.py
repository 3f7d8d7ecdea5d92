"""What waits for a hub, as a table over typed facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from web.network.hub_steps import PRESSING, HubFacts, HubWave, hub_steps

TODAY = date(2027, 5, 3)
WAVE = HubWave(7, "Spring", closes=TODAY + timedelta(9), low=2, schools=12)
QUIET = HubFacts(1, TODAY, waves=(HubWave(3, "Fall"),), schools=12)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (QUIET, []),
        (HubFacts(1, TODAY), ["Add the schools"]),
        (HubFacts(1, TODAY, schools=2), ["Open your first wave"]),
        (
            replace(QUIET, waves=(WAVE,)),
            ["at 2 of 12 schools fewer than half have answered, as far as is told"],
        ),
        (replace(QUIET, waves=(replace(WAVE, closes=TODAY + PRESSING + timedelta(1)),)), []),
        (replace(QUIET, waves=(replace(WAVE, low=0),)), []),
        (replace(QUIET, waves=(HubWave(3, "Fall", comments=1),)), ["1 comment waits"]),
        (replace(QUIET, waves=(HubWave(3, "Fall", comments=4),)), ["4 comments wait"]),
        (replace(QUIET, alone=("North",), unconfirmed=2), ["North has nobody", "2 invitations wait"]),
        (replace(QUIET, posts=1), ["1 post waits"]),
        (
            replace(QUIET, waves=(HubWave(8, "Next", draft=True), WAVE, HubWave(3, "Fall", past=True))),
            ["“Fall” is past its last day", "“Spring”: at 2 of 12", "“Next” is a draft"],
        ),
    ],
)
def test_what_a_hub_does_next_follows_from_the_facts(facts: HubFacts, told: list[str]) -> None:
    steps = [one.text for one in hub_steps(facts)]
    assert len(steps) == len(told), steps
    for step, expected in zip(steps, told, strict=True):
        assert expected in step
