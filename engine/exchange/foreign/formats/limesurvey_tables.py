"""The tables of a LimeSurvey file: rows by table, and texts by language in either generation of the format.

Until about DBVersion 400 a row stands once a language and holds its texts; later the texts stand in tables `*_l10ns`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element

TableRow = Mapping[str, str]
KeyOf = Callable[[TableRow], str]
KEYS: Final = {"groups": "gid", "questions": "qid", "subquestions": "qid", "answers": "aid"}
TEXTS: Final = {"groups": "group_l10ns", "questions": "question_l10ns", "subquestions": "question_l10ns"}


@dataclass(frozen=True)
class LimeTables:
    """A file: `rows` of a table, and `entries` with their texts."""

    root: Element

    def rows(self, table: str) -> tuple[TableRow, ...]:
        """The rows of a table, each field as text."""
        return tuple(
            MappingProxyType({field.tag: (field.text or "") for field in row})
            for row in self.root.iterfind(f"{table}/rows/row")
        )

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(
            filter(None, ((one.text or "").strip() for one in self.root.iterfind("languages/language")))
        )

    @cached_property
    def survey(self) -> TableRow:
        return next(iter(self.rows("surveys")), {})

    @cached_property
    def groups(self) -> tuple["LimeEntry", ...]:
        found = self._entries("groups", lambda row: row.get("gid", ""))
        return tuple(sorted(found, key=lambda one: one.order("group_order")))

    @cached_property
    def questions(self) -> tuple["LimeEntry", ...]:
        found = self._entries("questions", lambda row: row.get("qid", ""))
        return tuple(
            sorted(
                (one for one in found if one["parent_qid"] in ("", "0")),
                key=lambda one: one.order("question_order"),
            )
        )

    @cached_property
    def parts(self) -> Mapping[str, tuple["LimeEntry", ...]]:
        """The subquestions by the id of their question, in order."""
        rows = [*self._entries("subquestions", lambda row: row.get("qid", ""))]
        rows += [
            one
            for one in self._entries("questions", lambda row: row.get("qid", ""))
            if one["parent_qid"] not in ("", "0")
        ]
        return _by(rows, "parent_qid", "question_order")

    @cached_property
    def answers(self) -> Mapping[str, tuple["LimeEntry", ...]]:
        """The options by the id of their question, in order."""
        found = self._entries(
            "answers",
            lambda row: (
                row.get("aid") or "|".join((row.get("qid", ""), row.get("code", ""), row.get("scale_id", "")))
            ),
        )
        return _by(found, "qid", "sortorder")

    @cached_property
    def attributes(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """Attributes that are set, by question, name and language; without language under the empty text."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        for row in self.rows("question_attributes"):
            if value := row.get("value", "").strip():
                of_question = found.setdefault(row.get("qid", ""), {})
                of_question.setdefault(row.get("attribute", ""), {})[row.get("language", "")] = value
        return found

    def _entries(self, table: str, key: KeyOf) -> list["LimeEntry"]:
        texts: dict[str, dict[str, TableRow]] = {}
        first: dict[str, TableRow] = {}
        for row in self.rows(table):
            id = key(row)
            first.setdefault(id, row)
            if row.get("language"):
                texts.setdefault(id, {}).setdefault(row["language"], row)
        beside = "answer_l10ns" if table == "answers" else TEXTS[table]
        for row in self.rows(beside):
            texts.setdefault(row.get(KEYS[table], ""), {})[row.get("language", "")] = row
        return [LimeEntry(row, texts.get(id, {})) for id, row in first.items()]

    def survey_texts(self, field: str) -> dict[str, str]:
        """A text of the survey itself by language."""
        rows = self.rows("surveys_languagesettings")
        return {row.get("surveyls_language", ""): row[field] for row in rows if row.get(field, "").strip()}


@dataclass(frozen=True, slots=True)
class LimeEntry:
    """A group, a question, a part of one or an option: its fields, and its texts by language."""

    row: TableRow
    languages: Mapping[str, TableRow]

    def __getitem__(self, field: str) -> str:
        return self.row.get(field, "").strip()

    def texts(self, *fields: str) -> dict[str, str]:
        """A text by language, from the first of these fields that has one."""
        rows: Iterator[tuple[str, TableRow]] = iter(
            self.languages.items() if self.languages else [("", self.row)]
        )
        found = {}
        for language, row in rows:
            text = next((row[field] for field in fields if row.get(field, "").strip()), "")
            if text:
                found[language] = text
        return found

    def order(self, field: str) -> tuple[float, str]:
        try:
            return float(self[field] or 0), ""
        except ValueError:
            return 0.0, self[field]


def _by(entries: list[LimeEntry], key: str, order: str) -> Mapping[str, tuple[LimeEntry, ...]]:
    found: dict[str, list[LimeEntry]] = {}
    for entry in entries:
        found.setdefault(entry[key], []).append(entry)
    return {id: tuple(sorted(of_one, key=lambda one: one.order(order))) for id, of_one in found.items()}
