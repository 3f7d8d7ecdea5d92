"""The log as its readers see it: the hub all of its network's, a school who looked at its results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request

from engine.store import AuditEntry, Network, School
from web.forms import LineField, TypedForm, WholeField
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("audit", __name__)

A_PAGE: Final = 50

ACTIONS: Final[Mapping[str, str]] = {
    "sign-in": "signed in",
    "sign-in.failed": "failed to sign in",
    "sign-out": "signed out",
    "sign-out.elsewhere": "ended other sign-ins",
    "account.made": "made an account",
    "key.made": "made a key for programs",
    "key.revoked": "revoked a key for programs",
    "role.accepted": "accepted a role",
    "role.ended": "ended a role",
    "invitation.made": "invited",
    "invitation.confirmed": "let someone join the school",
    "invitation.declined": "declined to let someone join the school",
    "invitation.withdrawn": "withdrew an invitation",
    "password.reset-asked": "asked for a reset link",
    "password.reset-made": "made a reset link",
    "password.reset": "set a password by a link",
    "password.changed": "changed the password",
    "second-factor.on": "turned codes on",
    "second-factor.off": "turned codes off",
    "result.seen": "viewed a result",
    "result.read": "read a result through a program",
    "file.taken": "downloaded a file",
    "responses.taken": "downloaded de-identified responses",
    "counts.seen": "viewed counts",
    "comments.seen": "read comments for review",
    "comment.shown": "let a comment through",
    "comment.held": "held a comment back",
    "comment.undone": "let a comment wait again",
    "log.seen": "read the log",
    "choice.made": "recorded where the school starts",
    "partnership.begun": "began to rate a partnership",
    "choice.taken_back": "took the school’s choice back",
    "prediction.sealed": "sealed what the school expects",
    "prediction.withdrawn": "withdrew what the school expected",
    "rubric.kept": "kept what the team agreed on",
    "rubric.brought_back": "brought back an earlier save of what the team agreed on",
    "rubric.shared": "shared a meeting of the team with the hub",
    "rubric.unshared": "ended sharing a meeting of the team",
    "rubric.removed": "took a meeting of the team out",
    "check_in.kept": "kept the team’s check-in of a month",
    "check_in.brought_back": "brought back an earlier save of a check-in",
    "check_in.removed": "took a check-in out",
    "plan.begun": "began a plan of the team",
    "plan.saved": "saved a sheet of the team",
    "plan.brought_back": "brought back an earlier save of a sheet",
    "plan.removed": "took a sheet of the team out",
    "plan.shared": "shared a plan of the team with the hub",
    "plan.unshared": "ended sharing a plan of the team",
    "plan.closed": "closed a plan of the team",
    "plan.reopened": "opened a plan of the team again",
    "plan.commented": "commented on a sheet of the team",
    "plan.comment_back": "took a comment on a sheet back",
    "plan.comment_put_back": "put a comment on a sheet back",
    "board.offered": "offered a post to the board of the network",
    "board.taken_back": "took a post back from the board",
    "board.reported": "reported a post of the board",
    "board.shown": "let a post onto the board",
    "board.held": "held a post of the board back",
    "board.waiting": "let a post of the board wait again",
    "phase.said": "said which phase the school is in",
    "phase.taken_back": "took back which phase the school is in",
    "agreement.given": "agreed to results by name",
    "agreement.ended": "ended results by name",
    "schools.changed": "changed the schools",
    "school.renamed": "renamed a school",
    "school.deleted": "deleted an empty school",
    "network.set_up": "set up the network",
    "network.renamed": "renamed the network",
    "study.renamed": "renamed a study",
    "study.deleted": "deleted an empty study",
    "wave.renamed": "renamed a wave",
    "wave.deleted": "deleted an empty wave",
    "study.made": "made a study",
    "network.time_zone": "set the time zone of the network",
    "wave.made": "made a wave",
    "wave.changed": "changed a draft of a wave",
    "wave.opened": "opened a wave",
    "wave.key_destroyed": "destroyed the key to who gave which answers",
    "invitees.seen": "looked at who may answer",
    "invitees.added": "listed people who may answer",
    "invitees.taken": "downloaded the list of who may answer",
    "invitee.erased": "erased a person on request",
    "families.recorded": "recorded what families were told",
    "families.withdrawn": "took back what families were told",
    "wave.told": "changed what people are told",
    "wave.extended": "moved a wave’s last day",
    "wave.itself": "set whether a wave closes by itself",
    "wave.closed": "closed a wave",
    "codes.issued": "made personal codes",
    "mail.sent": "sent mail",
    "mail.again": "sent mail once more",
    "wave.reopened": "reopened a wave",
    "definition.begun": "began a definition",
    "definition.discarded": "threw a definition away",
    "definition.published": "published an instrument",
    "definition.retired": "retired an instrument",
    "definition.brought_back": "brought an instrument back",
    "rosters.changed": "changed rosters",
    "units.made": "made classes or teams",
    "unit.changed": "changed a class or team",
    "unit.removed": "removed a class or team",
    "unit.seen": "viewed the result of a class or team",
}


class LogForm(TypedForm):
    action, page = LineField(), WholeField()


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A page of entries and how to turn it."""

    entries: tuple[AuditEntry, ...]
    action: str
    number: int
    pages: int
    total: int


@pages.get("/networks/<int:network>/log")
@needs(Action.READ_LOG, "network", record="log.seen")
def log(network: Network) -> str:
    return render_template(
        "audit/log.html", network=network, school=None, actions=ACTIONS, sheaf=_sheaf(network)
    )


@pages.get("/schools/<int:school>/log")
@needs(Action.READ_SCHOOL_LOG, "school", record="log.seen")
def school_log(school: School) -> str:
    network = store().studies.network(school.network_id)
    return render_template(
        "audit/log.html", network=network, school=school, actions=ACTIONS, sheaf=_sheaf(school)
    )


def _sheaf(of: Network | School) -> Sheaf:
    form = LogForm(request.args)
    action = form.action.data
    chosen = action if action in ACTIONS else None
    total = store().audit.count(of, action=chosen)
    pages = max(1, -(-total // A_PAGE))
    number = min(max(form.page.number or 1, 1), pages)
    entries = store().audit.entries(of, action=chosen, first=(number - 1) * A_PAGE, most=A_PAGE)
    return Sheaf(entries, chosen or "", number, pages, total)
