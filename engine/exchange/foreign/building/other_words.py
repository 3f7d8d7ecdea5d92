"""Words beside "other" as a question of their own, where whoever brings the survey wants them so."""

from collections.abc import Iterator
from dataclasses import replace

from engine.exchange.foreign.building.columns import WORDS
from engine.exchange.foreign.conditions import together
from engine.exchange.foreign.facts import UNMARKED, AskedQuestion, SurveyFacts
from engine.exchange.foreign.losses import Remarks
from engine.instrument.rules import Is

JOINED = "other_joined"


def words_apart(survey: SurveyFacts, remarks: Remarks) -> SurveyFacts:
    """The survey with a question for the words that were joined to an option, wherever that is undone."""
    undone = [
        one for one in remarks.decisions if one.code == JOINED and remarks.undone(JOINED, one.item, one.where)
    ]
    if not undone:
        return survey
    remarks.decisions = [one for one in remarks.decisions if one not in undone]
    apart = {one.item for one in undone}
    pages = [
        replace(page, questions=tuple(one for asked in page.questions for one in _apart(asked, apart)))
        for page in survey.pages
    ]
    return replace(survey, pages=tuple(pages))


def _apart(asked: AskedQuestion, ids: set[str]) -> Iterator[AskedQuestion]:
    option = next((one for one in asked.options if one.specify), None)
    if asked.id not in ids or option is None:
        yield asked
        return
    plain = tuple(replace(one, specify=False) for one in asked.options)
    words = {column for column, code in asked.columns.items() if code.endswith(WORDS)}
    yield replace(
        asked,
        options=plain,
        columns={column: code for column, code in asked.columns.items() if column not in words},
    )
    yield AskedQuestion(
        f"{asked.id}_words",
        "short_text",
        option.texts or {UNMARKED: option.code},
        asked.where,
        show_if=together(asked.show_if, Is(asked.id, (option.code,))),
        columns=dict.fromkeys(words, ""),
    )
