"""What a school's team plans after it has chosen where to start: begun, shared with the hub, closed, opened again.

A plan begins from a recorded choice and is about one measure of it. What stands in its sheets is in `sheet_saves`.
Each change is a row of its own: the last one of a plan counts, and the others are its history.
"""

from typing import Any, Final

from sqlalchemy import Connection, Select, func, insert, select

from engine.playbooks.model import Playbook
from engine.store.action_tables import choice
from engine.store.choices import Choice, ChoicePath
from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.plan_records import MOST_PLANS, PlanStanding, PlanState, TeamPlan
from engine.store.plan_tables import plan, plan_standing
from engine.store.records import Network, School
from engine.store.room import Room
from engine.store.schema import school as school_table

DECISION: Final = (
    "impact_assessment",
    "decision",
)  # the worksheet and the field that hold what a team decides


class Plans(Room):
    """Keeps the plans of schools' teams."""

    def begin(
        self, school: School, made: Choice, measure: str, construct: str, playbook: Playbook, who: str
    ) -> TeamPlan:
        """Begin a plan for a measure of a school's choice; the open one where there is one already.

        Raises `StoreError` for a choice that is not the school's or was taken back, for a measure that is not in it,
        for a construct without a guide, and for one plan too many.
        """
        if made.school_id != school.id or not made.stands or measure not in made.measures:
            raise StoreError(f"{school.name} has not chosen {measure!r} there", "record the choice first")
        if playbook.guide(construct) is None:
            raise StoreError(f"There is no guide to {construct!r}", "choose a measure that has one")
        with self._database.writing() as connection:
            here = school_table.c.id == school.id
            connection.execute(select(school_table.c.id).where(here).with_for_update())
            kept = self._of(connection, school)
            for one in kept:
                if one.open and (one.choice_id, one.measure) == (made.id, measure):
                    return one
            if len(kept) >= MOST_PLANS:
                raise StoreError(f"{school.name} has {MOST_PLANS} plans", "open one of them again")
            values = {
                "school_id": school.id,
                "number": len(kept) + 1,
                "choice_id": made.id,
                "measure": measure,
                "construct": construct,
                "playbook_id": playbook.id,
                "version": playbook.version,
                "who": who,
                "at": self._now().replace(microsecond=0),
            }
            id = connection.execute(insert(plan).values(**values).returning(plan.c.id)).scalar_one()
            self._stand(connection, int(id), PlanState.OPEN, "", who, shared=False)
            return self._one(connection, school, len(kept) + 1)

    def of(self, school: School) -> tuple[TeamPlan, ...]:
        """A school's plans as they stand, in the order in which they were begun."""
        with self._database.reading() as connection:
            return self._of(connection, school)

    def shared_in(self, network: Network) -> tuple[TeamPlan, ...]:
        """The plans that teams of a network's schools share with its hub, the newest first."""
        mine = select(school_table.c.id).where(school_table.c.network_id == network.id)
        query = _standing_plans().where(plan.c.school_id.in_(mine), plan_standing.c.shared)
        with self._database.reading() as connection:
            return tuple(_as_plan(row) for row in connection.execute(query.order_by(plan.c.id.desc())))

    def find(self, school: School, number: int) -> TeamPlan | None:
        """The plan of that number at a school, or None."""
        with self._database.reading() as connection:
            row = connection.execute(_plans(school).where(plan.c.number == number)).one_or_none()
        return None if row is None else _as_plan(row)

    def share(self, school: School, number: int, who: str, *, shared: bool) -> TeamPlan:
        """Let the hub read a plan, or end that."""
        with self._database.writing() as connection:
            last = self._one(connection, school, number)
            if last.shared is not shared:
                self._stand(connection, last.id, last.state, last.decision, who, shared=shared)
            return self._one(connection, school, number)

    def close(self, school: School, number: int, decision: str, playbook: Playbook, who: str) -> TeamPlan:
        """Close a plan with what the team decided; raises `StoreError` for a decision that the playbook has not."""
        if decision not in decisions(playbook):
            raise StoreError(f"The playbook knows no decision {decision!r}", "choose one of those it has")
        with self._database.writing() as connection:
            last = self._one(connection, school, number)
            if last.open:
                self._stand(connection, last.id, PlanState.CLOSED, decision, who, shared=last.shared)
            return self._one(connection, school, number)

    def reopen(self, school: School, number: int, who: str) -> TeamPlan:
        """Open a closed plan again; what it was closed with stays in its history."""
        with self._database.writing() as connection:
            last = self._one(connection, school, number)
            if not last.open:
                self._stand(connection, last.id, PlanState.OPEN, "", who, shared=last.shared)
            return self._one(connection, school, number)

    def history(self, of: TeamPlan) -> tuple[PlanStanding, ...]:
        """How a plan stood, the newest first."""
        query = (
            select(plan_standing, account.c.name)
            .outerjoin(account, account.c.email == plan_standing.c.who)
            .where(plan_standing.c.plan_id == of.id)
            .order_by(plan_standing.c.id.desc())
        )
        with self._database.reading() as connection:
            return tuple(_as_standing(row) for row in connection.execute(query))

    def _of(self, connection: Connection, school: School) -> tuple[TeamPlan, ...]:
        return tuple(_as_plan(row) for row in connection.execute(_plans(school).order_by(plan.c.number)))

    def _one(self, connection: Connection, school: School, number: int) -> TeamPlan:
        """A plan of a school, held until the transaction ends."""
        this = (plan.c.school_id == school.id) & (plan.c.number == number)
        connection.execute(select(plan.c.id).where(this).with_for_update())
        row = connection.execute(_plans(school).where(plan.c.number == number)).one_or_none()
        if row is None:
            raise StoreError(f"{school.name} has no plan {number}", "look at the list of its plans")
        return _as_plan(row)

    def _stand(
        self, connection: Connection, id: int, state: PlanState, decision: str, who: str, *, shared: bool
    ) -> None:
        values = {"plan_id": id, "state": state, "decision": decision, "shared": shared, "who": who}
        at = self._now().replace(microsecond=0)
        connection.execute(insert(plan_standing).values(**values, at=at))


def decisions(playbook: Playbook) -> tuple[str, ...]:
    """What a team may decide when it closes a plan: the options of the worksheet's field."""
    sheet = playbook.worksheet(DECISION[0])
    options = (sheet.field(DECISION[1]).options or ()) if sheet is not None else ()
    return tuple(str(option.value) for option in options)


def _plans(school: School) -> Select[Any]:
    return _standing_plans().where(plan.c.school_id == school.id)


def _standing_plans() -> Select[Any]:
    """All plans as they stand."""
    last = select(func.max(plan_standing.c.id)).group_by(plan_standing.c.plan_id)
    return (
        select(
            plan,
            choice.c.wave_id,
            choice.c.path,
            choice.c.reason,
            choice.c.agreed_by,
            account.c.name,
            plan_standing.c.state,
            plan_standing.c.decision,
            plan_standing.c.shared,
        )
        .join(choice, choice.c.id == plan.c.choice_id)
        .join(plan_standing, plan_standing.c.plan_id == plan.c.id)
        .outerjoin(account, account.c.email == plan.c.who)
        .where(plan_standing.c.id.in_(last))
    )


def _as_plan(row: Any) -> TeamPlan:
    values = dict(row._mapping)
    return TeamPlan(
        **values | {"name": row.name or row.who, "path": ChoicePath(row.path), "state": PlanState(row.state)}
    )


def _as_standing(row: Any) -> PlanStanding:
    values = {name: value for name, value in row._mapping.items() if name != "plan_id"}
    return PlanStanding(**values | {"state": PlanState(row.state), "name": row.name or row.who})
