"""What a definition loses on its way to another tool: each with its place, why, and what to do."""

from dataclasses import dataclass, field
from typing import Final

# Sort of loss -> why, and what whoever hands the file on can do.
OUTWARD_LOSSES: Final[dict[str, tuple[str, str]]] = {
    "rule_lost": (
        "the tool has no rule that says this: the question is shown to everyone",
        "write it in the tool",
    ),
    "kind_changed": ("the tool has no such question, and this one is nearest", "look at it in the tool"),
    "non_answer": (
        "the tool has no ways of not answering: they are options there, and would enter a mean",
        "declare them as missing when you analyse the data",
    ),
    "way_out_lost": ("the tool has no way of not answering beside such a question", "people leave it blank"),
    "score_lost": (
        "the form does not ask enough of what it stands on, or its formula is longer than the format takes",
        "score the tool's data with `barograph score`",
    ),
    "levels_lost": ("levels of a score have no counterpart", "read them in Barograph"),
    "level_texts_lost": (
        "levels are computed as words, in the instrument's own language, without what else is said of them",
        "read the rest in Barograph",
    ),
    "reminder_lost": (
        "the tool only knows answers that are forced, so nothing is required",
        "tick it in the tool",
    ),
    "random_lost": ("random orders are set in the tool", "set it in the tool"),
    "look_lost": ("faces and other looks have no counterpart", "leave it"),
    "words_apart": ("words beside an option are a question of their own there", "leave it"),
    "text_lost": ("the tool has no place for this text", "put it into a question's text"),
    "translation_lost": ("this format holds one language", "write a file for each: --language"),
    "id_changed": ("the tool's rules of names do not allow this id", "see `ids` of the report"),
    "value_changed": ("the tool's codes are shorter", "see `values` of the report"),
    "label_changed": ("a sign that the format uses itself is replaced", "leave it"),
    "event_lost": (
        "what happened is said by each wave; the example stands in the texts",
        "write what is meant in the tool",
    ),
    "texts_of_others": ("the texts belong to others, and ids stand in their place", "ask their authors"),
    "form_lost": ("a file holds one form", "write a file for each: --form"),
}


@dataclass(frozen=True, slots=True)
class OutwardLoss:
    """One loss: `code` names its sort, `where` is an id of the definition."""

    code: str
    where: str
    what: str
    why: str
    remedy: str


@dataclass
class OutwardRemarks:
    """Gathers losses while a file is written, each once."""

    losses: list[OutwardLoss] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)  # of the definition -> of the file
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # the same of options, by the item's id

    def lose(self, code: str, where: str, what: str) -> None:
        """Note what the file does not say."""
        loss = OutwardLoss(code, where, what, *OUTWARD_LOSSES[code])
        if loss not in self.losses:
            self.losses.append(loss)
