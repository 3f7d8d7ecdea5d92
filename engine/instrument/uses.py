"""What becomes of the items that a form asks, besides those that a score is made of."""

from engine.instrument.model import Instrument, Item


def single_statements(instrument: Instrument, form: str) -> tuple[Item, ...]:
    """The statements that a form asks everyone and that no subscale scores, in the order of the form.

    Each stands for itself. One that a rule asks of some people only would speak of a part of them.
    """
    scored = {id for subscale in instrument.subscales for id in subscale.items}
    asked = [instrument.item(id) for id in instrument.form(form).items if id not in scored]
    return tuple(item for item in asked if item.kind.scored and item.show_if is None)
