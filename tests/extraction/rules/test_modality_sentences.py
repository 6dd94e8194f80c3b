"""How binding two hundred sentences of our own are, in two languages: the share that is right.

Each line of `modality_<language>.txt` is a letter as in a legend (M, P, R, O), a tab, a sentence.
"""

from pathlib import Path

import pytest

from reqx.extraction.rules.modality import modality
from reqx.model.requirements import Modality
from tests.extraction.rules.read import reading

_LETTERS = {
    "M": Modality.MANDATORY,
    "P": Modality.PROHIBITED,
    "R": Modality.RECOMMENDED,
    "O": Modality.OPTIONAL,
}
_HALF, _RIGHT = 100, 0.97


@pytest.mark.parametrize("language", ["en", "fr"])
def test_modality_of_our_own_sentences_is_right(language: str) -> None:
    file = Path(__file__).with_name(f"modality_{language}.txt")
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    wrong = [
        (text, found.value)
        for letter, text in rows
        if (found := modality(reading(text, is_french=language == "fr"))) is not _LETTERS[letter]
    ]
    assert len(rows) == _HALF
    assert len(wrong) <= (1 - _RIGHT) * _HALF, wrong
