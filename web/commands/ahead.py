"""What any process of the server needs at its first pages, loaded once before the first is begun.

A process that is begun of another has what that one has read. Nothing of the database is read here.
"""

import gc

from engine.language import Language
from engine.loading.construct_labels import construct_labels
from engine.playbooks.folder import load_shipped
from engine.results.reading import prepare


def load_ahead() -> None:
    """Read sentences, numbers and constructs in our languages and the shipped playbooks; make what reads results."""
    import prometheus_client  # noqa: F401 - it asks for the folder of a server's counts when it is loaded

    for language in Language.all():
        language.number(0)  # with it comes all that CLDR says of the language
        construct_labels(language.tag)
    load_shipped()
    prepare()
    gc.collect()
    gc.freeze()  # what is there stays: else each of Python's searches for rubbish looks at all of it anew
