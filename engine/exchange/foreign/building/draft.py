"""The files of a draft instrument, from the facts of a survey: one way for all formats."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from engine.exchange.foreign.building.answers import AnswerPlan, AnswerPlanner
from engine.exchange.foreign.building.columns import columns_of
from engine.exchange.foreign.building.items import ItemWriter
from engine.exchange.foreign.building.naming import (
    MADE_ID,
    is_language,
    is_name,
    is_version,
    item_ids,
    name_of,
)
from engine.exchange.foreign.building.rules import RuleWriter
from engine.exchange.foreign.building.scores import composites, resolved, subscales
from engine.exchange.foreign.building.texts import PlainEntry, TextsByLanguage, texts_by_language
from engine.exchange.foreign.building.wishes import NEEDED, Wishes
from engine.exchange.foreign.conditions import together
from engine.exchange.foreign.facts import SourcePage, SurveyFacts, Texts
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import as_passage

FIRST_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """The files of a draft as plain data by name, and what is told of it."""

    files: Mapping[str, PlainEntry]
    title: str
    languages: tuple[str, ...]
    kinds: Mapping[str, int]  # how many questions of each
    ids: Mapping[str, str]  # old -> new
    missing: tuple[str, ...]  # keys that are still asked for


def draft_of(survey: SurveyFacts, wishes: Wishes, file_name: str, remarks: Remarks) -> DraftFiles:
    """Build the draft; what is lost and decided goes to the remarks."""
    return _Builder(survey, wishes, file_name, remarks).build()


class _Builder:
    """Builds one draft."""

    def __init__(self, survey: SurveyFacts, wishes: Wishes, file_name: str, remarks: Remarks) -> None:
        self.survey, self.wishes, self.file_name, self.remarks = survey, wishes, file_name, remarks
        self.texts: TextsByLanguage = texts_by_language(survey, wishes.language, remarks)
        self.ids = item_ids(survey.questions, remarks)
        self.plans = self._plans()
        self.scores, turned = resolved(survey.scores, self.plans, remarks)
        self.plans |= {id: self.plans[id].turned(around) for id, around in turned.items()}
        self.rules = RuleWriter(self.plans, self.ids, remarks)
        self.writer = ItemWriter(self.texts, remarks)

    def build(self) -> DraftFiles:
        head = self._head()
        items = self._items()
        scores = subscales(self.scores, self.ids, self.texts, self.remarks)
        named = {score.id: entry["id"] for score, entry in zip(self.scores, scores, strict=True)}
        of_scores = composites(self.survey.composites, named, self.texts, self.remarks)
        forms = self._forms()
        definition = dict(head)
        for key, value in (
            ("response_scales", self.writer.scales),
            ("stems", self.writer.stems),
            ("items", items),
        ):
            if value:
                definition[key] = value
        definition["subscales"] = scores
        if of_scores:
            definition["composites"] = of_scores
        if forms:
            definition["forms"] = forms
        files: dict[str, PlainEntry] = {"instrument.yaml": definition}
        files |= {f"{language}.yaml": entry for language, entry in self.texts.finished().items()}
        columns = columns_of(self.plans, self.ids, self.survey.ignored_columns, self.survey.respondent_column)
        if columns is not None:
            files["columns.yaml"] = columns
        languages = tuple(filter(None, (self.texts.main, *self.texts.finished())))
        kinds = Counter(plan.kind for plan in self.plans.values())
        missing = tuple(key for key in NEEDED if key not in definition)
        kept = {old: new for old, new in self.ids.items() if old in self.plans}
        return DraftFiles(
            files, str(definition["title"]), languages, dict(sorted(kinds.items())), kept, missing
        )

    def _plans(self) -> dict[str, AnswerPlan]:
        scored = frozenset(item for score in self.survey.scores for item in score.items)
        planner = AnswerPlanner(self.remarks, scored)
        found = {}
        for question in self.survey.questions:
            id = self.ids[question.id]
            if question.identifies and self.wishes.privacy == "anonymous":
                self.remarks.lose("identifier_left_out", question.where, question.id, item=id)
                continue
            plan = planner.plan(question, id)
            if plan is not None:
                found[question.id] = plan
        return found

    def _head(self) -> PlainEntry:
        survey, wishes = self.survey, self.wishes
        head: PlainEntry = {"id": self._id(), "version": self._version(), "title": self._title()}
        said = {
            "language": self.texts.main if is_language(self.texts.main) else None,
            "licence": wishes.licence or survey.licence or None,
            "audience": wishes.audience,
            "privacy": wishes.privacy,
            "minimum_group": wishes.minimum_group,
            "grades": list(wishes.grades) if wishes.grades else None,
            "citation": survey.citation or None,
        }
        head |= {key: value for key, value in said.items() if value is not None}
        for key, texts in (("purpose", survey.purpose), ("thanks", survey.thanks)):
            if texts:
                head[key] = self.texts.main_text(texts)
                self.texts.translate(texts, key)
        if survey.consent:
            self._passage(head, "consent", survey.consent, "consent")
        return head

    def _id(self) -> str:
        if self.wishes.id:
            return self.wishes.id
        said = self.survey.id or self.file_name.rpartition(".")[0] or self.file_name
        id = said if is_name(said) else name_of(said) or MADE_ID
        if id != self.survey.id:
            self.remarks.state("id_made", "the file", id)
        return id

    def _version(self) -> str:
        if is_version(self.survey.version):
            return self.survey.version
        what = f"{self.survey.version or 'none'} is {FIRST_VERSION}"
        self.remarks.state("version_made", "the file", what)
        return FIRST_VERSION

    def _title(self) -> str:
        title = self.wishes.title or self.texts.main_text(self.survey.title)
        if self.wishes.title is None and self.survey.title:
            self.texts.translate(self.survey.title, "title")
        if not title:
            title = self.survey.id or self.file_name.rpartition(".")[0] or self.file_name
            self.remarks.state("title_made", "the file", title)
        return title

    def _items(self) -> list[PlainEntry]:
        """The items, each with its rule and those of its page that can't stand at the page."""
        before: set[str] = set()
        items = []
        for page in self.survey.pages:
            at_items = None if self._stands_at_page(page, before) else page.show_if
            for question in page.questions:
                plan = self.plans.get(question.id)
                if plan is None:
                    continue
                id = self.ids[question.id]
                entry = self.writer.item(id, plan)
                rule = together(at_items, question.show_if)
                if (written := self.rules.written(rule, before, question.where, id)) is not None:
                    entry["show_if"] = written
                items.append(entry)
                before.add(question.id)
        return items

    def _stands_at_page(self, page: SourcePage, before: set[str]) -> bool:
        """Whether the page's rule looks at nothing on it, and pages are written at all."""
        if page.show_if is None or not self._has_pages:
            return page.show_if is None
        return not self.rules.looks_within(page.show_if, {question.id for question in page.questions})

    @property
    def _has_pages(self) -> bool:
        if not self.survey.multi_paged:
            return False
        pages = [page for page in self.survey.pages if any(one.id in self.plans for one in page.questions)]
        return len(pages) > 1 or any(page.title or page.text or page.show_if or page.random for page in pages)

    def _forms(self) -> PlainEntry:
        """The form `full`, where the source has pages."""
        if not self._has_pages:
            for page in self.survey.pages:
                if page.text:
                    self.remarks.lose("text_lost", page.where, self.texts.main_text(page.text))
            return {}
        pages: list[PlainEntry] = []
        before: set[str] = set()
        for page in self.survey.pages:
            asked = [question.id for question in page.questions if question.id in self.plans]
            if not asked:
                if page.text or page.title:
                    self.remarks.lose("text_lost", page.where, self.texts.main_text(page.text or page.title))
                continue
            pages.append(self._page(page, asked, before, str(len(pages) + 1)))
            before.update(asked)
        return {"full": {"pages": pages}}

    def _page(self, page: SourcePage, asked: list[str], before: set[str], number: str) -> PlainEntry:
        entry: PlainEntry = {}
        if page.title:
            entry["title"] = self.texts.main_text(page.title)
            self.texts.translate(page.title, "forms", "full", "pages", number)
        if page.text:
            self._passage(entry, "text", page.text, "forms", "full", "texts", number)
        entry["items"] = [self.ids[id] for id in asked]
        if page.random and len(asked) > 1:
            entry["random"] = True
        if page.show_if is not None and self._stands_at_page(page, before):
            rule = self.rules.written(page.show_if, before, page.where or f"page {number}", "")
            if rule is not None:
                entry["show_if"] = rule
        return entry

    def _passage(self, entry: PlainEntry, key: str, texts: Texts, *path: str) -> None:
        shown = {tag: as_passage(words) for tag, words in texts.items()}
        entry[key] = self.texts.main_text(shown)
        self.texts.translate(shown, *path)
