"""An element of SurveyJS as the questions it asks: one, or one a row, a field or a cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.exchange.foreign.facts import NOTHING, UNMARKED, AskedOption, AskedQuestion, Texts
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import language_tag, plain_texts

Element = Mapping[str, Any]  # as it stands in a file
ONE: Final = frozenset({"radiogroup", "dropdown", "buttongroup"})
SEVERAL: Final = frozenset({"checkbox", "tagbox"})
LOST: Final = {
    "file": "no files are taken",
    "signaturepad": "nothing is drawn or signed",
    "matrixdynamic": "rows that people add have no counterpart",
}
TIMES: Final = frozenset({"datetime-local", "datetime", "time", "month", "week"})
IN_WORDS: Final = frozenset({"color", "password"})
REACHED: Final = frozenset({"email", "tel", "name", "street-address", "given-name", "family-name"})
BESIDE: Final = {  # what an element says besides, and the sort of loss
    "defaultValue": "default_lost",
    "defaultValueExpression": "calculation_lost",
    "setValueExpression": "calculation_lost",
    "resetValueIf": "calculation_lost",
    "requiredIf": "check_lost",
    "minSelectedChoices": "check_lost",
    "maxSelectedChoices": "check_lost",
    "minSelected": "check_lost",
    "maxSelected": "check_lost",
    "choicesVisibleIf": "option_rule_lost",
    "choicesEnableIf": "option_rule_lost",
    "rowsVisibleIf": "option_rule_lost",
    "columnsVisibleIf": "option_rule_lost",
    "correctAnswer": "points_lost",
}
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_POINTS: Final = 201


@dataclass(frozen=True, slots=True)
class ElementReader:
    """Reads elements; `options` are those of questions read before, for questions that take theirs from one."""

    remarks: Remarks
    options: dict[str, tuple[AskedOption, ...]]

    def texts(self, said: Any, where: str, *, lines: bool = True) -> Texts:
        """A text that may be by language; under `default` stands the survey's own."""
        if isinstance(said, dict):
            found = {
                UNMARKED if name == "default" else language_tag(str(name)): _text(text)
                for name, text in said.items()
                if name == "default" or language_tag(str(name))
            }
        else:
            found = {UNMARKED: _text(said)}
        return plain_texts(found, self.remarks, where, lines=lines)

    def asked(self, element: Element) -> Iterator[tuple[AskedQuestion, str]]:
        """The questions with the condition of their row, where they have one; what is lost is told."""
        kind, name = _text(element.get("type")), name_of(element)
        self._tell_beside(element, name)
        match kind:
            case "text" | "comment" | "boolean" | "rating" | "slider" | "ranking" | "imagepicker":
                yield from ((one, "") for one in self._single(element, name))
            case kind if kind in ONE | SEVERAL:
                yield from ((one, "") for one in self._single(element, name))
            case "matrix":
                yield from self._matrix(element, name)
            case "multipletext":
                for field in _elements(element.get("items")):
                    inner = {"type": "text", **field, "title": field.get("title") or field.get("name")}
                    id = f"{name}.{name_of(field)}"
                    for one in self._single(inner, id):
                        yield replace(one, stem=self._title(element, name)), ""
            case "matrixdropdown":
                yield from self._cells(element, name)
            case _:
                why = LOST.get(kind, f"Barograph has no question like {kind or 'an element without a type'}")
                self.remarks.lose("question_lost", name, f"{kind} {name}", item=name, why=why)

    def _title(self, element: Element, name: str) -> Texts:
        return self.texts(element.get("title") or name, name)

    def _single(self, element: Element, id: str) -> Iterator[AskedQuestion]:
        own = AskedQuestion(
            id=id,
            asks="short_text",
            texts=self._title(element, id),
            where=id,
            hint=self.texts(element.get("description"), id),
            required=element.get("isRequired") is True,
        )
        match _text(element.get("type")):
            case "text" if _text(element.get("inputType")) in TIMES:
                why = "Barograph asks for days, not for times"
                self.remarks.lose(
                    "question_lost", id, f"{_text(element['inputType'])} {id}", item=id, why=why
                )
            case "text":
                yield self._with_checks(self._written(own, element), element)
            case "comment":
                yield self._with_checks(
                    replace(own, asks="long_text", maximum_length=_length(element)), element
                )
            case "boolean":
                yield replace(own, asks="choose_one", options=self._yes_or_no(element, id))
            case "rating":
                yield replace(own, asks="scale", options=self._points(element, id))
            case "slider":
                yield from self._slider(own, element)
            case "ranking":
                options = self._choices(element, id)
                yield replace(own, asks="ranking", options=options, top=len(options))
            case kind:
                several = kind in SEVERAL or (kind == "imagepicker" and element.get("multiSelect") is True)
                options = self._choices(element, id, several)
                words = {f"{id}-Comment": "other.words"} if any(one.specify for one in options) else {}
                columns = {id: "", **words} if words else {}
                yield replace(
                    own, asks="choose_many" if several else "choose_one", options=options, columns=columns
                )

    def _written(self, own: AskedQuestion, element: Element) -> AskedQuestion:
        type = _text(element.get("inputType")) or "text"
        if type in ("number", "range"):
            low, high = _number(element.get("min")), _number(element.get("max"))
            return replace(own, asks="number", minimum=low, maximum=high)
        if type == "date":
            days = [day if DAY.fullmatch(day := _text(element.get(end))) else None for end in ("min", "max")]
            return replace(own, asks="date", earliest=days[0], latest=days[1])
        if type in IN_WORDS:
            self.remarks.state("kind_changed", own.id, f"{type}: asked in words", item=own.id)
        reached = {type, _text(element.get("autocomplete"))} & REACHED
        return replace(own, maximum_length=_length(element), identifies=bool(reached))

    def _with_checks(self, own: AskedQuestion, element: Element) -> AskedQuestion:
        for check in _elements(element.get("validators")):
            sort = _text(check.get("type")).removesuffix("validator")
            low, high = _number(check.get("minValue")), _number(check.get("maxValue"))
            if sort == "numeric" and own.asks in ("short_text", "number"):
                own = replace(
                    own,
                    asks="number",
                    minimum=own.minimum if low is None else low,
                    maximum=own.maximum if high is None else high,
                    maximum_length=None,
                )
            elif (
                sort == "text" and (longest := _number(check.get("maxLength"))) and not check.get("minLength")
            ):
                own = replace(own, maximum_length=int(longest))
            else:
                said = " ".join(f"{key}: {_text(value)}" for key, value in check.items() if _text(value))
                self.remarks.lose("check_lost", own.id, said, item=own.id)
                own = replace(own, identifies=own.identifies or sort == "email")
        return own

    def _choices(self, element: Element, id: str, several: bool = False) -> tuple[AskedOption, ...]:
        if element.get("choicesByUrl") and not element.get("choices"):
            why = "its options lie at an address, and nothing is fetched"
            self.remarks.lose("question_lost", id, "options from an address", item=id, why=why)
        taken = _text(element.get("choicesFromQuestion"))
        if taken:
            self.remarks.lose("option_rule_lost", id, f"its options are those of {taken}", item=id)
        found = list(self.options.get(taken, ())) or self._listed(element.get("choices"), id)
        order = _text(element.get("choicesOrder"))
        if order not in ("", "none"):
            self.remarks.lose("random_lost", id, f"the order of its options: {order}", item=id)
        for names, code, usual, out in (
            (("showOtherItem", "hasOther"), "other", "Other", False),
            (("showNoneItem", "hasNone"), "none", "None", False),
            (("showRefuseItem",), "refused", "Refuse to answer", True),
            (("showDontKnowItem",), "dontknow", "Don't know", True),
        ):
            if any(element.get(name) is True for name in names):
                text = self.texts(element.get(f"{code.removesuffix('d')}Text") or usual, id, lines=False)
                if code == "none" and several:
                    self.remarks.lose("exclusive_lost", id, usual, item=id)
                found.append(AskedOption(code, text, id, specify=code == "other", no_answer=out))
        self.options[id] = tuple(found)
        return tuple(found)

    def _listed(self, choices: Any, id: str) -> list[AskedOption]:
        """The options of a list; one without a value can't be told from a blank."""
        found = [self._option(choice, id) for choice in _list(choices)]
        if nameless := sum(not option.code for option in found):
            self.remarks.lose(
                "option_lost", id, f"{nameless} without a value", item=id, why="it has no value"
            )
        return [option for option in found if option.code]

    def _option(self, choice: Any, id: str) -> AskedOption:
        if not isinstance(choice, dict):
            return AskedOption(_text(choice), self.texts(choice, id, lines=False), id)
        code = _text(choice.get("value"))
        for name in ("visibleIf", "enableIf"):
            if choice.get(name):
                self.remarks.lose("option_rule_lost", id, f"{code}: {_text(choice[name])}", item=id)
        if choice.get("imageLink"):
            self.remarks.sum_up("media_lost", id)
        points = next((choice[key] for key in ("score", "points", "weight") if key in choice), None)
        if points is not None and _text(points) != code:
            self.remarks.lose("points_lost", id, f"{code}: {_text(points)}", item=id)
        texts = self.texts(choice.get("text") or code, id, lines=False)
        return AskedOption(code, texts, id, points=_number(points))

    def _yes_or_no(self, element: Element, id: str) -> tuple[AskedOption, ...]:
        if not (element.get("labelTrue") and element.get("labelFalse")):
            self.remarks.state("label_made", id, "Yes and No, as SurveyJS shows", item=id)
        return tuple(
            AskedOption(
                _text(element.get(f"value{name}")) or name.lower(),
                self.texts(element.get(f"label{name}") or usual, id, lines=False),
                id,
            )
            for name, usual in (("True", "Yes"), ("False", "No"))
        )

    def _points(self, element: Element, id: str) -> tuple[AskedOption, ...]:
        given = _list(element.get("rateValues"))
        if given:
            return tuple(self._listed(given, id))
        low, step = _number(element.get("rateMin")), _number(element.get("rateStep")) or 1.0
        low = 1.0 if low is None else low
        high, count = _number(element.get("rateMax")), _number(element.get("rateCount"))
        high = low + (count - 1) * step if count and high is None else 5.0 if high is None else high
        number = min(MOST_POINTS, max(2, int((high - low) / step + 1.000001)))
        ends = {
            0: self.texts(element.get("minRateDescription"), id, lines=False),
            number - 1: self.texts(element.get("maxRateDescription"), id, lines=False),
        }
        return tuple(
            AskedOption(_text(low + place * step), ends.get(place, NOTHING), id) for place in range(number)
        )

    def _slider(self, own: AskedQuestion, element: Element) -> Iterator[AskedQuestion]:
        if _text(element.get("sliderType")) == "range":
            why = "a range between two values can't be answered on one slider"
            self.remarks.lose("question_lost", own.id, f"slider {own.id}", item=own.id, why=why)
            return
        low, high = _number(element.get("min")) or 0.0, _number(element.get("max"))
        high = 100.0 if high is None else high
        self.remarks.state("label_made", own.id, "the ends of its slider bear their numbers", item=own.id)
        ends = ({UNMARKED: f"{low:g}"}, {UNMARKED: f"{high:g}"})
        yield replace(
            own, asks="slider", minimum=low, maximum=high, step=_number(element.get("step")) or 1.0, ends=ends
        )

    def _matrix(self, element: Element, name: str) -> Iterator[tuple[AskedQuestion, str]]:
        options = tuple(self._listed(element.get("columns"), name))
        several = _text(element.get("cellType")) == "checkbox"
        if element.get("cells"):
            self.remarks.lose("text_lost", name, "texts in the cells of its grid", item=name)
        order = _text(element.get("rowsOrder") or element.get("rowOrder"))
        if order not in ("", "initial"):
            self.remarks.lose("random_lost", name, f"the order of its rows: {order}", item=name)
        forced = element.get("isRequired") is True or element.get("isAllRowRequired") is True
        for row in _list(element.get("rows")) or [{"value": "value", "text": ""}]:
            line = row if isinstance(row, dict) else {"value": row}
            code = _text(line.get("value"))
            texts = self.texts(line.get("text") or code if "text" not in line or line["text"] else "", name)
            own = AskedQuestion(
                id=f"{name}.{code}",
                asks="choose_many" if several else "scale",
                texts=texts or self._title(element, name),
                where=f"{name}.{code}",
                options=options,
                stem=self._title(element, name) if texts else NOTHING,
                hint=self.texts(element.get("description"), name),
                required=forced,
            )
            yield own, _text(line.get("visibleIf"))

    def _cells(self, element: Element, name: str) -> Iterator[tuple[AskedQuestion, str]]:
        """A cell of a table with columns of several kinds is a question; its column stands in the note."""
        self.remarks.state("kind_changed", name, "a table: each of its cells is a question", item=name)
        for row in _list(element.get("rows")):
            line = row if isinstance(row, dict) else {"value": row}
            code = _text(line.get("value"))
            for column in _elements(element.get("columns")):
                kind = _text(column.get("cellType")) or _text(element.get("cellType")) or "dropdown"
                inner = {
                    "choices": element.get("choices"),
                    **column,
                    "type": "text" if kind == "default" else kind,
                    "title": line.get("text") or code,
                    "description": column.get("title") or column.get("name"),
                }
                if inner["type"] not in {"text", "comment", "boolean", "rating", *ONE, *SEVERAL}:
                    self.remarks.lose("question_lost", name, f"a cell of kind {kind}", item=name)
                    continue
                for one in self._single(inner, f"{name}.{code}.{name_of(column)}"):
                    yield replace(one, stem=self._title(element, name)), _text(line.get("visibleIf"))

    def _tell_beside(self, element: Element, name: str) -> None:
        for key, code in BESIDE.items():
            if element.get(key) not in (None, "", False, [], 0):
                self.remarks.lose(code, name, f"{key}: {_text(element[key]) or '…'}", item=name)
        if element.get("enableIf"):
            why = "a question can't be shown and locked: everyone may answer it"
            self.remarks.lose(
                "rule_lost", name, f"enableIf: {_text(element['enableIf'])}", item=name, why=why
            )


def name_of(element: Element) -> str:
    """Under which name an element's answer stands in data and conditions."""
    return _text(element.get("valueName")) or _text(element.get("name"))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, str | int | float) else ""


def _number(value: Any) -> float | None:
    try:
        number = float(_text(value))
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None


def _length(element: Element) -> int | None:
    longest = _number(element.get("maxLength"))
    return int(longest) if longest and longest >= 1 else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _elements(value: Any) -> list[Element]:
    return [one for one in _list(value) if isinstance(one, dict)]
