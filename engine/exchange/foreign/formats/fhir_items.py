"""An item of a FHIR questionnaire as the question it asks: its kind, its options with their points, its limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from engine.exchange.foreign.building.naming import number_of
from engine.exchange.foreign.facts import UNMARKED, AskedOption, AskedQuestion, Texts
from engine.exchange.foreign.formats.between import joined_texts
from engine.exchange.foreign.formats.fhir_resource import (
    Resource,
    extended,
    extensions,
    holds,
    number,
    one,
    said,
    several,
    texts_of,
    value_of,
)
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import plain_texts

LOST: Final = {
    "dateTime": "Barograph asks for days, not for times",
    "time": "Barograph asks for days, not for times",
    "attachment": "no files are taken",
    "reference": "nothing points to a record elsewhere",
}
WRITTEN: Final = {"string": "short_text", "text": "long_text", "url": "short_text", "date": "date"}
NUMBERS: Final = frozenset({"integer", "decimal", "quantity"})
CHOICES: Final = frozenset({"choice", "open-choice", "coding", "question"})
POINTS: Final = ("ordinalValue", "itemWeight", "extension-score", "iso21090-CO-value")
NOTES: Final = frozenset(
    {"help", "prompt", "instructions", "flyover", "unit", "inline", "details", "security", ""}
)
BESIDE: Final = {  # endings of extensions, and the sort of loss
    "questionnaire-initialExpression": "default_lost",
    "answerExpression": "option_rule_lost",
    "candidateExpression": "option_rule_lost",
    "/regex": "check_lost",
    "minLength": "check_lost",
    "maxDecimalPlaces": "check_lost",
    "targetConstraint": "check_lost",
    "questionnaire-constraint": "check_lost",
    "maxOccurs": "check_lost",
}


@dataclass(frozen=True, slots=True)
class ItemReader:
    """Reads items of one questionnaire, whose lists of options may lie within it (`contained`)."""

    resource: Resource
    remarks: Remarks

    def text(self, item: Resource) -> Texts:
        return texts_of(item, "text", self.remarks, said(item, "linkId"))

    def asked(self, item: Resource) -> AskedQuestion | None:
        """The question that an item is, or None where it has no counterpart, which is told."""
        id, type = said(item, "linkId"), said(item, "type")
        if why := LOST.get(type):
            self.remarks.lose("question_lost", id, said(item, "text") or id, item=id, why=why)
            return None
        self._tell_beside(item, id)
        own = AskedQuestion(
            id=id,
            asks="short_text",
            texts=self.text(item),
            where=id,
            hint=self._hint(item),
            required=holds(item, "required"),
            maximum_length=self._length(item),
        )
        given = bool(several(item, "answerOption") or several(item, "option") or self._list_of(item))
        if type in CHOICES or (given and type in {*WRITTEN, *NUMBERS}):
            return self._choice(own, item)
        if type == "boolean":
            self.remarks.state("label_made", id, "Yes and No: the format has no words for them", item=id)
            pairs = (("true", "Yes"), ("false", "No"))
            return replace(
                own,
                asks="choose_one",
                options=tuple(AskedOption(code, {UNMARKED: text}, id) for code, text in pairs),
            )
        if type in NUMBERS:
            return self._number(own, item)
        if type in WRITTEN:
            return replace(own, asks=WRITTEN[type])
        self.remarks.lose("question_lost", id, f"{type} {said(item, 'text')}", item=id)
        return None

    def _number(self, own: AskedQuestion, item: Resource) -> AskedQuestion:
        low, high = (_bound(item, ending) for ending in ("minValue", "maxValue"))
        step = _bound(item, "sliderStepValue")
        if extended(item, "itemControl") == "slider" and low is not None and high is not None:
            ends = ({UNMARKED: f"{low:g}"}, {UNMARKED: f"{high:g}"})
            self.remarks.state("label_made", own.id, "the ends of its slider bear their numbers", item=own.id)
            return replace(own, asks="slider", minimum=low, maximum=high, step=step or 1.0, ends=ends)
        return replace(own, asks="number", minimum=low, maximum=high, whole=said(item, "type") == "integer")

    def _choice(self, own: AskedQuestion, item: Resource) -> AskedQuestion | None:
        options = tuple(self._options(item, own.id))
        if not options:
            outside = said(item, "answerValueSet") or said(one(item, "options"), "reference")
            why = f"its options lie at {outside}, and nothing is fetched" if outside else "it has no options"
            self.remarks.lose("question_lost", own.id, said(item, "text"), item=own.id, why=why)
            return None
        constraint = said(item, "answerConstraint")
        if said(item, "type") == "open-choice" or constraint in ("optionsOrString", "optionsOrType"):
            self.remarks.decide("other_joined", own.id, "an answer of one's own", item=own.id)
            self.remarks.state("label_made", own.id, "Other", item=own.id)
            options = (*options, AskedOption("other", {UNMARKED: "Other"}, own.id, specify=True))
        if holds(item, "repeats"):
            return replace(own, asks="choose_many", options=options)
        scored = [option.points for option in options if not option.specify]
        asks = "scale" if len(scored) > 1 and None not in scored and not constraint else "choose_one"
        return replace(own, asks=asks, options=options, reverse=_turned(options))

    def _options(self, item: Resource, id: str) -> Iterator[AskedOption]:
        for option in (*several(item, "answerOption"), *several(item, "option")):
            key, value = value_of(option)
            coding = one(option, key)
            code = said(coding, "code") or said(coding, "display") if coding else said(option, key)
            if holds(option, "initialSelected"):
                self.remarks.lose("default_lost", id, f"{code} is chosen beforehand", item=id)
            if extended(option, "optionExclusive") == "true":
                self.remarks.lose("exclusive_lost", id, code, item=id)
            texts = texts_of(coding, "display", self.remarks, id, lines=False) if coding else {UNMARKED: code}
            if code and value is not None:
                yield AskedOption(code, texts or {UNMARKED: code}, id, points=_points(option, coding))
        for concept in self._list_of(item):
            texts = texts_of(concept, "display", self.remarks, id, lines=False)
            if code := said(concept, "code"):
                yield AskedOption(code, texts or {UNMARKED: code}, id, points=_points(concept))

    def _list_of(self, item: Resource) -> Sequence[Resource]:
        """The concepts of a list that lies within the questionnaire."""
        address = said(item, "answerValueSet") or said(one(item, "options"), "reference")
        if not address.startswith("#"):
            return ()
        for contained in several(self.resource, "contained"):
            if said(contained, "id") == address[1:]:
                expanded = several(one(contained, "expansion"), "contains")
                included = several(one(contained, "compose"), "include")
                return expanded or [concept for part in included for concept in several(part, "concept")]
        return ()

    def _hint(self, item: Resource) -> Texts:
        """Texts below a question that explain it, and its unit."""
        shown = [
            texts_of(child, "text", self.remarks, said(child, "linkId"))
            for child in several(item, "item")
            if said(child, "type") == "display" and extended(child, "itemControl") in NOTES
        ]
        category = [
            one(found, "valueCodeableConcept") for found in extensions(item, "questionnaire-displayCategory")
        ]
        shown += [
            plain_texts({UNMARKED: said(found, "text")}, self.remarks, said(item, "linkId"))
            for found in category
        ]
        told = any(extended(child, "itemControl") == "unit" for child in several(item, "item"))
        for found in extensions(item, "questionnaire-unit") if not told else ():
            unit = one(found, "valueCoding")
            shown.append({UNMARKED: said(unit, "display") or said(unit, "code")})
        return joined_texts([texts for texts in shown if any(texts.values())])

    def _length(self, item: Resource) -> int | None:
        longest = number(item, "maxLength")
        return int(longest) if longest and longest >= 1 else None

    def _tell_beside(self, item: Resource, id: str) -> None:
        for ending, code in BESIDE.items():
            for found in extensions(item, ending):
                self.remarks.lose(
                    code, id, f"{said(found, 'url').rpartition('/')[2]}: {extended(item, ending)}", item=id
                )
        if any(key == "initial" or key.startswith("initial") for key in item):
            self.remarks.lose("default_lost", id, "an answer given beforehand", item=id)
        if said(item, "type") == "quantity":
            self.remarks.state(
                "kind_changed", id, "a quantity: asked as a number, its unit in the note", item=id
            )
        least = _bound(item, "minOccurs")
        if least is not None and least > 1:
            self.remarks.lose("check_lost", id, f"at least {least:g} answers", item=id)


def _bound(item: Resource, ending: str) -> float | None:
    for found in extensions(item, ending):
        return number(found, value_of(found)[0])
    return None


def _turned(options: Sequence[AskedOption]) -> bool:
    """Whether the points are the codes from the other end: an item that scores turn around."""
    pairs = [(number_of(one.code), one.points) for one in options if one.points is not None]
    codes = [code for code, _ in pairs if code is not None]
    if len(codes) < max(2, len(pairs)):
        return False
    ends = min(codes) + max(codes)
    return all(code is not None and ends - code == points for code, points in pairs)


def _points(*tables: Resource) -> float | None:
    """What an option scores: as an extension of it, or of its code."""
    for table in tables:
        for ending in POINTS:
            for found in extensions(table, ending):
                return number(found, value_of(found)[0])
    return None
