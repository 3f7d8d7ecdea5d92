"""What people choose from: which kind a question becomes, the values of its options, and what is no answer.

Never from a position where the file has a code, never from the digits inside a code; what is made or guessed is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np

from engine.exchange.foreign.building.naming import (
    number_of,
    unique_name,
    unique_value,
    value_of,
)
from engine.exchange.foreign.facts import NOTHING, AskedOption, AskedQuestion, Texts
from engine.exchange.foreign.losses import Remarks
from engine.instrument.rules import Value
from engine.loading.format.values import RESERVED_NON_ANSWERS
from engine.responses.layout import MAXIMUM_NON_ANSWERS, MAXIMUM_OPTIONS
from psychometrics.summaries.codes import grid_unit

MOST_POINTS: Final = 11
LABELS: Final = re.compile(
    r"(i\s+)?(don.?t|do not|can.?t|cannot) (know|judge|say|tell)\b.*"
    r"|not applicable|n\.? ?/ ?a\.?|no (answer|response|opinion)|does not apply( to me)?|unknown( / not reported)?"
    r"|(i'?d |i )?(prefer|choose|rather|would rather|would prefer) not( to .*)?|(i'd )?rather not say"
    r"|refused?|declined?( to .*)?|decline to answer"
    r"|(wei(ß|ss) (ich )?nicht|keine (angabe|antwort|meinung)n?|kann ich nicht (beurteilen|sagen))"
    r"|no (sé|se|sabe|contesta|aplica|procede)( ?/ ?no .*)?|prefiero no .*|ns ?/ ?nc|sin (respuesta|opinión)"
    r"|(je )?ne sa(is|it) pas|sans (avis|opinion|réponse)|(je )?ne (souhaite|veux) pas .*|non (applicable|concerné)"
    r"|não sei|prefiro não .*|weet (ik )?niet|geen (mening|antwoord)|non so|nie wiem",
    re.IGNORECASE,
)
CODES: Final = frozenset(
    {-1, -2, -7, -8, -9, -66, -77, -88, -99, -777, -888, -999, 8, 9, 77, 88, 97, 98, 99, 777, 888, 999}
)


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option as it will stand in the file."""

    code: str
    value: Value
    texts: Texts
    specify: bool = False


@dataclass(frozen=True, slots=True)
class WayOut:
    """A non-answer as it will stand in the file."""

    code: str
    id: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """What a question becomes: its kind, options lowest first, ways of not answering, and how it is shown."""

    question: AskedQuestion
    kind: str
    options: tuple[ShownOption, ...] = ()
    non_answers: tuple[WayOut, ...] = ()
    highest_first: bool = False

    @property
    def values(self) -> dict[str, Value]:
        """The new value of each old code."""
        return {option.code: option.value for option in self.options}

    def turned(self, around: bool) -> "AnswerPlan":
        """The same, turned around in scores or not."""
        return replace(self, question=replace(self.question, reverse=around))

    @property
    def outs(self) -> dict[str, str]:
        """The non-answer of each old code that became one."""
        return {out.code: out.id for out in self.non_answers}


@dataclass
class AnswerPlanner:
    """Decides for one question after the other; `scored` are the questions that a stated score counts."""

    remarks: Remarks
    scored: frozenset[str] = frozenset()
    _told: set[tuple[str, ...]] = field(default_factory=set)

    def plan(self, question: AskedQuestion, id: str) -> AnswerPlan | None:
        """What a question becomes, or None where it has no honest form, which has been told."""
        kind = question.asks
        if kind not in ("scale", "choose_one", "choose_many", "ranking", "constant_sum"):
            return AnswerPlan(question, kind)
        options = self._different(question, id)
        if len(options) > MAXIMUM_OPTIONS:
            self.remarks.lose("options_lost", question.where, f"{len(options)} options", item=id)
            return AnswerPlan(question, "short_text")
        if not options:
            self.remarks.lose("question_lost", question.where, "it has no options in the file", item=id)
            return None
        wanted = kind == "scale" or (kind == "choose_one" and question.id in self.scored)
        if wanted and not self._undone("scale_taken", question, id):
            planned = self._scale(question, id, options)
            if planned is not None:
                return planned
        return self._choice(question, id, "choose_one" if kind == "scale" else kind, options)

    def _undone(self, code: str, question: AskedQuestion, id: str) -> bool:
        return self.remarks.undone(code, id, question.id, question.where)

    def _choice(
        self, question: AskedQuestion, id: str, kind: str, options: Sequence[AskedOption]
    ) -> AnswerPlan | None:
        declared = [option for option in options if option.no_answer]
        rest = [option for option in options if not option.no_answer]
        if not rest:
            rest, declared = list(options), []
        if len(rest) == 1 and kind in ("choose_one", "ranking", "constant_sum"):
            self.remarks.state(
                "kind_changed", question.where, "one option alone: asked as choose_many", item=id
            )
            kind = "choose_many"
        shown = self._shown(question, id, rest)
        return AnswerPlan(question, kind, shown, self._outs(declared, shown))

    def _different(self, question: AskedQuestion, id: str) -> list[AskedOption]:
        """The options without those whose code stands twice."""
        found: dict[str, AskedOption] = {}
        for option in question.options:
            if option.code in found:
                self.remarks.lose("option_lost", option.where or question.where, option.code, item=id)
            else:
                found[option.code] = option
        return list(found.values())

    def _scale(self, question: AskedQuestion, id: str, options: Sequence[AskedOption]) -> AnswerPlan | None:
        """The scale that the options make, or None where they make none, which has been told."""
        outs, points = self._without_outs(question, id, options)
        numbers = [number_of(option.code) for option in points]
        pointed = [option.points for option in points if option.points is not None]
        if any(number is None for number in numbers) and len(set(pointed)) == len(points):
            if self._undone("values_made", question, id):
                return None
            numbers = [int(one) if one.is_integer() else one for one in pointed]
            pairs = ", ".join(
                f"{option.code} = {number}" for number, option in zip(numbers, points, strict=True)
            )
            self.remarks.decide(
                "values_made", question.where, pairs, item=id, why="the file says what each scores"
            )
        elif any(number is None for number in numbers) or len(set(numbers)) < len(numbers):
            if len(points) > MOST_POINTS or self._undone("values_made", question, id):
                if len(points) > MOST_POINTS:
                    listed = f"{len(points)} options: kept as choose_one"
                    self.remarks.state("not_a_scale", question.where, listed, item=id)
                return None
            pairs = ", ".join(f"{option.code} = {number}" for number, option in enumerate(points, start=1))
            self.remarks.decide("values_made", question.where, pairs, item=id)
            numbers = list(range(1, len(points) + 1))
        values = [number for number in numbers if number is not None]
        falls = len(values) > 1 and all(one > two for one, two in pairwise(values))
        rises = all(one < two for one, two in pairwise(values))
        if (
            not (rises or falls)
            or not 2 <= len(values) <= MOST_POINTS
            or grid_unit(np.array(sorted(values), float)) is None
        ):
            listed = ", ".join(option.code for option in points)
            self.remarks.state(
                "not_a_scale", question.where, f"options {listed}: kept as choose_one", item=id
            )
            return None
        if falls and self._undone("highest_first", question, id):
            falls = False
        if falls:
            listed = ", ".join(option.code for option in points)
            self.remarks.decide("highest_first", question.where, listed, item=id)
        pairs_of = sorted(zip(values, points, strict=True), key=lambda pair: pair[0])
        shown = self._labelled(question, id, [(option, value) for value, option in pairs_of], ends_only=True)
        if question.asks != "scale":
            self.remarks.decide("scale_taken", question.where, "a stated score counts it", item=id)
        return AnswerPlan(question, "scale", shown, self._outs(outs, shown), falls)

    def _without_outs(
        self, question: AskedQuestion, id: str, options: Sequence[AskedOption]
    ) -> tuple[list[AskedOption], list[AskedOption]]:
        """Ways of not answering, and the points: those declared, and those that read so or whose code stands apart."""
        declared = [option for option in options if option.no_answer]
        rest = [option for option in options if not option.no_answer]
        guessed = [one for one in rest if reads_as_none(one, rest)]
        if guessed and (len(rest) - len(guessed) < 2 or self._undone("no_answer_guessed", question, id)):
            guessed = []
        for option in guessed:
            label = next(iter(option.texts.values()), "")
            self.remarks.decide(
                "no_answer_guessed", question.where, f"{option.code} {label}".strip(), item=id
            )
        return declared + guessed, [option for option in rest if option not in guessed]

    def _outs(self, options: Sequence[AskedOption], shown: Sequence[ShownOption]) -> tuple[WayOut, ...]:
        taken = {str(option.value).lower() for option in shown} | set(RESERVED_NON_ANSWERS)
        labels = {text for option in shown for text in option.texts.values()}
        found = []
        for option in options[:MAXIMUM_NON_ANSWERS]:
            label = next(iter(option.texts.values()), "") or option.code
            id = unique_name(label, taken, "no-answer").replace("-", "_")[:40].rstrip("_")
            texts = (
                option.texts
                if option.texts and not labels & set(option.texts.values())
                else {"": option.code}
            )
            found.append(WayOut(option.code, id, texts))
        return tuple(found)

    def _shown(
        self, question: AskedQuestion, id: str, options: Sequence[AskedOption]
    ) -> tuple[ShownOption, ...]:
        taken: set[str] = set()
        pairs = []
        for option in options:
            value = unique_value(value_of(option.code), taken)
            if str(value) != option.code:
                self.remarks.state("value_changed", question.where, f"{option.code!r} is {value!r}", item=id)
            pairs.append((option, value))
        return self._labelled(question, id, pairs)

    def _labelled(
        self,
        question: AskedQuestion,
        id: str,
        pairs: Sequence[tuple[AskedOption, Value]],
        ends_only: bool = False,
    ) -> tuple[ShownOption, ...]:
        """Options with a label each (of a scale, at least at both ends), no two alike in any language."""
        seen: set[tuple[str, str]] = set()
        found = []
        for place, (option, value) in enumerate(pairs):
            texts = dict(option.texts)
            if not texts and not (ends_only and 0 < place < len(pairs) - 1):
                texts = {"": str(option.code)}
                self.remarks.state("label_made", option.where or question.where, option.code, item=id)
            for language, text in texts.items():
                if (language, text) in seen:
                    texts[language] = f"{text} ({option.code})"
                    self.remarks.state("label_made", option.where or question.where, texts[language], item=id)
                seen.add((language, texts[language]))
            found.append(ShownOption(option.code, value, texts or NOTHING, option.specify))
        return tuple(found)


def reads_as_none(option: AskedOption, among: Sequence[AskedOption]) -> bool:
    """Whether a label reads as a way of not answering, or a code as one: beside a dense list, a word among numbers."""
    if any(LABELS.fullmatch(" ".join(text.split()).strip("().!? ")) for text in option.texts.values()):
        return True
    code = number_of(option.code)
    if code is None:
        numbers = [number_of(one.code) is not None for one in among]
        return sum(numbers) >= 2 and numbers.count(False) < sum(numbers) / 2 and option.points is None
    if code not in CODES:
        return False
    others = sorted(
        number
        for one in among
        if one is not option and (number := number_of(one.code)) is not None and number not in CODES
    )
    dense = len(others) >= 2 and others[-1] - others[0] == len(others) - 1
    return dense and code is not None and not others[0] - 1 <= code <= others[-1] + 1
