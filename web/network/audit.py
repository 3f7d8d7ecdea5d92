"""The log as its readers see it: the hub its network's, a school who looked at its results and what its team did.

What a team does for itself is its own: the hub reads no entry of it, on either page, and nobody is told how many.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, render_template, request

from engine.playbooks.folder import find_playbook
from engine.store import AuditEntry, Network, School
from web import rights
from web.forms import LineField, TypedForm, WholeField
from web.rights import Action, Place, needs
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
    "team.file.taken": "downloaded a file of the team",
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
    "wave.answers_deleted": "deleted the single answers of",
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

# What only the people of a school read in a log: what its team does before it shares anything.
OF_THE_TEAM: Final = frozenset(
    {
        "team.file.taken",
        *(f"rubric.{word}" for word in ("kept", "brought_back", "removed")),
        *(f"check_in.{word}" for word in ("kept", "brought_back", "removed")),
        *(f"plan.{word}" for word in ("begun", "saved", "brought_back", "removed", "closed", "reopened")),
        *(f"plan.{word}" for word in ("commented", "comment_back", "comment_put_back")),
    }
)
PLAYBOOK: Final = "collective-leadership"
BY_ID: Final = ("plan.", "phase.")  # actions whose entries end with an id of the playbook


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
    return _page(network, None, own=False)


@pages.get("/schools/<int:school>/log")
@needs(Action.READ_SCHOOL_LOG, "school", record="log.seen")
def school_log(school: School) -> str:
    own = rights.allowed(Action.KEEP_TEAM_PLANS, Place(school.network_id, school.id))
    return _page(store().studies.network(school.network_id), school, own=own)


def _page(network: Network, school: School | None, *, own: bool) -> str:
    """`own`: whoever reads is of the school itself."""
    actions = {id: words for id, words in ACTIONS.items() if own or id not in OF_THE_TEAM}
    return render_template(
        "audit/log.html",
        network=network,
        school=school,
        own=own,
        actions=actions,
        sheaf=_sheaf(school or network, actions, frozenset() if own else OF_THE_TEAM),
    )


def _sheaf(of: Network | School, actions: Mapping[str, str], without: frozenset[str]) -> Sheaf:
    form = LogForm(request.args)
    action = form.action.data
    chosen = action if action in actions else None
    total = store().audit.count(of, action=chosen, without=without)
    pages = max(1, -(-total // A_PAGE))
    number = min(max(form.page.number or 1, 1), pages)
    found = store().audit.entries(
        of, action=chosen, without=without, first=(number - 1) * A_PAGE, most=A_PAGE
    )
    titles = _titles()
    return Sheaf(tuple(_titled(one, titles) for one in found), chosen or "", number, pages, total)


def _titled(one: AuditEntry, titles: Mapping[str, str]) -> AuditEntry:
    """An entry of a plan or a phase with the title of what it names, which is kept as its id."""
    before, between, id = one.what.rpartition(" · ")
    if not one.action.startswith(BY_ID) or id not in titles:
        return one
    return replace(one, what=f"{before}{between}{titles[id]}")


def _titles() -> dict[str, str]:
    """The sheets, conditions and phases of the playbook by their ids."""
    playbook = find_playbook(PLAYBOOK).playbook
    return (
        {sheet.id: sheet.title for sheet in playbook.worksheets}
        | {guide.id: guide.title for guide in playbook.guides}
        | {phase.id: phase.title for phase in playbook.phases}
    )
