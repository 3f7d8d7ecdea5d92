"""The smallest instruments that show one feature, for tests."""

from typing import Any

from engine.instrument import kinds
from engine.instrument.model import (
    Audience,
    Form,
    Instrument,
    Item,
    Kind,
    NonAnswer,
    Option,
    Page,
    Privacy,
    ResponseScale,
    Scoring,
    Subscale,
)

FIVE = ResponseScale(
    "true5",
    tuple(Option(value, f"{value} of 5") for value in range(1, 6)),
    (NonAnswer("cannot_judge", "I can't judge"),),
)


def likert(id: str, **changes: Any) -> Item:
    """A five-point item with a non-answer."""
    return Item(
        id,
        f"Statement {id}.",
        kinds.SCALE,
        scale=FIVE.id,
        options=FIVE.options,
        non_answers=FIVE.non_answers,
        **changes,
    )


def choose(id: str, *values: str | int, kind: Kind = kinds.CHOOSE_ONE, **changes: Any) -> Item:
    return Item(id, f"Which {id}?", kind, options=tuple(Option(v, str(v).title()) for v in values), **changes)


def subscale(id: str, *items: str, minimum: int = 1, method: str = "mean", **changes: Any) -> Subscale:
    scoring = Scoring(method, minimum, changes.pop("rescale", (0.0, 100.0)))
    return Subscale(id, id.title(), None, items, scoring, **changes)


def instrument(*items: Item, subscales: tuple[Subscale, ...] = (), **changes: Any) -> Instrument:
    """An instrument of these items on one page of one form named `full`."""
    everything: dict[str, Any] = {
        "id": "small",
        "version": "1.0.0",
        "title": "A small instrument",
        "language": "en",
        "licence": "CC-BY-4.0",
        "audience": Audience.STAFF,
        "privacy": Privacy.ANONYMOUS,
        "minimum_group": 5,
        "items": items,
        "subscales": subscales,
        "forms": (Form("full", (Page(tuple(item.id for item in items)),)),),
        "response_scales": (FIVE,),
    }
    return Instrument(**(everything | changes))
