"""Texts by language: what stands in the definition, and what in the file of each translation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.exchange.foreign.facts import UNMARKED, SurveyFacts, Texts
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import LONGEST

PlainEntry = dict[str, Any]  # as it stands in a file


@dataclass
class TextsByLanguage:
    """The main language of a draft and the others, with the translations that grow while it is built."""

    main: str  # empty where nobody has said it
    others: tuple[str, ...]
    remarks: Remarks
    files: dict[str, PlainEntry] = field(default_factory=dict)

    def main_text(self, texts: Texts) -> str:
        """The text in the main language, or the unmarked one; of several without either, the first."""
        return self._cut(texts.get(self.main) or texts.get(UNMARKED) or next(iter(texts.values()), ""))

    def _cut(self, text: str) -> str:
        """A text no longer than one may be: several of the source can have become one."""
        if len(text) <= LONGEST:
            return text
        self.remarks.sum_up("text_cut", f"“{text[:40]}…”")
        return text[: LONGEST - 1] + "…"

    def is_missing(self, texts: Texts) -> bool:
        """Whether the main language has no text where another has."""
        return bool(texts) and not (texts.get(self.main) or texts.get(UNMARKED))

    def translate(self, texts: Texts, *path: str) -> None:
        """Keep the text of every other language under a path of its file."""
        for language in self.others:
            if text := texts.get(language):
                entry = self.files.setdefault(language, {})
                for step in path[:-1]:
                    entry = entry.setdefault(step, {})
                entry[path[-1]] = self._cut(text)

    def translate_pair(self, pair: tuple[Texts, Texts], *path: str) -> None:
        """The ends of a slider, in the languages that have both."""
        for language in self.others:
            if (low := pair[0].get(language)) and (high := pair[1].get(language)):
                entry = self.files.setdefault(language, {})
                for step in path[:-1]:
                    entry = entry.setdefault(step, {})
                entry[path[-1]] = [low, high]

    def finished(self) -> dict[str, PlainEntry]:
        """The translation files by language, without those in which nothing stands."""
        return {
            language: {"language": language, **self.files[language]}
            for language in self.others
            if language in self.files
        }


def texts_by_language(survey: SurveyFacts, wanted: str | None, remarks: Remarks) -> TextsByLanguage:
    """The languages of a survey: the main one as it is wanted, as the file says, or the first that occurs."""
    tags = list(dict.fromkeys(tag for texts in _all_texts(survey) for tag in texts))
    marked = [tag for tag in tags if tag != UNMARKED]
    main = _main(survey, wanted, marked, UNMARKED in tags, remarks)
    return TextsByLanguage(main, tuple(tag for tag in marked if tag != main), remarks)


def _main(
    survey: SurveyFacts, wanted: str | None, marked: list[str], has_unmarked: bool, remarks: Remarks
) -> str:
    """The language that is wanted, where texts are in it or may be; else what the file says."""
    said = survey.language or ("" if has_unmarked else next(iter(marked), ""))
    if wanted is None or wanted in marked or not said or wanted == said:
        return wanted or said
    remarks.state(
        "language_told",
        "the file",
        f"the file says {said}, and no text of it is marked as {wanted}",
        remedy="change `language` in instrument.yaml, if the file says it wrongly",
    )
    return said


def _all_texts(survey: SurveyFacts) -> Iterable[Mapping[str, str]]:
    yield from (survey.title, survey.purpose, survey.thanks, survey.consent)
    for page in survey.pages:
        yield from (page.title, page.text)
        for question in page.questions:
            yield from (question.texts, question.stem, question.hint, question.before, *(question.ends or ()))
            yield from (option.texts for option in question.options)
    yield from (score.texts for score in survey.scores)
