"""Threads of the server by what they do: whoever answers a survey never waits for a report, a sign-in or a lock."""

import os
import re
import sys
import threading
from enum import StrEnum
from typing import Any, Final

from waitress.task import ThreadedTaskDispatcher


class Lane(StrEnum):
    """A kind of request, with threads of its own."""

    ASK = "ask"  # shows a survey's pages, which only reads
    TAKE = "take"  # takes answers, which waits while another program holds the database
    PAGE = "page"  # everything else
    SLOW = "slow"  # takes a processor for a while: files, passwords, a close


# Two processors are what a small server has: slow work gets two threads, and the rest of the time is the others'.
THREADS: Final = {Lane.ASK: 4, Lane.TAKE: 4, Lane.PAGE: 4, Lane.SLOW: 2}

NICENESS: Final = 10

RESPONDENTS: Final = re.compile(r"/(s/.*|static/.*|take-back|join)?")
FILES: Final = re.compile(r".*(\.(pdf|xlsx|zip|csv|sav|json|html|xml|svg|png)|/report)")
PASSWORDS: Final = re.compile(r"/(sign-in|reset/.*|invitation/.*|set-up/.*|account/password)")
CLOSES: Final = re.compile(r"/waves/\d+/(close|codes)")


def lane_of(method: str, path: str) -> Lane:
    """The lane of a request, told by its first line alone."""
    if RESPONDENTS.fullmatch(path):
        return Lane.ASK if method in ("GET", "HEAD") else Lane.TAKE
    if FILES.fullmatch(path):
        return Lane.SLOW
    if method == "POST" and (PASSWORDS.fullmatch(path) or CLOSES.fullmatch(path)):
        return Lane.SLOW
    return Lane.PAGE


class _Yielding(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress has no types
    """Threads that compute when nobody else has to: Linux gives each thread a niceness of its own."""

    def handler_thread(self, thread_no: int) -> None:
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        super().handler_thread(thread_no)


class Lanes:
    """What waitress asks of the dispatcher of its tasks, with threads by lane."""

    def __init__(self) -> None:
        self.lanes = {lane: _Yielding() if lane is Lane.SLOW else ThreadedTaskDispatcher() for lane in Lane}
        for lane, dispatcher in self.lanes.items():
            dispatcher.set_thread_count(THREADS[lane])

    def add_task(self, channel: Any) -> None:
        """Take a connection that has received a whole request."""
        request = channel.requests[0]
        lane = lane_of(getattr(request, "command", "") or "", getattr(request, "path", "") or "")
        self.lanes[lane].add_task(channel)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End the threads; whether all tasks that were waiting have been dropped."""
        dropped = [lane.shutdown(cancel_pending, timeout) for lane in self.lanes.values()]
        return all(dropped)
