"""What an application does when it begins, and what it leaves for later."""

import inspect
import subprocess
import sys
import tempfile
from errno import ENOSPC
from pathlib import Path
from typing import Any, Final

import pytest
from flask import url_for
from jinja2 import Environment, FileSystemBytecodeCache
from werkzeug.routing import Rule

from engine.store import Store
from tests.web.conftest import application


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


AHEAD: Final = """
import sys
from datetime import date
opened = []
sys.addaudithook(lambda name, about: opened.append(str(about[0])) if name == "open" else None)
from engine.language import Language
from engine.loading.construct_labels import construct_labels
from engine.playbooks.folder import find_playbook
from web.commands.ahead import load_ahead
load_ahead()
opened.clear()
for language in Language.all():
    language.date(date(2026, 5, 4)), language.number(0.5, 1), construct_labels(language.tag)
assert find_playbook("collective-leadership").playbook.guides
print(*opened)
"""


def fails(*_: Any, **__: Any) -> Any:
    raise OSError(ENOSPC, "No space left on device")


def door(store: Store) -> int:
    return application(store).test_client().get("/join").status_code


def test_a_template_is_compiled_once_for_all_processes_to_come(
    store: Store, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door(store) == 200
    (place,) = temporary.glob("_jinja2-cache-*")
    assert place.stat().st_mode & 0o077 == 0, "nobody else writes what this user's server runs"
    assert any(place.iterdir())
    monkeypatch.setattr(Environment, "_parse", fails)
    assert door(store) == 200


def test_pages_come_where_nothing_compiled_can_be_kept(
    store: Store, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(tempfile, "NamedTemporaryFile", fails)
        assert door(store) == 200
    assert list(temporary.glob("_jinja2-cache-*/*")) == []
    monkeypatch.setattr(FileSystemBytecodeCache, "_get_default_cache_dir", fails)
    assert door(store) == 200


def test_a_process_begun_of_the_first_opens_no_file_that_all_need() -> None:
    # In a process of its own: here other tests have read these files already.
    done = subprocess.run(
        [sys.executable, "-c", AHEAD], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == []


def test_code_that_builds_links_is_written_with_the_first_link(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = Rule._compile_builder

    def noted(rule: Rule, append_unknown: bool = True) -> object:
        written.append(rule.endpoint)
        return write(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noted)
    app = application(store)
    assert set(written) <= {"static"}  # Flask adds that one before it can be told of a class for the others
    written.clear()
    with app.test_request_context():
        assert [url_for("guides.guide", name="a", extra="b c") for _ in range(2)] == [
            "/guides/a?extra=b+c"
        ] * 2
    assert written == ["guides.guide"]


def test_every_view_and_handler_is_a_plain_function(store: Store) -> None:
    # Flask is told so once, and no more asks each of them at each request: a coroutine would never be run.
    app = application(store)
    handlers = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    functions = [one for kept in handlers for some in kept.values() for one in some]
    functions += app.view_functions.values()
    functions += [
        handler
        for codes in app.error_handler_spec.values()
        for kinds in codes.values()
        for handler in kinds.values()
    ]
    assert len(functions) > 100
    assert [one for one in functions if inspect.iscoroutinefunction(inspect.unwrap(one))] == []
