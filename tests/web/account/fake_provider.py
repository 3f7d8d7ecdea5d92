"""A provider of OpenID Connect inside the process: every request of ours to its host is answered here."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey
from requests.adapters import HTTPAdapter

from web.account.openid.provider import Provider
from web.account.openid.settings import ProviderEntry, ProviderSettings

ISSUER = "https://login.lakeshore.example"
CLIENT, SECRET = "barograph", "a secret of the client"


@dataclass
class FakeProvider:
    """Answers as a provider does; a test says who is signed in there, and what is wrong with it."""

    person: dict[str, Any] = field(default_factory=lambda: {"sub": "ada-1"})
    claims: dict[str, Any] = field(default_factory=dict)  # over those of the ID token
    discovery: dict[str, Any] = field(default_factory=dict)  # over those of its document
    down: bool = False
    asked: list[str] = field(default_factory=list)  # paths
    key: ECKey = field(default_factory=lambda: new_key("first"))
    signer: ECKey | None = None  # in place of `key`
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, address: str) -> str:
        """The address that a browser is sent back to, once its person has signed in."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{ISSUER}/authorize?")
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": ISSUER}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def answer(self, request: requests.PreparedRequest) -> requests.Response:
        if self.down:
            raise requests.ConnectionError("nobody is there")
        path = urlsplit(str(request.url)).path
        self.asked.append(path)
        bodies = {
            "/.well-known/openid-configuration": self._document,
            "/jwks": lambda _request: {"keys": [self.key.as_dict(private=False)]},
            "/token": self._token,
            "/me": self._user_info,
        }
        response = requests.Response()
        response.status_code, response._content = 200, json.dumps(bodies[path](request)).encode()
        response.headers["Content-Type"] = "application/json"
        if "error" in (response.json() or {}):
            response.status_code = 400
        return response

    def _document(self, _request: requests.PreparedRequest) -> dict[str, Any]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "userinfo_endpoint": f"{ISSUER}/me",
            "end_session_endpoint": f"{ISSUER}/end",
            "authorization_response_iss_parameter_supported": True,
        } | self.discovery

    def _token(self, request: requests.PreparedRequest) -> dict[str, Any]:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        assert request.headers["Authorization"] == f"Basic {basic}"
        body = request.body.decode() if isinstance(request.body, bytes) else str(request.body)
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(sent["code"], None)
        made = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(made).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        told = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        key = self.signer or self.key
        token = jwt.encode({"alg": "ES256", "kid": key.kid}, told | self.person | self.claims, key)
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}

    def _user_info(self, request: requests.PreparedRequest) -> dict[str, Any]:
        assert request.headers["Authorization"] == "Bearer access"
        return {"sub": self.person["sub"]}

    def patched(self, monkeypatch: pytest.MonkeyPatch) -> Self:
        monkeypatch.setattr(HTTPAdapter, "send", lambda _adapter, request, **_: self.answer(request))
        return self


def new_key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


def declared(**changes: Any) -> Provider:
    """The provider as whoever runs the server declares it."""
    entry = {
        "name": "Lakeshore",
        "issuer": ISSUER,
        "client_id": CLIENT,
        "network": "Lakeshore network",
    } | changes
    return Provider(ProviderSettings("lakeshore", ProviderEntry.model_validate(entry), SECRET))
