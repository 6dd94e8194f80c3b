"""What the operator is told about pages that were not read as printed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import mean

from reqx.parsing.pdf.pages import (
    ANNOTATED,
    CROWDED,
    DAMAGED,
    DRAWN,
    GARBLED,
    GIVEN_UP,
    LEFT_OUT,
    NEEDS_OCR,
    SEEN,
    UNSEEN,
    WORDLESS,
    ReadPage,
)

_SENTENCES = {
    NEEDS_OCR: "{pages} an image in place of text (scanned), which was not read: run OCR first.",
    GARBLED: "{pages} text that is not what is printed (a font without a character map): "
    "what was read there is of no use; run OCR first.",
    SEEN: "{pages} no text of use and {count} read by OCR, {confidence:.0%} sure on average: "
    "compare with the print.",
    WORDLESS: "{pages} an image in which OCR found no words.",
    GIVEN_UP: "{pages} an image that OCR could not finish, or for which too little of the "
    "document's time was left (REQX_DOCUMENT_TIMEOUT_SECONDS).",
    LEFT_OUT: "{pages} something that stops the reader: nothing was read there.",
    DAMAGED: "{pages} damage: nothing was read there.",
    CROWDED: "{pages} so many words that columns were not looked for.",
    ANNOTATED: "{pages} so many form fields and comments that the last of them were not read.",
    UNSEEN: "{pages} words that nobody sees ({unseen}: white on white, tiny or not painted): "
    "they were read all the same.",
    DRAWN: "{pages} so many drawn lines that tables were not looked for.",
}


def sentences(pages: Sequence[ReadPage]) -> Iterator[str]:
    """Yield a sentence for each kind of warning, naming the pages."""
    for warning, sentence in _SENTENCES.items():
        concerned = [page for page in pages if warning in page.warnings]
        if concerned:
            yield sentence.format(pages=_subject(concerned), **_counts(concerned))


def _subject(pages: Sequence[ReadPage]) -> str:
    numbers = ranges(page.number for page in pages)
    return f"Page {numbers} has" if len(pages) == 1 else f"Pages {numbers} have"


def _counts(pages: Sequence[ReadPage]) -> dict[str, object]:
    """Return how many pages OCR is said to have read, how sure it is; how many words are unseen."""
    sure = [page.confidence for page in pages if page.confidence is not None]
    count = "was" if len(pages) == 1 else f"{len(pages)} were"
    unseen = sum(page.unseen for page in pages)
    return {"count": count, "confidence": mean(sure or [0.0]), "unseen": unseen}


def ranges(numbers: Iterable[int]) -> str:
    """Return ascending page numbers as "1-3, 7"."""
    ordered = list(numbers)
    starts = [ordered[0], *(b for a, b in pairwise(ordered) if b != a + 1)]
    ends = [*(a for a, b in pairwise(ordered) if b != a + 1), ordered[-1]]
    return ", ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in zip(starts, ends, strict=True))
