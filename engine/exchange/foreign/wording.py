"""Texts and names of languages as other tools write them: HTML and Markdown to plain words, words to language tags."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from engine.exchange.foreign.facts import Texts
from engine.exchange.foreign.losses import Remarks
from engine.instrument.written_text import seen

LONGEST: Final = 4000
BLOCKS: Final = frozenset(
    {"p", "div", "br", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
LOOKS: Final = frozenset(
    {"b", "strong", "i", "em", "u", "font", "sup", "sub", "big", "small", "table", "h1", "h2", "h3"}
)
ACTIVE: Final = frozenset({"script", "style", "iframe", "object", "embed"})
MEDIA: Final = frozenset({"img", "audio", "video", "source", "picture", "svg"})
TAG: Final = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]*>")
MARKS: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL)
EMPHASIS: Final = re.compile(
    r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"
)
HEADING: Final = re.compile(r"^\s{0,3}#{1,6}\s*", re.MULTILINE)
RULE: Final = re.compile(r"^\s*(?:_{3,}|-{3,}|\*{3,})\s*$", re.MULTILINE)
PICTURE: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK: Final = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+|mailto:[^)\s]+)[^)]*\)")
ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
BLANK: Final = re.compile(r"\$?\{([^{}\n]*)\}")  # what other tools fill in; here only {event} is one
SPECIAL: Final = re.compile(r"([\\*_\[\]])")
LIST_START: Final = re.compile(r"^(\s*)(\d+)([.)]\s)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ReadText:
    """Plain words of a text, with paragraphs; and what of it could not be kept."""

    words: str
    lost: tuple[str, ...] = ()  # codes of losses


def words_of(text: str, *, markdown: bool = False) -> ReadText:
    """A text without tags, entities, scripts and marks; a link is followed by where it leads."""
    lost: list[str] = []
    if TAG.search(text) or "<script" in text.lower():
        reader = _Words()
        reader.feed(text)
        reader.close()
        lost += reader.lost
        text = "".join(reader.parts)
    else:
        text = html.unescape(text)
    if markdown:
        text, marked = _without_marks(text)
        lost += ["formatting_lost"] if marked else []
        lost += ["media_lost"] if PICTURE.search(text) else []
        text = PICTURE.sub("", text)
    text = BLANK.sub(r"[\1]", seen(text.replace("\xa0", " "), lines=True))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return ReadText(words, tuple(dict.fromkeys(lost)))


def plain_texts(
    texts: Mapping[str, str], remarks: Remarks, where: str, *, markdown: bool = False, lines: bool = True
) -> Texts:
    """Texts by language in plain words, without those that say nothing; what is lost is noted."""
    found: dict[str, str] = {}
    piped = ""
    for language, text in texts.items():
        read = words_of(str(text), markdown=markdown)
        for code in read.lost:
            remarks.sum_up(code, where)
        piped = piped or (text if BLANK.search(str(text)) else "")
        words = read.words if lines else " ".join(read.words.split())
        if len(words) > LONGEST:
            remarks.lose("text_cut", where, words[:100])
            words = words[: LONGEST - 1] + "…"
        if words:
            found[language] = words
    if piped:
        remarks.lose("piping_lost", where, piped)
    return found


def as_passage(words: str) -> str:
    """Plain words so that a passage shows them as they are: what would be a mark there is escaped."""
    return LIST_START.sub(r"\1\2\\\3", SPECIAL.sub(r"\\\1", words))


class _Words(HTMLParser):
    """The words between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: list[str] = []
        self._silent = ""
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            return
        if tag in ACTIVE:
            self.lost.append("active_lost")
            self._silent = tag if tag not in ("embed",) else ""
        elif tag in MEDIA:
            self.lost.append("media_lost")
            alt = dict(attrs).get("alt")
            self.parts.append(alt or "")
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
        if tag in LOOKS or any(name in ("style", "color", "class") for name, _ in attrs):
            self.lost.append("formatting_lost")
        if tag in BLOCKS:
            self.parts.append("\n" if tag in ("br", "li", "tr") else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
            return
        if tag == "a" and self._link.startswith(("http://", "https://", "mailto:")):
            self.parts.append(f" ({self._link.removeprefix('mailto:')})")
        if tag in BLOCKS:
            self.parts.append("\n" if tag in ("li", "tr") else "\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def _without_marks(text: str) -> tuple[str, bool]:
    """Markdown without its marks, and whether it had any."""
    plain = RULE.sub("", HEADING.sub("", text))
    plain = LINK.sub(r"\1 (\2)", plain)
    for pattern in (MARKS, EMPHASIS):
        plain = pattern.sub(lambda found: found[1] or found[2], plain)
    marked = plain != text
    return ESCAPED.sub(r"\1", plain), marked


# Words that forms use for a language -> its tag.
NAMES: Final[dict[str, str]] = {
    **dict.fromkeys(("english", "englisch", "anglais", "inglés", "ingles", "en-us", "en-gb"), "en"),
    **dict.fromkeys(("spanish", "español", "espanol", "castellano", "espagnol", "spanisch"), "es"),
    **dict.fromkeys(("french", "français", "francais", "französisch", "francés"), "fr"),
    **dict.fromkeys(("german", "deutsch", "allemand", "alemán"), "de"),
    **dict.fromkeys(("portuguese", "português", "portugues", "portugais"), "pt"),
    **dict.fromkeys(("italian", "italiano"), "it"),
    **dict.fromkeys(("dutch", "nederlands"), "nl"),
    **dict.fromkeys(("polish", "polski"), "pl"),
    **dict.fromkeys(("russian", "русский"), "ru"),
    **dict.fromkeys(("ukrainian", "українська"), "uk"),
    **dict.fromkeys(("arabic", "عربي", "العربية"), "ar"),
    **dict.fromkeys(("chinese", "中文", "mandarin"), "zh"),
    **dict.fromkeys(("japanese", "日本語"), "ja"),
    **dict.fromkeys(("korean", "한국어"), "ko"),
    **dict.fromkeys(("hindi", "हिन्दी"), "hi"),
    **dict.fromkeys(("urdu", "اردو"), "ur"),
    **dict.fromkeys(("persian", "farsi", "dari", "فارسی"), "fa"),
    **dict.fromkeys(("turkish", "türkçe", "turkce"), "tr"),
    **dict.fromkeys(("amharic", "አማርኛ"), "am"),
    **dict.fromkeys(("tigrinya", "tigrigna", "tigirigna", "ትግርኛ"), "ti"),
    **dict.fromkeys(("oromo", "oromiffa", "afaan oromoo", "afan oromo", "oromifa"), "om"),
    **dict.fromkeys(("somali",), "so"),
    **dict.fromkeys(("swahili", "kiswahili"), "sw"),
    **dict.fromkeys(("hausa",), "ha"),
    **dict.fromkeys(("nepali",), "ne"),
    **dict.fromkeys(("bengali", "bangla"), "bn"),
    **dict.fromkeys(("vietnamese",), "vi"),
    **dict.fromkeys(("indonesian", "bahasa indonesia"), "id"),
    **dict.fromkeys(("swedish", "svenska"), "sv"),
    **dict.fromkeys(("danish", "dansk"), "da"),
    **dict.fromkeys(("norwegian", "norsk"), "no"),
    **dict.fromkeys(("finnish", "suomi"), "fi"),
    **dict.fromkeys(("hungarian", "magyar"), "hu"),
    **dict.fromkeys(("czech", "čeština"), "cs"),
    **dict.fromkeys(("romanian", "română"), "ro"),
    **dict.fromkeys(("greek", "ελληνικά"), "el"),
    **dict.fromkeys(("hebrew", "עברית"), "he"),
    **dict.fromkeys(("haitian creole", "kreyòl", "creole"), "ht"),
}
BRACKETED: Final = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*$")
CODE: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_](?:informal|easy|x\w*))?"
)


def language_tag(name: str) -> str:
    """The tag of a language that a form names, such as `Deutsch (de)`, `EN-GB` or `Amharic`; empty if unknown."""
    name = " ".join(name.split())
    if bracketed := BRACKETED.search(name):
        return language_tag(bracketed[1]) or ""
    if known := NAMES.get(name.casefold()):
        return known
    found = CODE.fullmatch(name)
    if found is None:
        return ""
    language, script, region = found[1].lower(), found[2], found[3]
    return "-".join(filter(None, (language, script and script.title(), region and region.upper())))
