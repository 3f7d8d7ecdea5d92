"""What is handed on: one form of an instrument, in its languages, as every format asks for it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.exchange.outward.losses import OutwardRemarks
from engine.instrument.model import Composite, Form, Instrument, Item, Option, Page, Subscale
from engine.instrument.passage import passage_words
from engine.responses.scoring import minimum_answered

Texts = Mapping[str, str]  # by language, the instrument's own first


@dataclass(frozen=True)
class OutwardEdition:
    """One form of an instrument with its translations; the first of `languages` is its own."""

    instrument: Instrument
    form: Form
    translated: Mapping[str, Instrument]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.translated)

    def items(self, page: Page) -> tuple[Item, ...]:
        """The items of a page, in order."""
        by_id = {item.id: item for item in self.instrument.items}
        return tuple(by_id[id] for id in page.items)

    @property
    def asked(self) -> tuple[Item, ...]:
        return tuple(item for page in self.form.pages for item in self.items(page))

    def texts(self, of: Callable[[Instrument], str | None]) -> Texts:
        """A text of the instrument in all languages that have it."""
        found = {tag: of(one) for tag, one in self.translated.items()}
        return {tag: text for tag, text in found.items() if text}

    def of_item(self, item: Item, of: Callable[[Item], str | None]) -> Texts:
        """A text of an item."""
        return self.texts(lambda one: of(next(other for other in one.items if other.id == item.id)))

    def passage(self, item: Item) -> Texts:
        """The words above an item, without marks."""
        return {tag: passage_words(text) for tag, text in self.of_item(item, lambda one: one.before).items()}

    def page(self, page: Page, of: Callable[[Page], str | None]) -> Texts:
        """A text of a page."""
        place = self.form.pages.index(page)
        own = self.form.id
        return self.texts(lambda one: of(next(form for form in one.forms if form.id == own).pages[place]))

    def stem(self, item: Item) -> Texts:
        """The stem of an item; empty where it has none."""
        stem = item.stem
        return self.texts(lambda one: one.stems.get(stem)) if stem else {}

    def label(self, item: Item, option: Option) -> Texts:
        """The label of an option."""

        def of(one: Item) -> str | None:
            return next((other.label for other in one.options if other.value == option.value), None)

        return self.of_item(item, of)

    def choices(self, item: Item) -> Iterator[tuple[str, Texts]]:
        """Options and ways of not answering, in the order in which people see them."""
        shown = reversed(item.options) if item.highest_first else iter(item.options)
        for option in shown:
            yield str(option.value), self.label(item, option)
        for out in item.non_answers:
            yield out.id, self._way_out(item, out.id)

    def _way_out(self, item: Item, id: str) -> Texts:
        return self.of_item(item, lambda one: next(out.label for out in one.non_answers if out.id == id))

    @property
    def subscales(self) -> tuple[Subscale, ...]:
        """The subscales that the form gives, each with those of its items that it asks."""
        asked = {item.id for item in self.asked}
        found = (self._asked_of(one, asked) for one in self.instrument.subscales)
        return tuple(one for one in found if one is not None)

    def _asked_of(self, subscale: Subscale, asked: Collection[str]) -> Subscale | None:
        """The subscale over what is asked; none where that gives no score, or a sum that stands for more items."""
        if all(item in asked for item in subscale.items):
            return subscale
        items = tuple(item for item in subscale.items if item in asked)
        enough = len(items) >= max(1, minimum_answered(subscale, self.form))
        return replace(subscale, items=items) if enough and subscale.score.method == "mean" else None

    @property
    def composites(self) -> tuple[Composite, ...]:
        """The composites of which the form gives every subscale."""
        whole = {subscale.id for subscale in self.subscales}
        return tuple(one for one in self.instrument.composites if whole.issuperset(one.of))

    @property
    def scores(self) -> tuple[Subscale | Composite, ...]:
        """All that is scored, in the order in which one may stand on another."""
        return (*self.subscales, *self.composites)

    def score_label(self, scored: Subscale | Composite) -> Texts:
        """What a score is called."""

        def of(one: Instrument) -> str:
            labels = {other.id: other.label for other in one.subscales}
            return (labels | {other.id: other.label for other in one.composites})[scored.id]

        return self.texts(of)

    def parts(self, composite: Composite) -> tuple[Subscale, ...]:
        """The subscales that a composite is made of."""
        own = {subscale.id: subscale for subscale in self.subscales}
        return tuple(own[id] for id in composite.of)

    def scored_items(self, scored: Subscale | Composite) -> tuple[str, ...]:
        """The items that a score stands on, each once."""
        if isinstance(scored, Subscale):
            return scored.items
        return tuple(dict.fromkeys(item for part in self.parts(scored) for item in part.items))


def tell_common(edition: OutwardEdition, remarks: OutwardRemarks, holds: Collection[str] = ()) -> None:
    """What hardly any format that we write can say; `holds` are the sorts that this one does."""
    if len(edition.instrument.forms) > 1:
        others = ", ".join(form.id for form in edition.instrument.forms if form.id != edition.form.id)
        remarks.lose("form_lost", edition.form.id, f"the forms {others}")
    if edition.form.random_pages or any(page.random for page in edition.form.pages):
        remarks.lose("random_lost", edition.form.id, "the order of its pages or items")
    for item in edition.asked:
        _tell_of_item(item, remarks, holds)
    for scored in edition.scores:
        code = "level_texts_lost" if "levels_lost" in holds else "levels_lost"
        if scored.levels:
            remarks.lose(code, scored.id, ", ".join(level.id for level in scored.levels))
    _tell_of_scores(edition, remarks)


def _tell_of_scores(edition: OutwardEdition, remarks: OutwardRemarks) -> None:
    """Scores of which the form asks something, and too little."""
    asked = {item.id for item in edition.asked}
    given = {scored.id for scored in edition.scores}
    partly = set()
    for subscale in edition.instrument.subscales:
        if asked.intersection(subscale.items):
            partly.add(subscale.id)
            if subscale.id not in given:
                absent = [item for item in subscale.items if item not in asked]
                remarks.lose("score_lost", subscale.id, f"the form does not ask {', '.join(absent)}")
    for composite in edition.instrument.composites:
        if composite.id not in given and partly.intersection(composite.of):
            remarks.lose("score_lost", composite.id, f"of {', '.join(composite.of)}")


def _tell_of_item(item: Item, remarks: OutwardRemarks, holds: Collection[str]) -> None:
    if item.non_answers:
        code = "non_answer" if item.options and not item.kind.numbered else "way_out_lost"
        remarks.lose(code, item.id, ", ".join(out.id for out in item.non_answers))
    if item.required and "reminder_lost" not in holds:
        remarks.lose("reminder_lost", item.id, "a reminder where it is left blank")
    if item.faces:
        remarks.lose("look_lost", item.id, "faces beside its options")
    if item.levels or item.evidence:
        remarks.lose("text_lost", item.id, "what each level of the rubric looks like")


def range_of(item: Item) -> float:
    """What a reversed answer is taken from."""
    return item.low + item.high


def short(number: float) -> str:
    """A number without a point where it is whole."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))
