"""What a definition says of privacy, held against the promises that waves can keep."""

from collections.abc import Iterator

from engine.instrument.model import PRIVACY_KEPT, Privacy
from engine.loading.checks.outline import Outline
from engine.problems import Problem


def check_privacy(outline: Outline) -> Iterator[Problem]:
    """Whether a wave of the definition could be opened for people to answer."""
    said = outline.source.at(("privacy",))
    if said in [promise for promise in Privacy if promise not in PRIVACY_KEPT]:  # a list there has no hash
        cause = f"no wave that is {said} can be opened yet, as everyone at a school answers by one link"
        remedy = (
            "import answers collected elsewhere; or make it anonymous if nothing in it asks who a person is"
        )
        yield outline.source.problem("privacy_not_yet", ("privacy",), cause, remedy)
