"""Every address of the application with values that nobody means: `make fuzz` prints requests, errors, slow replies.

Each role of the demonstration asks for each address, with numbers and words that are missing, huge, of other scripts or
unseen, in the address, in its query and in every field that a form of ours has. Nothing but the application at hand is
asked: no port is opened.
"""

import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import click
import numpy as np
from flask import Flask, got_request_exception
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Rule

from engine.demo.fill import Demo, fill, found
from engine.store import Role, Store
from tests.web.pages import Page
from web.security import Settings
from web.start.first_page import Guide
from web.start.look_around import demonstrate
from web.whole import create_app

SEED: Final = 20261128
SLOW: Final = 2.0  # seconds
LONGEST_URL: Final = 8000  # signs; servers take no longer line
WEB: Final = Path(__file__).parents[2] / "web"
READ: Final = re.compile(r"(?:args|form|files)(?:\.get(?:list)?\(|\[)\"([a-z_]+)\"")
NAMED: Final = re.compile(r"\bname=\"([a-z_]+)\"|fields\.\w+\(\"([a-z_]+)\"")
DECLARED: Final = re.compile(r"^ +([a-z_]+(?:, [a-z_]+)*) = \w*Field\(", re.MULTILINE)

NUMBERS: Final = ("1", "2", "3", "7", "0", "99", "4294967296", "99999999999", "1" + 20 * "0", 400 * "9")
WORDS: Final = (
    *("", " ", "a", "1", "-1", "school-²", "school-1", "²", "١", "1.5", "1e400", "nan", "None", "null", "[]"),
    *(
        "é",
        "e\u0301",
        "学校",
        "\U0001fae8",
        "\u200b",
        "\ufeff",
        "\u202egnp.exe",
        "\x00",
        "\x1a",
        "a\r\nSet-Cookie: a=b",
    ),
    *(
        "../../etc/passwd",
        "%2e%2e%2f",
        "%",
        "%ff",
        "{{7*7}}",
        "<script>",
        "' OR 1=1 --",
        "=1+1",
        "2026-13-45",
    ),
    *(
        "9999-12-31",
        "0001-01-01",
        "a@b",
        "ä@ü.example",
        300 * "x",
        5000 * "é",
        "true",
        "on",
        "next",
        "full",
        "es",
    ),
)
FILES: Final = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"a,b\n1",
    b"email,role\nx@y.example,hub_administrator",
    b"PK\x03\x04",
    2000 * b",",
)


@dataclass
class Found:
    """What came of it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)  # the first request of each kind of error
    slow: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = ", ".join(f"{status}: {number}" for status, number in sorted(self.statuses.items()))
        lines = [f"{self.requests} requests; replies {kinds}", f"errors: {len(self.errors)}"]
        lines += [f"  {error}\n    first at {request}" for error, request in self.errors.items()]
        lines += [f"slower than {SLOW:.0f} s: {len(self.slow)}", *(f"  {one}" for one in self.slow)]
        return "\n".join(lines)


def fields() -> tuple[str, ...]:
    """The names of all fields that pages of ours read or have."""
    texts = [path.read_text() for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html")])]
    places = [place for text in texts for kind in (READ, NAMED, DECLARED) for place in kind.finditer(text)]
    return tuple(
        sorted({name for place in places for names in place.groups() if names for name in names.split(", ")})
    )


class Fuzzer:
    """Asks an application of the demonstration, role by role."""

    def __init__(self, store: Store, demo: Demo, seed: int = SEED) -> None:
        self.app = _application(store, demo)
        self.random = np.random.default_rng(seed)
        self.fields = fields()
        self.links = [site.link for site in store.sites.of(demo.survey)[:2]]
        self.found = Found()
        self._error = ""
        got_request_exception.connect(self._keep_error, self.app)

    def ask_all(self, times: int, most: int | None = None) -> Found:
        """Each role asks for each address so many times; `most` requests in all, drawn at random."""
        asked = [(role, rule, method) for role in (None, *Role) for rule, method in self._rules()] * times
        order = self.random.permutation(len(asked))[:most]
        clients = {role: _signed_in(self.app, role) for role in (None, *Role)}
        for number in order:
            role, rule, method = asked[number]
            self._ask(clients[role], role, rule, method)
            if method == "POST" and "sign-out" in rule.rule:
                clients[role] = _signed_in(self.app, role)
        return self.found

    def _rules(self) -> Iterator[tuple[Rule, str]]:
        for rule in self.app.url_map.iter_rules():
            for method in sorted((rule.methods or set()) & {"GET", "POST", "DELETE", "PUT"}):
                yield rule, method

    def _ask(self, client: Any, role: Role | None, rule: Rule, method: str) -> None:
        path, query = self._path(rule), {}
        if self.random.random() < 0.6:
            query = {self._draw(self.fields): self._draw(WORDS) for _ in range(self.random.integers(1, 4))}
        form: Mapping[str, Any] | None = None
        if method == "POST":
            form = self._form(client)
        self._error, started = "", time.perf_counter()
        response = client.open(path, method=method, query_string=query, data=form)
        seconds = time.perf_counter() - started
        response.close()
        told = f"{role or 'nobody'}: {method} {path[:200]} {query} {_short(form)}"
        self.found.requests += 1
        self.found.statuses[response.status_code] += 1
        if response.status_code == 500:
            self.found.errors.setdefault(self._error or f"500 at {rule.rule}", told)
        if seconds > SLOW:
            self.found.slow.append(f"{seconds:.1f} s {told}")

    def _path(self, rule: Rule) -> str:
        parts = {}
        for name, converter in rule._converters.items():
            numbers = isinstance(converter, IntegerConverter)
            likely = self.links if name == "link" else NUMBERS[:4] if numbers else ()
            if likely and self.random.random() < 0.85:
                parts[name] = self._draw(likely)
            else:
                parts[name] = self._draw(NUMBERS if numbers else WORDS)
        path = re.sub(
            r"<(?:[^:>]+:)?([a-z_]+)>", lambda found: quote(parts[found[1]] or "-", safe=""), rule.rule
        )
        return path[:LONGEST_URL]

    def _form(self, client: Any) -> MultiDict[str, Any]:
        form: MultiDict[str, Any] = MultiDict()
        for _ in range(self.random.integers(1, 12)):
            form.add(self._draw(self.fields), self._draw(WORDS))
        form["csrf_token"] = _token(client)
        if self.random.random() < 0.3:
            name = self._draw(("rôle.csv", "a.zip", "", "\u202e.csv", "instrument.yaml", "../x"))
            form[self._draw(("file", "files"))] = (BytesIO(self._draw(FILES)), name)
        return form

    def _draw(self, values: Any) -> Any:
        return values[int(self.random.integers(len(values)))]

    def _keep_error(self, _sender: object, exception: Exception, **_: Any) -> None:
        trace = exception.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        self._error = f"{type(exception).__name__}: {str(exception)[:160]} ({place})"


def _application(store: Store, demo: Demo) -> Flask:
    app = create_app(store, Settings(secret=40 * "s", secure=False, hosts=("localhost",)))
    demonstrate(app, Guide(demo, "var/demo.db"))
    return app


def _signed_in(app: Flask, role: Role | None) -> Any:
    client = app.test_client()
    if role is not None:
        client.post(f"/look-around/{role}", data={"csrf_token": _token(client)})
    return client


def _token(client: Any) -> str:
    for path in ("/account", "/sign-in"):
        for form in Page(client.get(path).get_data(as_text=True)).forms:
            return form.values["csrf_token"][0]
    return ""


def _short(form: Mapping[str, Any] | None) -> str:
    return "" if form is None else str({name: str(form[name])[:40] for name in form if name != "csrf_token"})


@click.command()
@click.option("--times", default=12, show_default=True, help="How often each role asks for each address.")
def main(times: int) -> None:
    """Fill the demonstration, ask for everything, and print what came of it."""
    with (
        tempfile.TemporaryDirectory(prefix="barograph-") as folder,
        Store.open(Path(folder) / "demo.db") as store,
    ):
        fill(store)
        demo = found(store)
        assert demo is not None
        told = Fuzzer(store, demo).ask_all(times)
        click.echo(str(told))
        raise SystemExit(bool(told.errors))


if __name__ == "__main__":
    main()
