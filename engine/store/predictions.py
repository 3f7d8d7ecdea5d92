"""What a team expects of its next wave: sealed once it is written, never changed, and withdrawn openly if at all.

Nobody predicts what could be known already. So a prediction is sealed, and withdrawn, only until another wave of the
same instrument opens at the school. From its first day on staff know what they answered; and a rule that waited for
the first answer would tell when it came in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Any, Final

from sqlalchemy import Connection, Select, insert, select

from engine.store import schema
from engine.store.database import Database
from engine.store.days import zone_of
from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.prediction_tables import prediction, withdrawal
from engine.store.records import School, Study, Wave, WaveState
from engine.store.results import Results
from engine.store.room import Clock, Room
from engine.store.sites import Sites

LONGEST_PREDICTION_REASON: Final = 500  # characters: a sentence or two
MOST_OF_A_RESULT: Final = 100  # sealed ones, withdrawn ones too


class PredictionKind(StrEnum):
    """A range of points, or that nothing changes by as much as matters; its range is then that of "no change"."""

    RANGE = "range"
    NO_CHANGE = "no_change"


@dataclass(frozen=True, slots=True)
class NewPrediction:
    """A change of so many points at least and at most that a team expects of a measure, and why.

    `shared`: whoever may read the school's result by name reads it too. That is sealed with it: if it could change once
    there are answers, what a network counts before and after would tell what came of this one.
    """

    measure: str
    kind: PredictionKind
    low: float
    high: float
    reason: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took a prediction out of what counts, when and why. `name` is the account's, else its address."""

    reason: str
    who: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Prediction:
    """A sealed prediction. `at` is when it was sealed, to the second, in the time zone of the network."""

    id: int
    school_id: int
    wave_id: int  # on whose result it was made
    measure: str
    kind: PredictionKind
    low: float
    high: float
    reason: str
    shared: bool
    who: str
    name: str
    at: datetime
    withdrawn: Withdrawal | None

    @property
    def stands(self) -> bool:
        return self.withdrawn is None


class Predictions(Room):
    """Seals predictions, and lets them be withdrawn while nobody can know better."""

    def __init__(self, database: Database, now: Clock, sites: Sites, results: Results) -> None:
        super().__init__(database, now)
        self._sites = sites
        self._results = results

    def seal(
        self, school: School, wave: Wave, new: NewPrediction, who: str, *, shown: Collection[str]
    ) -> Prediction:
        """Keep a prediction of a measure that the school's result of a closed wave shows (`shown`).

        The same once more, as when a form is sent twice, adds nothing. Raises `StoreError` where another one of the
        measure stands, where a later wave of the instrument has opened at the school, and for what can't be.
        """
        reason = new.reason.strip()
        _check(new, reason, shown)
        if self._sites.find(wave, school) is None:
            raise StoreError(
                f"{school.name} has no part in the wave {wave.title!r}", "predict on a result of its own"
            )
        self._results.network_snapshot(wave)  # raises before the first close
        values = {
            "measure": new.measure,
            "kind": new.kind.value,
            "low": float(new.low),
            "high": float(new.high),
            "reason": reason,
            "shared": new.shared,
        }
        with self._database.writing() as connection:
            self._check_unknown(connection, school, wave)
            made = _found(connection, _predictions(school_id=school.id, wave_id=wave.id))
            standing = next((one for one in made if one.measure == new.measure and one.stands), None)
            if standing is not None and all(
                getattr(standing, name) == value for name, value in values.items()
            ):
                return standing
            if standing is not None:
                raise StoreError(
                    "A prediction of this condition is sealed", "withdraw it first, with a reason"
                )
            if len(made) >= MOST_OF_A_RESULT:
                raise StoreError(f"{MOST_OF_A_RESULT} predictions are sealed on this result", "keep to them")
            self._insert(connection, school, wave, values, who)
            return _found(connection, _predictions(school_id=school.id, wave_id=wave.id))[0]

    def withdraw(self, school: School, wave: Wave, id: int, reason: str, who: str) -> Prediction:
        """Take a prediction out of what counts; it stays to be seen, with who, when and why.

        Raises `StoreError` where the school has none that stands, without a reason, and once a later wave has opened.
        """
        reason = reason.strip()
        _check_reason(reason, "say in a sentence why it no longer holds")
        with self._database.writing() as connection:
            self._check_unknown(connection, school, wave)
            query = _predictions(school_id=school.id, wave_id=wave.id).where(prediction.c.id == id)
            found = _found(connection, query)
            if not found or not found[0].stands:
                raise StoreError("No such prediction of this school stands", "nothing is needed")
            connection.execute(
                insert(withdrawal).values(prediction_id=id, reason=reason, who=who, at=self._moment())
            )
            return _found(connection, query)[0]

    def on(self, school: School, wave: Wave) -> tuple[Prediction, ...]:
        """All that a school sealed on a wave's result, withdrawn ones too, the newest first."""
        with self._database.reading() as connection:
            return _found(connection, _predictions(school_id=school.id, wave_id=wave.id))

    def of(self, school: School) -> tuple[Prediction, ...]:
        """All that a school sealed on any result, withdrawn ones too, the newest first."""
        with self._database.reading() as connection:
            return _found(connection, _predictions(school_id=school.id))

    def of_study(self, study: Study) -> tuple[Prediction, ...]:
        """All that schools sealed on results of a study, withdrawn ones too, the newest first."""
        waves = select(schema.wave.c.id).where(schema.wave.c.study_id == study.id)
        with self._database.reading() as connection:
            return _found(connection, _predictions().where(prediction.c.wave_id.in_(waves)))

    def opened_since(self, school: School, wave: Wave) -> str | None:
        """The title of the wave whose opening ended sealing on this result; None while it may be sealed."""
        with self._database.reading() as connection:
            return self._opened_since(connection, school, wave)

    def _check_unknown(self, connection: Connection, school: School, wave: Wave) -> None:
        """That the result stands, and that nobody has been asked again since; raises `StoreError`."""
        kept = schema.wave.c
        state = connection.scalar(select(kept.state).where(kept.id == wave.id).with_for_update())
        if state != WaveState.CLOSED:
            raise StoreError(f"The wave {wave.title!r} is not closed", "predict once its result stands")
        later = self._opened_since(connection, school, wave)
        if later is not None:
            raise StoreError(
                f"The wave {later!r} has opened at {school.name} since, so its result could be known",
                "predict on the result of that wave once it is closed",
            )

    def _opened_since(self, connection: Connection, school: School, wave: Wave) -> str | None:
        of = schema.definition.c
        query = (
            select(schema.wave.c.title)
            .join(schema.definition, of.id == schema.wave.c.definition_id)
            .join(schema.site, schema.site.c.wave_id == schema.wave.c.id)
            .where(
                schema.site.c.school_id == school.id,
                of.instrument_id == wave.instrument_id,
                schema.wave.c.id != wave.id,
                schema.wave.c.state != WaveState.DRAFT,
                schema.wave.c.opens >= wave.opens,
                schema.wave.c.opens <= self._now(),
            )
            .order_by(schema.wave.c.opens, schema.wave.c.id)
        )
        return connection.scalar(query.limit(1))

    def _insert(
        self, connection: Connection, school: School, wave: Wave, values: dict[str, Any], who: str
    ) -> None:
        connection.execute(
            insert(prediction).values(
                school_id=school.id, wave_id=wave.id, who=who, at=self._moment(), **values
            )
        )

    def _moment(self) -> datetime:
        return self._now().replace(microsecond=0)


def _predictions(**where: int) -> Select[Any]:
    """Predictions with their withdrawals, the newest first, and the names of the accounts that made either."""
    ended = account.alias("ended")
    return (
        select(
            prediction,
            account.c.name,
            withdrawal.c.reason.label("ended_reason"),
            withdrawal.c.who.label("ended_who"),
            withdrawal.c.at.label("ended_at"),
            ended.c.name.label("ended_name"),
            schema.network.c.time_zone,
        )
        .join(schema.school, schema.school.c.id == prediction.c.school_id)
        .join(schema.network, schema.network.c.id == schema.school.c.network_id)
        .outerjoin(account, account.c.email == prediction.c.who)
        .outerjoin(withdrawal, withdrawal.c.prediction_id == prediction.c.id)
        .outerjoin(ended, ended.c.email == withdrawal.c.who)
        .where(*(prediction.c[name] == value for name, value in where.items()))
        .order_by(prediction.c.id.desc())
    )


def _found(connection: Connection, query: Select[Any]) -> tuple[Prediction, ...]:
    return tuple(_as_prediction(row) for row in connection.execute(query))


def _as_prediction(row: Any) -> Prediction:
    zone = zone_of(row.time_zone)
    ended = None
    if row.ended_at is not None:
        name = row.ended_name or row.ended_who
        ended = Withdrawal(row.ended_reason, row.ended_who, name, row.ended_at.astimezone(zone))
    return Prediction(
        id=row.id,
        school_id=row.school_id,
        wave_id=row.wave_id,
        measure=row.measure,
        kind=PredictionKind(row.kind),
        low=row.low,
        high=row.high,
        reason=row.reason,
        shared=row.shared,
        who=row.who,
        name=row.name or row.who,
        at=row.at.astimezone(zone),
        withdrawn=ended,
    )


def _check(new: NewPrediction, reason: str, shown: Collection[str]) -> None:
    if not shown:
        raise StoreError("The school’s result shows no score to predict", "predict on another result")
    if new.measure not in shown:
        raise StoreError(
            f"The school's result doesn't show {new.measure!r}", f"choose from {', '.join(shown)}"
        )
    if not (isfinite(new.low) and isfinite(new.high) and new.low < new.high):
        raise StoreError(
            f"A range goes from its lower end to its higher, not from {new.low} to {new.high}",
            "give two different numbers, the lower one first",
        )
    _check_reason(reason, "say in a sentence why the team expects it")


def _check_reason(reason: str, remedy: str) -> None:
    if not reason:
        raise StoreError("The reason is missing", remedy)
    if len(reason) > LONGEST_PREDICTION_REASON:
        raise StoreError(
            f"The reason takes {len(reason)} characters",
            f"shorten it to {LONGEST_PREDICTION_REASON} or fewer",
        )
