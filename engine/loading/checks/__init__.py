"""What has to hold between the parts of a definition; each check reports what it finds, with its line."""

from collections.abc import Collection
from itertools import chain

from engine.loading.checks.event import check_event
from engine.loading.checks.forms import check_forms
from engine.loading.checks.items import check_items
from engine.loading.checks.outline import Outline
from engine.loading.checks.people import check_people
from engine.loading.checks.privacy import check_privacy
from engine.loading.checks.rules import check_rules
from engine.loading.checks.scores import check_scores
from engine.problems import Problem, first_problems


def check_definition(outline: Outline, constructs: Collection[str] | None) -> list[Problem]:
    """Every problem between the parts of an outline; `constructs` are those of its map, None where it has none."""
    return first_problems(
        chain(
            check_items(outline),
            check_rules(outline),
            check_scores(outline, constructs),
            check_forms(outline),
            check_event(outline),
            check_privacy(outline),
            check_people(outline),
        )
    )
