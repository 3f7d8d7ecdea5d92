"""What LimeSurvey says of a question: its letter, its theme, its attributes, and texts as HTML."""

from html import escape
from typing import Final

from engine.exchange.outward.edition import Texts, range_of, short
from engine.instrument.model import Item, Option

LIST, GRID, SEVERAL, RANKING, NUMBERS = "L", "F", "M", "R", "K"
TYPES: Final = {
    "scale": LIST,
    "rubric": LIST,
    "choose_one": LIST,
    "choose_many": SEVERAL,
    "ranking": RANKING,
    "constant_sum": NUMBERS,
    "slider": NUMBERS,
    "number": "N",
    "date": "D",
    "short_text": "S",
    "long_text": "T",
}
THEMES: Final = {
    LIST: "listradio",
    GRID: "arrays/array",
    SEVERAL: "multiplechoice",
    RANKING: "ranking",
    NUMBERS: "multiplenumeric",
    "N": "numerical",
    "D": "date",
    "S": "shortfreetext",
    "T": "longfreetext",
    "X": "boilerplate",
    "*": "equation",
}


def other_option(item: Item) -> Option | None:
    """The option that LimeSurvey adds itself: the last one, with words, where no other has some."""
    named = [option for option in item.options if option.specify]
    return named[0] if len(named) == 1 and item.options[-1] is named[0] and not item.kind.scored else None


def attributes_of(item: Item) -> dict[str, str]:
    """What LimeSurvey says of a question beside its texts."""
    found: dict[str, str | float | None] = {}
    kind = item.kind.name
    if kind == "slider":
        found = {
            "slider_layout": "1",
            "slider_min": item.minimum,
            "slider_max": item.maximum,
            "slider_accuracy": item.step,
            "slider_separator": "|",
        }
    elif kind == "constant_sum":
        found = {"equals_num_value": item.total, "num_value_int_only": "1", "min_num_value_n": "0"}
    elif kind == "ranking":
        found = {"max_subquestions": item.top}
    elif kind == "number":
        whole = "1" if item.whole else None
        found = {
            "min_num_value_n": item.minimum,
            "max_num_value_n": item.maximum,
            "num_value_int_only": whole,
        }
    elif item.kind.dated:
        found = {"date_format": "yyyy-mm-dd", "date_min": item.earliest, "date_max": item.latest}
    elif item.maximum_length:
        found = {"maximum_chars": item.maximum_length}
    return {
        name: value if isinstance(value, str) else short(value)
        for name, value in found.items()
        if value is not None
    }


def points_of(item: Item, option: Option) -> str:
    """What an answer scores, turned where the item is reversed; LimeSurvey takes whole numbers alone."""
    if not item.kind.scored:
        return "0"
    value = float(option.value)
    value = range_of(item) - value if item.reverse else value
    return str(int(value)) if value.is_integer() else "0"


def letter_of(item: Item) -> str:
    """The letter of LimeSurvey's type of question."""
    return TYPES[item.kind.name]


def on_scale(item: Item) -> bool:
    """Whether it is answered on a response scale, of which the points have no texts of its own."""
    return item.kind.scored and not item.levels


def html(texts: Texts, tag: str) -> str:
    """A text as HTML in one language, or in the first that has it."""
    return escaped(texts.get(tag) or next(iter(texts.values()), "")).replace("\n", "<br />\n")


def escaped(text: str) -> str:
    """Without signs that LimeSurvey would read: tags, and curly brackets, between which it computes."""
    return escape(text, quote=False).replace("{", "&#123;").replace("}", "&#125;")
