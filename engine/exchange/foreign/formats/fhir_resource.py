"""A FHIR resource, in JSON or XML, as plain tables: what may be one or several is read alike."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from engine.exchange.foreign.facts import UNMARKED, Texts
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile
from engine.exchange.foreign.wording import language_tag, plain_texts

Resource = Mapping[str, Any]  # as it stands in a file
SPACE: Final = "{http://hl7.org/fhir}"
TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"


def questionnaire_of(opened: OpenedFile) -> Resource | None:
    """The questionnaire of a file, be it alone or in a bundle; None where there is none."""
    found = opened.json
    if found is None and opened.xml is not None and opened.xml.tag.startswith(SPACE):
        found = resource_of_xml(opened.xml)
    if not isinstance(found, dict):
        return None
    if found.get("resourceType") == "Bundle":
        inside = (entry.get("resource") for entry in several(found, "entry"))
        return next((one for one in inside if isinstance(one, dict) and _is_one(one)), None)
    return found if _is_one(found) else None


def _is_one(found: Resource) -> bool:
    return found.get("resourceType") == "Questionnaire"


def resource_of_xml(root: Element) -> dict[str, Any]:
    """A resource in XML as its JSON would be, but that one thing is no list."""
    return {"resourceType": root.tag.removeprefix(SPACE)} | _table(root)


def _table(element: Element) -> dict[str, Any]:
    table: dict[str, Any] = {name: value for name, value in element.attrib.items() if name != "value"}
    for child in element:
        name = child.tag.removeprefix(SPACE)
        if name[:1].isupper():
            return resource_of_xml(child)
        inner = child.get("value")
        _put(table, name, _table(child) if inner is None else inner)
        if inner is not None and len(child):
            table[f"_{name}"] = _table(child)
    return table


def _put(table: dict[str, Any], name: str, value: Any) -> None:
    if name not in table:
        table[name] = value
    elif isinstance(table[name], list):
        table[name].append(value)
    else:
        table[name] = [table[name], value]


def several(table: Resource, key: str) -> list[Resource]:
    """The tables under a key, be they one or many."""
    found = table.get(key)
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def one(table: Resource, key: str) -> Resource:
    """The table under a key, or an empty one."""
    return next(iter(several(table, key)), {})


def said(table: Resource, key: str) -> str:
    """A text, number or truth under a key, as text."""
    found = table.get(key)
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    return str(found) if isinstance(found, str | int | float) else ""


def holds(table: Resource, key: str) -> bool:
    """Whether what stands under a key is true."""
    return said(table, key).lower() == "true"


def number(table: Resource, key: str) -> float | None:
    """A number under a key."""
    try:
        found = float(said(table, key))
    except ValueError:
        return None
    return found if abs(found) < 1e12 else None


def value_of(table: Resource) -> tuple[str, Any]:
    """The name and the content of the one `value...` that a table has."""
    return next(((key, value) for key, value in table.items() if key.startswith("value")), ("", None))


def extensions(table: Resource, ending: str) -> Iterator[Resource]:
    """The extensions whose address ends so."""
    return (found for found in several(table, "extension") if said(found, "url").endswith(ending))


def extended(table: Resource, ending: str) -> str:
    """The value of an extension as text; empty where there is none."""
    for found in extensions(table, ending):
        key, _ = value_of(found)
        inner = one(found, key)
        return (
            said(found, key)
            or said(one(inner, "coding"), "code")
            or said(inner, "expression")
            or said(inner, "code")
        )
    return ""


def texts_of(table: Resource, key: str, remarks: Remarks, where: str, *, lines: bool = True) -> Texts:
    """A text with its translations."""
    found = {UNMARKED: said(table, key)}
    for translation in extensions(one(table, f"_{key}"), TRANSLATION):
        tag = language_tag(extended(translation, "lang"))
        words = extended(translation, "content")
        if tag and words:
            found[tag] = words
    return plain_texts(found, remarks, where, lines=lines)
