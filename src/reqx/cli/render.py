"""The one gate to the terminal: foreign text without control bytes, JSON, times in words.

Data goes to stdout, all else to stderr. Colours appear on a terminal only, and never with NO_COLOR
or TERM=dumb; FORCE_COLOR asks for them in a pipe too. rich is imported when something is drawn.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from reqx.errors import ReqxError
from reqx.model import records

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# C0 and C1 control characters, DEL, marks that turn the direction of text, line separators, and
# lone surrogates, which no encoding has.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_UNSAFE_IN_LINES = re.compile(rf"(?![\n\t]){_UNSAFE.pattern}")
_LINE_ENDS = re.compile("\r\n?")
_BLANKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")

UNBOUNDED = 1_000_000
"""The width of what is no terminal: nothing is cut or folded for a file or another program."""

_STEPS = ((60.0, "s", 1.0), (3600.0, "min", 60.0), (86400.0, "h", 3600.0))
_LONGEST_SECONDS = 30 * 86400.0


def safe(value: object) -> str:
    """Return `value` as one line that no terminal acts on; None is an empty text."""
    return "" if value is None else _UNSAFE.sub("", _BLANKS.sub(" ", str(value)))


def safe_lines(text: str) -> str:
    """Return `text` with its line ends, tabs as spaces, and nothing else a terminal acts on."""
    return _UNSAFE_IN_LINES.sub("", _LINE_ENDS.sub("\n", text)).expandtabs(4)


def safe_text(value: object, style: str = "") -> "Text":
    """Return `value` as one safe line of rich's `Text`, which is never parsed as markup."""
    from rich.text import Text  # noqa: PLC0415 - see the module docstring

    return Text(safe(value), style=style)


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says; a user's PYTHONIOENCODING is obeyed."""
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def width(stream: TextIO | None = None) -> int:
    """Return the columns to fill: COLUMNS, else the terminal's, else `UNBOUNDED`."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size().columns if (stream or sys.stdout).isatty() else UNBOUNDED


def console(stream: TextIO | None = None) -> "Console":
    """Return a rich console on `stream` (default: stdout) that follows the rules above."""
    from rich.console import Console  # noqa: PLC0415 - see the module docstring

    stream = stream or sys.stdout
    is_coloured = _is_coloured(stream)
    return Console(
        file=stream,
        width=width(stream),
        force_terminal=is_coloured,
        color_system="auto" if is_coloured else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _is_coloured(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "unknown"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def note(message: str) -> None:
    """Tell the person something on stderr, in one line.

    A log that cannot be written (its disk is full) must not stop a night's work.
    """
    with suppress(OSError):
        sys.stderr.write(f"{safe(message)}\n")


def say(message: str) -> None:
    """Print one line on stdout: what was asked for, in words."""
    sys.stdout.write(f"{safe(message)}\n")


def lines(text: str) -> None:
    """Print foreign text on stdout with its own lines, neither folded nor cut."""
    sys.stdout.write(f"{safe_lines(text)}\n")


def json(value: object) -> None:
    """Print one JSON value on stdout."""
    sys.stdout.write(f"{records.dumps(value, indent=2)}\n")


def json_array(values: Iterable[records.Record]) -> None:
    """Print one JSON array on stdout as its values come.

    After an error half-way it is still one JSON value: the error is the array's last element.
    """
    import typer  # noqa: PLC0415 - for this one exception

    is_begun = False
    try:
        for value in values:
            _element(value, is_first=not is_begun)
            is_begun = True
    except ReqxError as error:
        if not is_begun:
            raise
        _element(problem(error), is_first=False)
        raise typer.Exit(error.exit_status) from error
    finally:
        sys.stdout.write("\n]\n" if is_begun else "")
    sys.stdout.write("" if is_begun else "[]\n")


def _element(value: records.Record, *, is_first: bool) -> None:
    text = records.dumps(value, indent=2).replace("\n", "\n  ")
    sys.stdout.write(f"{'[' if is_first else ','}\n  {text}")


def problem(error: ReqxError) -> records.Record:
    """Return the `error` record of contracts.md."""
    return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}


def json_lines(values: Iterable[records.Record]) -> None:
    """Print one JSON object a line on stdout, as they come."""
    for value in values:
        sys.stdout.write(f"{records.dumps(value)}\n")


def ago(at: datetime | None, now: datetime | None = None) -> str:
    """Return an aware time as "3 min ago" or "in 2 h"; as its day beyond a month; "" for None."""
    if at is None:
        return ""
    seconds = ((now or datetime.now(UTC)) - at).total_seconds()
    if abs(seconds) > _LONGEST_SECONDS:
        return at.astimezone(UTC).date().isoformat()
    span = duration(abs(seconds))
    return f"{span} ago" if seconds >= 0 else f"in {span}"


def duration(seconds: float) -> str:
    """Return a number of seconds as its largest unit, rounded down: "42 s", "3 min", "5 d"."""
    for bound, unit, size in _STEPS:
        if seconds < bound:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds // 86400)} d"


def quantity(count: int, noun: str) -> str:
    """Return "1 job", "2 jobs"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def page(number: int | None, label: str | None) -> str:
    """Return "3", or "3 (iii)" where the document prints another; "" for a format without pages."""
    if number is None:
        return ""
    return str(number) if label in (None, str(number)) else f"{number} ({label})"
