"""Scores that two instruments have of the same statements, so that their audiences can be compared at all."""

from collections.abc import Sequence

from engine.instrument.model import Instrument, Item, Subscale

Twins = Sequence[tuple[Subscale, Subscale]]


def twins(one: Instrument, other: Instrument) -> Twins:
    """Scores of two audiences with the same construct and statements, answered by the same options and keyed alike."""
    if one.audience is other.audience:
        return ()
    return tuple(
        (mine, theirs)
        for mine in one.subscales
        for theirs in other.subscales
        if mine.construct is not None
        and mine.construct == theirs.construct
        and {*mine.items} == {*theirs.items}
        and all(_same(one.item(id), other.item(id)) for id in mine.items)
    )


def _same(one: Item, other: Item) -> bool:
    values = [[option.value for option in item.options] for item in (one, other)]
    return one.reverse == other.reverse and values[0] == values[1]
