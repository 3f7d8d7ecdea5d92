"""ReproSchema's activities: a folder of JSON-LD, whose one schema names the items in order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from engine.exchange.foreign.conditions import rule_of
from engine.exchange.foreign.expressions import Grammar, NotReadError, read_expression
from engine.exchange.foreign.facts import AskedQuestion, SourcePage, SurveyFacts, Texts
from engine.exchange.foreign.formats.between import LateConditions, TextsBetween
from engine.exchange.foreign.formats.reproschema_items import ItemFile, ItemFiles, Node, code_of, table
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import MOST_FILES, OpenedFile, refused
from engine.instrument.rules import Rule

GRAMMAR: Final = Grammar(bare_names=True)
ACTIVITY: Final = "activity"
PROTOCOL: Final = "protocol"
NAMED: Final = 5  # files that a refusal names


def recognizes(opened: OpenedFile) -> bool:
    """Whether it is an activity, a folder with one, or the protocol that joins several."""
    return _schema_in(opened) is not None or _category(opened.json) == PROTOCOL


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of an activity. Raises `Refused` for a protocol, or where files that it names are not there."""
    schema = _schema_in(opened)
    if schema is None:
        cause = "it holds no activity; a protocol joins several, and each is an instrument of its own"
        raise refused(opened.name, "foreign_format", cause, "take the folder of one activity")
    return _Activity(schema, remarks).facts()


def _category(found: Any) -> str:
    if not isinstance(found, dict):
        return ""
    return str(found.get("category") or found.get("@type") or "").rpartition(":")[2].lower()


def _schema_in(opened: OpenedFile) -> OpenedFile | None:
    if not opened.is_folder:
        return opened if _category(opened.json) == ACTIVITY else None
    names = sorted(path.name for path in opened.path.iterdir())[:MOST_FILES]
    for name in sorted(names, key=lambda name: "schema" not in name.lower()):
        inner = opened.beside(name)
        if inner is not None and (inner.text or "").lstrip()[:1] == "{" and _category(inner.json) == ACTIVITY:
            return inner
    return None


class _Activity:
    """Reads the items in the order of the schema; conditions are read once all are known."""

    def __init__(self, file: OpenedFile, remarks: Remarks) -> None:
        self.file = file
        self.schema: Node = file.json
        self.ui = table(self.schema.get("ui"))
        self.remarks = remarks
        self.missing: list[str] = []
        self.items = ItemFiles(remarks, self.missing)
        self.asked: dict[str, AskedQuestion] = {}
        self.between = TextsBetween(remarks)
        self.conditions = LateConditions(remarks, self._read_rule)

    def facts(self) -> SurveyFacts:
        stem = self._texts("preamble")
        for item, said in self._in_order():
            self._item(item, said, stem)
        if self.missing:
            named = ", ".join(list(dict.fromkeys(self.missing))[:NAMED])
            cause = f"files that it names are not there: {named}"
            raise refused(
                self.file.name, "foreign_unreadable", cause, "take the whole folder, as it was published"
            )
        thanks = self.between.at_end()
        asked = tuple(replace(one, show_if=self.conditions.of(one.id)) for one in self.asked.values())
        scores = self._scores()
        return SurveyFacts(
            pages=(SourcePage(asked, random=self.ui.get("shuffle") is True, where="ui.order"),),
            title=self._texts("prefLabel"),
            id=code_of(self.schema.get("id") or self.schema.get("@id")).removesuffix("_schema"),
            version=code_of(self.schema.get("version")),
            language=self._language(),
            purpose=self._texts("description"),
            thanks=thanks,
            citation=next(iter(self._texts("citation").values()), ""),
            scores=tuple(scores.scores),
            composites=tuple(scores.composites),
            multi_paged=False,
        )

    def _texts(self, key: str) -> Texts:
        return self.items.texts(self.schema.get(key), key, lines=key != "prefLabel")

    def _language(self) -> str:
        """The language that most questions have, English before others."""
        tags = Counter(tag for question in self.asked.values() for tag in question.texts if tag)
        return max(tags, key=lambda tag: (tags[tag], tag == "en"), default="")

    def _in_order(self) -> Iterator[tuple[ItemFile, Node]]:
        """The items that are there, with what the schema says of each; those not there are gathered."""
        listed = self.ui.get("addProperties")
        said = {
            str(one.get("isAbout")): one
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict)
        }
        order = self.ui.get("order")
        for path in order if isinstance(order, list) else []:
            file = self.file.beside(str(path))
            if file is None or not isinstance(file.json, dict):
                self.missing.append(str(path))
                continue
            own = said.get(str(path), {})
            name = code_of(own.get("variableName")) or str(path).rpartition("/")[2]
            yield ItemFile(name, str(path), file.json, file), own

    def _item(self, item: ItemFile, said: Node, stem: Texts) -> None:
        computed = {code_of(one.get("variableName")) for one in self._formulas()}
        shown = said.get("isVis", True)
        if item.id in computed:
            return  # it shows a score
        if shown is False:
            self.remarks.lose("hidden_lost", item.where, item.id, item=item.id)
        elif item.id in self.asked:
            self.remarks.lose("question_lost", item.where, item.id, item=item.id, why="its name stands twice")
        elif str(table(item.node.get("ui")).get("inputType")).rpartition(":")[2] == "static":
            condition = shown if isinstance(shown, str) else ""
            self.between.add(self.items.texts(item.node.get("question"), item.where), item.where, condition)
        elif (question := self.items.asked(item, stem)) is not None:
            condition = shown if isinstance(shown, str) else ""
            self.conditions.add(item.id, condition, item.where)
            before = self.between.above((condition,))
            forced = said.get("valueRequired") is True or said.get("requiredValue") is True
            self.asked[item.id] = replace(question, required=forced, before=before)

    def _formulas(self) -> list[Node]:
        found = self.schema.get("compute")
        return [one for one in (found if isinstance(found, list) else []) if isinstance(one, dict)]

    def _read_rule(self, text: str) -> Rule:
        return rule_of(read_expression(text, GRAMMAR), self.asked)

    def _scores(self) -> FormulaScores:
        """Plain sums and means; other formulas are told."""
        found = FormulaScores(self.asked)
        for one in self._formulas():
            name, formula = code_of(one.get("variableName")), code_of(one.get("jsExpression"))
            try:
                found.read(name, read_expression(formula, GRAMMAR), "compute")
            except NotReadError as error:
                self.remarks.lose(
                    "calculation_lost", "compute", f"{name} = {formula}", item=name, why=f"{error}"
                )
        return found
