"""Mojibake in the text of a PDF: a document drawn from text that was damaged before."""

import re
from collections.abc import Iterable

from reqx.parsing.pdf.layout import every_line
from reqx.parsing.pdf.pages import GARBLED, ReadPage

_BEFORE_MARK, _BEFORE_LETTER = "ÂÃÄÅâ", "√¬≈\u201aƒ"
_SUSPECT = re.compile(f"[{_BEFORE_MARK}][^A-Za-zÀ-ÖØ-öø-ÿ]|[{_BEFORE_LETTER}][^\\s\\d]")
"""What damage begins with. Text without it pays for no more than this search."""


def mend(pages: Iterable[ReadPage]) -> tuple[str, ...]:
    """Mend the pages' lines where they stand; return the warning that says so, none for none."""
    # What is not what is printed cannot be told from damage.
    sound = (page for page in pages if GARBLED not in page.warnings)
    lines = [line for page in sound for line in every_line(page.columns)]
    text = "\n".join(line.text for line in lines)
    if not _is_suspect(text):
        return ()
    from reqx.parsing import mojibake  # noqa: PLC0415 - most documents need no mending

    repair = mojibake.repair(text)
    if repair.lines:
        for line, mended in zip(lines, repair.text.split("\n"), strict=True):
            line.text = mended
    return repair.warnings


def _is_suspect(text: str) -> bool:
    # Letters alone are found ten times as fast.
    may_be = any(map(text.__contains__, _BEFORE_MARK + _BEFORE_LETTER))
    return may_be and _SUSPECT.search(text) is not None
