"""Forms in Spanish that may name a person or give a writer away, as `marks` has them in English."""

import re
from typing import Final

# A name as it is written: with particles between its words, as in María de la Cruz.
WORD: Final = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
NAME: Final = rf"{WORD}(?:\s+(?:(?:de(?:\s+l[ao]s?)?|del|y)\s+)?{WORD})*"

_NUMBERS = (
    r"(?:\d{1,2}|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta)"
)
_ORDINAL = r"(?:\d{1,2}[.º°]+|primer|segundo|tercer|cuarto|quinto|sexto|séptimo|octavo|noveno|décimo)"
# Posts that a school has one of, or very few.
_POSTS = (
    r"(?:(?:sub)?director(?:es|as?)?|secretari[oa]s?|recepcionistas?|enfermer[oa]s?|conserjes?|intendentes?|"
    r"(?:consejer|psicólog|bibliotecari)[oa]s?|orientador(?:es|as?)?|coordinador(?:es|as?)?|"
    r"trabajador(?:es|as?)? social(?:es)?|vigilantes?|superintendentes?|practicantes?|logopedas?)"
)
_SUBJECTS = (
    r"(?:música|arte|inglés|español|francés|matemáticas|ciencias|historia|educación (?:física|especial)|lectura|"
    r"computación|danza|teatro|biología|química|física)"
)
_KIN = (
    r"(?:espos[oa]|marido|mujer|pareja|hij[oa]s?|niñ[oa]s?|embarazo|licencia|permiso|cirugía|diagnóstico|"
    r"discapacidad|divorcio|religión|fe|acento|salón|aula|clase|puesto|horario|contrato)"
)

TITLES: Final = re.compile(
    rf"\b(?:(?:[Ss]r|[Ss]ra|[Ss]rta|[Dd]r|[Dd]ra|[Pp]rof|[Pp]rofa|Lic|Ing)\b\.?|[Dd]on|[Dd]oña|[Ss]eñor(?:a|ita)?|"
    rf"[Mm]aestr[oa]|[Pp]rofesora?|[Pp]rofe|(?:[Ss]ub)?[Dd]irectora?)\s+{NAME}"
)
WRITERS: Final = (
    re.compile(rf"\bmi (?:propi[oa] )?{_KIN}\b", re.IGNORECASE),
    re.compile(rf"\b(?:llevo|tengo)\b[^.;!?]{{0,30}}?\b{_NUMBERS}\s+(?:años|meses|semanas)\b", re.IGNORECASE),
    re.compile(r"\bdesde que\s+(?:llegué|empecé|entré|trabajo)\b", re.IGNORECASE),
    re.compile(r"\b(?:como|soy)\s+(?:el|la)\s+únic[oa]\s+\w+(?:\s+de\s+\w+)?", re.IGNORECASE),
)
ROLES: Final = (
    re.compile(rf"\b{_POSTS}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:maestr[oa]s?|profesor(?:es|as?)?|departamento|equipo)\s+de\s+{_SUBJECTS}\b", re.IGNORECASE
    ),
    re.compile(r"\b(?:el|la|nuestr[oa])\s+únic[oa]\s+(?:maestr|profesor)\w*", re.IGNORECASE),
)
PLACES: Final = (
    re.compile(rf"\b{_ORDINAL}\s+grado\b|\bgrado\s+\d{{1,2}}\b|\bkínder\b|\bpreescolar\b", re.IGNORECASE),
    re.compile(
        r"\b(?:salón|aula|edificio|pasillo|autobús|camión)\s+(?:n[.º°]*\s*)?\d{1,4}\w?\b", re.IGNORECASE
    ),
)
TIMES: Final = (
    re.compile(rf"\b{_NUMBERS}\s+años\b", re.IGNORECASE),
    re.compile(
        r"\b\d{1,2} de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b",
        re.IGNORECASE,
    ),
)
# Words that are written with a capital within a sentence and name no person of a school.
NO_NAME: Final = (
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre|noviembre|diciembre|navidad|pascua|español|inglés|francés|matemáticas|ciencias|historia|"
    r"educación|física|arte|música|escuela|primaria|secundaria|preparatoria|distrito|departamento|consejo|dirección|"
    r"gracias|sí|no|el|la|los|las|un|una|y|pero|nuestr[oa]s?|estados|unidos"
)
