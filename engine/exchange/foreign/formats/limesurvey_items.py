"""One question of LimeSurvey as the items that it makes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.exchange.foreign.building.naming import number_of
from engine.exchange.foreign.facts import NOTHING, AskedOption, AskedQuestion, Texts
from engine.exchange.foreign.formats.limesurvey_kinds import (
    BUILT_IN,
    BY_CELL,
    BY_PART,
    DUAL,
    OTHER,
    SINGLE,
    WORDS,
)
from engine.exchange.foreign.formats.limesurvey_tables import LimeEntry, LimeTables
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import plain_texts
from engine.instrument.rules import Is

NUMBERS = "K"
RANKING = "R"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
OTHER_CODE = "-oth-"
OTHER_BOX = "other"


@dataclass(frozen=True)
class LimeQuestion:
    """A question with its parts and options, and how its items are made."""

    tables: LimeTables
    entry: LimeEntry
    remarks: Remarks

    @property
    def id(self) -> str:
        return self.entry["title"]

    @property
    def letter(self) -> str:
        return self.entry["type"]

    @property
    def where(self) -> str:
        return f"question {self.id} (qid {self.entry['qid']})"

    @property
    def parts(self) -> Sequence[LimeEntry]:
        return self.tables.parts.get(self.entry["qid"], ())

    def attribute(self, name: str) -> str:
        return next(iter(self._attributes(name).values()), "")

    def _attributes(self, name: str) -> Mapping[str, str]:
        return self.tables.attributes.get(self.entry["qid"], {}).get(name, {})

    def texts(self, entry: LimeEntry, *fields: str, lines: bool = True) -> Texts:
        return plain_texts(entry.texts(*fields), self.remarks, self.where, lines=lines)

    def items(self) -> Iterator[AskedQuestion]:
        """The items of the question, in order."""
        if self.letter in SINGLE:
            yield from self._single()
        elif self.letter == NUMBERS and (total := self._total) is not None:
            yield self._sum(total)
        elif self.letter in BY_PART:
            yield from self._by_part()
        elif self.letter in BY_CELL:
            yield from self._by_cell()
        elif self.letter == DUAL:
            yield from self._dual()

    @property
    def held(self) -> frozenset[str]:
        """The attributes that its items say in their own way."""
        ranked = {"max_subquestions"} if self.letter == RANKING else set()
        return frozenset(ranked | ({"equals_num_value"} if self._total is not None else set()))

    @property
    def _total(self) -> int | None:
        """What the numbers of a question make up, where that is a plain number."""
        said = self.attribute("equals_num_value")
        return int(said) if self.letter == NUMBERS and said.isdecimal() and int(said) > 0 else None

    def _sum(self, total: int) -> AskedQuestion:
        one = self._base(self.id, "constant_sum", self.texts(self.entry, "question"))
        options = tuple(AskedOption(part["title"], self._row(part), self.where) for part in self.parts)
        columns = {f"{self.id}[{option.code}]": option.code for option in options}
        return replace(one, options=options, total=total, columns=columns)

    def _base(self, id: str, asks: str, texts: Texts, stem: Texts = NOTHING) -> AskedQuestion:
        return AskedQuestion(
            id=id,
            asks=asks,
            texts=texts,
            stem=stem,
            where=self.where,
            hint=self._hint(),
            required=self.entry["mandatory"] in ("Y", "S"),
        )

    def _hint(self) -> Texts:
        """The help text, and the words before and behind a number."""
        found = dict(self.texts(self.entry, "help"))
        for name in ("prefix", "suffix"):
            for language, words in plain_texts(self._attributes(name), self.remarks, self.where).items():
                found[language] = f"{found[language]} ({words})" if language in found else words
        return found

    def _single(self) -> Iterator[AskedQuestion]:
        asks = SINGLE[self.letter]
        one = self._base(self.id, asks, self.texts(self.entry, "question"))
        has_other = self.entry["other"] == "Y"
        if self.letter in ("M", "P"):
            options = tuple(
                AskedOption(part["title"], self.texts(part, "question", lines=False)) for part in self.parts
            )
            options += (AskedOption(OTHER_BOX, self._other(), self.where, True),) if has_other else ()
            columns = {
                f"{self.id}[{option.code}]": option.code for option in options if option.code != OTHER_BOX
            }
            one = replace(one, options=options, columns=columns)
        elif self.letter in BUILT_IN:
            one = replace(one, options=self._built_in())
        elif asks in ("choose_one", "ranking"):
            options = self._options("0")
            if has_other:
                options += (AskedOption(OTHER_CODE, self._other(), self.where, True),)
                one = replace(one, columns={self.id: "", f"{self.id}[other]": f"{OTHER_CODE}.words"})
            one = replace(one, options=options)
            if asks == "ranking":  # in data files a column a place, which holds an option
                top = self._top(options)
                one = replace(
                    one, top=top, columns={f"{self.id}[{place}]": "" for place in range(1, top + 1)}
                )
        if has_other:
            self.remarks.decide("other_joined", self.where, f"{self.id}: other", item=self.id)
        yield self._limited(one)
        if self.letter == "O":
            yield replace(self._base(f"{self.id}_comment", "long_text", self._comment()), required=False)
        if self.letter == "P":
            for option in one.options:
                rule = Is(self.id, (option.code,))
                words = self._base(f"{self.id}_{option.code}comment", "short_text", option.texts)
                yield replace(words, required=False, show_if=rule)

    def _other(self) -> Texts:
        """What the option of one's own words is called."""
        own = plain_texts(self._attributes("other_replace_text"), self.remarks, self.where, lines=False)
        words = {language: text for language, text in own.items() if language and text}
        return {**self._words(OTHER), **words}

    def _top(self, options: Sequence[AskedOption]) -> int:
        """How many places there are to give."""
        said = self.attribute("max_subquestions")
        return int(said) if said.isdecimal() and 0 < int(said) < len(options) else len(options)

    def _comment(self) -> Texts:
        return {language: f"{text} …" for language, text in self.texts(self.entry, "question").items()}

    def _by_part(self) -> Iterator[AskedQuestion]:
        stem, asks = self.texts(self.entry, "question"), BY_PART[self.letter]
        options = (
            () if asks != "scale" else self._built_in() if self.letter in BUILT_IN else self._options("0")
        )
        for part in self.parts:
            if part["scale_id"] not in ("", "0"):
                continue
            if self.letter == NUMBERS and self.attribute("slider_layout") == "1":
                yield self._slider(part, stem)
                continue
            one = self._base(f"{self.id}_{part['title']}", asks, self._row(part), stem)
            yield self._limited(replace(one, options=options, scale_name=self.id if options else ""))

    def _slider(self, part: LimeEntry, stem: Texts) -> AskedQuestion:
        """A slider, with the words at its ends; one that stands alone without words is the question itself."""
        said = self.texts(part, "question", lines=False)
        mark = self.attribute("slider_separator") or "|"
        pieces = {language: [*map(str.strip, text.split(mark)), "", ""] for language, text in said.items()}
        own = {language: found[0] for language, found in pieces.items() if found[0]}
        alone = not own and len(self.parts) == 1
        id = self.id if alone else f"{self.id}_{part['title']}"
        one = self._base(id, "slider", stem if alone else own, NOTHING if alone else stem)
        low, high, step = (_limit(self.attribute(f"slider_{name}")) for name in ("min", "max", "accuracy"))
        low, high = low if low is not None else 0.0, high if high is not None else 100.0
        left, right = (
            {language: found[place] or f"{end:g}" for language, found in pieces.items()}
            for place, end in ((1, low), (2, high))
        )
        columns = {f"{self.id}[{part['title']}]": ""}
        return replace(one, minimum=low, maximum=high, step=step or 1.0, ends=(left, right), columns=columns)

    def _row(self, part: LimeEntry) -> Texts:
        """The words of a row; what stands behind its bar is the other end."""
        texts = self.texts(part, "question", lines=False)
        return {
            language: " – ".join(filter(None, map(str.strip, text.split("|"))))
            for language, text in texts.items()
        }

    def _by_cell(self) -> Iterator[AskedQuestion]:
        stem, asks = self.texts(self.entry, "question"), BY_CELL[self.letter]
        rows = [part for part in self.parts if part["scale_id"] in ("", "0")]
        columns = [part for part in self.parts if part["scale_id"] == "1"]
        for row in rows:
            for column in columns:
                across = self.texts(column, "question", lines=False)
                texts = {
                    language: ": ".join(filter(None, (text, across.get(language, ""))))
                    for language, text in self._row(row).items()
                }
                yield self._limited(
                    self._base(f"{self.id}_{row['title']}_{column['title']}", asks, texts, stem)
                )

    def _dual(self) -> Iterator[AskedQuestion]:
        question = self.texts(self.entry, "question")
        for part in self.parts:
            for scale, header in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
                words = plain_texts(self._attributes(header), self.remarks, self.where, lines=False)
                stem = {
                    language: "\n".join(filter(None, (text, words.get(language, ""))))
                    for language, text in question.items()
                }
                one = self._base(f"{self.id}_{part['title']}_{scale}", "scale", self._row(part), stem)
                yield replace(one, options=self._options(scale), scale_name=f"{self.id}_{scale}")

    def _options(self, scale: str) -> tuple[AskedOption, ...]:
        answers = [
            one for one in self.tables.answers.get(self.entry["qid"], ()) if (one["scale_id"] or "0") == scale
        ]
        points = [_number(one["assessment_value"]) for one in answers]
        told = len(set(points)) == len(points) and len(points) > 1 and not _coded(answers, points)
        return tuple(
            AskedOption(
                one["code"],
                self.texts(one, "answer", lines=False),
                f"{self.where}, answer {one['code']}",
                points=point if told else None,
            )
            for one, point in zip(answers, points, strict=True)
        )

    @property
    def points(self) -> dict[str, float]:
        """What each answer scores."""
        answers = self.tables.answers.get(self.entry["qid"], ())
        return {one["code"]: _number(one["assessment_value"]) for one in answers}

    def _built_in(self) -> tuple[AskedOption, ...]:
        codes = BUILT_IN[self.letter]
        known = {
            code: {language: words.get(code, code) for language, words in WORDS.items()} for code in codes
        }
        return tuple(AskedOption(code, self._words(known[code]), self.where) for code in codes)

    def _words(self, known: Mapping[str, str]) -> Texts:
        """Words that LimeSurvey shows by itself, in the languages of the survey; English where it is another."""
        return {
            language: known.get(language.split("-")[0], known["en"])
            for language in self.tables.languages or ("en",)
        }

    def _limited(self, one: AskedQuestion) -> AskedQuestion:
        low, high = (
            ("multiflexible_min", "multiflexible_max")
            if self.letter == ":"
            else ("min_num_value_n", "max_num_value_n")
        )
        length = self.attribute("maximum_chars")
        if one.asks == "number":
            whole = self.attribute("num_value_int_only") == "1"
            return replace(
                one, whole=whole, minimum=_limit(self.attribute(low)), maximum=_limit(self.attribute(high))
            )
        if one.asks in ("short_text", "long_text") and length.isdigit():
            return replace(one, maximum_length=int(length))
        if one.asks == "date":
            days = (self.attribute(name)[:10] for name in ("date_min", "date_max"))
            earliest, latest = (day if DAY.fullmatch(day) else None for day in days)
            return replace(one, earliest=earliest, latest=latest)
        return one


def _coded(answers: Sequence[LimeEntry], points: Sequence[float]) -> bool:
    """Whether the points are the codes, also from the other end, and words among them count for nothing."""
    codes = [number_of(one["code"]) for one in answers]
    pairs = [(code, point) for code, point in zip(codes, points, strict=True) if code is not None]
    if len(pairs) < 2 or any(point for code, point in zip(codes, points, strict=True) if code is None):
        return False
    ends = min(code for code, _ in pairs) + max(code for code, _ in pairs)
    return any(
        all(point == turn(code) for code, point in pairs) for turn in (float, lambda code: ends - code)
    )


def _number(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _limit(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
