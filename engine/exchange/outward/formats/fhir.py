"""FHIR's Questionnaire (R4) as JSON: the one format that carries points and totals."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from engine.exchange.outward.edition import OutwardEdition, Texts, range_of, short
from engine.exchange.outward.formulas import FormulaSyntax, score_formula
from engine.exchange.outward.losses import OutwardRemarks
from engine.exchange.outward.syntax import as_options
from engine.instrument.model import Composite, Item, Option, Page, Subscale
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule

FILE_ENDING: Final = ".json"
Resource = dict[str, Any]  # as it stands in the file
ORDINAL: Final = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"
CALCULATED: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
VARIABLE: Final = "http://hl7.org/fhir/StructureDefinition/variable"
CONTROL: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
LOWEST: Final = "http://hl7.org/fhir/StructureDefinition/minValue"
HIGHEST: Final = "http://hl7.org/fhir/StructureDefinition/maxValue"
STEP: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue"
CONTROLS: Final = "http://hl7.org/fhir/questionnaire-item-control"
TYPES: Final = {
    "short_text": "string",
    "long_text": "text",
    "date": "date",
    "number": "decimal",
    "slider": "integer",
}
FORMULAS: Final = FormulaSyntax(
    answer=lambda item: f"%{item.id}",
    there=lambda item: f"%{item.id}.exists()",
    choice="iif({}, {}, {})",
    blank="{}",
    blank_passes=lambda item: True,
    keyed=True,
)


def fhir_bytes(edition: OutwardEdition, remarks: OutwardRemarks) -> bytes:
    """The resource as JSON in UTF-8."""
    return _Questionnaire(edition, remarks).written()


class _NotSaidError(ValueError):
    """A rule that conditions side by side can't say."""


class _Questionnaire:
    """Writes groups page by page."""

    def __init__(self, edition: OutwardEdition, remarks: OutwardRemarks) -> None:
        self.edition = edition
        self.remarks = remarks
        self.items = {item.id: item for item in edition.instrument.items}

    def written(self) -> bytes:
        own = self.edition.instrument
        resource: Resource = {
            "resourceType": "Questionnaire",
            "id": own.id[:64],
            "language": own.language,
            "version": own.version,
            "name": own.id.title().replace("-", ""),
            **self._text("title", self.edition.texts(lambda one: one.title)),
            "status": "draft",
        }
        if own.purpose:
            resource |= self._text("description", self.edition.texts(lambda one: one.purpose))
        resource["copyright"] = own.licence
        resource["item"] = [self._page(page) for page in self.edition.form.pages]
        resource["item"] += [total for scored in self.edition.scores for total in self._total(scored)]
        return (json.dumps(resource, ensure_ascii=False, indent=2) + "\n").encode()

    def _page(self, page: Page) -> Resource:
        number = self.edition.form.pages.index(page) + 1
        found: Resource = {"linkId": f"page{number}"}
        if title := self.edition.page(page, lambda one: one.title):
            found |= self._text("text", title)
        found |= {"type": "group", "item": []}
        if text := self.edition.page(page, lambda one: one.text):
            found["item"].append(
                {"linkId": f"page{number}-text", **self._text("text", text), "type": "display"}
            )
        for (stem, scale), run in groupby(self.edition.items(page), lambda item: (item.stem, item.scale)):
            items = list(run)
            inside = [written for item in items for written in self._item(item)]
            if stem is None:
                found["item"] += inside
                continue
            group: Resource = {"linkId": f"{items[0].id}-stem"}
            if scale:
                group["extension"] = [_control("gtable")]
            found["item"].append(
                group | self._text("text", self.edition.stem(items[0])) | {"type": "group", "item": inside}
            )
        return found

    def _item(self, item: Item) -> Iterator[Resource]:
        when = self._conditions(item)
        if above := self.edition.passage(item):
            yield {"linkId": f"{item.id}-before", **self._text("text", above), "type": "display"} | when
        if item.kind.numbered:
            self.remarks.lose("kind_changed", item.id, "a whole number for each option")
            texts = self.edition.of_item(item, lambda one: one.text)
            inside = [
                {
                    "linkId": f"{item.id}-{value}",
                    **self._text("text", label),
                    "type": "integer",
                }
                for value, label in self.edition.choices(item)
            ]
            yield {"linkId": item.id, **self._text("text", texts), "type": "group"} | when | {"item": inside}
            return
        found: Resource = {"linkId": item.id}
        if extensions := _extensions(item):
            found["extension"] = extensions
        found |= self._text("text", self.edition.of_item(item, lambda one: one.text))
        found |= {"type": self._type(item)} | when
        if item.kind.several:
            found["repeats"] = True
        if item.maximum_length and item.kind.in_words:
            found["maxLength"] = item.maximum_length
        if item.options:
            found["answerOption"] = list(self._options(item))
        if item.ends:  # of a slider
            self.remarks.lose("text_lost", item.id, f"the ends of its slider: {', '.join(item.ends)}")
        if item.kind.dated and (item.earliest or item.latest):
            self.remarks.lose("text_lost", item.id, "the days between which the answer lies")
        if item.note:
            note = self._text("text", self.edition.of_item(item, lambda one: one.note))
            help_text: Resource = {
                "linkId": f"{item.id}-note",
                "extension": [_control("help")],
                **note,
                "type": "display",
            }
            found["item"] = [help_text]
        yield found

    def _type(self, item: Item) -> str:
        if item.options:
            return "open-choice" if any(option.specify for option in item.options) else "choice"
        return "integer" if item.whole else TYPES[item.kind.name]

    def _options(self, item: Item) -> Iterator[Resource]:
        points = {str(option.value): option for option in item.options}
        for value, label in self.edition.choices(item):
            if value in points and points[value].specify:
                self.remarks.lose(
                    "words_apart", item.id, f"{value}: the format's own words of an open choice"
                )
                continue
            coding = {"code": value, **self._text("display", label or {self.edition.languages[0]: value})}
            found: Resource = {}
            if item.kind.scored and value in points:
                found["extension"] = [{"url": ORDINAL, "valueDecimal": _scored(item, points[value])}]
            yield found | {"valueCoding": coding}

    def _text(self, key: str, texts: Texts) -> Resource:
        """A text with its translations."""
        own, *others = texts.items()
        found: Resource = {key: own[1]}
        if others:
            found[f"_{key}"] = {
                "extension": [
                    {
                        "url": TRANSLATION,
                        "extension": [
                            {"url": "lang", "valueCode": tag},
                            {"url": "content", "valueString": text},
                        ],
                    }
                    for tag, text in others
                ]
            }
        return found

    def _conditions(self, item: Item) -> Resource:
        if item.show_if is None:
            return {}
        try:
            behavior, steps = self._flat(item.show_if)
        except _NotSaidError:
            self.remarks.lose("rule_lost", item.id, "conditions within conditions")
            return {}
        return {"enableWhen": steps} | ({"enableBehavior": behavior} if len(steps) > 1 else {})

    def _flat(self, rule: Rule) -> tuple[str, list[Resource]]:
        """Conditions side by side, joined by all or by any; raises where there are some within others."""
        match as_options(rule, self.items):
            case All(rules) | AnyOf(rules):
                joined = "all" if isinstance(rule, All) else "any"
                steps: list[Resource] = []
                for inner in rules:
                    behavior, more = self._flat(inner)
                    if len(more) > 1 and behavior != joined:
                        raise _NotSaidError
                    steps += more
                return joined, steps
            case Is(item, values):
                return "any", [_step(self.items[item], "=", value) for value in values]
            case Not(Is(item, values)):
                return "all", [_step(self.items[item], "!=", value) for value in values]
            case Answered(item) | Not(Answered(item)):
                return "all", [
                    {"question": item, "operator": "exists", "answerBoolean": isinstance(rule, Answered)}
                ]
            case AtLeast(item, number) | AtMost(item, number):
                least = isinstance(rule, AtLeast)
                own = self.items[item]
                return "all", [_step(own, ">=" if least else "<=", number)]
        raise _NotSaidError

    def _total(self, scored: Subscale | Composite) -> Iterator[Resource]:
        """A sum or mean of points, which are turned already where an item is reversed."""
        formula = score_formula(self.edition, scored, self.items, FORMULAS)
        expression = {"language": "text/fhirpath", "expression": formula}
        yield {
            "linkId": scored.id,
            "extension": [
                *map(_points_of, self.edition.scored_items(scored)),
                {"url": CALCULATED, "valueExpression": expression},
            ],
            **self._text("text", self.edition.score_label(scored)),
            "type": "decimal",
            "readOnly": True,
        }


def _scored(item: Item, option: Option) -> float:
    value = float(option.value)
    value = range_of(item) - value if item.reverse else value
    return int(value) if value.is_integer() else value


def _points_of(id: str) -> Resource:
    """The points of an answer under the name that a formula calls them by: nothing for a way of not answering."""
    path = f"%resource.descendants().where(linkId='{id}').answer.value.ordinal()"
    return {
        "url": VARIABLE,
        "valueExpression": {"name": id, "language": "text/fhirpath", "expression": path},
    }


def _step(item: Item, operator: str, value: Any) -> Resource:
    if item.options:
        answer: Resource = {"answerCoding": {"code": str(value)}}
    elif item.whole:
        answer = {"answerInteger": int(value)}
    else:
        answer = {"answerDecimal": float(short(float(value)))}
    return {"question": item.id, "operator": operator, **answer}


def _control(code: str) -> Resource:
    return {"url": CONTROL, "valueCodeableConcept": {"coding": [{"system": CONTROLS, "code": code}]}}


def _extensions(item: Item) -> list[Resource]:
    found = [_control("slider")] if item.ends else []
    if item.ends or item.kind.numeric:
        whole = item.whole or bool(item.ends)
        for url, number in ((LOWEST, item.minimum), (HIGHEST, item.maximum), (STEP, item.step)):
            if number is not None:
                integer = whole and float(number).is_integer()
                found.append(
                    {"url": url, "valueInteger": int(number)}
                    if integer
                    else {"url": url, "valueDecimal": number}
                )
    return found
