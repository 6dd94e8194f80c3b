"""What the operator is told about pages that were not read as printed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reqx.parsing.pdf.pages import CROWDED, DAMAGED, DRAWN, GARBLED, NEEDS_OCR, ReadPage

_SENTENCES = {
    NEEDS_OCR: "{pages} no text but an image (scanned): nothing was read there; run OCR first.",
    GARBLED: "{pages} text that is not what is printed (a font without a character map): "
    "what was read there is of no use; run OCR first.",
    DAMAGED: "{pages} damage: nothing was read there.",
    CROWDED: "{pages} so many words that columns were not looked for.",
    DRAWN: "{pages} so many drawn lines that tables were not looked for.",
}


def sentences(pages: Sequence[ReadPage]) -> Iterator[str]:
    """Yield a sentence for each kind of warning, naming the pages."""
    for warning, sentence in _SENTENCES.items():
        numbers = [page.number for page in pages if warning in page.warnings]
        if numbers:
            subject = "Page {} has" if len(numbers) == 1 else "Pages {} have"
            yield sentence.format(pages=subject.format(ranges(numbers)))


def ranges(numbers: Iterable[int]) -> str:
    """Return ascending page numbers as "1-3, 7"."""
    ordered = list(numbers)
    starts = [ordered[0], *(b for a, b in pairwise(ordered) if b != a + 1)]
    ends = [*(a for a, b in pairwise(ordered) if b != a + 1), ordered[-1]]
    return ", ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in zip(starts, ends, strict=True))
