"""What pydantic finds wrong, as Problems in the words of someone who writes a survey."""

import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from engine.loading.format.values import NOTHING, unknown_word
from engine.loading.source import Source, Where
from engine.problems import Problem, did_you_mean, first_problems, listed

TYPES: Final = {
    "string_type": ("a text", "put it in quotes"),
    "int_type": ("a whole number", "write digits alone"),
    "int_from_float": ("a whole number", "write digits alone"),
    "float_type": ("a number", "write digits, such as 3 or 3.5"),
    "bool_type": ("true or false", "write true or false, without quotes"),
    "list_type": ("a list", "write [a, b] or a line with a dash for each"),
    "dict_type": ("keys with values", "write {key: value} or a line `key: value` for each"),
    "model_type": ("keys with values", "write {key: value} or a line `key: value` for each"),
}

M = TypeVar("M", bound=BaseModel)


def read_as(source: Source, model: type[M]) -> tuple[M | None, list[Problem]]:
    """The file as a model, or None and every problem of its shape."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return None, first_problems(_problems(source, model, details))


def entry_or_none(model: type[M], data: object) -> M | None:
    """One entry on its own, or None where its shape is wrong; so that its neighbours are checked all the same."""
    try:
        return model.model_validate(data)
    except ValidationError:
        return None


def _problems(source: Source, model: type[BaseModel], details: list[ErrorDetails]) -> Iterator[Problem]:
    for detail in details:
        where = _where(detail)
        if not any(where[:depth] in source.spoiled for depth in range(len(where) + 1)):
            yield _problem(source, model, where, detail)


def _where(detail: ErrorDetails) -> Where:
    """The path into the file: without the marks that pydantic adds for keys."""
    steps = detail["loc"]
    return steps[:-1] if steps and steps[-1] == "[key]" else steps


def _problem(source: Source, model: type[BaseModel], where: Where, detail: ErrorDetails) -> Problem:
    kind, given, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    if kind == "own":
        return source.problem(context["code"], where, context["cause"], context["remedy"])
    if kind == "missing":
        return _missing(source, model, where)
    if kind == "extra_forbidden":
        return _unknown(source, model, where, given)
    if given is None:
        return source.problem("empty_value", where, *NOTHING)
    if kind in TYPES:
        wanted, how = TYPES[kind]
        return source.problem(
            "wrong_type", where, f"this is {_in_words(given)}, where {wanted} is expected", how
        )
    if kind == "literal_error":
        code, cause, remedy = unknown_word(given, [str(word) for word in _words(model, where)])
        return source.problem(code, where, cause, remedy)
    if kind in ("too_short", "too_long"):
        return _length(source, where, context, given)
    return _bound(source, where, context, given)


def _missing(source: Source, model: type[BaseModel], where: Where) -> Problem:
    field = _fields(model, where[:-1]).get(str(where[-1]))
    meaning = (field.description or "").split(". ")[0].rstrip(".") if field else ""
    remedy = f"add `{where[-1]}: ...`" + (f" ({meaning})" if meaning else "")
    return source.problem("missing_key", where[:-1], f"the key `{where[-1]}` is missing", remedy)


def _unknown(source: Source, model: type[BaseModel], where: Where, given: object) -> Problem:
    key = str(where[-1])
    known = list(_fields(model, where[:-1]))
    remedy = did_you_mean(key, known) or f"the keys here are {listed(known, 30)}"
    if given is None and " " in key:
        remedy = "if this is part of a text with a comma, put the whole text in quotes"
    return source.problem("unknown_key", where, f"there is no key {key[:60]!r} here", remedy)


def _length(source: Source, where: Where, context: dict[str, Any], given: object) -> Problem:
    if not given:
        return source.problem(
            "empty_value", where, "there is nothing in it", "write a value, or delete the key"
        )
    actual = context.get("actual_length")
    wanted = context.get("min_length", context.get("max_length"))
    return source.problem("wrong_length", where, f"there are {actual} values", f"write {wanted}")


def _bound(source: Source, where: Where, context: dict[str, Any], given: object) -> Problem:
    words = {"ge": "{} or more", "gt": "more than {}", "le": "{} or less", "lt": "less than {}"}
    remedy = next((f"write {words[key].format(limit)}" for key, limit in context.items() if key in words), "")
    return source.problem(
        "number_out_of_range",
        where,
        f"{str(given)[:40]} is out of range",
        remedy or "write another number",
    )


def _in_words(given: object) -> str:
    match given:
        case bool():
            return f"{str(given).lower()} (yes or no)"
        case int() | float():
            return f"the number {given}"
        case str():
            return f"the text {given[:40]!r}"
        case list():
            return "a list"
        case _:
            return "a set of keys"


def _fields(model: type[BaseModel], where: Where) -> dict[str, FieldInfo]:
    """The fields of the model that stands at a path, by the key that a file uses."""
    found = _type_at(model, where)
    if not (isinstance(found, type) and issubclass(found, BaseModel)):
        return {}
    return {field.alias or name: field for name, field in found.model_fields.items()}


def _words(model: type[BaseModel], where: Where) -> Iterable[object]:
    found = _type_at(model, where)
    return get_args(found) if get_origin(found) is Literal else ()


def _type_at(model: type[BaseModel], where: Where) -> Any:
    """The type that the format has at a path, bare of annotations and of `| None`."""
    found: Any = model
    for step in where:
        if isinstance(found, type) and issubclass(found, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in found.model_fields.items()}
            found = _bare(fields.get(str(step)))
        else:
            arguments = [argument for argument in get_args(found) if argument is not Ellipsis]
            found = _bare(arguments[-1]) if arguments else None
    return found


def _bare(found: Any) -> Any:
    while True:
        origin = get_origin(found)
        if origin is Annotated:
            found = get_args(found)[0]
        elif origin in (Union, types.UnionType):
            found = next(argument for argument in get_args(found) if argument is not type(None))
        else:
            return found
