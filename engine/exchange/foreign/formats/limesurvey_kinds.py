"""Question types of LimeSurvey, a letter each: what they ask, the options that come with them, and what is lost."""

from typing import Final

# Letter -> kind of item, where one question makes one item.
SINGLE: Final = {
    "L": "choose_one",
    "!": "choose_one",
    "O": "choose_one",
    "5": "choose_one",
    "Y": "choose_one",
    "G": "choose_one",
    "M": "choose_many",
    "P": "choose_many",
    "R": "ranking",
    "N": "number",
    "D": "date",
    "S": "short_text",
    "T": "long_text",
    "U": "long_text",
}
# Letter -> kind of item, where each part makes one.
BY_PART: Final = {
    "F": "scale",
    "A": "scale",
    "B": "scale",
    "C": "scale",
    "E": "scale",
    "H": "scale",
    "K": "number",
    "Q": "short_text",
}
BY_CELL: Final = {":": "number", ";": "short_text"}  # a part of the rows by a part of the columns
DUAL: Final = "1"
TEXT: Final = "X"
EQUATION: Final = "*"
LOST: Final = {
    "|": "Barograph takes no files",
    "I": "people choose the language on every page",
}
BUILT_IN: Final = {
    "Y": ("Y", "N"),
    "G": ("F", "M"),
    "C": ("Y", "U", "N"),
    "E": ("I", "S", "D"),
    "5": tuple("12345"),
    "A": tuple("12345"),
    "B": tuple(map(str, range(1, 11))),
}
# LimeSurvey's own words for these options, which stand in no file; by language, and English for others.
WORDS: Final = {
    "en": {
        "Y": "Yes",
        "N": "No",
        "U": "Uncertain",
        "F": "Female",
        "M": "Male",
        "I": "Increase",
        "S": "Same",
        "D": "Decrease",
    },
    "de": {
        "Y": "Ja",
        "N": "Nein",
        "U": "Unsicher",
        "F": "Weiblich",
        "M": "Männlich",
        "I": "Zunahme",
        "S": "Gleich",
        "D": "Abnahme",
    },
    "es": {
        "Y": "Sí",
        "N": "No",
        "U": "No estoy seguro",
        "F": "Femenino",
        "M": "Masculino",
        "I": "Aumenta",
        "S": "Igual",
        "D": "Disminuye",
    },
    "fr": {
        "Y": "Oui",
        "N": "Non",
        "U": "Incertain",
        "F": "Féminin",
        "M": "Masculin",
        "I": "Augmente",
        "S": "Identique",
        "D": "Diminue",
    },
}
OTHER: Final = {"en": "Other", "de": "Sonstiges", "es": "Otro", "fr": "Autre"}

# Attribute -> loss, where it is set to something else than nothing.
ATTRIBUTES: Final = {
    "em_validation_q": "check_lost",
    "em_validation_sq": "check_lost",
    "equals_num_value": "check_lost",
    "min_num_value": "check_lost",
    "max_num_value": "check_lost",
    "min_answers": "check_lost",
    "max_answers": "check_lost",
    "max_subquestions": "check_lost",
    "num_value_int_only": "",
    "random_order": "random_lost",
    "random_group": "random_lost",
    "exclude_all_others": "exclusive_lost",
    "array_filter": "option_rule_lost",
    "array_filter_exclude": "option_rule_lost",
    "slider_default": "default_lost",
}
ORDERS: Final = ("answer_order", "subquestion_order")
