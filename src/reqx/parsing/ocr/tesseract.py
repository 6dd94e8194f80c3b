"""The program tesseract: one process a picture, killed when it takes too long."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Self

from reqx.parsing.ocr.engine import GaveUp, Picture, SeenWord

_LANGUAGES = ("eng", "fra")
"""Asked for together where both are installed: a tender quotes norms in either."""
_NO_LANGUAGES = frozenset({"osd", "equ"})
_SECONDS = 120
"""For one picture; a page of small print takes five."""
_ASIDE_SECONDS = 20
_LIMITED = f'ulimit -t {_SECONDS}; exec "$0" "$@"'
"""The program's own limit: it must end too when the process that would stop it was killed."""
_WORD_LEVEL = "5"


class Tesseract:
    """The tesseract program at a path."""

    sure = 0.6

    def __init__(self, program: str, seconds: float = _SECONDS) -> None:
        """Take the program at that path; it has `seconds` for a picture."""
        self._program = program
        self._seconds = seconds

    @classmethod
    def installed(cls) -> Self | None:
        """Return the program on the search path, None when there is none."""
        program = shutil.which("tesseract")
        return None if program is None else cls(program)

    @cached_property
    def name(self) -> str:
        """The program's version and the languages it reads."""
        version = self._run(["--version"], b"", _ASIDE_SECONDS).split("\n", 1)[0]
        return f"{version.strip()} {self._languages}"

    @cached_property
    def _languages(self) -> str:
        """The languages to read, as tesseract wants them said."""
        told = self._run(["--list-langs"], b"", _ASIDE_SECONDS).splitlines()[1:]
        installed = [name for name in map(str.strip, told) if name and name not in _NO_LANGUAGES]
        wanted = [name for name in _LANGUAGES if name in installed] or installed[:1]
        if not wanted:
            raise GaveUp("tesseract has no language data")
        return "+".join(wanted)

    def see(self, picture: Picture) -> list[SeenWord]:
        """Return the words of the picture, line by line; raises GaveUp."""
        options = ["-", "-", "-l", self._languages, "--dpi", str(picture.dpi), "--psm", "3", "tsv"]
        header = f"P5 {picture.width} {picture.height} 255\n".encode()
        return list(_words(self._run(options, header + picture.grey, self._seconds)))

    def _run(self, options: Sequence[str], given: bytes, seconds: float) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - the program is the operator's, the options ours
                ["/bin/sh", "-c", _LIMITED, self._program, *options],
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
                # Threads would only take cores from the other documents.
                env=os.environ | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired as error:
            raise GaveUp(f"tesseract took longer than {seconds:g} seconds") from error
        except OSError as error:
            raise GaveUp(f"tesseract cannot be started: {error}") from error
        if done.returncode:
            raise GaveUp(f"tesseract ended with status {done.returncode}")
        return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> Iterator[SeenWord]:
    """Yield the words of tesseract's TSV.

    Its columns: level, page, block, paragraph, line, word, left, top, width, height, conf, text.
    """
    lines: dict[tuple[str, ...], int] = {}
    # Only line feeds end a row: a word may hold what else Python takes for the end of a line.
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        left, top, width, height, confidence = map(float, cells[6:11])
        line = lines.setdefault(tuple(cells[2:5]), len(lines))
        box = (left, top, left + width, top + height)
        yield SeenWord(cells[11].strip(), box, max(0.0, confidence) / 100, line)
