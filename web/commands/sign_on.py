"""What the commands do with the file that names an organisation's sign-in."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.speaking import note
from engine.problems import Problem, Refused
from engine.store import Store

if TYPE_CHECKING:
    from web.account.openid.settings import ProviderSettings


def declared(file: Path | None) -> "tuple[ProviderSettings, ...]":
    """The providers of the file; none without one. Raises `Refused` where the file or the extra is not right."""
    if file is None:
        return ()
    if find_spec("authlib") is None or find_spec("requests") is None:
        cause = "sign-in through an organisation needs the packages authlib and requests"
        raise Refused(
            [Problem("oidc_missing", "--oidc", cause, "install them: pip install 'barograph[oidc]'")]
        )
    from web.account.openid.settings import read_settings

    return read_settings(file)


def tell_troubles(store: Store, providers: "tuple[ProviderSettings, ...]") -> None:
    """Say what the file names that this database does not hold; the server starts nevertheless."""
    if not providers:
        return
    from web.account.openid.arrival import rule_troubles

    for one in providers:
        for trouble in rule_troubles(store, one):
            note(f"--oidc, provider.{one.key}: {trouble}.")
