"""Mail to leaders and to people on a list: words, then each message to be looked at, then sent on purpose."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.language import Language
from engine.printed import counted
from engine.store import LetterState, Mailing, Network, NewLetter, Wave
from web import rights
from web.account import mail
from web.forms import LineField, ManyField, ProseField, TickField, TypedForm
from web.network.sharing import letters, sending
from web.network.sharing.handout import spoken_in
from web.network.sharing.letters import LetterKind, Recipient, Writer, WrittenLetter
from web.rights import Action, needs
from web.security import own_address
from web.sessions import store

pages = Blueprint("mailings", __name__)

MAILING: Final = re.compile(r"[0-9a-f]{32}")
LONGEST_SUBJECT: Final = 300
LONGEST_TEXT: Final = 20_000
MOST: Final = 1000  # letters at once: a page holds a box for each
IN_FULL: Final = 60  # letters that the page shows as they will be read
CODE_SHOWN: Final = "•••••-•••••"


class WordsForm(TypedForm):
    subject = LineField("Write a subject.", most=LONGEST_SUBJECT)
    text = ProseField()
    language = LineField()
    school = LineField()
    mailing = LineField()
    step = LineField()
    to = ManyField()


class RepeatForm(TypedForm):
    unknown = TickField()


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter that waits to be looked at; `written` is empty for those after the first, which read alike."""

    key: str
    to: Recipient
    written: WrittenLetter | None


@pages.get("/waves/<int:wave>/mail")
@needs(Action.RUN_WAVES, "wave")
def overview(wave: Wave) -> str:
    """What can be sent now, and what was."""
    sent = [(one, _counts(one)) for one in store().mailings.of(wave)]
    return render_template(
        "sharing/mail.html",
        wave=wave,
        network=_network(wave),
        kinds=letters.kinds_for(wave),
        sent=sent,
        titles={kind.id: kind.title for kind in letters.KINDS.values()},
        can_send=mail.can_send(),
    )


@pages.get("/waves/<int:wave>/mail/<kind>")
@needs(Action.RUN_WAVES, "wave")
def words(wave: Wave, kind: str) -> Any:
    found = _kind(wave, kind)
    if found is None:
        return redirect(url_for("mailings.overview", wave=wave.id))
    language = _language(wave, WordsForm(request.args).language.data)
    return _words_page(wave, found, language, letters.default_words(wave, found, language), {})


@pages.post("/waves/<int:wave>/mail/<kind>")
@needs(Action.RUN_WAVES, "wave")
def look(wave: Wave, kind: str) -> Any:
    """Each message as it would be read; sent where that was pressed on the page that showed them."""
    found, form = _kind(wave, kind), WordsForm(request.form)
    if found is None:
        return redirect(url_for("mailings.overview", wave=wave.id))
    language = _language(wave, form.language.data)
    given = WrittenLetter(form.subject.data, form.text.data.strip())
    problems = _problems(found, form)
    if problems or form.step.data == "words":
        return _words_page(wave, found, language, given, problems), 400 if problems else 200
    everyone = letters.recipients(store(), wave, found)
    if form.step.data == "send" and MAILING.fullmatch(form.mailing.data) and mail.can_send():
        return _send(wave, found, form, [one for one in everyone if _key(one) in form.to.data])
    return _look_page(wave, found, language, given, form)


@pages.get("/waves/<int:wave>/mailings/<mailing>")
@needs(Action.RUN_WAVES, "wave")
def progress(wave: Wave, mailing: str) -> Any:
    """What came of each letter; the page asks for itself while some are on their way."""
    found = store().mailings.find(wave, mailing)
    if found is None:
        return redirect(url_for("mailings.overview", wave=wave.id))
    kind = letters.KINDS[found.kind]
    known = {(one.id, one.site.id): one for one in letters.everybody(store(), wave, kind)}
    rows = [(one, known.get((one.recipient, one.site_id))) for one in store().mailings.letters(found)]
    counts, job = _counts(found), sending.sending_job(store(), found)
    return render_template(
        "sharing/progress.html",
        wave=wave,
        network=_network(wave),
        mailing=found,
        kind=kind,
        rows=rows,
        counts=counts,
        job=job,
        under_way=job is not None and job.live,
        worker=store().jobs.workers() > 0,
        can_send=mail.can_send(),
        schools={site.id: site.school for site in store().sites.of(wave)},
    )


@pages.post("/waves/<int:wave>/mailings/<mailing>")
@needs(Action.RUN_WAVES, "wave")
def again(wave: Wave, mailing: str) -> Any:
    """Go on with what waits, and send once more what failed; what may have gone out only where that is wanted."""
    found = store().mailings.find(wave, mailing)
    if found is None or not mail.can_send():
        return redirect(url_for("mailings.overview", wave=wave.id))
    wanted = {LetterState.FAILED}
    job = sending.sending_job(store(), found)
    if RepeatForm(request.form).unknown.ticked and not (job and job.live):
        wanted.add(LetterState.SENDING)
    numbers = [one.number for one in store().mailings.letters(found) if one.state in wanted]
    tried = store().mailings.again(found, numbers)
    rights.note("mail.again", rights.of_wave(store(), wave.id)[1], counted(tried, "message"))
    _start(wave, found)
    return redirect(url_for("mailings.progress", wave=wave.id, mailing=found.id))


def _send(wave: Wave, kind: LetterKind, form: WordsForm, chosen: Sequence[Recipient]) -> Any:
    """Make the mailing and begin to send it; pressed again or reloaded, the same one is only shown."""
    made = Mailing(
        form.mailing.data,
        wave.id,
        kind.id,
        _language(wave, form.language.data).tag,
        form.subject.data,
        form.text.data.strip(),
        letters.today(store(), wave),
    )
    if not chosen:
        flash("Nobody was ticked, so nothing was sent.")
        return redirect(url_for("mailings.words", wave=wave.id, kind=kind.id))
    new = [NewLetter(one.site.id, one.id) for one in chosen[:MOST]]
    if store().mailings.add(made, new):
        rights.note(
            "mail.sent", rights.of_wave(store(), wave.id)[1], f"{kind.title} · {counted(len(new), 'message')}"
        )
        _start(wave, made)
    return redirect(url_for("mailings.progress", wave=wave.id, mailing=made.id))


def _start(wave: Wave, mailing: Mailing) -> None:
    sending.start(store(), mailing, wave, own_address())


def _kind(wave: Wave, id: str) -> LetterKind | None:
    return next((one for one in letters.kinds_for(wave) if one.id == id), None)


def _language(wave: Wave, tag: str) -> Language:
    spoken = spoken_in(wave)
    return next((one for one in spoken if one.tag == tag), spoken[0])


def _key(one: Recipient) -> str:
    return f"{one.site.id}-{one.id}"


def _problems(kind: LetterKind, form: WordsForm) -> dict[str, str]:
    problems = {} if form.validate() else form.problems
    if not form.text.data.strip():
        problems["text"] = "Write a text."
    elif len(form.text.data) > LONGEST_TEXT:
        problems["text"] = f"Write at most {LONGEST_TEXT:,} characters; these are {len(form.text.data):,}."
    elif kind.id == "invite" and not any(one in form.text.data for one in ("{code}", "{link}")):
        problems["text"] = (
            "Without the blank {link} or {code} nobody gets a code, and nobody can answer. Put one in."
        )
    for field, words in (("subject", form.subject.data), ("text", form.text.data)):
        if field not in problems and (unknown := letters.unknown_blanks(kind, words)):
            known = ", ".join(f"{{{name}}}" for name in kind.blanks)
            problems[field] = f"Nothing fills in {', '.join(unknown)}. The blanks are {known}."
    return problems


def _words_page(
    wave: Wave, kind: LetterKind, language: Language, given: WrittenLetter, problems: dict[str, str]
) -> str:
    return render_template(
        "sharing/mail_words.html",
        wave=wave,
        network=_network(wave),
        kind=kind,
        language=language,
        languages=spoken_in(wave),
        given=given,
        problems=problems,
        recipients=len(letters.recipients(store(), wave, kind)),
        alone=letters.without_leader(store(), wave, kind),
    )


def _look_page(
    wave: Wave, kind: LetterKind, language: Language, given: WrittenLetter, form: WordsForm
) -> str:
    writer = Writer(store(), wave, kind, language, own_address())
    found = letters.recipients(store(), wave, kind)
    schools = list(dict.fromkeys((one.site.id, one.site.school) for one in found))
    only = form.school.data if any(str(id) == form.school.data for id, _ in schools) else ""
    everyone = [one for one in found if not only or str(one.site.id) == only]
    ready = [
        Ready(_key(one), one, writer.written(given, one, CODE_SHOWN) if number < IN_FULL else None)
        for number, one in enumerate(everyone[:MOST])
    ]
    return render_template(
        "sharing/mail_look.html",
        wave=wave,
        network=_network(wave),
        kind=kind,
        language=language,
        given=given,
        ready=ready,
        more=len(everyone) - len(ready),
        schools=schools,
        only=only,
        asks_again=kind.id == "remind",
        mailing=secrets.token_hex(16),
        can_send=mail.can_send(),
    )


def _counts(mailing: Mailing) -> dict[str, int]:
    found = {str(state): 0 for state in LetterState}
    for one in store().mailings.letters(mailing):
        found[one.state] += 1
    return found


def _network(wave: Wave) -> Network:
    return store().studies.network(store().studies.get(wave.study_id).network_id)
