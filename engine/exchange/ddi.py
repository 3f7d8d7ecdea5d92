"""A codebook as DDI Codebook 2.5, the XML that data archives and catalogues of surveys take.

Elements stand in the order that the schema asks for. Texts of questions that belong to others are left out.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date
from typing import Final

from engine.instrument.model import Instrument, MeasurementLevel
from engine.responses.codebook import Category, Codebook, Variable

NAMESPACE: Final = "ddi:codebook:2_5"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA: Final = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
FILE_ID: Final = "F1"
NATURE: Final = {
    MeasurementLevel.NOMINAL: "nominal",
    MeasurementLevel.ORDINAL: "ordinal",
    MeasurementLevel.SCALE: "ratio",
}


def ddi_xml(
    book: Codebook,
    *,
    facts: Sequence[tuple[str, str]],
    wave: str = "",
    n: int | None = None,
    closed: date | None = None,
    data_file: str = "",
) -> str:
    """The codebook as XML; the same codebook gives the same text.

    `facts` (version, digests) go into notes. `wave`, the number of responses `n`, the day it `closed` and the
    name of the `data_file` describe the data, where there are any.
    """
    instrument = book.instrument
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(
        _tag("codeBook"),
        {
            "version": "2.5",
            LANGUAGE: instrument.language,
            f"{{{XSI}}}schemaLocation": f"{NAMESPACE} {SCHEMA}",
        },
    )
    title = " · ".join(part for part in (f"{instrument.title} {instrument.version}", wave) if part)
    _document(root, instrument, title, closed)
    _study(root, instrument, title, wave, closed, facts)
    _file(root, book, data_file, n)
    _data(root, book)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _tag(tag), attributes)
    if text:
        child.text = text
    return child


def _document(root: ET.Element, instrument: Instrument, title: str, closed: date | None) -> None:
    """What this file itself is."""
    citation = _add(_add(root, "docDscr"), "citation")
    _add(_add(citation, "titlStmt"), "titl", f"Codebook: {title}")
    made = _add(citation, "prodStmt")
    if closed is not None:
        _add(made, "prodDate", closed.isoformat(), date=closed.isoformat())
    _add(made, "software", "Barograph")
    _add(_add(citation, "verStmt"), "version", instrument.version)


def _study(
    root: ET.Element,
    instrument: Instrument,
    title: str,
    wave: str,
    closed: date | None,
    facts: Sequence[tuple[str, str]],
) -> None:
    study = _add(root, "stdyDscr")
    citation = _add(study, "citation")
    titles = _add(citation, "titlStmt")
    _add(titles, "titl", title)
    _add(titles, "IDNo", f"{instrument.id} {instrument.version}")
    _add(_add(citation, "prodStmt"), "copyright", instrument.licence)
    _add(_add(citation, "verStmt"), "version", instrument.version)
    if instrument.citation:
        _add(citation, "biblCit", instrument.citation)
    for name, text in facts:
        _add(citation, "notes", text, subject=name)
    info = _add(study, "stdyInfo")
    subject = _add(info, "subject")
    for subscale in instrument.subscales:
        _add(subject, "keyword", subscale.label)
    _add(info, "abstract", instrument.purpose or instrument.intended_use or instrument.title)
    summary = _add(info, "sumDscr")
    if closed is not None:
        _add(summary, "collDate", closed.isoformat(), event="end", date=closed.isoformat(), **_cycle(wave))
    _add(summary, "anlyUnit", "Individual")
    _add(summary, "universe", instrument.audience.value.replace("_", " "))
    _add(summary, "dataKind", "Survey data")
    collection = _add(_add(study, "method"), "dataColl")
    _add(collection, "collMode", "Self-administered questionnaire: web")
    _add(collection, "resInstru", f"{instrument.title} {instrument.version}, id {instrument.id}")
    _use(study, instrument)


def _cycle(wave: str) -> dict[str, str]:
    return {"cycle": wave} if wave else {}


def _use(study: ET.Element, instrument: Instrument) -> None:
    """On what terms the data may be used."""
    terms = _add(_add(study, "dataAccs"), "useStmt")
    _add(
        terms,
        "confDec",
        "Responses are de-identified: no names, no links, no dates, no words that people wrote; schools under "
        "numbers drawn at random; background answers that few gave are withheld.",
        required="yes",
    )
    if instrument.not_for:
        _add(terms, "conditions", f"Not for: {'; '.join(instrument.not_for)}.")


def _file(root: ET.Element, book: Codebook, name: str, n: int | None) -> None:
    text = _add(_add(root, "fileDscr", ID=FILE_ID), "fileTxt")
    _add(text, "fileName", name or f"{book.instrument.id}-{book.instrument.version}")
    _add(text, "fileCont", "One row a respondent, one column a variable.")
    size = _add(text, "dimensns")
    if n is not None:
        _add(size, "caseQnty", str(n))
    _add(size, "varQnty", str(len(book.variables)))
    _add(
        text,
        "dataMsng",
        "Each kind of missing answer has a number of its own below nought; a variable lists its own.",
    )


def _data(root: ET.Element, book: Codebook) -> None:
    """Groups of variables come before the variables, as the schema asks."""
    data = _add(root, "dataDscr")
    for number, subscale in enumerate(book.instrument.subscales, start=1):
        members = [
            variable
            for variable in book.variables
            if variable.item is not None and variable.item.id in subscale.items
        ]
        if members:
            refs = " ".join(_id(variable) for variable in members)
            group = _add(data, "varGrp", ID=f"G{number}", type="subject", name=subscale.id, var=refs)
            _add(group, "labl", subscale.label)
    for place, variable in enumerate(book.variables, start=1):
        _variable(data, variable, place)


def _id(variable: Variable) -> str:
    return f"V_{variable.spss}"


def _variable(data: ET.Element, variable: Variable, place: int) -> None:
    numbers = all(category.number == int(category.number) for category in variable.categories)
    attributes = {
        "ID": _id(variable),
        "name": variable.spss,
        "files": FILE_ID,
        "dcml": "0" if variable.whole or (variable.categories and numbers) else "2",
        "intrvl": "contin" if variable.measure is MeasurementLevel.SCALE else "discrete",
        "nature": NATURE[variable.measure],
        "representationType": "code" if variable.categories and not variable.quantity else "numeric",
    }
    element = _add(data, "var", **attributes)
    _add(element, "labl", variable.label)
    if variable.text:
        question = _add(
            element,
            "qstn",
            responseDomainType="category" if variable.categories and not variable.quantity else "numeric",
            seqNo=str(place),
        )
        if variable.stem:
            _add(question, "preQTxt", variable.stem)
        _add(question, "qstnLit", variable.text)
    _ranges(element, variable)
    for category in variable.named:
        _category(element, category)
    _add(element, "varFormat", type="numeric", schema="other", formatname="numeric")
    if variable.name != variable.spss:
        _add(element, "notes", variable.name, subject="Name in CSV files")
    for note in variable.notes:
        _add(element, "notes", note)


def _ranges(element: ET.Element, variable: Variable) -> None:
    """Which numbers are answers, and which are kinds of missing."""
    if variable.minimum is not None or variable.maximum is not None:
        ends = {"min": variable.minimum, "max": variable.maximum}
        given = {name: f"{end:g}" for name, end in ends.items() if end is not None}
        _add(_add(element, "valrng"), "range", UNITS="INT" if variable.whole else "REAL", **given)
    if variable.missing:
        marks = _add(element, "invalrng")
        for category in variable.missing:
            _add(marks, "item", VALUE=f"{category.number:g}")


def _category(element: ET.Element, category: Category) -> None:
    missing = {"missing": "Y", "missType": category.word or "blank"} if category.missing else {}
    entry = _add(element, "catgry", **missing)
    _add(entry, "catValu", f"{category.number:g}")
    _add(entry, "labl", category.label)
