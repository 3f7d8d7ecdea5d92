"""DDI Codebook 2.5.

No package that pip or apt installs carries the schema of DDI Codebook, so the file is held to a list of what the
schema asks of the elements that are used here: their children in order, and which of them must be there. The
list was written down from the schema of 2012-01-17 and is checked by this module alone.
"""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from engine.exchange.ddi import NAMESPACE, ddi_xml
from engine.instrument import kinds
from engine.loading import catalog
from engine.responses.codebook import codebook
from tests.engine.exchange.released import small
from tests.small import choose, instrument, likert, subscale

# element -> its children in the order of the schema; ! must be there, * may be repeated
CHILDREN = {
    "codeBook": "docDscr* stdyDscr!* fileDscr* dataDscr* otherMat*",
    "docDscr": "citation guide docStatus docSrc* controlledVocabUsed* notes*",
    "citation": "titlStmt! rspStmt prodStmt distStmt serStmt* verStmt* biblCit holdings* notes*",
    "titlStmt": "titl! subTitl* altTitl* parTitl* IDNo*",
    "prodStmt": "producer* copyright prodDate* prodPlac* software* fundAg* grantNo*",
    "verStmt": "version verResp* notes*",
    "stdyDscr": "citation!* studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* othrStdyMat* notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement notes* exPostEvaluation*",
    "subject": "keyword* topcClas*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox boundPoly anlyUnit* universe* dataKind*",
    "method": "dataColl* notes* anlyInfo stdyClas*",
    "dataColl": "timeMeth* dataCollector* frequenc* sampProc* collMode* resInstru* sources collSitu* actMin*",
    "dataAccs": "setAvail* useStmt* notes*",
    "useStmt": "confDec specPerm restrctn contact* citReq deposReq conditions disclaimer",
    "fileDscr": "fileTxt* locMap notes*",
    "fileTxt": "fileName fileCitation fileCont fileStrc dimensns fileType format filePlac dataChck* ProcStat dataMsng",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "varGrp": "labl* txt* concept* defntn universe notes*",
    "var": "location* labl* imputation security embargo respUnit anlysUnit qstn* valrng* invalrng* undocCod* universe* "
    "TotlResp sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* verStmt* concept* derivation varFormat geoMap* "
    "catLevel* notes*",
    "qstn": "preQTxt qstnLit postQTxt",
    "valrng": "item* range* key notes*",
    "invalrng": "item* range* key notes*",
    "catgry": "catValu labl* txt* catStat* mrow",
}
ATTRIBUTES = {
    "codeBook": {"version"},
    "var": {"ID", "name"},
    "varGrp": {"ID", "type", "var"},
    "item": {"VALUE"},
}
ALLOWED = {
    ("var", "nature"): {"nominal", "ordinal", "interval", "ratio", "percent", "other"},
    ("var", "intrvl"): {"contin", "discrete"},
    ("var", "representationType"): {"text", "numeric", "code", "datetime", "other"},
    ("varGrp", "type"): {"section", "multipleResp", "grid", "subject", "other"},
    ("qstn", "responseDomainType"): {"text", "numeric", "code", "category", "datetime", "multiple", "other"},
    ("varFormat", "type"): {"character", "numeric"},
    ("varFormat", "schema"): {"SAS", "SPSS", "IBM", "ANSI", "ISO", "XML-Data", "other"},
    ("catgry", "missing"): {"Y", "N"},
    ("range", "UNITS"): {"INT", "REAL"},
    ("collDate", "event"): {"start", "end", "single"},
    ("confDec", "required"): {"yes", "no"},
}
ID = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def _name(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def _made(made=None, **given) -> ET.Element:
    book = codebook(made or small())
    return ET.fromstring(ddi_xml(book, facts=(("Digest of the data", "da7a"),), **given))  # noqa: S314


def _wrong(element: ET.Element) -> list[str]:
    """What the list says against an element and all in it."""
    name, found = _name(element), [_name(child) for child in element]
    wrong = [f"{name} lacks {one}" for one in ATTRIBUTES.get(name, set()) - set(element.attrib)]
    wrong += [
        f"{name} {one}={element.attrib[one]}"
        for (owner, one), allowed in ALLOWED.items()
        if owner == name and one in element.attrib and element.attrib[one] not in allowed
    ]
    rules = CHILDREN.get(name)
    if rules is None:
        wrong += [f"{name} has children" for _ in found]
    else:
        order = [rule.rstrip("*!") for rule in rules.split()]
        wrong += [f"{name} must not hold {one}" for one in found if one not in order]
        places = [order.index(one) for one in found if one in order]
        wrong += [f"{name}: {found} are out of order"] if places != sorted(places) else []
        for rule, one in zip(rules.split(), order, strict=True):
            wrong += [f"{name} lacks {one}"] if "!" in rule and one not in found else []
            wrong += [f"{name} repeats {one}"] if "*" not in rule and found.count(one) > 1 else []
    return wrong + [text for child in element for text in _wrong(child)]


@pytest.mark.parametrize("id", [f"{entry.id}@{entry.version}" for entry in catalog.list_instruments()])
def test_every_shipped_instrument_keeps_to_the_list(id: str) -> None:
    root = _made(catalog.find(id), wave="Spring", n=812, closed=date(2026, 4, 30), data_file="responses.sav")
    assert root.tag == f"{{{NAMESPACE}}}codeBook"
    assert root.attrib["version"] == "2.5"
    assert _wrong(root) == []


def test_the_list_finds_what_is_wrong() -> None:
    root = _made()
    study = next(one for one in root if _name(one) == "stdyDscr")
    study.remove(study[0])
    variable = next(one for one in root.iter() if _name(one) == "var")
    variable.attrib["nature"] = "odd"
    variable.insert(0, variable[-1])
    text = " ".join(_wrong(root))
    assert "stdyDscr lacks citation" in text
    assert "nature=odd" in text
    assert "out of order" in text


def test_ids_are_unique_and_every_reference_leads_somewhere() -> None:
    root = _made(catalog.find("collective-leadership@1.0.0"))
    ids = [one.attrib["ID"] for one in root.iter() if "ID" in one.attrib]
    assert len(set(ids)) == len(ids)
    assert all(ID.fullmatch(one) for one in ids)
    refs = [ref for one in root.iter() for key in ("var", "files") for ref in one.attrib.get(key, "").split()]
    assert refs
    assert set(refs) <= set(ids)


def test_a_variable_has_its_question_its_values_and_its_kinds_of_missing() -> None:
    made = instrument(
        likert("A1", stem="s"), subscales=(subscale("vision", "A1"),), stems={"s": "Think of it."}
    )
    variable = next(one for one in _made(made).iter() if one.attrib.get("name") == "A1")
    ns = {"d": NAMESPACE}
    assert variable.findtext("d:qstn/d:preQTxt", "", ns) == "Think of it."
    assert variable.findtext("d:qstn/d:qstnLit", "", ns) == "Statement A1."
    values = {
        one.findtext("d:catValu", "", ns): (one.attrib.get("missType"), one.findtext("d:labl", "", ns))
        for one in variable.findall("d:catgry", ns)
    }
    assert values["5"] == (None, "5 of 5")
    assert values["-95"] == ("cannot_judge", "I can't judge")
    assert values["-99"] == ("blank", "Left blank")
    invalid = {one.attrib["VALUE"] for one in variable.findall("d:invalrng/d:item", ns)}
    assert invalid == {"-95", "-96", "-97", "-98", "-99"}


def test_a_name_that_differs_between_formats_is_told() -> None:
    made = instrument(choose("langs", "es-MX", kind=kinds.CHOOSE_MANY))
    variable = next(one for one in _made(made).iter() if one.attrib.get("name") == "langs_es_MX")
    assert [one.text for one in variable.findall(f"{{{NAMESPACE}}}notes")] == ["langs.es-MX"]


def test_data_are_described_where_there_are_any() -> None:
    root = _made(wave="Spring", n=812, closed=date(2026, 4, 30), data_file="responses.sav")
    ns = {"d": NAMESPACE}
    assert root.findtext(".//d:caseQnty", "", ns) == "812"
    assert root.findtext(".//d:collDate", "", ns) == "2026-04-30"
    assert root.findtext(".//d:fileName", "", ns) == "responses.sav"
    assert "da7a" in [one.text for one in root.findall("d:stdyDscr/d:citation/d:notes", ns)]
    assert _made().find(".//d:caseQnty", ns) is None


def test_words_that_others_own_are_not_repeated() -> None:
    made = instrument(likert("A1"), display_text=False)
    assert "Statement" not in ddi_xml(codebook(made), facts=())
