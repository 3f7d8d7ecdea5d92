"""What a definition says of privacy, held against the promises that waves can keep by a link."""

from collections.abc import Iterator

from engine.instrument.model import KEPT_BY_LINK, Privacy
from engine.loading.checks.outline import Outline
from engine.problems import Problem


def check_privacy(outline: Outline) -> Iterator[Problem]:
    """Whether people could answer a wave of the definition by the link of their school."""
    if outline.source.at(("few_at_a_school",)) is True:
        return  # whoever says that has planned for codes
    said = outline.source.at(("privacy",))
    if said in [promise for promise in Privacy if promise not in KEPT_BY_LINK]:  # a list there has no hash
        cause = f"a wave that is {said} takes a personal code for each person, as a link is the same for all"
        remedy = (
            "plan for slips or a list of people; or make it anonymous if nothing in it asks who a person is"
        )
        yield outline.source.problem("privacy_by_codes", ("privacy",), cause, remedy)
