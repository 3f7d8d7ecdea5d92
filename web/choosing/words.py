"""Words for what a definition says by a key, for the templates of these pages."""

from typing import Any

from engine.instrument.model import Audience, Privacy
from web.wording import say


def audience_name(audience: Audience) -> str:
    return say(f"choosing.audience.{audience.value}")


def whom_to_ask(audience: Audience) -> str:
    return say(f"choosing.ask.{audience.value}")


def privacy_promise(privacy: Privacy) -> str:
    return say(f"choosing.privacies.{privacy.value}")


def norm_status(status: str) -> str:
    return say(f"choosing.norm_status.{status}")


def words() -> dict[str, Any]:  # as Flask takes it
    """These words, as templates call them."""
    return {
        "audience_name": audience_name,
        "whom_to_ask": whom_to_ask,
        "privacy_promise": privacy_promise,
        "norm_status": norm_status,
    }
