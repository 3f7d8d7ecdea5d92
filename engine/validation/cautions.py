"""What could not be computed, and what may mislead: kept by name, so that a study never stops half-way."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from psychometrics.contract import Caution, StatisticError

T = TypeVar("T")


class Cautions:
    """The cautions of a study as they come up: of results that mislead, and of results that do not exist."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Caution] = {}

    def attempt(self, where: str, make: Callable[[], T]) -> T | None:
        """What `make` returns, or None with a caution at `where` when that statistic does not exist.

        Cautions that the result carries are noted as well.
        """
        try:
            result = make()
        except StatisticError as error:
            self.add(Caution(error.code, where, error.cause, error.remedy))
        except (ArithmeticError, ValueError) as error:  # one broken statistic must not cost all the others
            cause = f"the computation failed ({type(error).__name__}: {error})"
            self.add(
                Caution("not_computed", where, cause, "read the other results, and report this as a fault")
            )
        else:
            self.carry(where, getattr(result, "cautions", ()))
            return result
        return None

    def add(self, caution: Caution) -> None:
        """Note a caution once, however many results carry it."""
        self._found.setdefault((caution.code, caution.where, caution.cause), caution)

    def carry(self, where: str, cautions: Iterable[Caution]) -> None:
        """Note what a result says of itself, with the place in the study in front."""
        for caution in cautions:
            place = f"{where}, {caution.where}" if caution.where else where
            self.add(replace(caution, where=place))

    def all(self) -> tuple[Caution, ...]:
        return tuple(self._found.values())
