"""Ranges and constraints of an XLSForm as limits of a question."""

import re
from dataclasses import replace

from engine.exchange.foreign.expressions import NotReadError
from engine.exchange.foreign.facts import UNMARKED, AskedQuestion


def with_range(question: AskedQuestion, parameters: str) -> AskedQuestion:
    said = dict(re.findall(r"(start|end|step)\s*=\s*(-?[\d.]+)", parameters))
    low, high = float(said.get("start", 1)), float(said.get("end", 10))
    step = float(said.get("step", 1))
    if low < high and step > 0 and (high - low) / step <= 199 and ((high - low) / step).is_integer():
        ends = ({UNMARKED: f"{low:g}"}, {UNMARKED: f"{high:g}"})
        return replace(question, asks="slider", minimum=low, maximum=high, step=step, ends=ends)
    return replace(question, minimum=low, maximum=high)


def with_limits(question: AskedQuestion, limits: dict[str, tuple[str, bool]]) -> AskedQuestion:
    """The question with limits that are exact; raises `NotReadError` for others."""
    if question.asks == "date":
        days = {key: text for key, (text, _) in limits.items()}
        if not all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days.values()) or any(
            not taken for _, taken in limits.values()
        ):
            raise NotReadError("only a day that is itself taken can be a limit")
        return replace(question, earliest=days.get("low"), latest=days.get("high"))
    if "length" in limits:
        text, taken = limits["length"]
        if not text.isdigit() or question.asks not in ("short_text", "long_text"):
            raise NotReadError("it is no plain limit")
        return replace(question, maximum_length=int(text) - (not taken))
    if question.asks not in ("number", "slider"):
        raise NotReadError("only numbers and days have limits")
    numbers: dict[str, float] = {}
    for key, (text, taken) in limits.items():
        try:
            numbers[key] = float(text)
        except ValueError:
            raise NotReadError(f"{text!r} is no number") from None
        if not taken:
            if not question.whole:
                raise NotReadError(f"{text} itself is not taken, which has no counterpart for decimals")
            numbers[key] += 1 if key == "low" else -1
    return replace(
        question, minimum=numbers.get("low", question.minimum), maximum=numbers.get("high", question.maximum)
    )
