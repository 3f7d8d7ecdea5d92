"""Spanish says usted to adults and tú to children, and mixes the two nowhere."""

import re

import pytest

from engine.language import Language

USTED = re.compile(
    r"\b(usted|sus?|suy[ao]s?|se lo|necesite|prefiere|tiene preguntas|"
    r"elija|omita|deténgase|escriba|revise|revísela|abra|ábrala|repita|pregunte|vuelva|presione|acorte|acórtelo|"
    r"guárdelo|envíelo|espere|avise|copie|permita|comience|consulte|cámbiela|bórrela|anótelo|tómele|guarde|quite|deje)\b",
    re.IGNORECASE,
)
TU = re.compile(
    r"\b(tú|tus?|tuy[ao]s?|te|ti|puedes|quieres|prefieres|elige|omite|detente|revisa|repite|presiona|acorta|"
    r"envíalo|espera|avisa|copia|consulta|cámbiala|bórrala|anótalo|has|hayas)\b",
    re.IGNORECASE,
)
# What is a school's, a network's or a server's own, and not the reader's.
OF_OTHERS = {"kept_until", "reads_results", "error_503_read"}


@pytest.fixture(scope="module")
def adults() -> Language:
    return Language.of("es")


@pytest.fixture(scope="module")
def children() -> Language:
    return Language.of("es", young=True)


def texts(language: Language) -> dict[str, str]:
    kept = language.catalogue
    said = {**kept.sentences, **(kept.young if language.young else {})}
    return {
        key: sentence if isinstance(sentence, str) else " ".join(sentence.values())
        for key, sentence in said.items()
        if kept.part_of[key] in ("respondent", "keeping", "problems")
    }


def test_adults_are_addressed_with_usted(adults: Language) -> None:
    assert adults.say("send_note") == "Después de enviarlas no podrá cambiarlas."
    found = {key: TU.findall(text) for key, text in texts(adults).items()}
    assert {key: words for key, words in found.items() if words} == {}


def test_children_are_addressed_with_tu(children: Language) -> None:
    assert children.say("send_note") == "Después de enviarlas no podrás cambiarlas."
    assert children.say("send") == "Enviar mis respuestas"
    found = {key: USTED.findall(text) for key, text in texts(children).items()}
    assert {key: words for key, words in found.items() if words and key not in OF_OTHERS} == {}


def test_what_is_said_to_children_differs(adults: Language, children: Language) -> None:
    same = [key for key, text in texts(adults).items() if key in children.catalogue.young]
    assert [key for key in same if texts(adults)[key] == texts(children)[key]] == []
    assert len(same) > 70


def test_numbers_and_days_are_those_of_the_united_states(adults: Language) -> None:
    assert (adults.number(12345.5, 1), adults.percent(0.62)) == ("12,345.5", "62%")
    assert adults.date("2027-05-08") == "8 de mayo de 2027"
    assert adults.list(["confianza", "metas", "recursos"]) == "confianza, metas y recursos"
    assert adults.count("questions", 1) == "1 pregunta"
    assert adults.count("questions", 12) == "12 preguntas"


def test_and_and_or_change_before_their_own_sound(adults: Language) -> None:
    assert adults.list(["apoyo", "influencia compartida"]) == "apoyo e influencia compartida"
    assert adults.list(["metas", "apoyo", "historia"]) == "metas, apoyo e historia"
    assert adults.list(["agua", "hielo"]) == "agua y hielo"
    assert adults.list(["siete", "ocho"], "or") == "siete u ocho"
    assert adults.list(["influencia"]) == "influencia"


def test_it_is_a_draft_until_a_speaker_has_read_it(adults: Language) -> None:
    assert not adults.reviewed("respondent")
    assert not adults.reviewed("problems")


def test_what_is_quoted_stands_in_one_kind_of_marks_and_percentages_without_a_space(adults: Language) -> None:
    """One page is made of many parts: a wave was named in other marks on a home than on its result."""
    kept = adults.catalogue
    said = {**kept.sentences, **{f"{key} (young)": text for key, text in kept.young.items()}}
    assert [key for key, text in said.items() if re.search("[«»]|[0-9} ] %", str(text))] == []
