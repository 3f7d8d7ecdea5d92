"""Items of ReproSchema: a file each, whose options may lie in another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.exchange.foreign.facts import UNMARKED, AskedOption, AskedQuestion, Texts
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile
from engine.exchange.foreign.wording import language_tag, plain_texts

Node = Mapping[str, Any]  # as it stands in a file
CHOSEN: Final = frozenset({"radio", "select", "slider", "autocomplete"})
WRITTEN: Final = {
    "text": "short_text",
    "textarea": "long_text",
    "multitext": "long_text",
    "email": "short_text",
    "participantid": "short_text",
    "pid": "short_text",
    "date": "date",
}
NUMBERS: Final = frozenset({"number", "integer", "float", "decimal", "int"})
TIMES: Final = frozenset({"time", "timerange", "daterange", "year", "datetime"})


@dataclass(frozen=True, slots=True)
class ItemFile:
    """An item with the file it stands in."""

    id: str
    where: str
    node: Node
    file: OpenedFile


@dataclass(frozen=True, slots=True)
class ItemFiles:
    """Reads items; `missing` gathers files that they name and that are not there."""

    remarks: Remarks
    missing: list[str]

    def texts(self, said: Any, where: str, *, lines: bool = True) -> Texts:
        """A text by language; one without is unmarked."""
        if not isinstance(said, dict):
            return plain_texts(
                {UNMARKED: said if isinstance(said, str) else ""}, self.remarks, where, lines=lines
            )
        found = {tag: str(text) for name, text in said.items() if (tag := language_tag(str(name)))}
        return plain_texts(found, self.remarks, where, lines=lines)

    def asked(self, item: ItemFile, stem: Texts) -> AskedQuestion | None:
        """The question that an item is, or None where it has no counterpart, which is told."""
        ui = table(item.node.get("ui"))
        type = str(ui.get("inputType") or "").rpartition(":")[2].lower()
        options = self._options(item)
        own = AskedQuestion(
            id=item.id,
            asks="short_text",
            texts=self.texts(item.node.get("question"), item.where),
            where=item.where,
            stem=self.texts(item.node.get("preamble"), item.where) or stem,
        )
        if not own.texts:
            own = replace(own, texts=own.stem, stem={})
        choices = self._choices(options, item)
        if choices:
            if {"minValue", "maxValue"} <= options.keys() and type == "slider":
                self.remarks.state(
                    "kind_changed", item.where, "a slider with options: its options are asked", item=item.id
                )
            several = options.get("multipleChoice") is True
            return replace(
                own,
                asks="choose_many" if several else "scale" if type == "slider" else "choose_one",
                options=choices,
            )
        return self._without_choices(own, type, options)

    def _without_choices(self, own: AskedQuestion, type: str, options: Node) -> AskedQuestion | None:
        value = options.get("valueType")
        kinds = " ".join(map(str, value if isinstance(value, list) else [value])).lower()
        low, high = (number(options.get(key)) for key in ("minValue", "maxValue"))
        if type == "slider" and low is not None and high is not None:
            self.remarks.state(
                "label_made", own.where, "the ends of its slider bear their numbers", item=own.id
            )
            ends = ({UNMARKED: f"{low:g}"}, {UNMARKED: f"{high:g}"})
            return replace(own, asks="slider", minimum=low, maximum=high, step=1.0, ends=ends)
        if type in NUMBERS or (
            type == "text" and any(kind in kinds for kind in ("integer", "decimal", "float", "int"))
        ):
            return replace(
                own, asks="number", minimum=low, maximum=high, whole="int" in kinds or "int" in type
            )
        if type in WRITTEN:
            return replace(own, asks=WRITTEN[type], identifies=type in ("email", "participantid", "pid"))
        why = (
            "Barograph asks for days, not for times"
            if type in TIMES
            else f"Barograph has no question like {type or 'it'}"
        )
        if type in CHOSEN:
            why = "it has no options in the file"
        self.remarks.lose(
            "question_lost", own.where, next(iter(own.texts.values()), own.id), item=own.id, why=why
        )
        return None

    def _options(self, item: ItemFile) -> Node:
        """What may be answered: within the item, or in a file beside it."""
        found = item.node.get("responseOptions")
        if not isinstance(found, str):
            return table(found)
        other = item.file.beside(found)
        if other is None:
            self.missing.append(found)
            return {}
        return table(other.json)

    def _choices(self, options: Node, item: ItemFile) -> tuple[AskedOption, ...]:
        found = []
        listed = options.get("choices")
        for choice in listed if isinstance(listed, list) else ():
            entry = choice if isinstance(choice, dict) else {"value": choice}
            code = code_of(entry.get("value"))
            if not code:
                self.remarks.lose(
                    "option_lost", item.where, str(entry)[:80], item=item.id, why="it has no value"
                )
                continue
            if entry.get("image"):
                self.remarks.sum_up("media_lost", item.where)
            texts = self.texts(entry.get("name"), item.where, lines=False)
            found.append(AskedOption(code, texts, item.where))
        return tuple(found)


def table(value: Any) -> Node:
    """A table, or an empty one."""
    return value if isinstance(value, dict) else {}


def code_of(value: Any) -> str:
    """The value of a choice as text; one by language is taken in the first."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, str | int | float) else ""


def number(value: Any) -> float | None:
    """A number, from text too."""
    try:
        found = float(code_of(value))
    except ValueError:
        return None
    return found if abs(found) < 1e12 else None
