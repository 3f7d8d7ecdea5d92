"""One server as several processes: some that answer respondents, and one, the office, for everything else."""

import gc
import os
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from flask import Flask, Response

from engine.store import DatabaseFailure
from web.commands.ahead import load_ahead
from web.commands.forwarding import Forwarding
from web.commands.processes import Processes, ServerPart
from web.commands.server import HOST, LOCAL, WAITING, listen, take
from web.commands.serving_folder import serving_folder
from web.security import watching

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST: Final = 64
Opened = Callable[[], AbstractContextManager[Flask]]


def workers_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option `--workers` of a command that serves."""
    return click.option(
        "--workers",
        type=click.IntRange(0, MOST),
        default=default_workers(),
        show_default="one a processor",
        envvar="BAROGRAPH_WORKERS",
        help="Processes that answer respondents, beside one for all other pages; 0 does all in one process.",
    )(command)


def default_workers() -> int:
    """One process a processor that this program may use; 0 where a system begins none of itself."""
    if not hasattr(os, "fork"):
        return 0
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def run_several(
    respondents: Opened, office: Opened, port: int, workers: int, *, behind_proxy: bool = False
) -> None:
    """Serve until Ctrl+C or SIGTERM. Each process opens its own application, the office's with what it does beside."""
    with serving_folder() as folder:
        os.environ[watching.FOLDER] = str(folder)
        load_ahead()
        listening = listen(port)
        office_socket = folder / "office"
        inner = _inner(office_socket)
        sockets = listening, inner
        answer = partial(_answer, respondents, sockets, str(office_socket), behind_proxy=behind_proxy)
        parts = [ServerPart(f"respondents, number {number}", answer) for number in range(1, workers + 1)]
        parts.append(
            ServerPart("all other pages", partial(_do_the_rest, office, sockets, secure=behind_proxy))
        )
        click.echo("Press Ctrl+C to stop.")
        Processes(parts).keep(partial(_close, sockets))
        click.echo("Stopped.")


def _close(sockets: tuple[socket.socket, socket.socket]) -> None:
    for one in sockets:
        one.close()


def _inner(path: Path) -> socket.socket:
    """The socket over which respondents' processes reach the office; its folder is open to this user alone."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.bind(str(path))
    made.listen(WAITING)
    return made


def _answer(
    opened: Opened, sockets: tuple[socket.socket, socket.socket], path: str, *, behind_proxy: bool
) -> None:
    listening, inner = sockets
    inner.close()
    with opened() as app:
        gc.freeze()  # as `load_ahead` does: an application stays as long as its process
        trusted = HOST if behind_proxy else None
        take(Forwarding(app, path, partial(_away, app)), listening, trusted=trusted, secure=behind_proxy)


def _do_the_rest(opened: Opened, sockets: tuple[socket.socket, socket.socket], *, secure: bool) -> None:
    listening, inner = sockets
    listening.close()
    with opened() as app:
        gc.freeze()
        take(app, inner, trusted=LOCAL, secure=secure)


def _away(app: Flask, environ: "WSGIEnvironment") -> Response:
    """The page while the office is not there: with what was typed, and a button that sends it again."""
    failure = DatabaseFailure(
        "The process for all other pages does not answer", "it is begun again by itself"
    )
    with app.request_context(environ):
        return app.finalize_request(app.handle_user_exception(failure), from_error_handler=True)
