"""What stands in a Qualtrics file (QSF), read without trust: lists that may be tables, numbers that may be texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Entry = Mapping[str, Any]  # as it stands in a file
NOTHING: Final[Entry] = {}


@dataclass(frozen=True, slots=True)
class QualtricsParts:
    """The parts of a file: its head, questions by id, blocks by id and the flow from above."""

    head: Entry
    questions: Mapping[str, Entry]
    blocks: Mapping[str, Entry]
    flow: Sequence[Entry]
    categories: Mapping[str, str]  # of scores: id -> name
    quotas: int
    settings: Entry


def entry(value: Any) -> Entry:
    """A table; a list is one whose keys are its places, and all else is an empty one."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {str(place): one for place, one in enumerate(value)}
    return NOTHING


def entries(value: Any) -> list[Entry]:
    """Tables in a list, or in a table whose keys do not matter."""
    return [one for one in entry(value).values() if isinstance(one, dict)]


def text_of(value: Any) -> str:
    """A text or number as text; all else is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def number_of(value: Any) -> float | None:
    """A number, from text too."""
    try:
        number = float(text_of(value))
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None


def ordered(choices: Any, order: Any) -> Iterator[tuple[str, Entry]]:
    """Choices by key, in the order that the file names; those it does not name follow."""
    found = {key: one for key, one in entry(choices).items() if isinstance(one, dict)}
    named = [text_of(key) for key in order] if isinstance(order, list) else []
    for key in dict.fromkeys([*named, *found]):
        if key in found:
            yield key, found[key]


def numbered(table: Entry) -> list[Entry]:
    """The tables under the keys 0, 1, 2 and so on, in order: how conditions stand in a row."""
    keys = sorted((key for key in table if key.isdigit()), key=int)
    return [table[key] for key in keys if isinstance(table[key], dict)]


def parts_of(found: Any) -> QualtricsParts | None:
    """The parts of a file, or None where it is no survey of Qualtrics."""
    if not isinstance(found, dict) or not isinstance(found.get("SurveyElements"), list):
        return None
    by_kind: dict[str, list[Entry]] = {}
    for one in entries(found["SurveyElements"]):
        by_kind.setdefault(text_of(one.get("Element")), []).append(one)
    payloads = {kind: [one.get("Payload") for one in elements] for kind, elements in by_kind.items()}
    questions = {
        text_of(one.get("PrimaryAttribute")) or text_of(entry(one.get("Payload")).get("QuestionID")): entry(
            one.get("Payload")
        )
        for one in by_kind.get("SQ", [])
    }
    blocks = [block for payload in payloads.get("BL", []) for block in entries(payload)]
    flows = [entry(payload).get("Flow") for payload in payloads.get("FL", [])]
    scoring = [entry(payload) for payload in payloads.get("SCO", [])]
    return QualtricsParts(
        head=entry(found.get("SurveyEntry")),
        questions=questions,
        blocks={text_of(block.get("ID")): block for block in blocks},
        flow=[step for flow in flows for step in entries(flow)],
        categories={
            text_of(one.get("ID")): text_of(one.get("Name"))
            for payload in scoring
            for one in entries(payload.get("ScoringCategories"))
        },
        quotas=sum(len(entries(entry(one).get("Quotas"))) for one in payloads.get("QG", [])),
        settings=entry(next(iter(payloads.get("SO", [])), None)),
    )
