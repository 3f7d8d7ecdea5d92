"""Two partners rate how far their work has come, each alone; then they see both ratings, and agree area by area.

A partner is an organisation with a name, the school's own side one of them. Nobody sees the other's rating before both
are done; a rating that is done stays as it is, and what is agreed is a row more, so that who agreed on what, and when,
is never overwritten. A later round begins anew, and the earlier ones stay to be laid beside it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Select, func, insert, select, update

from engine.store.database import Database
from engine.store.errors import NotFound, StoreError
from engine.store.partner_tables import partner_agreement, partner_rating, partnership
from engine.store.records import School
from engine.store.room import Clock, Room

KEY_BYTES: Final = 16
LONGEST_NAME: Final = 200
LONGEST_BY: Final = 300
LONGEST_EVIDENCE: Final = 1000


class Side(StrEnum):
    """Who rates: the school, or its partner."""

    OWN = "own"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two partners and what they rate by; `key` stands in the partner's link."""

    id: int
    school_id: int
    instrument_id: str
    version: str
    own: str
    partner: str
    key: bytes
    shared: frozenset[Side]
    who: str
    at: datetime

    def name(self, side: Side) -> str:
        return self.own if side is Side.OWN else self.partner

    @property
    def read_by_hub(self) -> bool:
        """Whether both partners let the hub read it."""
        return self.shared == frozenset(Side)


@dataclass(frozen=True, slots=True)
class PartnerRating:
    """One partner's levels and evidence by area; what was left out is in neither."""

    side: Side
    levels: Mapping[str, str]
    evidence: Mapping[str, str]
    rated_by: str
    done: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PartnerAgreement:
    """The level that both agree on in an area; an empty one was taken back."""

    area: str
    level: str
    evidence: str
    agreed_by: str
    at: datetime


class Partnerships(Room):
    """Keeps what partners rate, and what they agree on."""

    def __init__(self, database: Database, now: Clock) -> None:
        super().__init__(database, now)

    def add(
        self, school: School, instrument_id: str, version: str, own: str, partner: str, who: str
    ) -> Partnership:
        """A partnership of a school; raises `StoreError` for a name that is missing, too long, or the other's."""
        own, partner = " ".join(own.split()), " ".join(partner.split())
        for name in (own, partner):
            _check(name, "name of a partner", LONGEST_NAME, "name the organisation")
        if own.casefold() == partner.casefold():
            raise StoreError("Both partners have the same name", "name them so that they can be told apart")
        values = {
            "instrument_id": instrument_id,
            "version": version,
            "own": own,
            "partner": partner,
            "who": who,
        }
        with self._database.writing() as connection:
            made = connection.execute(
                insert(partnership)
                .values(
                    school_id=school.id,
                    key=secrets.token_bytes(KEY_BYTES),
                    shared=[],
                    at=self._second(),
                    **values,
                )
                .returning(partnership.c.id)
            ).scalar_one()
            return _found(connection, select(partnership).where(partnership.c.id == made))

    def get(self, id: int) -> Partnership:
        """Raises `NotFound`."""
        with self._database.reading() as connection:
            return _found(connection, select(partnership).where(partnership.c.id == id))

    def of(self, school: School) -> tuple[Partnership, ...]:
        """A school's partnerships, the newest first."""
        query = (
            select(partnership).where(partnership.c.school_id == school.id).order_by(partnership.c.id.desc())
        )
        with self._database.reading() as connection:
            return tuple(map(_partnership, connection.execute(query)))

    def new_link(self, of: Partnership) -> Partnership:
        """End the partner's link, and begin another."""
        return self._change(of, key=secrets.token_bytes(KEY_BYTES))

    def share(self, of: Partnership, side: Side, *, let: bool) -> Partnership:
        """Whether this side lets the hub read it, from now on."""
        now = self.get(of.id).shared
        return self._change(of, shared=sorted(now | {side} if let else now - {side}))

    def _change(self, of: Partnership, **values: Any) -> Partnership:
        with self._database.writing() as connection:
            connection.execute(update(partnership).where(partnership.c.id == of.id).values(**values))
            return _found(connection, select(partnership).where(partnership.c.id == of.id))

    def round(self, of: Partnership) -> int:
        """The round that is under way, or was last; the first is 1."""
        with self._database.reading() as connection:
            return _round(connection, of)

    def rating(self, of: Partnership, round: int, side: Side) -> PartnerRating | None:
        """What a partner has rated in a round so far."""
        with self._database.reading() as connection:
            return _rating(connection, of, round, side)

    def both(self, of: Partnership, round: int) -> tuple[PartnerRating, PartnerRating] | None:
        """Both ratings, the school's first; None until both are done."""
        own, other = self.rating(of, round, Side.OWN), self.rating(of, round, Side.PARTNER)
        return (own, other) if own and other and own.done and other.done else None

    def rate(
        self,
        of: Partnership,
        side: Side,
        levels: Mapping[str, str],
        evidence: Mapping[str, str],
        *,
        rated_by: str = "",
        done: bool = False,
    ) -> PartnerRating:
        """Keep a partner's rating of the round under way; areas that are not named stay as they were.

        An empty level takes one back. Raises `StoreError` once the rating is done, where it is to be done and
        nobody is named who rated, and where a text is too long.
        """
        for text in evidence.values():
            _check(text or "-", "evidence", LONGEST_EVIDENCE, "say it shorter")
        with self._database.writing() as connection:
            round = _round(connection, of)
            before = _rating(connection, of, round, side, lock=True)
            if before is not None and before.done:
                raise StoreError("This rating is done", "it stays as it is; a new round begins anew")
            values = {
                "levels": _merged(before.levels if before else {}, levels),
                "evidence": _merged(before.evidence if before else {}, evidence),
                "rated_by": " ".join(rated_by.split()) or (before.rated_by if before else ""),
                "done": done,
                "at": self._second(),
            }
            if done:
                _check(str(values["rated_by"]), "role or initials of who rated", LONGEST_BY, "say who rated")
            here = _here(of, round, side)
            if before is None:
                connection.execute(
                    insert(partner_rating).values(
                        partnership_id=of.id, round=round, side=side.value, **values
                    )
                )
            else:
                connection.execute(update(partner_rating).where(*here).values(**values))
            made = _rating(connection, of, round, side)
        if made is None:
            raise NotFound("The rating is gone", "rate again")
        return made

    def agree(
        self, of: Partnership, area: str, level: str, evidence: str, agreed_by: str
    ) -> PartnerAgreement:
        """Keep the level that both agree on in an area; the same once more adds nothing.

        Raises `StoreError` until both ratings are done, and where it is not said who agreed.
        """
        agreed_by = " ".join(agreed_by.split())
        _check(agreed_by, "roles or initials of who agreed", LONGEST_BY, "say who agreed")
        _check(evidence or "-", "evidence", LONGEST_EVIDENCE, "say it shorter")
        round = self.round(of)
        if self.both(of, round) is None:
            raise StoreError("Not both partners have rated yet", "agree once both ratings are done")
        values = {"area": area, "level": level, "evidence": evidence.strip(), "agreed_by": agreed_by}
        with self._database.writing() as connection:
            last = connection.execute(
                _agreed(of, round).where(partner_agreement.c.area == area).limit(1)
            ).first()
            if last is None or any(getattr(last, name) != value for name, value in values.items()):
                connection.execute(
                    insert(partner_agreement).values(
                        partnership_id=of.id, round=round, at=self._second(), **values
                    )
                )
            return _agreement(
                connection.execute(_agreed(of, round).where(partner_agreement.c.area == area).limit(1)).one()
            )

    def agreements(self, of: Partnership, round: int) -> tuple[PartnerAgreement, ...]:
        """All that was agreed in a round, the newest first; of an area the first one counts."""
        with self._database.reading() as connection:
            return tuple(map(_agreement, connection.execute(_agreed(of, round))))

    def begin_round(self, of: Partnership, side: Side) -> int:
        """Begin the next round with an empty rating of this side; raises `StoreError` until both are done."""
        before = self.round(of)
        if self.both(of, before) is None:
            raise StoreError("This round is not over", "begin the next once both partners have rated")
        values = {"levels": {}, "evidence": {}, "rated_by": "", "done": False, "at": self._second()}
        with self._database.writing() as connection:
            connection.execute(
                insert(partner_rating).values(
                    partnership_id=of.id, round=before + 1, side=side.value, **values
                )
            )
        return before + 1

    def _second(self) -> datetime:
        return self._now().replace(microsecond=0)


def _merged(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in {**before, **now}.items() if value}


def _here(of: Partnership, round: int, side: Side) -> tuple[Any, ...]:
    kept = partner_rating.c
    return kept.partnership_id == of.id, kept.round == round, kept.side == side.value


def _round(connection: Connection, of: Partnership) -> int:
    query = select(func.max(partner_rating.c.round)).where(partner_rating.c.partnership_id == of.id)
    return connection.scalar(query) or 1


def _rating(
    connection: Connection, of: Partnership, round: int, side: Side, *, lock: bool = False
) -> PartnerRating | None:
    query = select(partner_rating).where(*_here(of, round, side))
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    return PartnerRating(side, dict(row.levels), dict(row.evidence), row.rated_by, row.done, row.at)


def _agreed(of: Partnership, round: int) -> Select[Any]:
    kept = partner_agreement.c
    query = select(kept.area, kept.level, kept.evidence, kept.agreed_by, kept.at)
    return query.where(kept.partnership_id == of.id, kept.round == round).order_by(kept.id.desc())


def _agreement(row: Any) -> PartnerAgreement:
    return PartnerAgreement(**row._mapping)


def _found(connection: Connection, query: Select[Any]) -> Partnership:
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("There is no such partnership", "take the link from the school's page")
    return _partnership(row)


def _partnership(row: Any) -> Partnership:
    return Partnership(**{**row._mapping, "shared": frozenset(map(Side, row.shared)), "key": bytes(row.key)})


def _check(text: str, noun: str, longest: int, remedy: str) -> None:
    if not text.strip():
        raise StoreError(f"The {noun} is missing", remedy)
    if len(text) > longest:
        raise StoreError(f"The {noun} takes {len(text)} characters", f"shorten it to {longest} or fewer")
