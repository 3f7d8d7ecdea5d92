"""What a form asks, worked out once: of each item what belongs to it, and the answers that need no second look."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.instrument.kinds import words_beside
from engine.instrument.model import Instrument, Item
from engine.responses import answers

Answer = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormItem:
    """`ids` are its own and those of what may be written beside it; `settled` the answers nothing is said about."""

    ids: tuple[str, ...]
    settled: frozenset[Answer]

    @property
    def beside(self) -> tuple[str, ...]:
        return self.ids[1:]


@lru_cache(maxsize=256)
def asked_items(instrument: Instrument, form_id: str) -> Mapping[str, FormItem]:
    """The items of a form by id."""
    return {id: _asked(instrument.item(id)) for id in instrument.form(form_id).items}


def _asked(item: Item) -> FormItem:
    """Of an item that stands alone, no answer and each single choice are settled where the rules say nothing."""
    beside = tuple(part.id for part in words_beside(item))
    choices = [*(str(option.value) for option in item.options), *(said.id for said in item.non_answers)]
    found: list[Answer] = [] if beside else [(), *((text,) for text in choices)]
    return FormItem((item.id, *beside), frozenset(one for one in found if _says_nothing(item, one)))


def _says_nothing(item: Item, answer: Answer) -> bool:
    given = {item.id: answer}
    return answers.problem_of(item, given) is None and not answers.left_open(item, given)
