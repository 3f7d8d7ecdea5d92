"""What did not come over, what was decided, and what is told beside: each with its place, why, and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

LONGEST_WHAT: Final = 200
PLACES: Final = 5  # that a summed-up remark names


@dataclass(frozen=True, slots=True)
class SourceRemark:
    """One loss or one decision. `code` names its sort for programs, `item` the question it is about, if one."""

    code: str
    where: str
    what: str
    why: str
    remedy: str
    item: str = ""


# Sort of loss -> what it does, why, and what whoever brings the survey can do. Most serious first.
LOSSES: Final[dict[str, tuple[str, str]]] = {
    "rule_lost": (
        "this rule can't be said in Barograph, so the question is shown to everyone",
        "write `show_if` by hand, or ask everyone and leave others' answers out",
    ),
    "rule_dead": (
        "the rule asks for an answer that the question does not have; the question is shown to everyone",
        "correct the rule in the source, or write `show_if` by hand",
    ),
    "rule_ahead": (
        "the rule looks at a question that comes later or was left out; the question is shown to everyone",
        "move the question that decides up in `items`, and write `show_if`",
    ),
    "rule_blank": (
        "where the question that decides is left blank, the source may decide otherwise than Barograph",
        "look whether people who leave it blank should see the question",
    ),
    "question_lost": (
        "Barograph has no question of this kind",
        "ask it in another way, or outside the survey",
    ),
    "identifier_left_out": (
        "the file says that it tells who somebody is, and the survey is anonymous",
        "say --privacy confidential or identified to keep it",
    ),
    "score_lost": (
        "this can't be said as a mean or a sum of scale items of one range, or of such scores",
        "write a subscale by hand, or compute it after the export",
    ),
    "score_blanks": (
        "the source sums what was answered; Barograph's sum is the mean of what was answered times the items",
        "raise `minimum_answered` to all items where only complete answers should count",
    ),
    "calculation_lost": ("Barograph computes nothing while people answer", "compute it after the export"),
    "points_lost": (
        "the file gives options points that differ from their codes",
        "make a response scale with the points as values, if they are the score",
    ),
    "option_lost": (
        "two options have the same code, and data can't tell them apart",
        "give one another code",
    ),
    "options_lost": (
        "Barograph takes 200 options at most, so it is asked in words",
        "split the list into two questions, or keep the words",
    ),
    "option_rule_lost": (
        "options can't depend on other answers: all are shown",
        "make a question for each list, each with a `show_if`",
    ),
    "exclusive_lost": ("no option can rule out the others", "look for answers that hold both"),
    "check_lost": ("this check of an answer has no counterpart", "look for such answers after the export"),
    "limit_lost": ("this limit has no counterpart", "say it in the question's note"),
    "default_lost": ("no question is answered beforehand", "say it in the question's note"),
    "hidden_lost": (
        "what a tool records by itself, or hides, is no question",
        "leave it: times and devices are not kept",
    ),
    "piping_lost": (
        "an earlier answer can't stand in a text; its mark stands there as it was",
        "write the text so that it does without",
    ),
    "media_lost": ("pictures, sounds and files are not brought over", "say in words what they show"),
    "active_lost": (
        "scripts and styles in texts are dropped",
        "leave it: Barograph runs nothing from a file",
    ),
    "formatting_lost": ("texts come over without colours, fonts and sizes", "mark what matters by words"),
    "text_lost": ("there is no place for this text", "put it into a page's `text` or an item's `before`"),
    "text_cut": ("Barograph takes texts of 4,000 characters at most", "shorten it"),
    "text_missing": ("the file has no text for it in its main language", "write one"),
    "random_lost": ("this random order has no counterpart", "see `random` of pages, if it fits"),
    "repeat_lost": ("Barograph asks each question once", "ask for the first few by questions of their own"),
    "quota_lost": ("a survey has no quotas", "close the wave when enough have answered"),
    "flow_lost": ("this step of the survey's flow has no counterpart", "see `show_if` of pages"),
    "unused": ("nothing in the survey uses it", "leave it"),
}

# Sort of decision -> why, and what undoing it does. `--undo CODE`, or `--undo CODE:WHERE`, undoes each of them.
DECISIONS: Final[dict[str, tuple[str, str]]] = {
    "id_changed": (
        "an id has letters, digits and _ alone, begins with a letter and is not used twice",
        "--undo id_changed:OLD=NEW gives it the id that you say; `columns.yaml` maps the old one",
    ),
    "values_made": (
        "a scale needs numbers and the file has none for it, so the points are numbered in its order",
        "--undo values_made keeps it as choose_one",
    ),
    "no_answer_guessed": (
        "it reads as a way of not answering, and as a point of the scale it would enter every mean",
        "--undo no_answer_guessed keeps it as a point",
    ),
    "highest_first": (
        "a scale is listed lowest first; pages show it highest first, as the file does",
        "--undo highest_first shows the lowest first",
    ),
    "scale_taken": (
        "the file scores it, shows it in a grid or rates by it",
        "--undo scale_taken keeps it as choose_one",
    ),
    "other_joined": (
        "the words belong to the option, and stand beside it",
        "--undo other_joined asks for the words in a question of their own",
    ),
    "text_placed": (
        "Barograph has texts above questions, on pages, before and after",
        "--undo text_placed leaves it out",
    ),
    "rule_mended": (
        "the rule is written with marks that its own tool does not read",
        "--undo rule_mended leaves the rule out, as one that can't be said",
    ),
    "rule_in_order": (
        "`and` and `or` stand beside each other without brackets, and are read from the left",
        "--undo rule_in_order leaves the rule out, as one that can't be said",
    ),
    "skip_turned": (
        "a skip is said as a rule of each question that it passes over",
        "--undo skip_turned asks everyone what it passes over",
    ),
    "reverse_by_name": (
        "the tool turns items whose names end in R",
        "--undo reverse_by_name turns none and makes no score",
    ),
}

# Sort of what is told beside: nothing else could be made of it, or it is said by hand or by an option.
STATEMENTS: Final[dict[str, tuple[str, str]]] = {
    "value_changed": (
        "a value is a number or a word of letters, digits, _, + and -",
        "`columns.yaml` keeps the old code; change both to undo it",
    ),
    "not_a_scale": (
        "its values neither rise nor fall, or are too many or too unlike for a scale",
        "give it a response scale by hand",
    ),
    "kind_changed": ("Barograph has no such question, and this one is nearest", "change `kind` by hand"),
    "label_made": (
        "people need words, and no two options may have the same",
        "write the label that is meant",
    ),
    "id_made": ("the file gives no id that Barograph takes", "change `id`, or say --id to the command"),
    "version_made": ("the file gives no version of three numbers", "change `version`"),
    "title_made": ("the file has no title", "change `title`, or say --title to the command"),
    "language_told": (
        "the file's word for a language is read by a table of names",
        "change `language`, or say --language to the command",
    ),
    "kind_found": (
        "it is guessed from what the cells hold; an answer that nobody gave is not among them",
        "look at `kind` and its options, and add what is missing",
    ),
    "column_left_out": (
        "it reads as what a tool records, as a number of the row, or as what tells who somebody is",
        "take it out of `ignore` in `columns.yaml`, and write an item for it",
    ),
}


# Sort of loss, decision or statement -> what people call several of it.
TITLES: Final[dict[str, str]] = {
    "rule_lost": "Rules that can't be said",
    "rule_dead": "Rules on answers that there are not",
    "rule_ahead": "Rules that look ahead",
    "rule_blank": "Rules and blank answers",
    "question_lost": "Questions left out",
    "identifier_left_out": "Questions that tell who somebody is",
    "score_lost": "Scores left out",
    "score_blanks": "Scores of incomplete answers",
    "calculation_lost": "Calculations",
    "points_lost": "Points of options",
    "option_lost": "Options with the same code",
    "options_lost": "Lists of more than 200 options",
    "option_rule_lost": "Options that depend on an answer",
    "exclusive_lost": "Options that rule out others",
    "check_lost": "Checks of answers",
    "limit_lost": "Limits of answers",
    "default_lost": "Answers given beforehand",
    "hidden_lost": "What a tool records or hides",
    "piping_lost": "Answers within texts",
    "media_lost": "Pictures, sounds and files",
    "active_lost": "Scripts and styles",
    "formatting_lost": "Looks of texts",
    "text_lost": "Texts without a place",
    "text_cut": "Texts that are too long",
    "text_missing": "Texts that are missing",
    "random_lost": "Random orders",
    "repeat_lost": "Repeated questions",
    "quota_lost": "Quotas",
    "flow_lost": "Steps of the flow",
    "unused": "What nothing uses",
    "id_changed": "Changed ids",
    "value_changed": "Changed values",
    "values_made": "Points numbered in order",
    "no_answer_guessed": "Options taken for no answer",
    "highest_first": "Scales shown highest first",
    "not_a_scale": "Lists that make no scale",
    "scale_taken": "Questions taken for scales",
    "kind_changed": "Questions of another kind",
    "label_made": "Labels that were made",
    "other_joined": 'Words beside "other"',
    "text_placed": "Texts that found a place",
    "id_made": "The id",
    "version_made": "The version",
    "title_made": "The title",
    "language_told": "The language",
    "rule_mended": "Rules that were mended",
    "rule_in_order": "Rules that hold in the order of asking",
    "skip_turned": "Skips turned into rules",
    "reverse_by_name": "Items turned by their names",
    "kind_found": "Kinds guessed from answers",
    "column_left_out": "Columns left out",
}


@dataclass
class Remarks:
    """Collects losses, decisions and what is told beside while a file is read and built.

    `undo` names decisions that are not to be taken: a sort (`highest_first`), or one at an item or a place in the
    source (`highest_first:PHQ1`); for `id_changed` with the id that is wanted (`id_changed:nps-score=nps`).
    """

    undo: frozenset[str] = frozenset()
    losses: list[SourceRemark] = field(default_factory=list)
    decisions: list[SourceRemark] = field(default_factory=list)
    statements: list[SourceRemark] = field(default_factory=list)
    _undone: set[str] = field(default_factory=set)
    _summed: dict[str, list[str]] = field(default_factory=dict)

    def lose(
        self, code: str, where: str, what: str, *, item: str = "", why: str = "", remedy: str = ""
    ) -> None:
        """Note what did not come over; the reason and remedy of its sort stand in for those not given."""
        self.losses.append(_remark(LOSSES, code, where, what, item, why, remedy))

    def decide(
        self, code: str, where: str, what: str, *, item: str = "", why: str = "", remedy: str = ""
    ) -> None:
        """Note what was decided, and can be undone."""
        self.decisions.append(_remark(DECISIONS, code, where, what, item, why, remedy))

    def state(
        self, code: str, where: str, what: str, *, item: str = "", why: str = "", remedy: str = ""
    ) -> None:
        """Note what could not be otherwise, or is said by hand."""
        self.statements.append(_remark(STATEMENTS, code, where, what, item, why, remedy))

    def undone(self, code: str, *places: str) -> bool:
        """Whether a decision that would be taken now, at these items or places, is not wanted."""
        found = self.undo & {code, *(f"{code}:{place}" for place in places)}
        self._undone |= found
        return bool(found)

    def wanted_id(self, *ids: str) -> str | None:
        """The id that is wanted for a question, which is known by these."""
        for word in sorted(self.undo):
            before, _, wanted = word.partition("=")
            if wanted and before in {f"id_changed:{id}" for id in ids}:
                return wanted
        return None

    @property
    def idle(self) -> tuple[str, ...]:
        """What was to be undone and never decided."""
        return tuple(sorted(self.undo - self._undone))

    def sum_up(self, code: str, where: str) -> None:
        """Note a loss that is told once for the whole file, with where it occurs."""
        self._summed.setdefault(code, []).append(where)

    def close(self) -> None:
        """Turn what was summed up into one loss each."""
        for code, places in self._summed.items():
            different = list(dict.fromkeys(places))
            rest = f" and {len(different) - PLACES} more" if len(different) > PLACES else ""
            many = f"{len(different)} texts" if len(different) > 1 else "1 text"
            self.lose(code, ", ".join(different[:PLACES]) + rest, many)
        self._summed.clear()


def counts(remarks: list[SourceRemark] | tuple[SourceRemark, ...]) -> Iterator[tuple[str, int]]:
    """How many of each sort, in the order of the tables above."""
    for code in (*LOSSES, *DECISIONS, *STATEMENTS):
        number = sum(remark.code == code for remark in remarks)
        if number:
            yield code, number


def _remark(
    table: Mapping[str, tuple[str, str]], code: str, where: str, what: str, item: str, why: str, remedy: str
) -> SourceRemark:
    usual_why, usual_remedy = table[code]
    what = " ".join(what.split())
    what = what if len(what) <= LONGEST_WHAT else what[: LONGEST_WHAT - 1] + "…"
    return SourceRemark(code, where, what, why or usual_why, remedy or usual_remedy, item)
