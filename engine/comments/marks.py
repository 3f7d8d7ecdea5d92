"""Marks in a comment what may name a person or give its writer away: help for whoever reads it, no guarantee.

It knows forms of English and Spanish, not people: a name that is also a word ("Will", "Grace") in front of a
sentence goes unmarked, and a street is marked that names nobody. What gives a person away is often no word at all
but the story. So every comment is read, and a comment without marks is read as closely as any other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from engine.comments import spanish


class Reason(StrEnum):
    """Why words are marked, the surest first: where marks overlap, the first of these counts."""

    CONTACT = "contact"
    TITLE = "title"
    FULL_NAME = "full name"
    WRITER = "writer"
    ROLE = "role"
    PLACE = "place"
    TIME = "time"
    NAME = "name"


REASONS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.CONTACT: "an address or a number",
        Reason.TITLE: "a title with a name",
        Reason.FULL_NAME: "a first and a last name",
        Reason.WRITER: "says who is writing",
        Reason.ROLE: "a role that few people have",
        Reason.PLACE: "a grade, a room or a team",
        Reason.TIME: "a time or a number of years",
        Reason.NAME: "perhaps a name",
    }
)
SURE: Final = frozenset({Reason.CONTACT, Reason.TITLE, Reason.FULL_NAME})  # what is hardly ever left standing


@dataclass(frozen=True, slots=True)
class PersonMark:
    """A stretch of a text, from the character `start` up to `end`, and why it is marked."""

    start: int
    end: int
    reason: Reason

    def of(self, text: str) -> str:
        return text[self.start : self.end]


_NUMBERS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty)"
_COUNT = rf"(?:\d{{1,2}}|{_NUMBERS}(?:[- ]{_NUMBERS})?)"
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|"
    r"twelfth)"
)
_SUBJECTS = (
    r"(?:art|band|biology|chemistry|choir|chorus|computer science|dance|drama|english|ell|esl|esol|french|geography|"
    r"german|gym|history|latin|library|mandarin|math|maths|music|orchestra|pe|p\.e\.|physical education|physics|"
    r"reading|resource|science|shop|social studies|spanish|special education|special ed|speech|stem|theater|theatre|"
    r"woodwork)"
)
# Posts that a school has one of, or very few.
_POSTS = (
    r"(?:(?:assistant|vice|deputy|associate)[- ]principals?|principals?|headteachers?|heads? of school|deans?|"
    r"(?:guidance |school )?counsel+ors?|(?:school )?nurses?|secretar(?:y|ies)|receptionists?|registrars?|"
    r"custodians?|janitors?|librarians?|media specialists?|psychologists?|social workers?|"
    r"(?:speech|occupational|physical) therapists?|athletic directors?|bookkeepers?|cafeteria managers?|"
    r"coordinators?|(?:instructional|literacy|math|reading) coach(?:es)?|department (?:chairs?|heads?)|"
    r"superintendents?|union reps?|resource officers?|bus drivers?|crossing guards?|"
    r"long[- ]term subs?|student teachers?|interns?)"
)
# What somebody calls themselves or others, up to the next small word; not "as a school", "the only time".
_SELF = (
    r"(?!(?:whole\s+|real\s+)?(?:school|staff|team|group|faculty|community|building|district|department|network|"
    r"result|rule|way|matter|fact|first step|start|year|example|bit|lot|little|times?|things?|reasons?|ones?|place|"
    r"days?|chance|hope|problem|question|option|choice|hour|minutes?)\b)"
    r"(?:(?!(?:I|we|and|in|at|who|it|is|are|that|here|to|of|you|my|our|with|than|but|when)\b)[\w’'-]+\s?){1,5}(?<=\S)"
)
_WORD = spanish.WORD
_I = re.IGNORECASE

_FORMS: Final[tuple[tuple[Reason, re.Pattern[str]], ...]] = (
    (Reason.CONTACT, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Reason.CONTACT, re.compile(r"(?:https?://|www\.)\S+", _I)),
    (Reason.CONTACT, re.compile(r"(?<!\w)@\w{2,}")),
    (Reason.CONTACT, re.compile(r"(?<![\w.])(?:\+?\d{1,2}[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\w)")),
    (Reason.CONTACT, re.compile(r"(?<![\w.])\d{3}[ .-]\d{4}(?!\w)")),
    (
        Reason.TITLE,
        re.compile(
            rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sr|Sra|Coach|Principal|Superintendent|Father|Sister|Señora?|"
            rf"[Mm]r|[Mm]rs|[Mm]s|[Dd]r)\b\.?\s+(?:{_WORD})(?:\s+{_WORD})?"
        ),
    ),
    (Reason.TITLE, re.compile(r"\b(?:mr|mrs|ms|dr)\b\.?\s+[a-z]{1,20}\b")),
    (Reason.TITLE, spanish.TITLES),
    *((Reason.WRITER, form) for form in spanish.WRITERS),
    *((Reason.ROLE, form) for form in spanish.ROLES),
    *((Reason.PLACE, form) for form in spanish.PLACES),
    *((Reason.TIME, form) for form in spanish.TIMES),
    (Reason.WRITER, re.compile(rf"\b(?:as|being|I am|I’m|I'm)\s+(?:the|an?|one of)\s+{_SELF}", _I)),
    (Reason.WRITER, re.compile(rf"\b(?:in|for) my {_ORDINAL} year\b", _I)),
    (
        Reason.WRITER,
        re.compile(
            rf"\bI(?:[’']ve| have)?\s+(?:been|taught|worked|started|coached|led|run|lived)\b[^.;!?]{{0,40}}?"
            rf"\b{_COUNT}\s+(?:school )?(?:years?|decades?|months?|weeks?)",
            _I,
        ),
    ),
    (
        Reason.WRITER,
        re.compile(rf"\bmy\s+(?:\w+\s+)?{_COUNT}?\s*(?:years?|decades?)\s+(?:here|at|in|of)\b", _I),
    ),
    (
        Reason.WRITER,
        re.compile(
            r"\bmy\s+(?:own\s+)?(?:husband|wife|partner|daughters?|sons?|child(?:ren)?|kids?|pregnancy|"
            r"maternity leave|paternity leave|leave|surgery|diagnosis|disability|divorce|religion|faith|accent|"
            r"classroom|room|class|position|hours|contract)\b",
            _I,
        ),
    ),
    (
        Reason.WRITER,
        re.compile(
            r"\b(?:when|since|after|before)\s+I\s+(?:came|started|joined|moved|transferred|arrived|was hired)\b",
            _I,
        ),
    ),
    (Reason.ROLE, re.compile(rf"\b(?:the|our|an?|my|this)\s+(?:only|lone|sole)\s+{_SELF}", _I)),
    (
        Reason.ROLE,
        re.compile(
            r"\b(?:only|sole)\s+(?:male|female|black|white|hispanic|latin[oax]|asian|new)\b[\w ]{0,20}", _I
        ),
    ),
    (Reason.ROLE, re.compile(rf"\b{_POSTS}\b", _I)),
    (
        Reason.ROLE,
        re.compile(rf"\b{_SUBJECTS}\s+(?:teachers?|department|team|room|specialists?|staff)\b", _I),
    ),
    (
        Reason.PLACE,
        re.compile(rf"\b{_ORDINAL}[- ]grade(?:rs?)?(?:\s+(?:team|teachers?|hall(?:way)?|wing))?\b", _I),
    ),
    (Reason.PLACE, re.compile(r"\b(?:grades?\s+(?:K|\d{1,2})(?:\s*(?:-|–|to|and)\s*\d{1,2})?)\b", _I)),
    (Reason.PLACE, re.compile(r"\b(?:kindergarten|pre-?k)\b(?:\s+(?:team|teachers?|class(?:room)?))?", _I)),
    (
        Reason.PLACE,
        re.compile(
            r"\b(?:room|rm\.?|portable|trailer|building|wing|hall|gate|bus)\s+#?(?:\d{1,4}\w?|(?-i:[A-HJ-Z]))\b",
            _I,
        ),
    ),
    (Reason.TIME, re.compile(rf"\b{_COUNT}\s+(?:school )?years?\b", _I)),
    (
        Reason.TIME,
        re.compile(
            r"\b(?:January|February|March|April|June|July|August|September|October|November|December|May)"
            r"\s+\d{1,2}(?:st|nd|rd|th)?\b"
        ),
    ),
    (Reason.TIME, re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)(?:\s*[-–/]\s*\d{2,4})?\b")),
    (Reason.TIME, re.compile(r"(?<!\d)\d{1,2}/\d{1,2}(?:/\d{2,4})?(?!\d)")),
)

# Words that are written with a capital within a sentence and name no person of a school.
_NO_NAME: Final = re.compile(
    r"i|ok|tv|usa?|uk|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|spring|summer|fall|autumn|winter|christmas|thanksgiving|easter|"
    r"halloween|english|spanish|french|german|latin|american|math|science|biology|history|art|music|pe|plcs?|pd|"
    r"ieps?|mtss|rti|sel|ell|esl|esol|stem|steam|ap|ib|pto|pta|sro|hr|it|ela|sped|gt|adhd|google|chromebooks?|"
    r"zoom|excel|powerpoint|canvas|classdojo|internet|wifi|covid|principal|school|elementary|middle|high|district|"
    r"board|department|you|all|not|no|any|the|and|our|we|but|one|two|" + spanish.NO_NAME,
    re.IGNORECASE,
)
_CAPITAL = re.compile(rf"(?:(?<=\s)|(?<=[(\"“‘«¿¡/-])|^){spanish.NAME}")
_BEGINS = re.compile(r"(?:^|[.!?:…]|\n|[-–—•*]|[\"“‘«¿¡(])\s*$")


def marks(text: str) -> tuple[PersonMark, ...]:
    """What may name a person or give the writer away, in the order of the text, without overlaps."""
    found = [*_by_form(text), *_names(text)]
    order = list(Reason)
    found.sort(key=lambda one: (order.index(one.reason), one.start, -one.end))
    kept: list[PersonMark] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def pieces(text: str, found: Iterable[PersonMark]) -> Iterator[tuple[str, Reason | None]]:
    """The text in pieces, each with the reason it is marked for or None: for showing the marks."""
    at = 0
    for mark in found:
        if at < mark.start:
            yield text[at : mark.start], None
        yield mark.of(text), mark.reason
        at = mark.end
    if at < len(text):
        yield text[at:], None


def _by_form(text: str) -> Iterator[PersonMark]:
    for reason, form in _FORMS:
        for match in form.finditer(text):
            if match.group().strip():
                yield PersonMark(match.start(), match.end(), reason)


def _names(text: str) -> Iterator[PersonMark]:
    """Words with a capital where none would stand: within a sentence, or after a name's own first word."""
    for match in _CAPITAL.finditer(text):
        words = list(re.finditer(r"\S+", match.group()))
        if _BEGINS.search(text[: match.start()]):
            words = words[1:]  # the capital of the sentence
        named = [word for word in words if word.group()[0].isupper() and not _usual(word.group())]
        if named:
            start, end = match.start() + named[0].start(), match.start() + named[-1].end()
            reason = Reason.FULL_NAME if len(named) > 1 else Reason.NAME
            yield PersonMark(start, start + len(text[start:end].rstrip("’'-")), reason)


def _usual(word: str) -> bool:
    bare = re.sub(r"[’'](?:s|m|ve|d|ll|re)$", "", word).strip("’'-")
    shouted = len(word) > 3 and word.isupper()  # a word in capitals for its weight, hardly a name
    return shouted or _NO_NAME.fullmatch(bare) is not None
