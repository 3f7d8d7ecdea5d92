"""What the way in costs: bytes and requests of each page, as the server sends them, and processor time a respondent.

A browser loads a page, and of its files those that it does not have yet. What it sends and the headers of what it gets
count too. Saves are counted apart, one an answer, as the script makes them for whoever takes five seconds for one.

The time is that of the pages of a form, shown and saved: with a save a page, as without a script, and with a save an
answer besides. Opening, review and sending are the same in both and left out. All are called as a server calls them,
without network, in turns; CPU time is the process's own, system calls included.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.way_in`
"""

import gzip
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from werkzeug.test import Client, TestResponse

from benchmarks.page import REQUESTS, RUNS, milliseconds, opened, request
from engine.instrument.model import Form, Instrument, Page
from engine.loading.folder import load
from engine.store import Store
from tests.small import instrument, likert
from tests.web.answering import Respondent
from tests.web.pages import Page as HtmlPage
from web.commands.compressing import Compressed
from web.security import Settings
from web.whole import create_app

SHIPPED: Final = Path(__file__).parents[1] / "instruments" / "collective-leadership" / "1.0.0"
FIRST_PAGE, LATER_PAGE = 60_000, 15_000  # bytes, with everything that a page needs
ITEMS, A_PAGE = 50, 10
FORM: Final = "application/x-www-form-urlencoded"
NAMES: Final = (
    "page shown",
    "page saved",
    "page saved by the script",
    "one answer saved",
    "pages that come ahead",
)
FILES: Final = re.compile(r'(?:href|src)="(/static/[^"]+)"')
AHEAD: Final = re.compile(r"&#34;at&#34;: &#34;(/[^&]+)&#34;")


@dataclass(frozen=True, slots=True)
class Load:
    """What one page took until it stood there whole, and then what its saves took."""

    name: str
    requests: int
    bytes: int
    saves: int = 0
    bytes_of_saves: int = 0


@dataclass
class Browser:
    """One respondent's browser: it keeps cookies and files, and takes gzip."""

    client: Client
    requests: int = 0
    bytes: int = 0
    files: set[str] = field(default_factory=set)
    page: HtmlPage = field(default_factory=lambda: HtmlPage(""))

    def open(self, path: str) -> None:
        """A page, and what it needs that is not there yet."""
        answer = self._count(self.client.get(path, headers={"Accept-Encoding": "gzip"}), 0)
        packed = answer.headers.get("Content-Encoding") == "gzip"
        html = (gzip.decompress(answer.data) if packed else answer.data).decode()
        self.page = HtmlPage(html)
        for name in (*FILES.findall(html), *AHEAD.findall(html)):
            if name not in self.files:
                self.files.add(name)
                self._count(self.client.get(name, headers={"Accept-Encoding": "gzip"}), 0)

    def press(self, ending: str, given: Mapping[str, str], *, by_script: bool = True) -> TestResponse:
        """What a form holds, and what was answered; gives what the server says."""
        form = next(form for form in self.page.forms if form.action.endswith(ending))
        body = urlencode({**form.values, **given}, doseq=True)
        headers = {"Accept-Encoding": "gzip"} | ({"Accept": "application/json"} if by_script else {})
        answer = self.client.post(form.action, data=body, headers=headers, content_type=FORM)
        return self._count(answer, len(body))

    def taken(self) -> tuple[int, int]:
        """The requests and bytes since this was asked last."""
        taken = self.requests, self.bytes
        self.requests = self.bytes = 0
        return taken

    def _count(self, answer: TestResponse, sent: int) -> TestResponse:
        headers = sum(len(name) + len(value) + 4 for name, value in answer.headers)
        self.requests += 1
        self.bytes += sent + headers + len(answer.data)
        return answer


def loads(store: Store, link: str, asked: Instrument) -> Iterator[Load]:
    """The way of somebody who answers each question, by the script."""
    app = create_app(store, Settings("secret", secure=False))
    browser = Browser(Client(Compressed(app), TestResponse))
    browser.open(f"/s/{link}/")
    yield Load("consent", *browser.taken())
    to = browser.press("/start", {}, by_script=False).headers["Location"]
    while not to.endswith("/review"):
        browser.open(to)
        loaded = browser.taken()
        number = to.rpartition("/")[2]
        given: dict[str, str] = {}
        for item in asked.main_form.pages[int(number) - 1].items:
            given |= {f"a_{item}": str(option.value) for option in asked.item(item).options[:1]}
            browser.press(f"/{number}", given | {"move": "keep"})
        saves = browser.taken()
        answer = browser.press(f"/{number}", given | {"move": "next", "asked": "yes"})
        to = (answer.json or {})["to"].partition("?")[0]
        yield Load(f"page {number}", *loaded, *saves)
    browser.open(to)
    yield Load("review", *browser.taken())


def paged(items: int, a_page: int) -> Instrument:
    """A survey of so many items on pages of so many."""
    ids = [f"Q{n}" for n in range(items)]
    pages = tuple(Page(tuple(ids[first : first + a_page])) for first in range(0, items, a_page))
    return instrument(*map(likert, ids), forms=(Form("full", pages),))


def saving(store: Store, items: int, a_page: int) -> tuple[list[tuple[float, float]], int]:
    """CPU and wall milliseconds of a page, its save, the same by the script, one answer's save, and the pages ahead."""
    asked = paged(items, a_page)
    link = opened(store, asked)
    app = create_app(store, Settings("secret", secure=False))
    person = Respondent(app, link).start()
    cookie = "; ".join(
        f"{one.key}={one.value}"
        for name, path in (("session", "/"), ("draft", f"/s/{link}/"))
        if (one := person.client.get_cookie(name, path=path))
    )
    answers = {f"a_Q{n}": str(n % 5 + 1) for n in range(a_page)}
    fields = {name: values[0] for name, values in person.form().values.items()} | answers
    page, ahead = f"/s/{link}/1", f"/s/{link}/ahead"
    whole, one = (urlencode(fields | {"move": move}).encode() for move in ("next", "keep"))
    calls = (
        request(app, page, cookie),
        request(app, page, cookie, whole),
        request(app, page, cookie, whole, accept="application/json"),
        request(app, page, cookie, one, accept="application/json"),
        request(app, ahead, cookie),
    )
    assert [call()[:3] for call in calls] == ["200", "303", "200", "200", "200"]
    return milliseconds(*calls), len(asked.main_form.pages)


def main() -> None:
    print(
        "bytes and requests of a page, with the button before it and the files that it is the first to need"
    )
    for name, asked in (
        ("the collective leadership survey", load(SHIPPED)),
        ("50 items, 10 a page", paged(50, 10)),
    ):
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "survey.db") as store:
            print(f"{name}: {len(asked.main_form.items)} questions")
            for load_ in loads(store, opened(store, asked), asked):
                print(
                    f"  {load_.name:12} {load_.requests:4} requests {load_.bytes / 1000:7.1f} kB"
                    f"  {load_.saves:3} saves {load_.bytes_of_saves / 1000:6.1f} kB"
                )
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "survey.db") as store:
        times, pages = saving(store, ITEMS, A_PAGE)
    print(
        f"CPU and wall milliseconds, medians of {RUNS} turns of {REQUESTS} requests; {ITEMS} items, {A_PAGE} a page"
    )
    for name, (cpu, wall) in zip(NAMES, times, strict=True):
        print(f"  {name:32} {cpu:6.2f} {wall:6.2f}")
    shown, saved, pressed, kept, ahead = (cpu for cpu, _ in times)
    by_page = pages * (shown + saved)
    by_answer = pages * (shown + pressed) + ITEMS * kept + ahead
    print(f"  a respondent, a save a page    {by_page:8.1f} ms")
    print(f"  a respondent, a save an answer {by_answer:8.1f} ms, {by_answer / by_page:.2f} times as much")


if __name__ == "__main__":
    main()
