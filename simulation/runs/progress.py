"""Telling how a run goes, on standard error: a bar at a terminal, a line a minute elsewhere, or JSON lines."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol, TextIO

LINE_SECONDS: Final = 60.0
BAR_SECONDS: Final = 0.1
BAR_WIDTH: Final = 30
REPLICATES: Final = "replicates"
PLACES: Final = "places"
ROWS: Final = "rows"


class Talk(Protocol):
    """Where news of a run goes."""

    def say(self, text: str) -> None:
        """Something happened."""

    def show(self, done: float, total: float, left_seconds: float | None, of: str = REPLICATES) -> None:
        """How far the run has come; ``of`` says of what."""

    def close(self) -> None:
        """Nothing more will come."""


class Quiet:
    """Says nothing."""

    def say(self, text: str) -> None:
        """Nothing."""

    def show(self, done: float, total: float, left_seconds: float | None, of: str = REPLICATES) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Bar:
    """One line at a terminal, drawn over and over with plain characters."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._last = -LINE_SECONDS
        self._drawn = 0

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        self._wipe()
        print(text, file=self._stream, flush=True)

    def show(self, done: float, total: float, left_seconds: float | None, of: str = REPLICATES) -> None:
        """Draw the bar anew, ten times a second at most."""
        if self._clock() - self._last < BAR_SECONDS and done < total:
            return
        self._last = self._clock()
        full = round(BAR_WIDTH * done / total) if total else BAR_WIDTH
        text = f"[{'#' * full}{'-' * (BAR_WIDTH - full)}] {_amount(done, total, of)}{_left(left_seconds)}"
        text = text[: shutil.get_terminal_size().columns - 1]
        print("\r" + text.ljust(self._drawn), end="", file=self._stream, flush=True)
        self._drawn = len(text)

    def close(self) -> None:
        """Leave the bar as it is and go to the next line."""
        if self._drawn:
            print(file=self._stream, flush=True)
        self._drawn = 0

    def _wipe(self) -> None:
        if self._drawn:
            print("\r" + " " * self._drawn + "\r", end="", file=self._stream)
        self._drawn = 0


class Lines:
    """What is said at once, and how far it is once a minute."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._last = clock()

    def say(self, text: str) -> None:
        """Print a line."""
        print(text, file=self._stream, flush=True)

    def show(self, done: float, total: float, left_seconds: float | None, of: str = REPLICATES) -> None:
        """Print how far it is if the last time was a minute ago."""
        if self._clock() - self._last >= LINE_SECONDS:
            self._last = self._clock()
            self.say(f"{_amount(done, total, of)}{_left(left_seconds)}")

    def close(self) -> None:
        """Nothing to tidy."""


class JsonLines(Lines):
    """As ``Lines``, one JSON object a line."""

    def say(self, text: str) -> None:
        """Print an event."""
        self._write({"event": "message", "text": text})

    def show(self, done: float, total: float, left_seconds: float | None, of: str = REPLICATES) -> None:
        """Print how far it is if the last time was a minute ago."""
        if self._clock() - self._last >= LINE_SECONDS:
            self._last = self._clock()
            self._write({"event": "progress", "done": done, "total": total, "of": of, "left_seconds": left_seconds})

    def _write(self, event: dict[str, object]) -> None:
        stamp = datetime.now(UTC).isoformat("T", "seconds")
        print(json.dumps({"utc": stamp, **event}, ensure_ascii=False), file=self._stream, flush=True)


class Progress:
    """Counts strategies lived and replicates ended, and shows both as one quantity: replicates (or places)."""

    def __init__(
        self,
        talk: Talk,
        done: int,
        total: int,
        strategies: int,
        clock: Callable[[], float] = time.monotonic,
        of: str = REPLICATES,
        sizes: Sequence[float] = (),
    ) -> None:
        """``sizes`` of what is still to do, in the order in which it is begun, if some take longer than others."""
        self._talk = talk
        self._sizes = list(sizes) or [1.0] * (total - done)
        self._of = of
        self._done = done
        self._total = total
        self._step = 1 / max(1, strategies)
        self._parts = 0.0
        self._clock = clock
        self._begun = clock()
        self._at_start = done

    def strategy_lived(self) -> None:
        """One more strategy of one replicate."""
        self._parts += self._step
        self.beat()

    def replicate_ended(self, replicate: int) -> None:
        """One replicate is done or has failed."""
        self._done += 1
        self._parts = max(0.0, self._parts - 1)
        self.beat()

    def beat(self) -> None:
        """Show how far it is."""
        at = min(self._done + self._parts, self._total)
        gone, lived = self._clock() - self._begun, self._work(at - self._at_start)
        left = gone / lived * (sum(self._sizes) - lived) if lived > 0 else None
        self._talk.show(round(at, 3), self._total, left, self._of)

    def _work(self, lived: float) -> float:
        """How much of what was to do is done, after so many."""
        whole = min(int(lived), len(self._sizes))
        return sum(self._sizes[:whole]) + sum(self._sizes[whole : whole + 1]) * (lived - whole)

    def say(self, text: str) -> None:
        """Pass on something a person should know."""
        self._talk.say(text)


def _amount(done: float, total: float, of: str) -> str:
    return f"{int(done + 1e-9)} of {int(total)} {of}"


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f", about {seconds:.0f} s left" if seconds < 2 * LINE_SECONDS else f", about {seconds / 60:.0f} min left"
