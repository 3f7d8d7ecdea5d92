"""The markup of a field, kept where it is the same for everyone who answered alike.

Without it, drawing its items takes half of the time of a page (`benchmarks/page.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app
from markupsafe import Markup

from engine.instrument.model import Instrument
from engine.instrument.passage import passage_html
from web.respondent.forms import AnswerField

MOST: Final = 20_000  # drawings of about a kilobyte: some 400 items in all their states

Key = tuple[Instrument, str, tuple[str, ...], bool, str]


class Drawings(dict[Key, Markup]):
    """The drawings of one application, by instrument (which is one language), item, answer, visibility and note."""


@dataclass(slots=True)
class FieldGroup:
    """Neighbouring fields that share a stem, as they are drawn; hidden as long as all of them are."""

    id: str | None
    stem: str
    fields: list[Markup]
    shown: bool
    before: Markup | str = ""  # a text above the stem


def groups_of(
    instrument: Instrument, fields: Sequence[AnswerField], drawings: Sequence[Markup] | None = None
) -> list[FieldGroup]:
    """The fields drawn, or with other `drawings`; neighbours that share a stem together, as it is shown once."""
    if drawings is None:
        drawings = [drawn(instrument, field) for field in fields]
    groups: list[FieldGroup] = []
    for field, drawing in zip(fields, drawings, strict=True):
        stem = field.item.stem
        if not groups or groups[-1].id != stem:
            groups.append(FieldGroup(stem, instrument.stems[stem] if stem else "", [], shown=False))
        if field.item.before and stem and not groups[-1].fields:
            groups[-1].before = _passage(field)
        elif field.item.before:
            groups[-1].fields.append(_passage(field))
        groups[-1].fields.append(drawing)
        groups[-1].shown |= field.shown
    return groups


def _passage(field: AnswerField) -> Markup:
    """The text above a question, hidden with it."""
    drawn: Markup = macros().passage(field, passage(field.item.before or ""))
    return drawn


def passage(text: str) -> Markup:
    """A text between questions as HTML; its links open beside the survey, and do not tell where they stood."""
    html = passage_html(text, 'target="_blank" rel="noopener noreferrer"')
    return Markup(html)  # noqa: S704  # markdown-it escapes whatever is no markup of ours


def drawn(instrument: Instrument, field: AnswerField) -> Markup:
    """The field as HTML. What people typed, and what is wrong with it, is drawn anew and never kept."""
    if (
        field.problem
        or (field.texts and not (field.item.closed and field.shown))
        or any(words.texts for words in field.words)
    ):
        return _draw(field)
    kept = kept_drawings()
    key = (instrument, field.item.id, field.texts, field.shown, field.told)
    drawing = kept.get(key)
    if drawing is None:
        if len(kept) >= MOST:
            kept.clear()
        drawing = kept[key] = _draw(field)
    return drawing


def kept_drawings() -> Drawings:
    """Those of this application. What of it may be kept, `drawn` says."""
    kept: Drawings = current_app.extensions.setdefault("drawings", Drawings())
    return kept


def _draw(field: AnswerField) -> Markup:
    draw: Callable[[AnswerField], Markup] = getattr(macros(), field.macro)
    return draw(field)


def macros() -> Any:
    """The macros that draw fields."""
    return current_app.jinja_env.get_template("respond/fields.html").module
