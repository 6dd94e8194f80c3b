"""pdftotext, of poppler-utils: the independent reader of PDF."""

import shutil
import subprocess
from pathlib import Path

_SECONDS = 120


def pdftotext(path: Path, *options: str) -> str:
    """Return what it prints; a page ends with a form feed.

    RuntimeError when it is not installed, SubprocessError when it does not read the file.
    """
    program = shutil.which("pdftotext")
    if program is None:
        raise RuntimeError("pdftotext is not installed (poppler-utils)")
    command = [program, "-enc", "UTF-8", *options, str(path), "-"]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS)
    return ended.stdout.decode("utf-8", errors="replace")


def pages(path: Path, mode: str) -> list[str]:
    """Return the text of each page; `mode` is an option, or none ("")."""
    return pdftotext(path, *mode.split()).split("\f")[:-1]
