"""What a file says itself of its values: labels, and values that are declared to mean that there is no answer."""

from collections.abc import Iterator, Mapping, Sequence

from engine.exchange.answers.blocks import AboutColumn
from engine.exchange.likeness import likeness_key
from engine.instrument.model import Instrument, Item
from engine.instrument.written_number import number_in, same_number
from engine.problems import Problem, did_you_mean, listed

MOST_SHOWN = 3


def as_declared(
    name: str, item: Item, cells: Sequence[str], about: AboutColumn, confirmed: Mapping[str, str | None]
) -> tuple[tuple[str, ...], str]:
    """Cells of a column as the file declares them: what is missing as the item's non-answer of that label, else empty,
    and numbers that stand for words as the option with the label.

    What a column map says of a cell counts before. Returns the cells and a sentence that tells so, empty where there
    was nothing of the kind.
    """
    meanings: dict[str, str] = {}
    for cell in cells:
        if cell and cell not in confirmed and about.is_missing(cell):
            label = about.labels.get(cell, "")
            key = likeness_key(label)
            meanings[cell] = next(
                (one.id for one in item.non_answers if key and likeness_key(one.label) == key), ""
            )
    words = _words_by_label(item, about, confirmed)
    if not meanings and not any(cell in words for cell in cells):
        return tuple(cells), ""
    return tuple(words.get(cell, meanings.get(cell, cell)) for cell in cells), _told(
        name, meanings, words, about
    )


def _words_by_label(item: Item, about: AboutColumn, confirmed: Mapping[str, str | None]) -> dict[str, str]:
    """Which option each value is that the file gives an option's label, where options are words and values numbers."""
    if not item.closed or item.kind.several:
        return {}
    words = {likeness_key(one.label): str(one.value) for one in item.options if isinstance(one.value, str)}
    found = {cell: words.get(likeness_key(label)) for cell, label in about.labels.items()}
    return {
        cell: word
        for cell, word in found.items()
        if word and cell != word and number_in(cell) is not None and cell not in confirmed
    }


def _told(name: str, meanings: Mapping[str, str], words: Mapping[str, str], about: AboutColumn) -> str:
    sentences = []
    if words:
        pairs = [f"{cell} ({about.labels[cell]}) is {word}" for cell, word in words.items()]
        sentences.append(f"{name}: read by the labels in the file: {listed(pairs)}")
    if meanings:
        sentences.append(f"{name}: declared in the file to mean missing: {listed(_pairs(meanings, about))}")
    return "; ".join(sentences)


def _pairs(meanings: Mapping[str, str], about: AboutColumn) -> list[str]:
    return [
        f"{cell}{f' ({about.labels[cell]})' if cell in about.labels else ''} is {meaning or 'blank'}"
        for cell, meaning in meanings.items()
    ]


def labels_that_differ(
    place: str,
    name: str,
    item: Item,
    about: AboutColumn | None,
    *,
    turned: bool,
    confirmed: Mapping[str, str | None],
) -> Iterator[Problem]:
    """A problem where the file gives an answer's label to another value than the instrument does.

    Such a file is turned, or counts otherwise: read by its numbers it would say the opposite of what people ticked.
    `turned` says that the item is known to stand turned in the file, where its labels may be turned or not.
    """
    if about is None or not about.labels or not item.closed or item.kind.several:
        return
    own = {likeness_key(option.label): option.value for option in item.options}
    words, wrong = _words_by_label(item, about, confirmed), []
    for cell, label in about.labels.items():
        value = own.get(likeness_key(label))
        if value is None or cell in confirmed or cell in words or about.is_missing(cell):
            continue
        if not any(_same(cell, one) for one in _fitting(item, value, turned=turned)):
            wrong.append((cell, label, value))
    if wrong:
        shown = [
            f"{cell} is {label!r} in the file and {value} is in the instrument"
            for cell, label, value in wrong
        ]
        remedy = (
            "say in a column map what its values mean (`values`), which `barograph columns` writes for you"
        )
        yield Problem("labels_differ", place, f"column {name!r}: {listed(shown[:MOST_SHOWN])}", remedy)


def _fitting(item: Item, value: object, *, turned: bool) -> list[object]:
    return [value, item.low + item.high - float(str(value))] if turned and item.reverse else [value]


def _same(cell: str, value: object) -> bool:
    number, own = number_in(cell), number_in(str(value))
    return cell == str(value) if number is None or own is None else same_number(number, own)


def wrong_meanings(
    place: str, instrument: Instrument, meanings: Mapping[str, Mapping[str, str | None]]
) -> Iterator[Problem]:
    """What a column map's `values` name that is no item, or no answer of it."""
    for id, cells in meanings.items():
        item = instrument.item_by_id.get(id)
        if item is None:
            remedy = did_you_mean(id, instrument.item_by_id) or "name items of the instrument"
            yield Problem("unknown_item", place, f"`values` names {id!r}, which is no item", remedy)
            continue
        known = [str(option.value) for option in item.options] + [one.id for one in item.non_answers]
        for cell, meaning in cells.items():
            if known and meaning is not None and meaning not in known:
                cause = f"`values` says that {cell!r} is {meaning!r}, which is no answer of item {id!r}"
                remedy = did_you_mean(meaning, known) or f"its answers are {listed(known)}"
                yield Problem("not_an_option", place, cause, remedy)
