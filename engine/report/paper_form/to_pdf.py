"""A form on paper as a PDF: PDF/UA-1 like every report, so that who can't fill it in by hand can have it read aloud."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from engine.instrument.translation import Untranslated
from engine.language import direction
from engine.report.media.glyphs import drawable, lacking, surely_drawable
from engine.report.media.typefaces import FACES, fonts
from engine.report.paper_form.parts import FormOnPaper

TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "paper_form.typ"
NOT_DRAWN: Final = "could not be displayed"  # what typst says of a sign that no typeface has


def paper_form_pdf(form: FormOnPaper) -> bytes:
    """The form as a PDF; the same form gives the same bytes."""
    import typst

    whole = as_template(form)
    whole["lacking"] = lacking(whole)
    printed = drawable(whole)
    try:
        return _set(printed)
    except typst.TypstError as error:
        if NOT_DRAWN not in str(error):
            raise
        return _set(surely_drawable(printed))


def as_template(value: Any) -> Any:
    """The parts of a form as the template reads them; a text that a translation lacks comes with its language."""
    if isinstance(value, Untranslated):
        return {"text": str(value), "lang": value.language, "dir": direction(value.language)}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_template(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_template(inner) for inner in value]
    return value


def _set(printed: object) -> bytes:
    import typst

    made = typst.compile(
        TEMPLATE,
        sys_inputs={"form": json.dumps(printed), "faces": json.dumps(FACES)},
        font_paths=fonts(),
        pdf_standards="ua-1",
        timestamp=datetime.fromtimestamp(0, UTC),
    )
    return bytes(made)
