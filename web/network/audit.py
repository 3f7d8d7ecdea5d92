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
from web.school.languages import languages, speak_as_chosen_here
from web.sessions import store
from web.wording import language, say

pages = Blueprint("audit", __name__)

A_PAGE: Final = 50

ACTIONS: Final = (
    "sign-in",
    "sign-in.failed",
    "sign-out",
    "sign-out.elsewhere",
    "sign-out.by_another",
    "account.made",
    "key.made",
    "key.revoked",
    "role.accepted",
    "role.by_claim",
    "identity.linked",
    "identity.unlinked",
    "role.ended",
    "invitation.made",
    "invitation.confirmed",
    "invitation.declined",
    "invitation.withdrawn",
    "password.reset-asked",
    "password.reset-made",
    "password.reset",
    "password.changed",
    "own-record.taken",
    "second-factor.on",
    "second-factor.off",
    "result.seen",
    "result.read",
    "file.taken",
    "team.file.taken",
    "responses.taken",
    "counts.seen",
    "comments.seen",
    "comment.shown",
    "comment.held",
    "comment.undone",
    "log.seen",
    "choice.made",
    "partnership.begun",
    "choice.taken_back",
    "prediction.sealed",
    "prediction.withdrawn",
    "rubric.kept",
    "rubric.brought_back",
    "rubric.shared",
    "rubric.unshared",
    "rubric.removed",
    "check_in.kept",
    "check_in.brought_back",
    "check_in.removed",
    "plan.begun",
    "plan.saved",
    "plan.brought_back",
    "plan.removed",
    "plan.shared",
    "plan.unshared",
    "plan.closed",
    "plan.reopened",
    "plan.commented",
    "plan.comment_back",
    "plan.comment_put_back",
    "board.offered",
    "board.taken_back",
    "board.reported",
    "board.shown",
    "board.held",
    "board.waiting",
    "phase.said",
    "phase.taken_back",
    "agreement.given",
    "agreement.ended",
    "schools.changed",
    "school.renamed",
    "school.deleted",
    "school.merged",
    "network.set_up",
    "network.renamed",
    "study.renamed",
    "study.deleted",
    "wave.renamed",
    "wave.deleted",
    "archive.put",
    "archive.left",
    "deletion.ordered",
    "deletion.undone",
    "deletion.carried_out",
    "study.made",
    "network.time_zone",
    "network.second_factor",
    "wave.made",
    "wave.changed",
    "wave.opened",
    "wave.answers_deleted",
    "wave.key_destroyed",
    "invitees.seen",
    "invitees.added",
    "invitees.taken",
    "invitee.erased",
    "families.recorded",
    "families.withdrawn",
    "wave.told",
    "wave.extended",
    "wave.itself",
    "wave.closed",
    "codes.issued",
    "mail.sent",
    "mail.again",
    "wave.reopened",
    "definition.begun",
    "definition.discarded",
    "definition.published",
    "definition.retired",
    "definition.brought_back",
    "rosters.changed",
    "units.made",
    "unit.changed",
    "unit.removed",
    "unit.seen",
)

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


def in_words(action: str) -> str:
    """What somebody did, after their name: `viewed a result`."""
    key = action.replace(".", "_").replace("-", "_")
    return say(f"log.did.{key}")


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
    speak_as_chosen_here(f"/schools/{school.id}")
    own = rights.allowed(Action.KEEP_TEAM_PLANS, Place(school.network_id, school.id))
    return _page(store().studies.network(school.network_id), school, own=own)


def _page(network: Network, school: School | None, *, own: bool) -> str:
    """`own`: whoever reads is of the school itself."""
    actions = {id: in_words(id) for id in ACTIONS if own or id not in OF_THE_TEAM}
    return render_template(
        "audit/log.html",
        network=network,
        school=school,
        own=own,
        languages=languages() if school else (),
        drafted="" if language().reviewed("log") else say("report.draft"),
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
    playbook, _ = find_playbook(PLAYBOOK).spoken(language().tag)
    return (
        {sheet.id: sheet.title for sheet in playbook.worksheets}
        | {guide.id: guide.title for guide in playbook.guides}
        | {phase.id: phase.title for phase in playbook.phases}
    )
