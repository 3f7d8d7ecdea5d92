"""Simulated people who fill whole forms over HTTP, in a process of their own.

Each opens the survey's page, begins, opens and sends every page, looks at the review, sends it and opens the thanks.
Connections are kept and shared, as a proxy that adds TLS keeps them. Prints one line of JSON: see `Tally`.

`python -m benchmarks.load.people --help`; `python -m benchmarks.load` starts it.
"""

import argparse
import asyncio
import json
import random
import re
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

HOST: Final = "127.0.0.1"
HIDDEN: Final = re.compile(rb'<input type="hidden" name="(\w+)" value="([^"]*)">')
FILES: Final = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
COOKIE: Final = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;\r]*)([^\r]*)", re.IGNORECASE)
LOCATION: Final = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
MOST_STEPS: Final = 60  # requests for pages after which somebody gives up
PATIENCE: Final = 60.0  # seconds for a reply
VARIANTS: Final = 40  # ways of answering a page, drawn once so that the generator has little to do

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Answers = dict[int, list[list[tuple[str, str]]]]


@dataclass
class Tally:
    """What happened after the warm-up."""

    finished: int = 0  # people who were thanked
    seconds: float = 0.0
    processor: float = 0.0  # seconds of this process
    times: dict[str, list[float]] = field(
        default_factory=dict
    )  # milliseconds of each reply, by what was asked
    wrong: Counter[str] = field(default_factory=Counter)  # replies that no person should get
    at_once: int = 0  # the most people under way


@dataclass
class Pool:
    """Connections to the server, kept after each reply."""

    port: int
    idle: list[Connection] = field(default_factory=list)

    async def ask(self, head: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of a reply; a kept connection that the server has closed is replaced once."""
        while True:
            kept = bool(self.idle)
            reader, writer = self.idle.pop() if kept else await asyncio.open_connection(HOST, self.port)
            try:
                writer.write(head)
                async with asyncio.timeout(PATIENCE):
                    reply = await reader.readuntil(b"\r\n\r\n")
                    length = LENGTH.search(reply)
                    body = await reader.readexactly(int(length.group(1))) if length else b""
            except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
                writer.close()
                if kept:
                    continue
                raise
            if b"\r\nconnection: close" in reply.lower() or (not length and reply[9:12] == b"200"):
                writer.close()
            else:
                self.idle.append((reader, writer))
            return int(reply[9:12]), reply, body


@dataclass
class Crowd:
    """All people of one run."""

    pool: Pool
    links: list[str]
    answers: Answers
    pause: float  # seconds of thought a page, on average
    by_answer: bool  # each answer is saved by itself, as the script does
    files: bool  # each loads the files that a page names
    counted_from: float = 0.0
    counted_until: float = 0.0
    tally: Tally = field(default_factory=Tally)
    under_way: int = 0

    async def person(self) -> None:
        self.under_way += 1
        self.tally.at_once = max(self.tally.at_once, self.under_way)
        try:
            await Person(self).answer()
            self.tally.finished += self.counts(time.perf_counter())
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            self.tally.wrong[f"{type(error).__name__} {error}"[:80]] += 1
        finally:
            self.under_way -= 1

    def counts(self, moment: float) -> bool:
        return self.counted_from <= moment < self.counted_until

    def count(self, what: str, began: float) -> None:
        now = time.perf_counter()
        if self.counts(now):
            self.tally.times.setdefault(what, []).append(round(1000 * (now - began), 2))


class Person:
    """One browser, with its cookies."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.door = f"/s/{random.choice(crowd.links)}/"
        self.cookies: dict[bytes, bytes] = {}
        self.loaded: set[bytes] = set()

    async def answer(self) -> None:
        body = await self._page(self.door)
        to = await self._press(f"{self.door}start", dict(HIDDEN.findall(body)), [])
        for _ in range(MOST_STEPS):
            body = await self._page(to)
            place = urlsplit(to).path.rpartition("/")[2]
            if place == "thanks":
                return
            hidden = dict(HIDDEN.findall(body))
            if place == "review":
                to = await self._press(f"{self.door}review", hidden, [])
                continue
            to = await self._fill(int(place), hidden)
        raise ValueError(f"nobody comes to an end: {to}")

    async def _fill(self, number: int, hidden: dict[bytes, bytes]) -> str:
        given = random.choice(self.crowd.answers[number])
        path, pause = f"{self.door}{number}", self.crowd.pause
        steps = len(given) + 1 if self.crowd.by_answer else 1
        if self.crowd.by_answer:
            for so_far in range(1, len(given) + 1):
                await _think(pause / steps)
                await self._ask(
                    "answer saved", path, hidden, [*given[:so_far], ("move", "keep")], script=True
                )
        await _think(pause / steps)
        return await self._press(path, hidden, [*given, ("move", "next")])

    async def _page(self, path: str) -> bytes:
        status, _, body = await self._ask("page shown", path)
        if status != 200:
            raise ValueError(f"a page: {status}")
        if self.crowd.files:
            for name in FILES.findall(body):
                if name not in self.loaded:
                    self.loaded.add(name)
                    await self._ask("file", name.decode())
        return body

    async def _press(self, path: str, hidden: dict[bytes, bytes], given: list[tuple[str, str]]) -> str:
        last = path.rpartition("/")[2]
        what = {"start": "begun", "review": "sent"}.get(last, "page saved")
        status, head, _ = await self._ask(what, path, hidden, given)
        location = LOCATION.search(head)
        if status != 303 or location is None:
            raise ValueError(f"{what}: {status}")
        return location.group(1).decode()

    async def _ask(
        self,
        what: str,
        path: str,
        hidden: dict[bytes, bytes] | None = None,
        given: list[tuple[str, str]] | None = None,
        *,
        script: bool = False,
    ) -> tuple[int, bytes, bytes]:
        lines = [b"Host: " + HOST.encode(), b"Accept-Encoding: gzip"]
        if self.cookies:
            lines.append(b"Cookie: " + b"; ".join(b"=".join(pair) for pair in self.cookies.items()))
        if script:
            lines.append(b"Accept: application/json")
        body = b""
        if hidden is not None:
            body = urlencode([*hidden.items(), *(given or ())]).encode()
            lines.append(b"Content-Type: application/x-www-form-urlencoded")
            lines.append(b"Content-Length: %d" % len(body))
        first = f"{'GET' if hidden is None else 'POST'} {path.partition('#')[0]} HTTP/1.1".encode()
        began = time.perf_counter()
        status, head, reply = await self.crowd.pool.ask(b"\r\n".join([first, *lines, b"", body]))
        self.crowd.count(what, began)
        if status >= 400:
            self.crowd.tally.wrong[f"{what}: {status}"] += 1
        for name, value, rest in COOKIE.findall(head):
            if b"Max-Age=0" in rest or not value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        if b"content-encoding: gzip" in head.lower():
            reply = zlib.decompress(reply, 31)
        return status, head, reply


async def _think(seconds: float) -> None:
    """A while, longer or shorter by chance."""
    if seconds:
        await asyncio.sleep(random.uniform(0.5, 1.5) * seconds)


def answers_to(pages: list[list[tuple[str, list[str]]]]) -> Answers:
    """Ways of answering each page; an item without options is left open."""
    return {
        number: [
            [(f"a_{item}", random.choice(options)) for item, options in page if options]
            for _ in range(VARIANTS)
        ]
        for number, page in enumerate(pages, 1)
    }


async def run(chosen: Any) -> Tally:
    """Everybody of a run; says when the time that counts begins and ends, so that the server is measured in it."""
    pages = json.loads(chosen.pages)
    crowd = Crowd(
        *(Pool(chosen.port), chosen.links.split(","), answers_to(pages)),
        *(60 * chosen.minutes / len(pages), chosen.by_answer, chosen.files),
    )
    crowd.counted_from = time.perf_counter() + chosen.warm
    crowd.counted_until = crowd.counted_from + chosen.seconds
    crowd.tally.seconds = chosen.seconds
    coming = (
        [_arriving(crowd, chosen.rate)]
        if chosen.rate
        else [_one_after_the_other(crowd) for _ in range(chosen.people)]
    )
    people = [asyncio.create_task(one) for one in coming]
    await asyncio.sleep(crowd.counted_from - time.perf_counter())
    before = time.process_time()
    print("begin", flush=True)
    await asyncio.sleep(crowd.counted_until - time.perf_counter())
    print("end", flush=True)
    crowd.tally.processor = time.process_time() - before
    for task in people:
        task.cancel()
    await asyncio.gather(*people, return_exceptions=True)
    return crowd.tally


async def _one_after_the_other(crowd: Crowd) -> None:
    while True:
        await crowd.person()


async def _arriving(crowd: Crowd, rate: float) -> None:
    """People come as by chance, so many a second, whether or not the others have come to an end."""
    at = time.perf_counter()
    async with asyncio.TaskGroup() as people:
        while True:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            people.create_task(crowd.person())
            at += random.expovariate(rate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--links", required=True, help="of schools, with commas between")
    parser.add_argument("--pages", required=True, help="JSON: of each page, its items with their options")
    parser.add_argument("--people", type=int, default=8, help="at once, one after the other")
    parser.add_argument("--rate", type=float, default=0.0, help="people who come a second, in their place")
    parser.add_argument("--minutes", type=float, default=0.0, help="of thought, a form")
    parser.add_argument("--warm", type=float, default=3.0, help="seconds before anything counts")
    parser.add_argument("--seconds", type=float, default=20.0, help="that count")
    parser.add_argument("--by-answer", action="store_true")
    parser.add_argument("--files", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    random.seed(chosen.seed)
    tally = asyncio.run(run(chosen))
    print(json.dumps({**vars(tally), "wrong": dict(tally.wrong)}))


if __name__ == "__main__":
    main()
