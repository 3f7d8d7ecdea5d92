"""The foreign formats, in the order in which a file is held against them: the most particular first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.exchange.foreign.facts import SurveyFacts
from engine.exchange.foreign.formats import (
    fhir,
    formr,
    limesurvey,
    qualtrics,
    redcap,
    reproschema,
    surveyjs,
    xlsform,
)
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.opening import OpenedFile


@dataclass(frozen=True, slots=True)
class ForeignFormat:
    """A format: its name for commands, what people call it, how it is recognized and how it is read.

    `read` gives the facts of a survey and raises `Refused` where the file is none after all.
    """

    name: str
    label: str
    recognizes: Callable[[OpenedFile], bool]
    read: Callable[[OpenedFile, Remarks], SurveyFacts]


FORMATS: Final = {
    one.name: one
    for one in (
        ForeignFormat("limesurvey", "a LimeSurvey survey (.lss)", limesurvey.recognizes, limesurvey.read),
        ForeignFormat("qualtrics", "a survey file of Qualtrics (QSF)", qualtrics.recognizes, qualtrics.read),
        ForeignFormat("fhir", "a FHIR Questionnaire (JSON or XML)", fhir.recognizes, fhir.read),
        ForeignFormat(
            "reproschema", "an activity of ReproSchema (a folder)", reproschema.recognizes, reproschema.read
        ),
        ForeignFormat("surveyjs", "a survey of SurveyJS (JSON)", surveyjs.recognizes, surveyjs.read),
        ForeignFormat("redcap", "a REDCap data dictionary", redcap.recognizes, redcap.read),
        ForeignFormat("formr", "a formr survey sheet", formr.recognizes, formr.read),
        ForeignFormat("xlsform", "an XLSForm (ODK, KoboToolbox)", xlsform.recognizes, xlsform.read),
    )
}
