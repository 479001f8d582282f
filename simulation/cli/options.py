"""Options and endings that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

SETTING_HELP = "Lay a setting over the scenario, such as place.scale=0.1. May be given more than once."


def number_or_auto(_context: click.Context, _option: click.Parameter, value: str) -> int | None:
    """A number of at least 1, or None for ``auto``."""
    if value == "auto":
        return None
    if not value.isdecimal() or int(value) < 1:
        raise click.BadParameter(f"{value!r} is neither a number of at least 1 nor auto.")
    return int(value)


def names(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    """Names separated by commas, each once."""
    found = tuple(name.strip() for name in value.split(",") if name.strip())
    if len(set(found)) < len(found):
        raise click.BadParameter(f"{value!r} names one twice.")
    return found


def setting_option(command: Command) -> Command:
    """Add ``--set a.b=value``; the function gets ``sets``, a tuple."""
    return click.option("--set", "sets", multiple=True, metavar="A.B=VALUE", help=SETTING_HELP)(command)


def folder_argument(command: Command) -> Command:
    """Add a results folder that exists; the function gets ``folder``."""
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.argument("folder", metavar="DIR", type=kind)(command)


@contextmanager
def plain_endings() -> Iterator[None]:
    """Turn an exception that carries an exit code into its message on standard error and that code; no traceback."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as fault:
        code = getattr(fault, "exit_code", None)
        if code is None:
            raise
        click.echo(str(fault), err=True)
        raise click.exceptions.Exit(code) from fault
