"""What a guide names to use at a step, as lines: what it is, of which kind, how long, in words and with its address."""

from collections.abc import Callable, Sequence

from engine.language import count, say, spoken
from engine.language.speaker import own_name
from engine.playbooks.model import Playbook
from engine.playbooks.resources import GuideResource
from engine.report.document import DefinitionList

Addressed = Callable[[GuideResource], str]


def nowhere(one: GuideResource) -> str:
    """On paper only what is elsewhere has an address."""
    return one.address or ""


def resource_list(
    playbook: Playbook, resources: Sequence[GuideResource], addressed: Addressed
) -> DefinitionList:
    """A line a resource: its title, and what is said of it."""
    return DefinitionList(
        rows=tuple((_title(playbook, one), _told(playbook, one)) for one in resources),
        links=tuple(map(addressed, resources)),
    )


def _title(playbook: Playbook, one: GuideResource) -> str:
    helps = {
        "before-you-start": playbook.overview.title,
        "reading-together": playbook.discussion.title,
        "predictions": playbook.prediction_help.title,
    }
    sheet = playbook.worksheet(one.worksheet) if one.worksheet else None
    return sheet.title if sheet else helps[one.help] if one.help else one.title or ""


def _told(playbook: Playbook, one: GuideResource) -> str:
    """Its kind, its minutes, from when to when, who made it, in which language, what for, and where."""
    sheet = playbook.worksheet(one.worksheet) if one.worksheet else None
    minutes = sheet.minutes if sheet else one.minutes
    facts = [say(f"guide.media_{one.media}")]
    facts += [count("sheet.minutes", minutes)] if minutes else []
    facts += [_times(one)] if one.from_ or one.to else []
    facts += [say("guide.by", by=one.by)] if one.by else []
    if one.language and not spoken().tag.startswith(one.language):
        facts.append(say("guide.in_language", language=own_name(one.language)))
    return say("guide.resource", facts=", ".join(facts), use=one.use) + (
        f" {one.address}" if one.address else ""
    )


def _times(one: GuideResource) -> str:
    if one.from_ and one.to:
        return say("guide.from_to", first=one.from_, last=one.to)
    return say("guide.from", first=one.from_) if one.from_ else say("guide.till", last=one.to or "")
