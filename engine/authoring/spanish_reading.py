"""How hard Spanish sentences are to read: Crawford's grade, from words, sentences and syllables."""

import re
from collections.abc import Sequence
from typing import Final

WORD: Final = re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+(?:-[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+)*|\d+(?:[.,]\d+)*")
SENTENCE_END: Final = re.compile(r"(?:[.!?:;]+|…)(?=\s|$)")
# A u that is written and not spoken, and a y that stands for a vowel.
SILENT: Final = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])")
Y_AS_VOWEL: Final = re.compile(r"y(?![aeiouáéíóúü])")
# Vowels that are spoken as one: a strong one with weak ones about it that bear no accent, or weak ones alone.
TOGETHER: Final = re.compile(r"[iuü]?[aeoáéó][iuü]?(?![aeiouáéíóúü])|[iuü]?[aeoáéó]|[iuü]?[íú]|[iuü]{1,2}")


def words(text: str) -> list[str]:
    """The words and numbers of a text; one with a hyphen is one word."""
    return WORD.findall(text)


def syllables(word: str) -> int:
    """The syllables of a Spanish word by its spelling: strong vowels, and weak ones with an accent, are apart."""
    plain = Y_AS_VOWEL.sub("i", SILENT.sub("", word.lower()))
    return max(1, len(TOGETHER.findall(plain)))


def grade(texts: Sequence[str]) -> float:
    """Crawford's grade of Spanish texts: the year of primary school in which they are read without help.

    `texts`: one a question; a text without a full stop counts as a sentence. Texts without words are left out.
    Raises `ValueError` where no text has a word. The formula, over all texts together, is
    0.049 syllables per 100 words - 0.205 sentences per 100 words - 3.407.

    It misleads: it was fitted to readers of the first six years of school in the United States, Latin America and
    Spain, so that a higher grade is only said to be above these; it knows the length of words and sentences and nothing
    of what they mean, and of a few short questions it says little. It is a screen; only talking with readers tells.

    Literature: Crawford, A. N. (1989), Fórmula y gráfico para determinar la comprensibilidad de textos del nivel
    primario en castellano, Lectura y Vida, 10(4), 18-24.
    Python: textstat's crawford, which splits syllables by a dictionary.
    """
    spoken = [word for text in texts for word in words(text)]
    if not spoken:
        raise ValueError("there is no word to read in these texts")
    sentences = sum(max(1, len(SENTENCE_END.findall(text.strip()))) for text in texts if words(text))
    per_hundred = 100 / len(spoken)
    return 0.049 * sum(map(syllables, spoken)) * per_hundred - 0.205 * sentences * per_hundred - 3.407
