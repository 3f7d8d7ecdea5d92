"""A Flask application over a store, without pages of its own: the whole one and each preview begin here."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, lru_cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, url_for
from flask.logging import default_handler
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import IntegerConverter, Rule

from engine.language import ENGLISH, Language, direction, own_name
from web import rights, sessions, wording
from web.errors import register_errors
from web.respondent.keeper import Keeper
from web.respondent.quiet_log import QuietFormatter
from web.respondent.visit import expire_drafts
from web.school.navigation import school_places
from web.security import Settings, guard


class ShortNumber(IntegerConverter):
    """A number in an address, as large as a database's keys get; a longer one leads to no page."""

    regex = r"\d{1,9}"


class LinkedRule(Rule):
    """An address; the code that Werkzeug writes to build links to it is written with the first of them.

    Written for all addresses at the start it takes nine tenths of the time in which an application begins.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        written = cache(partial(super()._compile_builder, append_unknown))

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return written()(rule, **values)

        return build


class PlainViews(Flask):
    """Flask with views that are plain functions: it would ask each at each request whether it is a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates as Jinja compiled them, in a folder of this user alone; a disk that takes nothing is no fault."""

    def __init__(self) -> None:
        editions = "-".join(version(name) for name in ("barograph", "jinja2"))
        super().__init__(pattern=f"barograph-{editions}-%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> BytecodeCache | None:
    """None where this user has no folder that is theirs alone."""
    with suppress(OSError, RuntimeError):
        return CompiledTemplates()
    return None


def application(store: Keeper, settings: Settings, blueprints: Sequence[Blueprint]) -> Flask:
    """An application of these pages; `store` is an `engine.store.Store`, or a preview."""
    app = PlainViews(str(__package__))
    app.url_rule_class = LinkedRule
    app.url_map.converters["int"] = ShortNumber
    guard(app, settings)
    app.extensions["store"] = store
    app.jinja_env.bytecode_cache = _compiled()
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["plain"] = str  # of a text that a translation lacks: without its mark
    app.jinja_env.globals.update(
        asset=asset,
        author=Language.of(ENGLISH),
        count=wording.count,
        day=wording.day,
        direction=direction,
        english=wording.english,
        in_its_language=wording.in_its_language,
        say_around=wording.say_around,
        language_name=own_name,
        moment=wording.moment,
        month=wording.month,
        page_language=wording.page_language,
        person=sessions.person,
        reviewed=wording.reviewed,
        say=wording.say,
        school_places=school_places,
    )
    default_handler.setFormatter(QuietFormatter())
    register_errors(app)
    app.before_request(expire_drafts)
    app.url_defaults(wording.carry_language)
    rights.hold(app)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def asset(name: str) -> str:
    """The address of a static file, which changes with its content and may be kept for good."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:12]
