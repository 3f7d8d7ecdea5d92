"""Work on its way to another process: as bytes, with what ordinary pickling leaves out."""

import io
import pickle
import platform
from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from engine.instrument.kinds import KINDS
from engine.instrument.model import Kind
from engine.validation.parts import Part, PartSource
from engine.validation.same_program import Program, program, require_same


class _Packer(pickle.Pickler):
    """Kinds of items go by their names, as they are rows of one table everywhere; frozen mappings as what they hold."""

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, Kind):
            return _kind, (value.name,)
        if isinstance(value, MappingProxyType):
            return _frozen, (dict(value),)
        return NotImplemented


def _kind(name: str) -> Kind:
    return KINDS[name]


def _frozen(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)


def packed(work: Callable[[Part], Any]) -> bytes:
    """A function of a part, with the instrument and the plan that it needs."""
    target = io.BytesIO()
    _Packer(target, protocol=5).dump(work)
    return target.getvalue()


def done(work: bytes, piece: PartSource, client: Program) -> Any:
    """On the worker: the result of packed work on a piece; raises `Refused` where its program is not the client's."""
    require_same(client, program(), f"a worker on {platform.node()}")
    return _unpacked(work)(piece.read())


@lru_cache(maxsize=4)
def _unpacked(work: bytes) -> Callable[[Part], Any]:
    """Once a worker and pass."""
    unpacked: Callable[[Part], Any] = pickle.loads(work)  # noqa: S301 from the client that the scheduler trusts
    return unpacked
