"""What a person sees of a closed wave again: the own answers, and results of others that may be laid beside them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.instrument.event import with_event
from engine.instrument.model import Instrument, Option
from engine.language import say
from engine.report.looking_back import Others, OwnAnswer, OwnView
from engine.responses.layout import FIRST_NON_ANSWER, layout
from engine.responses.sent import texts_sent
from engine.results.in_language import in_language
from engine.results.model_school import FrozenSchool
from engine.results.reading import of_school, result_of
from engine.store import KeptAnswers, NotFound, Site, Store, Wave, WaveState
from engine.waves.in_words import texts_in
from engine.waves.school_result import paper_of

MayRead = Callable[[Wave, Site], bool]


def own_view(store: Store, kept: KeptAnswers, language: str, may_read: MayRead) -> OwnView:
    """The own answers beside what others said, in a language.

    `may_read` says whether whoever asks may read a school's result of another wave: the code opens the own answers
    alone, and no result of a school. Results of all schools together are laid beside them anyway.
    """
    wave, site = store.waves.get(kept.wave_id), store.sites.get(kept.site_id)
    instrument = _asked(store, wave, language)
    source = store.definitions.get(wave.instrument_id, wave.version)
    answers = tuple(_answers(instrument, wave.form, kept))
    same = [one for one in _closed(store, wave) if _asks_the_same(store, one, source)]
    readable = [one for one in same if _pooled(store, one) or may_read(one, _place(store, one, site) or site)]
    others = [found for one in (wave, *readable) if (found := _others(store, one, site, language))]
    return OwnView(
        title=instrument.title,
        wave=wave.title,
        school=site.school,
        closed=_day(store, wave),
        answers=answers,
        others=tuple(others),
        locked=len(readable) < len(same),
        staff=any(not _pooled(store, one) for one in same),
        simulated=wave.simulated,
        paper=paper_of(store, wave),
    )


def _asked(store: Store, wave: Wave, language: str) -> Instrument:
    """The version that a wave asks, in a language it was published in, with its event filled in."""
    source = store.definitions.get(wave.instrument_id, wave.version)
    known = store.definitions.languages(wave.instrument_id, wave.version)
    tag = language if language in known and language != source.language else None
    return with_event(store.definitions.get(wave.instrument_id, wave.version, tag), wave.event)


def _answers(instrument: Instrument, form: str, kept: KeptAnswers) -> Iterator[OwnAnswer]:
    """The answers in the order of the form."""
    given = texts_sent(instrument, kept.codes, kept.open_answers)
    codes, first = np.frombuffer(kept.codes, dtype=np.uint8), layout(instrument).first
    for page in instrument.form(form).pages:
        for id in page.items:
            item = instrument.item(id)
            labels = {str(option.value): option.label for option in item.options}
            labels |= {one.id: one.label for one in item.non_answers}
            words = [labels.get(text, text) for text in given.get(id, ()) if text]
            code = int(codes[first[id]]) if item.scale is not None else FIRST_NON_ANSWER
            place = _place_from_low(item.options, code) if code < FIRST_NON_ANSWER else None
            yield OwnAnswer(id, item.text, ", ".join(words), place)


def _place_from_low(options: Sequence[Option], code: int) -> int:
    """Where the option of a code stands from the low end of its scale."""
    values = [float(option.value) for option in options]
    return sorted(values).index(values[code])


def _closed(store: Store, wave: Wave) -> list[Wave]:
    """The closed waves of other instruments in the network, of each instrument the newest."""
    network = store.studies.network(store.studies.get(wave.study_id).network_id)
    found: dict[str, Wave] = {}
    waves = [one for study in store.studies.of(network) for one in store.waves.of(study)]
    for one in sorted(waves, key=lambda one: one.closes):
        if one.state is WaveState.CLOSED and one.instrument_id != wave.instrument_id:
            found[one.instrument_id] = one
    return list(found.values())


def _asks_the_same(store: Store, wave: Wave, own: Instrument) -> bool:
    """Whether a wave asks statements of the same id and words, or those of the other side of a pair."""
    other = store.definitions.get(wave.instrument_id, wave.version)
    asked = set(other.form(wave.form).items)
    both = [id for id in own.item_by_id if id in asked and other.item(id).scale is not None]
    if other.few_at_a_school:
        return _constructs(other) & _constructs(own) != set() and bool(both)
    return any(other.item(id).text == own.item(id).text for id in both)


def _constructs(instrument: Instrument) -> set[str | None]:
    return {one.construct for one in instrument.subscales} - {None}


def _pooled(store: Store, wave: Wave) -> bool:
    return store.definitions.get(wave.instrument_id, wave.version).few_at_a_school


def _place(store: Store, wave: Wave, site: Site) -> Site | None:
    return store.sites.find(wave, store.studies.school(site.school_id))


def _others(store: Store, wave: Wave, site: Site, language: str) -> Others | None:
    """What a wave's result shows of all schools together, or of the person's school; None where it shows nothing."""
    words = texts_in(store, wave, language).words
    try:
        if _pooled(store, wave):
            frozen = result_of(store.results.network_snapshot(wave))
            part, whose = frozen.pool, say("looking_back.pool", survey=frozen.instrument.title)
        else:
            place = _place(store, wave, site)
            found = of_school(store.results.school_snapshot(wave, place.id), place.id) if place else None
            if found is None:
                return None
            frozen, whose = found[0], say("looking_back.staff", school=site.school)
            part = found[1] if isinstance(found[1], FrozenSchool) else None
    except NotFound:
        return None
    if part is None:
        return None
    return Others(replace(in_language(frozen, words), pool=None), in_language(part, words), whose)


def _day(store: Store, wave: Wave) -> str | None:
    try:
        return result_of(store.results.network_snapshot(wave)).wave.closed
    except NotFound:
        return None
