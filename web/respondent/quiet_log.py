"""The server's log keeps no moment, no address, no link and no value of a request for a respondent's page.

Beside answers that lie in a database, a log that says at which moment somebody opened which school's survey would say
who answered what. What goes wrong is told all the same: on which day, what kind of error, and where in the program.
"""

import logging
import re
import traceback
from typing import Final

from flask import has_request_context, request

from web.security.watching import request_id

OURS: Final = re.compile(r"/(s/.*|take-back|join)")  # the addresses that respondents open
LINKS: Final = re.compile(r"/s/[^\s\"']+")
USUAL: Final = "[%(asctime)s] %(levelname)s in %(module)s: %(message)s"


class QuietFormatter(logging.Formatter):
    """The usual lines, but for what a respondent's request led to."""

    def __init__(self) -> None:
        super().__init__(USUAL)

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if not (has_request_context() and OURS.fullmatch(request.path)) and not LINKS.search(message):
            return f"{super().format(record)}{_name(record)}"
        day = self.formatTime(record, "%Y-%m-%d")
        error = record.exc_info[1] if record.exc_info else None
        told = type(error).__name__ if error else LINKS.sub("/s/...", message)
        lines = [f"[{day}] {record.levelname} on a respondent's page: {told}{_name(record)}"]
        if error:  # its own words may quote what somebody answered
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {frame.filename}, line {frame.lineno}, in {frame.name}" for frame in frames]
        return "\n".join(lines)


def _name(record: logging.LogRecord) -> str:
    """The name of the request that an error belongs to, as its page tells it."""
    return f" [{request_id()}]" if has_request_context() and record.levelno >= logging.ERROR else ""


def quieten(name: str) -> None:
    """Let a logger of a server write quiet lines to the terminal."""
    handler = logging.StreamHandler()
    handler.setFormatter(QuietFormatter())
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    logger.propagate = False
