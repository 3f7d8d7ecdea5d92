"""JSON Schema (draft 2020-12) of frozen dataclasses: what programs that read their JSON may rely on.

Each object is closed: a key that does not stand in its class may not leave. A docstring is what an object is, a text in
`Annotated` what a key is; null stands for what is hidden or is not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from engine.results.terms import PROMISED, SINCE, Rules

Schema = dict[str, Any]  # JSON Schema is open: a keyword may hold a word, a number, a list or another schema
TYPES: Final[Mapping[object, str]] = {str: "string", int: "integer", bool: "boolean"}


@dataclass(slots=True)
class SchemaDefinitions:
    """Schemas of classes by name, gathered as they are referred to; `names` for classes that have one of their own."""

    names: Mapping[type, str] = field(default_factory=dict)
    place: str = "#/$defs/"
    schemas: dict[str, Schema] = field(default_factory=dict)
    models: dict[str, type] = field(default_factory=dict)

    def of(self, hint: Any) -> Schema:
        """The schema of an annotation; of a class a reference to its definition."""
        origin, parts = get_origin(hint), get_args(hint)
        if origin is Annotated:
            notes = hint.__metadata__
            return self._noted(self.of(parts[0]), notes)
        if origin in (Union, UnionType):
            return self._any_of(parts)
        if origin is Literal:
            return _words(parts)
        if origin is tuple:
            return self._list(parts)
        if origin is not None and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if isinstance(hint, type) and is_dataclass(hint):
            return self._reference(hint)
        if issubclass(hint, StrEnum):
            return _words([word.value for word in hint])
        return {"type": TYPES[hint]}

    def _noted(self, schema: Schema, notes: Sequence[object]) -> Schema:
        for note in notes:
            if isinstance(note, Rules):
                schema = schema | note.keywords()
            elif isinstance(note, str):
                schema = schema | {"description": note}
        return schema

    def _any_of(self, parts: Sequence[Any]) -> Schema:
        known = [part for part in parts if part is not NoneType]
        if set(known) == {int, float}:
            schema: Schema = {"type": "number"}
        elif all(get_origin(part) is Literal for part in known):
            schema = _words([word for part in known for word in get_args(part)])
        else:
            schema = self._one_of(known)
        return _or_null(schema) if NoneType in parts else schema

    def _one_of(self, parts: Sequence[Any]) -> Schema:
        """One of several classes; a class and its own kinds are one object, in which the kinds' keys may be missing."""
        models = [get_args(part)[0] if get_origin(part) is Annotated else part for part in parts]
        if len(models) > 1 and all(isinstance(one, type) and issubclass(one, models[0]) for one in models):
            return self._reference(models[0], *models[1:])
        schemas = [self.of(part) for part in parts]
        return schemas[0] if len(schemas) == 1 else {"oneOf": schemas}

    def _list(self, parts: Sequence[Any]) -> Schema:
        if parts[-1] is Ellipsis:
            return {"type": "array", "items": self.of(parts[0])}
        return {"type": "array", "items": self.of(parts[0]), "minItems": len(parts), "maxItems": len(parts)}

    def _reference(self, model: type, *kinds: type) -> Schema:
        name = self.names.get(model) or model.__name__.removeprefix("Frozen")
        if self.models.setdefault(name, model) is not model:
            raise ValueError(f"{name} is the name of {self.models[name]} and of {model}")
        if name not in self.schemas:
            self.schemas[name] = {}  # so that a class may speak of itself
            self.schemas[name] = self._record(model, kinds)
        return {"$ref": self.place + name}

    def _record(self, model: Any, kinds: Sequence[type]) -> Schema:
        must = [key.name for key in fields(model) if _promised(key)]
        told = {name: schema for kind in (*kinds, model) for name, schema in self._keys(kind).items()}
        schema = {"type": "object", "additionalProperties": False, "required": must, "properties": told}
        about = (model.__doc__ or "").partition("\n")[0]
        # A dataclass without a docstring has its signature for one.
        return schema if about.startswith(f"{model.__name__}(") else {"description": about, **schema}

    def _keys(self, model: Any) -> dict[str, Schema]:
        hints = get_type_hints(model, include_extras=True)
        return {key.name: self.of(_written(key, hints[key.name])) for key in fields(model)}


def _promised(key: Field[Any]) -> bool:
    return bool(key.metadata[PROMISED]) if SINCE in key.metadata else key.default is MISSING


def _written(key: Field[Any], hint: Any) -> Any:
    """What a key can be where it is written: one that may be missing is then never null."""
    return hint if SINCE in key.metadata or key.default is MISSING else _without_null(hint)


def _without_null(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return Annotated[(_without_null(get_args(hint)[0]), *hint.__metadata__)]
    if get_origin(hint) in (Union, UnionType):
        return Union[tuple(part for part in get_args(hint) if part is not NoneType)]  # noqa: UP007 - of a list
    return hint


def _words(words: Sequence[object]) -> Schema:
    """One of these; the empty word stands for what earlier results did not say, and is never written."""
    said = [word for word in words if word != ""]
    if len(said) == 1:
        return {"const": said[0]}
    return {"type": TYPES[type(said[0])], "enum": said}


def _or_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        kind = schema | {"type": [schema["type"], "null"]}
        return kind | {"enum": [*schema["enum"], None]} if "enum" in schema else kind
    return {"anyOf": [schema, {"type": "null"}]}
