"""Damaged letters (mojibake) in the words of a DOCX, mended before anything reads them.

A label that the author typed may be damaged, too: it is a label only once it is whole.
"""

from collections.abc import Iterable

from reqx.parsing import mojibake
from reqx.parsing.docx.wordml import Element, W


def mend(roots: Iterable[Element]) -> tuple[str, ...]:
    """Mend every `w:t` under `roots`, all of one document, in place.

    Returns the warning for the operator, none when nothing was mended.
    """
    # ASCII is never damaged, and most words are ASCII.
    doubtful = [
        (element, text.replace("\n", " "))
        for root in roots
        for element in root.iter(W + "t")
        if (text := element.text) and not text.isascii()
    ]
    repair = mojibake.repair("\n".join([text for _, text in doubtful]))
    if repair.lines:
        for (element, _), text in zip(doubtful, repair.text.split("\n"), strict=True):
            element.text = text
    return repair.warnings
