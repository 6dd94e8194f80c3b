"""What reqx and pdftotext have in common on each page of a PDF."""

from collections import Counter
from pathlib import Path
from typing import Any

from reading.poppler import pages
from reading.words import Tally, compare, furniture_of, words_of

RAW, LAYOUT, FLOW = "-raw", "-layout", ""
"""pdftotext's orders: of the drawing, of the printed lines, and its own reading order."""


def compared_text(read: dict[str, Any], mode: str) -> list[Tally]:
    """Compare, page by page, what the task "text" said of a file.

    RuntimeError when reqx refuses it, ValueError when the number of pages differs.
    """
    if "refused" in read:
        raise RuntimeError(read["refused"])
    furniture = furniture_of(read["furniture"])
    theirs = pages(Path(read["path"]), mode)
    return [
        compare(words_of(ours), words_of(other), furniture)
        for ours, other in zip(read["pages"], theirs, strict=True)
    ]


def witnesses(path: Path) -> list[Tally]:
    """Compare the order of the drawing with pdftotext's own reading order."""
    both = zip(pages(path, RAW), pages(path, FLOW), strict=True)
    return [compare(words_of(raw), words_of(flow), Counter()) for raw, flow in both]
