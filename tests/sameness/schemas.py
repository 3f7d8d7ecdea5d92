"""Whether two JSON Schemas ask the same, whatever their parts are called and in which order they stand."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator

PROSE: Final = frozenset({"description", "title", "examples"})
PARTS: Final = frozenset({"$defs", "definitions"})
BY_NAME: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
OPEN: Final = "<again>"


def same_schema(old: Any, new: Any) -> bool:
    """Whether two schemas are the same but for the names of their parts."""
    return _told(_whole(old, old, ())) == _told(_whole(new, new, ()))


def _whole(part: Any, root: Any, within: tuple[str, ...], *, named: bool = False) -> Any:
    """A schema with its references put in place; one within itself is told by a mark."""
    if isinstance(part, list):
        return [_whole(one, root, within) for one in part]
    if not isinstance(part, Mapping):
        return part
    reference = part.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/") and not named:
        if reference in within:
            return OPEN
        found = _whole(_at(root, reference), root, (*within, reference))
        beside = {key: one for key, one in part.items() if key != "$ref"}
        return _both(found, _whole(beside, root, within)) if isinstance(found, dict) else found
    told = {
        key: _whole(one, root, within, named=key in BY_NAME and not named)
        for key, one in part.items()
        if named or key not in PARTS
    }
    return told if named else _one_way(told)


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What a reference and the words beside it ask together; all keys are known then, so none else is one more."""
    both = {**one, **other}
    for name in BY_NAME & one.keys() & other.keys():
        both[name] = {**one[name], **other[name]}
    if "required" in one and "required" in other:
        both["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    if both.get("unevaluatedProperties") is False:
        both["additionalProperties"] = both.pop("unevaluatedProperties")
    return both


def _one_way(schema: dict[str, Any]) -> dict[str, Any]:
    """Of two ways to say that something may be null the one with two types."""
    choices = schema.get("anyOf")
    if isinstance(choices, list) and len(choices) == 2 and {"type": "null"} in choices:
        (other,) = (one for one in choices if one != {"type": "null"})
        if isinstance(other.get("type"), str) and "enum" not in other:
            rest = {key: one for key, one in schema.items() if key != "anyOf"}
            return {**other, **rest, "type": [other["type"], "null"]}
    return schema


def _at(root: Any, reference: str) -> Any:
    for name in reference.removeprefix("#/").split("/"):
        root = root[name.replace("~1", "/").replace("~0", "~")]
    return root


def _told(schema: Any) -> str:
    return json.dumps(_ordered(schema), sort_keys=True, ensure_ascii=False)


def _ordered(part: Any, key: str = "") -> Any:
    """Lists whose order says nothing, in the order of their texts."""
    if isinstance(part, Mapping):
        return {name: _ordered(one, name) for name, one in part.items()}
    if isinstance(part, list):
        items = [_ordered(one) for one in part]
        loose = key in ("required", "enum", "anyOf", "oneOf", "allOf", "type")
        return sorted(items, key=lambda one: json.dumps(one, sort_keys=True)) if loose else items
    return part


def same_api(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two OpenAPI descriptions have the same operations, which ask and answer the same."""
    return _told(_operations(old)) == _told(_operations(new))


def _operations(document: Mapping[str, Any]) -> Any:
    whole = _whole({name: document.get(name) for name in ("paths", "security", "servers")}, document, ())
    return _without_prose(whole)


def _without_prose(part: Any, *, named: bool = False) -> Any:
    if isinstance(part, list):
        return [_without_prose(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    return {
        key: _without_prose(one, named=key in BY_NAME and not named)
        for key, one in part.items()
        if named or key not in PROSE
    }


def wrong_answers(description: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with answers, by path, by the schema that a description has for them."""
    for path, answer in answers.items():
        schema = _schema_for(description, path)
        if schema is None:
            continue
        validator = Draft202012Validator({**schema, "components": description["components"]})
        for error in validator.iter_errors(answer):
            yield f"{path}: {error.json_path}: {error.message[:200]}"


def _schema_for(description: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    base = description["servers"][0]["url"]
    parts = path.partition("?")[0].removeprefix(base).split("/")
    for template, operations in description["paths"].items():
        wanted = template.split("/")
        if len(wanted) == len(parts) and all(
            a.startswith("{") or a == b for a, b in zip(wanted, parts, strict=True)
        ):
            content = operations["get"]["responses"]["200"]["content"].get("application/json")
            return None if content is None else content["schema"]
    return None
