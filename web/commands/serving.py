"""preview, serve and demo: the web application on this computer."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask

from engine.commands.speaking import progress, tell_refusals
from engine.demo.fill import Demo
from engine.demo.network import NETWORK
from engine.problems import Problem, Refused
from engine.store import Store
from engine.store.turns import ENDINGS
from web.commands.beside import working
from web.commands.database import database_option, opened
from web.commands.server import HOST, base_address, free_port, port_option, run
from web.commands.several import run_several, workers_option
from web.commands.sign_on import declared, tell_troubles

DEMO_DATABASE = "var/demo.db"
WORKER = click.option(
    "--worker/--no-worker",
    default=True,
    show_default=True,
    help="Whether slow work is done beside this server; else `barograph worker` does it.",
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@port_option(8010)
@click.option("--form", help="Which form to show first; default: the full one.")
@tell_refusals
def preview(folder: Path, port: int, form: str | None) -> None:
    """See a definition as a form in the browser while you edit it, with its problems.

    FOLDER holds an instrument.yaml. Save the file, and the page shows the change. Nothing that you answer is
    kept.

    \b
    Examples:
      barograph preview my-instrument/
      barograph preview my-instrument/ --form pulse
    """
    from web.authoring.preview import create_preview

    port = free_port(port)
    app = create_preview(folder, form=form)
    click.echo(f"Previewing {folder} at {base_address(port)}")
    run(app, port)


@click.command()
@database_option
@port_option(8000)
@click.option(
    "--result-links/--no-result-links",
    default=True,
    show_default=True,
    envvar="BAROGRAPH_RESULT_LINKS",
    help="Whether a signed link alone opens a school's result, without an account.",
)
@click.option(
    "--second-factor/--no-second-factor",
    default=False,
    show_default=True,
    envvar="BAROGRAPH_SECOND_FACTOR",
    help="Whether those who see more than one school must have one-time codes beside their password.",
)
@click.option(
    "--address",
    envvar="BAROGRAPH_ADDRESS",
    help="What people type, such as https://surveys.example.org, where a server of yours adds TLS.",
)
@click.option("--smtp", envvar="BAROGRAPH_SMTP", help="smtp://user:password@host:587, to send invitations.")
@click.option("--mail-from", envvar="BAROGRAPH_MAIL_FROM", help="The sender's address of these messages.")
@click.option(
    "--oidc",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="BAROGRAPH_OIDC",
    help="A file that names your organisation's sign-in (OpenID Connect); docs/operations.md shows one.",
)
@workers_option
@WORKER
@tell_refusals
def serve(
    database: str,
    port: int,
    result_links: bool,
    second_factor: bool,
    address: str | None,
    smtp: str | None,
    mail_from: str | None,
    oidc: Path | None,
    workers: int,
    worker: bool,
) -> None:
    """Run the web application: surveys for those who have a link, results for those who have an account.

    It listens on this computer alone (127.0.0.1). Put it on a network only behind a server of yours that adds
    TLS and passes on the headers Host and X-Forwarded-For, and name its --address. While nobody has an account
    it prints a one-time address, where the first account and its network are made. Slow work, and waves that open or
    close by themselves, are done by a worker beside it; `barograph wave due` does the latter by cron.

    \b
    Examples:
      barograph serve
      barograph serve --database study.db --port 8080
      barograph serve --address https://surveys.example.org --second-factor
      barograph serve --address https://surveys.example.org --oidc /etc/barograph/oidc.toml
    """
    from web.account.mail import mail_server
    from web.account.openid.providers import made
    from web.account.set_up import SetUpKey
    from web.network.addresses import secret_for
    from web.security import Settings
    from web.whole import create_app

    server = mail_server(smtp, mail_from)
    providers = declared(oidc)
    host = _host_of(address)
    with opened(database) as store:
        port = _port_for(port, host)
        base = base_address(port) if address is None else address.rstrip("/")
        settings = Settings(
            secret=secret_for(database),
            secure=host is not None,
            hosts=_hosts() if host is None else (host, *_hosts()),
            result_links=result_links,
            second_factor=second_factor,
            address=base,
        )
        tell_troubles(store, providers)
        key = None if store.installation.has_accounts() else SetUpKey()
        store.installation.remember_address(base)

    def dressed(store: Store) -> Flask:
        app = create_app(store, settings)
        app.extensions |= {"mail": server} if server is not None else {}
        app.extensions |= {"set_up": key} if key is not None else {}
        app.extensions |= {"openid": made(providers)}
        return app

    click.echo(f"Barograph is running at {base}")
    if key is not None:
        click.echo("Nobody has an account yet. Make the first one at this address, which works once:")
        click.echo(f"{base}/set-up/{key.secret}")
    mail = {"BAROGRAPH_SMTP": smtp or "", "BAROGRAPH_MAIL_FROM": mail_from or ""}
    _run(database, dressed, port, workers, mail if worker else None, behind_proxy=host is not None)


@click.command()
@click.option("--database", default=DEMO_DATABASE, show_default=True, help="Where the demonstration is kept.")
@port_option(8000)
@click.option("--fresh", is_flag=True, help="Throw the kept demonstration away and make it again.")
@click.option("--serve/--no-serve", default=True, help="Whether to start the server once it is made.")
@workers_option
@WORKER
@tell_refusals
def demo(database: str, port: int, fresh: bool, serve: bool, workers: int, worker: bool) -> None:
    """Run Barograph with a simulated network: 24 schools, and the surveys of staff, students,
    families, support staff and leaders that they closed or have open.

    Every page says that the data are simulated. It is made once, and used again the next time.

    \b
    Examples:
      barograph demo
      barograph demo --fresh --port 8080
    """
    from web.network.addresses import secret_for
    from web.security import Settings
    from web.start.first_page import Guide
    from web.start.look_around import demonstrate, settle
    from web.whole import create_app

    started = time.perf_counter()
    path = Path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    if fresh and path.exists():
        _remove(path)
    with opened(database) as store:
        made = _made(store)
        secret = secret_for(database)
        port = free_port(port)
        click.echo(f"Ready after {time.perf_counter() - started:.1f} seconds. All data are simulated.")
        if not serve:
            return
        base = base_address(port)
        store.installation.remember_address(base)
        guide = Guide(made, database)
        settle(store, guide)
    settings = Settings(secret=secret, secure=False, hosts=_hosts(), address=base)

    def dressed(store: Store) -> Flask:
        app = create_app(store, settings)
        demonstrate(app, guide, settled=True)
        return app

    click.echo(f"Open {base} in your browser.")
    _run(database, dressed, port, workers, {} if worker else None)


def _port_for(wanted: int, host: str | None) -> int:
    """A free port: the wanted one alone where a server in front of this one, for `host`, passes requests to it."""
    free = free_port(wanted)
    if host is not None and wanted not in (0, free):
        raise click.ClickException(
            f"Port {wanted} is in use, and a server in front of this one knows no other."
        )
    return free


def _run(
    database: str,
    dressed: Callable[[Store], Flask],
    port: int,
    workers: int,
    worker: Mapping[str, str] | None,
    *,
    behind_proxy: bool = False,
) -> None:
    """Serve an application that is made over a store, in one process or several.

    `worker` are the settings of the worker that does slow work beside the office; None where there is to be none.
    """

    @contextmanager
    def respondents() -> Iterator[Flask]:
        with opened(database) as store:
            yield dressed(store)

    @contextmanager
    def office() -> Iterator[Flask]:
        with opened(database) as store, working(database, worker):
            yield dressed(store)

    if workers:
        run_several(respondents, office, port, workers, behind_proxy=behind_proxy)
        return
    with office() as app:
        run(app, port, behind_proxy=behind_proxy)


def _made(store: Store) -> Demo:
    from engine.demo.fill import STEPS, fill, found

    kept = found(store)
    if kept is not None:
        return kept
    if store.studies.networks():
        raise _not_a_demo(store)
    with progress("Simulating 24 schools", STEPS) as done:
        return fill(store, done)


def _hosts() -> tuple[str, ...]:
    return HOST, "localhost"


def _host_of(address: str | None) -> str | None:
    """The host of the address that people type; None without one. Raises `click.BadParameter` for others."""
    if address is None:
        return None
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query:
        told = (
            f"{address!r} is no address of a server with TLS; write one such as https://surveys.example.org"
        )
        raise click.BadParameter(told, param_hint="--address")
    return parts.hostname


def _not_a_demo(store: Store) -> Refused:
    """The refusal of a database that is not, or not only, a demonstration that was made to its end."""
    names = ", ".join(repr(one.name) for one in store.studies.networks())
    place = "--database"
    if names == repr(NETWORK):
        cause = "the demonstration in it was broken off while it was made"
        return Refused([Problem("not_a_demo", place, cause, "add --fresh to make it again")])
    cause = f"it is no demonstration: it holds {names}"
    return Refused([Problem("not_a_demo", place, cause, "name another file for the demonstration")])


def _remove(path: Path) -> None:
    """Throw a kept demonstration away; raises `Refused` for a database that holds anything else."""
    with opened(str(path)) as store:
        if any(one.name != NETWORK for one in store.studies.networks()):
            raise _not_a_demo(store)
    for name in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", *ENDINGS))):
        name.unlink(missing_ok=True)
