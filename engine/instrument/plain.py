"""Frozen classes <-> plain data, field by field: what the canonical text keeps, and what a file's models say.

A field that has its default is left out: a later field changes no older text.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from engine.instrument.kinds import KINDS
from engine.instrument.model import Kind
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not

TAG: Final = "$rule"  # no id begins with a dollar sign
RULES: Final = {rule.__name__: rule for rule in (Is, AtLeast, AtMost, Answered, All, AnyOf, Not)}

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A value as lists, keys, texts and numbers; a rule carries its name, a kind of item is one."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Kind):
        return value.name
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: to_plain(getattr(value, field.name)) for field in _fields_that_differ(value)}
        name = type(value).__name__
        return {TAG: name, **plain} if name in RULES else plain
    if isinstance(value, Mapping):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [to_plain(inner) for inner in value]
    return value


def from_plain(wanted: type[T], plain: Any) -> T:
    """The value of a class from its plain form: the inverse of `to_plain`. What is made already stays as it is."""
    made: T = _make(wanted, plain)
    return made


def _fields_that_differ(value: Any) -> list[Field[Any]]:
    """The fields whose value is not their default."""
    found = []
    for field in fields(value):
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if default is MISSING or getattr(value, field.name) != default:
            found.append(field)
    return found


def _make(wanted: Any, plain: Any) -> Any:
    if plain is None:
        return None
    if wanted is Kind and isinstance(plain, str):
        return KINDS[plain]
    arguments, either, named = _parts(wanted)
    if either and not (isinstance(plain, dict) and TAG in plain):
        return _make(arguments[0], plain) if len(arguments) == 1 else plain
    if isinstance(plain, dict):
        return _make_from_keys(wanted, arguments, plain)
    if isinstance(plain, list):
        kinds = arguments[:1] * len(plain) if arguments[-1] is Ellipsis else arguments
        return tuple(_make(kind, inner) for kind, inner in zip(kinds, plain, strict=True))
    return wanted(plain) if named else plain


@cache
def _parts(wanted: Any) -> tuple[tuple[Any, ...], bool, bool]:
    """What a type is made of besides None, whether it is one or the other of these, and whether an enumeration.

    Kept, as an instrument has some thousand fields of some dozens of types.
    """
    arguments = tuple(argument for argument in get_args(wanted) if argument is not type(None))
    named = isinstance(wanted, type) and issubclass(wanted, Enum)
    return arguments, get_origin(wanted) in (Union, UnionType), named


def _make_from_keys(wanted: Any, arguments: tuple[Any, ...], plain: dict[str, Any]) -> Any:
    make = RULES[plain[TAG]] if TAG in plain else wanted
    if not hasattr(make, "__dataclass_fields__"):
        return MappingProxyType({key: _make(arguments[-1], inner) for key, inner in plain.items()})
    kinds = _kinds(make)
    return make(**{key: _make(kinds[key], inner) for key, inner in plain.items() if key != TAG})


@cache
def _kinds(made: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(made)
