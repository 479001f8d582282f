"""The process that lives replicates: ``python -m simulation.runs.worker``.

It reads its work (pickled, with its length before it) and then replicate numbers, a line each, from standard input,
and writes one JSON line for each thing that happens to standard output. It ends when its input closes, and the kernel
ends it when its parent dies.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import IO, Any, Final

from simulation.runs.faults import Fault, fault_of

LENGTH_BYTES: Final = 8
SET_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


def main() -> int:
    """Serve the parent until it closes the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    die_with_parent(int(sys.argv[1]))
    say = _speak_to_parent()
    orders = sys.stdin.buffer
    size = int.from_bytes(orders.read(LENGTH_BYTES), "big")
    work = pickle.loads(orders.read(size))
    numbers = _listen(orders)
    try:
        live = work.prepare()
    except Exception as fault:
        say(event="unable", **_describe(fault))
        return 1
    say(event="ready")
    while True:
        _live_one(live, numbers.get(), say)


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when its parent dies (Linux); elsewhere the closed input does it."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.name == "posix" and os.getppid() != parent:  # it died before we asked
        os._exit(1)


def _speak_to_parent() -> Callable[..., None]:
    """Take standard output for messages, and send whatever else is printed to standard error."""
    line = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(**message: Any) -> None:
        line.write(json.dumps(message) + "\n")
        line.flush()

    return say


def _listen(orders: IO[bytes]) -> queue.SimpleQueue[int]:
    """Replicate numbers as they come; the process ends with the line, whatever it is doing."""
    numbers: queue.SimpleQueue[int] = queue.SimpleQueue()

    def read() -> None:
        for line in orders:
            numbers.put(int(line))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return numbers


def _live_one(live: Callable[[int, Callable[[], None]], None], replicate: int, say: Callable[..., None]) -> None:
    try:
        live(replicate, lambda: say(event="strategy", replicate=replicate))
    except Exception as fault:
        say(event="failed", replicate=replicate, **_describe(fault))
    else:
        say(event="done", replicate=replicate)


def _describe(fault: Exception) -> dict[str, str]:
    kind: Fault = fault_of(fault)
    text = "".join(traceback.format_exception(fault))
    return {"fault": kind.value, "reason": f"{type(fault).__name__}: {fault}", "trace": text}


if __name__ == "__main__":
    sys.exit(main())
