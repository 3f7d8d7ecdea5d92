"""An HTML page as a browser without scripts holds it: its links, and its forms with what they would send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode

LINKS: Final = ("href", "src", "data-watch", "poster", "data")


@dataclass
class PageForm:
    """A form: where it goes, what it holds, the options of its lists and boxes, its buttons."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # of each field: radio, number, select ...
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def asks(self) -> Iterator[str]:
        """The queries of a form that only asks: as it is, and with each option of each list."""
        yield urlencode(self.values, doseq=True)
        for name, options in self.options.items():
            for option in options:
                yield urlencode({**self.values, name: [option]}, doseq=True)


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[PageForm] = []
        self._select: str | None = None
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in LINKS if given.get(name)]
        if tag == "form":
            self.forms.append(PageForm(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            values = self.forms[-1].values[self._area]
            values[0] = values[0].removeprefix("\n")
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area][0] += data

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form = self.forms[-1]
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit"):
            boxed = kind in ("radio", "checkbox")
            if boxed:
                form.options.setdefault(name, []).append(given.get("value", "on"))
            if not boxed or "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on" if boxed else ""))
            form.kinds[name] = kind
        elif tag == "button":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
            form.options[name], form.kinds[name] = [], "select"
        elif tag == "option" and self._select:
            form.options[self._select].append(given.get("value", ""))
            if "selected" in given:
                form.values.setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "textarea" and name:
            self._area = name
            form.values[name], form.kinds[name] = [""], "textarea"

    def form(self, ending: str = "") -> PageForm:
        """The first form that posts to an address with this ending; an empty one, to the page itself, without one."""
        for one in self.forms:
            if one.method == "post" and one.action.partition("#")[0].endswith(ending):
                return one
        return PageForm("", "post")
