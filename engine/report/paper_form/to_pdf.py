"""A form on paper as a PDF: PDF/UA-1 like every report, so that who can't fill it in by hand can have it read aloud."""

from dataclasses import fields, is_dataclass
from typing import Any

from engine.instrument.translation import Untranslated
from engine.language import direction
from engine.report.media.glyphs import lacking
from engine.report.media.typesetting import typeset
from engine.report.paper_form.parts import FormOnPaper


def paper_form_pdf(form: FormOnPaper) -> bytes:
    """The form as a PDF; the same form gives the same bytes."""
    whole = as_template(form)
    whole["lacking"] = lacking(whole)
    return typeset("paper_form.typ", whole)


def as_template(value: Any) -> Any:
    """The parts of a form as the template reads them; a text that a translation lacks comes with its language."""
    if isinstance(value, Untranslated):
        return {"text": str(value), "lang": value.language, "dir": direction(value.language)}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_template(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_template(inner) for inner in value]
    return value
