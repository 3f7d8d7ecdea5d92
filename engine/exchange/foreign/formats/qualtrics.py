"""Qualtrics' survey file (QSF): JSON, whose flow says which blocks of questions people meet, and in which order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from engine.exchange.foreign.conditions import together
from engine.exchange.foreign.expressions import NotReadError
from engine.exchange.foreign.facts import UNMARKED, AskedQuestion, SourcePage, SurveyFacts, Texts
from engine.exchange.foreign.formats.between import TextsBetween, joined_texts
from engine.exchange.foreign.formats.qualtrics_entries import (
    Entry,
    QualtricsParts,
    entries,
    entry,
    number_of,
    parts_of,
    text_of,
)
from engine.exchange.foreign.formats.qualtrics_logic import QualtricsLogic
from engine.exchange.foreign.formats.qualtrics_questions import PlacedQuestion, QualtricsQuestion
from engine.exchange.foreign.formats.qualtrics_scores import qualtrics_scores
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile, refused
from engine.exchange.foreign.wording import language_tag, plain_texts
from engine.instrument.rules import Not, Rule

DEEPEST: Final = 40
RECORDED: Final = (  # columns that every data file of Qualtrics has
    "StartDate",
    "EndDate",
    "Status",
    "IPAddress",
    "Progress",
    "Duration (in seconds)",
    "Finished",
    "RecordedDate",
    "ResponseId",
    "RecipientLastName",
    "RecipientFirstName",
    "RecipientEmail",
    "ExternalReference",
    "LocationLatitude",
    "LocationLongitude",
    "DistributionChannel",
    "UserLanguage",
)
NO_STEP: Final = frozenset(
    {"EndSurvey", "EmbeddedData", "Block", "Standard", "Branch", "BlockRandomizer", "Group"}
)


def recognizes(opened: OpenedFile) -> bool:
    """Whether it is JSON with Qualtrics' head and elements."""
    return isinstance(opened.json, dict) and {"SurveyEntry", "SurveyElements"} <= opened.json.keys()


def read(opened: OpenedFile, remarks: Remarks) -> SurveyFacts:
    """The facts of a survey. Raises `Refused` where it has no elements or asks nothing."""
    parts = parts_of(opened.json)
    if parts is None:
        cause = "it has no list of survey elements"
        raise refused(opened.name, "foreign_format", cause, "export the survey again, as QSF")
    return _Survey(parts, remarks).facts()


@dataclass(frozen=True)
class _Condition:
    """A condition as the file has it; `skip` where it is a skip's, `negated` where it leaves out."""

    logic: Entry
    where: str
    negated: bool = False
    skip: bool = False


@dataclass
class _Page:
    conditions: tuple[_Condition, ...]
    random: bool
    where: str
    asked: list[tuple[PlacedQuestion, tuple[_Condition, ...], str]] = field(default_factory=list)


class _Survey:
    """Goes through the flow as a respondent does, then reads the conditions that it met."""

    def __init__(self, parts: QualtricsParts, remarks: Remarks) -> None:
        self.parts = parts
        self.remarks = remarks
        self.between = TextsBetween(remarks)
        self.pages: list[_Page] = []
        self.placed: dict[str, list[PlacedQuestion]] = {}
        self.names: set[str] = set()
        self.purpose: Texts = {}
        self.ended: list[_Condition] = []  # on which the survey is over by now
        self.ignored: list[str] = list(RECORDED)
        self.used = {
            text_of(element.get("QuestionID"))
            for block in self._blocks_in(parts.flow)
            for element in entries(block.get("BlockElements"))
        }
        tags = Counter(
            text_of(parts.questions[id].get("DataExportTag")) for id in self.used if id in parts.questions
        )
        self.tags = {
            id: tag if (tag := text_of(parts.questions[id].get("DataExportTag"))) and tags[tag] == 1 else id
            for id in self.used
            if id in parts.questions
        }
        self._rules: dict[tuple[int, bool, bool], Rule | None] = {}
        self.shown: dict[str, Rule | None] = {}
        self.logic = QualtricsLogic(self.placed, self.shown, remarks)

    def facts(self) -> SurveyFacts:
        for step in self.parts.flow:
            self._step(step, (), 0)
        thanks = self.between.at_end()
        self._tell_unused()
        pages = tuple(self._pages())
        head = self.parts.head
        return SurveyFacts(
            pages=pages,
            title=plain_texts(
                {UNMARKED: text_of(head.get("SurveyName"))}, self.remarks, "SurveyEntry", lines=False
            ),
            language=language_tag(text_of(head.get("SurveyLanguage"))),
            purpose=self.purpose,
            thanks=thanks,
            scores=qualtrics_scores(self.parts, self.placed, self.remarks),
            ignored_columns=tuple(dict.fromkeys(self.ignored)),
        )

    def _blocks_in(self, steps: Sequence[Entry], depth: int = 0) -> Iterator[Entry]:
        for step in steps if depth < DEEPEST else ():
            block = self.parts.blocks.get(text_of(step.get("ID")))
            if block is not None and text_of(block.get("Type")) != "Trash":
                yield block
            yield from self._blocks_in(entries(step.get("Flow")), depth + 1)

    def _step(self, step: Entry, conditions: tuple[_Condition, ...], depth: int) -> None:
        kind, where = text_of(step.get("Type")), text_of(step.get("FlowID"))
        inner = entries(step.get("Flow")) if depth < DEEPEST else []
        if kind == "Branch":
            conditions = (*conditions, _Condition(entry(step.get("BranchLogic")), where))
        elif kind == "EndSurvey":
            self.ended += [replace(conditions[-1], negated=True)] if conditions else []
        elif kind == "EmbeddedData":
            names = [text_of(one.get("Field")) for one in entries(step.get("EmbeddedData"))]
            self.ignored += names
            self.remarks.lose("hidden_lost", where, f"embedded data: {', '.join(names)}")
        elif kind == "BlockRandomizer" and inner:
            self._randomizer(step, inner, where)
        elif kind not in NO_STEP:
            self.remarks.lose("flow_lost", where, kind or "a step without a type")
        if (block := self.parts.blocks.get(text_of(step.get("ID")))) is not None:
            self._block(block, conditions, where)
        for one in inner:
            self._step(one, conditions, depth + 1)

    def _randomizer(self, step: Entry, inner: Sequence[Entry], where: str) -> None:
        some = number_of(step.get("SubSet"))
        if some is not None and 0 < some < len(inner):
            self.remarks.lose(
                "random_lost",
                where,
                f"each person meets {int(some)} of {len(inner)} parts, drawn at random",
                why="nothing is drawn for a person: everyone is asked all parts",
                remedy="make a survey of each part, or a form, and hand them out by chance",
            )
        elif len(inner) > 1:
            self.remarks.lose("random_lost", where, f"the order of {len(inner)} parts")

    def _block(self, block: Entry, conditions: tuple[_Condition, ...], where: str) -> None:
        name = text_of(block.get("Description")) or text_of(block.get("ID"))
        options = entry(block.get("Options"))
        if text_of(options.get("Looping")) not in ("", "None"):
            self.remarks.lose("repeat_lost", name, "the block is asked once for each of several things")
        order = text_of(options.get("RandomizeQuestions"))
        if order.lower() not in ("", "false", "true", "randomizationall"):
            self.remarks.lose("random_lost", name, f"the order of its questions: {order}")
        elements = entries(block.get("BlockElements"))
        ids = [text_of(one.get("QuestionID")) for one in elements if one.get("QuestionID")]
        if again := [id for id in ids if id in self.placed]:
            self.remarks.lose("flow_lost", where or name, f"{name}: asks {', '.join(again)} a second time")
            return
        random = order.lower() in ("true", "randomizationall")
        skips: list[tuple[_Condition, str]] = []  # and the question at which each ends
        self._new_page(conditions, random, name)
        for element in elements:
            if text_of(element.get("Type")) == "Page Break":
                self._new_page(conditions, random, name)
                continue
            id = text_of(element.get("QuestionID"))
            skips = [(condition, until) for condition, until in skips if until != id]
            if id in self.parts.questions and id not in self.placed:
                self._question(id, tuple(condition for condition, _ in skips))
            skips += self._skips(element, id, ids)
        self._close_page()

    def _skips(self, element: Entry, id: str, ids: Sequence[str]) -> Iterator[tuple[_Condition, str]]:
        for step in entries(element.get("SkipLogic")):
            to = text_of(step.get("SkipToDestination"))
            condition = _Condition(step, f"{id} skip", negated=True, skip=True)
            tag, what = self.tags.get(id, id), f"if {text_of(step.get('Condition'))}, to {to}"
            if self.remarks.undone("skip_turned", tag, condition.where):
                why = "its skip was undone, so that everyone is asked what it passes over"
                self.remarks.lose("rule_lost", condition.where, what, item=tag, why=why)
                continue
            self.remarks.decide("skip_turned", condition.where, what, item=tag)
            if to == "ENDOFSURVEY":
                self.ended.append(condition)
            elif to == "ENDOFBLOCK" or to in ids:
                yield condition, to
            else:
                self.remarks.lose("flow_lost", condition.where, f"a skip to {to}, which is not in its block")

    def _new_page(self, conditions: tuple[_Condition, ...], random: bool, where: str) -> None:
        self._close_page()
        self.pages.append(_Page((*conditions, *self.ended), random, where))

    def _close_page(self) -> None:
        """Texts of a page before the first question are what people read before they begin."""
        if self.pages and not self.pages[-1].asked and not self.names:
            self.purpose = joined_texts([self.purpose, self.between.at_start()])

    def _question(self, id: str, skips: tuple[_Condition, ...]) -> None:
        payload = self.parts.questions[id]
        question = QualtricsQuestion(id, self.tags[id], payload, self.remarks)
        display = entry(payload.get("DisplayLogic"))
        if question.kind == "DB":
            self.placed[id] = []
            if question.selector == "GRB":
                self.remarks.sum_up("media_lost", question.where)
            self.between.add(question.text(), question.where, "its display logic" if display else "")
            return
        own = (*skips, *self._late(), *([_Condition(display, question.where)] if display else []))
        found = [self._named_once(placed, id) for placed in question.asked()]
        self.placed[id] = found
        if not found:
            self.ignored += [self.tags[id]]
        before = self.between.above() if found else {}
        for place, placed in enumerate(found):
            if place == 0 and before:
                placed = replace(placed, question=replace(placed.question, before=before))
                found[0] = placed
            rows = (
                [_Condition(placed.row_logic, f"{question.where} row {placed.row}")]
                if placed.row_logic
                else []
            )
            self.pages[-1].asked.append((placed, (*own, *rows), id))

    def _named_once(self, placed: PlacedQuestion, id: str) -> PlacedQuestion:
        """A question under a name that no other has: that of its column, or else one of the file's own id."""
        name = placed.question.id
        if name in self.names:
            name = "_".join(filter(None, (id, placed.row, str(len(self.names)))))
        self.names.add(name)
        return replace(placed, question=replace(placed.question, id=name))

    def _late(self) -> list[_Condition]:
        """Ends of the survey that came up on the page itself."""
        return [condition for condition in self.ended if condition not in self.pages[-1].conditions]

    def _pages(self) -> Iterator[SourcePage]:
        """The pages with their rules; a condition that can't be said is told once, and then holds for everyone."""
        for page in self.pages:
            rule = together(*(self._rule(condition) for condition in page.conditions))
            asked: list[AskedQuestion] = []
            for placed, conditions, id in page.asked:
                own = together(*(self._rule(condition, placed.question.id) for condition in conditions))
                asked.append(replace(placed.question, show_if=own))
                self.shown[id] = together(rule, own)
            if asked:
                yield SourcePage(tuple(asked), show_if=rule, random=page.random, where=page.where)

    def _rule(self, condition: _Condition, item: str = "") -> Rule | None:
        key = (id(condition.logic), condition.negated, condition.skip)
        if key not in self._rules:
            try:
                found = (
                    self.logic.skip(condition.logic)
                    if condition.skip
                    else self.logic.rule(condition.logic, condition.where)
                )
                if found is None and condition.negated:
                    raise NotReadError("it always holds, so that nobody would get there")
                self._rules[key] = Not(found) if found is not None and condition.negated else found
            except NotReadError as error:
                what = _described(condition.logic)
                self.remarks.lose(
                    "rule_lost", condition.where, what, item=item, why=f"{error}; all are shown to everyone"
                )
                self._rules[key] = None
        return self._rules[key]

    def _tell_unused(self) -> None:
        """Questions that no step of the flow leads to, block by block; quotas; texts around each page."""
        for block in self.parts.blocks.values():
            ids = [text_of(one.get("QuestionID")) for one in entries(block.get("BlockElements"))]
            left = [id for id in ids if id in self.parts.questions and id not in self.placed]
            if left:
                name = text_of(block.get("Description")) or text_of(block.get("ID"))
                tags = [text_of(self.parts.questions[id].get("DataExportTag")) or id for id in left]
                self.remarks.lose(
                    "unused", name, f"{len(left)} questions that no flow leads to: {', '.join(tags)}"
                )
        if self.parts.quotas:
            self.remarks.lose("quota_lost", "quotas", f"{self.parts.quotas} quotas")
        for name in ("Header", "Footer"):
            if words := plain_texts({UNMARKED: text_of(self.parts.settings.get(name))}, self.remarks, name):
                self.remarks.lose("text_lost", name, words[UNMARKED])


def _described(logic: Entry) -> str:
    """A condition in the words that Qualtrics keeps beside it."""
    words = [text_of(logic.get("Description"))]
    for group in entries(logic):
        words += [
            text_of(group.get("Description")),
            *(text_of(step.get("Description")) for step in entries(group)),
        ]
    plain = plain_texts({UNMARKED: " ".join(filter(None, words))}, Remarks(), "", lines=False)
    return plain.get(UNMARKED, "a condition")
