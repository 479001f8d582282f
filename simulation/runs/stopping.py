"""Ending a run early, in good order: Ctrl-C, SIGTERM, or no time left.

The first signal asks: replicates in progress are finished and saved. The second stops at once; what was not saved is
lost, nothing saved is harmed. While nothing worth waiting for is in progress the first one stops at once too.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from simulation.runs.errors import INTERRUPTED, STOPPED_EARLY


@dataclass
class Stop:
    """Whether, and why, the run should end early. ``deadline`` is on the monotonic clock."""

    deadline: float | None = None
    notice: Callable[[str], None] = field(default=lambda _: None)
    reason: str = ""
    exit_code: int = 0
    signalled: bool = False
    _waiting: bool = False

    @property
    def asked(self) -> bool:
        """Whether no more replicates should be started."""
        if not self.reason and self.deadline is not None and time.monotonic() > self.deadline:
            self.reason, self.exit_code = "the time allowed is used up", STOPPED_EARLY
        return bool(self.reason)

    @contextmanager
    def finishing_what_runs(self) -> Iterator[None]:
        """Within, the first signal only asks."""
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within, SIGINT and SIGTERM come here; outside the main thread nothing can listen, and nothing changes."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._hear) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        again, self.signalled = self.signalled, True
        by_hand = number == signal.SIGINT
        self.reason = "interrupted" if by_hand else "asked to terminate"
        self.exit_code = INTERRUPTED if by_hand else STOPPED_EARLY
        if again or not self._waiting:
            raise KeyboardInterrupt
        with contextlib.suppress(RuntimeError):  # the stream may be in the middle of another line
            self.notice("Finishing the replicates in progress; a second Ctrl-C stops at once.")
