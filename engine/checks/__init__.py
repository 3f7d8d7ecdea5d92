"""What has to hold between the parts of a definition; each check reports what it finds, with its line."""

from collections.abc import Collection
from itertools import chain

from engine.checks.draft import Draft
from engine.checks.event import check_event
from engine.checks.forms import check_forms
from engine.checks.items import check_items
from engine.checks.rules import check_rules
from engine.checks.scores import check_scores
from engine.problems import Problem, first_problems


def check_definition(draft: Draft, constructs: Collection[str] | None) -> list[Problem]:
    """Every problem between the parts of a draft; `constructs` are those of its map, None where it has none."""
    return first_problems(
        chain(
            check_items(draft),
            check_rules(draft),
            check_scores(draft, constructs),
            check_forms(draft),
            check_event(draft),
        )
    )
