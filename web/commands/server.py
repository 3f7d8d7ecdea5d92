"""Starts the server on this computer: bound to the loopback address, on a port that is free."""

import socket
from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask import Flask

HOST = "127.0.0.1"
PORTS_TO_TRY = 20
HIGHEST_PORT = 65_535

Command = TypeVar("Command", bound=Callable[..., Any])


def port_option(default: int) -> Callable[[Command], Command]:
    """The option `--port` of a command that serves."""
    kind = click.IntRange(0, HIGHEST_PORT)
    text = "Where to listen; the next free one is taken."
    return click.option("--port", default=default, show_default=True, type=kind, help=text)


def free_port(wanted: int) -> int:
    """The wanted port, or the next that is free; 0 asks the system for any."""
    last = min(wanted + PORTS_TO_TRY - 1, HIGHEST_PORT)
    for port in range(wanted, last + 1) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise click.ClickException(f"Ports {wanted} to {last} are all in use. Name another with --port.")


def base_address(port: int) -> str:
    return f"http://{HOST}:{port}"


def run(app: Flask, port: int, *, behind_proxy: bool = False) -> None:
    """Serve until Ctrl+C.

    `behind_proxy`: a server on this computer adds TLS and says by X-Forwarded-For whose request it passes on.
    """
    import waitress

    behind = {"url_scheme": "https", "trusted_proxy": HOST, "trusted_proxy_headers": {"x-forwarded-for"}}
    click.echo("Press Ctrl+C to stop.")
    waitress.serve(
        app,
        host=HOST,
        port=port,
        threads=4,
        ident=None,
        clear_untrusted_proxy_headers=True,
        **(behind if behind_proxy else {}),
    )
    click.echo("Stopped.")
