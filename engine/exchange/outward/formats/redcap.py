"""REDCap's data dictionary: one CSV, a row a field, under the header that REDCap asks for."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from engine.exchange.outward.edition import OutwardEdition, Texts, short
from engine.exchange.outward.formulas import FormulaSyntax, score_formula
from engine.exchange.outward.losses import OutwardRemarks
from engine.exchange.outward.syntax import RuleSyntax
from engine.instrument.model import Composite, Item, Page, Subscale
from engine.instrument.rules import Value

FILE_ENDING: Final = ".csv"
LONGEST_NAME: Final = 100
HEADER: Final = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
(
    NAME,
    FORM,
    SECTION,
    TYPE,
    LABEL,
    CHOICES,
    NOTE,
    CHECK,
    LOW,
    HIGH,
    _,
    BRANCH,
    *_REST,
    MATRIX,
    _RANKS,
    _NOTES,
) = HEADER
Row = dict[str, str]
ONE: Final = frozenset({"scale", "rubric", "choose_one"})


def redcap_bytes(edition: OutwardEdition, remarks: OutwardRemarks) -> bytes:
    """The dictionary as CSV in UTF-8 with a byte order mark, as REDCap writes it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_Dictionary(edition, remarks).rows())
    return out.getvalue().encode("utf-8-sig")


class _Dictionary:
    """Writes rows page by page, in the instrument's own language."""

    def __init__(self, edition: OutwardEdition, remarks: OutwardRemarks) -> None:
        self.edition = edition
        self.remarks = remarks
        self.items = {item.id: item for item in edition.instrument.items}
        self.form = field_name(edition.instrument.id, set())
        taken = {"record_id"}
        self.names = {item.id: field_name(item.id, taken) for item in edition.asked}
        for old, new in self.names.items():
            if old != new:
                remarks.ids[old] = new
                remarks.lose("id_changed", old, new)
        self.taken = taken
        self.rules = RuleSyntax(
            reference=lambda id: f"[{self.names[id]}]", chosen=self._chosen, there=self._there
        )
        if len(edition.languages) > 1:
            remarks.lose("translation_lost", edition.instrument.id, ", ".join(edition.languages[1:]))

    def rows(self) -> Iterator[Row]:
        yield {NAME: "record_id", FORM: self.form, TYPE: "text", LABEL: "Record ID"}
        for page in self.edition.form.pages:
            yield from self._page(page)
        for scored in self.edition.scores:
            yield from self._score(scored)

    def _page(self, page: Page) -> Iterator[Row]:
        heading = "\n".join(filter(None, (page.title, page.text)))
        before: Item | None = None
        for item in self.edition.items(page):
            stem = (
                _first(self.edition.stem(item))
                if item.stem and (before is None or before.stem != item.stem)
                else ""
            )
            if stem:
                heading = "\n".join(filter(None, (heading, stem)))
            for row in self._item(item):
                yield {SECTION: heading} | row if heading else row
                heading = ""
            before = item

    def _item(self, item: Item) -> Iterator[Row]:
        name, kind = self.names[item.id], item.kind.name
        row = {FORM: self.form, NAME: name, LABEL: item.text, NOTE: item.note or ""}
        if item.show_if is not None:
            row[BRANCH] = self.rules.written(item.show_if, self.items)
        if above := _first(self.edition.passage(item)):
            yield row | {
                NAME: field_name(f"{name}_before", self.taken),
                TYPE: "descriptive",
                LABEL: above,
                NOTE: "",
            }
        if kind in ONE or kind == "choose_many":
            row |= {TYPE: "checkbox" if kind == "choose_many" else "radio", CHOICES: self._choices(item)}
            if kind == "scale":  # also alone, as that says that its options are a scale
                row[MATRIX] = field_name(f"{item.stem or name}_{item.scale}", set())
            yield row
            yield from self._words(item)
        elif kind in ("ranking", "constant_sum"):
            self.remarks.lose("kind_changed", item.id, "a whole number for each option")
            most = item.total if kind == "constant_sum" else item.top or len(item.options)
            for value, label in self.edition.choices(item):
                own = field_name(f"{name}_{value}", self.taken)
                yield row | {
                    NAME: own,
                    TYPE: "text",
                    LABEL: f"{item.text} {_first(label)}",
                    CHECK: "integer",
                    LOW: "0",
                    HIGH: str(most),
                }
        elif kind == "slider":
            ends = " | | ".join(_label(end) for end in item.ends)
            yield row | {
                TYPE: "slider",
                CHOICES: ends,
                CHECK: "number",
                LOW: _short(item.minimum),
                HIGH: _short(item.maximum),
            }
        elif kind == "number":
            check = "integer" if item.whole else "number"
            yield row | {TYPE: "text", CHECK: check, LOW: _short(item.minimum), HIGH: _short(item.maximum)}
        elif item.kind.dated:
            yield row | {TYPE: "text", CHECK: "date_ymd", LOW: item.earliest or "", HIGH: item.latest or ""}
        else:
            yield row | {TYPE: "notes" if item.kind.lines else "text"}

    def _words(self, item: Item) -> Iterator[Row]:
        for option in item.options:
            if option.specify:
                self.remarks.lose("words_apart", item.id, str(option.value))
                name = field_name(f"{self.names[item.id]}_{option.value}_words", self.taken)
                rule = self._chosen(item, option.value)
                yield {FORM: self.form, NAME: name, TYPE: "text", LABEL: option.label, BRANCH: rule}

    def _choices(self, item: Item) -> str:
        found = []
        for value, label in self.edition.choices(item):
            text = _first(label) or value
            if "|" in text:
                self.remarks.lose("label_changed", item.id, text)
            found.append(f"{value}, {_label(text)}")
        return " | ".join(found)

    def _chosen(self, item: Item, value: Value) -> str:
        name = self.names[item.id]
        return f"[{name}({value})] = '1'" if item.kind.several else f"[{name}] = '{value}'"

    def _there(self, item: Item) -> str:
        name = self.names[item.id]
        if item.kind.several:
            return f"({' or '.join(self._chosen(item, option.value) for option in item.options)})"
        parts = [f"[{name}] <> ''", *(f"[{name}] <> '{out.id}'" for out in item.non_answers)]
        return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"

    def _score(self, scored: Subscale | Composite) -> Iterator[Row]:
        syntax = FormulaSyntax(lambda item: f"[{self.names[item.id]}]", self._there)
        formula = score_formula(self.edition, scored, self.items, syntax)
        name = field_name(scored.id, self.taken)
        yield {FORM: self.form, NAME: name, TYPE: "calc", LABEL: scored.label, CHOICES: formula}


def field_name(id: str, taken: set[str]) -> str:
    """A name that REDCap takes: small letters, digits and single underscores, a letter first; it is then taken."""
    plain = re.sub(r"_+", "_", re.sub(r"[^a-z0-9]+", "_", id.lower())).strip("_") or "field"
    plain = plain if plain[0].isalpha() else f"q_{plain}"
    name, number = plain[:LONGEST_NAME], 2
    while name in taken:
        name, number = f"{plain[: LONGEST_NAME - 4]}_{number}", number + 1
    taken.add(name)
    return name


def _first(texts: Texts) -> str:
    return next(iter(texts.values()), "")


def _label(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _short(number: float | None) -> str:
    return "" if number is None else short(number)
