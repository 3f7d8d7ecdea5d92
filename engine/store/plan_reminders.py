"""Who of a team wants to be reminded of a plan's steps by mail, and on which day each of them was last."""

from datetime import date

from sqlalchemy import delete, insert, or_, select, update

from engine.store.people_records import Account
from engine.store.plan_records import TeamPlan, WantedReminder
from engine.store.plan_tables import plan, plan_reminder
from engine.store.room import Room


class PlanReminders(Room):
    """Keeps what each person asked for themselves; nobody is reminded who did not ask."""

    def want(self, of: TeamPlan, who: Account, language: str) -> None:
        """Remind a person of a plan from now on, in a language; again changes nothing."""
        with self._database.writing() as connection:
            this = (plan_reminder.c.plan_id == of.id) & (plan_reminder.c.account_id == who.id)
            if connection.scalar(select(plan_reminder.c.plan_id).where(this)) is None:
                values = {"plan_id": of.id, "account_id": who.id, "language": language}
                connection.execute(insert(plan_reminder).values(**values, last=None))

    def end(self, of: TeamPlan, who: Account) -> None:
        """Remind a person of a plan no more."""
        this = (plan_reminder.c.plan_id == of.id) & (plan_reminder.c.account_id == who.id)
        with self._database.writing() as connection:
            connection.execute(delete(plan_reminder).where(this))

    def wanted(self, of: TeamPlan, who: Account) -> bool:
        this = (plan_reminder.c.plan_id == of.id) & (plan_reminder.c.account_id == who.id)
        with self._database.reading() as connection:
            return connection.scalar(select(plan_reminder.c.plan_id).where(this)) is not None

    def waiting(self, until: date) -> tuple[WantedReminder, ...]:
        """Those who were not reminded after a day, and so may be now."""
        query = (
            select(plan_reminder, plan.c.school_id, plan.c.number)
            .join(plan, plan.c.id == plan_reminder.c.plan_id)
            .where(or_(plan_reminder.c.last.is_(None), plan_reminder.c.last <= until))
            .order_by(plan_reminder.c.plan_id, plan_reminder.c.account_id)
        )
        with self._database.reading() as connection:
            return tuple(WantedReminder(**row._mapping) for row in connection.execute(query))

    def claim(self, one: WantedReminder, day: date) -> bool:
        """Take a reminder for oneself before it is sent, so that no two programs send it; False where another did."""
        unchanged = plan_reminder.c.last.is_(None) if one.last is None else plan_reminder.c.last == one.last
        return self._set(one, unchanged, day)

    def put_off(self, one: WantedReminder, day: date, until: date) -> None:
        """After a mail server took nothing on a day: as if the last reminder had been on an earlier day."""
        self._set(one, plan_reminder.c.last == day, until)

    def _set(self, one: WantedReminder, unchanged: object, day: date) -> bool:
        this = (
            (plan_reminder.c.plan_id == one.plan_id)
            & (plan_reminder.c.account_id == one.account_id)
            & unchanged
        )
        with self._database.writing() as connection:
            return bool(connection.execute(update(plan_reminder).where(this).values(last=day)).rowcount)
