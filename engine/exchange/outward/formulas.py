"""Scores as formulas of other tools: sums and means of what was answered, on the scale that the definition asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from engine.exchange.outward.edition import OutwardEdition, range_of, short
from engine.instrument.model import Composite, Item, Scoring, Subscale
from engine.responses.scoring import minimum_answered, score_range

HAIR: Final = "0.000000001"
SIGNS: Final = (("'", "’"), ('"', "”"), ("{", "("), ("}", ")"), ("\\", "/"))


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
    filled: str = "{} != ''"  # that a score is there, by its name
    blank_passes: Callable[[Item], bool] = lambda item: not item.non_answers
    keyed: bool = False  # whether an answer comes as points that are turned already

    def points(self, item: Item) -> str:
        """An answer as it enters a score: taken from the sum of both ends where the item is reversed."""
        answer = self.answer(item)
        return f"({short(range_of(item))} - {answer})" if item.reverse and not self.keyed else answer

    def if_there(self, item: Item, said: str) -> str:
        return self.choice.format(self.there(item), said, "0")


def score_formula(
    edition: OutwardEdition, scored: Subscale | Composite, items: Mapping[str, Item], syntax: FormulaSyntax
) -> str:
    """The formula of a score over the answers it stands on, blank where fewer of its parts than it asks for are there.

    That of a composite names no other score, so that it holds whatever a tool computes first.
    """
    if isinstance(scored, Composite):
        return _of_composite(edition, scored, items, syntax)
    own = [items[id] for id in scored.items]
    least = minimum_answered(scored, edition.form)
    ends = own[0].low, own[0].high
    if least == len(own) and all(map(syntax.blank_passes, own)):
        total = " + ".join(map(syntax.points, own))
        return _on_scale(scored.score, ends, len(own), (total, short(len(own))), syntax)
    counted = _counted(own, least, syntax)
    return syntax.choice.format(
        _enough(own, least, syntax), _on_scale(scored.score, ends, len(own), counted, syntax), syntax.blank
    )


def level_formula(scored: Subscale | Composite, score: str, syntax: FormulaSyntax) -> str:
    """The words of the level that a score has reached, blank where the score is; `score` is what the tool calls it.

    A mean such as 17/5 may lie a hair under a cut that it has reached.
    """
    *lower, highest = scored.levels
    words = quoted(highest.label)
    for level in reversed(lower):
        below = f"{score} + {HAIR} < {short(level.below or 0)}"
        words = syntax.choice.format(below, quoted(level.label), words)
    return syntax.choice.format(syntax.filled.format(score), words, syntax.blank)


def quoted(text: str) -> str:
    """Words within a formula, without signs that a tool would read."""
    plain = " ".join(text.split())
    for sign, other in SIGNS:
        plain = plain.replace(sign, other)
    return f"'{plain}'"


def _of_composite(
    edition: OutwardEdition, composite: Composite, items: Mapping[str, Item], syntax: FormulaSyntax
) -> str:
    """A score of scores, each of which counts alike where it has enough answers, before it is rescaled."""
    there, values = [], []
    for part in edition.parts(composite):
        own = [items[id] for id in part.items]
        least = minimum_answered(part, edition.form)
        enough, ends = _enough(own, least, syntax), (own[0].low, own[0].high)
        plain = replace(part.score, rescale=None)
        value = _on_scale(plain, ends, len(own), _counted(own, least, syntax), syntax)
        there.append(syntax.choice.format(enough, "1", "0"))
        values.append(syntax.choice.format(enough, value, "0"))
    number, least = len(composite.of), composite.score.minimum_answered
    counted = " + ".join(there)
    answered = short(number) if least == number else f"({counted})"
    ends = score_range(edition.instrument, edition.parts(composite)[0])
    scaled = _on_scale(composite.score, ends, number, (" + ".join(values), answered), syntax)
    return syntax.choice.format(f"{counted} >= {least}", scaled, syntax.blank)


def _enough(own: Sequence[Item], least: int, syntax: FormulaSyntax) -> str:
    there = " + ".join(syntax.if_there(item, "1") for item in own)
    return f"{there} >= {least}"


def _counted(own: Sequence[Item], least: int, syntax: FormulaSyntax) -> tuple[str, str]:
    """The points that are there, added, and how many they are."""
    there = " + ".join(syntax.if_there(item, "1") for item in own)
    total = " + ".join(syntax.if_there(item, syntax.points(item)) for item in own)
    return total, short(len(own)) if least == len(own) else f"({there})"


def _on_scale(
    score: Scoring, ends: tuple[float, float], number: int, counted: tuple[str, str], syntax: FormulaSyntax
) -> str:
    """A total over so many of `number` parts as the sum or mean that is meant, rescaled where the definition says so.

    `ends` are the lowest and the highest value of a part.
    """
    total, answered = counted
    sums = score.method == "sum"
    if sums:
        formula = total if answered == short(number) else f"({total}) * {number} {syntax.over} {answered}"
    else:
        formula = f"({total}) {syntax.over} {answered}"
    if score.rescale is None:
        return formula
    low, high = (end * (number if sums else 1) for end in ends)
    to_low, to_high = score.rescale
    scaled = f"(({formula}) - {short(low)}) * {short(to_high - to_low)} {syntax.over} {short(high - low)}"
    return scaled if to_low == 0 else f"{scaled} + {short(to_low)}"
