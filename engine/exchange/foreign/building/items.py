"""Questions as items of a definition, with the response scales and stems that several share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.exchange.foreign.building.answers import AnswerPlan, ShownOption, WayOut
from engine.exchange.foreign.building.naming import name_of, unique_name
from engine.exchange.foreign.building.texts import PlainEntry, TextsByLanguage
from engine.exchange.foreign.facts import Texts
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import as_passage
from engine.instrument.kinds import KINDS

LONGEST_WORDS = 20_000


@dataclass
class ItemWriter:
    """Writes items one after the other, and keeps what they share."""

    texts: TextsByLanguage
    remarks: Remarks
    scales: dict[str, PlainEntry] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    _scale_ids: dict[tuple[object, ...], str] = field(default_factory=dict)
    _stem_ids: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def item(self, id: str, plan: AnswerPlan) -> PlainEntry:
        """The item that a question becomes, without its rule."""
        asked, text = plan.question, self.texts
        entry: PlainEntry = {"id": id, "text": self._text(id, plan)}
        if plan.kind != "scale":
            entry["kind"] = plan.kind
        if asked.stem and asked.texts:
            entry["stem"] = self._stem(asked.stem)
        entry |= self._answers(id, plan) | self._limits(plan)
        if asked.ends is not None and plan.kind == "slider":
            entry["ends"] = [text.main_text(end) or "–" for end in asked.ends]
            text.translate_pair(asked.ends, "items", id, "ends")
        for key, said in (("note", asked.hint), ("before", asked.before)):
            if said:
                self._put(entry, key, said, "items", id, key)
        if asked.required:
            entry["required"] = True
        return entry

    def _answers(self, id: str, plan: AnswerPlan) -> PlainEntry:
        """What is chosen from: a scale that others share, or options of its own."""
        if plan.kind == "scale":
            return {"scale": self._scale(plan)} | ({"reverse": True} if plan.question.reverse else {})
        entry: PlainEntry = {}
        if plan.options:
            entry["options"] = [self._option(option, "items", id, "options") for option in plan.options]
        if plan.non_answers:
            entry["non_answers"] = self._outs(plan.non_answers, "items", id, "non_answers")
        return entry

    def _put(self, entry: PlainEntry, key: str, said: Texts, *path: str) -> None:
        shown = {tag: as_passage(words) for tag, words in said.items()} if key == "before" else said
        entry[key] = self.texts.main_text(shown)
        self.texts.translate(shown, *path)

    def _text(self, id: str, plan: AnswerPlan) -> str:
        said = plan.question.texts or plan.question.stem
        if not said:
            self.remarks.lose(
                "text_missing", plan.question.where, f"the question {plan.question.id}", item=id
            )
            return plan.question.id
        if self.texts.is_missing(said):
            self.remarks.lose("text_missing", plan.question.where, next(iter(said.values())), item=id)
        self.texts.translate(said, "items", id, "text")
        return self.texts.main_text(said)

    def _stem(self, said: Texts) -> str:
        key = tuple(sorted(said.items()))
        if key not in self._stem_ids:
            id = f"stem_{len(self.stems) + 1}"
            self._stem_ids[key] = id
            self.stems[id] = self.texts.main_text(said)
            self.texts.translate(said, "stems", id)
        return self._stem_ids[key]

    def _scale(self, plan: AnswerPlan) -> str:
        parts = [(option.value, tuple(sorted(option.texts.items()))) for option in plan.options]
        outs = [(out.id, tuple(sorted(out.texts.items()))) for out in plan.non_answers]
        key = (tuple(parts), tuple(outs), plan.highest_first)
        if key not in self._scale_ids:
            wanted = name_of(plan.question.scale_name, "scale") if plan.question.scale_name else ""
            id = unique_name(wanted or f"scale_{len(self.scales) + 1}", self._taken, "scale").replace(
                "-", "_"
            )
            self._scale_ids[key] = id
            entry: PlainEntry = {
                "options": [self._option(option, "response_scales", id) for option in plan.options]
            }
            if plan.non_answers:
                entry["non_answers"] = self._outs(plan.non_answers, "response_scales", id)
            if plan.highest_first:
                entry["highest_first"] = True
            self.scales[id] = entry
        return self._scale_ids[key]

    def _option(self, option: ShownOption, *path: str) -> PlainEntry:
        entry: PlainEntry = {"value": option.value}
        if option.texts:
            entry["label"] = self.texts.main_text(option.texts)
            self.texts.translate(option.texts, *path, str(option.value))
        if option.specify:
            entry["specify"] = True
        return entry

    def _outs(self, outs: Sequence[WayOut], *path: str) -> dict[str, str]:
        for out in outs:
            self.texts.translate(out.texts, *path, out.id)
        return {out.id: self.texts.main_text(out.texts) for out in outs}

    def _limits(self, plan: AnswerPlan) -> PlainEntry:
        """Those that the kind knows and that fit together."""
        asked, knows = plan.question, {*KINDS[plan.kind].may, *KINDS[plan.kind].needs}
        said: dict[str, Any] = {  # as it stands in a file
            "minimum": asked.minimum,
            "maximum": asked.maximum,
            "whole": asked.whole or None,
            "step": asked.step,
            "earliest": asked.earliest,
            "latest": asked.latest,
            "maximum_length": asked.maximum_length and max(1, min(asked.maximum_length, LONGEST_WORDS)),
            "top": asked.top and min(asked.top, len(plan.options)),
            "total": asked.total,
        }
        for low, high in (("minimum", "maximum"), ("earliest", "latest")):
            if said[low] is not None and said[high] is not None and said[low] >= said[high]:
                self.remarks.lose(
                    "limit_lost", asked.where, f"{low} {said[low]}, {high} {said[high]}", item=asked.id
                )
                said[low] = said[high] = None
        return {key: short(value) for key, value in said.items() if value is not None and key in knows}


def short(value: Any) -> Any:
    """A number as it is written: without a point where it is whole."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
