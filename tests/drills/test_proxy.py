"""The file of nginx that is given away, as it stands but for names, ports and the certificate."""

import os
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests import programs
from tests.faults.program import free_port
from tests.house import ROOT

GIVEN = ROOT / "docs" / "operations"
pytestmark = pytest.mark.slow

Ask = Callable[..., tuple[int, Message, str]]


class Refusing(BaseHTTPRequestHandler):
    """A server that says on a page of its own that it can't."""

    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/own" else 200)
        self.end_headers()
        self.wfile.write(b"a page of Barograph")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def certificate(folder: Path) -> None:
    openssl = programs.needed("openssl", "openssl")
    words = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=surveys.example.org"
    files = ("-keyout", str(folder / "barograph.key"), "-out", str(folder / "barograph.pem"))
    subprocess.run([str(openssl), *words.split(), *files], check=True, capture_output=True)


@pytest.fixture
def behind() -> Iterator[int]:
    """The port of a server that stands behind nginx."""
    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def ask(tmp_path: Path, behind: int, request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Ask nginx for a path; parametrised by whether any server stands behind it."""
    certificate(tmp_path)
    away, plain, tls = (free_port() for _ in range(3))
    (tmp_path / "away.html").write_bytes((GIVEN / "away.html").read_bytes())
    text = (GIVEN / "nginx.conf").read_text("utf-8")
    for old, new in (
        ("127.0.0.1:8000", f"127.0.0.1:{behind if request.param else away}"),
        ("    server 127.0.0.1:8001 max_fails=1 fail_timeout=5s;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443", f"listen 127.0.0.1:{tls}"),
        ("/etc/ssl/certs/", f"{tmp_path}/"),
        ("/etc/ssl/private/", f"{tmp_path}/"),
        ("/etc/nginx/barograph", str(tmp_path)),
        ("/var/log/nginx/barograph.log", str(tmp_path / "error.log")),
    ):
        assert old in text, old
        text = text.replace(old, new)
    user = "user root;" if os.getuid() == 0 else ""  # the folder of a test is its user's alone
    pid = f"{user} pid {tmp_path}/pid; daemon off; events {{ worker_connections 400; }}"
    (tmp_path / "nginx.conf").write_text(f"{pid} http {{ {text} }}")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "barograph.pem"))
    trusting.check_hostname = False

    def asked(path: str, data: bytes | None = None) -> tuple[int, Message, str]:
        try:
            with urllib.request.urlopen(f"https://127.0.0.1:{tls}{path}", data, 20, context=trusting) as told:
                return told.status, told.headers, told.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    nginx = programs.needed("nginx", "nginx-light", "usr/sbin")
    command = [
        str(nginx),
        "-c",
        str(tmp_path / "nginx.conf"),
        "-p",
        str(tmp_path),
        "-e",
        str(tmp_path / "e.log"),
    ]
    with subprocess.Popen(command) as process:
        try:
            time.sleep(1)
            assert process.poll() is None, (tmp_path / "e.log").read_text()
            yield asked
        finally:
            process.terminate()


@pytest.mark.parametrize("ask", [False], indirect=True)
def test_while_no_server_answers_people_read_what_to_do(ask: Ask) -> None:
    for path, sent in (("/s/some-link/", None), ("/s/some-link/2", b"A1=3"), ("/sign-in", None)):
        status, headers, page = ask(path, sent)
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "30", "no-store")
        assert "The server does not answer just now" in page
        assert "El servidor no responde en este momento" in page
        assert headers.get_content_type() == "text/html"


@pytest.mark.parametrize("ask", [True], indirect=True)
def test_pages_of_barograph_pass_as_they_are(ask: Ask) -> None:
    assert [ask(path)[::2] for path in ("/", "/own")] == [
        (200, "a page of Barograph"),
        (503, "a page of Barograph"),
    ]


@pytest.mark.parametrize("ask", [True], indirect=True)
def test_who_tries_too_many_sign_ins_is_asked_to_wait(ask: Ask) -> None:
    told = [ask("/sign-in")[0] for _ in range(80)]
    assert told[:60] == [200] * 60
    assert told[-1] == 503
