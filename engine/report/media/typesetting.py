"""What Typst makes of a template and its values: a PDF for paper and for screen readers (PDF/UA-1), fonts inside."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from engine.report.media.glyphs import drawable, surely_drawable
from engine.report.media.typefaces import FACES, fonts

TEMPLATES = Path(__file__).parents[1] / "templates"
NOT_DRAWN = "could not be displayed"  # what typst says of a sign that no typeface has


def typeset(template: str, values: Any, day: date | None = None) -> bytes:
    """The template filled with values as JSON has them; the same values and day give the same bytes.

    A sign that no typeface has is printed as another.
    """
    import typst

    printed = drawable(values)
    moment = datetime.combine(day, time(), UTC) if day else datetime.fromtimestamp(0, UTC)
    try:
        return _set(template, printed, moment)
    except typst.TypstError as error:
        if NOT_DRAWN not in str(error):
            raise
        return _set(template, surely_drawable(printed), moment)


def _set(template: str, printed: object, moment: datetime) -> bytes:
    import typst

    made = typst.compile(
        TEMPLATES / template,
        sys_inputs={"document": json.dumps(printed), "faces": json.dumps(FACES)},
        font_paths=fonts(),
        pdf_standards="ua-1",
        timestamp=moment,
    )
    return bytes(made)
