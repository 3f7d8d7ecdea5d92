"""A question of Qualtrics as the questions it asks: one of its own, or one a row, a slider or a field."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.exchange.foreign.facts import NOTHING, UNMARKED, AskedOption, AskedQuestion, Texts
from engine.exchange.foreign.formats.qualtrics_entries import (
    Entry,
    entries,
    entry,
    number_of,
    ordered,
    text_of,
)
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import language_tag, plain_texts

SEVERAL: Final = frozenset({"MAVR", "MAHR", "MACOL", "MSB"})
LONG: Final = frozenset({"ML", "ESTB"})
SILENT: Final = {
    "Timing": "how long people take is not kept",
    "Meta": "what people's browser is, is not kept",
    "Captcha": "Barograph asks nobody whether they are a robot",
}
LOST: Final = {
    "DD": "lists that depend on each other have no counterpart",
    "HotSpot": "a picture can't be answered on",
    "HeatMap": "a picture can't be answered on",
    "HL": "words of a text can't be marked",
    "FileUpload": "no files are taken",
    "Draw": "nothing is drawn or signed",
    "Signature": "nothing is drawn or signed",
    "PGR": "nothing is sorted into groups",
    "TreeTest": "nothing is clicked through",
}
REACHED: Final = frozenset({"ValidEmail", "ValidPhone"})


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question with the condition on its row, as the file has it."""

    question: AskedQuestion
    row_logic: Entry = field(default_factory=dict)
    keys: tuple[tuple[str, str], ...] = ()  # the file's key of each option, and its code
    row: str = ""  # its key, where the question has several


@dataclass(frozen=True)
class QualtricsQuestion:
    """One question of the file under the name that its data file has (`tag`)."""

    id: str  # the file's own
    tag: str
    payload: Entry
    remarks: Remarks

    @property
    def where(self) -> str:
        return self.id if self.tag == self.id else f"{self.id} ({self.tag})"

    @property
    def kind(self) -> str:
        return text_of(self.payload.get("QuestionType"))

    @property
    def selector(self) -> str:
        return text_of(self.payload.get("Selector"))

    def text(self) -> Texts:
        return self._texts("QuestionText")

    def asked(self) -> Iterator[PlacedQuestion]:
        """The questions that it asks, in order; what has no counterpart is told."""
        self._tell_lost()
        match self.kind:
            case "MC":
                yield self._choice()
            case "Matrix":
                yield from self._rows(self.tag, self.text())
            case "TE":
                yield from self._written()
            case "Slider":
                yield from self._sliders()
            case "CS":
                yield self._points()
            case "RO":
                options, keys = self._options("Choices", "ChoiceOrder")
                columns = {f"{self.tag}_{key}": code for key, code in keys}
                yield PlacedQuestion(self._question("ranking", options=options, columns=columns), keys=keys)
            case "SBS":
                yield from self._side_by_side()
            case kind if kind in SILENT:
                self.remarks.lose("hidden_lost", self.where, f"{kind}: {self._said()}", why=SILENT[kind])
            case kind:
                why = LOST.get(kind, f"Barograph has no question like {kind or 'it'}")
                self.remarks.lose("question_lost", self.where, self._said(), item=self.tag, why=why)

    def _question(self, asks: str, **more: Any) -> AskedQuestion:
        forced = text_of(self._settings.get("ForceResponse")) in ("ON", "RequestResponse")
        return AskedQuestion(
            **{
                "id": self.tag,
                "asks": asks,
                "texts": self.text(),
                "where": self.where,
                "required": forced,
                **more,
            }
        )

    @property
    def _settings(self) -> Entry:
        return entry(entry(self.payload.get("Validation")).get("Settings"))

    def _said(self) -> str:
        return text_of(self.payload.get("QuestionDescription")) or text_of(self.payload.get("QuestionText"))

    def _texts(self, *path: str) -> Texts:
        """A text in all languages, by its place in the payload."""
        found = {UNMARKED: _at(self.payload, path)}
        for name, translated in entry(self.payload.get("Language")).items():
            if tag := language_tag(name):
                found[tag] = _at(entry(translated), path)
        return plain_texts(found, self.remarks, self.where, lines=path == ("QuestionText",))

    def _options(
        self, choices: str, order: str
    ) -> tuple[tuple[AskedOption, ...], tuple[tuple[str, str], ...]]:
        """The options under the codes that stand in data, and the code of each key that rules name."""
        recodes = entry(self.payload.get("RecodeValues"))
        options, keys = [], []
        for key, choice in ordered(self.payload.get(choices), self.payload.get(order)):
            code = text_of(recodes.get(key)) or key
            where = f"{self.where} {choices[:-1].lower()} {key}"
            if choice.get("DisplayLogic"):
                self.remarks.lose("option_rule_lost", where, text_of(choice.get("Display")), item=self.tag)
            if choice.get("ExclusiveAnswer"):
                self.remarks.lose("exclusive_lost", where, text_of(choice.get("Display")), item=self.tag)
            if choice.get("Image"):
                self.remarks.sum_up("media_lost", where)
            texts = self._texts(choices, key, "Display")
            if not texts and choice.get("Image"):
                texts = {UNMARKED: text_of(entry(choice["Image"]).get("Display")) or f"Picture {key}"}
            specify = text_of(choice.get("TextEntry")).lower() in ("true", "on")
            options.append(AskedOption(code, texts, where, specify=specify))
            keys.append((key, code))
        return tuple(options), tuple(keys)

    def _choice(self) -> PlacedQuestion:
        options, keys = self._options("Choices", "ChoiceOrder")
        several = self.selector in SEVERAL or len(options) == 1
        columns: dict[str, str] = {}
        if several:
            columns |= {f"{self.tag}_{code}": code for _, code in keys}
        elif any(option.specify for option in options):
            columns[self.tag] = ""
        for (key, code), option in zip(keys, options, strict=True):
            if option.specify:
                columns[f"{self.tag}_{key}_TEXT"] = f"{code}.words"
        if self.selector == "NPS":
            return PlacedQuestion(self._question("scale", options=options), keys=keys)
        asks = "choose_many" if several else "choose_one"
        return PlacedQuestion(self._question(asks, options=options, columns=columns), keys=keys)

    def _rows(self, tag: str, stem: Texts) -> Iterator[PlacedQuestion]:
        """A row of a matrix is a question under a stem."""
        options, keys = self._options("Answers", "AnswerOrder")
        names = entry(self.payload.get("ChoiceDataExportTags")) if tag == self.tag and "#" not in tag else {}
        several = text_of(self.payload.get("SubSelector")) == "MultipleAnswer"
        for key, row in ordered(self.payload.get("Choices"), self.payload.get("ChoiceOrder")):
            id = text_of(names.get(key)) or f"{tag}_{key}"
            texts = self._texts("Choices", key, "Display")
            own = self._question("scale", id=id, texts=texts or stem, stem=stem if texts else NOTHING)
            logic = entry(row.get("DisplayLogic"))
            if self.selector in ("TE", "CS") or not options:
                for column, (_, words) in enumerate(zip(keys, options, strict=True), start=1):
                    cell = replace(own, id=f"{id}_{column}", asks="short_text", hint=words.texts)
                    yield PlacedQuestion(cell, logic, row=key)
                if not options:
                    yield PlacedQuestion(replace(own, asks="short_text"), logic, row=key)
                continue
            columns = {f"{id}_{code}": code for _, code in keys} if several else {}
            asks = "choose_many" if several else "scale"
            yield PlacedQuestion(replace(own, asks=asks, options=options, columns=columns), logic, keys, key)

    def _side_by_side(self) -> Iterator[PlacedQuestion]:
        """Each column of a side-by-side question is a matrix of its own."""
        self.remarks.state(
            "kind_changed", self.where, "side by side: each of its columns is a grid", item=self.tag
        )
        for number, payload in entry(self.payload.get("AdditionalQuestions")).items():
            inner = entry(payload)
            column = QualtricsQuestion(self.id, f"{self.tag}#{number}", inner, self.remarks)
            heading = column.text()
            stem = {
                tag: "\n\n".join(filter(None, (self.text().get(tag), heading.get(tag))))
                for tag in self.text()
            }
            if text_of(inner.get("QuestionType")) == "Matrix":
                yield from column._rows(f"{self.tag}#{number}", stem or heading)
            else:
                for placed in column.asked():
                    yield replace(placed, question=replace(placed.question, stem=stem))

    def _written(self) -> Iterator[PlacedQuestion]:
        if self.selector == "FORM":
            for key, _ in ordered(self.payload.get("Choices"), self.payload.get("ChoiceOrder")):
                texts = self._texts("Choices", key, "Display")
                stem = self.text() if texts else NOTHING
                own = self._question(
                    "short_text", id=f"{self.tag}_{key}", texts=texts or self.text(), stem=stem
                )
                yield PlacedQuestion(own, row=key)
            return
        settings, content = self._settings, text_of(self._settings.get("ContentType"))
        checked = text_of(settings.get("Type")) == "ContentType"
        column = {f"{self.tag}_TEXT": ""} if not checked and self.selector == "FORM" else {}
        if checked and content == "ValidNumber":
            limits = entry(settings.get("ValidNumber"))
            decimals = number_of(limits.get("NumDecimals"))
            low, high = number_of(limits.get("Min")), number_of(limits.get("Max"))
            yield PlacedQuestion(self._question("number", minimum=low, maximum=high, whole=decimals == 0))
        elif checked and content == "ValidDate":
            yield PlacedQuestion(self._question("date"))
        else:
            if self.selector == "PW":
                self.remarks.state(
                    "kind_changed", self.where, "a hidden entry: what is typed shows here", item=self.tag
                )
            if checked and content:
                self.remarks.lose("check_lost", self.where, content, item=self.tag)
            longest = number_of(settings.get("MaxChars")) if "Char" in text_of(settings.get("Type")) else None
            own = self._question(
                "long_text" if self.selector in LONG else "short_text",
                maximum_length=int(longest) if longest and longest >= 1 else None,
                identifies=checked and content in REACHED,
                columns=column,
            )
            yield PlacedQuestion(own)

    def _sliders(self) -> Iterator[PlacedQuestion]:
        how = entry(self.payload.get("Configuration"))
        low, high = number_of(how.get("CSSliderMin")), number_of(how.get("CSSliderMax"))
        decimals = int(number_of(how.get("NumDecimals")) or 0)
        labels = [self._texts("Labels", key, "Display") for key in entry(self.payload.get("Labels"))]
        if len(labels) < 2:
            self.remarks.state(
                "label_made", self.where, "the ends of its sliders bear their numbers", item=self.tag
            )
            labels = [{UNMARKED: f"{end:g}"} for end in (low or 0.0, 100.0 if high is None else high)]
        if len(labels) > 2:
            self.remarks.lose(
                "text_lost", self.where, f"{len(labels) - 2} labels between the ends of its sliders"
            )
        for key, _ in ordered(self.payload.get("Choices"), self.payload.get("ChoiceOrder")):
            texts = self._texts("Choices", key, "Display")
            own = self._question(
                "slider",
                id=f"{self.tag}_{key}",
                texts=texts or self.text(),
                stem=self.text() if texts else NOTHING,
                minimum=0.0 if low is None else low,
                maximum=100.0 if high is None else high,
                step=10.0 ** -min(max(decimals, 0), 3),
                ends=(labels[0], labels[-1]),
            )
            yield PlacedQuestion(own, row=key)

    def _points(self) -> PlacedQuestion:
        options, keys = self._options("Choices", "ChoiceOrder")
        total = number_of(self._settings.get("ChoiceTotal"))
        columns = {f"{self.tag}_{key}": code for key, code in keys}
        own = self._question(
            "constant_sum", options=options, columns=columns, total=int(total) if total else 100
        )
        if not total:
            self.remarks.state(
                "kind_changed", self.where, "numbers without a total: 100 points are given", item=self.tag
            )
        return PlacedQuestion(own, keys=keys)

    def _tell_lost(self) -> None:
        """What stands beside the question and has no counterpart."""
        if self.payload.get("QuestionJS"):
            self.remarks.lose("active_lost", self.where, "the question's JavaScript", item=self.tag)
        if any(entry(self.payload.get("DefaultChoices")).values()):
            self.remarks.lose("default_lost", self.where, "an answer given beforehand", item=self.tag)
        if entry(self.payload.get("Randomization")).get("Type") not in (None, "", "None"):
            self.remarks.lose("random_lost", self.where, "the order of its rows or options", item=self.tag)
        check = text_of(self._settings.get("Type"))
        if check not in ("", "None", "ContentType", "ChoicesTotal") and "Char" not in check:
            self.remarks.lose("check_lost", self.where, check, item=self.tag)
        if entries(self.payload.get("DynamicChoices")):
            self.remarks.lose("option_rule_lost", self.where, "options carried forward", item=self.tag)


def _at(table: Entry, path: tuple[str, ...]) -> str:
    for key in path[:-1]:
        table = entry(table.get(key))
    return text_of(table.get(path[-1]))
