"""What an application does when it begins, and what it leaves for later."""

import pytest
from flask import url_for
from werkzeug.routing import Rule

from engine.store import Store
from tests.web.conftest import application


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
