"""How long a step of reading may take: what stands on one page must not hold up all others.

A thread would not help: Python runs one at a time, and nothing can end it. A signal does: Python's
loops and its regular expressions look for one every few thousand steps. Only inside one long call
of C (lxml's parser, which takes linear time) does it wait.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 0.25
"""CPU seconds until the next signal, if the first did not end the step."""


class TooSlow(BaseException):
    """Reading took too long. No reader may take it for a defect of its own, so no `Exception`."""

    word = "too_slow"
    by_engine = False
    """Whether it was an engine that took too long: nothing was done yet with what it gives."""

    def __str__(self) -> str:
        return "reading it took too long"


HELD: list[object] = []
"""What must not be left half done, whoever adds it and takes it out: TooSlow waits for its end."""


class _State:
    """What the handler of the signal needs to know."""

    armed = False


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlow in a block that takes more CPU seconds, which a busy machine does not use up.

    Only in the main thread, and not on Windows, which has no such signal.
    """
    if sys.platform == "win32":
        yield
        return
    if signal.getsignal(signal.SIGPROF) is not _ring:
        signal.signal(signal.SIGPROF, _ring)
    _State.armed = True
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        _State.armed = False
        signal.setitimer(signal.ITIMER_PROF, 0)


def _ring(_number: int, _frame: FrameType | None) -> None:
    if _State.armed and not HELD:
        raise TooSlow
