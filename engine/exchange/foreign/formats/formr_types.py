"""What stands in the column `type` of a formr sheet: a word, then numbers or the name of a list."""

import re
from dataclasses import dataclass, replace
from typing import Final

from engine.exchange.foreign.facts import NOTHING, UNMARKED, AskedQuestion, Texts
from engine.exchange.foreign.losses import Remarks
from engine.responses.layout import MAXIMUM_OPTIONS

# Type -> kind of item.
TYPES: Final = {
    **dict.fromkeys(("mc", "mc_button", "select_one", "select", "sex", "select_or_add_one"), "choose_one"),
    **dict.fromkeys(("mc_multiple", "mc_multiple_button", "select_multiple", "mselect"), "choose_many"),
    **dict.fromkeys(("check", "check_button", "select_or_add_multiple"), "choose_many"),
    "rating_button": "scale",
    "number": "number",
    "range": "slider",
    "range_ticks": "slider",
    "date": "date",
    "textarea": "long_text",
    **dict.fromkeys(("text", "letters", "email", "tel", "url", "cc", "color", "year"), "short_text"),
}
CHECKS: Final = frozenset({"check", "check_button", "mc_multiple", "mc_multiple_button"})
HIDDEN: Final = frozenset(
    {"calculate", "hidden", "ip", "referrer", "server", "get", "random", "browser", "user_agent", "post"}
)
TIMES: Final = "Barograph asks for days, not for times, weeks or months"
LOST_TYPES: Final = {
    **dict.fromkeys(("time", "datetime", "datetime-local", "month", "yearmonth", "week"), TIMES),
    **dict.fromkeys(("file", "image", "audio", "video"), "Barograph takes no files"),
    "geopoint": "Barograph asks for no places on a map",
}
SEX: Final = (("1", "male"), ("2", "female"))
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d)\.(\d\d)\.(\d{4})")


@dataclass(frozen=True, slots=True)
class FormrType:
    """A type: its word, what stands behind it, and whether people may add an option."""

    name: str
    rest: str = ""

    @property
    def list_name(self) -> str:
        return self.rest

    @property
    def other(self) -> bool:
        return self.name.startswith("select_or_add")

    @property
    def numbers(self) -> list[str]:
        return [part.strip() for part in self.rest.split(",")]


def type_in(written: str) -> FormrType:
    """The type that a cell says."""
    name, _, rest = " ".join(written.split()).partition(" ")
    return FormrType(name.lower(), rest.strip())


def options_of_type(
    written: FormrType, choices: tuple[tuple[str, str], ...], label: str
) -> tuple[tuple[str, str], ...]:
    """Codes and labels: those of the file, the numbers of a rating between its two ends, or what is built in."""
    if written.name == "rating_button":
        return _ratings(written, choices)
    if written.name == "sex":
        return SEX
    if written.name in ("check", "check_button"):
        return (("1", choices[0][1] if choices else label or "Yes"),)
    return choices


def _ratings(written: FormrType, choices: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    numbers = [int(float(part)) for part in written.numbers if NUMBER.fullmatch(part)]
    low, high, step = {0: (1, 5, 1), 1: (1, *numbers, 1), 2: (*numbers, 1)}.get(
        len(numbers), tuple(numbers[:3])
    )
    points = list(range(low, high + 1, max(1, step)))
    ends = {points[0]: choices[0][1], points[-1]: choices[-1][1]} if len(choices) >= 2 and points else {}
    return tuple((str(point), ends.get(point, "")) for point in points)


def with_numbers(
    question: AskedQuestion, written: FormrType, ends: tuple[Texts, ...], remarks: Remarks
) -> AskedQuestion:
    """A number, a slider, a day or words, with the limits that the type says."""
    low, high, step = [*written.numbers, "", "", ""][:3]
    if question.asks == "short_text":
        if written.rest.isdigit():
            return replace(question, maximum_length=int(written.rest))
        if written.rest or written.name not in ("text", "letters"):
            remarks.lose(
                "check_lost", question.where, f"{written.name} {written.rest}".strip(), item=question.id
            )
        return question
    if question.asks == "date":
        for limit in filter(None, (low, high)):
            if _day(limit) is None:
                remarks.lose("limit_lost", question.where, limit, item=question.id)
        return replace(question, earliest=_day(low), latest=_day(high))
    minimum, maximum = _number(low), _number(high)
    by = _number(step)
    if question.asks == "number":
        return replace(question, minimum=minimum, maximum=maximum, whole=(by or 1) == 1 and step != "any")
    minimum, maximum, by = minimum or 0.0, 100.0 if maximum is None else maximum, by or 1.0
    if not ((maximum - minimum) / by).is_integer() or (maximum - minimum) / by >= MAXIMUM_OPTIONS:
        remarks.state(
            "kind_changed", question.where, "a slider of so many steps: asked as a number", item=question.id
        )
        return replace(question, asks="number", minimum=minimum, maximum=maximum)
    named = ends if len(ends) == 2 else ({UNMARKED: f"{minimum:g}"}, {UNMARKED: f"{maximum:g}"})
    pair = (named[0] or NOTHING, named[1] or NOTHING)
    return replace(question, minimum=minimum, maximum=maximum, step=by, ends=pair)


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None


def _day(text: str) -> str | None:
    found = DAY.fullmatch(text)
    if found is None:
        return None
    return f"{found[1]}-{found[2]}-{found[3]}" if found[1] else f"{found[6]}-{found[5]}-{found[4]}"
