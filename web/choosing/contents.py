"""All that an instrument asks, as a page lays it out: by the pages of its main form, then what only others ask."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from engine.instrument.model import Instrument, Item, Option
from web.respondent.drawing import passage


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A statement or question: its `answers` where they are not the usual ones, `levels` those of a rubric.

    `stem` is the sentence that it completes, where the one before completes another; `score` what it counts for.
    """

    item: Item
    stem: str
    answers: str
    levels: tuple[tuple[str, str], ...]
    score: str


@dataclass(frozen=True, slots=True)
class AskedPage:
    title: str
    text: Markup | str
    asked: tuple[AskedItem, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The pages, and what most questions can be answered with; nothing where all differ."""

    pages: tuple[AskedPage, ...]
    usual: str


def contents_of(instrument: Instrument) -> Contents:
    """Each item once, in the order in which people meet it."""
    said = Counter(_answers(item) for item in instrument.items if item.scale and not item.levels)
    usual, times = said.most_common(1)[0] if said else ("", 0)
    composer = _Composer(instrument, usual if times > 1 else "")
    return Contents(tuple(composer.pages()), composer.usual)


class _Composer:
    """Lays items out one after the other, and says a stem where it changes."""

    def __init__(self, instrument: Instrument, usual: str) -> None:
        self.usual = usual
        self._instrument = instrument
        self._stem: str | None = None
        self._scores = {item: scale.label for scale in instrument.subscales for item in scale.items}

    def pages(self) -> Iterator[AskedPage]:
        main = self._instrument.main_form
        for page in main.pages:
            text = passage(page.text) if page.text else ""
            yield AskedPage(page.title or "", text, tuple(self._asked(page.items)))
        rest = [item.id for item in self._instrument.items if item.id not in set(main.items)]
        if rest:
            yield AskedPage("", "", tuple(self._asked(rest)))

    def _asked(self, items: Iterable[str]) -> Iterator[AskedItem]:
        for item in map(self._instrument.item, items):
            changed, self._stem = item.stem != self._stem, item.stem
            stem = self._instrument.stems[item.stem] if item.stem and changed else ""
            answers = "" if item.levels else _answers(item)
            levels = tuple(
                (option.label, level) for option, level in zip(item.options, item.levels, strict=False)
            )
            shown = "" if answers == self.usual else answers
            yield AskedItem(item, stem, shown, levels, self._scores.get(item.id, ""))


def _answers(item: Item) -> str:
    """What can be answered: the options in their order, then the ways of not answering."""
    labels = [_label(option) for option in item.options]
    return " · ".join([*labels, *(said.label for said in item.non_answers)])


def _label(option: Option) -> str:
    value = str(option.value)
    return f"{value} {option.label}" if value.isdecimal() and value != option.label else option.label
