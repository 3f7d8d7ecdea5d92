"""What becomes of the items that a form asks, besides those that a score is made of."""

from engine.instrument.model import Instrument, Item


def single_statements(instrument: Instrument, form: str) -> tuple[Item, ...]:
    """The statements that a form asks everyone and that no subscale scores, in the order of the form.

    Each stands for itself. One that a rule asks of some people only would speak of a part of them.
    """
    scored = {id for subscale in instrument.subscales for id in subscale.items}
    asked = [instrument.item(id) for id in instrument.form(form).items if id not in scored]
    return tuple(item for item in asked if item.kind.scored and item.show_if is None)


def allotted(instrument: Instrument, form: str) -> tuple[Item, ...]:
    """The rankings, points, sliders and unscored rubrics that a form asks everyone, in the order of the form."""
    scored = {id for subscale in instrument.subscales for id in subscale.items}
    asked = [instrument.item(id) for id in instrument.form(form).items if id not in scored]
    return tuple(item for item in asked if item.show_if is None and (_on_its_own(item) or item.levels))


def _on_its_own(item: Item) -> bool:
    """Whether the answer is a place, a number of points or a place on a line for each option, or for itself."""
    coding = item.kind.coding
    return coding is not None and (item.kind.numbered or coding.quantity)
