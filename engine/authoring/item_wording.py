"""What makes one question hard to answer: two questions in one, denying twice, absolutes, idioms, length.

Each check looks at words, not at meaning: what it finds is worth a second look, and may be right as it is.
The words here are English; another language brings rules of its own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.authoring.readability import words

# Pairs that are one thing or one act, so that "and" or "or" between them asks no second question.
ONE_THING: Final = re.compile(
    r"\b(?:and still|and yet|between|both|either|neither|whether|not only)\b|"
    r"\b(?:together|side by side|one another|each other|with others|share|shares|shared|sharing|jointly|alike)\b|"
    r"\b(?:again and again|more and more|time and again|back and forth|up and down|in and out|now and then|"
    r"pros and cons|trial and error|ups and downs|day and night|or not|or so|or more|or less|or fewer|or two|or later|"
    r"two or three|one or two|once or twice|and so on|and vice versa)\b",
    re.IGNORECASE,
)
JOINED: Final = re.compile(r"\band/or\b|\b(?:and|or|as well as)\b", re.IGNORECASE)
# A list that explains a word before it: "a place, in person or online," and "support, such as time and money".
EXPLAINED: Final = re.compile(r",[^,]*\b(?:and|or)\b[^,]*,|\b(?:such as|including|for example)\b.*|\([^)]*\)")
CONDITION: Final = re.compile(
    r"^(?:if|when|whenever|once|before|after|while|because|since)\b[^,]*,", re.IGNORECASE
)

NEGATORS: Final = re.compile(
    r"\b(?:no one|not|no|never|none|nobody|nothing|nowhere|neither|cannot|without|\w+n['’]t)\b", re.IGNORECASE
)
DENYING: Final = re.compile(
    r"\b(?:hardly|rarely|seldom|scarcely|barely|unable|unlikely|unclear|unfair|unhappy|unwilling|uncertain|"
    r"uncomfortable|unimportant|unnecessary|unaware|unsafe|unsure|impossible|incapable|inadequate|insufficient|"
    r"dislikes?|disliked|disagrees?|disagreed|fails?|failed|lacks?|lacked|lacking|avoids?|avoided|refuses?|refused|"
    r"den(?:y|ies|ied)|prevents?|prevented|forbid(?:den|s)?|except|unless)\b",
    re.IGNORECASE,
)
NO_DENIAL: Final = re.compile(
    r"\b(?:whether or not|or not|not only|no matter|no longer|not just|why not|last but not least)\b",
    re.IGNORECASE,
)
ABSOLUTE: Final = re.compile(
    r"\b(?:always|never|constantly|invariably|everyone|everybody|nobody|no one|absolutely|entirely|totally)\b",
    re.IGNORECASE,
)
IDIOMS: Final = re.compile(
    r"\b(?:on the same page|outside the box|the extra mile|low[- ]hanging fruit|move the needle|moves the needle|"
    r"walks? the (?:talk|walk)|raise the bar|at the end of the day|hit the ground running|in the loop|on board|"
    r"buy[- ]in|(?:the )?big(?:ger)? picture|back to square one|touch base|drops? the ball|piece of cake|"
    r"cuts? corners|over the top|in the same boat|pulls? (?:my|your|our|their|its) weight|see eye to eye|"
    r"under the weather|in the dark|tip of the iceberg|up in the air|has my back|have my back|on top of things|"
    r"burns? the candle|turn over a new leaf|keeps? (?:my|our|their) head above water|rocks? the boat|"
    r"sweeps? .{1,20} under the (?:rug|carpet)|speak up for yourself|thick skin|level playing field|"
    r"think on (?:my|your|their) feet|go with the flow|the elephant in the room|game changer)\b",
    re.IGNORECASE,
)
LIMIT: Final = 20  # words
LIMIT_OF_CHILDREN: Final = 15
CHILDREN_READ: Final = 6  # the grade up to which the shorter limit holds


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing worth a second look in a text: its code, what was seen, and what to do."""

    code: str
    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class WordingRules:
    """The words that the checks look for in one language; `denials` finds each turn of a text."""

    words: Callable[[str], list[str]]
    one_thing: re.Pattern[str]
    joined: re.Pattern[str]
    slash: str
    explained: re.Pattern[str]
    condition: re.Pattern[str]
    turning: re.Pattern[str]
    denials: Callable[[str], list[str]]
    absolute: re.Pattern[str]
    idioms: re.Pattern[str]


def _denials(text: str) -> list[str]:
    bare = NO_DENIAL.sub("", text)
    return _matches(NEGATORS, bare) + _matches(DENYING, bare)


def _matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]


ENGLISH: Final = WordingRules(
    words=words,
    one_thing=ONE_THING,
    joined=JOINED,
    slash="and/or",
    explained=EXPLAINED,
    condition=CONDITION,
    turning=NEGATORS,
    denials=_denials,
    absolute=ABSOLUTE,
    idioms=IDIOMS,
)


def remarks(
    text: str, stem: str = "", reading_grade: int | None = None, rules: WordingRules = ENGLISH
) -> Iterator[Remark]:
    """What is worth a second look in one question; `stem` is what it is read with."""
    yield from _length(text, reading_grade, rules)
    yield from _double_barrelled(text, rules)
    yield from _double_negation(text, stem, rules)
    for word in _matches(rules.absolute, text)[:1]:
        cause = f"{word!r} leaves no exception, so that few people can agree"
        yield Remark("absolute_word", cause, "say how often or how many, or let the response scale say it")
    for words_ in _matches(rules.idioms, text)[:1]:
        cause = f"{words_!r} does not mean what its words say"
        yield Remark("idiom", cause, "say it plainly, so that it can be translated")


def _length(text: str, reading_grade: int | None, rules: WordingRules) -> Iterator[Remark]:
    young = reading_grade is not None and reading_grade <= CHILDREN_READ
    limit, count = (LIMIT_OF_CHILDREN if young else LIMIT), len(rules.words(text))
    if count > limit:
        for_whom = f" at reading grade {reading_grade}" if young else ""
        cause = f"the question has {count} words; {limit} are the most{for_whom}"
        yield Remark("long_question", cause, "shorten it, or move what is common to several into the stem")


def _double_barrelled(text: str, rules: WordingRules) -> Iterator[Remark]:
    if rules.slash in text.lower():
        yield Remark("double_barrelled", f"{rules.slash!r} asks two questions in one", "ask each by itself")
        return
    bare = rules.explained.sub(",", rules.condition.sub("", text))
    joined = rules.joined.search(bare)
    if joined is None or rules.one_thing.search(bare):
        return
    before, after = rules.words(bare[: joined.start()])[-2:], rules.words(bare[joined.end() :])[:2]
    if before and after:
        around = " ".join([*before, joined[0], *after])
        cause = f"{around!r} may join two things that people could answer differently"
        yield Remark("double_barrelled", cause, "ask each by itself, or keep the one that matters")


def _double_negation(text: str, stem: str, rules: WordingRules) -> Iterator[Remark]:
    in_stem, in_text = rules.denials(stem), rules.denials(text)
    if len(in_text) < 1 or len(in_stem) + len(in_text) < 2:
        return
    if not (_matches(rules.turning, stem) or _matches(rules.turning, text)):
        return  # "unclear and unfair": two words of one colour, nothing turned round
    where = "the question denies" if len(in_text) > 1 else "the question and its stem deny"
    seen = " and ".join(repr(word) for word in (in_text if len(in_text) > 1 else in_stem + in_text)[:2])
    yield Remark("double_negation", f"{where} twice: {seen}", "say what is, instead of what is not")
