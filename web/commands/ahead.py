"""What any process of the server needs at its first pages, loaded once before the first is begun.

A process that is begun of another has what that one has read. Nothing of the database is read here.
"""

import gc

from engine.language import Language
from engine.playbooks.folder import load_shipped
from engine.results.reading import prepare


def load_ahead() -> None:
    """Read our sentences in each language and the shipped playbooks, and make what reads frozen results."""
    import prometheus_client  # noqa: F401 - it asks for the folder of a server's counts when it is loaded

    Language.all()
    load_shipped()
    prepare()
    gc.collect()
    gc.freeze()  # what is there stays: else each of Python's searches for rubbish looks at all of it anew
