"""Bring a survey: a file of another tool, shown as what becomes of it before anything is kept, then a working copy.

The file travels with the page from look to look, packed, so that nothing of it is kept here before its owner wants it.
"""

import base64
import binascii
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final, get_args

from flask import Blueprint, flash, render_template, request

from engine.authoring import working_copy
from engine.disclosure import policy
from engine.exchange.foreign.building.wishes import NEEDED, Wishes
from engine.exchange.foreign.convert import Conversion, convert
from engine.exchange.foreign.losses import DECISIONS, TITLES, SourceRemark, counts
from engine.exchange.foreign.table import FORMATS
from engine.exchange.foreign.wording import language_tag
from engine.loading.format.instrument import AudienceWord, PrivacyWord
from engine.printed import counted
from engine.problems import Problem, Refused
from engine.store import Network
from web.authoring.working_copies import PREFIX, begin_copy, require_researcher
from web.forms import LineField, ManyField, SecretField, TypedForm, WholeField
from web.sessions import token

MOST_BYTES: Final = 5 * 1024**2  # of a file
MOST_POSTED: Final = 8 * 1024**2  # the same packed into a page, with what is said beside it
LONGEST_NAME: Final = 80

pages = Blueprint("authoring_bring", __name__, url_prefix=PREFIX)


class BringForm(TypedForm):
    packed, name = SecretField(), LineField()
    format, licence, audience = LineField(), LineField(), LineField()
    privacy, language, begin = LineField(), LineField(), LineField()
    minimum_group = WholeField()
    undo, ids = ManyField(), LineField()

    @property
    def wishes(self) -> Wishes:
        """What is said beside the file."""
        fewest = self.minimum_group.number
        return Wishes(
            licence=self.licence.data or None,
            audience=_one_of(self.audience.data, AudienceWord),
            privacy=_one_of(self.privacy.data, PrivacyWord),
            language=language_tag(self.language.data) or None,
            minimum_group=fewest if fewest is not None and fewest >= policy.FLOOR else None,
            undo=frozenset(self.undo.data) | {f"id_changed:{pair}" for pair in self._pairs()},
        )

    def _pairs(self) -> Iterator[str]:
        """The ids that are wanted, as old=new."""
        for pair in self.ids.data.split(","):
            old, sign, new = pair.partition("=")
            if sign:
                yield f"{old.strip()}={new.strip()}"


@dataclass(frozen=True, slots=True)
class SentSurvey:
    """A file as it came in."""

    name: str
    data: bytes

    @property
    def packed(self) -> str:
        """The file as a page carries it."""
        return base64.b64encode(zlib.compress(self.data, 9)).decode("ascii")


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """Losses or decisions of one sort."""

    code: str
    number: int
    remarks: tuple[SourceRemark, ...]

    @property
    def words(self) -> str:
        return TITLES[self.code]

    @property
    def undoable(self) -> bool:
        """Whether it is undone by a tick; an id is by the one that is written instead."""
        return self.code in DECISIONS and self.code != "id_changed"


@pages.url_value_preprocessor
def _take_larger_posts(endpoint: str | None, values: object) -> None:
    """A survey may be larger than what a page holds otherwise, if it comes from somebody who is signed in."""
    if token() is not None:
        request.max_content_length = request.max_form_memory_size = MOST_POSTED


@pages.get("/bring")
@require_researcher()
def bring(network: Network) -> str:
    return _page(network, BringForm())


@pages.post("/bring")
@require_researcher()
def look(network: Network) -> Any:
    """Show what becomes of a file; with `begin`, make a working copy of it."""
    form = BringForm(request.form)
    try:
        sent = _sent(form)
        found = _converted(sent, form)
        if form.begin.data:
            if too_large := working_copy.size_problems(found.files):
                raise Refused(too_large)
            lost, decided = (
                counted(len(found.losses), "loss", "losses"),
                counted(len(found.decisions), "decision"),
            )
            flash(f"Brought from {sent.name}, with {lost} and {decided}.")
            return begin_copy(network, found.files, f"Brought from {FORMATS[found.format].label}")
    except Refused as refused:
        return _page(network, form, problems=refused.problems), 400
    return _page(network, form, sent=sent, found=found)


def _sent(form: BringForm) -> SentSurvey:
    """The file that was chosen, or the one that the page carries; raises `Refused` where there is none."""
    chosen = next((one for one in request.files.getlist("files") if one.filename), None)
    if chosen is not None:
        with closing(chosen):  # what is larger than 500 kB lies in a file of its own
            sent = SentSurvey(_safe_name(str(chosen.filename)), chosen.read(MOST_BYTES + 1))
        if len(sent.data) > MOST_BYTES:
            cause = f"the file is larger than {MOST_BYTES // 1024**2} MB"
            remedy = "use `barograph convert` on your computer, and upload the folder that it writes as a zip"
            raise Refused([Problem("foreign_too_large", sent.name, cause, remedy)])
        return sent
    if not form.packed.data:
        raise Refused(
            [Problem("no_file", "the upload", "no file was chosen", "choose the file of the survey")]
        )
    try:
        reader = zlib.decompressobj()
        data = reader.decompress(base64.b64decode(form.packed.data, validate=True), MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error):
        cause, remedy = "the file came back damaged", "choose it again"
        raise Refused([Problem("foreign_unreadable", "the upload", cause, remedy)]) from None
    return SentSurvey(_safe_name(form.name.data), data)


def _safe_name(name: str) -> str:
    """A name without folders and signs that mean something to a file system."""
    plain = "".join(
        sign if sign.isalnum() or sign in "._- " else "_" for sign in PurePath(name.replace("\\", "/")).name
    )
    return plain.strip(". ")[-LONGEST_NAME:] or "survey"


def _converted(sent: SentSurvey, form: BringForm) -> Conversion:
    """The conversion, made in a folder of its own, so that no file can ask for another."""
    with tempfile.TemporaryDirectory(prefix="barograph-") as place:
        folder = Path(place) / "a" / "b" / "c"
        folder.mkdir(parents=True)
        path = folder / sent.name
        path.write_bytes(sent.data)
        return convert(path, form.wishes, form.format.data or None)


def _page(
    network: Network,
    form: BringForm,
    *,
    sent: SentSurvey | None = None,
    found: Conversion | None = None,
    problems: tuple[Problem, ...] = (),
) -> str:
    return render_template(
        "authoring/bring.html",
        network=network,
        form=form,
        sent=sent,
        found=found,
        problems=problems,
        losses=_grouped(found.losses) if found else (),
        decisions=_grouped(found.decisions) if found else (),
        statements=_grouped(found.statements) if found else (),
        kinds=_kinds(found.questions) if found else "",
        missing=[NEEDED[key].partition(":")[0] for key in found.missing] if found else [],
        everyone=sum(remark.code in ("rule_lost", "rule_ahead", "rule_dead") for remark in found.losses)
        if found
        else 0,
        formats=[("", "Found by its content"), *((one.name, one.label) for one in FORMATS.values())],
        audiences=[("", "Say later"), *((word, word.replace("_", " ")) for word in get_args(AudienceWord))],
        privacies=[("", "Say later"), *((word, word) for word in get_args(PrivacyWord))],
    )


def _grouped(remarks: tuple[SourceRemark, ...]) -> list[RemarkGroup]:
    return [
        RemarkGroup(code, number, tuple(one for one in remarks if one.code == code))
        for code, number in counts(remarks)
    ]


def _kinds(questions: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in questions.items())


def _one_of(said: str, words: Any) -> str | None:
    return said if said in get_args(words) else None
