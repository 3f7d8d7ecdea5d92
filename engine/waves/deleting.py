"""What was asked to be deleted, once its day has come: by the clock of a server, or by the command `forget`."""

import logging
from typing import Final

from engine.store import DatabaseFailure, NewEntry, OrderedDeletion, Rehearsal, Store, StoreError, ThingKind
from engine.waves.names import respondents_shown

WHO: Final = "the clock"  # in the log

log = logging.getLogger(__name__)


def carry_out_due(store: Store, who: str = WHO) -> tuple[tuple[OrderedDeletion, str], ...]:
    """Delete what is due, each with why it could not be; one that fails keeps no other from being deleted."""
    return tuple((one, _tried(store, one, who)) for one in store.deletions.due())


def _tried(store: Store, ordered: OrderedDeletion, who: str) -> str:
    try:
        carry_out(store, ordered, who)
    except StoreError as error:
        return f"{error.cause}: {error.remedy}."
    except DatabaseFailure:
        raise  # nothing else would go through either
    except Exception:
        log.exception("%s %s was due to be deleted", ordered.kind.value, ordered.id)
        return "A fault of the program, told in its log; what was not deleted stays due."
    return ""


def carry_out(store: Store, ordered: OrderedDeletion, who: str = WHO) -> Rehearsal:
    """Delete something whose day has come, and say so in the log, where there is one left."""
    told = ordered.kind is ThingKind.WAVE
    shown = respondents_shown(store, store.waves.get(ordered.id)) if told else ()
    with store.together():
        gone = store.deletions.carry_out(ordered, shown)
        network = None if ordered.kind is ThingKind.NETWORK else ordered.network_id
        what = f"{ordered.kind.value} “{ordered.name}”"
        store.audit.record(NewEntry(who, "deletion.carried_out", what, network))
    store.closing.erase_traces()
    return gone
