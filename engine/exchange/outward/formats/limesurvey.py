"""LimeSurvey's survey structure (.lss): a group a page, grids where items share stem and scale, all languages."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from engine.exchange.outward.edition import OutwardEdition, Texts
from engine.exchange.outward.formats.limesurvey_codes import (
    LONGEST_TITLE,
    OTHER,
    answer_codes,
    part_codes,
    row_codes,
    title_of,
)
from engine.exchange.outward.formats.limesurvey_questions import (
    GRID,
    NUMBERS,
    SEVERAL,
    THEMES,
    attributes_of,
    escaped,
    html,
    letter_of,
    on_scale,
    other_option,
    points_of,
)
from engine.exchange.outward.formats.limesurvey_tables import LimeFile
from engine.exchange.outward.formulas import FormulaSyntax, level_formula, score_formula
from engine.exchange.outward.losses import OutwardRemarks
from engine.exchange.outward.syntax import RuleSyntax
from engine.instrument.model import Composite, Item, Page, Subscale
from engine.instrument.passage import passage_words
from engine.instrument.rules import Rule, Value

FILE_ENDING: Final = ".lss"
HOLDS: Final = frozenset({"reminder_lost", "levels_lost"})  # mandatory: soft; an equation
LINE: Final = "line"  # the one part of a slider


def limesurvey_bytes(edition: OutwardEdition, remarks: OutwardRemarks) -> bytes:
    """The file of one form of an instrument."""
    return _Survey(edition, remarks).written()


class _Survey:
    """Writes group by group; names of all items are made before, as rules need them."""

    def __init__(self, edition: OutwardEdition, remarks: OutwardRemarks) -> None:
        self.edition, self.remarks = edition, remarks
        self.items = {item.id: item for item in edition.instrument.items}
        self.scored = {id for subscale in edition.subscales for id in subscale.items}
        self.file = LimeFile()
        self.sid = str(
            100_000 + int(hashlib.sha256(edition.instrument.id.encode()).hexdigest(), 16) % 900_000
        )
        self.gid, self.qid, self.order = 0, 0, 0
        self.taken: set[str] = set()
        self.titles: dict[str, str] = {}  # of the question that an item is, or is a row of
        self.rows: dict[str, str] = {}  # of an item in a grid
        self.codes: dict[str, dict[str, str]] = {}  # of the answers to an item
        for page in edition.form.pages:
            for run in self._runs(page):
                self._name(run)
        self.rules = RuleSyntax(
            reference=lambda id: f"{self._variable(id)}.NAOK",
            chosen=self._chosen,
            there=self._there,
            negated=lambda inner: f"!({inner})",
        )

    def written(self) -> bytes:
        for page in self.edition.form.pages:
            self._group(page)
        for scored in self.edition.scores:
            self._score(scored)
        self._settings()
        return self.file.written(self.edition.languages)

    def _runs(self, page: Page) -> Iterator[list[Item]]:
        """Items that make one question: a grid of those under one stem on one scale, or each its own."""
        for (stem, scale), run in groupby(self.edition.items(page), lambda item: (item.stem, item.scale)):
            items = list(run)
            if stem and scale and not items[0].levels:
                yield items
            else:
                yield from ([item] for item in items)

    def _is_grid(self, run: Sequence[Item]) -> bool:
        """Also one row alone, where no score says that its answers are a scale."""
        first = run[0]
        if not on_scale(first):
            return False
        return bool(first.stem) or first.id not in self.scored

    def _name(self, run: Sequence[Item]) -> None:
        if self._is_grid(run):
            title, rows = row_codes(run, self.taken)
            self.rows |= rows
            self.titles |= dict.fromkeys(rows, title)
        else:
            self.titles[run[0].id] = title_of(run[0].id, self.taken)
        for item in run:
            self._name_answers(item)
            new = self._variable(item.id)
            if new != item.id:
                self.remarks.ids[item.id] = new
                self.remarks.lose("id_changed", item.id, new)

    def _name_answers(self, item: Item) -> None:
        values = [value for value, _ in self.edition.choices(item)]
        in_parts = letter_of(item) in (SEVERAL, NUMBERS)
        codes = part_codes(values) if in_parts else answer_codes(values)
        if (other := other_option(item)) is not None:
            codes[str(other.value)] = "other" if item.kind.several else OTHER
        self.codes[item.id] = codes
        changed = {old: new for old, new in codes.items() if old != new}
        if changed:
            self.remarks.values[item.id] = changed
            listed = ", ".join(f"{old} is {new}" for old, new in changed.items())
            self.remarks.lose("value_changed", item.id, listed)

    def _variable(self, id: str) -> str:
        """What conditions call the answer to an item."""
        return f"{self.titles[id]}_{self.rows[id]}" if id in self.rows else self.titles[id]

    def _chosen(self, item: Item, value: Value) -> str:
        code, name = self.codes[item.id].get(str(value), str(value)), self._variable(item.id)
        if item.kind.numbered:
            places = range(1, (item.top or len(item.options)) + 1)
            ranked = [f'{name}_{place}.NAOK == "{code}"' for place in places]
            return f"({' or '.join(ranked)})"
        if item.kind.several:
            return f'{name}_{code}.NAOK != ""' if code == "other" else f'{name}_{code}.NAOK == "Y"'
        return f'{name}.NAOK == "{code}"' if item.closed else f"{name}.NAOK == {value}"

    def _there(self, item: Item) -> str:
        if item.kind.several:
            chosen = [self._chosen(item, option.value) for option in item.options]
            return f"({' or '.join(chosen)})" if len(chosen) > 1 else chosen[0]
        name, codes = f"{self._variable(item.id)}.NAOK", self.codes[item.id]
        parts = [
            f"!is_empty({name})",
            *(f'{name} != "{codes[out.id]}"' for out in item.non_answers if out.id in codes),
        ]
        return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"

    def _group(self, page: Page) -> None:
        self.gid, self.order = self.gid + 1, 0
        group = {"gid": str(self.gid), "sid": self.sid, "group_order": str(self.gid), "grelevance": "1"}
        self.file.add("groups", group)
        title = self.edition.page(page, lambda one: one.title)
        text = self.edition.page(page, lambda one: one.text and passage_words(one.text))
        for tag in self.edition.languages:
            said = {"group_name": html(title, tag), "description": html(text, tag), "language": tag}
            self.file.add("group_l10ns", group | said)
        before: Item | None = None
        for run in self._runs(page):
            self._run(run, above=before is None or before.stem != run[0].stem)
            before = run[-1]

    def _run(self, run: Sequence[Item], *, above: bool) -> None:
        first = run[0]
        grid = self._is_grid(run)
        if first.stem and not grid and above:
            self._text_alone(f"{first.id}stem", self.edition.stem(first), None)
        for item in run if not grid or len(run) == 1 else ():
            if words := self.edition.passage(item):
                self._text_alone(f"{item.id}before", words, item.show_if)
        if grid:
            self._grid(run)
        else:
            self._item(first)

    def _text_alone(self, name: str, texts: Texts, rule: Rule | None) -> None:
        self._question("X", title_of(name, self.taken), texts, rule=rule)

    def _grid(self, run: Sequence[Item]) -> None:
        first = run[0]
        alike = all(item.show_if == first.show_if for item in run)
        qid = self._question(
            GRID,
            self.titles[first.id],
            self.edition.stem(first),
            rule=first.show_if if alike else None,
            required=all(item.required for item in run),
        )
        self._answers(qid, first)
        for item in run:
            if item.note or (item.before and len(run) > 1):
                self.remarks.lose("text_lost", item.id, "a note, or words above a row of a grid")
            if item.required and not all(one.required for one in run):
                self.remarks.lose("reminder_lost", item.id, "a reminder at one row of a grid")
            rule = None if alike else item.show_if
            self._part(qid, self.rows[item.id], self._texts(item), rule)

    def _item(self, item: Item) -> None:
        letter = letter_of(item)
        if item.levels:
            self.remarks.lose("kind_changed", item.id, "a list of its levels")
        qid = self._question(
            letter,
            self.titles[item.id],
            self._texts(item),
            help=self.edition.of_item(item, lambda one: one.note),
            rule=item.show_if,
            required=item.required,
            other=other_option(item) is not None,
        )
        for name, value in attributes_of(item).items():
            self._attribute(qid, name, value)
        if (other := other_option(item)) is not None:
            for tag, words in self.edition.label(item, other).items():
                self._attribute(qid, "other_replace_text", escaped(words), tag)
        if item.ends:
            ends = self.edition.of_item(item, lambda one: "|".join(("", *one.ends)))
            self._part(qid, LINE, ends, None)
        elif letter in (SEVERAL, NUMBERS):
            for value, label in self.edition.choices(item):
                if other is None or value != str(other.value):
                    self._part(qid, self.codes[item.id][value], label or {self._own: value}, None)
        elif item.options:
            self._answers(qid, item)
        self._tell_words(item)

    def _tell_words(self, item: Item) -> None:
        """Words beside more options than one, which are a question of their own."""
        for option in item.options:
            if option.specify and option is not other_option(item):
                self.remarks.lose("words_apart", item.id, str(option.value))
                self._question(
                    "S",
                    title_of(f"{item.id}{option.value}words", self.taken),
                    self.edition.label(item, option),
                    condition=self._chosen(item, option.value),
                )

    @property
    def _own(self) -> str:
        return self.edition.languages[0]

    def _texts(self, item: Item) -> Texts:
        return self.edition.of_item(item, lambda one: one.text)

    def _question(
        self,
        letter: str,
        title: str,
        texts: Texts,
        *,
        help: Texts | None = None,
        rule: Rule | None = None,
        condition: str = "1",
        required: bool = False,
        other: bool = False,
    ) -> str:
        self.qid, self.order = self.qid + 1, self.order + 1
        row = {
            "qid": str(self.qid),
            "sid": self.sid,
            "gid": str(self.gid),
            "type": letter,
            "title": title,
            "other": "Y" if other else "N",
            "mandatory": "S" if required else "N",
            "question_order": str(self.order),
            "relevance": condition if rule is None else self.rules.written(rule, self.items),
            "question_theme_name": THEMES[letter],
        }
        self.file.add("questions", row)
        self._say(str(self.qid), texts, help or {})
        return row["qid"]

    def _part(self, qid: str, code: str, texts: Texts, rule: Rule | None) -> None:
        self.qid, self.order = self.qid + 1, self.order + 1
        row = {
            "qid": str(self.qid),
            "parent_qid": qid,
            "sid": self.sid,
            "gid": str(self.gid),
            "title": code,
            "question_order": str(self.order),
            "relevance": "1" if rule is None else self.rules.written(rule, self.items),
        }
        self.file.add("subquestions", row)
        self._say(str(self.qid), texts, {})

    def _say(self, qid: str, texts: Texts, help: Texts) -> None:
        for tag in self.edition.languages:
            said = {"qid": qid, "question": html(texts, tag), "help": html(help, tag), "language": tag}
            self.file.add("question_l10ns", said)

    def _attribute(self, qid: str, name: str, value: str, language: str = "") -> None:
        self.file.add(
            "question_attributes", {"qid": qid, "attribute": name, "value": value, "language": language}
        )

    def _answers(self, qid: str, item: Item) -> None:
        points = {str(option.value): points_of(item, option) for option in item.options}
        for place, (value, label) in enumerate(self.edition.choices(item)):
            code = self.codes[item.id][value]
            if code == OTHER:
                continue
            row = {"qid": qid, "code": code, "sortorder": str(place)}
            row["assessment_value"] = points.get(value, "0")
            aid = self.file.add("answers", row)
            for tag in self.edition.languages:
                words = html(label, tag) or value
                self.file.add("answer_l10ns", {"aid": aid, "answer": words, "language": tag})

    def _score(self, scored: Subscale | Composite) -> None:
        """A hidden equation, which LimeSurvey keeps with the answers."""
        syntax = FormulaSyntax(
            answer=lambda item: f"{self._variable(item.id)}.NAOK",
            there=lambda item: f"is_numeric({self._variable(item.id)}.NAOK)",
            blank='""',
            filled="is_numeric({})",
            blank_passes=lambda item: False,  # it joins blanks and numbers as texts
        )
        formula = score_formula(self.edition, scored, self.items, syntax)
        title = title_of(scored.id, self.taken)
        if title != scored.id:
            self.remarks.ids[scored.id] = title
        label = self.edition.score_label(scored)
        self._equation(title, label, formula)
        if scored.levels:
            words = level_formula(scored, f"{title}.NAOK", syntax)
            self._equation(title_of(f"{title[: LONGEST_TITLE - 5]}Level", self.taken), label, words)

    def _equation(self, title: str, label: Texts, formula: str) -> None:
        qid = self._question("*", title, label)
        self._attribute(qid, "equation", f"{{{formula}}}")
        self._attribute(qid, "hidden", "1")

    def _settings(self) -> None:
        own, others = self.edition.languages[0], self.edition.languages[1:]
        instrument = self.edition.instrument
        self.file.add(
            "surveys",
            {
                "sid": self.sid,
                "language": own,
                "additional_languages": " ".join(others),
                "anonymized": "Y" if instrument.privacy == "anonymous" else "N",
                "format": "G",
                "showsurveypolicynotice": "1" if instrument.consent else "0",
            },
        )
        texts = {
            "surveyls_title": self.edition.texts(lambda one: one.title),
            "surveyls_welcometext": self.edition.texts(lambda one: one.purpose),
            "surveyls_endtext": self.edition.texts(lambda one: one.thanks),
            "surveyls_policy_notice": self.edition.texts(
                lambda one: one.consent and passage_words(one.consent)
            ),
        }
        for tag in self.edition.languages:
            said = {name: html(found, tag) for name, found in texts.items()}
            self.file.add(
                "surveys_languagesettings",
                {"surveyls_survey_id": self.sid, "surveyls_language": tag} | said,
            )
