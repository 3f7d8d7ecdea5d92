"""The file in which whoever runs the server names providers of OpenID Connect, and what their claims mean here."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from engine.problems import Problem, Refused, did_you_mean
from engine.store import SCHOOL_ROLES, Role
from engine.store.email_address import kept_email

KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
LOOK_UP: Final = "docs/operations.md, “Sign-in through your organisation”, shows a whole file"

Claims = Mapping[str, Any]  # whatever JSON a provider sends: each value is checked where it is used
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class SettingsTable(BaseModel):
    """A table of the file: what is not known in it is refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RoleRule(SettingsTable):
    """Whoever's claim holds `value` gets `role`: at a school or district of this name, or at the one a claim names."""

    value: Line
    role: Annotated[Role, Field(strict=False)]
    school: Line | None = None
    school_claim: Line | None = None
    district: Line | None = None

    @model_validator(mode="after")
    def fits_its_role(self) -> Self:
        schools = [name for name in (self.school, self.school_claim) if name]
        if (len(schools) == 1) != (self.role in SCHOOL_ROLES) or len(schools) > 1:
            raise ValueError("a role at a school needs school or school_claim, and no other role has either")
        if (self.district is not None) != (self.role is Role.DISTRICT):
            raise ValueError("the role district needs district, and no other role has it")
        return self


class ProviderEntry(SettingsTable):
    name: Line  # on the button
    issuer: Line
    client_id: Line
    client_secret_env: Line | None = None
    client_secret_file: Line | None = None
    network: Line
    scopes: tuple[Line, ...] = Field(("profile", "email"), strict=False)
    claim: Line = "groups"
    roles: tuple[RoleRule, ...] = Field((), strict=False)
    acr: tuple[Line, ...] = Field((), strict=False)
    amr: tuple[Line, ...] = Field((), strict=False)
    addresses: Literal["verified", "directory"] = "verified"
    passwords: Literal["kept", "off"] = "kept"
    keep_passwords_for: tuple[Line, ...] = Field((), strict=False)
    contact: Line | None = None

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        if not is_safe_address(self.issuer):
            raise ValueError("issuer must begin with https:// and have neither ? nor #")
        if self.client_secret_env and self.client_secret_file:
            raise ValueError("name the client's secret once, by client_secret_env or by client_secret_file")
        if self.passwords == "off" and not self.keep_passwords_for:
            raise ValueError(
                'with passwords = "off", keep_passwords_for must name an account that comes in when the provider fails'
            )
        return self


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """A provider as it was declared; `key` stands in the addresses of its pages."""

    key: str
    entry: ProviderEntry
    secret: str | None = field(repr=False)

    @property
    def name(self) -> str:
        return self.entry.name

    def may_keep_password(self, email: str) -> bool:
        """Whether an account comes in with its password, whatever this provider says."""
        kept = {kept_email(one) for one in self.entry.keep_passwords_for}
        return self.entry.passwords == "kept" or email in kept


def is_safe_address(address: str) -> bool:
    """Whether an address is of a server with TLS, or of this computer alone."""
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return safe and bool(parts.hostname) and not parts.query and not parts.fragment and not parts.username


def read_settings(file: Path, environment: Mapping[str, str] = os.environ) -> tuple[ProviderSettings, ...]:
    """The providers of a file in TOML; raises `Refused` with everything that is wrong in it."""
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise _refused(
            file, f"it cannot be read ({error.strerror})", "name a file that this user may read"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refused(file, f"it is not TOML ({error})", LOOK_UP) from None
    providers = tables.pop("provider", None)
    if tables or not isinstance(providers, dict) or not providers:
        raise _refused(file, "it holds no tables [provider.KEY], or others beside them", LOOK_UP)
    problems: list[Problem] = []
    found = [_provider(file, key, table, environment, problems) for key, table in providers.items()]
    if problems:
        raise Refused(problems)
    return tuple(one for one in found if one is not None)


def _provider(
    file: Path, key: str, table: object, environment: Mapping[str, str], problems: list[Problem]
) -> ProviderSettings | None:
    place = f"{file}: provider.{key}"
    if not KEY.fullmatch(key):
        cause = "a provider's key has at most 30 small letters, digits and hyphens"
        problems.append(Problem("oidc_settings", place, cause, "call it for example lakeshore"))
        return None
    try:
        entry = ProviderEntry.model_validate(table)
        return ProviderSettings(key, entry, _secret(place, entry, environment))
    except ValidationError as error:
        problems += _problems(place, error)
    except Refused as refused:
        problems += refused.problems
    return None


def _problems(place: str, error: ValidationError) -> Iterator[Problem]:
    for found in error.errors(include_url=False, include_context=False, include_input=False):
        where = ".".join(str(part) for part in found["loc"])
        cause = f"{where}: {found['msg']}".removeprefix(": ").replace("Value error, ", "")
        guess = ""
        if found["type"] == "extra_forbidden":
            fields = {*RoleRule.model_fields, *ProviderEntry.model_fields}
            cause, guess = f"{where} is no key of this table", did_you_mean(str(found["loc"][-1]), fields)
        yield Problem("oidc_settings", place, cause, guess or LOOK_UP)


def _secret(place: str, entry: ProviderEntry, environment: Mapping[str, str]) -> str | None:
    """The client's secret, which stands in no file of settings; None for a client that has none."""
    if entry.client_secret_env is not None:
        found = environment.get(entry.client_secret_env, "")
        cause = f"client_secret_env: the environment has no {entry.client_secret_env}"
    elif entry.client_secret_file is not None:
        try:
            found = Path(entry.client_secret_file).read_text("utf-8").strip()
            cause = f"client_secret_file: {entry.client_secret_file} is empty"
        except OSError as error:
            found, cause = (
                "",
                f"client_secret_file: {entry.client_secret_file} cannot be read ({error.strerror})",
            )
    else:
        return None
    if not found:
        raise Refused(
            [Problem("oidc_settings", place, cause, "put the secret there that the provider gave you")]
        )
    return found


def _refused(file: Path, cause: str, remedy: str) -> Refused:
    return Refused([Problem("oidc_settings", str(file), cause, remedy)])


def claimed(claims: Claims, name: str) -> frozenset[str]:
    """The texts that a claim holds, one or a list; `name` may be a path with dots, such as realm_access.roles."""
    found: object = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return frozenset(value for value in values if isinstance(value, str))
