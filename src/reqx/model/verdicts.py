"""What became of a document when it was last read, in a word that programs can rely on."""

from collections.abc import Iterable
from enum import StrEnum

from reqx.model.blocks import Page

LOSSES = frozenset(["needs_ocr", "garbled", "ocr_failed", "damaged", "left out", "annotated"])
"""The warnings of a page that mean: what is printed there, or some of it, was not read."""


class Verdict(StrEnum):
    """How the last reading ended; the first two are those of a document that is DONE.

    PARTIAL: pages are missing from its text, as they were left out, are damaged, hold pictures or
    garbled text that OCR did not read, or more comments than are read; its warnings name them. A
    page on which OCR found no word is not missing. CRASHED: the reader died, or met a fault of its
    own. The others say by their names which limit was reached, or what the file is or needs.
    """

    OK = "ok"
    PARTIAL = "partial"
    NEEDS_OCR = "needs_ocr"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"


# "internal" is what `ReqxError` itself is called: a fault in the reader, met by this document.
_OF_CODES: dict[str, Verdict] = {"internal": Verdict.CRASHED} | {
    verdict.value: verdict for verdict in Verdict if verdict not in (Verdict.OK, Verdict.PARTIAL)
}


def of_pages(pages: Iterable[Page]) -> Verdict:
    """Return the verdict on a document of which these pages are stored."""
    is_whole = all(LOSSES.isdisjoint(page.warnings) for page in pages)
    return Verdict.OK if is_whole else Verdict.PARTIAL


def of_error(code: str) -> Verdict | None:
    """Return the verdict on a document whose job ended with an error of this code.

    None when the error says nothing about the document: its bytes are lost, a setting is wrong.
    """
    return _OF_CODES.get(code)
