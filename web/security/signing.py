"""Signed cookies and tokens against forgery, as Flask and Flask-WTF make them, by signers that are made once.

Both make theirs anew at each use, which took a tenth of the time of a respondent's page. What comes out is the same:
either reads what the other has signed.
"""

import hmac
from functools import cached_property
from typing import Any, Final, cast

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from itsdangerous import BadData, Signer, TimedSerializer, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

FIELD: Final = "csrf_token"  # of a form, and of the session
OF_TOKENS: Final = "wtf-csrf-token"  # the salt of Flask-WTF
EXTENSION: Final = "token_signer"

csrf: Final = CSRFProtect()


class OneKey(TimestampSigner):
    """Signs with the key of one secret, derived once."""

    @cached_property
    def _key(self) -> bytes:
        return super().derive_key()

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        return self._key


class KeptSigner(URLSafeTimedSerializer):
    """Signs with one signer, made when it is first needed."""

    default_signer = OneKey

    @cached_property
    def _signer(self) -> Signer:
        return super().make_signer()

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        return self._signer if salt in (None, self.salt) else super().make_signer(salt)


class TokenSigner(KeptSigner):
    """Signs tokens, which are drawn by chance: nothing in them can be compressed."""

    def dump_payload(self, obj: Any) -> bytes:  # whatever JSON holds
        return base64_encode(TimedSerializer.dump_payload(self, obj))


class Sessions(SecureCookieSessionInterface):
    """The sessions of one application."""

    def __init__(self) -> None:
        self._signer: KeptSigner | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None and app.secret_key:
            how = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
            self._signer = KeptSigner(
                app.secret_key, salt=self.salt, serializer=self.serializer, signer_kwargs=how
            )
        return self._signer


def sign_once(app: Flask) -> None:
    """Have an application keep its signers."""
    app.session_interface = Sessions()
    app.extensions[EXTENSION] = TokenSigner(str(app.config["SECRET_KEY"]), salt=OF_TOKENS)


def token() -> str:
    """What a page of ours sends along with a form, so that it is known to be ours."""
    held = session.get(FIELD)
    if held is None or FIELD in g:
        return str(generate_csrf())
    g.csrf_token = _signer().dumps(held)
    return str(g.csrf_token)


def is_ours() -> bool:
    """Whether this post comes from a page of ours; for views that keep what was typed when it does not."""
    held, sent = session.get(FIELD), request.form.get(FIELD)
    if not held or not sent:  # perhaps in a header
        try:
            csrf.protect()
        except CSRFError:
            return False
        return True
    try:
        return hmac.compare_digest(held, _signer().loads(sent))
    except (BadData, TypeError):
        return False


def _signer() -> TokenSigner:
    return cast(TokenSigner, current_app.extensions[EXTENSION])
