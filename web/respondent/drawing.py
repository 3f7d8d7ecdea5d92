"""The markup of a field, kept where it is the same for everyone who answered alike.

Without it, drawing its items takes half of the time of a page (`benchmarks/page.py`).
"""

from collections.abc import Callable
from typing import Final

from flask import current_app
from markupsafe import Markup

from engine.instrument.model import Instrument
from web.respondent.forms import AnswerField

MOST: Final = 20_000  # drawings of about a kilobyte: some 400 items in all their states

Key = tuple[Instrument, str, tuple[str, ...], bool, str]


class Drawings(dict[Key, Markup]):
    """The drawings of one application, by instrument (which is one language), item, answer, visibility and note."""


def drawn(instrument: Instrument, field: AnswerField) -> Markup:
    """The field as HTML. What people typed, and what is wrong with it, is drawn anew and never kept."""
    if field.problem or (field.texts and not (field.item.closed and field.shown)):
        return _draw(field)
    kept: Drawings = current_app.extensions.setdefault("drawings", Drawings())
    key = (instrument, field.item.id, field.texts, field.shown, field.told)
    drawing = kept.get(key)
    if drawing is None:
        if len(kept) >= MOST:
            kept.clear()
        drawing = kept[key] = _draw(field)
    return drawing


def _draw(field: AnswerField) -> Markup:
    macros = current_app.jinja_env.get_template("respond/fields.html").module
    draw: Callable[[AnswerField], Markup] = getattr(macros, field.macro)
    return draw(field)
