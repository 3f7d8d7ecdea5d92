"""Comments read before they are shown: by the hub or a researcher, one at a time, after the close of a wave.

A comment is shown as it was written or with words taken out, or held back; nothing is put into anyone's mouth. Each
decision can be undone, and of two reviewers the later one counts and is told so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from engine.comments.marks import REASONS, SURE, PersonMark, marks, pieces
from engine.comments.redaction import added, says_something, without
from engine.comments.review import Hindrance, hindrance, questions_of, review_of_school, review_of_wave
from engine.results.reading import result_of
from engine.store import Comment, Decision, Network, Review, Site, Wave
from web import rights, sessions
from web.forms import LineField, ManyField, ProseField, TickField, TypedForm, WholeField, whole_number
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("comments", __name__)

AT_ONCE: Final = timedelta(minutes=1)  # after a decision: it led to the page that is opened
LONGEST_ADDED: Final = 2000  # characters in square brackets; what is compared and kept stays of a size
MOST_OFFERED: Final = 12  # themes to tick; all others are offered while one is typed
LOGGED: Final = {
    Review.SHOWN: "comment.shown",
    Review.HELD: "comment.held",
    Review.WAITING: "comment.undone",
}


class ReviewForm(TypedForm):
    item, key, decision, seen, new_theme = LineField(), LineField(), LineField(), LineField(), LineField()
    text, sure = ProseField(), TickField()
    out, theme = ManyField(), ManyField()


class TurnForm(TypedForm):
    """Which comment is looked at, and which was decided just before."""

    comment, done = WholeField(), WholeField()


@dataclass(frozen=True, slots=True)
class TypedReview:
    """What a reviewer has filled in: the text, the marks to leave out by number, the themes."""

    text: str
    out: frozenset[int]
    themes: tuple[str, ...]
    new_theme: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One comment to decide on; `number` is its place in the order of the hashes, from 1 on."""

    number: int
    comment: Comment
    question: str
    marked: tuple[PersonMark, ...]
    typed: TypedReview
    problem: str = ""
    confirm: bool = False  # ask whether words that are surely names may stand

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The text in pieces, with the reason where one is marked."""
        found = pieces(self.comment.written, self.marked)
        return [(text, REASONS[reason] if reason else "") for text, reason in found]

    @property
    def words(self) -> list[tuple[str, str]]:
        """The marked words with their reasons, by number."""
        return [(one.of(self.comment.written), REASONS[one.reason]) for one in self.marked]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a decision is not kept yet."""

    text: str
    confirm: bool = field(default=False)


@pages.get("/waves/<int:wave>/comments")
@needs(Action.REVIEW_COMMENTS, "wave")
def schools(wave: Wave) -> str:
    """The schools whose comments may be read, with how many wait."""
    rows = sorted(review_of_wave(store(), wave), key=lambda row: not row.waiting)
    own = _own_schools()
    return render_template(
        "comments/schools.html",
        wave=wave,
        network=_network(wave),
        rows=rows,
        waiting=sum(row.waiting for row in rows),
        comments=sum(row.comments for row in rows),
        stops=hindrance(store(), wave),
        own=own,
        next=next((row for row in rows if row.waiting and row.site.school_id not in own), None),
    )


@pages.get("/waves/<int:wave>/comments/<int:site>")
@needs(Action.REVIEW_COMMENTS, "wave")
def review(wave: Wave, site: int) -> str:
    """The next comment to read, or the one that is asked for; and all that were decided on."""
    school = _site(wave, site)
    found = review_of_school(store(), wave, school)
    if not isinstance(found, Hindrance) and not _just_decided(found):
        rights.note("comments.seen", _place(wave, school))
    return _page(wave, school, found)


@pages.post("/waves/<int:wave>/comments/<int:site>")
@needs(Action.REVIEW_COMMENTS, "wave")
def decide(wave: Wave, site: int) -> Any:
    """Show, hold back or undo; then on to the next."""
    school = _site(wave, site)
    found = review_of_school(store(), wave, school)
    form = ReviewForm(request.form)
    number = _number(found, form.item.data, form.key.data)
    if isinstance(found, Hindrance) or number is None:
        return redirect(url_for("comments.review", wave=wave.id, site=school.id))
    comment, decision = found[number - 1], form.decision.data
    marked = marks(comment.written)
    typed = _typed(len(marked))
    refused = _refusal(comment, marked, typed, decision)
    if refused is not None:
        card = _card(wave, number, comment, typed, refused)
        return _page(wave, school, found, card), 400
    state, before = _keep(wave, school, comment, _text(comment, marked, typed, decision), decision, typed)
    rights.note(LOGGED[state], _place(wave, school))
    _tell_of_a_clash(before)
    return redirect(url_for("comments.review", wave=wave.id, site=school.id, done=number, _anchor="card"))


def _keep(
    wave: Wave, site: Site, comment: Comment, text: str, decision: str, typed: TypedReview
) -> tuple[Review, Decision | None]:
    """Keep the decision; gives what the comment now is, and the decision that stood before."""
    this = wave, site, comment.item, comment.key
    themes = (*typed.themes, *typed.new_theme.split(","))
    if decision == "undo":
        return Review.WAITING, store().comments.undo(*this, sessions.who())
    if decision == "hold":
        return Review.HELD, store().comments.hold(*this, themes, sessions.who())
    return Review.SHOWN, store().comments.show(*this, text, themes, sessions.who())


def _text(comment: Comment, marked: Sequence[PersonMark], typed: TypedReview, decision: str) -> str:
    """The words to be shown."""
    if decision != "edited":
        return comment.written
    return without(typed.text, (marked[at].of(comment.written) for at in typed.out)).strip()


def _refusal(
    comment: Comment, marked: Sequence[PersonMark], typed: TypedReview, decision: str
) -> Refusal | None:
    """What stands in the way of a decision."""
    if decision in ("hold", "undo"):
        return None
    if decision not in ("written", "edited"):
        return Refusal("Choose what is to become of the comment.")
    if len(typed.text) > len(comment.written) + LONGEST_ADDED:
        return Refusal("An edit takes words out, and this is far longer than what was written. Shorten it.")
    text = _text(comment, marked, typed, decision)
    if decision == "edited" and not says_something(text):
        return Refusal("Nothing is left of the comment. Hold it back, or leave some of its words standing.")
    new = added(comment.written, text)
    if new:
        words = ", ".join(f"“{word}”" for word in new[:5])
        return Refusal(
            f"An edit takes words out and puts none in; these were not written, or not in this order: {words}."
            " Put words of your own in square brackets, such as [a colleague]."
        )
    left = [one.of(text) for one in marks(text) if one.reason in SURE]
    if left and not ReviewForm(request.form).sure.ticked:
        words = ", ".join(f"“{word}”" for word in left)
        return Refusal(
            f"{words} would be shown. Leave it out, or say below that you have checked it.", confirm=True
        )
    return None


def _tell_of_a_clash(before: Decision | None) -> None:
    """Say so where somebody else decided while this page was open; what they decided is kept."""
    seen = ReviewForm(request.form).seen.data
    if before is None or before.at.isoformat() == seen or before.who == sessions.who():
        return
    did = {Review.SHOWN: "let it through", Review.HELD: "held it back", Review.WAITING: "let it wait again"}
    flash(
        f"Meanwhile {before.who} had {did[before.state]}. Your decision counts, as it came last; theirs is kept"
        " with the comment under “Earlier decisions”."
    )


def _page(wave: Wave, site: Site, found: tuple[Comment, ...] | Hindrance, card: Card | None = None) -> str:
    stops = found if isinstance(found, Hindrance) else None
    comments = () if isinstance(found, Hindrance) else found
    done = _asked(TurnForm(request.args).done, len(comments))
    shown = card or _card_to_show(wave, comments, done)
    waiting = [number for number, one in enumerate(comments, start=1) if one.state is Review.WAITING]
    used = store().comments.themes(wave)
    return render_template(
        "comments/review.html",
        wave=wave,
        network=_network(wave),
        site=site,
        stops=stops,
        card=shown,
        done=(done, comments[done - 1]) if done and _just_decided(comments) else None,
        later=_after(waiting, shown.number) if shown else None,
        reviewed=[(number, one) for number, one in enumerate(comments, 1) if number not in waiting],
        comments=len(comments),
        waiting=len(waiting),
        themes=used,
        offered=_offered(used, shown.typed.themes if shown else ()),
        least=result_of(store().results.network_snapshot(wave)).policy.text
        if stops is Hindrance.FEW_PEOPLE
        else 0,
    )


def _card_to_show(wave: Wave, comments: Sequence[Comment], done: int | None) -> Card | None:
    """The comment that is asked for; else the next that waits after the one just done; None when all are read."""
    waiting = [number for number, one in enumerate(comments, start=1) if one.state is Review.WAITING]
    number = _asked(TurnForm(request.args).comment, len(comments))
    if number is None and done is not None and comments[done - 1].state is Review.WAITING:
        number = done  # just undone
    if number is None:
        number = _after(waiting, done or 0) or (waiting[0] if waiting else None)
    if number is None:
        return None
    return _card(wave, number, comments[number - 1])


def _after(waiting: Iterable[int], number: int) -> int | None:
    """The next that waits, from the top again at the end; None where no other does."""
    others = [one for one in waiting if one != number]
    return next((one for one in others if one > number), others[0] if others else None)


def _card(
    wave: Wave,
    number: int,
    comment: Comment,
    typed: TypedReview | None = None,
    refused: Refusal | None = None,
) -> Card:
    marked = marks(comment.written)
    if typed is None:
        last = comment.last
        edited = last is not None and last.state is Review.SHOWN
        out = frozenset() if edited else frozenset(at for at, one in enumerate(marked) if one.reason in SURE)
        typed = TypedReview(
            last.text if last is not None and edited else comment.written, out, last.themes if last else ()
        )
    label = next((item.text for item in questions_of(store(), wave) if item.id == comment.item), "")
    told = refused or Refusal("")
    return Card(number, comment, label, marked, typed, told.text, told.confirm)


def _typed(marked: int) -> TypedReview:
    """What the form holds."""
    form = ReviewForm(request.form)
    out = map(whole_number, form.out.data)
    return TypedReview(
        form.text.data.strip(),
        frozenset(at for at in out if at is not None and at < marked),
        tuple(form.theme.data),
        form.new_theme.data,
    )


def _offered(used: Sequence[str], ticked: Sequence[str]) -> list[str]:
    """The themes to tick: those of this comment, then others of the wave."""
    return [*ticked, *(theme for theme in used if theme not in ticked)][: max(MOST_OFFERED, len(ticked))]


def _number(found: tuple[Comment, ...] | Hindrance, item: str, key: str) -> int | None:
    if isinstance(found, Hindrance):
        return None
    return next((number for number, one in enumerate(found, 1) if (one.item, one.key) == (item, key)), None)


def _asked(field: WholeField, comments: int) -> int | None:
    """A comment's number in the address."""
    number = field.number
    return number if number is not None and 1 <= number <= comments else None


def _just_decided(comments: Sequence[Comment]) -> bool:
    """Whether this page follows a decision of the same person, which is in the log already."""
    done = _asked(TurnForm(request.args).done, len(comments))
    last = comments[done - 1].last if done else None
    return last is not None and last.who == sessions.who() and store().now() - last.at < AT_ONCE


def _site(wave: Wave, id: int) -> Site:
    """A school of this wave that the reviewer does not work at."""
    found = next((one for one in store().sites.of(wave) if one.id == id), None)
    if found is None:
        abort(404)
    if found.school_id in _own_schools():
        abort(403)
    return found


def _own_schools() -> frozenset[int]:
    """The schools a reviewer belongs to: somebody else reads what their colleagues wrote."""
    me = sessions.person()
    held = me.memberships if me else ()
    return frozenset(one.school_id for one in held if one.school_id is not None)


def _network(wave: Wave) -> Network:
    return store().studies.network(store().studies.get(wave.study_id).network_id)


def _place(wave: Wave, site: Site) -> Place:
    return Place(_network(wave).id, site.school_id, wave.id, f"{site.school} · {wave.title}")
