"""Two servers behind nginx over one PostgreSQL, on the loopback address; one is killed while people answer."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests import programs
from tests.drills.restoring import ENOUGH, until_thanked
from tests.faults.crowd import Crowd
from tests.faults.program import Program, free_port
from tests.faults.survey import lay_out, stored
from tests.faults.tallies import Tally, tally

CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream barograph {{
        server 127.0.0.1:{first} max_fails=1 fail_timeout=5s;
        server 127.0.0.1:{second} max_fails=1 fail_timeout=5s;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://barograph;
            proxy_set_header Host $host;
            proxy_connect_timeout 2s;
            proxy_next_upstream error timeout;
        }}
    }}
}}
"""


@dataclass(frozen=True)
class FailedOver:
    """What people were told beside what is stored; `longest` is the longest time between two of them thanked."""

    told: Tally
    bad_gateways: int  # replies of nginx that no server was there
    longest: float  # seconds without anybody being thanked, around the kill

    @property
    def faultless(self) -> bool:
        """Nothing is wrong but pages of nginx itself, which know nothing of a survey."""
        return replace(self.told, mute=max(0, self.told.mute - self.bad_gateways)).faultless

    def __str__(self) -> str:
        pause = f"longest pause around the kill {self.longest:.1f} s"
        return f"{self.told}; replies without a server {self.bad_gateways}, {pause}"


def failover_drill(database: str, folder: Path, seconds: float = 8) -> FailedOver:
    """One of the two is killed after a third of the time, and started again after two thirds."""
    place = lay_out(database)
    servers = [Program(database, folder / f"server{number}.log") for number in (1, 2)]
    try:
        for server in servers:
            server.start()
        with nginx(folder, servers) as port:
            crowd = Crowd(place, port)
            with crowd.answering():
                time.sleep(seconds / 3)
                until_thanked(crowd, ENOUGH)
                servers[0].end()
                thanked = _thanked(crowd)
                longest = _longest_pause(crowd, seconds / 3)
                until_thanked(crowd, thanked + ENOUGH)  # by the one that is left
                servers[0].start()
                time.sleep(seconds / 3)
    finally:
        for server in servers:
            if server.process is not None and server.process.poll() is None:
                server.end()
    bad = sum(person.browser.statuses[502] + person.browser.statuses[504] for person in crowd.people)
    return FailedOver(tally(crowd.people, stored(place)), bad, longest)


def _longest_pause(crowd: Crowd, seconds: float) -> float:
    """Watch for so long; gives the longest time in which nobody more was thanked."""
    start = last = time.monotonic()
    thanked, longest = _thanked(crowd), 0.0
    while time.monotonic() < start + seconds:
        time.sleep(0.02)
        now = time.monotonic()
        longest = max(longest, now - last)
        if _thanked(crowd) > thanked:
            thanked, last = _thanked(crowd), now
    return longest


def _thanked(crowd: Crowd) -> int:
    return sum(person.acknowledged for person in crowd.people)


@contextmanager
def nginx(folder: Path, servers: list[Program]) -> Iterator[int]:
    """The port of an nginx of our own before these servers."""
    program = programs.needed("nginx", "nginx-light", "usr/sbin")
    port = free_port()
    file = folder / "nginx.conf"
    first, second = (server.port for server in servers)
    file.write_text(CONFIGURATION.format(folder=folder, first=first, second=second, port=port))
    process = subprocess.Popen(
        [str(program), "-c", str(file), "-p", str(folder), "-e", str(folder / "nginx.log")]
    )
    try:
        time.sleep(1)
        assert process.poll() is None, (folder / "nginx.log").read_text()
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
