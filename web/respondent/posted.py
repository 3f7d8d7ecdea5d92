"""A page as it was posted, without making its fields, which only a page that is drawn needs."""

from dataclasses import dataclass
from functools import lru_cache

from werkzeug.datastructures import MultiDict

from engine.instrument.kinds import with_words_beside
from engine.instrument.model import Instrument, Item
from web.respondent.forms import FIELDS, PREFIX, AnswerField, choices_of, taken, texts_of
from web.respondent.press import Press
from web.respondent.sitting import Texts


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page holds, by item; `foreign` says that something came which no page of ours can send."""

    number: int  # of the page, from 1
    texts: Texts
    foreign: bool
    press: Press


@dataclass(frozen=True, slots=True)
class PageControl:
    """An item of a page, the name of its control, and all that can be chosen there."""

    item: Item
    name: str
    field: type[AnswerField]
    choices: frozenset[str]


def posted(instrument: Instrument, form_id: str, number: int, sent: MultiDict[str, str]) -> Posted:
    """What was sent for the items of a page, and beside them."""
    found, foreign = {}, False
    for asked in _asked(instrument, form_id, number):
        texts = tuple(asked.field.posted(asked.item, asked.name, sent))
        if len(texts) > 1 or not asked.choices.issuperset(texts):
            texts = taken(asked.item, texts_of(texts))
            foreign = foreign or asked.field.is_foreign(asked.item, texts)
        found[asked.item.id] = texts
    return Posted(number, found, foreign, Press.of(sent))


@lru_cache(maxsize=1024)
def _asked(instrument: Instrument, form_id: str, number: int) -> tuple[PageControl, ...]:
    items = map(instrument.item, instrument.form(form_id).pages[number - 1].items)
    return tuple(
        PageControl(item, PREFIX + item.id, FIELDS[item.kind.name].field, choices_of(item))
        for item in with_words_beside(items)
    )
