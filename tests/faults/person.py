"""A person with a browser and no luck: answers, loses the connection, opens the link again, goes on."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from tests.faults.browser import Browser, Lost, Reply
from tests.faults.survey import ITEMS, answers_of
from tests.web.pages import Page, PageForm
from web.respondent.forms import PREFIX

PAUSE: Final = 0.05  # seconds before what was lost is asked for again
TURNS: Final = 400  # replies after which somebody gives up
PATIENCE: Final = 300.0  # seconds without a reply, likewise


class Habit(Enum):
    """How somebody presses a button."""

    ONCE = "once"
    TWICE = "twice"  # the same request twice at once, as of a double click or a proxy that tries again
    TWO_TABS = "two tabs"  # and once more from another tab, in which the page was opened before


@dataclass
class Person:
    """Someone with a number, which their answers tell, and what the server has told them."""

    number: int
    browser: Browser
    link: str
    cut: Callable[[], bool] = lambda: False  # whether the reply to a press of Send is lost on its way
    habit: Habit = Habit.ONCE
    pressed_send: bool = False
    acknowledged: bool = False  # the server said that the answers are in
    offered_start: bool = False  # it offered a new form after Send was pressed
    turned_away: bool = False  # it said that the survey is closed
    given_up: bool = False
    saved: dict[str, str] = field(default_factory=dict)  # answers that the server said it had saved
    handed_back: int = 0  # pages opened again that held what had been saved
    forgotten: int = 0  # and pages that did not

    def __post_init__(self) -> None:
        self.answers = dict(zip(ITEMS, answers_of(self.number), strict=True))
        self.door = f"/s/{self.link}/"

    def answer(self) -> None:
        """The whole way from the door to the thanks; whatever is lost is asked for again at the door."""
        path = self.door
        until = time.monotonic() + PATIENCE
        while self.browser.statuses.total() < TURNS and time.monotonic() < until:
            try:
                path = self._step(path)
                until = time.monotonic() + PATIENCE
            except Lost:
                time.sleep(PAUSE)
                path = self.door
            if self.acknowledged or self.turned_away:
                return
        self.given_up = True

    def _step(self, path: str) -> str:
        """Open a page and do what it is there for; gives the next."""
        reply = self.browser.ask(path)
        if reply.status in (302, 303):
            return urlsplit(reply.location).path
        if reply.status == 410:
            self.turned_away = True
            return path
        if reply.status != 200:
            raise Lost
        place = path.rpartition("/")[2]
        if place == "thanks":
            self.acknowledged = True
            return path
        if place == "review":
            return self._send(_form(reply.page, "/review"))
        if place:
            return self._page(_form(reply.page, f"/{place}"))
        return self._at_the_door(reply)

    def _at_the_door(self, reply: Reply) -> str:
        forms = [form for form in reply.page.forms if form.action.endswith("/start")]
        if not forms:  # "You have sent your answers"
            self.acknowledged = self.pressed_send
            return self.door
        if "afresh" in forms[0].values:  # "Welcome back": from the first page on, to see what was kept
            return f"{self.door}1"
        if self.pressed_send:
            self.offered_start = True
        else:
            self.forgotten += bool(self.saved)
        self.saved.clear()
        return self._press(forms[0], {})

    def _page(self, form: PageForm) -> str:
        mine = {
            PREFIX + item: value for item, value in self.answers.items() if f"{PREFIX}{item}" in _asked(form)
        }
        was_saved = {name: value for name, value in self.saved.items() if name in mine}
        if was_saved:
            held = {name: form.values.get(name, [""])[0] for name in was_saved}
            self.handed_back += held == was_saved
            self.forgotten += held != was_saved
        next_page = self._press(form, {**mine, "move": "next"})
        self.saved |= mine
        return next_page

    def _send(self, form: PageForm) -> str:
        self.pressed_send = True
        return self._press(form, {}, cut=self.cut())

    def _press(self, form: PageForm, fields: Mapping[str, str], *, cut: bool = False) -> str:
        """Send a form; gives where the reply leads, which says that it was taken."""
        sent = {**form.values, **fields}
        if self.habit is Habit.TWICE and not cut:
            return self._press_twice(form.action, sent)
        reply = self.browser.ask(form.action, sent, cut=cut)
        if reply.status != 303:
            raise Lost
        if self.habit is Habit.TWO_TABS and fields:
            self.browser.ask(
                form.action, sent
            )  # as the page was before: a stale one, which must change nothing
        return urlsplit(reply.location).path

    def _press_twice(self, path: str, sent: Mapping[str, object]) -> str:
        """Send the same twice at once; where one of the two was taken, that one leads on."""
        with ThreadPoolExecutor(2) as hands:
            asked = [hands.submit(self.browser.ask, path, sent) for _ in range(2)]
        replies = [one.result() for one in asked if one.exception() is None]
        taken = [one for one in replies if one.status == 303]
        if not taken:
            raise Lost
        return urlsplit(taken[0].location).path


def _form(page: Page, ending: str) -> PageForm:
    return next(form for form in page.forms if form.action.endswith(ending))


def _asked(form: PageForm) -> set[str]:
    """The fields of a page, by the mark that says what it has shown."""
    return {PREFIX + part.rpartition("=")[0] for mark in form.values.get("mark", []) for part in mark.split()}
