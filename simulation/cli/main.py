"""``simulate``: one command a file in this folder, imported only when it is called.

Exit codes: 0 done; 1 some replicates failed; 2 the command or the scenario has faults; 65 a stored result is damaged;
70 a fault in the program; 73 folder in use; 74 disk; 75 stopped early; 130 Ctrl-C.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from simulation import __version__

USAGE: Final = 2
PROGRAM_FAULT: Final = 70
DISK: Final = 74
INTERRUPTED: Final = 130

COMMANDS: Final = {
    "run": "Live a scenario's strategies and compare them.",
    "sweep": "Live a scenario under draws of its evidence, and settings that vary.",
    "appraise": "Appraise a results folder: present values by payer, uncertainty, value of information.",
    "switch": "Find the value of a parameter at which a strategy neither costs nor saves.",
    "question": "Answer one of the questions of the model with a figure and a table.",
    "validate": "Say all that is wrong with scenario files.",
    "schema": "Print the JSON Schema of a scenario, for editors.",
    "explain": "Say where a number comes from, or what a month does.",
    "compare": "Compare two results folders, replicate by replicate.",
    "plot": "Draw the figures of a results folder again.",
    "life": "Trace one simulated life under each strategy, or find lives that tell a story.",
    "verify": "Check a results folder against its digests.",
    "doctor": "Say what is installed, and whether it works; compile the kernels.",
    "claim": "List the claims of the register, or try one.",
}
"""Commands and what ``--help`` says of each; a command is listed if its file is in this folder."""

_FOLDER: Final = Path(__file__).parent


class Commands(click.Group):
    """Finds commands by file name, so that ``--help`` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands whose file is here, in the order of the table."""
        return [name for name in COMMANDS if (_FOLDER / f"{name}.py").is_file()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, and let it take ``--debug`` too."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"simulation.cli.{cmd_name}").command
        if not any("--debug" in option.opts for option in command.params):
            command.params.append(_debug_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from simulation.scenario.errors import did_you_mean

            near = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"{error.message} {near}".strip(), ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _debug_option() -> click.Option:
    def remember(context: click.Context, _option: click.Parameter, asked: bool) -> None:
        if asked:
            context.find_root().obj["debug"] = True

    help_text = "Show the traceback of a fault in the program."
    return click.Option(["--debug"], is_flag=True, expose_value=False, callback=remember, help=help_text)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, params=[_debug_option()])
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Simulate a local care ecosystem over years, and compare what a council may do.

    Begin with: simulate run scenarios/crisis_or_prevention.yaml
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; faults become one line, or a traceback with ``--debug``."""
    settings = {"debug": False}
    sys.exit(_exit_code(list(sys.argv[1:] if arguments is None else arguments), settings))


def _exit_code(arguments: list[str], settings: dict[str, bool]) -> int:
    try:
        code = cli.main(arguments, prog_name="simulate", standalone_mode=False, obj=settings)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's own flush stays silent
        return 0
    except Exception as error:
        return _told(error, settings["debug"])


def _told(error: Exception, debug: bool) -> int:
    """Say what went wrong, and the code to leave with."""
    code: Any = getattr(error, "exit_code", None)
    if debug:
        traceback.print_exception(error)
    elif isinstance(code, int):
        click.echo(str(error), err=True)
    elif isinstance(error, OSError):
        click.echo(f"error: {error}", err=True)
    else:
        text = " ".join(str(error).split()) or "no message"
        click.echo(f"error: {type(error).__name__}: {text} (a fault in the program: --debug shows where)", err=True)
    return code if isinstance(code, int) else DISK if isinstance(error, OSError) else PROGRAM_FAULT
