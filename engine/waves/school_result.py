"""A school's result as it is read: one page or the full report, compared with the group that is asked for.

By a signed link and by right it is the same; only whoever may read it by name also reads who chose what, and what
the school's other surveys say.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.comments.review import questions_of, shown_comments
from engine.disclosure.open_text import ShownComment
from engine.language import speaking
from engine.report.document import Document, Paper, Section
from engine.report.media.sheet import paper_in
from engine.report.school.audiences import with_audiences
from engine.report.school.change import EarlierResult
from engine.report.school.chosen import placed, school_section
from engine.report.school.comments import comments_section
from engine.report.school.comparison import NETWORK, OfferedComparison, choices, chosen
from engine.report.school.full import school_report
from engine.report.school.one_page import measures_of, school_document
from engine.report.school.others import OtherResult, with_line, with_others
from engine.report.school.predicted import predicted_section, sealed_lines
from engine.results.answered import JudgedPrediction
from engine.results.examined import GroupsByQuestion
from engine.results.in_language import in_language
from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.store import School, Site, Store, Wave, WaveState
from engine.waves.examined import examined_groups
from engine.waves.in_words import InstrumentTexts, default_language, in_words, texts_in
from engine.waves.predicted import answered
from engine.waves.school_years import school_year
from engine.waves.side_by_side import YearOfSchool, left_of, shown_part, year_of_school


@dataclass(frozen=True, slots=True)
class Reading:
    """The frozen result, the school's part of it, and the group to compare with as the address names it.

    `others` says whether the reader may read the school's result of another wave; None where only this result was
    opened, as by a signed link. `of_school`: the reader leads the school or is of its team. Without `comments` none are
    printed, whoever reads. `language` is the one that was chosen; empty for the wave's own.
    """

    store: Store
    wave: Wave
    frozen: FrozenResult
    part: FrozenSchool | HiddenSchool
    compare: str | None = None
    by_name: bool = False
    others: Callable[[Wave], bool] | None = None
    comments: bool = True
    of_school: bool = False
    language: str = ""

    @property
    def offers(self) -> tuple[OfferedComparison, ...]:
        """All that the scores could be compared with; nothing for a school that is not shown."""
        if isinstance(self.part, HiddenSchool):
            return ()
        with speaking(self.spoken):
            return choices(measures_of(self.frozen, self.part), self.part)

    @property
    def spoken(self) -> str:
        """The language that the result is read in."""
        return self.language or default_language(self.wave)

    @property
    def choice(self) -> OfferedComparison | None:
        """What they are compared with: an unknown group, or one that is not offered, is the network."""
        return chosen(self.offers, self.compare)

    def may_read(self, wave: Wave) -> bool:
        """Whether the reader of this result may read the school's result of another wave by itself."""
        return self.others is not None and self.others(wave)

    @property
    def query(self) -> dict[str, str]:
        """What addresses of this reading carry, so that files hold what the page shows."""
        choice = self.choice
        compared = {} if choice is None or choice.group == NETWORK else {"compare": choice.group}
        return compared | self.chosen_language

    @property
    def chosen_language(self) -> dict[str, str]:
        """What addresses carry of the language."""
        return {"language": self.language} if self.language else {}

    def page(self, *, on_screen: bool = False) -> Document:
        """The one page; `on_screen` with all that was predicted, for which paper has a line each."""
        texts = self._texts(self.wave)
        with speaking(self.spoken):
            part = in_language(self.part, texts.words)
            document = school_document(in_language(self.frozen, texts.words), part, self.compare)
            others = self.other_results()
            document = with_line(document, [one.result for one in others])
            sealed = () if on_screen else sealed_lines(self.predictions(), self.wave)
            made = self._finished(document, texts, others, sealed=sealed)
            return self._with_predictions(made) if on_screen else made

    def report(self) -> Document:
        """The full report, with earlier results, other surveys and reviewed comments."""
        if isinstance(self.part, HiddenSchool):
            return self.page()
        texts = self._texts(self.wave)
        with speaking(self.spoken):
            frozen, part = in_language(self.frozen, texts.words), in_language(self.part, texts.words)
            document = school_report(frozen, part, self.compare, self._earlier(), self._examined(texts.words))
            written = self._shown_comments() if self.comments else ()
            comments = self._comments(written, texts.words)
            if comments is not None:
                before = [one.id for one in document.sections]
                document = placed(document, comments, "groups" if "groups" in before else "conditions")
            others = self.other_results()
            document = with_others(document, [one.result for one in others])
            year = self.year()
            document = with_audiences(document, year.constructs, year.name)
            made = self._finished(document, texts, others, written, left_of(year.read))
            return self._with_predictions(made)

    def _examined(self, words: Mapping[str, str]) -> GroupsByQuestion:
        """What the study of the wave found of groups like those of this school, in the reader's words."""
        if isinstance(self.part, HiddenSchool) or not self.part.groups:
            return {}
        return {
            question: replace(one, groups=tuple(words.get(name, name) for name in one.groups))
            for question, one in examined_groups(self.store, self.wave).items()
        }

    def year(self) -> YearOfSchool:
        """The results of the same school year as far as they may be read here, this one among them."""
        school = self._school
        closed = [
            (wave, site)
            for wave, site in closed_waves(self.store, school)
            if wave.id == self.wave.id or wave.instrument_id != self.wave.instrument_id
        ]
        first = school_year(self.wave.opens.date())
        return year_of_school(self.store, school, closed, first, self._in_the_year, self.spoken)

    def _in_the_year(self, wave: Wave) -> bool:
        return wave.id == self.wave.id or self.may_read(wave)

    def other_results(self) -> tuple["Found", ...]:
        """The newest result of each other instrument that shows the school, as far as it may be read here."""
        if isinstance(self.part, HiddenSchool):
            return ()
        found: dict[str, Found] = {}
        for wave, site in reversed(closed_waves(self.store, self._school)):
            known = wave.instrument_id == self.wave.instrument_id or wave.instrument_id in found
            if known or not self.may_read(wave):
                continue
            result = self._shown(wave, site)
            if result is not None:
                found[wave.instrument_id] = Found(wave, OtherResult(*result))
        return tuple(found[id] for id in sorted(found))

    def _texts(self, wave: Wave) -> InstrumentTexts:
        return texts_in(self.store, wave, self.spoken)

    def _finished(
        self,
        document: Document,
        texts: InstrumentTexts,
        others: Sequence["Found"],
        written: Sequence[ShownComment] = (),
        beside: Sequence[str] = (),
        sealed: Sequence[str] = (),
    ) -> Document:
        """The document with what the team chose, for the paper of the network, its texts of other languages named.

        `beside` are texts without a translation that it holds besides, `sealed` what was predicted of the choice.
        """
        section = self._chosen(texts.words, sealed)
        made = document if section is None else placed(document, section)
        made = replace(made, paper=paper_of(self.store, self.wave))
        read = [(texts, self.frozen, self.part)]
        read += [(self._texts(one.wave), one.result.frozen, one.result.site) for one in others]
        left = [text for known, *parts in read for text in known.left(*parts)]
        if written:
            asked = [item.text for item in questions_of(self.store, self.wave)]
            left += [text for text in asked if text not in texts.words]
        return in_words(made, texts, [*left, *beside, *self._own_words(written)])

    def _own_words(self, comments: Sequence[ShownComment]) -> list[str]:
        """What people wrote, where the survey was asked in one language: of several nobody knows which it is."""
        if len(self.wave.languages) > 1:
            return []
        return [words for one in comments for words in (" ".join(one.text.split()), *one.themes)]

    def _chosen(self, words: Mapping[str, str], sealed: Sequence[str]) -> Section | None:
        """What the team chose, once it has; it names people."""
        if not (self.by_name and isinstance(self.part, FrozenSchool)):
            return None
        school = self._school
        history = self.store.choices.history(school, self.wave)
        measures = in_language(self.frozen, words).measures
        return school_section(history[0], history, measures, sealed) if history else None

    def _with_predictions(self, document: Document) -> Document:
        """The document with what the team predicted, beside what it chose."""
        told = predicted_section(self.predictions(), self.wave)
        before = [one.id for one in document.sections]
        return (
            document if told is None else placed(document, told, "chosen" if "chosen" in before else "start")
        )

    def predictions(self) -> tuple[JudgedPrediction, ...]:
        """What the team sealed on this result, and what it sealed before that this one answers; it names people.

        Others than the school's own read what was sealed to be shared.
        """
        if not (self.by_name and isinstance(self.part, FrozenSchool)):
            return ()
        made = [one for one in self.store.predictions.of(self._school) if one.shared or self.of_school]
        found = answered(
            self.store, self._school, made, lambda wave: wave.id == self.wave.id or self.may_read(wave)
        )
        read = [one for one in found if one.made_on.id == self.wave.id or self.may_read(one.made_on)]
        words = self._texts(self.wave).words
        return tuple(in_language(one, words) for one in read)

    def _shown_comments(self) -> tuple[ShownComment, ...]:
        site = self.store.sites.find(self.wave, self._school)
        return tuple(shown_comments(self.store, self.wave, site)) if site is not None else ()

    def _comments(self, comments: Sequence[ShownComment], words: Mapping[str, str]) -> Section | None:
        labels = {item.id: words.get(item.text, item.text) for item in questions_of(self.store, self.wave)}
        return comments_section(comments, labels)

    @property
    def _school(self) -> School:
        return self.store.studies.school(self.store.sites.get(self.part.site).school_id)

    def _earlier(self) -> tuple[EarlierResult, ...]:
        """The school's results of the waves before on the same version and form, oldest first."""
        found = []
        for wave, site in closed_waves(self.store, self._school):
            if wave.id == self.wave.id:
                break
            same = (wave.instrument_id, wave.version, wave.form) == (
                self.wave.instrument_id,
                self.wave.version,
                self.wave.form,
            )
            if not same or (self.by_name and not self.may_read(wave)):
                continue
            result = self._shown(wave, site)
            if result is not None:
                found.append(EarlierResult(*result))
        return tuple(found)

    def _shown(self, wave: Wave, site: Site) -> tuple[FrozenResult, FrozenSchool] | None:
        """The school's part of another wave's frozen result; None where it is not shown there."""
        found = shown_part(self.store, wave, site)
        words = self._texts(wave).words
        return found and (in_language(found[0], words), in_language(found[1], words))


@dataclass(frozen=True, slots=True)
class Found:
    """A result of another instrument, and the wave that it is of."""

    wave: Wave
    result: OtherResult


def paper_of(store: Store, wave: Wave) -> Paper:
    """The paper that is used where the wave's network is."""
    return paper_in(store.studies.network(store.studies.get(wave.study_id).network_id).zone)


def closed_waves(store: Store, school: School) -> list[tuple[Wave, Site]]:
    """The closed waves that a school is part of, in the order they opened."""
    return [(wave, site) for wave, site in _waves(store, school) if wave.state is WaveState.CLOSED]


def running_waves(store: Store, school: School) -> list[tuple[Wave, Site]]:
    """The waves that a school is part of and that are open or will be, in the order they open; no drafts."""
    ended = (WaveState.DRAFT, WaveState.CLOSED)
    return [(wave, site) for wave, site in _waves(store, school) if wave.state not in ended]


def _waves(store: Store, school: School) -> list[tuple[Wave, Site]]:
    network = store.studies.network(school.network_id)
    waves = [wave for study in store.studies.of(network) for wave in store.waves.of(study)]
    found = ((wave, store.sites.find(wave, school)) for wave in waves)
    there = [(wave, site) for wave, site in found if site is not None]
    return sorted(there, key=lambda one: (one[0].opens, one[0].id))
