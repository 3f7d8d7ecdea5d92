"""Two schools that are one, spelled twice: what one of them has becomes the other's, and the spelling goes.

Nothing that was frozen changes. See docs/decisions/archive-and-delete.md for what stands in the way, and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from engine.store import rows, schema
from engine.store.action_tables import choice
from engine.store.board_tables import board_post
from engine.store.check_in_tables import check_in_save
from engine.store.errors import StoreError
from engine.store.keeping_tables import deleted_result, deletion
from engine.store.partner_tables import partnership
from engine.store.people_records import Role
from engine.store.people_tables import agreement, district_school, entry, invitation, membership
from engine.store.phase_tables import school_phase
from engine.store.plan_tables import plan, sheet_save
from engine.store.prediction_tables import prediction
from engine.store.records import School
from engine.store.room import Room
from engine.store.rubric_tables import rubric_save

MERGES: Final = "merges"  # how many there were: what programs remember of schools by number is read anew
MERGED: Final = "merged"  # the numbers of schools that were two while results were frozen
MOVES: Final = (  # and what they are, in words
    (schema.site, "places in waves, with their answers and results"),
    (choice, "saves of where the school begins"),
    (prediction, "sealed predictions"),
    (plan, "plans of its team"),
    (sheet_save, "saves of worksheets"),
    (rubric_save, "saves of rubric meetings"),
    (check_in_save, "saves of check-ins"),
    (school_phase, "phases that were said of it"),
    (partnership, "partnerships"),
    (board_post, "posts on the board"),
    (membership, "roles of people"),
    (invitation, "invitations"),
)
WORK: Final = tuple(
    table for table, _ in MOVES if table not in (membership, invitation)
)  # what people may read
NUMBERED: Final = (plan, rubric_save)  # from 1 at each school: those that come are counted on
ONCE: Final = (  # of which the last one counts, by what
    (check_in_save, check_in_save.c.month, "months with a check-in of both"),
    (school_phase, school_phase.c.year, "years with a phase of both"),
)


@dataclass(frozen=True, slots=True)
class MergeRehearsal:
    """What would move, in words and numbers; and of what both have one, so that the one saved last counts."""

    moves: tuple[tuple[str, int], ...]
    both: tuple[tuple[str, int], ...]
    names_end: bool  # whether hub and district could no longer read results by name


class Merging(Room):
    """Makes two schools one."""

    def rehearse(self, gone: School, kept: School) -> MergeRehearsal:
        """What merging would do. Raises `StoreError` with what stands in the way."""
        with self._database.reading() as connection:
            _require_mergeable(connection, gone, kept)
            return _rehearsed(connection, gone, kept)

    def merge(self, gone: School, kept: School) -> MergeRehearsal:
        """Give all that `gone` has to `kept`, and delete `gone`. Raises as `rehearse` does."""
        with self._database.writing() as connection:
            locked = select(schema.school.c.id).where(schema.school.c.id.in_((gone.id, kept.id)))
            connection.execute(locked.order_by(schema.school.c.id).with_for_update()).all()
            _require_mergeable(connection, gone, kept)
            done = _rehearsed(connection, gone, kept)
            _remember(connection, gone, kept)
            _settle_agreement(connection, gone, kept, ends=done.names_end)
            _settle_rest(connection, gone, kept)
            for table in (*(table for table, _ in MOVES), entry):
                _move(connection, table, gone, kept)
            changed = StoreError(f"{gone.name} has just been used", "look at its page again")
            rows.change(connection, delete(schema.school).where(schema.school.c.id == gone.id), changed)
            return done

    def count(self) -> int:
        """How many merges there have been."""
        with self._database.reading() as connection:
            return int(_remembered(connection, MERGES) or 0)

    def merged(self) -> frozenset[int]:
        """The schools, by id, that took another with places in waves into themselves."""
        with self._database.reading() as connection:
            return frozenset(map(int, _remembered(connection, MERGED).split()))


def _move(connection: Connection, table: Table, gone: School, kept: School) -> None:
    """Rows of one school to the other, with their new numbers at once: one after the other, two would be alike."""
    values: dict[str, Any] = {"school_id": kept.id}
    if table in NUMBERED:
        last = connection.scalar(select(func.max(table.c.number)).where(table.c.school_id == kept.id))
        values["number"] = table.c.number + (last or 0)
    connection.execute(update(table).where(table.c.school_id == gone.id).values(values))


def _require_mergeable(connection: Connection, gone: School, kept: School) -> None:
    if gone.id == kept.id or gone.network_id != kept.network_id:
        raise StoreError(
            f"{gone.name} can’t be merged with {kept.name}", "choose another school of its network"
        )
    for school in (gone, kept):
        if connection.scalar(select(deletion.c.id).where(deletion.c.school_id == school.id)) is not None:
            raise StoreError(f"{school.name} is to be deleted", "keep it first, on the page Archive")
    ours, theirs = schema.site.alias("ours"), schema.site.alias("theirs")
    both = (
        select(schema.wave.c.title)
        .join(ours, ours.c.wave_id == schema.wave.c.id)
        .join(theirs, theirs.c.wave_id == schema.wave.c.id)
        .where(ours.c.school_id == gone.id, theirs.c.school_id == kept.id)
    )
    shared = connection.scalar(both.order_by(schema.wave.c.id).limit(1))
    if shared is not None:
        raise StoreError(
            f"Both schools take part in the wave {shared!r}, where each has answers or a link of its own",
            "take one out of a draft; else keep both, and archive the one that is not used",
        )
    for people_of, work_of in ((gone, kept), (kept, gone)):
        _require_no_new_readers(connection, people_of, work_of)


def _require_no_new_readers(connection: Connection, people_of: School, work_of: School) -> None:
    """Raise `StoreError` where people would come to read what only a leader's word opens to them, now or later."""
    led = _led(connection, work_of)
    if not led and not any(_number(connection, table, work_of.id) for table in WORK):
        return
    known = select(membership.c.account_id).where(membership.c.school_id == work_of.id)
    new = (membership.c.school_id == people_of.id) & membership.c.account_id.not_in(known)
    found = connection.scalar(select(func.count()).select_from(membership).where(new)) or 0
    if found or _number(connection, invitation, people_of.id):
        raise StoreError(
            f"People with a role or an invitation at {people_of.name} alone would come to read what"
            f" {work_of.name} has{' or will have' if led else ''}",
            f"end these at {people_of.name} first, and invite them to {work_of.name}: its leader lets them in",
        )


def _rehearsed(connection: Connection, gone: School, kept: School) -> MergeRehearsal:
    moves = ((words, _number(connection, table, gone.id)) for table, words in MOVES)
    both = ((words, len(_in_both(connection, table, by, gone, kept))) for table, by, words in ONCE)
    return MergeRehearsal(
        tuple((words, number) for words, number in moves if number),
        tuple((words, number) for words, number in both if number),
        _ends(connection, gone, kept),
    )


def _in_both(
    connection: Connection, table: Table, by: ColumnElement[Any], gone: School, kept: School
) -> set[Any]:
    found = (
        set(connection.scalars(select(by).where(table.c.school_id == school.id))) for school in (gone, kept)
    )
    return set.intersection(*found)


def _number(connection: Connection, table: Table, school_id: int) -> int:
    query = select(func.count()).select_from(table).where(table.c.school_id == school_id)
    return connection.scalar(query) or 0


def _led(connection: Connection, school: School) -> bool:
    """Whether a school has a leader, without whose word nobody else gets a role there."""
    leads = (membership.c.school_id == school.id) & (membership.c.role == Role.SCHOOL_LEADER)
    return connection.scalar(select(membership.c.id).where(leads).limit(1)) is not None


def _agreed(connection: Connection, school: School) -> bool | None:
    return connection.scalar(select(agreement.c.named).where(agreement.c.school_id == school.id))


def _ends(connection: Connection, gone: School, kept: School) -> bool:
    """Whether one agreed to be named and the other, with results, a leader or an agreement that ended, did not."""
    said = [_agreed(connection, one) for one in (gone, kept)]
    asked = [
        named is not None or _led(connection, one) or bool(_number(connection, schema.site, one.id))
        for named, one in zip(said, (gone, kept), strict=True)
    ]
    return any(said) and any(counts and not named for named, counts in zip(said, asked, strict=True))


def _settle_agreement(connection: Connection, gone: School, kept: School, *, ends: bool) -> None:
    """Both had agreed, or the one that has results: else nobody reads by name until a leader agrees again."""
    theirs, ours = _agreed(connection, gone), _agreed(connection, kept)
    if theirs is not None and ours is None:
        moved = update(agreement).where(agreement.c.school_id == gone.id).values(school_id=kept.id)
        connection.execute(moved)
    else:
        connection.execute(delete(agreement).where(agreement.c.school_id == gone.id))
    if ends:
        connection.execute(update(agreement).where(agreement.c.school_id == kept.id).values(named=False))
    elif theirs:
        connection.execute(update(agreement).where(agreement.c.school_id == kept.id).values(named=True))


def _settle_rest(connection: Connection, gone: School, kept: School) -> None:
    """District and level of the kept school, or else those of the other; each role once; counts under its number."""
    has = connection.scalar(select(district_school.c.school_id).where(district_school.c.school_id == kept.id))
    theirs = district_school.c.school_id == gone.id
    if has is None:
        connection.execute(update(district_school).where(theirs).values(school_id=kept.id))
    connection.execute(delete(district_school).where(theirs))
    if kept.level is None:
        this = update(schema.school).where(schema.school.c.id == kept.id)
        connection.execute(this.values(level=gone.level))
    held = membership.alias("held")
    twice = select(held.c.id).where(
        held.c.school_id == kept.id,
        held.c.account_id == membership.c.account_id,
        held.c.role == membership.c.role,
    )
    connection.execute(delete(membership).where(membership.c.school_id == gone.id, twice.exists()))
    for id, shown in list(_shown(connection, gone)):
        moved = {str(kept.id) if school == str(gone.id) else school: n for school, n in shown.items()}
        connection.execute(update(deleted_result).where(deleted_result.c.id == id).values(shown=moved))


def _shown(connection: Connection, gone: School) -> Iterator[tuple[int, dict[str, int]]]:
    query = (
        select(deleted_result.c.id, deleted_result.c.shown)
        .join(schema.study, schema.study.c.id == deleted_result.c.study_id)
        .where(schema.study.c.network_id == gone.network_id)
    )
    for row in connection.execute(query).all():
        if str(gone.id) in row.shown:
            yield row.id, row.shown


def _remembered(connection: Connection, name: str) -> str:
    this = select(schema.setting.c.value).where(schema.setting.c.name == name)
    return connection.scalar(this) or ""


def _remember(connection: Connection, gone: School, kept: School) -> None:
    """Count the merge, and note a school of which frozen results know two."""
    merged = set(_remembered(connection, MERGED).split())
    if str(gone.id) in merged or _number(connection, schema.site, gone.id):
        merged = merged - {str(gone.id)} | {str(kept.id)}
    number = int(_remembered(connection, MERGES) or 0) + 1
    for name, value in ((MERGES, str(number)), (MERGED, " ".join(sorted(merged, key=int)))):
        connection.execute(delete(schema.setting).where(schema.setting.c.name == name))
        connection.execute(insert(schema.setting).values(name=name, value=value))
