"""The letter to families of students who are to be asked: what it is, every question, who sees what, a part to return.

The words of the letter are those of the instrument, with its blanks filled in; the rest is ours, in the same language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from engine.disclosure.policy import policy
from engine.instrument.model import FamilyForm, Form, Instrument, Item, Privacy
from engine.instrument.passage import passage_words
from engine.language import Language, say, speaking
from engine.printed import day_words, listed
from engine.report.document import Block, Bullets, Document, Paper, Paragraph, Section

CONTACT: Final = "[contact]"  # blanks of a letter, as definitions write them in every language
REPLY_BY: Final = "[date]"
KEPT_UNTIL: Final = "[delete_date]"
BLANK_LINE: Final = "______________"


@dataclass(frozen=True, slots=True)
class AroundLetter:
    """What a wave and a school say around the letter; a day that is not known stays a line to fill in."""

    school: str
    network: str
    wave: str
    contact: str | None
    reply_by: date | None
    kept_until: date | None
    privacy: Privacy
    minimum_group: int
    simulated: bool
    paper: Paper


def family_letter(instrument: Instrument, form: Form, around: AroundLetter, reviewed: bool) -> Document:
    """The letter in the language of the instrument; raises `ValueError` for one that asks no students."""
    asked = instrument.family_form
    if asked is None:
        raise ValueError(f"{instrument.name} asks no students")
    with speaking(instrument.language):
        title = "families.about_consent" if asked is FamilyForm.CONSENT else "families.about"
        tags = (
            ()
            if reviewed and Language.nearest(instrument.language).reviewed("families")
            else (say("report.draft"),)
        )
        return Document(
            say(title, title=instrument.title),
            f"{around.school} · {around.wave}",
            "",
            (
                Section("letter", around.school, tuple(map(Paragraph, _letter(instrument, asked, around)))),
                Section("questions", say("families.questions"), tuple(_questions(instrument, form))),
                Section("sees", say("families.sees"), (Bullets(tuple(_sees(instrument, around))),)),
                _slip(asked, around),
            ),
            tags=(*((say("report.simulated"),) if around.simulated else ()), *tags),
            provenance=(say("families.legal"),),
            language=instrument.language,
            author=around.school,
            place=around.network,
            paper=around.paper,
        )


def _letter(instrument: Instrument, asked: FamilyForm, around: AroundLetter) -> list[str]:
    """The paragraphs of the letter with their blanks filled in."""
    if instrument.notice is None:
        key = "families.letter_consent" if asked is FamilyForm.CONSENT else "families.letter"
        return [say(key, contact=_contact(around), date=_day(around.reply_by))]
    filled = {
        CONTACT: _contact(around),
        REPLY_BY: _day(around.reply_by),
        KEPT_UNTIL: _day(around.kept_until),
    }
    text = instrument.notice
    for blank, words in filled.items():
        text = text.replace(blank, words)
    return [passage_words(part) for part in text.split("\n\n") if part.strip()]


def _questions(instrument: Instrument, form: Form) -> Iterator[Block]:
    """All questions of the form, those with one stem and the same answers together."""
    yield Paragraph(say("families.questions_lead"))
    items = [instrument.item(id) for id in form.items]
    for (stem, answers), group in groupby(items, key=lambda item: (item.stem, _answers(item))):
        if stem:
            yield Paragraph(instrument.stems[stem], strong=True)
        yield Bullets(tuple(instrument.display(item) for item in group))
        yield Paragraph(answers)


def _answers(item: Item) -> str:
    labels = [option.label for option in item.options] + [one.label for one in item.non_answers]
    return say("families.answers", options=" · ".join(labels)) if labels else say("families.own_words")


def _sees(instrument: Instrument, around: AroundLetter) -> Iterator[str]:
    least = policy(instrument.audience, around.minimum_group).whole
    yield say(f"families.sees_{around.privacy}")
    if around.privacy is Privacy.ANONYMOUS:
        yield say("families.sees_child")
    yield say("families.sees_results", network=around.network, least=least)
    yield say("families.sees_people")
    if around.kept_until:
        yield say("families.sees_kept", day=day_words(around.kept_until))
    else:
        yield say("families.sees_kept_open")
    if instrument.not_for:
        yield say("families.sees_not_for", uses=listed(list(instrument.not_for)))


def _slip(asked: FamilyForm, around: AroundLetter) -> Section:
    """The part that a family returns: to refuse, or to agree."""
    consent = asked is FamilyForm.CONSENT
    kind = "consent" if consent else "notice"
    blanks = {"contact": _contact(around), "date": _day(around.reply_by)}
    lines = [
        say(f"families.slip_{kind}_text", **blanks),
        f"☐ {say('families.slip_yes')}" if consent else "",
        f"☐ {say('families.slip_no')}",
        say("families.slip_line"),
        say("families.slip_sign"),
    ]
    return Section("slip", say(f"families.slip_{kind}"), tuple(Paragraph(line) for line in lines if line))


def _contact(around: AroundLetter) -> str:
    return around.contact or say("families.the_school")


def _day(day: date | None) -> str:
    return day_words(day) if day else BLANK_LINE
