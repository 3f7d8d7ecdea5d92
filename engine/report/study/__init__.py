"""A validation study as a document, ordered by COSMIN and the Standards of AERA, APA and NCME."""

import datetime
from dataclasses import replace
from typing import Final

from engine.printed import day_words, several
from engine.report.document import Document, Paragraph, Section
from engine.report.study.allotment import allotment_section
from engine.report.study.apa import passages
from engine.report.study.claims import claims_section
from engine.report.study.comparisons import comparison_sections
from engine.report.study.confirmatory import confirmatory_section
from engine.report.study.criteria import criteria_section
from engine.report.study.cuts import cuts_section
from engine.report.study.groups import groups_section
from engine.report.study.invariance import invariance_sections
from engine.report.study.items import items_section
from engine.report.study.methods import methods_section
from engine.report.study.norms import norms_section
from engine.report.study.quality import quality_section
from engine.report.study.reliability import reliability_section
from engine.report.study.retest import retest_section
from engine.report.study.sample import sample_section
from engine.report.study.second_opinion import second_opinion_section
from engine.report.study.structure import structure_section
from engine.report.study.summary import lead, summary_section
from engine.report.study.weighted import weighted_section
from engine.validation.study import ValidationStudy

OPEN_SECTIONS: Final = 2
"""How many sections of a study stand open on a screen: what may be said, and of whom; the others are one press away."""


def study_document(study: ValidationStudy, *, made: datetime.date | None = None) -> Document:
    """Compose the document of a finished study; `made` is the day it bears, today when None."""
    day = made or datetime.date.today()
    instrument = study.plan.instrument
    people = several(study.sample.n, "respondent")
    retest = retest_section(study)
    reliability = reliability_section(study)
    groups = groups_section(study)
    sections = (
        summary_section(study),
        sample_section(study),
        quality_section(study),
        items_section(study),
        structure_section(study),
        confirmatory_section(study),
        replace(reliability, sections=(*reliability.sections, *((retest,) if retest else ()))),
        replace(
            groups, sections=(*groups.sections, *invariance_sections(study), *comparison_sections(study))
        ),
        criteria_section(study),
        norms_section(study),
        cuts_section(study),
        weighted_section(study),
        allotment_section(study),
        claims_section(study),
        *((opinion,) if (opinion := second_opinion_section(study)) else ()),
        _text(study),
        methods_section(study),
    )
    return Document(
        title=f"{instrument.title}: a validation study",
        context=f"{instrument.name} · {people} · {study.provenance.data_name} · {day_words(day)}",
        lead=lead(study),
        sections=tuple(section for section in sections if section is not None),
        tags=("Simulated data",) if study.provenance.simulated else (),
        provenance=(
            f"Instrument {instrument.name}, definition {study.provenance.instrument_digest[:12]}; responses "
            f"{study.provenance.data_digest[:12]}; Barograph {study.provenance.versions.get('barograph', '')}.",
        ),
        running=f"{instrument.title} {instrument.version} · validation study · {day.isoformat()}",
        author="Barograph",
        date=day,
        language="en",
    )


def _text(study: ValidationStudy) -> Section:
    """Method and results in the style of the APA."""
    note = Paragraph(
        "In the style of the American Psychological Association. Complete it with how people were found and asked; "
        "drop what your article does not need."
    )
    return Section("text", "Text to paste", (note, *passages(study.prose)))
