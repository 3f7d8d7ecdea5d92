"""Texts between questions: a light Markdown of paragraphs, **bold**, *italic*, lists and links, and nothing else.

Whatever else Markdown has, HTML above all, stays as it was typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from engine.instrument.translation import Untranslated

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

KNOWN: Final = ("emphasis", "link", "list", "newline", "escape")
POINT: Final = "•"
LINKS: Final = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class PassageRun:
    """Words of one look; `link` is where they lead."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class PassageBlock:
    """A paragraph, or an entry of a list under its mark: a number, or a point.

    `language` is that of the source, where a translation lacks the text.
    """

    mark: str
    runs: tuple[PassageRun, ...]
    language: str = ""


@lru_cache(maxsize=1)
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(list(KNOWN))


def passage_html(text: str, link: str = "") -> str:
    """The text as HTML; `link` are attributes for its links. Everything that is no markup is escaped."""
    markdown = _markdown()
    html: str = markdown.renderer.render(markdown.parse(text), markdown.options, {})
    return html.replace("<a href=", f"<a {link} href=") if link else html


def passage_words(text: str) -> str:
    """The words of the text in one line, without marks; a link is followed by where it leads."""
    return " ".join(" ".join(_words(token) for token in _markdown().parse(text) if token.children).split())


def passage_blocks(text: str) -> Iterator[PassageBlock]:
    """The text as paragraphs and entries of lists, for media that are no HTML."""
    mark, language = "", text.language if isinstance(text, Untranslated) else ""
    for token in _markdown().parse(text):
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup}" if token.info else POINT
        elif token.type == "list_item_close":
            mark = ""
        elif token.children:
            yield PassageBlock(mark, tuple(_runs(token)), language)
            mark = ""


def _runs(block: "Token") -> Iterator[PassageRun]:
    bold, italic, link = 0, 0, ""
    for token in block.children or ():
        bold += token.nesting * (token.tag == "strong")
        italic += token.nesting * (token.tag == "em")
        if token.type == "link_open":
            link = str(token.attrGet("href"))
        elif token.type == "link_close":
            link = ""
        text = token.content or " " * (token.type == "softbreak")
        if text:
            yield PassageRun(text, bold > 0, italic > 0, link)


def links(text: str) -> Iterator[str]:
    """Where the links of a text lead."""
    for token in _inner(text):
        if token.type == "link_open":
            yield str(token.attrGet("href"))


def may_lead(link: str) -> bool:
    """Whether a link leads to a page or an address of mail, named in full."""
    return link.lower().startswith(LINKS)


def _inner(text: str) -> "Iterator[Token]":
    for token in _markdown().parse(text):
        yield from token.children or ()


def _words(block: "Token") -> str:
    parts, leads = [], ""
    for token in block.children or ():
        if token.type == "link_open":
            leads = str(token.attrGet("href"))
        elif token.type == "link_close":
            parts.append(f" ({leads})")
        else:
            parts.append(token.content or " " * (token.type == "softbreak"))
    return "".join(parts)
