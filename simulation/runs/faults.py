"""What kind of failure ended a replicate, and so what to do about it."""

from __future__ import annotations

from enum import Enum

from simulation.runs.errors import InvariantError


class Fault(Enum):
    """Kinds of failure, by what follows from them."""

    DIED = "died"  # the process is gone: try again, alone
    MEMORY = "memory"  # too little memory: try again, alone
    DISK = "disk"  # nothing more can be saved: stop
    INVARIANT = "invariant"  # the model broke its own law: stop
    ERROR = "error"  # the same again each time: mark as failed, go on with the others


WORTH_ANOTHER_TRY = (Fault.DIED, Fault.MEMORY)
STOPS_THE_RUN = (Fault.DISK, Fault.INVARIANT)


def fault_of(fault: BaseException) -> Fault:
    """The kind of an exception raised while a replicate was lived or saved."""
    if isinstance(fault, MemoryError):
        return Fault.MEMORY
    if isinstance(fault, OSError):
        return Fault.DISK
    law = getattr(fault, "exit_code", None) == InvariantError.exit_code
    if law or isinstance(fault, FloatingPointError):
        return Fault.INVARIANT
    return Fault.ERROR
