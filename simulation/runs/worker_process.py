"""A worker as its parent sees it: a process that takes replicate numbers and tells what happens."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from simulation.runs.worker import LENGTH_BYTES

ENDED: Final = {"event": "ended"}
"""What is heard last of a worker, however it ended."""


@dataclass(frozen=True)
class Heard:
    """One message of one worker."""

    worker: WorkerProcess
    message: dict[str, Any]


class WorkerProcess:
    """A fresh interpreter that lives replicates one after another.

    It is started by hand, not by ``multiprocessing``: that would run the caller's own script again in each worker.
    """

    def __init__(self, work: object, ears: queue.SimpleQueue[Heard]) -> None:
        self.replicate: int | None = None
        self.ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "simulation.runs.worker", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)},
            process_group=0 if os.name == "posix" else None,  # Ctrl-C at a terminal reaches the parent only
        )
        threading.Thread(target=self._listen, args=(ears,), daemon=True).start()
        data = pickle.dumps(work)
        self._send(len(data).to_bytes(LENGTH_BYTES, "big") + data)

    @property
    def busy(self) -> bool:
        """Whether it has a replicate to finish."""
        return self.replicate is not None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def give(self, replicate: int) -> None:
        """Have it live a replicate."""
        self.replicate = replicate
        self._send(f"{replicate}\n".encode())

    def end(self) -> None:
        """End it now, whatever it is doing."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._pipe_in().close()

    def how_it_ended(self) -> str:
        """In words, once it has."""
        code = self._process.wait()
        return f"its process was killed by signal {-code}" if code < 0 else f"its process ended with code {code}"

    def _send(self, data: bytes) -> None:
        """Write to it; a worker that is already gone is heard of through ``ENDED``."""
        with contextlib.suppress(OSError):
            self._pipe_in().write(data)
            self._pipe_in().flush()

    def _pipe_in(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _listen(self, ears: queue.SimpleQueue[Heard]) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with contextlib.suppress(ValueError):  # half a line, when it is killed while speaking
                    ears.put(Heard(self, json.loads(line)))
        ears.put(Heard(self, ENDED))
