"""The key under which a device seals what it could not send.

It is for this draft alone and made of its token by HKDF, so that it leads neither back to the token nor to what the
server keeps. A device that several people use is handed none (docs/decisions/bad-networks.md).
"""

import base64
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store import DraftKey

ON_THE_DEVICE: Final = b"barograph: what a device keeps"


def device_key(key: DraftKey | None, *, shared: bool) -> str:
    """The key under which this draft's device seals what it could not send; none on a shared device."""
    if key is None or shared:
        return ""
    derived = HKDF(SHA256(), length=32, salt=None, info=ON_THE_DEVICE).derive(key.token.encode())
    return base64.b64encode(derived).decode()
