"""What has to hold of the things that guides name to read, watch or fill in."""

from collections.abc import Collection, Iterator

from engine.loading.checks.items import unknown_id
from engine.loading.source import Source, Where
from engine.playbooks.model import Playbook
from engine.playbooks.resources import OWN_MEDIA, TIMED, GuideResource, seconds
from engine.problems import Problem, listed


def check_resources(source: Source, playbook: Playbook, instruments: Collection[str]) -> Iterator[Problem]:
    """`instruments` are the ids of those that come along."""
    sheets = [sheet.id for sheet in playbook.worksheets]
    for number, guide in enumerate(playbook.guides):
        for index, one in enumerate(guide.resources):
            where: Where = ("guides", number, "resources", index)
            yield from _place(source, where, one)
            yield from _times(source, where, one)
            if one.worksheet is not None and one.worksheet not in sheets:
                place = (*where, "worksheet")
                yield unknown_id(source, "unknown_field", place, "worksheet", one.worksheet, sheets)
            if one.instrument is not None and one.instrument not in instruments:
                place = (*where, "instrument")
                known = sorted(instruments)
                yield unknown_id(source, "unknown_instrument", place, "instrument", one.instrument, known)


def _place(source: Source, where: Where, one: GuideResource) -> Iterator[Problem]:
    if len(one.places) != 1:
        said = listed(list(one.places)) if one.places else "none"
        cause = f"it is said to be in {len(one.places)} places: {said}"
        remedy = "write one of worksheet, instrument, help and address"
        yield source.problem("resource_place", where, cause, remedy)
        return
    (place,) = one.places
    if OWN_MEDIA.get(place, one.media) != one.media or (place == "address" and one.media == "worksheet"):
        cause = f"{place} and media {one.media} do not go together"
        remedy = f"write `media: {OWN_MEDIA.get(place, 'document')}`"
        yield source.problem("key_of_other_kind", (*where, "media"), cause, remedy)
    wanted = {"address": ("title", "by", "language"), "instrument": ("title",)}.get(place, ())
    for key in ("title", "by", "language"):
        if (getattr(one, key) is None) == (key in wanted):
            if key in wanted:
                yield source.problem("missing_key", where, f"{place} without {key}", f"add `{key}`")
            else:
                cause = f"{key} is known from {place}"
                yield source.problem("key_of_other_kind", (*where, key), cause, "take it out")
    if place == "worksheet" and one.minutes is not None:
        cause = "minutes are known from worksheet"
        yield source.problem("key_of_other_kind", (*where, "minutes"), cause, "take it out")


def _times(source: Source, where: Where, one: GuideResource) -> Iterator[Problem]:
    times = {"from": one.from_, "to": one.to}
    given = [key for key, value in times.items() if value is not None]
    if given and one.media not in TIMED:
        cause = f"{one.media} has no times"
        remedy = "take them out, or write `media: video` or `media: audio`"
        yield source.problem("resource_times", (*where, given[0]), cause, remedy)
    elif one.from_ is not None and one.to is not None and seconds(one.from_) >= seconds(one.to):
        cause = f"it stops at {one.to} and begins at {one.from_}"
        yield source.problem("resource_times", (*where, "to"), cause, "write a later time")
