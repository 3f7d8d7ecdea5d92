"""Texts between questions, and conditions that are read once all questions are known: alike in many formats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from engine.exchange.foreign.conditions import together
from engine.exchange.foreign.expressions import NotReadError
from engine.exchange.foreign.facts import Texts
from engine.exchange.foreign.losses import Remarks
from engine.instrument.rules import Rule

ALONE = "a text can't depend on an answer: everyone reads it"
TO_PAGE = "move it to a page with a `show_if`"


@dataclass(frozen=True, slots=True)
class TextBetween:
    """A text with its place, and the condition on which the source shows it, as it is written there."""

    texts: Texts
    where: str
    condition: str = ""


@dataclass
class TextsBetween:
    """Texts that no question has taken yet."""

    remarks: Remarks
    waiting: list[TextBetween] = field(default_factory=list)

    def add(self, texts: Texts, where: str, condition: str = "") -> None:
        if texts:
            self.waiting.append(TextBetween(texts, where, " ".join(condition.split())))

    def above(self, conditions: Sequence[str] = ()) -> Texts:
        """Those that stand above a question, which is shown on these conditions; a text goes with it."""
        kept = {" ".join(condition.split()) for condition in conditions}
        return self._taken("it stands above the question that follows", kept)

    def at_start(self) -> Texts:
        """Those before the first question."""
        return self._taken("people read it before they begin, as `purpose`")

    def at_end(self) -> Texts:
        """Those after the last question."""
        return self._taken("people read it at the end, as `thanks`")

    def leave(self) -> None:
        """Let go of what has no place."""
        for one in self.waiting:
            self.remarks.lose("text_lost", one.where, next(iter(one.texts.values())))
        self.waiting = []

    def _taken(self, placed: str, kept: set[str] | None = None) -> Texts:
        left_out = [one for one in self.waiting if self.remarks.undone("text_placed", one.where)]
        for one in left_out:
            self.remarks.lose("text_lost", one.where, next(iter(one.texts.values())))
        self.waiting = [one for one in self.waiting if one not in left_out]
        for one in self.waiting:
            self.remarks.decide("text_placed", one.where, placed)
            if one.condition and one.condition not in (kept or ()):
                self.remarks.lose("rule_lost", one.where, one.condition, why=ALONE, remedy=TO_PAGE)
        texts = joined_texts([one.texts for one in self.waiting])
        self.waiting = []
        return texts


@dataclass
class LateConditions:
    """Conditions of questions by id, read at the end: one that looks ahead is then told as that."""

    remarks: Remarks
    read: Callable[[str], Rule | None]
    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # id -> condition and place
    _known: dict[tuple[str, str], Rule | None] = field(default_factory=dict)

    def add(self, id: str, condition: str, where: str) -> None:
        if condition.strip():
            self.said.setdefault(id, []).append((condition, where))

    def of(self, id: str) -> Rule | None:
        """The rule of a question, of all its conditions; what can't be said is told once."""
        return together(*(self.rule(condition, where, id) for condition, where in self.said.get(id, ())))

    def rule(self, condition: str, where: str, item: str = "") -> Rule | None:
        """The rule of a condition, or None where it can't be said, which is told."""
        if not condition.strip():
            return None
        key = (condition, where)
        if key not in self._known:
            try:
                self._known[key] = self.read(condition)
            except NotReadError as error:
                why = f"{error}; it is shown to everyone"
                self.remarks.lose("rule_lost", where, condition, item=item, why=why)
                self._known[key] = None
        return self._known[key]


def joined_texts(texts: Sequence[Texts]) -> Texts:
    """Several texts as one, a paragraph each."""
    found: dict[str, str] = {}
    for one in texts:
        for tag, text in one.items():
            found[tag] = f"{found[tag]}\n\n{text}" if tag in found else text
    return found
