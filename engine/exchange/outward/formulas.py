"""Scores as formulas of other tools: sums and means of what was answered, on the scale that the definition asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.exchange.outward.edition import OutwardEdition, range_of, short
from engine.instrument.model import Item, Subscale
from engine.responses.scoring import minimum_answered


@dataclass(frozen=True)
class FormulaSyntax:
    """How a tool writes an answer, that one is there, and what depends on it.

    `there` is true of a point of the scale alone, never of a way of not answering. With `blank_passes` a sum is blank
    where one of its answers is, as the tool adds them; other tools take a blank for nothing, or put texts together.
    """

    answer: Callable[[Item], str]
    there: Callable[[Item], str]
    choice: str = "if({}, {}, {})"  # a condition, what holds where it does, and where it does not
    blank: str = "''"
    over: str = "/"
    blank_passes: Callable[[Item], bool] = lambda item: not item.non_answers
    keyed: bool = False  # whether an answer comes as points that are turned already

    def points(self, item: Item) -> str:
        """An answer as it enters a score: taken from the sum of both ends where the item is reversed."""
        answer = self.answer(item)
        return f"({short(range_of(item))} - {answer})" if item.reverse and not self.keyed else answer

    def if_there(self, item: Item, said: str) -> str:
        return self.choice.format(self.there(item), said, "0")


def score_formula(
    edition: OutwardEdition, subscale: Subscale, items: Mapping[str, Item], syntax: FormulaSyntax
) -> str:
    """The formula of a score over the answers to its items, blank where fewer than it asks for are there."""
    own = [items[id] for id in subscale.items]
    least = minimum_answered(subscale, edition.form)
    if least == len(own) and all(map(syntax.blank_passes, own)):
        total = " + ".join(map(syntax.points, own))
        return _on_scale(subscale, own, total, short(len(own)), syntax)
    there = " + ".join(syntax.if_there(item, "1") for item in own)
    total = " + ".join(syntax.if_there(item, syntax.points(item)) for item in own)
    scored = _on_scale(subscale, own, total, short(len(own)) if least == len(own) else f"({there})", syntax)
    return syntax.choice.format(f"{there} >= {least}", scored, syntax.blank)


def _on_scale(subscale: Subscale, own: list[Item], total: str, answered: str, syntax: FormulaSyntax) -> str:
    """A total over so many answers as the sum or mean that the definition means, rescaled where it says so."""
    score, number = subscale.score, len(own)
    sums = score.method == "sum"
    if sums:
        formula = total if answered == short(number) else f"({total}) * {number} {syntax.over} {answered}"
    else:
        formula = f"({total}) {syntax.over} {answered}"
    if score.rescale is None:
        return formula
    low, high = (end * (number if sums else 1) for end in (own[0].low, own[0].high))
    to_low, to_high = score.rescale
    scaled = f"(({formula}) - {short(low)}) * {short(to_high - to_low)} {syntax.over} {short(high - low)}"
    return scaled if to_low == 0 else f"{scaled} + {short(to_low)}"
