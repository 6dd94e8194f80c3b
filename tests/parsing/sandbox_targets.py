"""What the sandbox's tests run in a child: each misbehaves in its own way."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from reqx.errors import Encrypted
from reqx.parsing import PDF, parse
from reqx.parsing.sandbox import allowed_seconds

Report = Callable[[int], None]


def double(number: int, report: Report) -> int:
    for done in range(number):
        report(done)
    return 2 * number


def refuse(number: int, report: Report) -> int:
    report(number)
    raise Encrypted("tender.pdf needs a password")


def stumble(number: int, report: Report) -> int:
    report(number)
    return number // 0


def hang(number: int, report: Report) -> int:
    report(number)
    time.sleep(600)
    return number


def burn(number: int, report: Report) -> int:
    report(number)
    while True:
        number += 1


def abort(number: int, report: Report) -> int:
    report(number)
    os.abort()


def swell(number: int, report: Report) -> int:
    """Take 16 MiB more every few milliseconds, as a parser does on a bomb."""
    hoard = []
    while True:
        hoard.append(bytearray(os.urandom(1 << 12)) * (1 << 12))
        report(number)
        time.sleep(0.005)


def leap(number: int, report: Report) -> int:
    """Ask for a gigabyte at once."""
    report(number)
    return len(bytearray(1 << 30))


def overflow(number: int, report: Report) -> str:
    """Give so many mebibytes, and the few bytes that wrap them."""
    report(number)
    return "x" * (number * (1 << 20))


def read_pages(path: str, report: Report) -> int:
    """Read a PDF as the pipeline does."""
    return len(parse(Path(path), PDF, lambda done, _total: report(done)).pages)


def tell_time(number: int, report: Report) -> int:
    report(number)
    return int(allowed_seconds() or 0)


def ignore_signals(number: int, report: Report) -> int:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    return double(number, report)
