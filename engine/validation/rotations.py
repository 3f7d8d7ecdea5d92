"""The rotations that a study may be asked for: what each is called, how R calls it, and who described it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from psychometrics import literature
from psychometrics.literature import Citation


@dataclass(frozen=True, slots=True)
class RotationKind:
    """One rotation: `r` is its name in psych's `fa`; the factors of an `oblique` one may be related.

    `settings` is what another program needs to know beside the name to arrive at the same loadings.
    """

    name: str
    oblique: bool
    r: str
    settings: str
    citation: Citation


_KINDS = (
    RotationKind("oblimin", True, "oblimin", "gamma 0", literature.JENNRICH),
    RotationKind("promax", True, "promax", "power 4, Kaiser's weights", literature.PROMAX),
    RotationKind("geomin", True, "geominQ", "delta .01", literature.GEOMIN),
    RotationKind("varimax", False, "varimax", "Kaiser's weights", literature.VARIMAX),
    RotationKind("quartimax", False, "quartimax", "", literature.CRAWFORD),
    RotationKind("equamax", False, "equamax", "", literature.CRAWFORD),
)

ROTATION_KINDS: Final[Mapping[str, RotationKind]] = {kind.name: kind for kind in _KINDS}
"""By name; oblique ones first, the usual one before all."""

USUAL: Final = _KINDS[0].name
