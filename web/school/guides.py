"""A guide opened from a school's result, with the school's own statements beside its questions."""

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, url_for

from engine.exchange.file_names import file_name
from engine.language import spoken
from engine.playbooks.resources import GuideResource
from engine.report.media.to_pdf import pdf_bytes
from engine.waves.school_guides import school_guide
from engine.waves.school_result import Reading
from web.attachment import attached
from web.school.languages import languages
from web.school.pages import Addresses


def guide_page(reading: Reading, addresses: Callable[[], Addresses], construct: str) -> Any:
    """The guide to a construct, or 404 where the result has none."""
    document = school_guide(reading, construct, address_of)
    if document is None:
        abort(404)
    here = addresses()
    return render_template(
        "guides/document.html",
        **here.frame,
        document=document,
        languages=languages(),
        back=here.page,
        simulated=reading.frozen.wave.simulated,
    )


def guide_file(reading: Reading, addresses: Callable[[], Addresses], construct: str) -> Any:
    """The same as a PDF."""
    document = school_guide(reading, construct)
    if document is None:
        abort(404)
    name = file_name("pdf", document.place, construct, document.language)
    return attached(pdf_bytes(document), "application/pdf", name)


def address_of(one: GuideResource) -> str:
    """Where what a guide names stands: a sheet, a help, a survey's own page, or elsewhere."""
    if one.worksheet is not None:
        return url_for("guides.sheet", name=one.worksheet.replace("_", "-"))
    if one.help is not None:
        return url_for("guides.guide", name=one.help)
    if one.instrument is not None:
        return url_for("choosing.newest", id=one.instrument, language=spoken().tag)
    return one.address or ""
