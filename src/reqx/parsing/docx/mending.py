"""Damaged letters (mojibake) in the words of a DOCX, mended before anything is made of them.

A label that the author typed may be damaged, too: it is a label only once it is whole.
"""

from collections.abc import Sequence

from reqx.parsing import mojibake
from reqx.parsing.docx.wordml import Element


def mend(elements: Sequence[Element]) -> tuple[str, ...]:
    """Mend these `w:t`, all of one document that are not ASCII, in place.

    Returns the warning for the operator, none when nothing was mended.
    """
    texts = [(element.text or "").replace("\n", " ") for element in elements]
    repair = mojibake.repair("\n".join(texts))
    if repair.lines:
        for element, text in zip(elements, repair.text.split("\n"), strict=True):
            element.text = text
    return repair.warnings
