"""The board of a network for its hub: every post is read here before another school sees it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from engine.comments.marks import REASONS, marks, pieces
from engine.store import Network, NotFound, StoreError
from engine.store.board import LONGEST_WORD, PostState
from web import rights
from web.forms import LineField, TypedForm
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("board_review", __name__)

DECIDED = {
    PostState.SHOWN: "The post is on the board.",
    PostState.HELD: "The post is held back, and its school reads why.",
    PostState.WAITING: "The post waits again. No school but its own sees it.",
}


class PostDecisionForm(TypedForm):
    decision, word = LineField(), LineField(most=10 * LONGEST_WORD)


@pages.get("/networks/<int:network>/board")
@needs(Action.RUN_BOARD, "network")
def board(network: Network) -> str:
    return _page(network)


@pages.post("/networks/<int:network>/board/<int:post>")
@needs(Action.RUN_BOARD, "network")
def decide(network: Network, post: int) -> Any:
    """Show a post, hold it back with a word to its school, or let it wait again."""
    sent = PostDecisionForm(request.form)
    try:
        state = PostState(sent.decision.data)
        decided = store().board.decide(network, post, state, sent.word.data)
    except NotFound:
        abort(404)
    except ValueError:
        return _page(network), 400
    except StoreError as error:
        return _page(network, post, f"{error.cause}: {error.remedy}.", sent.word.data), 400
    rights.note(f"board.{state.value}", Place(network.id, decided.school_id, name=decided.school))
    flash(DECIDED[state])
    return redirect(url_for("board_review.board", network=network.id), 303)


def _page(network: Network, about: int = 0, trouble: str = "", word: str = "") -> str:
    found = store().board.of(network)
    return render_template(
        "board/review.html",
        network=network,
        groups=[(state, [one for one in found if one.state is state]) for state in DECIDED_FIRST],
        marked={
            one.id: [
                (text, REASONS[reason] if reason else "")
                for text, reason in pieces(one.text, marks(one.text))
            ]
            for one in found
        },
        states=PostState,
        about=about,
        trouble=trouble,
        word=word,
        most=LONGEST_WORD,
    )


DECIDED_FIRST = (PostState.WAITING, PostState.SHOWN, PostState.HELD)
