"""One question before what a press would do for good: a page of its own, which works without scripts."""

from collections.abc import Iterable

from flask import render_template

from engine.store import Network


def ask(
    question: str,
    then: str,
    after: str,
    press: str,
    *,
    back: str,
    leave: str = "Leave it as it is",
    network: Network | None = None,
    given: Iterable[tuple[str, str]] = (),
) -> str:
    """The question; its form posts to the address that asked it.

    `then` says what the press does, `after` what can be done about it afterwards; `given` goes along with the press.
    """
    return render_template(
        "account/question.html",
        question=question,
        then=then,
        after=after,
        press=press,
        back=back,
        leave=leave,
        network=network,
        given=tuple(given),
    )
