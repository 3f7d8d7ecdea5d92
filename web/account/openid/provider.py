"""What is said to a provider of OpenID Connect and what it answers: the one door of authlib.

Authorization code with PKCE (RFC 7636), state, nonce and the issuer's own mark in its answer (RFC 9207); its discovery
document and keys are kept an hour, and keys are asked for anew where a token names one that is not among them.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from engine.store import ProviderIdentity
from web.account.openid.settings import Claims, ProviderSettings, claimed, is_safe_address

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

WAIT: Final = (5, 10)  # seconds until a provider is reached, and until it answers
KEPT: Final = 3600.0  # seconds
QUIET: Final = (
    10.0  # seconds in which a provider that did not answer, or sent new keys, is not asked once more
)
CLOCKS: Final = 120  # seconds by which a provider's clock and ours may differ
METHODS: Final = ("client_secret_basic", "client_secret_post")
# Signatures that a provider makes with a key of its own; none by a secret that both know, and none that is missing.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class ProviderDown(Exception):
    """A provider can't be reached, or what it sends is none of what it should."""


class NotProven(Exception):
    """What came back doesn't prove who somebody is; `reason` is the end of a key of sentences, `detail` for the log."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that is under way: where the browser goes, and what must come back with it."""

    address: str
    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What a provider sends a browser back with."""

    code: str
    issuer: str
    error: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Who somebody is, as a provider proved it; `email` only where it may be relied on."""

    identity: ProviderIdentity
    name: str
    email: str | None
    vouched: bool  # for a second factor, as the settings demand
    claims: Claims = field(repr=False)


class Provider:
    """One provider. Safe to call from several threads."""

    def __init__(self, settings: ProviderSettings, now: Callable[[], float] = time.time) -> None:
        self.settings, self._now = settings, now
        self._lock = threading.Lock()
        self._metadata: tuple[float, Claims] | None = None
        self._keys: tuple[float, Claims] | None = None
        self._failed: tuple[float, str] | None = None

    def begin(self, back: str) -> Begun:
        """Where to send a browser that is to come back to `back`; raises `ProviderDown`."""
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        more = {"acr_values": " ".join(self.settings.entry.acr)} if self.settings.entry.acr else {}
        with self._session(back) as session:
            address, state = session.create_authorization_url(
                self._endpoint("authorization_endpoint"), code_verifier=verifier, nonce=nonce, **more
            )
        return Begun(address, state, nonce, verifier)

    def prove(self, answer: ProviderAnswer, nonce: str, verifier: str, back: str) -> Proven:
        """Who came back; raises `ProviderDown` or `NotProven`."""
        self._check(answer)
        token = self._token(answer.code, verifier, back)
        claims = self._verified(token, nonce)
        return self._proven(self._with_user_info(claims, token))

    def offers_sign_out(self) -> bool:
        """Whether the provider has a page on which people sign out of it; one that is down has none."""
        try:
            return "end_session_endpoint" in self.metadata()
        except ProviderDown:
            return False

    def sign_out_address(self, back: str) -> str | None:
        """Where somebody ends their sign-in at the provider too; None where it offers no such page."""
        if not self.offers_sign_out():
            return None
        asked = {"client_id": self.settings.entry.client_id, "post_logout_redirect_uri": back}
        return f"{self._endpoint('end_session_endpoint')}?{urlencode(asked)}"

    def metadata(self) -> Claims:
        """The provider's discovery document, checked to be its own."""
        with self._lock:
            if self._metadata is None or self._now() - self._metadata[0] > KEPT:
                issuer = self.settings.entry.issuer
                found = self._fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
                if found.get("issuer") != issuer:
                    raise self._down(
                        f"its discovery document is of the issuer {found.get('issuer')!r}, not {issuer!r}"
                    )
                self._metadata = (self._now(), found)
            return self._metadata[1]

    def _keys_now(self, *, anew: bool = False) -> Claims:
        address = self._endpoint("jwks_uri")
        with self._lock:
            age = None if self._keys is None else self._now() - self._keys[0]
            if self._keys is None or age is None or age > (QUIET if anew else KEPT):
                self._keys = (self._now(), self._fetch(address))
            return self._keys[1]

    def _fetch(self, address: str) -> Claims:
        """A document of the provider; one that just failed is not asked again for a moment: nobody waits twice."""
        import requests

        if self._failed is not None and self._now() - self._failed[0] < QUIET:
            raise ProviderDown(self._failed[1])
        try:
            response = requests.get(address, timeout=WAIT, allow_redirects=False)
            found = response.json() if response.status_code == requests.codes.ok else None
        except (requests.RequestException, ValueError) as error:
            raise self._down(f"{address}: {type(error).__name__}") from None
        if not isinstance(found, dict):
            raise self._down(f"{address} answers {response.status_code}, and no JSON object")
        return found

    def _down(self, cause: str) -> ProviderDown:
        self._failed = (self._now(), cause)
        return ProviderDown(cause)

    def _endpoint(self, name: str) -> str:
        found = self.metadata().get(name)
        if not isinstance(found, str) or not is_safe_address(found.partition("?")[0]):
            raise ProviderDown(f"its discovery document names no {name} with TLS")
        return found

    def _session(self, back: str) -> "OAuth2Session":
        from authlib.integrations.requests_client import OAuth2Session

        entry, secret = self.settings.entry, self.settings.secret
        offered = self.metadata().get("token_endpoint_auth_methods_supported", METHODS[:1])
        method = next((one for one in METHODS if one in offered), METHODS[0])
        return OAuth2Session(
            entry.client_id,
            secret,
            token_endpoint_auth_method=method if secret else "none",
            scope=" ".join(dict.fromkeys(("openid", *entry.scopes))),
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _check(self, answer: ProviderAnswer) -> None:
        """That the answer is this provider's own, and one that lets somebody in."""
        marks = bool(self.metadata().get("authorization_response_iss_parameter_supported"))
        if (answer.issuer or marks) and answer.issuer != self.settings.entry.issuer:
            raise NotProven("invalid", f"the answer is of the issuer {answer.issuer!r}")
        if answer.error or not answer.code:
            raise NotProven("denied", f"the provider said: {answer.error or 'nothing'}")

    def _token(self, code: str, verifier: str, back: str) -> Claims:
        import requests
        from authlib.common.errors import AuthlibBaseError

        try:
            with self._session(back) as session:
                found = session.fetch_token(
                    self._endpoint("token_endpoint"),
                    code=code,
                    code_verifier=verifier,
                    timeout=WAIT,
                    allow_redirects=False,
                )
        except AuthlibBaseError as error:
            raise NotProven("invalid", f"no token for the code: {error.error}") from None
        except (requests.RequestException, ValueError) as error:
            raise ProviderDown(f"its token endpoint: {type(error).__name__}") from None
        if not isinstance(found.get("id_token"), str):
            raise NotProven("invalid", "the answer of the token endpoint holds no ID token")
        return dict(found)

    def _verified(self, token: Claims, nonce: str) -> Claims:
        """The claims of an ID token whose signature, issuer, audience, times and nonce are right."""
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import JoseError

        entry = self.settings.entry
        options = {
            "iss": {"essential": True, "value": entry.issuer},
            "aud": {"essential": True, "value": entry.client_id},
        }
        params = {"nonce": nonce, "client_id": entry.client_id, "access_token": token.get("access_token")}
        try:
            decoded = self._decoded(token["id_token"])
            claims = CodeIDToken(decoded.claims, decoded.header, options, params)
            claims.validate(now=int(self._now()), leeway=CLOCKS)
        except (JoseError, ValueError) as error:
            raise NotProven("invalid", f"the ID token: {error}") from None
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise NotProven("invalid", "the ID token: sub is no text of at most 255 characters")
        return dict(claims)

    def _decoded(self, text: str) -> Any:  # authlib and joserfc say no more of it
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet
        from joserfc.jws import JWSRegistry

        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(text, KeySet.import_key_set(_signing(self._keys_now())), registry=registry)
        except JoseError:  # perhaps by a key that is newer than ours
            return jwt.decode(
                text, KeySet.import_key_set(_signing(self._keys_now(anew=True))), registry=registry
            )

    def _with_user_info(self, claims: Claims, token: Claims) -> Claims:
        """The claims, with what only the provider's page on its user tells where something is wanted of it."""
        import requests

        wanted = ("email", self.settings.entry.claim) if self.settings.entry.roles else ("email",)
        if all(claimed(claims, name) for name in wanted) or not self.metadata().get("userinfo_endpoint"):
            return claims
        try:
            response = requests.get(
                self._endpoint("userinfo_endpoint"),
                headers={"Authorization": f"Bearer {token.get('access_token')}"},
                timeout=WAIT,
                allow_redirects=False,
            )
            more = response.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderDown(f"its userinfo endpoint: {type(error).__name__}") from None
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            raise NotProven("invalid", "the userinfo endpoint tells of somebody else")
        return {**more, **claims}

    def _proven(self, claims: Claims) -> Proven:
        entry = self.settings.entry
        for wanted, kind in ((entry.acr, "acr"), (entry.amr, "amr")):
            if wanted and not claimed(claims, kind) & set(wanted):
                raise NotProven(
                    "weak", f"{kind} is {sorted(claimed(claims, kind))}, wanted is one of {list(wanted)}"
                )
        email, name = claims.get("email"), claims.get("name")
        relied_on = claims.get("email_verified") in (True, "true") or entry.addresses == "directory"
        return Proven(
            ProviderIdentity(entry.issuer, claims["sub"]),
            name if isinstance(name, str) else "",
            email if isinstance(email, str) and relied_on else None,
            bool(entry.acr or entry.amr),
            claims,
        )


def _signing(keys: Claims) -> Any:  # joserfc wants a typed dictionary of its own
    """Of a provider's keys those that sign; others may be of kinds that are not known here."""
    found = [one for one in keys.get("keys", ()) if isinstance(one, dict) and one.get("use", "sig") == "sig"]
    return {"keys": [one for one in found if one.get("kty") in ("RSA", "EC", "OKP")]}
