"""What can go wrong with a run as a whole, each with the exit code the command ends with."""

from __future__ import annotations

from typing import ClassVar, Final

FINISHED: Final = 0
SOME_FAILED: Final = 1
STOPPED_EARLY: Final = 75
INTERRUPTED: Final = 130


class RunError(Exception):
    """A run cannot go on; ``exit_code`` is what the command line returns."""

    exit_code: ClassVar[int] = 1


class OptionsError(RunError):
    """The caller asked for something that cannot be: an unknown strategy, zero workers."""

    exit_code = 2


class DamagedError(RunError):
    """A stored result no longer matches its digest; the message names the files."""

    exit_code = 65


class InvariantError(RunError):
    """The model broke one of its own laws: a fault in the model, never in the scenario."""

    exit_code = 70


class FolderError(RunError):
    """The output folder is in use, holds something else, or cannot be created."""

    exit_code = 73


class StorageError(RunError):
    """The disk is full or failed; what was finished before is intact."""

    exit_code = 74
