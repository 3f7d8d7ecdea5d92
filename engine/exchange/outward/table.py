"""The formats that a definition is written in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.exchange.outward.edition import OutwardEdition, tell_common
from engine.exchange.outward.formats import fhir, limesurvey, redcap, surveyjs, xlsform
from engine.exchange.outward.losses import OutwardRemarks
from engine.instrument.event import as_reported
from engine.instrument.model import Form, Instrument
from engine.loading import catalog


@dataclass(frozen=True, slots=True)
class OutwardFormat:
    """A format: its name for commands, what people call it, the ending of its files, and what writes it.

    `holds` are sorts of loss that others have and this one does not.
    """

    name: str
    label: str
    ending: str
    write: Callable[[OutwardEdition, OutwardRemarks], bytes]
    holds: frozenset[str] = frozenset()


OUTWARD: Final = {
    one.name: one
    for one in (
        OutwardFormat(
            "xlsform",
            "an XLSForm (ODK, KoboToolbox)",
            xlsform.FILE_ENDING,
            xlsform.xlsform_bytes,
            xlsform.HOLDS,
        ),
        OutwardFormat("redcap", "a REDCap data dictionary", redcap.FILE_ENDING, redcap.redcap_bytes),
        OutwardFormat(
            "surveyjs",
            "a survey of SurveyJS (JSON)",
            surveyjs.FILE_ENDING,
            surveyjs.surveyjs_bytes,
            surveyjs.HOLDS,
        ),
        OutwardFormat("fhir", "a FHIR Questionnaire (R4, JSON)", fhir.FILE_ENDING, fhir.fhir_bytes),
        OutwardFormat(
            "limesurvey",
            "a survey structure of LimeSurvey",
            limesurvey.FILE_ENDING,
            limesurvey.limesurvey_bytes,
            limesurvey.HOLDS,
        ),
    )
}


def written(
    instrument: Instrument, form: Form, format: OutwardFormat, languages: tuple[str, ...] = ()
) -> tuple[bytes, OutwardRemarks]:
    """The file of a form in a format, and what it does not say.

    `languages`: those to write, the first as the file's own; without any, the instrument's own and its translations.
    Raises `Refused` for a language that there is no translation into.
    """
    tags = languages or catalog.languages(instrument)
    translated = {tag: as_reported(catalog.in_language(instrument, tag)) for tag in tags}
    own = next(iter(translated.values()))
    edition = OutwardEdition(own, next(one for one in own.forms if one.id == form.id), translated)
    remarks = OutwardRemarks(ids={item.id: item.id for item in edition.asked})
    tell_common(edition, remarks, format.holds)
    if instrument.event is not None:
        remarks.lose("event_lost", instrument.id, instrument.event.example)
    if not instrument.display_text:
        remarks.lose("texts_of_others", instrument.id, f"{len(edition.asked)} ids")
    return format.write(edition, remarks), remarks
