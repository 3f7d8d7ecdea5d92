"""SurveyJS: JSON with a page a page, elements by kind and texts by language."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from engine.exchange.outward.edition import OutwardEdition, Texts, short
from engine.exchange.outward.formulas import FormulaSyntax, level_formula, score_formula
from engine.exchange.outward.losses import OutwardRemarks
from engine.exchange.outward.syntax import RuleSyntax
from engine.instrument.model import Composite, Item, Page, Subscale

FILE_ENDING: Final = ".json"
HOLDS: Final = frozenset({"levels_lost"})
Element = dict[str, Any]  # as it stands in the file
KINDS: Final = {
    "scale": "rating",
    "rubric": "radiogroup",
    "choose_one": "radiogroup",
    "choose_many": "checkbox",
    "ranking": "ranking",
    "short_text": "text",
    "long_text": "comment",
    "date": "text",
    "number": "text",
    "slider": "slider",
}
# SurveyJS adds a blank as 0, and puts a word and a number together; a comparison with either is false.
FORMULAS: Final = FormulaSyntax(
    answer=lambda item: f"{{{item.id}}}",
    there=lambda item: f"{{{item.id}}} >= {short(item.low)}",
    choice="iif({}, {}, {})",
    filled="{} notempty",
    blank_passes=lambda item: False,
)


def surveyjs_bytes(edition: OutwardEdition, remarks: OutwardRemarks) -> bytes:
    """The survey as JSON in UTF-8."""
    return _Survey(edition, remarks).written()


class _Survey:
    """Writes elements page by page."""

    def __init__(self, edition: OutwardEdition, remarks: OutwardRemarks) -> None:
        self.edition = edition
        self.remarks = remarks
        self.items = {item.id: item for item in edition.instrument.items}
        self.rules = RuleSyntax(
            reference=lambda id: f"{{{id}}}",
            chosen=lambda item, value: (
                f"{{{item.id}}} contains {_said(value)}"
                if item.kind.several
                else f"{{{item.id}}} = {_said(value)}"
            ),
            there=_there,
            negated=lambda inner: f"!({inner})",
        )

    def written(self) -> bytes:
        own = self.edition.instrument
        survey: Element = {
            "title": self._text(self.edition.texts(lambda one: one.title)),
            "locale": own.language,
        }
        if own.purpose:
            survey["description"] = self._text(self.edition.texts(lambda one: one.purpose))
        survey["pages"] = [self._page(page) for page in self.edition.form.pages]
        if own.thanks:
            survey["completedHtml"] = self._text(self.edition.texts(lambda one: one.thanks))
        values = [value for scored in self.edition.scores for value in self._score(scored)]
        if values:
            survey["calculatedValues"] = values
        return (json.dumps(survey, ensure_ascii=False, indent=2) + "\n").encode()

    def _page(self, page: Page) -> Element:
        found: Element = {"name": f"page{self.edition.form.pages.index(page) + 1}"}
        for key, texts in (
            ("title", self.edition.page(page, lambda one: one.title)),
            ("description", self.edition.page(page, lambda one: one.text)),
        ):
            if texts:
                found[key] = self._text(texts)
        found["elements"] = list(self._elements(page))
        return found

    def _elements(self, page: Page) -> Iterator[Element]:
        for stem, run in groupby(self.edition.items(page), lambda item: item.stem):
            items = list(run)
            elements = [element for item in items for element in self._item(item)]
            if stem is None:
                yield from elements
            else:
                title = self._text(self.edition.stem(items[0]))
                yield {
                    "type": "panel",
                    "name": f"{elements[0]['name']}_stem",
                    "title": title,
                    "elements": elements,
                }

    def _item(self, item: Item) -> Iterator[Element]:
        rule = {"visibleIf": self.rules.written(item.show_if, self.items)} if item.show_if else {}
        if above := self.edition.passage(item):
            yield {"type": "html", "name": f"{item.id}_before", "html": self._text(above)} | rule
        kind = item.kind.name
        if kind == "constant_sum":
            self.remarks.lose(
                "kind_changed", item.id, f"{item.total} points to give: a number for each option"
            )
            limits = {"type": "numeric", "minValue": 0, "maxValue": item.total}
            fields = [
                {"name": value, "title": self._text(label), "inputType": "number", "validators": [limits]}
                for value, label in self.edition.choices(item)
            ]
            title = self._text(self.edition.of_item(item, lambda one: one.text))
            yield {"type": "multipletext", "name": item.id, "title": title, "items": fields} | rule
            return
        element: Element = {"type": KINDS[kind], "name": item.id}
        element["title"] = self._text(self.edition.of_item(item, lambda one: one.text))
        if item.note:
            element["description"] = self._text(self.edition.of_item(item, lambda one: one.note))
        yield element | self._answers(item) | rule

    def _answers(self, item: Item) -> Element:
        kind = item.kind.name
        if kind in ("scale", "rubric", "choose_one", "choose_many", "ranking"):
            key = "rateValues" if kind == "scale" else "choices"
            element: Element = {
                key: [_choice(value, self._text(label)) for value, label in self.edition.choices(item)]
            }
            if any(option.specify for option in item.options):
                self.remarks.lose("text_lost", item.id, "words beside an option")
            return element
        if kind == "slider":
            self.remarks.lose("text_lost", item.id, f"the ends of its slider: {', '.join(item.ends)}")
            return {"min": item.minimum, "max": item.maximum, "step": item.step}
        if kind == "number":
            limits = {"min": item.minimum, "max": item.maximum, "step": 1 if item.whole else None}
            return {"inputType": "number"} | {
                key: value for key, value in limits.items() if value is not None
            }
        if kind == "date":
            days = {"min": item.earliest, "max": item.latest}
            return {"inputType": "date"} | {key: day for key, day in days.items() if day}
        return {"maxLength": item.maximum_length} if item.maximum_length else {}

    def _text(self, texts: Texts) -> Any:
        """A text alone, or by language with the survey's own as the default."""
        own, *others = texts.items()
        return own[1] if not others else {"default": own[1], **dict(others)}

    def _score(self, scored: Subscale | Composite) -> Iterator[Element]:
        formula = score_formula(self.edition, scored, self.items, FORMULAS)
        name = scored.id.replace("-", "_")
        yield {"name": name, "expression": formula, "includeIntoResult": True}
        if scored.levels:
            words = level_formula(scored, f"{{{name}}}", FORMULAS)
            yield {"name": f"{name}_level", "expression": words, "includeIntoResult": True}


def _choice(value: str, text: Any) -> Element:
    return {"value": _plain(value), "text": text} if text else {"value": _plain(value)}


def _plain(value: str) -> Any:
    """Numbers as numbers: SurveyJS tells 1 from "1"."""
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number


def _said(value: Any) -> str:
    plain = _plain(str(value))
    return f"'{plain}'" if isinstance(plain, str) else str(plain)


def _there(item: Item) -> str:
    parts = [f"{{{item.id}}} notempty", *(f"{{{item.id}}} <> '{out.id}'" for out in item.non_answers)]
    return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"
