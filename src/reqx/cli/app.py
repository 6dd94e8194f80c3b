"""The command line: the commands in one tree, and what an error looks like.

`run` is the only place where an error becomes words and an exit status (contracts.md, section 4).
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer
from typer.exceptions import TyperException

from reqx import __version__
from reqx.cli import render
from reqx.errors import ReqxError, StorageError, UsageError

_COMMANDS = ("run", "upload", "enqueue", "work", "export", "stats", "doctor")
_GROUPS = ("jobs", "documents", "requirements", "workers", "limits", "db")
"""In the order in which `--help` shows them, the commands first; each is a module of its name."""
_MODULES = {"run": "run_documents"}
"""Those of another name."""

_BROKEN_PIPE_STATUS = 141
_INTERRUPTED_STATUS = 130


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"reqx {__version__}")  # noqa: T201 - a fixed text of our own
        raise typer.Exit


def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Turn tenders and specifications into a traceable list of requirements."""


def tree(words: Sequence[str] = ()) -> typer.Typer:
    """Return the tree of commands; only the branch that a command line begins with, if any.

    To import all and to look at their options took a tenth of the time of a short one.
    """
    app = typer.Typer(
        name="reqx",
        help="Turn tenders and specifications into a traceable list of requirements.",
        epilog="Start with: reqx run tender.pdf",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_main)
    every = (*_COMMANDS, *_GROUPS)
    for name in [word for word in words[:1] if word in every] or every:
        module = import_module(f"reqx.cli.{_MODULES.get(name, name)}")
        if name in _COMMANDS:
            module.register(app)
        else:
            app.add_typer(module.app, name=name)
    return app


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (default: this process's); return its exit status."""
    _open_streams()
    render.use_utf8()
    words = sys.argv[1:] if arguments is None else list(arguments)
    is_json = "--json" in words or "--jsonl" in words
    try:
        return _run(words)
    except ReqxError as error:
        return _fail(error, is_json=is_json)
    except TyperException as error:
        if "\n" in error.format_message():
            # A command without its words: the message is the whole help, laid out.
            sys.stderr.write(f"{error.format_message()}\n")
            return UsageError.exit_status
        return _fail(_usage(error), is_json=is_json)
    except BrokenPipeError:
        return _hang_up()
    except OSError as error:
        return _fail(_unwritten(error), is_json=False)


def _run(words: list[str]) -> int:
    try:
        status = tree(words)(words, prog_name="reqx", standalone_mode=False)
        sys.stdout.flush()
    except typer.Abort:
        return _INTERRUPTED_STATUS
    except SystemExit as ending:
        # typer turns a broken pipe into an exit with status 1.
        if isinstance(ending.__context__, BrokenPipeError):
            raise ending.__context__ from None
        raise
    return status if isinstance(status, int) else 0


def _open_streams() -> None:
    """Give a process that was started without stdout or stderr (`>&-`) one that goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))


def _fail(error: ReqxError, *, is_json: bool) -> int:
    if is_json:
        render.json(render.problem(error))
    else:
        end = "" if error.message.endswith((".", "!", "?")) else "."
        render.note(f"reqx: {error.message}{end} {error.hint}".strip())
    return error.exit_status


def _usage(error: TyperException) -> UsageError:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "reqx"
    # pydantic, which typer converts values with, puts its own class before our words.
    message = error.format_message().replace("Value error, ", "")
    return UsageError(message, hint=f"See {command} --help")


def _unwritten(error: OSError) -> StorageError:
    """Return the error for an output that cannot be written, such as a full disk."""
    _close_output()
    return StorageError(f"the output cannot be written: {error}", hint="Free some space.")


def _hang_up() -> int:
    """Go silently: whoever read our output has stopped reading (`reqx jobs list | head`)."""
    _close_output()
    return _BROKEN_PIPE_STATUS


def _close_output() -> None:
    """Send what is still buffered nowhere: Python would complain when it flushes it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
