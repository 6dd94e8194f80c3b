"""The numbers a word processor computes, looked up in the PDF it made of the same document."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from unicodedata import normalize

from reading.poppler import pdftotext
from reqx.model.blocks import Block, ParsedDocument

_BETWEEN = re.compile(r"(?!(?<=\d)\.(?=\d))[\W_]")
_WORDS = 5
"""Words behind the number that must follow it in the PDF."""


def labels_in_twin(
    document: ParsedDocument, typed: Sequence[str], twin: Path
) -> tuple[int, list[str]]:
    """Return how many computed numbers stand before their text in the PDF, and those that do not.

    Left out: bullets, and paragraphs whose words are not in the PDF at all.
    """
    printed = [squeezed(pdftotext(twin, mode)) for mode in ("-raw", "-layout")]
    found, missing = 0, []
    for block in computed(document, typed):
        rest = block.text.removeprefix(block.label).split()[:_WORDS]
        behind = squeezed(" ".join(rest))
        if not any(behind in text for text in printed):
            continue
        if any(squeezed(block.label) + behind in text for text in printed):
            found += 1
        else:
            missing.append(block.text)
    return found, missing


def computed(document: ParsedDocument, typed: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks with a number that nobody typed, and words behind it."""
    texts = {squeezed(text) for text in typed}
    for block in document.blocks:
        number, whole = squeezed(block.label), squeezed(block.text)
        if number and whole != number and whole not in texts:
            yield block


def squeezed(text: str) -> str:
    """Return letters and digits, and the points between digits, without case.

    In a PDF lines break elsewhere, and headings may be printed in capitals.
    """
    return _BETWEEN.sub("", normalize("NFKC", text)).casefold()
