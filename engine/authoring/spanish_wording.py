"""What makes one Spanish question hard to answer: the checks of `item_wording`, where a rule can hold for Spanish.

"No ... nadie" denies once in Spanish, so that words of one denial count once; "ni" and "nada" add nothing to a "no".
"""

import re
from typing import Final

from engine.authoring.item_wording import WordingRules
from engine.authoring.spanish_reading import words

ONE_THING: Final = re.compile(
    r"\b(?:entre|ambos|ambas|tanto|ni|sino|juntos|juntas|en conjunto|entre sí|unos a otros|unas a otras|"
    r"compart\w+|combina\w*|una y otra vez|cada vez más|más y más|de vez en cuando|o no|más o menos|"
    r"uno o dos|una o dos|dos o tres|una o más|uno o más|las y los|los y las|los niños y las niñas|"
    r"niñas y niños|niños y niñas|pros y contras|día y noche|ida y vuelta|y así|o menos|o más)\b",
    re.IGNORECASE,
)
JOINED: Final = re.compile(r"\by/o\b|\b(?:y|e|o|u|así como)\b", re.IGNORECASE)
EXPLAINED: Final = re.compile(r",[^,]*\b(?:y|e|o|u)\b[^,]*,|\b(?:como|por ejemplo|tales como)\b.*|\([^)]*\)")
CONDITION: Final = re.compile(
    r"^(?:si|cuando|antes|después|mientras|porque|ya que|al)\b[^,]*,", re.IGNORECASE
)
NOT: Final = re.compile(r"\b(?:no|sin)\b", re.IGNORECASE)
# With a "no" before them they deny nothing more; alone they deny.
CONCORD: Final = re.compile(r"\b(?:nunca|jamás|nadie|nada|ning[uú]n[oa]?s?|tampoco)\b", re.IGNORECASE)
DENYING: Final = re.compile(
    r"\b(?:rara vez|raramente|apenas|incapa(?:z|ces)|imposibles?|injust[oa]s?|improbables?|insuficientes?|"
    r"inadecuad[oa]s?|"
    r"innecesari[oa]s?|insegur[oa]s?|infeli(?:z|ces)|incómod[oa]s?|desacuerdo|excepto|salvo|a menos que|"
    r"evit\w+|impid\w+|impedir|niega\w*|negar|falla\w*|fracas\w+|carec\w+|faltan?|prohíb\w+|prohibid\w+)\b",
    re.IGNORECASE,
)
NO_DENIAL: Final = re.compile(
    r"\b(?:o no|no solo|no sólo|ya no|por qué no|sin embargo|sin duda)\b", re.IGNORECASE
)
ABSOLUTE: Final = re.compile(
    r"\b(?:siempre|nunca|jamás|constantemente|invariablemente|todo el mundo|nadie|absolutamente|totalmente)\b",
    re.IGNORECASE,
)
IDIOMS: Final = re.compile(
    r"\b(?:en la misma página|pan comido|la punta del iceberg|en el mismo barco|tirar la toalla|ponerse las pilas|"
    r"dar en el clavo|llevar las riendas|meter la pata|al pie de la letra|tener la sartén por el mango|"
    r"mirar para otro lado|pon\w* de (?:mi|su|nuestra) parte|a la vuelta de la esquina|"
    r"estar en la luna|sacar adelante)\b",
    re.IGNORECASE,
)


def denials(text: str) -> list[str]:
    """The words that turn a Spanish text round, each denial once."""
    bare = NO_DENIAL.sub("", text)
    found = [match[0] for match in NOT.finditer(bare)] or [match[0] for match in CONCORD.finditer(bare)][:1]
    return found + [match[0] for match in DENYING.finditer(bare)]


SPANISH: Final = WordingRules(
    words=words,
    one_thing=ONE_THING,
    joined=JOINED,
    slash="y/o",
    explained=EXPLAINED,
    condition=CONDITION,
    turning=re.compile(f"{NOT.pattern}|{CONCORD.pattern}", re.IGNORECASE),
    denials=denials,
    absolute=ABSOLUTE,
    idioms=IDIOMS,
)
