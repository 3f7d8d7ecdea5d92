"""Scores as formulas of other tools: plain sums and means of all items, on the scale that the definition asks for."""

from collections.abc import Callable, Mapping

from engine.exchange.outward.edition import range_of, short
from engine.exchange.outward.losses import OutwardRemarks
from engine.instrument.model import Item, Subscale


def score_formula(
    subscale: Subscale,
    items: Mapping[str, Item],
    answer: Callable[[Item], str],
    remarks: OutwardRemarks,
    *,
    over: str = "/",
) -> str:
    """The formula of a score over the answers to its items.

    `answer` writes an item's answer, turned where it is reversed. Every tool's formula is blank where one answer is,
    which is told where the definition asks for fewer.
    """
    score, number = subscale.score, len(subscale.items)
    own = [items[id] for id in subscale.items]
    if score.minimum_answered < number:
        remarks.lose("score_blanks", subscale.id, f"{score.minimum_answered} of {number}")
    formula = " + ".join(answer(item) for item in own)
    low, high = sum(item.low for item in own), sum(item.high for item in own)
    if score.method == "mean":
        formula = f"({formula}) {over} {number}"
        low, high = low / number, high / number
    if score.rescale is None:
        return formula
    to_low, to_high = score.rescale
    scaled = f"(({formula}) - {short(low)}) * {short(to_high - to_low)} {over} {short(high - low)}"
    return scaled if to_low == 0 else f"{scaled} + {short(to_low)}"


def turned(item: Item, answer: str) -> str:
    """An answer, taken from the sum of both ends where the item is reversed."""
    return f"({short(range_of(item))} - {answer})" if item.reverse else answer
