"""A school's result as it is read: one page or the full report, compared with the group that is asked for.

By a signed link and by right it is the same; only whoever may read it by name also reads who chose what, and what
the school's other surveys say.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.comments.review import questions_of, shown_comments
from engine.report.document import Document, Paper, Section
from engine.report.media.sheet import paper_in
from engine.report.school.change import EarlierResult
from engine.report.school.chosen import placed, school_section
from engine.report.school.comments import comments_section
from engine.report.school.comparison import NETWORK, OfferedComparison, choices, chosen
from engine.report.school.full import school_report
from engine.report.school.one_page import measures_of, school_document
from engine.report.school.others import OtherResult, with_line, with_others
from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.reading import of_school
from engine.store import NotFound, School, Site, Store, Wave, WaveState


@dataclass(frozen=True, slots=True)
class Reading:
    """The frozen result, the school's part of it, and the group to compare with as the address names it.

    `others` says whether the reader may read the school's result of another wave; None where only this result was
    opened, as by a signed link. Without `comments` none are printed, whoever reads.
    """

    store: Store
    wave: Wave
    frozen: FrozenResult
    part: FrozenSchool | HiddenSchool
    compare: str | None = None
    by_name: bool = False
    others: Callable[[Wave], bool] | None = None
    comments: bool = True

    @property
    def offers(self) -> tuple[OfferedComparison, ...]:
        """All that the scores could be compared with; nothing for a school that is not shown."""
        return (
            choices(measures_of(self.frozen, self.part), self.part)
            if isinstance(self.part, FrozenSchool)
            else ()
        )

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
        return {} if choice is None or choice.group == NETWORK else {"compare": choice.group}

    def page(self) -> Document:
        """The one page."""
        document = school_document(self.frozen, self.part, self.compare)
        results = [found.result for found in self.other_results()]
        return self._finished(with_line(document, results))

    def report(self) -> Document:
        """The full report, with earlier results, other surveys and reviewed comments."""
        if isinstance(self.part, HiddenSchool):
            return self.page()
        document = school_report(self.frozen, self.part, self.compare, self._earlier())
        comments = self._comments() if self.comments else None
        if comments is not None:
            before = [one.id for one in document.sections]
            document = placed(document, comments, "groups" if "groups" in before else "conditions")
        results = [found.result for found in self.other_results()]
        return self._finished(with_others(document, results))

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

    def _finished(self, document: Document) -> Document:
        """The document with what the team chose, for the paper of the network."""
        section = self._chosen()
        made = document if section is None else placed(document, section)
        return replace(made, paper=paper_of(self.store, self.wave))

    def _chosen(self) -> Section | None:
        """What the team chose, once it has; it names people."""
        if not (self.by_name and isinstance(self.part, FrozenSchool)):
            return None
        school = self._school
        history = self.store.choices.history(school, self.wave)
        return school_section(history[0], history, self.frozen.measures) if history else None

    def _comments(self) -> Section | None:
        site = self.store.sites.find(self.wave, self._school)
        if site is None:
            return None
        labels = {item.id: item.text for item in questions_of(self.store, self.wave)}
        return comments_section(shown_comments(self.store, self.wave, site), labels)

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
        try:
            found = of_school(self.store.results.school_snapshot(wave, site.id), site.id)
        except NotFound:
            return None
        if found is None or isinstance(found[1], HiddenSchool):
            return None
        return found[0], found[1]


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
    network = store.studies.network(school.network_id)
    waves = [wave for study in store.studies.of(network) for wave in store.waves.of(study)]
    found = []
    for wave in sorted(waves, key=lambda wave: (wave.opens, wave.id)):
        site = store.sites.find(wave, school) if wave.state is WaveState.CLOSED else None
        if site is not None:
            found.append((wave, site))
    return found
