"""Disclosure control: what may be shown, of how many people, how finely; applied once, when a result is frozen.

The rules and their reasons are in docs/disclosure-control.md; tests/engine/disclosure attacks them.
"""

from engine.disclosure.agreement_to_name import LEAST_UNNAMED, unnamed, unnamed_in_all
from engine.disclosure.network_groups import network_groups
from engine.disclosure.partition import published_groups
from engine.disclosure.policy import FLOOR, LEAST_SCHOOLS, Policy, policy
from engine.disclosure.reopening import grew_enough, growth_is_mixed
from engine.disclosure.rounding import (
    Shown,
    mean_shown,
    near_an_end,
    percentages,
    spread_floor,
)

__all__ = [
    "FLOOR",
    "LEAST_SCHOOLS",
    "LEAST_UNNAMED",
    "Policy",
    "Shown",
    "grew_enough",
    "growth_is_mixed",
    "mean_shown",
    "near_an_end",
    "network_groups",
    "percentages",
    "policy",
    "published_groups",
    "spread_floor",
    "unnamed",
    "unnamed_in_all",
]
