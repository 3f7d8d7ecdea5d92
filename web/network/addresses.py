"""The addresses that open things: a site's survey, a school's result; and the secret that signs them."""

import os
import secrets
from pathlib import Path

from engine.problems import Problem, Refused
from web.network.studies import sign_study
from web.school.by_link import ResultAddress, sign

SHORTEST_SECRET = 32


def secret_for(database: str) -> str:
    """The secret that signs links and sessions of a database.

    Taken from the environment's BAROGRAPH_SECRET, else from the file `<database>.secret` beside an SQLite
    file, which is made, readable by its owner alone, when it is not there. Raises `Refused` when a database
    server is used without BAROGRAPH_SECRET, or when that is short.
    """
    given = os.environ.get("BAROGRAPH_SECRET")
    if given is not None:
        if len(given) < SHORTEST_SECRET:
            cause = f"BAROGRAPH_SECRET has fewer than {SHORTEST_SECRET} characters"
            raise Refused([Problem("short_secret", "environment", cause, "set it to a long random text")])
        return given
    database = database.removeprefix("sqlite:///")
    if "://" in database:
        cause = "there is no secret to sign links and sessions with"
        remedy = "set the environment variable BAROGRAPH_SECRET to a long random text"
        raise Refused([Problem("no_secret", "environment", cause, remedy)])
    return _kept(Path(f"{database}.secret"))


def _kept(path: Path) -> str:
    """The secret in a file, made whole before it appears, so that two programs starting at once agree."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another program made it first: theirs is the one
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()


def survey_address(base: str, link: str) -> str:
    """Where people of a site answer."""
    return f"{base}/s/{link}/"


def result_address(base: str, secret: str, wave: int, site: int) -> str:
    """Where the result of a site is read, by whoever has this address."""
    return f"{base}/result/{sign(secret, ResultAddress(wave, site))}"


def study_address(base: str, secret: str, wave: int) -> str:
    """Where the validation study of a closed wave is read, by whoever has this address."""
    return f"{base}/study/{sign_study(secret, wave)}"
